import { assertAlmostEquals, assertEquals } from "@std/assert";
import { deviationOf, kurtosisOf, meanOf, productSum, quantileOf, skewOf } from "./moments.ts";
import { normalDensity, normalProbability } from "./normal_distribution.ts";

Deno.test("mean and deviation are exact where the numbers are", () => {
  const values = Float64Array.of(0.625, -0.375, 0.625, -0.375, 0.125);
  assertEquals([meanOf(values), deviationOf(values)], [0.125, 0.5]);
  assertEquals(deviationOf(new Float64Array(3).fill(0.1)), 0);
  assertEquals([meanOf(new Float64Array(0)), deviationOf(Float64Array.of(1))], [NaN, NaN]);
  assertEquals(productSum(Float64Array.of(1, 2, 3), Float64Array.of(5, 3, 1)), -4);
});

Deno.test("skewness and kurtosis have the correction of a sample", () => {
  // Of 1, 2, 4, 8 and 9 by pandas 3.0.
  const values = Float64Array.of(1, 2, 4, 8, 9);
  assertAlmostEquals(skewOf(values)!, 0.2717687582352622, 1e-15);
  assertAlmostEquals(kurtosisOf(values)!, -2.6802653605307194, 1e-14);
  // Second moment 1/5, fourth 1/20, so the excess is -7/4: 4 / (3 x 2) x (6 x -7/4 + 6) = -3.
  const symmetric = Float64Array.of(0.625, -0.375, 0.625, -0.375, 0.125);
  assertEquals(skewOf(symmetric), 0);
  assertAlmostEquals(kurtosisOf(symmetric)!, -3, 1e-14);
  assertEquals([skewOf(Float64Array.of(1, 2)), kurtosisOf(Float64Array.of(1, 2, 3))], [null, null]);
  assertEquals([skewOf(Float64Array.of(2, 2, 2, 2)), kurtosisOf(Float64Array.of(2, 2, 2, 2))], [null, null]);
});

Deno.test("a quantile lies on the line between the two values around its place", () => {
  const sorted = Float64Array.of(10, 20, 40);
  assertEquals([0, 0.25, 0.5, 0.75, 1].map((part) => quantileOf(sorted, part)), [10, 15, 20, 30, 40]);
  assertEquals([quantileOf(Float64Array.of(7), 0.05), quantileOf(new Float64Array(0), 0.5)], [7, NaN]);
});

Deno.test("the normal distribution has the digits of scipy, far from its middle too", () => {
  const known = [
    [-10, 7.61985302416047e-24],
    [-5, 2.866515718791933e-07],
    [-3.5, 0.00023262907903552502],
    [-3, 0.0013498980316300933],
    [-1, 0.15865525393145707],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
    [3, 0.9986501019683699],
    [3.5, 0.9997673709209645],
    [6, 0.9999999990134123],
  ] as const;
  for (const [value, probability] of known) {
    assertAlmostEquals(normalProbability(value) / probability, 1, 2e-13, `${value}`);
  }
  assertEquals([-Infinity, Infinity, NaN].map(normalProbability), [0, 1, NaN]);
  assertAlmostEquals(normalDensity(1), 0.24197072451914337, 1e-16);
});
