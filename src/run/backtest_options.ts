/**
 * The options of a backtest.
 *
 * @module
 */

import type { InstrumentOptions } from "../broker/instrument_spec.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import type { EngineChoice } from "../engine/choice.ts";
import type { Logger } from "../logs/logger.ts";
import type { RunLog } from "../replay/run_log.ts";
import type { Params } from "../strategy/strategy.ts";
import type { Profile, RuleChoices } from "./configuration.ts";
import type { MeasureFrom } from "./measure_from.ts";

/**
 * Options of {@linkcode backtest}. The terms of an instrument apply to every feed; `instruments` changes them for
 * single feeds.
 */
export interface BacktestOptions<P extends Params = Params> extends InstrumentOptions {
  /** Cash at the start, in the account's currency; 10,000 by default. It goes to the nearest money unit. */
  readonly cash?: number;
  /** Parameters of the strategy that differ from its defaults. */
  readonly params?: Partial<P>;
  /** Terms of single feeds, by name. */
  readonly instruments?: Readonly<Record<string, InstrumentOptions>>;
  /** Core of the run; by default the fastest one that opens. */
  readonly engineBackend?: EngineChoice;
  /**
   * Path of the Rust library, if it is outside the searched folders. Its code runs with all rights of this process, so
   * name only a file that you trust: unlike an installed library it is not compared with a SHA-256 on record, except
   * for the digits in its name if it is named as an installed one. Its format and its layout are checked.
   */
  readonly libraryPath?: string | URL;
  /** Start of `next`: `"all"`, the default, waits for the lines of every feed, `"any"` for those of any feed. */
  readonly start?: "all" | "any";
  /** True to close open positions at the last price when the data ends. */
  readonly closeAtEnd?: boolean;
  /**
   * What the run does once the account is worth nothing or less. `"stop-entries"`, the default, refuses orders that could
   * open or flip a position from then on; `"stop"` cancels working orders too and calls the strategy no more; `"ignore"`
   * goes on. See {@linkcode OnRuin}.
   */
  readonly onRuin?: OnRuin;
  /**
   * Number of returns in a year of the statistics. By default from the session dates: 252 for days, 365 for days that
   * include weekends, 52 for weeks, 12 for months.
   */
  readonly periodsPerYear?: number;
  /** Risk-free rate of a year for the Sharpe and Sortino ratios, a fraction: 0.03 for 3 %. 0 by default. */
  readonly riskFree?: number;
  /**
   * Begin of the measured part of the run: `"start"`, the default, its first bar; `"warm"` the first bar on which `next`
   * is called; a Date the first bar that ends at it or after it. The statistics count what happens from there on, on the
   * value of the account before it; a trade counts if it opens there.
   */
  readonly measureFrom?: MeasureFrom;
  /**
   * Least amount of money in the account's currency. By default 10^-6, or the least power of ten for which 100 times the
   * cash is below 2^53 units.
   */
  readonly moneyUnit?: number | string;
  /** Rule profile; `"exact"` by default, and the only one that `backtest` runs so far. */
  readonly profile?: Profile;
  /** Choices of single rules that differ from the profile. */
  readonly rules?: RuleChoices;
  /** Fill rule of a limit price: an exact touch fills (`"touch"`, the default), or the price must go through it. */
  readonly limitFill?: "touch" | "through";
  /** True to check the engine's invariants after every event. */
  readonly checks?: boolean;
  /** False to turn the state chain off; on by default. */
  readonly chain?: boolean;
  /** Saves checkpoints during the run. */
  readonly checkpoint?: CheckpointOptions;
  /**
   * Checkpoint to resume, as a path or as bytes. Strategy, feeds and options must be the same; the engine may differ.
   * `start` is not called again.
   */
  readonly resume?: string | URL | Uint8Array;
  /** Receiver of the log: `consoleLogger()`, `jsonLinesLogger()` or your own; none by default. */
  readonly logger?: Logger;
  /** Replay log to write during the run; make it with `RunLog` of `@cracktrader/cracktrader/replay`. */
  readonly replayLog?: RunLog;
  /**
   * True to commit every step, instead of running ahead to the next step that could emit a notice. The result is the
   * same.
   */
  readonly stepByStep?: boolean;
}

/** Time and place of checkpoints. */
export interface CheckpointOptions {
  /** Steps from one checkpoint to the next, a whole number from 1 on. */
  readonly every: number;
  /**
   * File or callback for the bytes. A file always holds the last complete checkpoint: each one is written beside it,
   * with `.part` behind its name, synced and renamed. A link is followed. Two runs with one file wait for each other,
   * and the checkpoint that comes last stays.
   */
  readonly save: string | URL | ((bytes: Uint8Array) => void);
}
