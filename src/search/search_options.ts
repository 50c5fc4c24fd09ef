/**
 * The options of a search, and their check.
 *
 * @module
 */

import { runOptionClause } from "../run/foreign_run_options.ts";
import type { FigureName } from "../analyzers/figures.ts";
import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { quoted } from "../records/text.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { BACKTEST_OPTIONS } from "../run/run_input.ts";
import type { Params } from "../strategy/strategy.ts";
import type { ExecutorFactory } from "./executor.ts";
import { directionOf } from "./figure_direction.ts";
import type { Ledger } from "./ledger.ts";
import { checkSeed, type Sampler } from "./sampler.ts";
import type { TrialFigures } from "./trial_figures.ts";

/** Options of a backtest that a search does not have, with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  checkpoint: "each trial would write the same file; resume takes a file of the whole search",
  replayLog: "each trial would write the same log; run the best trial alone with it",
  logger: "a receiver would hear all trials; run the best trial alone with it",
  stepByStep: "it makes every trial slower and changes no result",
  chain: "each trial has its chain, by which it can be repeated",
};

/** Options of the runs of a search: those of a backtest but its parameters, and what belongs to one run alone. */
export type TrialOptions = Omit<
  BacktestOptions,
  "params" | "checkpoint" | "resume" | "replayLog" | "logger" | "stepByStep" | "chain"
>;

/** How far a search is. */
export interface SearchProgress {
  /** Trials that are made. */
  readonly done: number;
  /** Trials of the whole search; a sampler may end it with fewer. */
  readonly total: number;
  /** Trials that failed. */
  readonly failed: number;
  /** Trials made in a second, on the clock of the machine; 0 before the first. */
  readonly trialsPerSecond: number;
  /** Seconds that are left at this rate; null before the first. */
  readonly secondsLeft: number | null;
}

/** Values to try of parameters that the strategy has, by name. */
export type SearchedParams<P extends Params, T extends Params> =
  & { readonly [Name in keyof T]: readonly T[Name][] }
  & { readonly [Name in Exclude<keyof T, keyof P>]: never };

/** Options of a search beside those of its runs. */
export interface SearchOptions<T extends Params = Params> {
  /** Says which combinations are tried: `(p) => p.fast < p.slow`. Default: all of them. */
  readonly where?: (params: Readonly<T>) => boolean;
  /**
   * Figure by which trials are ranked: the name of one that every result has, of one of the option `figures`, or of a
   * figure that the module of the strategy exports. Default: `"sharpe"`.
   */
  readonly objective?: FigureName | (string & Record<never, never>);
  /**
   * Whether the highest objective is the best, or the lowest. Default: `"minimize"` for figures of which less is better, such
   * as `"maxDrawdown"`, `"volatility"` and `"costs"`; otherwise `"maximize"`, also for figures of your own.
   */
  readonly direction?: "maximize" | "minimize";
  /** Turns trials down by their figures: `({ tradesClosed }) => tradesClosed! >= 30`. Default: none is turned down. */
  readonly accept?: (figures: TrialFigures, params: Readonly<T>) => boolean;
  /**
   * Which combinations are tried: `"grid"` all, `"random"` as many as `trials` says, none of them twice; or a
   * {@linkcode Sampler}. Default: `"grid"`.
   */
  readonly method?: "grid" | "random" | Sampler<T>;
  /** Most trials. A grid has to be no larger; a random search and a sampler need it. Default: all of the grid. */
  readonly trials?: number;
  /** Trials of a round, which a sampler sees as a whole. The number of workers does not change it. Default: 64. */
  readonly round?: number;
  /** Further figures that each row keeps, by name. They cost more than the others. Default: none. */
  readonly keep?: readonly (FigureName | (string & Record<never, never>))[];
  /**
   * Number of workers, each a thread of its own, for a strategy that is given by its module; 0 makes all trials in this
   * process. Rows and their order are the same for any number. Default: 0 for a class or signals; for a module one for
   * each processor.
   */
  readonly workers?: number;
  /**
   * Makes the trials elsewhere, in the place of `workers`: `queueExecutor` of `@cracktrader/cracktrader/queue` gives them
   * to other machines. The strategy is given by its module. Default: `workers` says who makes them.
   */
  readonly executor?: ExecutorFactory;
  /** Seed of a random search, a whole number from 0 on. Default: 1. */
  readonly seed?: number;
  /** Pauses the search when it is aborted: what is found so far is returned, with `complete` false. Default: none. */
  readonly signal?: AbortSignal;
  /** Is told how far the search is, at most ten times a second and at its end. Default: nobody is told. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /**
   * File of the search, as a path: rows are written to it after each round, and the trials that it has are not made again.
   * It belongs to one search: strategy, feeds, options and parameters are compared. Default: no file.
   */
  readonly resume?: string | URL;
  /** Ledger in which every trial is recorded, for {@linkcode evidence}; see {@linkcode ledger}. Default: none. */
  readonly ledger?: Ledger;
}

/** Options of {@linkcode optimize}: those of a search, of its runs, and the values to try. */
export interface OptimizeOptions<P extends Params = Params, T extends Params = Params>
  extends SearchOptions<T>, TrialOptions {
  /** Values to try of each parameter, by name: `{ fast: ct.range(5, 50, 5), slow: [20, 50] }`. Others have their default. */
  readonly params: SearchedParams<P, T>;
}

/** Options of a search, checked and with defaults. */
export interface CheckedSearch {
  readonly params: unknown;
  readonly where: unknown;
  readonly objective: string;
  readonly direction: "maximize" | "minimize";
  readonly accept: ((figures: TrialFigures, params: Params) => boolean) | undefined;
  readonly method: "grid" | "random" | Sampler;
  readonly trials: number | undefined;
  readonly round: number;
  readonly keep: readonly string[];
  readonly workers: number | undefined;
  readonly executor: ExecutorFactory | undefined;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: SearchProgress) => void) | undefined;
  readonly resume: string | URL | undefined;
  readonly ledger: Ledger | undefined;
  /** Options of the runs. */
  readonly run: BacktestOptions;
}

/** Names of the options of a search alone. */
const SEARCH_OPTIONS: readonly string[] = [
  "params",
  "where",
  "objective",
  "direction",
  "accept",
  "method",
  "trials",
  "round",
  "keep",
  "workers",
  "executor",
  "seed",
  "signal",
  "onProgress",
  "resume",
  "ledger",
];

/** Trials of a round. */
const ROUND_DEFAULT = 64;
/** Most workers. */
const WORKERS_MAX = 256;

/**
 * Returns the options of a search, each read once, with its defaults.
 *
 * @param call Name of the function, for messages.
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If an option is out of range, or belongs to one run alone.
 */
export function checkedSearch(call: string, given: unknown): CheckedSearch {
  const known = [...SEARCH_OPTIONS, ...BACKTEST_OPTIONS.filter((name) => name !== "resume" && name !== "params")];
  const taken: Readonly<Record<string, unknown>> = takenOptions(given as Record<string, unknown>, known, {
    noObject: (shown) =>
      `Cannot use options ${shown}: pass an object, such as { params: { fast: ct.range(5, 50, 5) } }`,
    unknown: (name) =>
      `Cannot find option ${inspected(name)} of ${call}: ${runOptionClause(name, known)}there are ${quoted(known)}`,
  });
  for (const [name, reason] of Object.entries(WITHOUT)) {
    if (taken[name] !== undefined) throw new RangeError(`Cannot use ${name} of ${call}: ${reason}`);
  }
  const { objective = "sharpe", method = "grid", seed = 1, round = ROUND_DEFAULT } = taken;
  const own = Object.hasOwn(Object(taken["figures"]), objective as string);
  const { direction = own ? "maximize" : directionOf(objective) } = taken;
  const { trials, workers, executor, accept, signal, onProgress, keep = [], ledger, resume } = taken;
  if (direction !== "maximize" && direction !== "minimize") {
    throw new RangeError(`Cannot use direction ${inspected(direction, 0)}: it is "maximize" or "minimize"`);
  }
  checkMethod(method);
  checkSeed(seed);
  if (taken["seed"] !== undefined && method !== "random") {
    throw new RangeError(
      `Cannot use seed ${inspected(seed, 0)} without a random search: pass method: "random", or leave seed out`,
    );
  }
  for (const [name, value] of Object.entries({ accept, onProgress })) {
    if (value === undefined || typeof value === "function") continue;
    throw new TypeError(`Cannot use ${name} ${inspected(value, 0)}: pass a function`);
  }
  checkWhole("trials", trials, 1, 2 ** 32);
  checkWhole("round", round, 1, 2 ** 20);
  checkWhole("workers", workers, 0, WORKERS_MAX);
  checkExecutor(executor, workers);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`Cannot use signal ${inspected(signal, 0)}: pass that of an AbortController`);
  }
  if (!Array.isArray(keep)) {
    throw new TypeError(`Cannot use keep ${inspected(keep, 0)}: pass a list of names of figures`);
  }
  if (trials === undefined && method !== "grid") {
    throw new RangeError(
      'Cannot search without trials: method "random" and a sampler need their number, as trials: 100',
    );
  }
  const run = Object.fromEntries(Object.entries(taken).filter(([name]) => !SEARCH_OPTIONS.includes(name)));
  return {
    ...{ params: taken["params"], where: taken["where"], objective: objective as string, direction, seed },
    method: method as CheckedSearch["method"],
    ...{ accept: accept as CheckedSearch["accept"], trials: trials as number | undefined, round: round as number },
    ...{ keep: keep as readonly string[], workers: workers as number | undefined, signal, run },
    ...{ onProgress: onProgress as CheckedSearch["onProgress"], resume: resume as string | URL | undefined },
    ...{ ledger: ledger as Ledger | undefined, executor: executor as ExecutorFactory | undefined },
  };
}

function checkMethod(method: unknown): void {
  if (method === "grid" || method === "random") return;
  const sampler = method as Partial<Sampler> | null;
  if (typeof method === "object" && typeof sampler?.ask === "function" && typeof sampler.name === "string") return;
  throw new TypeError(
    `Cannot use method ${inspected(method, 0)}: pass "grid", "random", or a sampler { name, ask(count, history) }`,
  );
}

function checkExecutor(executor: unknown, workers: unknown): void {
  if (executor === undefined) return;
  const factory = executor as Partial<ExecutorFactory> | null;
  if (typeof executor !== "object" || typeof factory?.open !== "function" || typeof factory.name !== "string") {
    throw new TypeError(
      `Cannot use executor ${
        inspected(executor, 0)
      }: pass one such as queueExecutor({ redis: "redis://127.0.0.1:6379" })`,
    );
  }
  if (workers !== undefined) {
    throw new RangeError(
      `Cannot use workers ${inspected(workers, 0)} together with executor: the executor says who makes the trials`,
    );
  }
}

/** Returns the error of an executor whose strategy is no module: nobody else could be given it. */
export function noModule(action: string, { name }: ExecutorFactory): RangeError {
  return new RangeError(
    `Cannot ${action} with the executor ${inspected(name)}: it cannot be given a class or a function; pass ` +
      '{ module: new URL("./my_strategy.ts", import.meta.url), name: "MyStrategy" }, or leave executor out',
  );
}

/** Rejects a number that is not whole or out of its bounds; undefined is left. */
export function checkWhole(name: string, value: unknown, least: number, most: number): void {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new RangeError(`Cannot use ${name} ${inspected(value, 0)}: pass a whole number from ${least} to ${most}`);
}
