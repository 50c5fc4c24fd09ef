import { assertEquals } from "@std/assert";
import { feedOf } from "../feeds/bars.ts";
import { csv } from "../feeds/csv/csv.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { byMonth, filteredRows, joinedRows, mergedRows } from "./months.ts";

async function prices(): Promise<FeedData> {
  return feedOf(await csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" }));
}

/** Returns columns and extra columns. */
function columnsOf({ columns, extra, length }: FeedData): unknown {
  return { columns, extra, length };
}

Deno.test("months that are joined again are the bars that were parted", async () => {
  const feed = await prices(), months = byMonth(feed);
  assertEquals([months.size, [...months.keys()][0], [...months.keys()].at(-1)], [61, "2013-05", "2018-05"]);
  assertEquals(columnsOf(joinedRows([...months.values()])), columnsOf(feed));
});

Deno.test("rows that were parted in any way are merged in the order of time", async () => {
  const feed = await prices();
  for (const part of [2, 3, 7]) {
    const some = filteredRows(feed, (row) => row % part === 0), others = filteredRows(feed, (row) => row % part !== 0);
    assertEquals(columnsOf(mergedRows(some, others)), columnsOf(feed));
    assertEquals(columnsOf(mergedRows(others, some)), columnsOf(feed));
    assertEquals(columnsOf(mergedRows(feed, some)), columnsOf(feed));
  }
});

Deno.test("of rows of one time that of the newer feed stays", async () => {
  const feed = await prices(), newer = filteredRows(feed, (row) => row < 10);
  newer.columns.close.fill(1);
  const merged = mergedRows(feed, newer).columns.close;
  assertEquals([merged.subarray(0, 10), merged.subarray(10)], [
    new Float64Array(10).fill(1),
    feed.columns.close.subarray(10),
  ]);
});
