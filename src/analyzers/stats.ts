/**
 * Statistics of a run: one plain object, computed from its equity curve and its rows.
 *
 * Fractions are plain (0.25 is 25 %), amounts are money in the account's currency, days are days of the calendar in the
 * feed's time zone. An undefined figure (a ratio over nothing) is null with a reason, never NaN or infinite. All sums are
 * exactly rounded, so that no figure depends on the order of rows.
 *
 * Money that came from outside or went there is no profit: returns, drawdowns and what follows from them are those of the
 * account without it, in the chain of the time-weighted return.
 *
 * @module
 */

import type { AccountStats } from "./account_stats.ts";
import type { BriefRows } from "../broker/result_rows.ts";
import { checkPeriodsPerYear, checkRiskFree } from "./figure_options.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { exactSum } from "../feeds/exact_sum.ts";
import type { Benchmark, KnownValues } from "./benchmark/benchmark_values.ts";
import { type DailyEquity, dailyEquity, PAST_NUMBERS } from "./returns/daily_returns.ts";
import { ReturnSeries } from "./returns/return_series.ts";
import { seriesColumns } from "./returns/series_columns.ts";
import { type WorstDrawdown, worstDrawdown } from "./drawdown/drawdown.ts";
import { type MeasuredPart, measuredPart, type RunCurves } from "./measured_part.ts";
import { formatMoment } from "../records/moment_text.ts";
import { countOrders, type OrderCounts, OrderTally } from "./order_counts.ts";
import { type TradeStats, tradeStats, tradeStatsOf } from "./trades/trade_stats.ts";

/** First and last price of an instrument that the strategy is compared with. */
export interface BuyAndHoldPrices {
  /** Name of its feed. */
  readonly feed: string;
  /** Close of its first bar, of the first from the option `from` on, or of its last bar before a later measured part. */
  readonly firstClose: number;
  /** Close of its last bar. */
  readonly lastClose: number;
}

/** Input of the statistics. */
export interface StatsInput extends RunCurves {
  /** Prices of each traded feed that has a bar. */
  readonly buyAndHold: readonly BuyAndHoldPrices[];
  /** Steps before the strategy's first `next()`. */
  readonly warmUpBars: number;
  /** Number of returns in a year; by default from the session dates. */
  readonly periodsPerYear?: number | undefined;
  /** Risk-free rate of a year, a fraction, or rates by the times from which on they are known; 0 by default. */
  readonly riskFree?: number | KnownValues | undefined;
  /** The benchmark of the figures; none by default. */
  readonly benchmark?: Benchmark | undefined;
  /** IANA name of the time zone of all dates. */
  readonly timeZone: string;
  /** Facts of the measured rows, where no rows are made for them. */
  readonly rowFacts?: RowFacts | undefined;
  /** Facts of all steps and rows, where the curves or the rows have only some of them. */
  readonly kept?: KeptFacts | undefined;
}

/** Counts of trades. */
export interface TradeCounts {
  /** Trades that ended. */
  readonly closed: number;
  /** Trades that were open at the end; the equity includes their profit, the figures about trades do not. */
  readonly open: number;
  /** Trades, closed and open, with a fill for which the bar does not show which price came first. */
  readonly ambiguous: number;
}

/** Statistics of a run, or of the part of it that the option `measureFrom` names. */
export interface Stats {
  /**
   * Time of the first measured step in the time zone, ISO 8601: a date if no session date has two steps. Null without a
   * step.
   */
  readonly start: string | null;
  /** Time of the last step, in the same form. */
  readonly end: string | null;
  /** Number of measured steps; with one feed its number of bars. */
  readonly bars: number;
  /** Number of different session dates. */
  readonly sessionDays: number;
  /** Days from the first step to the last by the clock of the time zone; zero without any. */
  readonly durationDays: number;
  /** IANA name of the time zone of all dates. */
  readonly timeZone: string;
  /** Cash at the start of the run, in money. */
  readonly cashInitial: number;
  /** Value of the account before the first measured step, in money: the initial cash where the whole run is measured. */
  readonly equityInitial: number;
  /** Value of the account after the last step, open positions at their last price, in money. */
  readonly finalEquity: number;
  /**
   * Return: `(finalEquity - equityInitial) / equityInitial`. Where money came or went it is the time-weighted one, as for
   * all figures of returns: the growth `e / (p + f)` of the steps, multiplied, less 1, for the value `e` at the end of a
   * step, `p` at the end of the one before, and the money `f` between them. Null only if the account is worth nothing before the first
   * measured step.
   */
  readonly returnFraction: number | null;
  /**
   * Compound annual growth rate, a fraction: `(1 + returnFraction) ^ (365.25 / durationDays) - 1`. Null without
   * a duration, or if the final equity is below zero.
   */
  readonly cagr: number | null;
  /**
   * Return of the traded feeds from their first close to their last, without costs, each with the same weight: the mean
   * of `(lastClose - firstClose) / firstClose`. With `from` the first close is that of the first bar from there on; with a
   * later `measureFrom`, ahead of which the account can hold something, that of the bar before the measured part.
   */
  readonly buyAndHold: number | null;
  /** Names of the feeds in `buyAndHold`. */
  readonly buyAndHoldFeeds: readonly string[];
  /**
   * Annual volatility, a fraction: sample deviation (over n - 1) of the returns times the square root of
   * `periodsPerYear`. The risk-free rate is no part of it.
   *
   * A return is `(e - p) / p` for the last equity `e` of a session date and the last equity `p` of the session date before
   * it. The first date has a return too, on the equity before it, if it has several steps or is not the first of the run.
   * Null for fewer than two returns, or if an equity to divide by is not above zero.
   */
  readonly volatility: number | null;
  /**
   * Sharpe ratio: mean of the returns above the risk-free rate over their sample deviation, times the square root of
   * `periodsPerYear`. The rate of a period is `(1 + riskFree) ^ (1 / periodsPerYear) - 1`. Null if `volatility` is null or
   * zero.
   *
   * Source: W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21 (1994).
   */
  readonly sharpe: number | null;
  /**
   * Sortino ratio with the risk-free rate as target: mean of the returns above it over their downside deviation, times
   * the square root of `periodsPerYear`. Null without a return below the rate, and if `volatility` is null.
   *
   * The downside deviation is the root of the mean over all returns of `min(return - rate, 0)` squared. Source: F. A. Sortino and
   * L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3 (1994).
   */
  readonly sortino: number | null;
  /**
   * Calmar ratio over the whole run: `cagr / maxDrawdown`. Null without a drawdown or if `cagr` is null.
   *
   * Source: T. W. Young, "Calmar Ratio: A Smoother Tool", Futures (October 1991), there over 36 months.
   */
  readonly calmar: number | null;
  /**
   * Largest drawdown, a fraction: the largest `(peak - equity) / peak`, the equity before the first measured step being
   * the first peak. Null only if that is not above zero.
   */
  readonly maxDrawdown: number | null;
  /**
   * Longest time under water in days: from the last step at a peak to the step that reaches it again, or to the last
   * step.
   */
  readonly maxDrawdownDuration: number | null;
  /** Counts of trades. */
  readonly trades: TradeCounts;
  /** Closed trades with a profit above zero after commission, as a fraction of all closed ones. */
  readonly winRate: number | null;
  /** Mean return of the closed trades, a fraction: profit after commission over the entry value. */
  readonly averageTrade: number | null;
  /** Best return of a closed trade, a fraction. */
  readonly bestTrade: number | null;
  /** Worst return of a closed trade, a fraction. */
  readonly worstTrade: number | null;
  /** Sum of the profits over the sum of the losses of the closed trades. Null without a loss. */
  readonly profitFactor: number | null;
  /** Mean profit of a closed trade after commission, in money: an estimate for the next one. */
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
  /** Payments without a fill, margin, leverage and liquidations; absent where there was none of it. */
  readonly account?: AccountStats;
  /** Steps before the strategy's first `next()`. */
  readonly warmUpBars: number;
  /**
   * Number of returns in a year: as given, or from the session dates. Weekly bars have 52, monthly ones 12; daily ones 252,
   * or 365 where Saturdays and Sundays have sessions, of which a Sunday evening is none.
   */
  readonly periodsPerYear: number;
  /** Risk-free rate of a year, a fraction; of a feed of rates the mean over the returns. */
  readonly riskFree: number;
  /** Orders by outcome, and refusals by reason. */
  readonly orders: OrderCounts;
  /** Reason of each figure that is null, by the name of the figure: `{ sharpe: "the returns do not vary" }`. */
  readonly reasons: Readonly<Record<string, string>>;
}

/**
 * Computes the statistics of a run.
 *
 * @param input Curves and rows of the run.
 * @returns The statistics.
 * @throws {RangeError} If `periodsPerYear` or `riskFree` is out of its bounds, `cashInitial` is not a finite number above
 * zero, the time zone is unknown, the arrays differ in length, or there is no step `measureStep`.
 */
export function computeStats(input: StatsInput): Stats {
  checkInput(input);
  const part = measuredPart(input),
    zone = new TimeZone(input.timeZone),
    daily = dailyEquity(part.sessionDay, part.growth);
  const curve = input.kept?.curve ?? curveFacts(part, daily, zone),
    rows = input.kept?.rows ?? input.rowFacts ?? rowFacts(part);
  const { equityInitial } = part, { bars, sessionDays, firstUs, lastUs } = curve, dated = sessionDays === bars;
  const durationDays = bars === 0 ? 0 : (zone.wallTimeUs(lastUs) - zone.wallTimeUs(firstUs)) / DAY_US;
  const finalEquity = part.equity.at(-1) ?? equityInitial, solvent = equityInitial > 0;
  const grown = part.growth.at(-1) ?? equityInitial;
  const reasons: Record<string, string> = {};
  const cagr = solvent ? growthRate(grown / equityInitial, durationDays, reasons) : null;
  const series = new ReturnSeries(seriesColumns(input, part, daily)), { periodsPerYear, ratios } = series;
  const drawdown = solvent ? curve.drawdown : { fraction: null, days: null };
  const { closed, open, ambiguous, ...trades } = rows.trades;
  const ends = part.growth === part.equity ? daily : dailyEquity(part.sessionDay, part.equity);
  const equityMean = bars === 0 ? 0 : exactSum(ends.equity) / sessionDays, feeds = input.buyAndHold;
  const { reasons: ratioReasons, ...ratioFigures } = ratios;
  const figures = {
    start: bars === 0 ? null : formatMoment(firstUs, zone, dated),
    end: bars === 0 ? null : formatMoment(lastUs, zone, dated),
    bars,
    sessionDays,
    durationDays,
    timeZone: input.timeZone,
    cashInitial: input.cashInitial,
    equityInitial,
    finalEquity,
    returnFraction: solvent ? (grown - equityInitial) / equityInitial : null,
    cagr,
    buyAndHold: holdReturn(feeds),
    buyAndHoldFeeds: feeds.map(({ feed }) => feed),
    ...ratioFigures,
    calmar: cagr === null || drawdown.fraction === 0 ? null : cagr / drawdown.fraction!,
    maxDrawdown: drawdown.fraction,
    maxDrawdownDuration: drawdown.days,
    trades: { closed, open, ambiguous },
    ...trades,
    exposure: bars === 0 ? null : curve.heldSteps / bars,
    turnover: equityMean > 0 ? rows.notional / equityMean : null,
    commission: rows.commission,
    warmUpBars: input.warmUpBars,
    periodsPerYear,
    riskFree: series.riskFreeMean,
    orders: rows.orders,
  };
  const known = { ...reasons, ...ratioReasons, ...reasonsOf(bars, solvent, closed, drawdown.fraction === 0) };
  const told = { ...figures, ...tellable(figures) }, nulls = nullsOf(told);
  const why = (name: string): string => figures[name as keyof typeof figures] === null ? known[name]! : PAST_NUMBERS;
  return { ...told, reasons: Object.fromEntries(nulls.map((name) => [name, why(name)])) };
}

/** Facts of all measured steps. */
export interface CurveFacts {
  /** Number of steps. */
  readonly bars: number;
  /** Number of session dates. */
  readonly sessionDays: number;
  /** Times of the first and of the last step; NaN without any. */
  readonly firstUs: number;
  readonly lastUs: number;
  /** Steps that ended with a position. */
  readonly heldSteps: number;
  /** The largest drawdown, and the longest. */
  readonly drawdown: WorstDrawdown;
}

/** Facts of all measured rows. */
export interface RowFacts {
  /** Statistics of the trades. */
  readonly trades: TradeStats;
  /** Notional of all fills, in money. */
  readonly notional: number;
  /** Commission of all fills, in money. */
  readonly commission: number;
  /** Orders by outcome. */
  readonly orders: OrderCounts;
}

/** Facts that a run kept while it went on, in the place of steps and rows that it let go. */
export interface KeptFacts {
  /** Facts of the steps, where the curve has only some of them. */
  readonly curve: CurveFacts;
  /** Facts of the rows; absent where the rows are kept. */
  readonly rows?: RowFacts | undefined;
  /** Number of steps of the run, and of those before the measured part. */
  readonly steps: number;
  readonly measured: number;
}

function curveFacts(part: MeasuredPart, daily: DailyEquity, zone: TimeZone): CurveFacts {
  const { timeUs, growth, equityInitial, inMarket } = part;
  return {
    bars: timeUs.length,
    sessionDays: daily.days.length,
    firstUs: timeUs[0] ?? NaN,
    lastUs: timeUs.at(-1) ?? NaN,
    heldSteps: countOnes(inMarket),
    drawdown: worstDrawdown(timeUs, growth, equityInitial, zone),
  };
}

function rowFacts({ trades, fills, orders, refusals }: MeasuredPart): RowFacts {
  return {
    trades: tradeStats(trades),
    notional: sumOver(fills, (fill) => Math.abs(fill.notional)),
    commission: sumOver(fills, (fill) => fill.commission),
    orders: countOrders(orders, refusals),
  };
}

/** Returns the facts of the rows that began at a bar or after it, from their columns. */
export function briefFacts({ orders, refusals, fills, trades }: BriefRows, fromBar: number): RowFacts {
  const ofFills = (column: Float64Array): Float64Array => column.filter((_value, at) => fills.bar[at]! >= fromBar);
  const ofTrades = <C extends Float64Array | Uint8Array>(column: C): C =>
    column.filter((_value, at) => trades.openedBar[at]! >= fromBar) as C;
  const isWhole = fromBar === 0, tally = new OrderTally(refusals.filter(({ bar }) => bar >= fromBar));
  orders(fromBar, (order) => tally.add(order));
  return {
    trades: isWhole
      ? tradeStatsOf(trades.pnl, trades.entryValue, countOnes(trades.ambiguous))
      : tradeStatsOf(ofTrades(trades.pnl), ofTrades(trades.entryValue), countOnes(ofTrades(trades.ambiguous))),
    notional: exactSum(isWhole ? fills.notional : ofFills(fills.notional)),
    commission: exactSum(isWhole ? fills.commission : ofFills(fills.commission)),
    orders: tally.counts(),
  };
}

/** The figures that may be null. */
const NULLABLE = [
  ...["returnFraction", "cagr", "buyAndHold", "volatility", "sharpe", "sortino", "calmar"],
  ...["maxDrawdown", "maxDrawdownDuration", "winRate", "averageTrade", "bestTrade", "worstTrade"],
  ...["profitFactor", "expectancy", "exposure", "turnover"],
] as const;
type NullableFigures = Pick<Stats, typeof NULLABLE[number]>;

/** Returns the figures that may be null: each a number, with one zero, or null where it came to no finite number. */
function tellable(figures: NullableFigures): NullableFigures {
  return Object.fromEntries(NULLABLE.map((name) => {
    const figure = figures[name];
    return [name, figure !== null && Number.isFinite(figure) ? figure + 0 : null];
  })) as unknown as NullableFigures;
}

/** Returns the names of the figures that are null. */
function nullsOf(figures: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(figures).filter((name) => figures[name] === null);
}

/** Returns reasons for figures that may be null. */
function reasonsOf(bars: number, solvent: boolean, closed: number, unbroken: boolean): Record<string, string> {
  const reasons: Record<string, string> = {
    buyAndHold: "no traded feed of prices above zero has a bar",
    averageTrade: "no closed trade has an entry value above zero",
    profitFactor: "there is no losing trade",
    turnover: "the mean equity is not above zero",
  };
  if (unbroken) reasons["calmar"] = "there is no drawdown";
  if (closed === 0) { for (const name of TRADE_FIGURES) reasons[name] = "there is no closed trade"; }
  reasons["bestTrade"] = reasons["worstTrade"] = reasons["averageTrade"]!;
  if (!solvent) {
    for (const name of ["returnFraction", "cagr", "calmar", "maxDrawdown", "maxDrawdownDuration"]) {
      reasons[name] = "the account is worth nothing before the first measured step";
    }
  }
  if (bars === 0) { for (const name of ["start", "end", "exposure", "turnover"]) reasons[name] = "there is no bar"; }
  return reasons;
}

const TRADE_FIGURES = ["winRate", "averageTrade", "profitFactor", "expectancy"];

function checkInput(input: StatsInput): void {
  const { cashInitial, timeUs, sessionDay, equity, inMarket, measureStep } = input;
  checkPeriodsPerYear(input.periodsPerYear);
  if (typeof input.riskFree !== "object") checkRiskFree(input.riskFree);
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
  if (!(Number.isInteger(measureStep) && measureStep >= 0 && measureStep <= timeUs.length)) {
    throw new RangeError(`Cannot measure from step ${measureStep}: the run has ${timeUs.length}`);
  }
}

/**
 * Returns the yearly growth over 365.25 days, for the same growth in each year. Where it is null, its reason becomes the
 * reason of all figures that follow from it.
 */
function growthRate(growth: number, days: number, reasons: Record<string, string>): number | null {
  const rate = days > 0 && growth >= 0 ? growth ** (365.25 / days) - 1 : NaN;
  if (Number.isFinite(rate)) return rate;
  const reason = growth < 0
    ? "the final equity is below zero"
    : days > 0
    ? "the growth of a year is past every number"
    : "no time passes from the first step to the last";
  reasons["cagr"] = reasons["calmar"] = reason;
  return null;
}

function holdReturn(feeds: readonly BuyAndHoldPrices[]): number | null {
  const returns = feeds.map(({ firstClose, lastClose }) => (lastClose - firstClose) / firstClose);
  return returns.length === 0 ? null : exactSum(Float64Array.from(returns)) / returns.length;
}

function countOnes(flags: Uint8Array): number {
  let count = 0;
  for (let step = 0; step < flags.length; step++) count += flags[step]!;
  return count;
}

function sumOver<Row>(rows: readonly Row[], amountOf: (row: Row) => number): number {
  return exactSum(Float64Array.from(rows, amountOf));
}
