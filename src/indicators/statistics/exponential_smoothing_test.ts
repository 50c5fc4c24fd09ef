import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { exponentialSmoothing } from "./exponential_smoothing.ts";

const clock = new Clock("aapl", 5);
const line = new Line({ name: "close", clock, values: Float64Array.of(1, 3, 4, 8, 0) });

Deno.test("exponentialSmoothing() begins with the mean and weighs by its factor", () => {
  assertEquals(columnOf(exponentialSmoothing(line, 2, 0.5)), Float64Array.of(NaN, 2, 3, 5.5, 2.75));
  assertEquals(columnOf(exponentialSmoothing(line, 2, 1)), Float64Array.of(NaN, 2, 4, 8, 0));
});

Deno.test("exponentialSmoothing() by a line begins where that line does, with the mean there", () => {
  const alpha = new Line({ name: "alpha", clock, values: Float64Array.of(NaN, NaN, 0.1, 0.5, 0.25), minPeriod: 3 });
  const smooth = exponentialSmoothing(line, 2, alpha);
  assertEquals([smooth.minPeriod, columnOf(smooth)], [3, Float64Array.of(NaN, NaN, 3.5, 5.75, 4.3125)]);
});

Deno.test("exponentialSmoothing() refuses a factor that is none", () => {
  for (const alpha of [0, -0.5, 1.5]) {
    const message = `Cannot compute exponentialSmoothing with alpha ${alpha}: pass a number above 0 and at most 1`;
    assertThrows(() => exponentialSmoothing(line, 2, alpha), RangeError, message);
  }
  assertThrows(() => exponentialSmoothing(line, 2, NaN), RangeError, "with alpha NaN");
  assertThrows(() => exponentialSmoothing(line, -1), RangeError, "with a period of -1");
});
