/**
 * What a run leaves for readers of its result inside the package: its bars and curves, and the changes of orders.
 *
 * @module
 */

import type { AccountFlow } from "../analyzers/returns/growth_curve.ts";
import type { ReturnSeries } from "../analyzers/returns/return_series.ts";
import type { Benchmark } from "../analyzers/benchmark/benchmark_values.ts";
import type { JournalStory } from "../broker/journal_story.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { Result } from "./result.ts";

/** The parts of a finished run. */
export interface FinishedRun {
  /** IANA name of the time zone of its first feed. */
  readonly timeZone: string;
  /** Reads what the records tell beside the rows. */
  readonly story: () => JournalStory;
  /** Bars of each feed as the run had them, in its order. */
  readonly feeds: readonly FeedData[];
  /** Times of the steps. */
  readonly timeUs: Float64Array;
  /** Session date of each step as a day number, in which 0001-01-01 is 1. */
  readonly sessionDay: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
  /** Cash at the end of each step. */
  readonly cash: Float64Array;
  /** Cash at the start. */
  readonly cashInitial: number;
  /** Money that came from outside or went there, by step. */
  readonly flows: readonly AccountFlow[];
  /** Index of the first measured step. */
  readonly measureStep: number;
  /** The benchmark of the figures; undefined without one. */
  readonly benchmark: Benchmark | undefined;
  /** Makes the series of the returns, without a benchmark. No row is made for it. */
  readonly series: () => ReturnSeries;
  /** Gives the memory of curves and records back at once. Nothing of the result that follows from them is read any more. */
  readonly giveBack: () => void;
}

/** The runs of results. Only a run adds to it. */
export const FINISHED_RUNS: WeakMap<Result, FinishedRun> = new WeakMap();

/**
 * Returns the run of a result.
 *
 * @throws {TypeError} If no run of this program made it.
 */
export function runOf(result: Result): FinishedRun {
  const run = FINISHED_RUNS.get(result);
  if (run !== undefined) return run;
  throw new TypeError("Cannot read the run of a result that no run of this program made");
}
