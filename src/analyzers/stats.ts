/**
 * Statistics of a run: one plain object, computed from its equity curve and its rows.
 *
 * Fractions are plain (0.25 is 25 %), amounts are money in the account's currency, days are days of the calendar in the
 * feed's time zone. An undefined figure (a ratio over nothing) is null, never NaN or infinite. All sums are exactly
 * rounded, so that no figure depends on the order of rows.
 *
 * Known limitation: the statistics cannot distinguish deposits and withdrawals during a run from profit.
 *
 * @module
 */

import { DAY_US } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { exactSum } from "../indicators/exact_sum.ts";
import { dailyEquity, periodsPerYearOf, returnRatios, returnsOf } from "./daily_returns.ts";
import { worstDrawdown } from "./drawdown.ts";
import { formatMoment } from "../records/moment_text.ts";
import { countOrders, type OrderCounts } from "./order_counts.ts";
import type { FillRow, OrderRow, RefusalRow, RoundTripRow } from "../broker/result_rows.ts";
import { tradeStats } from "./trade_stats.ts";

/** First and last price of the instrument that the strategy is compared with. */
export interface BuyAndHoldPrices {
  /** Close of its first bar. */
  readonly firstClose: number;
  /** Close of its last bar. */
  readonly lastClose: number;
}

/** Input of the statistics. The four arrays have one entry for each step. */
export interface StatsInput {
  /** Times of the steps in microseconds since the epoch, ascending. */
  readonly timeUs: Float64Array;
  /** The session date of each step as a day number, 0001-01-01 being 1. */
  readonly sessionDay: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
  /** 1 for each step that ended with a position in any feed, else 0. */
  readonly inMarket: Uint8Array;
  /** Cash at the start of the run, above zero. */
  readonly cashInitial: number;
  /** Prices of the first feed; null if it has no bar. */
  readonly buyAndHold: BuyAndHoldPrices | null;
  /** Every order. */
  readonly orders: readonly OrderRow[];
  /** Every fill. */
  readonly fills: readonly FillRow[];
  /** Every round trip, open ones included. */
  readonly roundTrips: readonly RoundTripRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Steps before the strategy's first `next()`. */
  readonly warmUpBars: number;
  /** Number of daily returns in a year; by default 365 for data with a session on a Saturday or Sunday, else 252. */
  readonly periodsPerYear?: number | undefined;
  /** IANA name of the time zone of all dates. */
  readonly timeZone: string;
}

/** Counts of round trips. */
export interface TradeCounts {
  /** Round trips that ended. */
  readonly closed: number;
  /** Round trips that were open at the end; the equity includes their profit, the figures about trades do not. */
  readonly open: number;
  /** Round trips, closed and open, with a fill for which the bar does not show which price came first. */
  readonly ambiguous: number;
}

/** Statistics of a run. */
export interface Stats {
  /**
   * Time of the first step in the time zone, ISO 8601: a date if no session date has two steps. Null without a step.
   */
  readonly start: string | null;
  /** Time of the last step, in the same form. */
  readonly end: string | null;
  /** Number of steps; with one feed its number of bars. */
  readonly bars: number;
  /** Number of different session dates. */
  readonly sessionDays: number;
  /** Days from the first step to the last by the clock of the time zone; zero without any. */
  readonly durationDays: number;
  /** IANA name of the time zone of all dates. */
  readonly timeZone: string;
  /** Cash at the start, in money. */
  readonly cashInitial: number;
  /** Value of the account after the last step, open positions at their last price, in money. */
  readonly finalEquity: number;
  /** Return on the initial cash: `(finalEquity - cashInitial) / cashInitial`. */
  readonly returnFraction: number;
  /**
   * Compound annual growth rate, a fraction: `(finalEquity / cashInitial) ^ (365.25 / durationDays) - 1`. Null without
   * a duration, or if the final equity is below zero.
   */
  readonly cagr: number | null;
  /** Return of the first feed from its first close to its last, without costs: `(lastClose - firstClose) / firstClose`. */
  readonly buyAndHold: number | null;
  /**
   * Annual volatility, a fraction: sample deviation (over n - 1) of the daily returns times the square root of
   * `periodsPerYear`.
   *
   * A daily return is `(e - p) / p` for the last equity `e` of a session date and the last equity `p` of the session
   * date before it. Null for fewer than two returns, or if an equity to divide by is not above zero.
   */
  readonly volatility: number | null;
  /**
   * Sharpe ratio with a risk-free rate of zero: mean of the daily returns over their sample deviation, times the square
   * root of `periodsPerYear`. Null if `volatility` is null or zero.
   *
   * Source: W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21 (1994).
   */
  readonly sharpe: number | null;
  /**
   * Sortino ratio with a target of zero: mean of the daily returns over their downside deviation, times the square root
   * of `periodsPerYear`. Null without a falling day, and if `volatility` is null.
   *
   * The downside deviation is the root of the mean over all days of `min(return, 0)` squared. Source: F. A. Sortino and
   * L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3 (1994).
   */
  readonly sortino: number | null;
  /**
   * Calmar ratio over the whole run: `cagr / maxDrawdown`. Null without a drawdown or if `cagr` is null.
   *
   * Source: T. W. Young, "Calmar Ratio: A Smoother Tool", Futures (October 1991), there over 36 months.
   */
  readonly calmar: number | null;
  /** Largest drawdown, a fraction: the largest `(peak - equity) / peak`, the initial cash being the first peak. */
  readonly maxDrawdown: number;
  /**
   * Longest time under water in days: from the last step at a peak to the step that reaches it again, or to the last
   * step.
   */
  readonly maxDrawdownDuration: number;
  /** Counts of round trips. */
  readonly trades: TradeCounts;
  /** Closed round trips with a profit above zero after commission, as a fraction of all closed ones. */
  readonly winRate: number | null;
  /** Mean return of the closed round trips, a fraction: profit after commission over the entry value. */
  readonly averageTrade: number | null;
  /** Best return of a closed round trip, a fraction. */
  readonly bestTrade: number | null;
  /** Worst return of a closed round trip, a fraction. */
  readonly worstTrade: number | null;
  /** Sum of the profits over the sum of the losses of the closed round trips. Null without a loss. */
  readonly profitFactor: number | null;
  /** Mean profit of a closed round trip after commission, in money: an estimate for the next one. */
  readonly expectancy: number | null;
  /** Fraction of the steps that ended with a position. */
  readonly exposure: number | null;
  /**
   * Notional of all fills, buys and sells, over the mean of the last equities of the session dates. It counts how often
   * the account was turned over. Null if that mean is not above zero.
   */
  readonly turnover: number | null;
  /** Commission of all fills, in money. */
  readonly commission: number;
  /** Steps before the strategy's first `next()`. */
  readonly warmUpBars: number;
  /** Number of daily returns in a year: as given, or 365 for data with a session on a Saturday or Sunday, else 252. */
  readonly periodsPerYear: number;
  /** Orders by outcome, and refusals by reason. */
  readonly orders: OrderCounts;
}

/**
 * Computes the statistics of a run.
 *
 * @param input Curves and rows of the run.
 * @returns The statistics.
 * @throws {RangeError} If `periodsPerYear` or `cashInitial` is not a finite number above zero, the time zone is
 * unknown, or the arrays differ in length.
 */
export function computeStats(input: StatsInput): Stats {
  checkInput(input);
  const { timeUs, sessionDay, equity, cashInitial } = input;
  const bars = timeUs.length;
  const zone = new TimeZone(input.timeZone);
  const daily = dailyEquity(sessionDay, equity);
  const sessionDays = daily.days.length, dated = sessionDays === bars;
  const durationDays = bars === 0 ? 0 : (zone.wallTimeUs(timeUs[bars - 1]!) - zone.wallTimeUs(timeUs[0]!)) / DAY_US;
  const finalEquity = equity[bars - 1] ?? cashInitial;
  const cagr = growthRate(finalEquity / cashInitial, durationDays);
  const periodsPerYear = input.periodsPerYear ?? periodsPerYearOf(daily.days);
  const { volatility, sharpe, sortino } = returnRatios(returnsOf(daily.equity), periodsPerYear);
  const drawdown = worstDrawdown(timeUs, equity, cashInitial, zone);
  const { closed, open, ambiguous, ...trades } = tradeStats(input.roundTrips);
  const equityMean = bars === 0 ? 0 : exactSum(daily.equity) / sessionDays;
  const notional = sumOver(input.fills, (fill) => fill.notional);
  return {
    start: bars === 0 ? null : formatMoment(timeUs[0]!, zone, dated),
    end: bars === 0 ? null : formatMoment(timeUs[bars - 1]!, zone, dated),
    bars,
    sessionDays,
    durationDays,
    timeZone: input.timeZone,
    cashInitial,
    finalEquity,
    returnFraction: (finalEquity - cashInitial) / cashInitial,
    cagr,
    buyAndHold: holdReturn(input.buyAndHold),
    volatility,
    sharpe,
    sortino,
    calmar: cagr === null || drawdown.fraction === 0 ? null : cagr / drawdown.fraction,
    maxDrawdown: drawdown.fraction,
    maxDrawdownDuration: drawdown.days,
    trades: { closed, open, ambiguous },
    ...trades,
    exposure: bars === 0 ? null : countOnes(input.inMarket) / bars,
    turnover: equityMean > 0 ? notional / equityMean : null,
    commission: sumOver(input.fills, (fill) => fill.commission),
    warmUpBars: input.warmUpBars,
    periodsPerYear,
    orders: countOrders(input.orders, input.refusals),
  };
}

function checkInput(input: StatsInput): void {
  const { periodsPerYear, cashInitial, timeUs, sessionDay, equity, inMarket } = input;
  if (periodsPerYear !== undefined && !(periodsPerYear > 0 && Number.isFinite(periodsPerYear))) {
    throw new RangeError(`Cannot use periodsPerYear ${periodsPerYear}: pass a number above zero, such as 252 or 365`);
  }
  if (!(cashInitial > 0 && Number.isFinite(cashInitial))) {
    throw new RangeError(`Cannot compute returns on an initial cash of ${cashInitial}: pass an amount above zero`);
  }
  const lengths = [timeUs.length, sessionDay.length, equity.length, inMarket.length];
  if (lengths.some((length) => length !== timeUs.length)) {
    throw new RangeError(
      `Cannot compute statistics of arrays with ${lengths.join(", ")} entries: pass one entry a step in each of ` +
        "timeUs, sessionDay, equity, inMarket",
    );
  }
}

/** Returns the yearly growth over 365.25 days, for the same growth in each year. */
function growthRate(growth: number, days: number): number | null {
  if (!(days > 0) || growth < 0) return null;
  const rate = growth ** (365.25 / days) - 1;
  return Number.isFinite(rate) ? rate : null;
}

function holdReturn(prices: BuyAndHoldPrices | null): number | null {
  if (prices === null || !(prices.firstClose > 0)) return null;
  return (prices.lastClose - prices.firstClose) / prices.firstClose;
}

function countOnes(flags: Uint8Array): number {
  let count = 0;
  for (let step = 0; step < flags.length; step++) count += flags[step]!;
  return count;
}

function sumOver<Row>(rows: readonly Row[], amountOf: (row: Row) => number): number {
  return exactSum(Float64Array.from(rows, amountOf));
}
