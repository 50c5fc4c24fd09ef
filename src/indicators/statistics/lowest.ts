/**
 * The lowest value of the last bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { HighestKernel } from "./highest.ts";

const LOWEST = defineIndicator({
  name: "lowest",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const kernel = new LowestKernel(period);
    return (value) => kernel.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period }) => {
    const kernel = new LowestKernel(period), [input] = inputs, [output] = outputs;
    for (let i = from; i < until; i++) output![i] = kernel.update(input![i]!);
  },
  formula: "min(x(0), x(1), ..., x(period - 1))",
  plot: "price",
});

/**
 * Makes the line of the lowest of the last `period` values, including the current one.
 *
 * It equals Python's `min` over the window from its oldest value to its newest. The first of equal values wins, which
 * shows only for 0 and -0.
 *
 * Minimum period: that of the line plus `period - 1`. Cost: a constant number of operations for each bar on average,
 * for any period.
 *
 * @param line The line to search.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The lowest value, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Channel extends ct.Strategy.with({ period: 20 }) {
 *   floor = ct.lowest(this.data.low, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.floor.ago(1)) this.close();
 *   }
 * }
 * ```
 */
export function lowest(line: Line, period: number = 30): Line {
  checkCall("lowest", arguments, ["line", "period"]);
  return LOWEST(line, { period });
}

/** {@linkcode lowest} one value at a time: NaN for the first `period - 1` values. */
export class LowestKernel {
  // Negation is exact and reverses every comparison, ties and NaN included, so the lowest value needs no search of its
  // own.
  readonly #negated: HighestKernel;

  /** Makes the search over a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#negated = new HighestKernel(period);
  }

  /** Adds the next value and returns the lowest of the last `period`. */
  update(value: number): number {
    return -this.#negated.update(-value);
  }
}
