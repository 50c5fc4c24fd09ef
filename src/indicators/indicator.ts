/**
 * Indicators of one's own.
 *
 * @module
 */

import { columnOf, deriveLine, type Line } from "../lines/line.ts";
import { checkPeriod } from "./period.ts";

/** For each line of a tuple, the number that is its value at one bar. */
export type ValuesOf<Inputs extends readonly Line[]> = { -readonly [Index in keyof Inputs]: number };

/** What an indicator of one's own is made of. */
export interface IndicatorOptions<Inputs extends readonly [Line, ...Line[]]> {
  /** Name of the indicator, for messages and reports. */
  readonly name: string;
  /** The lines it is computed from, all of one feed. */
  readonly inputs: Inputs;
  /**
   * How many valid bars of all inputs the first value takes; 1 unless it is given. What `update` returns before is
   * dropped.
   */
  readonly minPeriod?: number;
  /**
   * Starts the indicator: makes its state and returns the function that takes the inputs' values at the next bar and
   * returns the indicator's. It is called for each bar in order, from the first at which all inputs are valid.
   */
  readonly update: () => (...values: ValuesOf<Inputs>) => number;
}

/**
 * Makes a line from a function that sees its inputs one bar at a time.
 *
 * The line's minimum period is the largest of its inputs' plus `minPeriod - 1`. The values are computed when the line is
 * made, so `update` must depend on nothing but what it is called with and the state it keeps.
 *
 * @returns A line like any other: it can be read, combined and be the input of a further indicator.
 * @throws {TypeError} If an input is not a line or `update` returns something other than a number.
 * @throws {RangeError} If `minPeriod` is not a whole number from 1 on or the inputs are lines of different feeds.
 *
 * @example The typical price weighted by volume since the first bar.
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * function volumeWeightedPrice(price: ct.Line, volume: ct.Line): ct.Line {
 *   return ct.indicator({
 *     name: "volumeWeightedPrice",
 *     inputs: [price, volume],
 *     update: () => {
 *       let notional = 0, total = 0;
 *       return (price, volume) => (notional += price * volume) / (total += volume);
 *     },
 *   });
 * }
 *
 * class BelowAverage extends ct.Strategy.with({}) {
 *   average = volumeWeightedPrice(this.data.close, this.data.volume);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function indicator<const Inputs extends readonly [Line, ...Line[]]>(options: IndicatorOptions<Inputs>): Line {
  const { name, inputs, minPeriod = 1 } = options;
  checkPeriod(name, minPeriod);
  return deriveLine({ name, inputs, minPeriod }, (output, first) => {
    // The types of `update` and of the columns agree by construction, which an array of unknown length cannot show.
    const update = options.update() as (...values: number[]) => number;
    const columns = inputs.map(columnOf);
    const [one, two] = columns;
    const values = columns.map(() => 0);
    for (let i = first; i < output.length; i++) {
      let value: number;
      // One or two inputs are what there mostly is, and passing them one by one is many times as fast as a spread.
      if (two === undefined) value = update(one![i]!);
      else if (columns.length === 2) value = update(one![i]!, two[i]!);
      else {
        for (let k = 0; k < values.length; k++) values[k] = columns[k]![i]!;
        value = update(...values);
      }
      if (typeof value !== "number") {
        throw new TypeError(
          `Cannot compute line "${name}" at bar ${i + 1}: update returned ${String(value)} (${typeof value}) ` +
            "instead of a number; return NaN where there is none",
        );
      }
      output[i] = value;
    }
  });
}
