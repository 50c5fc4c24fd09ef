import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { bars } from "../../feeds/read_columns.ts";
import { feedOf } from "../../feeds/bars.ts";
import { Clock } from "../../lines/clock.ts";
import { FeedLines } from "../../lines/feed_lines.ts";
import { columnOf, type Line } from "../../lines/line.ts";
import { type PivotKind, type PivotOptions, pivots } from "./pivots.ts";

/** A fall, a rise, and a bar that closes where it opened; then one of a single price. */
const feed = new FeedLines(
  feedOf(bars({
    time: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],
    open: [108, 102, 104, 7],
    high: [110, 112, 106, 7],
    low: [98, 100, 100, 7],
    close: [101, 111, 104, 7],
  }, { timeframe: "1d" })),
  new Clock("x", 4),
);

/** Each row: the options, and the levels of the first bar. */
const FIRST_BAR: readonly (readonly [PivotOptions, Readonly<Record<string, number>>])[] = [
  [{}, { pivot: 103, s1: 96, r1: 108, s2: 91, r2: 115, s3: 84, r3: 120 }],
  [{ price: "ohlc4" }, { pivot: 104.25, s1: 98.5, r1: 110.5, s2: 92.25, r2: 116.25, s3: 86.5, r3: 122.5 }],
  [{ kind: "woodie" }, { pivot: 102.5, s1: 95, r1: 107, s2: 90.5, r2: 114.5, s3: 83, r3: 119 }],
  [{ kind: "fibonacci" }, { pivot: 103, s1: 98.416, r1: 107.584, s2: 95.584, r2: 110.416, s3: 91, r3: 115 }],
  [
    { kind: "fibonacci", levels: [0.25, 0.5, 2], price: "hlcc4" },
    { pivot: 102.5, s1: 99.5, r1: 105.5, s2: 96.5, r2: 108.5, s3: 78.5, r3: 126.5 },
  ],
  [
    { kind: "camarilla" },
    { pivot: 103, s1: 99.9, r1: 102.1, s2: 98.8, r2: 103.2, s3: 97.7, r3: 104.3, s4: 94.4, r4: 107.6 },
  ],
  [{ kind: "demark" }, { pivot: 101.75, s1: 93.5, r1: 105.5 }],
];

for (const [options, levels] of FIRST_BAR) {
  Deno.test(`pivots() are by their formula, and one price where the bar is one: ${JSON.stringify(options)}`, () => {
    const lines: Readonly<Record<string, Line>> = { ...pivots(feed, options) };
    assertEquals(Object.keys(lines).toSorted(), Object.keys(levels).toSorted());
    for (const [name, level] of Object.entries(levels)) {
      assertAlmostEquals(columnOf(lines[name]!)[0]!, level, 1e-12, name);
      assertEquals([lines[name]!.minPeriod, columnOf(lines[name]!)[3]], [1, 7], name);
    }
  });
}

Deno.test("pivots() of DeMark take the high twice after a rise, and the close where it equals the open", () => {
  const { pivot, s1, r1 } = pivots(feed, { kind: "demark" });
  assertEquals(columnOf(pivot).slice(1, 3), Float64Array.of((2 * 112 + 100 + 111) / 4, (106 + 100 + 2 * 104) / 4));
  assertEquals(columnOf(s1).slice(1, 3), Float64Array.of(435 / 2 - 112, 414 / 2 - 106));
  assertEquals(columnOf(r1).slice(1, 3), Float64Array.of(435 / 2 - 100, 414 / 2 - 100));
});

Deno.test("pivots() refuse kinds, prices and levels that there are not, or that do not fit", () => {
  const refused = (options: object, message: string): void => {
    assertThrows(() => pivots(feed, options as PivotOptions), RangeError, message);
  };
  refused({ kind: "floor" }, 'with kind "floor": there are "classic", "woodie", "fibonacci", "camarilla", "demark"');
  refused({ price: "close" }, 'with price "close": there are "hlc3", "hlcc4", "ohlc4"');
  for (const kind of ["woodie", "demark"] as PivotKind[]) {
    refused(
      { kind, price: "hlc3" },
      `Cannot compute pivots of kind "${kind}" with price "hlc3": this kind has its own`,
    );
  }
  refused({ levels: [1, 2, 3] }, 'of kind "classic" with levels [ 1, 2, 3 ]: only the kind fibonacci has levels');
  for (const levels of [[0.5, 1], [0.5, NaN, 1], [0, 0.5, 1], 0.5]) {
    refused({ kind: "fibonacci", levels }, "pass three numbers above 0, such as [0.382, 0.618, 1]");
  }
  assertThrows(() => pivots(feed.close as unknown as FeedLines), TypeError, "it reads several prices of a bar");
});
