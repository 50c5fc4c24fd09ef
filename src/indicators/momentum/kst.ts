/**
 * The know sure thing of Pring.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, type AverageKernel, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";
import { quotient } from "../quotient.ts";
import type { SignalLines } from "./trix_signal.ts";

const KST = defineIndicator({
  name: "kst",
  inputs: ["line"],
  outputs: ["line", "signal"],
  params: {
    signal: 9,
    rate1: 10,
    rate2: 15,
    rate3: 20,
    rate4: 30,
    period1: 10,
    period2: 10,
    period3: 10,
    period4: 10,
    weight1: 1,
    weight2: 2,
    weight3: 3,
    weight4: 4,
    average: "sma",
    signalAverage: "sma",
  },
  factors: ["weight1", "weight2", "weight3", "weight4"],
  minPeriod: ({ signal, average, signalAverage, ...p }) => {
    const pairs = [[p.rate1, p.period1], [p.rate2, p.period2], [p.rate3, p.period3], [p.rate4, p.period4]] as const;
    const first = Math.max(...pairs.map(([rate, period]) => rate + averageBars("kst", average, period)));
    return [first, first + averageBars("kst", signalAverage, signal) - 1];
  },
  memory: "fading",
  update: ({ signal, average, signalAverage, ...p }) => {
    const first = new SmoothedRate(p.rate1, p.period1, average), second = new SmoothedRate(p.rate2, p.period2, average);
    const third = new SmoothedRate(p.rate3, p.period3, average), fourth = new SmoothedRate(p.rate4, p.period4, average);
    const mean = averageKernel("kst", signalAverage, signal), { weight1, weight2, weight3, weight4 } = p;
    return (value) => {
      const line = weight1 * first.update(value) + weight2 * second.update(value) + weight3 * third.update(value) +
        weight4 * fourth.update(value);
      return [line, line === line ? mean.update(line) : NaN];
    };
  },
  formula: "line = sum of weight * sma(roc100(rate), period) for four rates; signal = sma(line, signal)",
});

/** The average of a rate of change in percent. */
class SmoothedRate {
  readonly #before: Lag;
  readonly #average: AverageKernel;

  constructor(rate: number, period: number, average: string) {
    this.#before = new Lag(rate);
    this.#average = averageKernel("kst", average, period);
  }

  update(value: number): number {
    const before = this.#before.update(value), rate = 100 * quotient(value - before, before, 0);
    return rate === rate ? this.#average.update(rate) : NaN;
  }
}

/** Options of {@linkcode kst}. */
export interface KstOptions {
  /** Numbers of bars of the four rates of change: 10, 15, 20 and 30 by default. */
  readonly rates?: readonly [number, number, number, number];
  /** Periods of the averages of the four rates: 10 each by default, where Pring has 10, 10, 10 and 15. */
  readonly periods?: readonly [number, number, number, number];
  /** Weights of the four averages: 1, 2, 3 and 4 by default. */
  readonly weights?: readonly [number, number, number, number];
  /** The average of the rates: `"sma"` by default. */
  readonly average?: AverageName;
  /** The average of the signal: `"sma"` by default. */
  readonly signalAverage?: AverageName;
}

/**
 * Makes the know sure thing: the weighted sum of four smoothed rates of change, and its signal.
 *
 * Formula: r(k) = {@linkcode sma}({@linkcode roc100}(rates[k]), periods[k]); line = the sum of weights[k] * r(k);
 * signal = sma(line, signal). A rate of change from zero is 0. Minimum periods: that of the input plus the largest sum
 * of a rate and its period, less one, for `line`; `signal - 1` more for `signal`. Source: Martin Pring, "Martin Pring
 * on Market Momentum" (1993); backtrader's KnowSureThing with its defaults.
 *
 * @param line The line, mostly the close.
 * @param signal Period of the signal, a whole number from 1 on; 9 by default.
 * @param options Rates, periods and weights, four each, and the averages.
 * @returns Two lines, in weighted percent.
 * @throws {TypeError} If `line` is not a line, a number is none, or a list has not four numbers.
 * @throws {RangeError} If a period or rate is not a whole number from 1 on, a weight not finite, or there is no such
 * average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class KstCross extends ct.Strategy.with({}) {
 *   kst = ct.kst(this.data.close, 9, { periods: [10, 10, 10, 15] });
 *   cross = ct.crossover(this.kst.line, this.kst.signal);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function kst(line: Line, signal: number = 9, options: KstOptions = {}): SignalLines {
  const taken = optionsOf("kst", arguments, ["line", "signal"], options, [
    "rates",
    "periods",
    "weights",
    "average",
    "signalAverage",
  ]);
  const { rates = [10, 15, 20, 30], periods = [10, 10, 10, 10], weights = [1, 2, 3, 4], ...averages } = taken;
  for (const [name, list] of Object.entries({ rates, periods, weights })) {
    if (Array.isArray(list) && list.length === 4 && list.every((value) => typeof value === "number")) continue;
    throw new TypeError(`Cannot compute kst with ${name} ${inspected(list, 1)}: pass four numbers, one for each rate`);
  }
  const [rate1, rate2, rate3, rate4] = rates, [period1, period2, period3, period4] = periods;
  const [weight1, weight2, weight3, weight4] = weights;
  return KST(line, {
    ...averages,
    ...{ signal, rate1, rate2, rate3, rate4, period1, period2, period3, period4 },
    ...{ weight1, weight2, weight3, weight4 },
  });
}
