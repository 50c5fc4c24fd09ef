/**
 * The row of a trial: what a search keeps of one run.
 *
 * @module
 */

import type { Params } from "../strategy/strategy.ts";
import type { ReturnFacts } from "./return_facts.ts";
import type { TrialFigures } from "./trial_figures.ts";

/** What tells a run from others of the same code, prices and parameters. */
export interface RunFacts {
  /** Hash of its resolved configuration, without parameters. */
  readonly options: string;
  /** Times of its first and last measured step, in microseconds since the epoch. */
  readonly window: { readonly fromUs: number; readonly toUs: number };
}

/** What came of the run of a trial: plain data, which a worker sends and a file holds. */
export interface TrialOutcome {
  /** Figures of the run; null where it failed. */
  readonly figures: TrialFigures | null;
  /** State chain of the run, equal to that of a run with these parameters alone; empty where it failed. */
  readonly chain: string;
  /** Mark hash of the run; empty where it failed. */
  readonly markHash: string;
  /** Facts of the returns; null where the run failed. */
  readonly returns: ReturnFacts | null;
  /** What tells the run from others of the same code, prices and parameters; null where it failed. */
  readonly run: RunFacts | null;
  /** The message of the error by which the run failed; null where it did not. */
  readonly error: string | null;
}

/** A trial of a search. */
export interface TrialRow<P extends Params = Params> extends TrialOutcome {
  /** Place of the trial in the search, from 0 on. */
  readonly trial: number;
  /** Parameters that were tried; others have the strategy's defaults. */
  readonly params: Readonly<P>;
  /** Value of the figure by which the search ranks; null where it is not defined, or the run failed. */
  readonly objective: number | null;
  /** False if the option `accept` turned the trial down, or its run failed. */
  readonly accepted: boolean;
}
