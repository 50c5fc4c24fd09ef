/**
 * Figures of returns, worked out by hand.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { figuresOf, FIVE_RETURNS, inputOf } from "../../../tests/figure_run.ts";
import type { FigureName } from "../figures.ts";
import { penaltyOf } from "./ratio_figures.ts";

/** Holds the figures of a run against numbers that were worked out, up to the last digits, or against reasons. */
function assertFigures(
  run: Parameters<typeof figuresOf>[0],
  expected: Partial<Record<FigureName, number | string>>,
): void {
  const actual = figuresOf(run, Object.keys(expected) as FigureName[]);
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === "number" && typeof actual[name] === "number") {
      assertAlmostEquals(actual[name], value, Math.max(Math.abs(value), 1) * 4e-15, name);
    } else assertEquals(actual[name], value, name);
  }
}

Deno.test("figures of reward for risk are those worked out by hand", () => {
  const downside = Math.sqrt(2 * 0.375 ** 2 / 5), sortino = 0.125 / downside * 16;
  // Both columns of returns that follow each other have means 1/8 and 0; the sums of squares are 1 and 0.6875, that of
  // products is -0.75.
  const c = 0.75 / Math.sqrt(0.6875), penalty = Math.sqrt(1 + 2 * (4 * c + 3 * c ** 2 + 2 * c ** 3 + c ** 4) / 5);
  assertFigures(FIVE_RETURNS, {
    volatility: 8,
    sharpe: 4,
    sortino,
    adjustedSortino: sortino / Math.SQRT2,
    autocorrelationPenalty: penalty,
    smartSharpe: 4 / penalty,
    smartSortino: sortino / penalty,
    adjustedSmartSortino: sortino / penalty / Math.SQRT2,
    // Sharpe of a period 1/4, skew 0, kurtosis -3: the square is (1 - 1/4 x 1/16) / 4, and scipy gives the probability.
    probabilisticSharpe: 0.6928526676682588,
    riskReturnRatio: 0.25,
    downsideDeviation: downside * 16,
    // R² by scipy.
    stability: 0.18760880128102078,
  });
});

Deno.test("figures of the distribution are those worked out by hand", () => {
  // Ascending: -3/8, -3/8, 1/8, 5/8, 5/8.
  assertFigures(FIVE_RETURNS, {
    skew: 0,
    kurtosis: -3,
    valueAtRisk: -0.375,
    conditionalValueAtRisk: -0.375,
    valueAtRiskNormal: 0.125 - 1.6448536269514729 / 2,
    conditionalValueAtRiskNormal: 0.125 - 0.5 * 2.0627128075074257,
    tailRatio: 5 / 3,
    outlierWinRatio: 15 / 11,
    outlierLossRatio: 1,
  });
  // The 5 % quantile of -0.5, 0.5, 0.5, 0.5 lies at 0.15 of the way from the first to the second; one value is below it.
  assertFigures({ equity: [16, 8, 12, 18, 27] }, { valueAtRisk: -0.35, conditionalValueAtRisk: -0.5 });
});

Deno.test("figures of gains and losses are those worked out by hand", () => {
  assertFigures(FIVE_RETURNS, {
    omega: 11 / 6,
    profitFactorOfDays: 11 / 6,
    gainToPain: 5 / 6,
    // Sums of months: 5/8, 1/4, -1/4.
    gainToPainMonthly: 2.5,
    commonSenseRatio: 55 / 18,
    payoffRatioOfDays: 11 / 9,
    profitRatioOfDays: 22 / 27,
    winDays: 0.6,
    cpcIndexOfDays: 121 / 90,
    kellyOfDays: 3 / 11,
    riskOfRuin: 1 / 1024,
    averageDay: 0.125,
    averageWinDay: 11 / 24,
    averageLossDay: -0.375,
    consecutiveWinDays: 1,
    consecutiveLossDays: 1,
  });
  // Returns 0, 1, 1/2, 0, 1/3, -1/4, -2/3, 0.
  const run = { equity: [12, 12, 24, 36, 36, 48, 36, 12, 12] };
  assertFigures(run, { consecutiveWinDays: 2, consecutiveLossDays: 2, winDays: 3 / 5, averageDay: 11 / 60 });
});

Deno.test("omega counts from the risk-free rate on", () => {
  // A rate of 3 for two returns a year is 1 for each: returns 3 and 1/2 are 2 and -1/2 above it.
  assertFigures({ equity: [2, 8, 12], riskFree: 3, periodsPerYear: 2 }, {
    omega: 4,
    profitFactorOfDays: "no return is below zero",
  });
});

Deno.test("figures of growth are those worked out by hand", () => {
  const growth = 1188.28125 / 1024, year = 1188.28125 / 1664 - 1;
  assertFigures(FIVE_RETURNS, {
    annualReturn: growth ** (256 / 5) - 1,
    expectedDay: growth ** (1 / 5) - 1,
    // December, January, February; 2023, 2024.
    expectedMonth: growth ** (1 / 3) - 1,
    expectedYear: growth ** (1 / 2) - 1,
    bestDay: 0.625,
    worstDay: -0.375,
    bestWeek: 0.625,
    worstWeek: -0.296875,
    bestMonth: 0.625,
    worstMonth: -0.296875,
    bestYear: 0.625,
    worstYear: year,
    averageUpMonth: (0.625 + 0.015625) / 2,
    averageDownMonth: -0.296875,
    winWeeks: 2 / 3,
    winMonths: 2 / 3,
    winQuarters: 1 / 2,
    winYears: 1 / 2,
  });
});

Deno.test("a week goes from Monday to Sunday", () => {
  // Friday, Saturday, Sunday, Monday.
  const dates = ["2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"];
  assertFigures({ dates, equity: [8, 16, 4, 5] }, { worstWeek: -0.5, bestWeek: 0.25, winWeeks: 0.5 });
});

Deno.test("the penalty is one for returns that do not follow each other", () => {
  assertEquals([penaltyOf(Float64Array.of(1, 2)), penaltyOf(Float64Array.of(1, 1, 1, 2))], [1, 1]);
});

Deno.test("returns have the rate that was known before their date began", () => {
  const timeUs = inputOf({ equity: [8, 8, 8, 8, 8] }).timeUs;
  // The first rate is known an hour before the second date, the second one at its only step, and so for the third.
  const riskFree = { timeUs: Float64Array.of(timeUs[1]! - 36e8, timeUs[2]!), values: Float64Array.of(3, 8) };
  const { riskFreeReturns, riskFreeMean } = inputOf({ equity: [8, 8, 8, 8, 8], riskFree, periodsPerYear: 2 });
  assertEquals([...riskFreeReturns], [0, 1, 2, 2]);
  assertEquals(riskFreeMean, 19 / 4);
});

Deno.test("a rate that changes takes part in the deviation of the Sharpe ratio", () => {
  const run = { equity: [8, 16, 24], periodsPerYear: 1 }, timeUs = inputOf(run).timeUs;
  // Returns 1 and 1/2, rates 1/2 and 1/4: excess 1/2 and 1/4, mean 3/8, deviation √(1/32).
  const riskFree = { timeUs: timeUs.slice(0, 2), values: Float64Array.of(0.5, 0.25) };
  assertFigures({ ...run, riskFree }, { sharpe: 3 / 8 * Math.sqrt(32), volatility: Math.sqrt(1 / 8) });
});
