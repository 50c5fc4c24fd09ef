/**
 * The true strength index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import type { AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";
import { quotient } from "../quotient.ts";
import { NestedAverage, nestedPeriod } from "./nested_average.ts";

const TSI = defineIndicator({
  name: "tsi",
  inputs: ["line"],
  params: { slow: 25, fast: 13, average: "ema", change: 1 },
  minPeriod: ({ slow, fast, average, change }) => nestedPeriod("tsi", average, [slow, fast]) + change,
  memory: "fading",
  update: ({ slow, fast, average, change }) => {
    const kernel = new TrueStrength("tsi", slow, fast, average, change);
    return (value) => kernel.update(value);
  },
  formula: "100 * ema(ema(c, slow), fast) / ema(ema(abs(c), slow), fast), c = x - x(change)",
});

/** {@linkcode tsi} one value at a time. */
export class TrueStrength {
  readonly #changes: NestedAverage;
  readonly #sizes: NestedAverage;
  readonly #before: Lag;

  /** Makes the index. */
  constructor(indicator: string, slow: number, fast: number, average: string, change: number) {
    this.#changes = new NestedAverage(indicator, average, [slow, fast]);
    this.#sizes = new NestedAverage(indicator, average, [slow, fast]);
    this.#before = new Lag(change);
  }

  /** Adds the next value and returns the index, NaN before its minimum period. */
  update(value: number): number {
    const change = value - this.#before.update(value);
    if (change !== change) return NaN;
    return 100 * quotient(this.#changes.update(change), this.#sizes.update(change < 0 ? -change : change), 0);
  }
}

/** Options of {@linkcode tsi} and {@linkcode tsiSignal}. */
export interface TsiOptions {
  /** The average: `"ema"` by default. */
  readonly average?: AverageName;
  /** Bars from one price to the other of a change; 1 by default. */
  readonly change?: number;
}

/**
 * Makes the true strength index: the doubly smoothed changes in percent of their doubly smoothed sizes.
 *
 * Formula: c = x - x(change); 100 * ema(ema(c, slow), fast) / ema(ema(abs(c), slow), fast) by {@linkcode ema}; 0 while
 * nothing moves. Minimum period: that of the line plus `slow + fast - 2 + change`. Source: William Blau, "Momentum,
 * Direction, and Divergence" (1995).
 *
 * @param line The line, mostly the close.
 * @param slow Period of the first average, a whole number from 1 on; 25 by default.
 * @param fast Period of the second average; 13 by default.
 * @param options The average, and the bars of a change.
 * @returns The index, from -100 to 100.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a period or `change` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Strong extends ct.Strategy.with({}) {
 *   tsi = ct.tsi(this.data.close);
 *
 *   override next(): void {
 *     if (this.tsi.now > 25 && this.position.size === 0) this.buy();
 *     else if (this.tsi.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function tsi(line: Line, slow: number = 25, fast: number = 13, options: TsiOptions = {}): Line {
  const taken = optionsOf("tsi", arguments, ["line", "slow", "fast"], options, ["average", "change"]);
  return TSI(line, { ...taken, slow, fast });
}
