// Statistics of a window at the edges: lines that do not move, high levels, prices that have no logarithm. Their values
// over real prices are compared in tests/indicators.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { beta } from "./beta.ts";
import { correlation } from "./correlation.ts";
import { covariance } from "./covariance.ts";
import { kurtosis } from "./kurtosis.ts";
import { linearRegression } from "./linear_regression.ts";
import { median } from "./median.ts";
import { quantile } from "./quantile.ts";
import { rank } from "./rank.ts";
import { skew } from "./skew.ts";
import { variance } from "./variance.ts";
import { volatility } from "./volatility.ts";
import { zScore } from "./z_score.ts";

const clocks = new Map<number, Clock>();

function lineOf(...values: number[]): Line {
  const clock = clocks.get(values.length) ?? new Clock("aapl", values.length);
  clocks.set(values.length, clock);
  return new Line({ name: "close", clock, values: Float64Array.from(values) });
}

/** The last value. */
function last(line: Line): number {
  return columnOf(line).at(-1)!;
}

Deno.test("a line that does not move has exactly the values that the documentation says, whatever came before", () => {
  // A sum of this value and of its square does not come to the value again, so rounding would show.
  const still = lineOf(1e9, -3, ...Array<number>(20).fill(0.1)), moving = lineOf(...Array(22).keys());
  for (const sample of [false, true]) {
    assertEquals(last(variance(still, 7, { sample })), 0);
    assertEquals(last(zScore(still, 7, { sample })), 0);
    assertEquals(last(skew(still, 7, { sample })), 0);
    assertEquals(last(kurtosis(still, 7, { sample })), 0);
    assertEquals(last(covariance(still, moving, 7, { sample })), 0);
    assertEquals(last(volatility(still, 7, { sample })), 0);
  }
  assertEquals(last(correlation(still, moving, 7)), 0);
  assertEquals(last(correlation(moving, still, 7)), 0);
  assertEquals(last(beta(moving, still, 7)), 0);
  assertEquals(last(rank(still, 7)), 4 / 7);
  assertEquals(last(median(still, 7)), 0.1);
  assertEquals(last(quantile(still, 7, 0.3)), 0.1);
  const { value, forecast, slope, angle, intercept, r2 } = linearRegression(still, 7);
  assertEquals([value, forecast, slope, angle, intercept, r2].map(last), [0.1, 0.1, 0, 0, 0.1, 0]);
});

Deno.test("a high level costs no digits of a variance", () => {
  const small = [4, 7, 13, 16], high = small.map((value) => value + 1e9);
  assertEquals(last(variance(lineOf(...small), 4, { sample: true })), 30);
  assertEquals(last(variance(lineOf(...high), 4, { sample: true })), 30);
  assertEquals(last(covariance(lineOf(...high), lineOf(...small), 4)), 22.5);
});

Deno.test("a straight line is fitted without a rest, and its correlation stays within -1 and 1", () => {
  const rising = lineOf(...Array.from({ length: 30 }, (_, i) => 5 + 0.1 * i));
  const { value, forecast, slope, angle, r2 } = linearRegression(lineOf(1, 2, 3, 4, 5), 5);
  assertEquals([value, forecast, slope, angle, r2].map(last), [5, 6, 1, 45, 1]);
  for (let period = 2; period <= 30; period++) {
    assertEquals(last(correlation(rising, rising, period)), 1);
    assertEquals(last(correlation(rising, rising.negated(), period)), -1);
    assert(Math.abs(last(correlation(rising, rising.times(3), period))) <= 1);
  }
});

Deno.test("correlation() of lines that hardly move, or very much, is one of their shapes", () => {
  const line = lineOf(1, 2, 4, 3), expected = last(correlation(line, lineOf(2, 1, 3, 5), 4));
  for (const scale of [2 ** -505, 2 ** 500]) {
    assertEquals(
      last(correlation(line.times(scale), lineOf(2, 1, 3, 5).times(scale), 4)).toFixed(14),
      expected.toFixed(14),
    );
  }
});

Deno.test("quantile() goes from the lowest value to the highest, and refuses a fraction beyond", () => {
  const line = lineOf(5, 1, 4, 2, 3);
  assertEquals([0, 0.25, 0.5, 0.6, 1].map((fraction) => last(quantile(line, 5, fraction))), [1, 2, 3, 3.4, 5]);
  for (const fraction of [-0.1, 1.1, NaN, Infinity]) {
    assertThrows(() => quantile(line, 5, fraction), RangeError, `Cannot compute quantile with fraction ${fraction}`);
  }
  assertThrows(() => quantile(line, 5, "0.5" as unknown as number), TypeError, 'with fraction "0.5"');
});

Deno.test("rank() gives equal values the mean of their ranks", () => {
  assertEquals([...columnOf(rank(lineOf(3, 1, 2, 2, 9, 1), 3))], [NaN, NaN, 2 / 3, 2.5 / 3, 1, 1 / 3]);
});

Deno.test("volatility() has no value while a price of its window is not above 0, and recovers", () => {
  for (const odd of [0, -5]) {
    const values = [...columnOf(volatility(lineOf(1, 2, 4, odd, 4, 2, 1, 0.5), 2, { sample: false }))];
    assertEquals(values.map(Number.isNaN), [true, true, false, true, true, true, false, false]);
    assertEquals(values[6], 0);
  }
});

Deno.test("volatility() of a year is that of a bar times the root of its bars", () => {
  const line = lineOf(10, 11, 10.5, 12), bar = last(volatility(line, 3));
  assertEquals(last(volatility(line, 3, { barsPerYear: 252 })), bar * Math.sqrt(252));
  for (const barsPerYear of [0, -1, NaN]) {
    assertThrows(() => volatility(line, 3, { barsPerYear }), RangeError, "Cannot compute volatility with barsPerYear");
  }
});

Deno.test("beta() counts a return from a price of 0 as 0", () => {
  assertEquals(last(beta(lineOf(0, 5, 10), lineOf(1, 1, 2), 2)), 1);
});

Deno.test("a period too short for a sample is refused with its reason", () => {
  const line = lineOf(1, 2, 3, 4), sample = true;
  const calls: readonly (readonly [() => unknown, string])[] = [
    [
      () => variance(line, 1, { sample }),
      "variance with a period of 1: a sample of one value has none; give it 2 or more",
    ],
    [() => skew(line, 2, { sample }), "skew with a period of 2: a sample of two values has none; give it 3 or more"],
    [() => kurtosis(line, 3, { sample }), "kurtosis with a period of 3"],
    [() => linearRegression(line, 1), "linearRegression with a period of 1"],
  ];
  for (const [call, message] of calls) assertThrows(call, RangeError, `Cannot compute ${message}`);
});
