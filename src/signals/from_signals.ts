/**
 * `fromSignals`: a run whose decisions are handed over at once.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { type Bars, feedOf } from "../feeds/bars.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { isCallable, isOptions, takenOptions, waitedKind } from "../options.ts";
import type { Result } from "../results/result.ts";
import type { BacktestOptions } from "../run/backtest_options.ts";
import { Run } from "../run/run.ts";
import { BACKTEST_OPTIONS, checkFeedValues, isFeed } from "../run/run_input.ts";
import type { Params } from "../strategy/strategy.ts";
import type { SignalledFeed, Signals } from "./signals.ts";
import { checkedSignals, type GivenSignals, signalsStrategy } from "./signals_strategy.ts";

/** Options of {@linkcode fromSignals}: those of a backtest without parameters, and a name. */
export interface SignalsOptions extends Omit<BacktestOptions, "params"> {
  /** Name of the strategy in the result and its reports. Default: `"Signals"`. */
  readonly name?: string;
}

/** Signals of one feed, or a function that makes them of its lines. */
export type SignalsOfFeed = Signals | ((data: FeedLines) => Signals);

/** Signals by the names of their feeds, or a function that makes them of the lines of the feeds. */
export type SignalsOfFeeds<F extends string> =
  | Readonly<Partial<Record<F, Signals>>>
  | ((feeds: Readonly<Record<F, FeedLines>>) => Readonly<Partial<Record<F, Signals>>>);

const OPTIONS: readonly string[] = ["name", ...BACKTEST_OPTIONS.filter((name) => name !== "params")];

/**
 * Runs signals that are handed over at once: columns with a value for each bar, or lines, which a function makes of the
 * lines of the feed. The result is that of a strategy that places the same orders in `next()`, without a call of it on each bar.
 *
 * On each bar of the feed with a signal, at its end, and with the position of that moment:
 *
 * - A signal and its opposite on one bar are both dropped, and the summary counts such bars: an entry and an exit of one
 *   side, and the entries of both sides.
 * - An exit closes the position of its side; an entry of the other side does so, too.
 * - An entry places a market order, unless there is a position of its side or an entry of before waits. With `accumulate`
 *   it always does. Entry and closing order of a reversal fill at the same open.
 * - An entry that still waits, as on bars without volume, is cancelled by an exit of its side and by an entry of the other.
 *
 * Orders meet the bars behind that of their signal, so a signal may use the close of its bar. Signals count from the bar
 * on which `next` would be called: when all lines have a value, and not before the option `from`. A line of another feed,
 * or of larger bars, has on each bar the value that is known then. [The page on signals](../../docs/signals.md) has the strategy
 * class that does the same.
 *
 * @param feed A feed.
 * @param signals Its signals, or a function that makes them of its lines.
 * @param options Account, costs, engine; see {@linkcode BacktestOptions}.
 * @returns The result, as of {@linkcode backtest}.
 * @throws {TypeError} If an option or a signal is unknown or of the wrong type, or there is no entry.
 * @throws {RangeError} If a column has not one value for each bar, or a value cannot be used; it names column, bar and
 * value.
 * @throws {StrategyError} If the function of the lines throws, or a term of an order cannot be used; it names the bar.
 *
 * @example Columns, as another program made them
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const prices = { open: [10, 11, 12, 13], high: [11, 12, 13, 14], low: [9, 10, 11, 12], close: [11, 12, 13, 12] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], ...prices });
 * const signals = { entries: [true, false, false, false], exits: Uint8Array.of(0, 0, 1, 0), size: 10 };
 * const result = ct.fromSignals(feed, signals, { cash: 1000 });
 * assertEquals(result.fills.map(({ side, bar, price }) => [side, bar, price]), [["buy", 1, 11], ["sell", 3, 13]]);
 * ```
 *
 * @example Lines: long and short by two averages
 * ```ts
 * import { assert } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const result = ct.fromSignals(await ct.sample("aapl"), ({ close }) => {
 *   const cross = ct.crossover(ct.sma(close, 10), ct.sma(close, 30));
 *   return { entries: cross.above(0), shortEntries: cross.below(0), fraction: 0.5 };
 * }, { cash: 10_000, commission: 0.001, name: "averages" });
 * assert(result.trades.length > 1);
 * ```
 */
export function fromSignals(feed: Bars, signals: SignalsOfFeed, options?: SignalsOptions): Result;
/**
 * Runs signals of several feeds on one account.
 *
 * @param feeds Feeds by name. Those without signals give lines alone.
 * @param signals Signals by the names of their feeds, or a function that makes them of the lines of the feeds.
 * @param options Account, costs, engine; see {@linkcode BacktestOptions}.
 * @returns The result, as of {@linkcode backtest}.
 *
 * @example A feed that is bought by what another one does
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const aapl = await ct.sample("aapl");
 * const result = ct.fromSignals({ stock: aapl, week: aapl.resample("1w") }, ({ week }) => {
 *   const average = ct.sma(week.close, 10);
 *   return { stock: { entries: week.close.above(average), exits: week.close.below(average) } };
 * });
 * assertEquals(result.orders[0]!.feed, "stock");
 * ```
 */
export function fromSignals<F extends string>(
  feeds: Readonly<Record<F, Bars>>,
  signals: SignalsOfFeeds<F>,
  options?: SignalsOptions,
): Result;
export function fromSignals(
  feeds: Bars | Readonly<Record<string, Bars>>,
  signals: SignalsOfFeed | SignalsOfFeeds<string>,
  options: SignalsOptions = {},
): Result {
  checkFeedValues("run", feeds);
  const { name = "Signals", ...others } = takenOptions(options, OPTIONS, {
    noObject: (shown) => `Cannot use options ${shown}: pass an object, such as { cash: 10_000 }`,
    unknown: (unknown) => `Cannot find option ${inspected(unknown)} of fromSignals: there are ${OPTIONS.join(", ")}`,
  });
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot name signals ${inspected(name, 0)}: pass a text that is not empty`);
  }
  const single = isFeed(feeds) ? feeds.name : undefined;
  const named: Readonly<Record<string, Bars>> = isFeed(feeds) ? { [feeds.name]: feeds } : { ...feeds };
  const given = new Map(Object.entries(named).map(([name, bars]) => [name, signalledFeed(name, bars)]));
  const taken = takenSignals(signals, single, given);
  const strategy = signalsStrategy(name, paramsOf(signals, single), taken, given);
  using run = new Run(strategy, named, others);
  run.checkSpan();
  return run.execute();
}

function signalledFeed(name: string, bars: Bars): SignalledFeed {
  const { length, columns, anyPrices = false } = feedOf(bars);
  return { name, length, timeUs: columns.timeUs, anyPrices };
}

/** Returns signals by feed; those that a function makes are checked when the lines are there. */
function takenSignals(
  signals: SignalsOfFeed | SignalsOfFeeds<string>,
  single: string | undefined,
  feeds: ReadonlyMap<string, SignalledFeed>,
): GivenSignals {
  const byName = (made: unknown): Readonly<Record<string, Signals>> => {
    if (single !== undefined) return { [single]: made as Signals };
    if (isOptions(made)) return made as Readonly<Record<string, Signals>>;
    throw new TypeError(`Cannot use signals ${inspected(made, 0)}: pass those of each feed by its name`);
  };
  if (typeof signals !== "function") return checkedSignals(byName(signals), feeds);
  const kind = waitedKind(signals);
  if (!isCallable(signals) || kind !== undefined) {
    throw new TypeError(
      `Cannot make signals by ${
        kind === undefined ? "a class" : `a function that is ${kind}`
      }: a run waits for nothing; ` +
        "pass a plain function of the lines",
    );
  }
  const make = signals as (lines: unknown) => unknown;
  return (lines) => byName(make(single === undefined ? lines : lines[single]));
}

/** Returns the terms that are the same for every bar, as the parameters that the result shows. */
function paramsOf(signals: SignalsOfFeed | SignalsOfFeeds<string>, single: string | undefined): Params {
  if (single === undefined || typeof signals === "function") return {};
  const { size, cash, fraction, stopLoss, takeProfit, accumulate } = signals as Signals;
  return Object.fromEntries(
    Object.entries({ size, cash, fraction, stopLoss, takeProfit, accumulate }).filter(([, value]) =>
      typeof value === "number" || typeof value === "boolean" || isOptions(value) && !("clock" in value)
    ),
  );
}
