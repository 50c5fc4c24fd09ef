/**
 * The options of a backtest.
 *
 * @module
 */

import type { InstrumentOptions } from "../broker/instrument_spec.ts";
import type { Logger } from "../logs/logger.ts";
import type { RunLog } from "../replay/run_log.ts";
import type { Params } from "../strategy/strategy.ts";
import type { Profile, RuleChoices } from "./configuration.ts";

/** Options of `backtest`. The terms of an instrument hold for every feed unless `instruments` says otherwise. */
export interface BacktestOptions<P extends Params = Params> extends InstrumentOptions {
  /** Cash at the start; 10,000 by default. */
  readonly cash?: number;
  /** Parameters of the strategy that differ from its defaults. */
  readonly params?: Partial<P>;
  /** Terms of single feeds by name. */
  readonly instruments?: Readonly<Record<string, InstrumentOptions>>;
  /** Which core runs: the fastest there is by default. */
  readonly engineBackend?: "auto" | "rust" | "typescript";
  /** Path of the Rust library, when it does not lie where it is looked for. */
  readonly libraryPath?: string | URL;
  /** When `next` starts: once every feed's lines are ready (`"all"`, the default), or the lines of any (`"any"`). */
  readonly start?: "all" | "any";
  /** Close what is open at the last price when the data ends. */
  readonly closeAtEnd?: boolean;
  /** Days that make a year in the statistics; 365 for data with weekend bars, else 252. */
  readonly periodsPerYear?: number;
  /** Least amount of money; 10^-6 by default. */
  readonly moneyUnit?: number | string;
  /** The set of rules; `"exact"` by default, and the only one that `backtest` runs so far. */
  readonly profile?: Profile;
  /** Choices of single rules that differ from the profile's. */
  readonly rules?: RuleChoices;
  /** Whether a limit that is touched exactly fills (`"touch"`, the default) or the price must go through it. */
  readonly limitFill?: "touch" | "through";
  /** Check the engine's invariants after every event. */
  readonly checks?: boolean;
  /** Keep the state chain; on by default. */
  readonly chain?: boolean;
  /** Save checkpoints while the run goes on. */
  readonly checkpoint?: CheckpointOptions;
  /**
   * Go on from a checkpoint, given by path or as bytes, with the same strategy, feeds and options; the engine may be the
   * other one. `start` is not called again.
   */
  readonly resume?: string | URL | Uint8Array;
  /** Who takes the log: `consoleLogger()`, `jsonLinesLogger()` or your own; nobody by default. */
  readonly logger?: Logger;
  /** Write a replay log while the run goes on; make it with `RunLog` of `@cracktrader/cracktrader/replay`. */
  readonly replayLog?: RunLog;
  /** Commit every step instead of running ahead to the next step that could say something. The result is the same. */
  readonly stepByStep?: boolean;
}

/** When and where to save checkpoints. */
export interface CheckpointOptions {
  /** Steps from one checkpoint to the next, a whole number from 1 on. */
  readonly every: number;
  /**
   * A file, which always holds the last whole checkpoint, as each is written beside it, synced and renamed; or who takes
   * the bytes of each.
   */
  readonly save: string | URL | ((bytes: Uint8Array) => void);
}
