import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { kama } from "./kama.ts";

function lineOf(values: number[]): Line {
  return new Line({ name: "close", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

Deno.test("kama() begins with the mean, and follows a straight line with its fastest factor", () => {
  // The efficiency ratio of a straight line is 1, so the factor is (2 / (1 + 1))^2 = 1.
  assertEquals(columnOf(kama(lineOf([1, 2, 3, 4, 5]), 2, 1, 3)), Float64Array.of(NaN, NaN, 2.5, 4, 5));
});

Deno.test("kama() moves with its slowest factor where the line comes back", () => {
  // The ratio is 0 at the fourth value, so the factor is (2 / (3 + 1))^2 = 0.25: 1.5 + (2 - 1.5) / 4.
  assertEquals(columnOf(kama(lineOf([1, 2, 1, 2]), 2, 1, 3)), Float64Array.of(NaN, NaN, 1.5, 1.625));
});

Deno.test("kama() of a line that does not move is that line", () => {
  assertEquals(columnOf(kama(lineOf([7, 7, 7, 7, 7]), 2)), Float64Array.of(NaN, NaN, 7, 7, 7));
});

Deno.test("kama() names itself and refuses a period that is none", () => {
  assertEquals(kama(lineOf([1]), 1).name, "kama(close, 1, 2, 30)");
  assertThrows(() => kama(lineOf([1]), 1, 0), RangeError, "Cannot compute kama with a fast of 0");
});
