/**
 * The Laguerre filter of Ehlers.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { Laguerre } from "./laguerre.ts";

const LAGUERRE_FILTER = defineIndicator({
  name: "laguerreFilter",
  inputs: ["line"],
  params: { gamma: 0.5, period: 1 },
  factors: ["gamma"],
  minPeriod: ({ period }) => period,
  memory: "fading",
  update: ({ gamma, period }) => {
    const filter = new Laguerre(gamma);
    let missing = period;
    return (value) => {
      if (missing > 1) {
        missing--;
        return NaN;
      }
      filter.update(value);
      return (filter.first + 2 * filter.second + 2 * filter.third + filter.fourth) / 6;
    };
  },
  formula: "(a(0) + 2 * a(1) + 2 * a(2) + a(3)) / 6 of the four stages of a Laguerre filter",
  plot: "price",
});

/** Options of {@linkcode laguerreFilter}. */
export interface LaguerreFilterOptions {
  /** Number of bars before the first value, including it: the filter begins with zeros at that bar; 1 by default. */
  readonly period?: number;
}

/**
 * Makes the Laguerre filter: an average of four stages, of which each is as late as the one before it plus a damping.
 *
 * Formula: a(0) = (1 - gamma) * x + gamma * a(0)', a(k) = -gamma * a(k-1) + a(k-1)' + gamma * a(k)' for k from 1 to 3,
 * where ' is the value of the bar before; (a(0) + 2 * a(1) + 2 * a(2) + a(3)) / 6. The stages begin with zeros, as in
 * backtrader, so the first dozen values rise from there and are far from the price. Minimum period: that of the line,
 * plus `period - 1`. Source: John Ehlers, "Cybernetic Analysis for Stocks and Futures" (2004); backtrader's
 * LaguerreFilter.
 *
 * @param line The line to average.
 * @param gamma Damping, above 0 and below 1; 0.5 by default. A larger one is smoother and later.
 * @param options The bars before the first value.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `gamma` is not between 0 and 1, or `period` not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveFilter extends ct.Strategy.with({ gamma: 0.8 }) {
 *   filter = ct.laguerreFilter(this.data.close, this.params.gamma);
 *
 *   override next(): void {
 *     if (this.data.length > 50 && this.data.close.now > this.filter.now) this.buy();
 *     else if (this.data.close.now < this.filter.now) this.close();
 *   }
 * }
 * ```
 */
export function laguerreFilter(line: Line, gamma: number = 0.5, options: LaguerreFilterOptions = {}): Line {
  const taken = optionsOf("laguerreFilter", arguments, ["line", "gamma"], options, ["period"]);
  checkFactor("laguerreFilter", gamma, "gamma", 1);
  return LAGUERRE_FILTER(line, { ...taken, gamma });
}
