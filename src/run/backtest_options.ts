/**
 * The options of a backtest.
 *
 * @module
 */

import type { Figure } from "../analyzers/figure.ts";
import type { InstrumentOptions } from "../broker/instrument_spec.ts";
import type { OnRuin } from "../broker/on_ruin.ts";
import type { EngineChoice } from "../engine/choice.ts";
import type { Bars } from "../feeds/bars.ts";
import type { Moment } from "../feeds/time/moment_text.ts";
import type { Logger } from "../logs/logger.ts";
import type { RunLog } from "../replay/run_log.ts";
import type { Sizer } from "../strategy/sizers.ts";
import type { Params } from "../strategy/strategy.ts";
import type { CashFlow } from "./cash_flows.ts";
import type { Profile, RuleChoices } from "./configuration.ts";
import type { BenchmarkOption } from "./figure_feeds.ts";
import type { InterestRates } from "./interest_rates.ts";
import type { IntrabarPath } from "./intrabar_path.ts";
import type { MeasureFrom } from "./measure_from.ts";

/**
 * Options of {@linkcode backtest}. The terms of an instrument apply to every feed; `instruments` changes them for
 * single feeds.
 *
 * @example Costs, a parameter, and the begin of the statistics
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({ size: 10 }) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: this.params.size });
 *   }
 * }
 *
 * const options: ct.BacktestOptions<{ size: number }> = {
 *   cash: 50_000,
 *   commission: { perUnit: 0.005, minimum: 1 },
 *   slippage: 0.0005,
 *   params: { size: 100 },
 *   measureFrom: "warm",
 * };
 * const { stats, fills } = ct.backtest(Hold, await ct.sample("aapl"), options);
 * assertEquals([stats.cashInitial, stats.commission, fills[0]!.size], [50_000, 1, 100]);
 * ```
 */
export interface BacktestOptions<P extends Params = Params> extends InstrumentOptions {
  /** Cash at the start, in the account's currency, above 0. It goes to the nearest money unit. Default: 10,000. */
  readonly cash?: number;
  /**
   * Money that comes from outside or goes there, by time: `[{ time: "2024-01-31", amount: 500 }]`. The first step at or
   * after the time has it, ahead of its orders; money beyond the free cash is not paid out, and its refusal is a row of
   * `refusals`. Figures of returns leave it out of account. Default: none.
   */
  readonly cashFlows?: readonly CashFlow[];
  /**
   * Interest of the account: the rate of a year on cash above 0, which is received, and on a debt, which is paid:
   * `{ cash: 0.03, debt: 0.06 }`. It is due at each change of the session date, for the days since the last one out of 365, on
   * the cash of then. Default: none.
   */
  readonly interest?: InterestRates;
  /**
   * Parameters of the strategy that differ from its defaults, by name: plain values of the types of the defaults, of which
   * the run takes copies; see {@linkcode Strategy.with}. A default of null takes any type. Default: none differ.
   */
  readonly params?: Partial<P>;
  /**
   * Rule for the size of `buy` and `sell` without one, such as `ct.sizers.percent(10)`, or a function. It sizes orders
   * against a position too. Default: `static sizer` of the strategy; without it such an order closes an opposite position,
   * else opens with the whole account.
   */
  readonly sizer?: Sizer;
  /** Terms of single feeds, by name. They take the place of the terms for all feeds, one by one. Default: none. */
  readonly instruments?: Readonly<Record<string, InstrumentOptions>>;
  /**
   * Engine of the run: `"rust"`, `"wasm"`, `"typescript"`, or `"auto"`: Rust if its library lies where it is looked for,
   * fits, and may be opened without asking; else WebAssembly, the same core without a library, which is part of this
   * package and holds 2 GB of bars; else TypeScript. The environment variable `CRACKTRADER_ENGINE_BACKEND`, where it
   * may be read, beats the option. Default: `"auto"`.
   */
  readonly engineBackend?: EngineChoice;
  /**
   * Path of the Rust library, if it is outside the searched folders. Its code runs with all rights of this process, so
   * name only a file that you trust: unlike an installed library it is not compared with a SHA-256 on record, except
   * for the digits in its name if it is named as an installed one. Its format and its layout are checked. Default: the
   * library that `install-rust` installed.
   */
  readonly libraryPath?: string | URL;
  /**
   * Begin of the calls of `next`: `"all"` waits until the lines of every feed have a value, `"any"` until those of any
   * feed have. Default: `"all"`.
   */
  readonly start?: "all" | "any";
  /**
   * The first session date or moment of the run: `next` is not called before it, and no figure counts what comes before.
   * The bars before it warm up the lines, and bring no interest. A date such as `"2020-01-01"` is a session date of any feed: the run begins with
   * the first bar of that date or a later one. A `Date` or a time of day, which is on the clock of the feeds, is the begin of the first bar: a bar that
   * ends at the moment is left out, as it is over by then. Default: the first bar.
   */
  readonly from?: Moment;
  /**
   * The last session date, which is included, or the last moment of the run: a bar that ends at it is included. A date ends
   * each feed with its own last bar of that date or an earlier one. Default: the last bar.
   */
  readonly to?: Moment;
  /**
   * True to close open positions at the last price, with commission, when the data end. Otherwise they stay open and
   * are marked. Default: false.
   */
  readonly closeAtEnd?: boolean;
  /**
   * Conduct of the run once the account is worth nothing or less. `"stop-entries"` refuses orders that could open or
   * flip a position from then on; `"stop"` cancels working orders too and calls the strategy no more; `"ignore"` goes
   * on. See {@linkcode OnRuin}. Default: `"stop-entries"`.
   */
  readonly onRuin?: OnRuin;
  /**
   * Number of returns in a year, for the statistics of a year, from 0.01 to 10^12. Default: from the session dates: 252 for days, 365 for
   * days that include weekends, 52 for weeks, 12 for months.
   */
  readonly periodsPerYear?: number;
  /**
   * Risk-free rate of a year for the figures: a fraction above -1 and up to 1000, 0.03 for 3 %; or a feed whose closes are
   * rates of a year in per cent, as FRED's DGS3MO and Yahoo's ^IRX have them, 5.25 for 5.25 %. The rate of a return is the
   * last one known before its session date begins. Default: 0.
   */
  readonly riskFree?: number | Bars;
  /**
   * Benchmark of the figures: a feed, of which each session date gets the last close known at its last step; `"buy-and-hold"`,
   * the traded feeds bought once, for the same amount each; or `"equal-weight"`, the same with equal weights again at every
   * session date. Default: `"buy-and-hold"`.
   */
  readonly benchmark?: BenchmarkOption;
  /** Figures of your own by name, made by {@linkcode analyzer}, for `result.figures` and the summary. Default: none. */
  readonly figures?: Readonly<Record<string, Figure>>;
  /**
   * Begin of the measured part of the run: `"start"` its first bar; `"warm"` the first bar on which `next` is called;
   * a Date the first bar that ends at it or after it; a text such as `"2017-01-01"` the first bar of that session date
   * or a later one, of any feed. A text with a time of day is a moment on the clock of the feeds. The statistics count events from there on, on the value of the
   * account before it; a trade counts if it opens there. Default: `"start"`.
   */
  readonly measureFrom?: MeasureFrom;
  /**
   * Least amount of money, in the account's currency: all money is a whole number of it. Default: 10^-6, or the least
   * power of ten for which 100 times the cash is below 2^53 units.
   */
  readonly moneyUnit?: number | string;
  /**
   * Rule profile: `"exact"`, or `"backtrader"` for results that equal those of backtrader 1.9.78.123 to the last bit, in
   * doubles and with its rules. The page "Coming from backtrader" tells what differs. Default: `"exact"`.
   */
  readonly profile?: Profile;
  /**
   * Choices of single rules that differ from the profile, by the names of the reference. Default: those of the
   * profile.
   */
  readonly rules?: RuleChoices;
  /**
   * Fill rule of a limit price: `"touch"` fills at an exact touch, `"through"` only if the price goes through it.
   * Default: `"touch"`.
   */
  readonly limitFill?: "touch" | "through";
  /**
   * Price of market orders: `"open"`, the open of the first bar that they meet; or `"close"`, the close of the bar on
   * which they were decided, which the next bar books ahead of its own prices. A strategy that knows the close can hardly
   * trade at it, so `"close"` is optimistic, and the summary says so. Default: `"open"`.
   */
  readonly fill?: "open" | "close";
  /**
   * Way of the price inside a bar, which decides what comes first where a bar reaches the prices of several orders. See
   * {@linkcode IntrabarPath}; {@linkcode bands} runs a strategy under each. Default: `"worst-case"`.
   */
  readonly path?: IntrabarPath;
  /**
   * Finer bars of a feed, by its name, on which its orders are matched: `{ spy: minutes }`. The strategy runs on the bars
   * of the feed, and the account is marked at their ends, and between them by the finer bars; an order meets the finer
   * bars one by one, so that these decide whether its stop or its target came first. They have to agree with the bars of
   * the feed. Default: orders are matched on the bars of the strategy.
   */
  readonly fillOn?: Readonly<Record<string, Bars>>;
  /** True to check the engine's invariants after every event. The run is slower. Default: false. */
  readonly checks?: boolean;
  /** False to turn the state chain off, so that the run has no hash to compare. Default: true. */
  readonly chain?: boolean;
  /** Saves checkpoints during the run; see {@linkcode CheckpointOptions}. Default: none is saved. */
  readonly checkpoint?: CheckpointOptions;
  /**
   * Checkpoint to resume, as a path or as bytes. Strategy, feeds and options must be the same; the engine may differ.
   * `start` is not called again. Default: the run begins at the first bar.
   */
  readonly resume?: string | URL | Uint8Array;
  /** Receiver of the log: `consoleLogger()`, `jsonLinesLogger()` or your own. Default: none. */
  readonly logger?: Logger;
  /**
   * Replay log to write during the run; make it with `RunLog` of `@cracktrader/cracktrader/replay`. Default: none is
   * written.
   */
  readonly replayLog?: RunLog;
  /**
   * True to commit every step, instead of running ahead to the next step that could emit a notice. The result is the
   * same. Default: false.
   */
  readonly stepByStep?: boolean;
}

/**
 * Time and place of checkpoints.
 *
 * @example A checkpoint every 100 bars, in memory
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({ size: 10 }) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: this.params.size });
 *   }
 * }
 *
 * const saved: Uint8Array[] = [], feed = await ct.sample("aapl");
 * const checkpoint: ct.CheckpointOptions = { every: 100, save: (bytes) => saved.push(bytes) };
 * const { chain } = ct.backtest(Hold, feed, { checkpoint });
 * assertEquals(saved.length, 5);
 * assertEquals(ct.backtest(Hold, feed, { resume: saved.at(-1)! }).chain, chain);
 * ```
 */
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
