import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { exactSum } from "../../feeds/exact_sum.ts";
import { sma } from "./sma.ts";

function lineOf(values: number[]): Line {
  return new Line({ name: "close", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

Deno.test("sma() is the exactly rounded sum of the window, divided once", () => {
  const values = Array.from({ length: 200 }, (_, i) => Math.round((100 + 10 * Math.sin(i)) * 100) / 100);
  const column = columnOf(sma(lineOf(values), 7));
  for (let i = 6; i < values.length; i++) {
    assertEquals(column[i], exactSum(Float64Array.from(values.slice(i - 6, i + 1))) / 7);
  }
});

Deno.test("sma() of a constant is that constant, whatever came before", () => {
  const line = lineOf([1e17, 1e-17, -3, ...Array<number>(20).fill(0.1)]);
  assertEquals(columnOf(sma(line, 10)).slice(12), new Float64Array(11).fill(0.1));
});

Deno.test("sma() is NaN while a value of its window is, and recovers", () => {
  assertEquals(columnOf(sma(lineOf([1, 3, NaN, 5, 7, 9]), 2)), Float64Array.of(NaN, 2, NaN, NaN, 6, 8));
});

Deno.test("sma() names itself and refuses a bad period and what is not a line", () => {
  assertEquals(sma(lineOf([1, 2]), 2).name, "sma(close, 2)");
  assertThrows(() => sma(lineOf([1]), 0), RangeError, "Cannot compute sma with a period of 0");
  assertThrows(
    () => sma(Float64Array.of(1) as unknown as Line, 1),
    TypeError,
    "of an object (Float64Array) as its line: pass one line",
  );
  assertThrows(() => sma(undefined as unknown as Line, 1), TypeError, "of undefined as its line: pass one line");
});

Deno.test("sma() of more bars than there are is never ready and allocates nothing for its window", () => {
  const line = sma(lineOf([1, 2]), 2 ** 50);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN));
  assertEquals(line.minPeriod, 2 ** 50);
});
