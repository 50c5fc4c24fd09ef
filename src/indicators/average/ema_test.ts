import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { ema } from "./ema.ts";
import { sma } from "./sma.ts";

function lineOf(values: number[]): Line {
  return new Line({ name: "close", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

Deno.test("ema() begins with the simple average and then weighs each value by 2 / (1 + period)", () => {
  assertEquals(columnOf(ema(lineOf([1, 2, 3, 8, 4]), 3)), Float64Array.of(NaN, NaN, 2, 5, 4.5));
});

Deno.test("ema() of one bar is the line itself", () => {
  const line = lineOf([0.1, 0.2, 0.3]);
  assertEquals(columnOf(ema(line, 1)), columnOf(line));
});

Deno.test("ema() is seeded with the same value as sma()", () => {
  const line = lineOf([0.1, 0.2, 0.3, 0.4]);
  assertEquals(columnOf(ema(line, 3))[2], columnOf(sma(line, 3))[2]);
});

Deno.test("ema() of a column that begins empty is seeded with its first values in a row", () => {
  assertEquals(columnOf(ema(lineOf([NaN, NaN, 3, 4, 5, 6, 7]), 2)), Float64Array.of(NaN, NaN, NaN, 3.5, 4.5, 5.5, 6.5));
  assertEquals(columnOf(ema(lineOf([NaN, 3, NaN, 4, 6, 8]), 2)), Float64Array.of(NaN, NaN, NaN, NaN, 5, 7));
  assertEquals(columnOf(ema(lineOf([NaN, NaN]), 2)), Float64Array.of(NaN, NaN));
});

Deno.test("ema() begins anew after a NaN", () => {
  assertEquals(columnOf(ema(lineOf([1, 2, NaN, 4, 5]), 2)), Float64Array.of(NaN, 1.5, NaN, NaN, 4.5));
});

Deno.test("ema() names itself and refuses a bad period", () => {
  assertEquals(ema(lineOf([1]), 1).name, "ema(close, 1)");
  assertThrows(() => ema(lineOf([1]), 1.5), RangeError, "Cannot compute ema with a period of 1.5");
});
