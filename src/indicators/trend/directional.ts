/**
 * Wilder's directional movement one bar at a time: the computation of the directional indicators and of what is made of
 * them.
 *
 * @module
 */

import { averageBars, type AverageKernel, averageKernel } from "../average/average_kernel.ts";
import { quotient } from "../quotient.ts";
import { AverageRange } from "../volatility/average_range.ts";

/** The directional indicators one bar at a time. */
export class DirectionalKernel {
  readonly #ups: AverageKernel;
  readonly #downs: AverageKernel;
  readonly #range: AverageRange;
  #high = NaN;
  #low = NaN;
  /** The average upward movement in percent of the average true range, NaN before its minimum period. */
  plus: number = NaN;
  /** The average downward movement in percent of the average true range. */
  minus: number = NaN;

  /** Makes the indicators with an average by name. */
  constructor(indicator: string, period: number, average: string) {
    this.#ups = averageKernel(indicator, average, period);
    this.#downs = averageKernel(indicator, average, period);
    this.#range = new AverageRange(indicator, average, period);
  }

  /** Adds the next bar. */
  update(high: number, low: number, close: number): void {
    const up = high - this.#high, down = this.#low - low, range = this.#range.update(high, low, close);
    this.#high = high;
    this.#low = low;
    if (up !== up) return;
    this.plus = quotient(100 * this.#ups.update(up > down && up > 0 ? up : 0), range, 0);
    this.minus = quotient(100 * this.#downs.update(down > up && down > 0 ? down : 0), range, 0);
  }
}

/** The average directional index one bar at a time, with the indicators that it is made of. */
export class DirectionalIndex {
  readonly #movement: DirectionalKernel;
  readonly #average: AverageKernel;

  /** Makes the index with an average by name. */
  constructor(indicator: string, period: number, average: string) {
    this.#movement = new DirectionalKernel(indicator, period, average);
    this.#average = averageKernel(indicator, average, period);
  }

  /** The indicator of upward movement. */
  get plus(): number {
    return this.#movement.plus;
  }

  /** The indicator of downward movement. */
  get minus(): number {
    return this.#movement.minus;
  }

  /** Adds the next bar and returns the index, NaN before its minimum period. */
  update(high: number, low: number, close: number): number {
    this.#movement.update(high, low, close);
    const { plus, minus } = this.#movement, index = quotient(Math.abs(plus - minus), plus + minus, 0);
    return index === index ? 100 * this.#average.update(index) : NaN;
  }
}

/** Returns the number of bars that the directional indicators take for their first value. */
export function directionalPeriod(indicator: string, period: number, average: string): number {
  return averageBars(indicator, average, period) + 1;
}

/** Returns the number of bars that the average directional index takes for its first value. */
export function indexPeriod(indicator: string, period: number, average: string): number {
  return 2 * averageBars(indicator, average, period);
}
