/**
 * What a search and its workers tell each other.
 *
 * @module
 */

import type { PackedTogether } from "../broker/pack.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import type { TrialJob } from "./executor.ts";
import type { SharedFeeds } from "./shared_feeds.ts";
import type { TrialOutcome } from "./trial_row.ts";

/** Names of the options whose bars go to a worker in shared memory. */
export const FEED_OPTIONS = ["riskFree", "benchmark"] as const;

/** What a worker has to know before its first trial. */
export interface WorkerStart {
  /** Address of the module of the strategy. */
  readonly module: string;
  /** Name of the export; absent for the only one. */
  readonly name?: string;
  readonly feeds: SharedFeeds;
  /** The bars of the feeds as the engines read them. */
  readonly packed: PackedTogether;
  /** Options of the runs, without bars. */
  readonly options: BacktestOptions;
  /** Options that are bars. */
  readonly feedOptions: Readonly<Record<string, FeedData>>;
  /** The finer bars of the option `fillOn`, by feed. */
  readonly fillOn?: Readonly<Record<string, FeedData>>;
  /** Figures beside those that every trial keeps. */
  readonly further: readonly string[];
}

/** A message to a worker. */
export type ToWorker =
  | { readonly kind: "start"; readonly start: WorkerStart }
  | { readonly kind: "make"; readonly jobs: readonly TrialJob[] };

/** A message of a worker. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: string }
  /** All jobs are made, and an error that they left would have been told. */
  | { readonly kind: "idle" }
  /** An error that nobody caught, of a promise or a timer. */
  | { readonly kind: "stray"; readonly error: string }
  | { readonly kind: "made"; readonly trial: number; readonly outcome: TrialOutcome };
