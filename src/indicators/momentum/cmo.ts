/**
 * The momentum oscillator of Chande.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { quotient } from "../quotient.ts";

const CMO = defineIndicator({
  name: "cmo",
  inputs: ["line"],
  params: { period: 14, average: "sma" },
  minPeriod: ({ period, average }) => averageBars("cmo", average, period) + 1,
  memory: "fading",
  update: ({ period, average }) => {
    const ups = averageKernel("cmo", average, period), downs = averageKernel("cmo", average, period);
    let before = NaN;
    return (value) => {
      const change = value - before;
      before = value;
      if (change !== change) return NaN;
      const up = ups.update(change > 0 ? change : 0), down = downs.update(change < 0 ? -change : 0);
      return 100 * quotient(up - down, up + down, 0);
    };
  },
  formula: "100 * (average of the rises - average of the falls) / (their sum)",
});

/** Options of {@linkcode cmo}. */
export interface CmoOptions {
  /** The average of rises and falls: `"sma"`, a sum over the window, by default; `"smma"`, Wilder's, in TA-Lib. */
  readonly average?: AverageName;
}

/**
 * Makes the momentum oscillator of Chande: the rises less the falls, as a share of both, from -100 to 100.
 *
 * Formula: 100 * (u - d) / (u + d), where u is the average of max(x - x(1), 0) and d that of max(x(1) - x, 0); 0 while
 * nothing moves. With {@linkcode sma} it is Chande's, of sums, as in TradingView; TA-Lib takes Wilder's average: `average:
 * "smma"`. Minimum period: that of the line plus `period`. Source: Tushar Chande and Stanley Kroll, "The New Technical
 * Trader" (1994).
 *
 * @param line The line, mostly the close.
 * @param period Number of changes, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns The oscillator, from -100 to 100.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Chande extends ct.Strategy.with({ period: 14 }) {
 *   cmo = ct.cmo(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.cmo.now < -50 && this.position.size === 0) this.buy();
 *     else if (this.cmo.now > 50) this.close();
 *   }
 * }
 * ```
 */
export function cmo(line: Line, period: number = 14, options: CmoOptions = {}): Line {
  const taken = optionsOf("cmo", arguments, ["line", "period"], options, ["average"]);
  return CMO(line, { ...taken, period });
}
