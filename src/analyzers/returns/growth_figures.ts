/**
 * Figures of growth: in a year, and by days, weeks, months and years of the calendar. A day is a session date.
 *
 * @module
 */

import type { FigureOf } from "../figure.ts";
import { type CalendarPeriod, periodReturns } from "./calendar_periods.ts";
import { meanOrNull, winRateOf } from "./gain_figures.ts";
import type { ReturnSeries } from "./return_series.ts";

/** Names of the figures of growth. */
export type GrowthFigureName =
  | "annualReturn"
  | "expectedDay"
  | "expectedMonth"
  | "expectedYear"
  | "bestDay"
  | "worstDay"
  | "bestWeek"
  | "worstWeek"
  | "bestMonth"
  | "worstMonth"
  | "bestYear"
  | "worstYear"
  | "averageUpMonth"
  | "averageDownMonth"
  | "winWeeks"
  | "winMonths"
  | "winQuarters"
  | "winYears";

const NEGATIVE = "the last equity is below zero";

/** Figures of growth. */
export const GROWTH_FIGURES: Readonly<Record<GrowthFigureName, FigureOf<ReturnSeries>>> = {
  annualReturn: {
    formula: "(last equity / equity before the first return) ^ (periodsPerYear / n) - 1",
    unit: "fraction",
    source: "empyrical annual_return; backtesting.py Return (Ann.)",
    needs: "return",
    nullWhen: NEGATIVE,
    compute: (series) => rootOf(series, series.returns.length / series.periodsPerYear),
  },
  expectedDay: {
    formula: "(last equity / equity before the first return) ^ (1 / n) - 1",
    unit: "fraction",
    source: "geometric mean; quantstats expected_return",
    needs: "return",
    nullWhen: NEGATIVE,
    compute: (series) => rootOf(series, series.returns.length),
  },
  expectedMonth: expected("month"),
  expectedYear: expected("year"),
  bestDay: {
    formula: "highest return",
    unit: "fraction",
    source: "quantstats best",
    needs: "return",
    nullWhen: "never",
    compute: ({ sortedReturns }) => sortedReturns.at(-1)!,
  },
  worstDay: {
    formula: "lowest return",
    unit: "fraction",
    source: "quantstats worst",
    needs: "return",
    nullWhen: "never",
    compute: ({ sortedReturns }) => sortedReturns[0]!,
  },
  bestWeek: extreme("week", "highest"),
  worstWeek: extreme("week", "lowest"),
  bestMonth: extreme("month", "highest"),
  worstMonth: extreme("month", "lowest"),
  bestYear: extreme("year", "highest"),
  worstYear: extreme("year", "lowest"),
  averageUpMonth: {
    formula: "mean of the returns of months above zero",
    unit: "fraction",
    source: "quantstats Avg. Up Month",
    needs: "return",
    nullWhen: "no month has a return above zero",
    compute: (series) => meanOrNull(monthsOf(series).filter((value) => value > 0)),
  },
  averageDownMonth: {
    formula: "mean of the returns of months below zero",
    unit: "fraction",
    source: "quantstats Avg. Down Month",
    needs: "return",
    nullWhen: "no month has a return below zero",
    compute: (series) => meanOrNull(monthsOf(series).filter((value) => value < 0)),
  },
  winWeeks: wins("week"),
  winMonths: wins("month"),
  winQuarters: wins("quarter"),
  winYears: wins("year"),
};

function monthsOf({ days, values }: ReturnSeries): Float64Array {
  return periodReturns(days, values, "month");
}

/** Returns the growth of one of so many equal periods, less one; null if the account ends below zero. */
function rootOf({ values }: ReturnSeries, periods: number): number | null {
  const growth = values.at(-1)! / values[0]!;
  return growth < 0 ? null : growth ** (1 / periods) - 1;
}

function expected(period: "month" | "year"): FigureOf<ReturnSeries> {
  return {
    formula: `(last equity / equity before the first return) ^ (1 / number of ${period}s with a return) - 1`,
    unit: "fraction",
    source: "geometric mean; quantstats expected_return",
    needs: "return",
    nullWhen: NEGATIVE,
    compute: (series) => rootOf(series, periodReturns(series.days, series.values, period).length),
  };
}

function extreme(period: CalendarPeriod, which: "highest" | "lowest"): FigureOf<ReturnSeries> {
  return {
    formula: `${which} return of a ${period}: its last equity / the equity before it - 1`,
    unit: "fraction",
    source: which === "highest" ? "quantstats best" : "quantstats worst",
    needs: "return",
    nullWhen: "never",
    compute: ({ days, values }) => {
      const returns = periodReturns(days, values, period);
      return returns.reduce((a, b) => which === "highest" ? Math.max(a, b) : Math.min(a, b));
    },
  };
}

function wins(period: CalendarPeriod): FigureOf<ReturnSeries> {
  return {
    formula: `number of ${period}s with a return above zero / number of those with one that is not zero`,
    unit: "fraction",
    source: "quantstats win_rate",
    needs: "return",
    nullWhen: `no ${period} has a return that is not zero`,
    compute: ({ days, values }) => winRateOf(periodReturns(days, values, period)),
  };
}
