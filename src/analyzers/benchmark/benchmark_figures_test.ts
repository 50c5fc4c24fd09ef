/**
 * Figures against a benchmark, worked out by hand.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { figuresOf, FIVE_RETURNS, inputOf } from "../../../tests/figure_run.ts";
import { BENCHMARK_FIGURES, type BenchmarkFigureName } from "./benchmark_figures.ts";
import { benchmarkValues, valuesKnown } from "./benchmark_values.ts";

const NAMES = Object.keys(BENCHMARK_FIGURES) as BenchmarkFigureName[];

Deno.test("figures against a benchmark are those worked out by hand", () => {
  // Returns of the benchmark: 1/2, -1/4, 1/4, -1/2, 0. Their mean is 0, the sum of squares 5/8, that of products with the
  // returns less their mean 3/4. Active returns: 1/8, -1/8, 3/8, 1/8, 1/8, with mean 1/8 and a sum of squares of 1/8.
  const own = (1.625 * 1.625) ** 128 - 1, down = (0.625 * 0.625) ** 128 - 1;
  const expected: Readonly<Record<BenchmarkFigureName, number>> = {
    alpha: 32,
    beta: 1.2,
    upBeta: 0,
    downBeta: 0,
    correlation: 0.75 / Math.sqrt(0.625),
    rSquared: 0.9,
    trackingError: 16 * Math.sqrt(1 / 32),
    informationRatio: 0.125 / Math.sqrt(1 / 32) * 16,
    treynorRatio: 32 / 1.2,
    upCapture: own / ((1.5 * 1.25) ** 128 - 1),
    downCapture: down / ((0.75 * 0.5) ** 128 - 1),
    captureRatio: own / ((1.5 * 1.25) ** 128 - 1) / (down / ((0.75 * 0.5) ** 128 - 1)),
    battingAverage: 4 / 5,
    benchmarkReturn: -0.296875,
    benchmarkVolatility: 16 * Math.sqrt(0.625 / 4),
    benchmarkSharpe: 0,
    benchmarkMaxDrawdown: 51 / 96,
    excessReturn: 0.160430908203125 + 0.296875,
  };
  const actual = figuresOf({ ...FIVE_RETURNS, benchmark: [64, 96, 72, 90, 45, 45] }, NAMES);
  for (const name of NAMES) {
    assertAlmostEquals(actual[name] as number, expected[name], Math.max(Math.abs(expected[name]), 1) * 4e-14, name);
  }
});

Deno.test("alpha is of the excess returns", () => {
  // A rate of 3 for two returns a year is 1 for each. Returns 1 and 3 of the account, 1 and 2 of the benchmark: beta is 2,
  // excess means 1 and 1/2, so alpha is (1 - 2 x 1/2) x 2 = 0; without the rate it would be (2 - 2 x 3/2) x 2 = -2.
  const run = { equity: [1, 2, 8], benchmark: [1, 2, 6], periodsPerYear: 2 };
  assertEquals(figuresOf({ ...run, riskFree: 3 }, ["alpha", "beta"]), { alpha: 0, beta: 2 });
  assertEquals(figuresOf(run, ["alpha"]), { alpha: -2 });
});

Deno.test("without a benchmark, or with one that stands still, figures against it say so", () => {
  const none = figuresOf(FIVE_RETURNS, NAMES);
  assertEquals(new Set(Object.values(none)), new Set(["there is no benchmark"]));
  const flat = figuresOf({ ...FIVE_RETURNS, benchmark: [5, 5, 5, 5, 5, 5] }, NAMES);
  assertEquals(
    [flat["beta"], flat["alpha"], flat["benchmarkSharpe"]],
    Array(3).fill("the returns of the benchmark do not vary"),
  );
  assertEquals([flat["benchmarkReturn"], flat["benchmarkVolatility"], flat["battingAverage"]], [0, 0, 0.6]);
  const { equity } = FIVE_RETURNS, same = figuresOf({ ...FIVE_RETURNS, benchmark: equity }, NAMES);
  assertEquals([same["beta"], same["trackingError"], same["excessReturn"], same["upCapture"]], [1, 0, 0, 1]);
  assertEquals(same["informationRatio"], "the account moves as the benchmark does");
});

Deno.test("dates before the first value of the benchmark are left out", () => {
  const run = { ...FIVE_RETURNS, benchmark: [NaN, NaN, 72, 90, 45, 45] };
  assertEquals(inputOf(run).pairs?.returns, Float64Array.of(0.625, -0.375, 0.125));
  assertEquals(inputOf(run).pairs?.benchmark, Float64Array.of(0.25, -0.5, 0));
  assertEquals(figuresOf(run, ["benchmarkReturn", "battingAverage"]), { benchmarkReturn: -0.375, battingAverage: 1 });
  const few = figuresOf({ ...FIVE_RETURNS, benchmark: [NaN, NaN, NaN, NaN, 45, 45] }, ["beta", "benchmarkReturn"]);
  assertEquals(new Set(Object.values(few)), new Set(["fewer than two dates have a return of the benchmark too"]));
});

Deno.test("a value is known from its time on", () => {
  const column = { timeUs: Float64Array.of(10, 20, 20, 40), values: Float64Array.of(1, 2, 3, 4) };
  assertEquals([...valuesKnown(column, Float64Array.of(9, 10, 19, 20, 39, 40, 99))], [NaN, 1, 1, 3, 3, 4, 4]);
  assertEquals([...valuesKnown({ timeUs: new Float64Array(0), values: new Float64Array(0) }, Float64Array.of(1))], [
    NaN,
  ]);
});

Deno.test("several feeds are bought once, or get equal weights again", () => {
  const timeUs = Float64Array.of(1, 2, 3), atUs = Float64Array.of(1, 2, 3);
  const feeds = [{ timeUs, values: Float64Array.of(10, 20, 20) }, { timeUs, values: Float64Array.of(4, 4, 8) }];
  // Bought once: (1 + 1) / 2, (2 + 1) / 2, (2 + 2) / 2.
  assertEquals([...benchmarkValues({ name: "x", feeds, rebalanced: false }, atUs)], [1, 1.5, 2]);
  // Equal weights again: half of 100 %, then half of 100 %.
  assertEquals([...benchmarkValues({ name: "x", feeds, rebalanced: true }, atUs)], [1, 1.5, 2.25]);
});

Deno.test("a feed that begins later is money until then, and one that ends stays", () => {
  const atUs = Float64Array.of(0, 1, 2, 3, 4);
  const feeds = [
    { timeUs: Float64Array.of(1, 2), values: Float64Array.of(10, 20) },
    { timeUs: Float64Array.of(3, 4), values: Float64Array.of(4, 8) },
  ];
  assertEquals([...benchmarkValues({ name: "x", feeds, rebalanced: false }, atUs)], [NaN, 1, 1.5, 1.5, 2]);
  assertEquals([...benchmarkValues({ name: "x", feeds, rebalanced: true }, atUs)], [NaN, 1, 2, 2, 3]);
});
