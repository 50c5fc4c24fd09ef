import { assert, assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { stdDev } from "./std_dev.ts";

function lineOf(values: number[]): Line {
  return new Line({ name: "close", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

Deno.test("stdDev() is that of the values, or of a sample", () => {
  const line = lineOf([2, 4, 4, 4, 5, 5, 7, 9]);
  assertEquals(columnOf(stdDev(line, 8))[7], 2);
  assertEquals(columnOf(stdDev(line, 8, { sample: true }))[7], Math.sqrt(32 / 7));
  assertEquals(columnOf(stdDev(line, 8, { moments: "sma" }))[7], 2);
});

Deno.test("stdDev() loses no digits where the values are large and close together, as its form with moments does", () => {
  const values = [0, 1, 2, 3].map((value) => 1e9 + value), exact = Math.sqrt(1.25);
  assertEquals(columnOf(stdDev(lineOf(values), 4))[3], exact);
  const moments = columnOf(stdDev(lineOf(values), 4, { moments: "sma" }))[3]!;
  assert(Math.abs(moments - exact) > 1e-3 * exact, `the form with moments gave ${moments}`);
});

Deno.test("stdDev() of equal values is zero, for any value and period", () => {
  for (const value of [0.1, 1 / 3, 1e150, -7.7e-150, 123456.789]) {
    for (const period of [1, 2, 3, 7, 49, 98]) {
      const column = columnOf(stdDev(lineOf(Array(100).fill(value)), period));
      assertEquals(column.subarray(period - 1), new Float64Array(101 - period), `${value}, period ${period}`);
    }
  }
});

Deno.test("stdDev() refuses a sample of one value, one from moments, and an average that is none", () => {
  const line = lineOf([1, 2]);
  assertThrows(
    () => stdDev(line, 1, { sample: true }),
    RangeError,
    "Cannot compute stdDev of a sample with a period of 1",
  );
  assertThrows(() => stdDev(line, 2, { sample: true, moments: "sma" }), RangeError, 'from moments "sma": leave one');
  assertThrows(() => stdDev(line, 2, { moments: "x" as "sma" }), RangeError, 'with the average "x"');
  assertThrows(() => stdDev(line, 2, { sample: 1 as unknown as boolean }), TypeError, "with sample 1");
});
