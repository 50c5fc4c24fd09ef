/**
 * The port of executors: what makes the trials of a search, in this process, in workers, or on other machines.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { Params } from "../strategy/strategy.ts";
import type { ModuleSubject } from "./subject.ts";
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

/** Bars of one feed, or of several by name. */
export type SearchBars = Bars | Readonly<Record<string, Bars>>;

/** The parts that all trials of a search share, for an executor that makes them outside of this process. */
export interface SearchWork {
  /** The module of the strategy, and the name of its export. */
  readonly module: ModuleSubject;
  /** Hash of the text of the class or the function, as this process has loaded it. */
  readonly code: string;
  /** The feeds. */
  readonly feeds: SearchBars;
  /** Options of the runs: plain values, without bars and functions. */
  readonly options: BacktestOptions;
  /** Options of the runs that are bars, or bars by name, such as `benchmark` and `fillOn`. */
  readonly feedOptions: Readonly<Record<string, SearchBars>>;
  /** Figures beside those that every trial keeps. */
  readonly further: readonly string[];
}

/** Makes the executor of a search, as the option `executor` takes it. */
export interface ExecutorFactory {
  /** Name in messages. */
  readonly name: string;
  /**
   * Opens an executor. The search ends it.
   *
   * @param work The parts that all trials share.
   * @throws {Error} If it cannot be opened.
   */
  open(work: SearchWork): Promise<Executor>;
}
