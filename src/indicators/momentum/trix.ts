/**
 * The rate of change of a triple exponential average.
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

const TRIX = defineIndicator({
  name: "trix",
  inputs: ["line"],
  params: { period: 15, average: "ema", change: 1 },
  minPeriod: ({ period, average, change }) => trixPeriod("trix", period, average, change),
  memory: "fading",
  update: ({ period, average, change }) => {
    const kernel = new TrixKernel("trix", period, average, change);
    return (value) => kernel.update(value);
  },
  formula: "100 * (e / e(change) - 1), e = ema(ema(ema))",
});

/** Returns the number of values that a {@linkcode TrixKernel} takes for its first value. */
export function trixPeriod(indicator: string, period: number, average: string, change: number): number {
  return nestedPeriod(indicator, average, [period, period, period]) + change;
}

/** {@linkcode trix} one value at a time. */
export class TrixKernel {
  readonly #triple: NestedAverage;
  readonly #before: Lag;

  /** Makes the rate of a triple average. */
  constructor(indicator: string, period: number, average: string, change: number) {
    this.#triple = new NestedAverage(indicator, average, [period, period, period]);
    this.#before = new Lag(change);
  }

  /** Adds the next value and returns the rate, NaN before its minimum period. */
  update(value: number): number {
    const mean = this.#triple.update(value);
    return mean === mean ? 100 * (quotient(mean, this.#before.update(mean), 1) - 1) : NaN;
  }
}

/** Options of {@linkcode trix} and {@linkcode trixSignal}. */
export interface TrixOptions {
  /** The average: `"ema"` by default. */
  readonly average?: AverageName;
  /** Bars from one value to the other of a rate of change; 1 by default. */
  readonly change?: number;
}

/**
 * Makes the rate of change of a triple exponential average, in percent: TRIX.
 *
 * Formula: e = {@linkcode ema}(ema(ema)), each with `period`; 100 * (e / e(change) - 1), 0 where the former average is
 * zero. Minimum period: that of the line plus `3 * period - 3 + change`. Source: Jack Hutson, "Good TRIX", Technical
 * Analysis of Stocks and Commodities (1983).
 *
 * @param line The line, mostly the close.
 * @param period Period of each average, a whole number from 1 on; 15 by default.
 * @param options The average, and the bars of a change.
 * @returns The rate, in percent.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` or `change` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({ period: 15 }) {
 *   trix = ct.trix(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.trix.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.trix.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function trix(line: Line, period: number = 15, options: TrixOptions = {}): Line {
  const taken = optionsOf("trix", arguments, ["line", "period"], options, ["average", "change"]);
  return TRIX(line, { ...taken, period });
}
