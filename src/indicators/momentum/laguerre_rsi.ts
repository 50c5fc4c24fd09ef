/**
 * The strength index of a Laguerre filter.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { quotient } from "../quotient.ts";
import { Laguerre } from "./laguerre.ts";

const LAGUERRE_RSI = defineIndicator({
  name: "laguerreRsi",
  inputs: ["line"],
  params: { gamma: 0.5, period: 6 },
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
      const first = filter.first - filter.second, second = filter.second - filter.third;
      const third = filter.third - filter.fourth;
      const up = (first > 0 ? first : 0) + (second > 0 ? second : 0) + (third > 0 ? third : 0);
      const down = (first < 0 ? -first : 0) + (second < 0 ? -second : 0) + (third < 0 ? -third : 0);
      return quotient(up, up + down, 1);
    };
  },
  formula: "rises / (rises + falls) between the four stages of a Laguerre filter",
});

/** Options of {@linkcode laguerreRsi}. */
export interface LaguerreRsiOptions {
  /** Number of bars before the first value, including it: the filter begins with zeros at that bar; 6 by default. */
  readonly period?: number;
}

/**
 * Makes the strength index of a Laguerre filter: the share of rises in all steps between the four stages of the filter.
 *
 * Formula: a(0) = (1 - gamma) * x + gamma * a(0)', a(k) = -gamma * a(k-1) + a(k-1)' + gamma * a(k)' for k from 1 to 3,
 * where ' is the value of the bar before; rises and falls are the sums of the positive and the negative a(k) - a(k+1);
 * rises / (rises + falls), 1 where both are zero (backtrader's). The stages begin with zeros, so the first dozen values
 * stand for the begin of the data. Minimum period: that of the line plus `period - 1`. Source: John Ehlers, "Cybernetic
 * Analysis for Stocks and Futures" (2004); backtrader's LaguerreRSI.
 *
 * @param line The line, mostly the close.
 * @param gamma Damping, above 0 and below 1; 0.5 by default. A larger one is smoother and later.
 * @param options The bars before the first value.
 * @returns The index, from 0 to 1.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `gamma` is not between 0 and 1, or `period` not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Oversold extends ct.Strategy.with({ gamma: 0.5 }) {
 *   index = ct.laguerreRsi(this.data.close, this.params.gamma);
 *
 *   override next(): void {
 *     if (this.index.now < 0.15 && this.position.size === 0) this.buy();
 *     else if (this.index.now > 0.85) this.close();
 *   }
 * }
 * ```
 */
export function laguerreRsi(line: Line, gamma: number = 0.5, options: LaguerreRsiOptions = {}): Line {
  const taken = optionsOf("laguerreRsi", arguments, ["line", "gamma"], options, ["period"]);
  checkFactor("laguerreRsi", gamma, "gamma", 1);
  return LAGUERRE_RSI(line, { ...taken, gamma });
}
