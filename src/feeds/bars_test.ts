import { assertEquals, assertThrows } from "@std/assert";
import { type Bars, feedOf, shownFeedOf } from "./bars.ts";
import { bars } from "./read_columns.ts";

function example(): Bars {
  const time = ["2024-01-02", "2024-01-03"];
  return bars({ time, open: [10, 11], high: [12, 12], low: [9, 10], close: [11, 10.5], signal: [NaN, 1] }, {
    name: "a",
  });
}

Deno.test("Bars shows its columns as copies, the same each time", () => {
  const feed = example(), truth = feedOf(feed);
  assertEquals([feed.columns, feed.extra], [truth.columns, truth.extra]);
  assertEquals([feed.columns === feed.columns, feed.columns.open === truth.columns.open], [true, false]);
  assertEquals([feedOf(feed) === truth, Object.isFrozen(feed), Object.isFrozen(feed.columns)], [true, true, true]);
});

Deno.test("only a column that was asked for is copied, and a console shows all of them", () => {
  const feed = example();
  assertEquals(shownFeedOf(feed), undefined);
  const close = feed.columns.close, shown = shownFeedOf(feed)!;
  assertEquals([shown.columns.close === close, shown.columns.open === feedOf(feed).columns.open], [true, false]);
  shown.columns.open[0] = 7;
  assertEquals([feed.columns.open[0], feedOf(feed).columns.open[0]], [10, 10]);
  assertEquals(Deno.inspect(feed.columns).includes("open: Float64Array(2) [ 10, 11 ]"), true);
});

Deno.test("feedOf() refuses bars whose columns were written to, and names feed, column, row and both values", () => {
  const feed = example();
  feed.columns.open[1] = 50;
  assertThrows(
    () => feedOf(feed),
    TypeError,
    'Cannot use feed "a": its column "open" was changed at row 1, from 11 to 50; columns are for reading',
  );
  feed.columns.open[1] = 11;
  assertEquals(feedOf(feed).columns.open[1], 11);
  feed.extra["signal"]![0] = 3;
  assertThrows(() => feedOf(feed), TypeError, 'its column "signal" was changed at row 0, from NaN to 3');
});

Deno.test("neither a copy by spread nor a changed member passes for bars", () => {
  const feed = example() as { length: number };
  assertEquals("columns" in { ...feed }, false);
  assertThrows(() => feed.length = 80, TypeError);
});
