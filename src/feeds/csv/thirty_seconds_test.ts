import { assertEquals, assertThrows } from "@std/assert";
import type { Bars } from "../bars.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function read(rows: readonly string[], options: CsvOptions = {}): Bars {
  const lines = rows.map((row, day) => `2024-01-0${day + 2},${row}\n`);
  return parseCsv(new TextEncoder().encode(`Date,Open,High,Low,Close\n${lines.join("")}`), "x.csv", options);
}

const BONDS = ["110'165,110'200,110'000,110'177", "110'165,110'312,110'000,110'177"];

Deno.test("prices that can all be 32nds and thousands are an error that asks", () => {
  assertThrows(
    () => read(BONDS),
    RangeError,
    'Cannot tell what the prices of x.csv are: "110\'165" in line 2, column "Open", can be 110 and 16.5 32nds, which is ' +
      "110.515625, or 110165, and so can every other price; write them as decimals if they are 32nds, or pass " +
      'decimal: "." if the apostrophe stands between thousands',
  );
  assertEquals(read(BONDS, { decimal: "." }).columns.open[0], 110_165);
  assertEquals(read(["110.515625,110.625,110,110.53125"], { timeframe: "1d" }).columns.open[0], 110.515625);
});

Deno.test("a price that can be no 32nd shows thousands", () => {
  const cases = [["110'165", "110'320"], ["110'165", "110'331"], ["110'164", "110'200"], [
    "110'165.50",
    "110'200",
  ]] as const;
  for (const [open, high] of [...cases, ["1'010'165", "1'010'200"]]) {
    const feed = read([`${open},${high},${open},${high}`], { timeframe: "1d" });
    assertEquals(feed.columns.high[0], Number(high!.replaceAll("'", "")));
  }
});
