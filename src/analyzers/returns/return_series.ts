/**
 * A series of returns by session dates, with those of a benchmark and the risk-free rate of the same dates.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { FigureNeed } from "../figure_need.ts";
import { periodRates, type ReturnRatios, returnRatios, returnsOf } from "./daily_returns.ts";
import { deviationOf, meanOf } from "./moments.ts";

/** The columns of a series. */
export interface SeriesColumns {
  /** Session date of each return as a day number, 0001-01-01 being 1, ascending. */
  readonly days: Float64Array;
  /** Value of the account before the first return, and after each; one more than there are returns. */
  readonly values: Float64Array;
  /** Value of the benchmark at the same times, NaN where none is known; null without a benchmark. */
  readonly benchmarkValues: Float64Array | null;
  /** Risk-free rate of a year, a fraction: one for all returns, or one for each. */
  readonly riskFree: number | Float64Array;
  /** Number of returns in a year. */
  readonly periodsPerYear: number;
}

/** Returns of the account and of the benchmark on the dates that have both. */
export interface ReturnPairs {
  /** Returns of the account. */
  readonly returns: Float64Array;
  /** Returns of the benchmark. */
  readonly benchmark: Float64Array;
  /** Risk-free rate of each date, for one period. */
  readonly riskFree: Float64Array;
}

const EMPTY = new Float64Array(0);

/** A series of returns. Each further column is made when it is first read. */
export class ReturnSeries {
  /** Session date of each return as a day number, 0001-01-01 being 1, ascending. */
  readonly days: Float64Array;
  /** Value of the account before the first return, and after each. */
  readonly values: Float64Array;
  /** Value of the benchmark at the same times, NaN where none is known; null without a benchmark. */
  readonly benchmarkValues: Float64Array | null;
  /** Risk-free rate of a year, a fraction: one for all returns, or one for each. */
  readonly riskFree: number | Float64Array;
  /** Number of returns in a year. */
  readonly periodsPerYear: number;
  /** Returns of the session dates, fractions; none if an equity to divide by is not above zero. */
  readonly returns: Float64Array;
  readonly #isDefined: boolean;
  #ratios: ReturnRatios | undefined;
  #sorted: Float64Array | undefined;
  #rates: Float64Array | undefined;
  #excess: Float64Array | undefined;
  #pairs: ReturnPairs | null | undefined;
  #mean: number | undefined;
  #deviation: number | undefined;

  /** Keeps the columns and works out the returns. */
  constructor(columns: SeriesColumns) {
    this.days = columns.days;
    this.values = columns.values;
    this.benchmarkValues = columns.benchmarkValues;
    this.riskFree = columns.riskFree;
    this.periodsPerYear = columns.periodsPerYear;
    const returns = returnsOf(columns.values);
    this.#isDefined = returns !== null;
    this.returns = returns ?? EMPTY;
  }

  /** Returns, ascending. */
  get sortedReturns(): Float64Array {
    return this.#sorted ??= this.returns.toSorted();
  }

  /** Mean of the returns; NaN without any. */
  get meanReturn(): number {
    return this.#mean ??= meanOf(this.returns);
  }

  /** Sample deviation of the returns, over n - 1; NaN for fewer than two. */
  get deviation(): number {
    return this.#deviation ??= deviationOf(this.returns);
  }

  /** Risk-free rate of each return, for its period: `(1 + riskFree) ^ (1 / periodsPerYear) - 1`. */
  get riskFreeReturns(): Float64Array {
    return this.#rates ??= periodRates(this.riskFree, this.periodsPerYear, this.returns.length);
  }

  /** Returns above the risk-free rate. */
  get excessReturns(): Float64Array {
    return this.#excess ??= this.riskFree === 0
      ? this.returns
      : this.returns.map((value, at) => value - this.riskFreeReturns[at]!);
  }

  /** Mean risk-free rate of a year, a fraction. */
  get riskFreeMean(): number {
    if (typeof this.riskFree === "number") return this.riskFree;
    return this.riskFree.length === 0 ? 0 : exactSum(this.riskFree) / this.riskFree.length;
  }

  /** Volatility, Sharpe ratio and Sortino ratio, with their reasons. */
  get ratios(): ReturnRatios {
    return this.#ratios ??= returnRatios(this.#isDefined ? this.returns : null, this.periodsPerYear, this.riskFree);
  }

  /** Returns of the account and of the benchmark on the dates that have both; null without a benchmark. */
  get pairs(): ReturnPairs | null {
    return this.#pairs ??= this.#makePairs();
  }

  #makePairs(): ReturnPairs | null {
    const values = this.benchmarkValues, count = this.returns.length;
    if (values === null) return null;
    const returns = new Float64Array(count), benchmark = new Float64Array(count), riskFree = new Float64Array(count);
    let length = 0;
    for (let at = 0; at < count; at++) {
      const before = values[at]!, value = (values[at + 1]! - before) / before;
      if (!Number.isFinite(value)) continue;
      returns[length] = this.returns[at]!;
      benchmark[length] = value;
      riskFree[length++] = this.riskFreeReturns[at]!;
    }
    return {
      returns: returns.subarray(0, length),
      benchmark: benchmark.subarray(0, length),
      riskFree: riskFree.subarray(0, length),
    };
  }

  /** Returns the reason why a figure cannot be worked out that needs something; null if it can. */
  lacks(need: FigureNeed): string | null {
    if (need === "closed trade") return "a series of returns has no trades";
    if (!this.#isDefined) return "an equity to divide by is not above zero";
    if (need === "return") return this.returns.length === 0 ? "there is no return" : null;
    if (need === "two returns") return this.returns.length < 2 ? "there are fewer than two returns" : null;
    if (this.pairs === null) return "there is no benchmark";
    return this.pairs.returns.length < 2 ? "fewer than two dates have a return of the benchmark too" : null;
  }

  /** Returns a part of the series: returns from one index up to another, which is left out. */
  window(from: number, to: number): ReturnSeries {
    const { riskFree, benchmarkValues } = this;
    return new ReturnSeries({
      days: this.days.subarray(from, to),
      values: this.values.subarray(from, to + 1),
      benchmarkValues: benchmarkValues?.subarray(from, to + 1) ?? null,
      riskFree: typeof riskFree === "number" ? riskFree : riskFree.subarray(from, to),
      periodsPerYear: this.periodsPerYear,
    });
  }
}
