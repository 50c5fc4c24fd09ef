import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv.ts";

function closesOf(...rows: readonly string[]): readonly number[] {
  const lines = rows.map((row, day) => `2024-01-0${day + 2},${row}\n`);
  const text = `Date,Open,High,Low,Close\n${lines.join("")}`;
  return [...parseCsv(new TextEncoder().encode(text), "x.csv", { timeframe: "1d" }).columns.close];
}

Deno.test("prices that can be read with both signs have the one with which they are bars", () => {
  assertEquals(closesOf('"1,001","1,010",990,"1,005"'), [1005]);
  assertEquals(closesOf('"1,001","1,010","1,001","1,005"', '"1,001","1,010",990,"1,005"'), [1005, 1005]);
  assertEquals(closesOf('"1,001",2,1,"1,005"'), [1.005]);
});

Deno.test("prices that are bars with both signs, or with neither, are an error that asks", () => {
  for (const row of ['"1,001","1,010","1,001","1,005"', '"1,001",990,"1,010","1,005"']) {
    assertThrows(() => closesOf(row), RangeError, 'pass decimal: "," or decimal: "."');
  }
  assertThrows(
    () => closesOf('"1,001","1,010",990,"1,005"', '"1,001",2,1,"1,005"'),
    RangeError,
    "Cannot tell the decimal",
  );
});
