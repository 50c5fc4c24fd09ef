/**
 * The highest value of the last bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const HIGHEST = defineIndicator({
  name: "highest",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const kernel = new HighestKernel(period);
    return (value) => kernel.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period }) => {
    const kernel = new HighestKernel(period), [input] = inputs, [output] = outputs;
    for (let i = from; i < until; i++) output![i] = kernel.update(input![i]!);
  },
  formula: "max(x(0), x(1), ..., x(period - 1))",
  plot: "price",
});

/**
 * Makes the line of the highest of the last `period` values, including the current one.
 *
 * It equals Python's `max` over the window from its oldest value to its newest. The first of equal values wins, which
 * shows only for 0 and -0.
 *
 * Minimum period: that of the line plus `period - 1`. Cost: a constant number of operations for each bar on average,
 * for any period.
 *
 * @param line The line to search.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The highest value, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({ period: 20 }) {
 *   ceiling = ct.highest(this.data.high, this.params.period);
 *
 *   override next(): void {
 *     if (this.ceiling.ago(1) < this.data.close.now) this.buy();
 *   }
 * }
 * ```
 */
export function highest(line: Line, period: number = 30): Line {
  checkCall("highest", arguments, ["line", "period"]);
  return HIGHEST(line, { period });
}

/**
 * {@linkcode highest} one value at a time: NaN for the first `period - 1` values.
 *
 * The stream is cut into blocks of `period` values, so a window is the end of one block and the beginning of the next.
 * Its highest value is the higher of both parts (van Herk 1992; Gil and Werman 1993). Ends are computed once for each
 * block, the beginning grows with each value. Unlike a queue of candidates, this code has no branch that depends on the
 * direction of the values. It is about twice as fast.
 */
export class HighestKernel {
  /** The last `period` values, each at its place in its block. */
  readonly #window: Float64Array;
  /** For each place, the highest value from there to the end of the last full block. */
  readonly #ends: Float64Array;
  /** The highest value from the beginning of the current block. */
  #beginning = -Infinity;
  #place = 0;
  #full = false;

  /** Makes the search over a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#window = new Float64Array(period);
    this.#ends = new Float64Array(period);
  }

  /** Adds the next value and returns the highest of the last `period`. */
  update(value: number): number {
    const window = this.#window;
    const place = this.#place;
    window[place] = value;
    // The older of equal values wins.
    const beginning = place === 0 || value > this.#beginning ? value : this.#beginning;
    this.#beginning = beginning;
    const next = place + 1;
    if (next === window.length) {
      this.#endBlock();
      return beginning;
    }
    this.#place = next;
    if (!this.#full) return NaN;
    const end = this.#ends[next]!;
    return beginning > end ? beginning : end;
  }

  #endBlock(): void {
    const window = this.#window;
    const ends = this.#ends;
    let end = -Infinity;
    for (let place = window.length - 1; place >= 0; place--) {
      const value = window[place]!;
      if (value >= end) end = value;
      ends[place] = end;
    }
    this.#place = 0;
    this.#full = true;
  }
}
