import { assertEquals } from "@std/assert";
import { parseCsv } from "./csv/csv.ts";
import { readFixedPoint } from "./fixed_point.ts";
import { bars } from "./read_columns.ts";

const NAMES = ["ts_event", "rtype", "publisher_id", "instrument_id", "open", "high", "low", "close", "volume"];
const NOTE = "The prices are those of Databento in fixed point: 187150000000 is read as 187.15";

function pricesOf(open: number): Record<"open" | "high" | "low" | "close", Float64Array> {
  return {
    open: Float64Array.of(open),
    high: Float64Array.of(open),
    low: Float64Array.of(open),
    close: Float64Array.of(open),
  };
}

Deno.test("prices of Databento in fixed point are read in decimals, which a note tells", () => {
  const text = `${NAMES.join()}\n` +
    "1704205800000000000,33,2,32,187150000000,187200000000,187090000000,187123456700,5\n" +
    "1704205860000000000,33,2,32,187120000000,187150000000,187000000000,187010000000,7\n";
  const feed = parseCsv(new TextEncoder().encode(text), "x.csv");
  const { open, high, low, close, volume } = feed.columns;
  assertEquals([open, high, low, close, volume].map((column) => column[0]), [187.15, 187.2, 187.09, 187.1234567, 5]);
  assertEquals([feed.decimals, feed.notes.includes(NOTE)], [7, true]);
});

Deno.test("columns of Databento in memory are read in decimals, too", () => {
  const columns = Object.fromEntries(NAMES.map((name) => [name, [5, 7]]));
  const price = [187150000000, 187120000000];
  const feed = bars({
    ...columns,
    ts_event: [1704205800e9, 1704205860e9],
    open: price,
    high: price,
    low: price,
    close: price,
  });
  assertEquals([[...feed.columns.close], feed.decimals, feed.notes.includes(NOTE)], [[187.15, 187.12], 2, true]);
});

Deno.test("whole prices stay as they are in other files, and where they are no such counts", () => {
  for (const open of [187.15, 187, 33_000, 187150000000.5]) {
    const prices = pricesOf(open);
    assertEquals([readFixedPoint(NAMES, prices), prices.open[0]], [undefined, open]);
  }
  for (const names of [["Date", "Open"], NAMES.slice(1)]) {
    const prices = pricesOf(187150000000);
    assertEquals([readFixedPoint(names, prices), prices.open[0]], [undefined, 187150000000]);
  }
  assertEquals(readFixedPoint(NAMES, pricesOf(0)), undefined);
  assertEquals(readFixedPoint(NAMES, pricesOf(-500_000_000))?.note.endsWith("-500000000 is read as -0.5"), true);
});
