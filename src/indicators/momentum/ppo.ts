/**
 * The percentage price oscillator.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { quotient } from "../quotient.ts";
import type { MacdLines } from "./macd.ts";

const PPO = defineIndicator({
  name: "ppo",
  inputs: ["line"],
  outputs: ["line", "signal", "histogram"],
  params: { fast: 12, slow: 26, signal: 9, average: "ema", base: "slow" },
  minPeriod: ({ fast, slow, signal, average }) => {
    const first = Math.max(averageBars("ppo", average, fast), averageBars("ppo", average, slow));
    const last = first + averageBars("ppo", average, signal) - 1;
    return [first, last, last];
  },
  memory: "fading",
  update: ({ fast, slow, signal, average, base }) => {
    const quick = averageKernel("ppo", average, fast), lazy = averageKernel("ppo", average, slow);
    const mean = averageKernel("ppo", average, signal), isSlow = base === "slow";
    return (value) => {
      const swift = quick.update(value), slack = lazy.update(value);
      const line = quotient(100 * (swift - slack), isSlow ? slack : swift, 0);
      const average = line === line ? mean.update(line) : NaN;
      return [line, average, line - average];
    };
  },
  formula: "line = 100 * (ema(fast) - ema(slow)) / ema(slow); signal = ema(line, signal); histogram = line - signal",
});

/** Options of {@linkcode ppo}. */
export interface PpoOptions {
  /** The average: `"ema"` by default. */
  readonly average?: AverageName;
  /** The average that is 100 percent: `"slow"` by default, or `"fast"`, as in backtrader's `PPOShort`. */
  readonly base?: "slow" | "fast";
}

/**
 * Makes the percentage price oscillator: {@linkcode macd} in percent of the slow average, so that values of different
 * prices can be compared.
 *
 * Formula: line = 100 * ({@linkcode ema}(fast) - ema(slow)) / ema(slow), 0 where the divisor is zero; signal = ema of
 * that; histogram = line - signal. Minimum periods: that of the input plus the slower period less one for `line`, and
 * `signal - 1` more for the others. Source: Gerald Appel, "Technical Analysis: Power Tools for Active Investors"
 * (2005); backtrader's PPO and PPOShort.
 *
 * @param line The line, mostly the close.
 * @param fast Period of the fast average, a whole number from 1 on; 12 by default.
 * @param slow Period of the slow average; 26 by default.
 * @param signal Period of the signal; 9 by default.
 * @param options The average, and which of both is 100 percent.
 * @returns Three lines, in percent.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average or base.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class PpoCross extends ct.Strategy.with({}) {
 *   ppo = ct.ppo(this.data.close);
 *   cross = ct.crossover(this.ppo.line, this.ppo.signal);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function ppo(
  line: Line,
  fast: number = 12,
  slow: number = 26,
  signal: number = 9,
  options: PpoOptions = {},
): MacdLines {
  const taken = optionsOf("ppo", arguments, ["line", "fast", "slow", "signal"], options, ["average", "base"]);
  const { base = "slow" } = taken;
  if (base !== "slow" && base !== "fast") {
    throw new RangeError(`Cannot compute ppo with base ${inspected(base, 0)}: there are "slow", "fast"`);
  }
  return PPO(line, { ...taken, fast, slow, signal });
}
