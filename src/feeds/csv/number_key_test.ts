import { assertEquals, assertThrows } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function read(names: string, rows: readonly string[], options: CsvOptions = {}): FeedData {
  const text = `time,${names},open,high,low,close\n${rows.map((row) => `2024-01-0${row},1,2,1,2\n`).join("")}`;
  return parseCsv(new TextEncoder().encode(text), "x.csv", { timeframe: "1d", ...options });
}

Deno.test("times that repeat are explained by a column of numbers, and the remedy works", () => {
  const cases = [
    ["asset_id", ["2,7", "2,9", "3,7", "3,9"], "7", "9"],
    ["interval", ["2,1", "3,1", "2,5", "3,5"], "1", "5"],
  ] as const;
  for (const [name, rows, first, second] of cases) {
    assertThrows(
      () => read(name, rows),
      RangeError,
      `Cannot read x.csv as one instrument: its times repeat or run back, and column "${name}" has 2 numbers, ` +
        `"${first}", "${second}", each with times in order; if they stand for instruments or lengths of bars, pass ` +
        `columns: { symbol: "${name}" } and symbol: "${first}"`,
    );
    const feed = read(name, rows, { columns: { symbol: name }, symbol: second });
    assertEquals([feed.length, feed.name], [2, second]);
  }
});

Deno.test("numbers that are no key do not explain times that repeat", () => {
  const cases = [
    ["trades", ["2,1", "3,2", "3,3", "4,4"]],
    ["rate", ["2,0.5", "2,1.5", "3,0.5", "3,1.5"]],
    ["asset_id", ["2,7", "2,7", "3,9", "3,9"]],
    ["asset_id", ["2,7", "2,", "3,7", "3,"]],
  ] as const;
  for (const [name, rows] of cases) assertThrows(() => read(name, rows), RangeError, "have the same time");
});
