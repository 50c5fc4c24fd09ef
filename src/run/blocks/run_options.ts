/**
 * The options of a run over feeds that may wait.
 *
 * @module
 */

import { runOptionClause } from "../foreign_run_options.ts";
import { inspected } from "../../host.ts";
import { isCallable, takenOptions } from "../../options.ts";
import { WaitingFeedsError } from "../../lines/waiting_feeds_error.ts";
import { quoted } from "../../records/text.ts";
import type { Params } from "../../strategy/strategy.ts";
import type { BacktestOptions } from "../backtest_options.ts";
import { BACKTEST_OPTIONS } from "../run_input.ts";
import { type RowSink, takenSink } from "./row_sink.ts";

/** How far a run has come. */
export interface RunProgress {
  /** Bars of all feeds so far. */
  readonly bars: number;
  /** Steps so far: distinct times of the bars. */
  readonly steps: number;
  /** Time of the last step in microseconds since the epoch. */
  readonly timeUs: number;
}

/** Options of {@linkcode BacktestOptions} that a run over feeds that may wait does not have, with what to do instead. */
const WITHOUT: Readonly<Record<string, string>> = {
  checkpoint: "run ct.backtest over bars in memory to save checkpoints",
  resume: "run ct.backtest over bars in memory to resume a checkpoint",
  replayLog: "run ct.backtest over bars in memory to write a replay log",
  from: 'begin the source earlier than needed and pass measureFrom: "warm", or run ct.backtest over bars in memory',
  fillOn: "run ct.backtest over bars in memory, or run over the finer bars and resample them for lines",
  to: "end the source there, as a generator does by return",
};

/**
 * Options of {@linkcode run}: those of a backtest that do not ask for bars to come, and those of reading, memory and rows.
 *
 * @example Fills to a receiver, one value of the equity a date
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 10 });
 *   }
 * }
 *
 * let fills = 0;
 * const options: ct.RunOptions = { equity: "daily", sink: { fill: () => void fills++ }, keep: 50 };
 * const result = await ct.run(Hold, await ct.sample("aapl"), options);
 * assertEquals([fills, result.equity.length], [1, 504]);
 * ```
 */
export interface RunOptions<P extends Params = Params>
  extends Omit<BacktestOptions<P>, "checkpoint" | "resume" | "replayLog" | "from" | "to" | "measureFrom"> {
  /** Signal that ends the run: it throws the signal's reason, and its sources are ended. Default: none. */
  readonly signal?: AbortSignal;
  /** Called after each block; the run waits for a promise that it returns. Default: none. */
  readonly onProgress?: (progress: RunProgress) => void | Promise<void>;
  /**
   * Most bars of a feed that are read before they are used, from 1 to 10^6. Price grids and other terms that are not given
   * are inferred of the first so many bars. Default: 4096.
   */
  readonly blockBars?: number;
  /**
   * Bars before the block at hand whose values lines keep, from 1 to 10^6: as many as `line.ago(n)` reads back. Indicators
   * need none, whatever their periods. Default: 1000.
   */
  readonly keep?: number;
  /**
   * Values of the equity that the result keeps: of each step, of the last step of each session date, or none. Statistics
   * are the same; other figures of the curve, such as those of drawdowns, are worked out of the last values of session
   * dates unless it is `"all"`. Default: `"all"`.
   */
  readonly equity?: "all" | "daily" | "none";
  /** Receivers of rows, so that none are kept; see {@linkcode RowSink}. Default: the result has all rows. */
  readonly sink?: RowSink;
  /** Begin of the measured part of the run: its first bar, or the first on which `next` is called. Default: `"start"`. */
  readonly measureFrom?: "start" | "warm";
}

/** The options of reading, memory and rows, checked and with their defaults, and the others as a backtest takes them. */
export interface TakenRunOptions<P extends Params> {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: RunProgress) => void | Promise<void>) | undefined;
  readonly blockBars: number;
  readonly keep: number;
  readonly equity: "all" | "daily" | "none";
  readonly sink: RowSink | undefined;
  readonly backtest: BacktestOptions<P>;
}

const OWN = ["signal", "onProgress", "blockBars", "keep", "equity", "sink"] as const;

const COUNT_MOST = 1_000_000;

/**
 * Returns the options, each read once.
 *
 * @throws {TypeError} If an option is unknown, of the wrong type, or one that such a run does not have.
 * @throws {RangeError} If an option is out of range.
 */
export function takenRunOptions<P extends Params>(given: RunOptions<P>): TakenRunOptions<P> {
  const known = [...OWN, ...BACKTEST_OPTIONS];
  const all = takenOptions(given, known, {
    noObject: (shown) => `Cannot use options ${shown}: pass an object, such as { cash: 10_000 }`,
    unknown: (name) => {
      const names = known.filter((each) => !(each in WITHOUT));
      return `Cannot find option ${inspected(name)}: ${runOptionClause(name, names)}there are ${quoted(names)}`;
    },
  });
  const { signal, onProgress, blockBars, keep, equity = "all", sink, ...backtest } = all;
  for (const [name, remedy] of Object.entries(WITHOUT)) {
    if ((backtest as Readonly<Record<string, unknown>>)[name] === undefined) continue;
    throw new WaitingFeedsError(`Cannot use ${name} over feeds that may wait: ${remedy}`);
  }
  const { measureFrom } = backtest as { readonly measureFrom?: unknown };
  if (measureFrom !== undefined && measureFrom !== "start" && measureFrom !== "warm") {
    throw new WaitingFeedsError(
      `Cannot measure from ${inspected(measureFrom, 0)} over feeds that may wait: pass "start" or "warm", or run ` +
        "ct.backtest over bars in memory",
    );
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`Cannot use signal ${inspected(signal, 0)}: pass that of an AbortController`);
  }
  if (onProgress !== undefined && !isCallable(onProgress)) {
    throw new TypeError(`Cannot call onProgress ${inspected(onProgress, 0)}: pass a function`);
  }
  if (equity !== "all" && equity !== "daily" && equity !== "none") {
    throw new RangeError(`Cannot use equity ${inspected(equity, 0)}: pass "all", "daily" or "none"`);
  }
  if (sink !== undefined && backtest.figures !== undefined) {
    throw new TypeError(
      "Cannot work out figures of your own in a run with a sink: its rows are not kept; leave out figures, or sink",
    );
  }
  return {
    signal,
    onProgress,
    blockBars: countOf("blockBars", blockBars, 4096),
    keep: countOf("keep", keep, 1000),
    equity,
    sink: sink === undefined ? undefined : takenSink(sink),
    backtest,
  };
}

function countOf(name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (Number.isSafeInteger(value) && value >= 1 && value <= COUNT_MOST) return value;
  throw new RangeError(`Cannot use ${name} ${inspected(value, 0)}: pass a whole number from 1 to ${COUNT_MOST}`);
}
