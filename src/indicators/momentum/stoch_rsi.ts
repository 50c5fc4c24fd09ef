/**
 * The stochastic oscillator of the relative strength index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RangePlace } from "./range_place.ts";
import type { StochasticLines, StochasticOptions } from "./stochastic_fast.ts";
import { StrengthKernel } from "./strength.ts";

const STOCH_RSI = defineIndicator({
  name: "stochRsi",
  inputs: ["line"],
  outputs: ["k", "d"],
  params: { period: 14, range: 14, k: 3, d: 3, average: "sma" },
  minPeriod: ({ period, range, k, d, average }) => {
    const mean = period + range + averageBars("stochRsi", average, k) - 1;
    return [mean, mean + averageBars("stochRsi", average, d) - 1];
  },
  memory: "fading",
  update: ({ period, range, k, d, average }) => {
    const strength = new StrengthKernel({ period, average: "smma", seed: "sma", lookback: 1 });
    const place = new RangePlace(range);
    const first = averageKernel("stochRsi", average, k), second = averageKernel("stochRsi", average, d);
    return (value) => {
      const index = strength.update(value), fast = index === index ? place.update(index, index, index) : NaN;
      const mean = fast === fast ? first.update(fast) : NaN;
      return [mean, mean === mean ? second.update(mean) : NaN];
    };
  },
  formula: "k = average of 100 * (rsi - lowest rsi) / (highest rsi - lowest rsi); d = average of k",
});

/**
 * Makes the stochastic oscillator of the relative strength index: the place of {@linkcode rsi} in the range of its last
 * values, smoothed, and the average of that.
 *
 * Formula: r = {@linkcode rsi}(period); fast = 100 * ((r - lowest r) / (highest r - lowest r)) over `range` values; k =
 * {@linkcode sma} of fast; d = {@linkcode sma} of k. While the range is zero fast is 50. This is TradingView's
 * "Stochastic RSI". TA-Lib's STOCHRSI does not smooth its fast line: pass 1 as `k`. Minimum periods: that of the line
 * plus `period + range + k - 2` for k, and `d - 1` more for d. Source: Tushar Chande and Stanley Kroll, "The New
 * Technical Trader" (1994).
 *
 * @param line The line, mostly the close.
 * @param period Number of changes of the index, a whole number from 1 on; 14 by default.
 * @param range Number of values of the index in the range; 14 by default.
 * @param k Period of the first average; 3 by default.
 * @param d Period of the second average; 3 by default.
 * @param options The average of `k` and `d`.
 * @returns Two lines, from 0 to 100.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Turn extends ct.Strategy.with({ period: 14 }) {
 *   strength = ct.stochRsi(this.data.close, this.params.period);
 *   cross = ct.crossover(this.strength.k, this.strength.d);
 *
 *   override next(): void {
 *     if (this.cross.now > 0 && this.strength.d.now < 20) this.buy();
 *     else if (this.cross.now < 0 && this.strength.d.now > 80) this.close();
 *   }
 * }
 * ```
 */
export function stochRsi(
  line: Line,
  period: number = 14,
  range: number = 14,
  k: number = 3,
  d: number = 3,
  options: StochasticOptions = {},
): StochasticLines {
  const taken = optionsOf("stochRsi", arguments, ["line", "period", "range", "k", "d"], options, ["average"]);
  return STOCH_RSI(line, { ...taken, period, range, k, d });
}
