/**
 * backtrader's analyzers of returns, each by its own definition: TimeReturn, Returns, AnnualReturn, LogReturnsRolling,
 * PeriodStats, SharpeRatio and VWR.
 *
 * @module
 */

import type { AnalyzedRun } from "./analyzed_run.ts";
import { exp, expm1, ln, pow } from "./exact_functions.ts";
import { deviationOf, meanOf } from "./moments.ts";
import { DAYS, eachBar, PER_YEAR, type Periods, YEARS } from "./periods.ts";

/** Arguments of an analyzer. */
export type AnalyzerArguments = Readonly<Record<string, unknown>>;

/** Returns the timeframe of an analyzer's arguments. */
export function timeframeOf(args: AnalyzerArguments, usual: number = DAYS): number {
  return Number(args.timeframe ?? usual);
}

/** Return of each period; the last one as far as it went. `ofData` asks for the feed in place of the account. */
export function timeReturn(run: AnalyzedRun, timeframe: number, ofData: boolean = false): Periods {
  const returns: Map<string, number> = new Map(), values = ofData ? run.closes : run.read;
  let start = 0, last = ofData ? run.opens[0]! : run.readStart;
  eachBar(run.dates, timeframe, (at, key, begins) => {
    if (begins) start = last;
    returns.set(key, values[at]! / start - 1);
    last = values[at]!;
  });
  return returns;
}

/** Total, average and yearly logarithmic return. */
export function returnsOf(run: AnalyzedRun, timeframe: number): Record<string, number> {
  let periods = 0;
  eachBar(run.dates, timeframe, (_at, _key, begins) => periods += begins ? 1 : 0);
  const rtot = ln(run.read.at(-1)! / run.readStart), ravg = rtot / periods;
  const rnorm = expm1(ravg * (PER_YEAR[timeframe] ?? PER_YEAR[DAYS]!));
  return { rtot, ravg, rnorm, rnorm100: rnorm * 100 };
}

/** Return of each year, the first one from the close of its first bar. */
export function annualReturn(run: AnalyzedRun): Record<string, number> {
  const returns: Record<string, number> = {};
  let start = run.value[0]!, end = start, year = run.dates[0]!.slice(0, 4);
  run.dates.forEach((date, at) => {
    if (date.slice(0, 4) !== year) {
      returns[year] = end / start - 1;
      start = end;
      year = date.slice(0, 4);
    }
    end = run.value[at]!;
  });
  returns[year] = end / start - 1;
  return returns;
}

/** Logarithmic return over a window of one period. */
export function logReturnsRolling(run: AnalyzedRun, timeframe: number): Periods {
  const returns: Map<string, number> = new Map();
  let start = 0, last = run.readStart;
  eachBar(run.dates, timeframe, (at, key, begins) => {
    if (begins) start = last;
    returns.set(key, ln(run.read[at]! / start));
    last = run.read[at]!;
  });
  return returns;
}

/** Figures of the returns of periods. */
export function periodStats(run: AnalyzedRun, timeframe: number): Record<string, number> {
  const returns = [...timeReturn(run, timeframe).values()];
  return {
    average: meanOf(returns),
    stddev: deviationOf(returns),
    positive: returns.filter((each) => each > 0).length,
    negative: returns.filter((each) => each < 0).length,
    nochange: returns.filter((each) => each === 0).length,
    best: returns.reduce((best, each) => each > best ? each : best),
    worst: returns.reduce((worst, each) => each < worst ? each : worst),
  };
}

/** Excess return over its deviation; null where the deviation is nothing or returns are too few. */
export function sharpeRatio(run: AnalyzedRun, args: AnalyzerArguments, annualizes: boolean): number | null {
  const free = Number(args.riskfreerate ?? 0.01);
  if (args.legacyannual === true) {
    const years = Object.values(annualReturn(run));
    return quotient(meanOf(years.map((each) => each - free)), deviationOf(years));
  }
  const timeframe = timeframeOf(args, YEARS), factor = PER_YEAR[timeframe], converts = args.convertrate !== false;
  const sample = args.stddev_sample === true;
  let returns = [...timeReturn(run, timeframe).values()], rate = free;
  if (factor !== undefined && converts) rate = pow(1 + free, 1 / factor) - 1;
  else if (factor !== undefined) returns = returns.map((each) => pow(1 + each, factor) - 1);
  if (returns.length - (sample ? 1 : 0) === 0) return null;
  const excess = returns.map((each) => each - rate), ratio = quotient(meanOf(excess), deviationOf(excess, sample));
  const yearly = factor !== undefined && converts && (annualizes || args.annualize === true);
  return ratio === null || !yearly ? ratio : Math.sqrt(factor) * ratio;
}

function quotient(dividend: number, divisor: number): number | null {
  return divisor === 0 ? null : dividend / divisor;
}

/** Variability-weighted return. */
export function variabilityWeighted(run: AnalyzedRun, timeframe: number): number {
  const begins: number[] = [run.readStart], ends: (number | undefined)[] = [undefined];
  // A value is noted before its period begins, so a period goes from the close of its first bar to that of the next.
  eachBar(run.dates, timeframe, (at, _key, isFirst) => {
    ends[ends.length - 1] = run.read[at]!;
    if (!isFirst) return;
    begins.push(run.read[at]!);
    ends.push(undefined);
  });
  if (ends.at(-1) === undefined) {
    begins.pop();
    ends.pop();
  }
  const { ravg, rnorm100 } = returnsOf(run, timeframe) as { ravg: number; rnorm100: number };
  const deviations = begins.map((begin, at) => ends[at]! / (begin * exp(ravg * (at + 1))) - 1);
  return rnorm100 * (1 - pow(deviationOf(deviations, true) / 2, 0.2));
}
