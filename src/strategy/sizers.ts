/**
 * Sizers: rules that say the size of an order when it is placed.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import { Line } from "../lines/line.ts";
import { takenOptions } from "../options.ts";
import type { BrokerView, PositionView } from "./order_view.ts";

/** The order that a sizer sizes, and the account that it sizes it for. Nothing of it is later than the bar at hand. */
export interface SizerContext {
  /** Direction of the order. */
  readonly side: "buy" | "sell";
  /** The feed that the order trades. */
  readonly feed: FeedLines;
  /** The position on that feed. */
  readonly position: PositionView;
  /** The account. */
  readonly broker: BrokerView;
  /** Price of the order: its limit, else its trigger (`touch`, `stop`), else the last close; NaN before the first bar. */
  readonly price: number;
  /** Trigger price of the stop-loss of the order, at a distance counted from `price`; null without one. */
  readonly stopLoss: number | null;
  /** Money that one unit of the instrument gains with one point of price. */
  readonly pointValue: number;
}

/** A size that a sizer says, in exactly one way, as in {@linkcode SizeOption}; a number is a size in units. */
export type SizerSize =
  | number
  | { readonly size: number }
  | { readonly cash: number }
  | { readonly fraction: number };

/**
 * A rule that says the size of an order when it is placed: one of `ct.sizers`, or a function of yours. It sizes an order by
 * the option `size`, or all orders without a size: by the option `sizer` of a run, or by `static sizer` of a strategy.
 *
 * @example As many units as there are bars so far
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const more: ct.Sizer = ({ feed }) => feed.length;
 *
 * class Buys extends ct.Strategy.with({}) {
 *   static sizer = more;
 *
 *   override next(): void {
 *     this.buy();
 *   }
 * }
 *
 * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
 * assertEquals(ct.backtest(Buys, feed, { cash: 1000 }).fills.map(({ size }) => size), [1, 2]);
 * ```
 */
export type Sizer = (context: SizerContext) => SizerSize;

/** Options of `ct.sizers.risk`. */
export interface RiskSizerOptions {
  /** Part of the account's value that the order may lose, above 0 and at most 1. */
  readonly fraction: number;
  /**
   * Distance from the order's price to its stop, in units of the feed's prices: a number, a line such as
   * `ct.atr(this.data, 14)`, or a function. Default: the distance to the option `stopLoss` of the order.
   */
  readonly stop?: number | Line | ((context: SizerContext) => number);
}

/** Options of `ct.sizers.volatility`. */
export interface VolatilitySizerOptions {
  /** Volatility of a year that the position is to have, a fraction of the account's value: 0.15 for 15 %. */
  readonly target: number;
  /** Number of returns of closes that the volatility is taken from, from 2 on. Default: 20. */
  readonly period?: number;
  /**
   * Number of bars in a year, whatever the option of that name of the run says, which counts session dates: for hourly bars
   * around the clock 24 * 365. Default: 252, for daily bars of a market that rests.
   */
  readonly periodsPerYear?: number;
}

/** Options of `ct.sizers.kelly`. */
export interface KellySizerOptions {
  /** Probability that a trade wins, from 0 to 1. */
  readonly winRate: number;
  /** Mean win of a trade over its mean loss, above 0. */
  readonly payoff: number;
  /** Part of the fraction that is used, above 0 and at most 1: 0.5 for half of it. Default: 1. */
  readonly scale?: number;
}

/** The sizers of the package; see {@linkcode sizers}. */
export interface Sizers {
  /** Sizes an order with a number of units, above 0. */
  fixed(units: number): Sizer;
  /** Sizes an order with a percentage of the account's value at its fill, above 0 and at most 100; cut to free cash. */
  percent(percent: number): Sizer;
  /** Sizes an order with the whole account: `percent(100)`. */
  allIn(): Sizer;
  /**
   * Sizes an order by what it loses at its stop: `fraction x value / (distance x point value)` units.
   *
   * Source: V. Tharp, Trade Your Way to Financial Freedom, 1998, "percent risk model"; R. Vince, Portfolio Management
   * Formulas, 1990, "fixed fractional".
   */
  risk(options: RiskSizerOptions): Sizer;
  /**
   * Sizes an order by the volatility of its feed: the fraction `target / (s x √periodsPerYear)` of the account, at most all
   * of it, for the sample deviation `s` (over n - 1) of the last returns of the closes, bar by bar.
   *
   * Source: A. Moreira and T. Muir, Volatility-Managed Portfolios, Journal of Finance 72, 2017.
   */
  volatility(options: VolatilitySizerOptions): Sizer;
  /**
   * Sizes an order with the fraction of the account that grows fastest: `scale x (p - (1 - p) / b)` for the probability `p`
   * of a win and the payoff `b`; with none where that is not above 0.
   *
   * Source: J. L. Kelly, A New Interpretation of Information Rate, Bell System Technical Journal 35, 1956; with `b`, E. O.
   * Thorp, The Kelly Criterion in Blackjack, Sports Betting and the Stock Market, 1997.
   */
  kelly(options: KellySizerOptions): Sizer;
}

/** A size that the engine refuses as below one lot: where a rule has no size to say. */
const NONE = 0;

/**
 * Rules for the size of orders. A rule without a size to say, as before it has enough bars, gives a size of nothing, which
 * the engine refuses as `"belowLot"`.
 *
 * @example One per cent of the account at risk, by an order, and half of the account for all others
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Sized extends ct.Strategy.with({}) {
 *   override next(): void {
 *     const at = this.data.length;
 *     if (at === 1) this.buy({ stopLoss: 8, size: ct.sizers.risk({ fraction: 0.01 }) });
 *     else if (at === 2) this.buy();
 *   }
 * }
 *
 * const prices = { open: [10, 10, 10], high: [10, 10, 10], low: [10, 10, 10], close: [10, 10, 10] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
 * const { fills } = ct.backtest(Sized, feed, { cash: 1000, sizer: ct.sizers.percent(50) });
 * assertEquals(fills.map(({ size }) => size), [5, 50]); // 10 are lost at the stop
 * ```
 */
export const sizers: Sizers = Object.freeze({
  fixed(units: number): Sizer {
    positive("fixed", "units", units);
    return () => units;
  },
  percent(percent: number): Sizer {
    positive("percent", "percent", percent, 100);
    const fraction = percent / 100;
    return () => ({ fraction });
  },
  allIn(): Sizer {
    return () => ({ fraction: 1 });
  },
  risk(options: RiskSizerOptions): Sizer {
    const { fraction, stop } = taken("risk", options, ["fraction", "stop"], "{ fraction: 0.01 }");
    positive("risk", "fraction", fraction, 1);
    if (typeof stop === "number") positive("risk", "stop", stop);
    else if (stop !== undefined && typeof stop !== "function" && !(stop instanceof Line)) {
      throw new TypeError(
        `Cannot use stop ${inspected(stop, 0)} of sizers.risk: pass a distance in price, a line, or a function`,
      );
    }
    return (context) => {
      const distance = distanceOf(stop, context);
      const lost = distance * context.pointValue, value = context.broker.value;
      return lost > 0 && value > 0 ? fraction * value / lost : NONE;
    };
  },
  volatility(options: VolatilitySizerOptions): Sizer {
    const names = ["target", "period", "periodsPerYear"];
    const { target, period = 20, periodsPerYear = 252 } = taken("volatility", options, names, "{ target: 0.15 }");
    positive("volatility", "target", target);
    positive("volatility", "periodsPerYear", periodsPerYear);
    if (!(Number.isSafeInteger(period) && period >= 2)) {
      throw new RangeError(
        `Cannot use period ${inspected(period, 0)} of sizers.volatility: pass a whole number from 2 on`,
      );
    }
    return ({ feed }) => {
      if (feed.length <= period) return NONE;
      const deviation = deviationOf(feed.close, period) * Math.sqrt(periodsPerYear);
      return deviation > 0 ? { fraction: Math.min(1, target / deviation) } : NONE;
    };
  },
  kelly(options: KellySizerOptions): Sizer {
    const names = ["winRate", "payoff", "scale"];
    const { winRate, payoff, scale = 1 } = taken("kelly", options, names, "{ winRate: 0.55, payoff: 1.2 }");
    if (typeof winRate !== "number" || !(winRate >= 0 && winRate <= 1)) {
      throw new RangeError(`Cannot use winRate ${inspected(winRate, 0)} of sizers.kelly: pass a number from 0 to 1`);
    }
    positive("kelly", "payoff", payoff);
    positive("kelly", "scale", scale, 1);
    const fraction = Math.min(1, scale * (winRate - (1 - winRate) / payoff));
    return () => fraction > 0 ? { fraction } : NONE;
  },
});

/** Returns the distance to the stop of an order; NaN without a value of a line. */
function distanceOf(stop: RiskSizerOptions["stop"], context: SizerContext): number {
  if (typeof stop === "number") return stop;
  if (stop instanceof Line) return stop.now;
  if (stop !== undefined) return stop(context);
  if (context.stopLoss === null) {
    throw new RangeError(
      "Cannot size an order by its risk without a stop: pass stopLoss to the order, or stop to sizers.risk",
    );
  }
  return Math.abs(context.price - context.stopLoss);
}

/** Returns the sample deviation of the last returns of closes. */
function deviationOf(close: Line, period: number): number {
  const returns = Array.from({ length: period }, (_each, at) => {
    const before = close.ago(at + 1);
    return (close.ago(at) - before) / before;
  });
  const mean = returns.reduce((sum, each) => sum + each, 0) / period;
  return Math.sqrt(returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (period - 1));
}

function taken<T extends object>(sizer: string, options: T, names: readonly string[], example: string): T {
  return takenOptions(options, names, {
    noObject: (shown) => `Cannot make sizers.${sizer} with ${shown}: pass an object, such as ${example}`,
    unknown: (name) => `Cannot use option "${name}" of sizers.${sizer}: the options are ${names.join(", ")}`,
  });
}

/** Rejects what is no number above zero, or is beyond a bound. */
function positive(sizer: string, name: string, value: unknown, most: number = Infinity): void {
  const bound = most === Infinity ? "above 0" : `above 0 and at most ${most}`;
  const text = `Cannot use ${name} ${inspected(value, 0)} of sizers.${sizer}: pass a number ${bound}`;
  if (typeof value !== "number") throw new TypeError(text);
  if (!(value > 0 && value <= most && value < Infinity)) throw new RangeError(text);
}
