import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { regressionOn } from "./regression_on.ts";
import { spreadScore } from "./spread_score.ts";

const clock = new Clock("pair", 4);
const lineOf = (name: string, values: number[]): Line => new Line({ name, clock, values: Float64Array.from(values) });
const x = lineOf("x", [1, 2, 6, 1]), level = lineOf("level", [3, 3, 3, 3]);

Deno.test("regressionOn() finds the line that the values lie on", () => {
  const { slope, intercept } = regressionOn(x.times(3).minus(2), x, 3);
  assertEquals(columnOf(slope), Float64Array.of(NaN, NaN, 3, 3));
  assertEquals(columnOf(intercept), Float64Array.of(NaN, NaN, -2, -2));
});

Deno.test("regressionOn() over a line that does not move has no slope and the mean as level", () => {
  const { slope, intercept } = regressionOn(x, level, 2);
  assertEquals(columnOf(slope), Float64Array.of(NaN, 0, 0, 0));
  assertEquals(columnOf(intercept), Float64Array.of(NaN, 1.5, 4, 3.5));
});

Deno.test("spreadScore() of a pair that lies on one line is zero", () => {
  const { spread, mean, deviation, score } = spreadScore(x.times(3).minus(2), x, 2);
  assertEquals(columnOf(spread), Float64Array.of(NaN, 0, 0, 0));
  for (const line of [mean, deviation, score]) assertEquals(columnOf(line), Float64Array.of(NaN, NaN, 0, 0));
});

Deno.test("regressionOn() and spreadScore() refuse a single bar", () => {
  assertThrows(() => regressionOn(x, level, 1), RangeError, "Cannot compute regressionOn with a period of 1: give it");
  assertThrows(() => spreadScore(x, level, 1), RangeError, "Cannot compute spreadScore with a period of 1: give it");
});
