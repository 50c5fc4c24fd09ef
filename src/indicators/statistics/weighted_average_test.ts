import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { weightedAverage } from "./weighted_average.ts";

const line = new Line({ name: "close", clock: new Clock("aapl", 4), values: Float64Array.of(1, 2, 4, 8) });

Deno.test("weightedAverage() weighs the newest value by the last weight", () => {
  assertEquals(columnOf(weightedAverage(line, [1, 3])), Float64Array.of(NaN, 1.75, 3.5, 7));
  assertEquals(columnOf(weightedAverage(line, [-1, 1], { factor: 2 })), Float64Array.of(NaN, 2, 4, 8));
  assertEquals(weightedAverage(line, [-1, 1], { factor: 2 }).name, "weightedAverage(close, [-1, 1], 2)");
  assertEquals(weightedAverage(line, [1, 3]).minPeriod, 2);
});

Deno.test("weightedAverage() does not see a later change of its weights", () => {
  const weights = [1, 3], average = weightedAverage(line, weights);
  weights[0] = 100;
  assertEquals(columnOf(average), Float64Array.of(NaN, 1.75, 3.5, 7));
});

Deno.test("weightedAverage() refuses weights that are none", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [3, "Cannot compute weightedAverage with weights 3: pass an array of numbers"],
    [[], "Cannot compute weightedAverage without a weight: pass finite numbers"],
    [[1, NaN], "Cannot compute weightedAverage with weight NaN at index 1: pass finite numbers"],
    [[1, "x"], 'Cannot compute weightedAverage with weight "x" at index 1'],
    [[1, -1], "Cannot compute weightedAverage with weights that add up to 0: pass a finite number as { factor }"],
  ];
  for (const [weights, message] of cases) {
    const error = assertThrows(() => weightedAverage(line, weights as number[]), Error, message);
    assertEquals(error instanceof (Array.isArray(weights) ? RangeError : TypeError), true, message);
  }
  assertThrows(() => weightedAverage(line, [1], { factor: NaN }), RangeError, "with factor NaN: pass a finite number");
});
