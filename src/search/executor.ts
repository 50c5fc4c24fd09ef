/**
 * The port of executors: what makes the trials of a search, in this process, in workers, or on other machines.
 *
 * @module
 */

import type { BacktestOptions } from "../run/backtest_options.ts";
import type { Params } from "../strategy/strategy.ts";
import type { TrialOutcome } from "./trial_row.ts";

/**
 * A trial to make: plain data. Its run follows from code, data, options and parameters alone, so an executor may make it
 * twice, or take an outcome that it has for the same key, and the rows are the same.
 */
export interface TrialJob {
  /** Place in the search. */
  readonly trial: number;
  /** Parameters to try. */
  readonly params: Params;
  /** Options of the run that differ from those of the others: the span of a window. */
  readonly changes?: BacktestOptions;
}

/** Makes trials. */
export interface Executor extends AsyncDisposable {
  /** Number of trials that it makes at once. */
  readonly atOnce: number;
  /**
   * Makes trials, and tells each outcome as it comes, in any order and each once.
   *
   * @param jobs The trials.
   * @param tell Takes an outcome.
   * @param signal Ends the call early: no trial is begun any more, and those that run are told or left out.
   * @throws {Error} If the executor itself fails, as by a worker that cannot be started. A run that fails is an outcome.
   */
  make(
    jobs: readonly TrialJob[],
    tell: (job: TrialJob, outcome: TrialOutcome) => void,
    signal?: AbortSignal,
  ): Promise<void>;
}
