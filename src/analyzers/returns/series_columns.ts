/**
 * The columns of the series of returns of a run.
 *
 * @module
 */

import { type Benchmark, benchmarkValues, type KnownValues, valuesKnown } from "../benchmark/benchmark_values.ts";
import type { MeasuredPart } from "../measured_part.ts";
import type { DailyEquity } from "./daily_returns.ts";
import { periodsPerYearOf } from "./periods_per_year.ts";
import type { SeriesColumns } from "./return_series.ts";

/** The part of the input of the statistics that the returns follow from, beside the measured part. */
export interface SeriesInput {
  /** Times of all steps of the run in microseconds since the epoch, ascending. */
  readonly timeUs: Float64Array;
  /** Index of the step from which on the run is measured. */
  readonly measureStep: number;
  /** Number of returns in a year; by default from the session dates. */
  readonly periodsPerYear?: number | undefined;
  /** Risk-free rate of a year, a fraction, or rates by the times from which on they are known; 0 by default. */
  readonly riskFree?: number | KnownValues | undefined;
  /** The benchmark; none by default. */
  readonly benchmark?: Benchmark | undefined;
}

/**
 * Returns the columns of the returns of a run.
 *
 * The rate of a return is the one known before its date begins, at the last step of the date before. A return before the
 * first known rate has the rate zero.
 */
export function seriesColumns(input: SeriesInput, part: MeasuredPart, daily: DailyEquity): SeriesColumns {
  const { measureStep, riskFree = 0 } = input, { sessionDay, equityInitial } = part, dates = daily.days.length;
  // On the first date of daily bars an order can only be placed, so its return would be a zero that says nothing.
  const hasFirst = dates > 0 && (measureStep > 0 || sessionDay.length > 1 && sessionDay[1] === sessionDay[0]);
  const values = hasFirst ? new Float64Array(dates + 1) : daily.equity, times = new Float64Array(values.length);
  if (hasFirst) {
    values[0] = equityInitial;
    values.set(daily.equity, 1);
    times[0] = input.timeUs[Math.max(0, measureStep - 1)]!;
  }
  for (let date = 0, step = -1; date < dates; date++) {
    step += daily.steps[date]!;
    times[date + (hasFirst ? 1 : 0)] = part.timeUs[step]!;
  }
  return {
    days: hasFirst ? daily.days : daily.days.subarray(1),
    values,
    benchmarkValues: input.benchmark === undefined ? null : benchmarkValues(input.benchmark, times),
    riskFree: typeof riskFree === "number"
      ? riskFree
      : valuesKnown(riskFree, times.subarray(0, -1)).map((rate) => Number.isNaN(rate) ? 0 : rate),
    periodsPerYear: input.periodsPerYear ?? periodsPerYearOf(daily),
  };
}
