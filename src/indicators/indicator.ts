/**
 * User-defined indicators.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { columnOf, deriveLine, type Line } from "../lines/line.ts";
import { isCallable, takenOptions } from "../options.ts";
import { checkPeriod } from "./period.ts";

const OPTION_NAMES: readonly string[] = ["name", "inputs", "minPeriod", "update"];

/** For each line of a tuple, its value at one bar. */
export type ValuesOf<Inputs extends readonly Line[]> = { -readonly [Index in keyof Inputs]: number };

/** The parts of a user-defined indicator. */
export interface IndicatorOptions<Inputs extends readonly [Line, ...Line[]]> {
  /** Name of the indicator, for messages and reports. */
  readonly name: string;
  /** Input lines, all of one feed. */
  readonly inputs: Inputs;
  /**
   * Number of valid bars of all inputs that the first value needs; 1 by default. Earlier values of `update` are
   * dropped.
   */
  readonly minPeriod?: number;
  /**
   * Starts the indicator: makes its state and returns a function from the inputs' values at a bar to the indicator's
   * value. That function runs for each bar in order, from the first bar at which all inputs are valid.
   */
  readonly update: () => (...values: ValuesOf<Inputs>) => number;
}

/**
 * Makes a line from a function that gets its inputs one bar at a time.
 *
 * The line's minimum period is the largest of its inputs' plus `minPeriod - 1`. All values are computed when the line
 * is made, so `update` must depend only on its arguments and its own state.
 *
 * @param options Name, inputs, minimum period and function of the indicator.
 * @returns A line like any other: readable, usable in arithmetic and as input of a further indicator.
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
  const { name, inputs, minPeriod = 1, update: start } = takenOptions(options, OPTION_NAMES, {
    noObject: (shown) => `Cannot make an indicator from ${shown}: pass { name, inputs, update }`,
    unknown: (name) => `Cannot use option "${name}" of indicator: the options are ${OPTION_NAMES.join(", ")}`,
  });
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot name an indicator ${inspected(name, 0)}: pass a text that is not empty`);
  }
  if (!isCallable(start)) {
    throw new TypeError(
      `Cannot make line "${name}" with update ${inspected(start, 0)}: pass a function that returns one of the values`,
    );
  }
  checkPeriod(name, minPeriod);
  return deriveLine({ name, inputs, minPeriod }, (output, first) => {
    // The types of `update` and of the columns agree by construction, but TypeScript cannot derive this for an array of
    // unknown length.
    const update = start() as (...values: number[]) => number;
    if (!isCallable(update)) {
      throw new TypeError(
        `Cannot make line "${name}": its update returned ${
          inspected(update, 0)
        } instead of a function of the values; ` +
          "write update: () => (value) => ...",
      );
    }
    const columns = inputs.map(columnOf);
    const [one, two] = columns;
    const values = columns.map(() => 0);
    for (let i = first; i < output.length; i++) {
      let value: number;
      // Most indicators have one or two inputs, and single arguments are many times as fast as a spread.
      if (two === undefined) value = update(one![i]!);
      else if (columns.length === 2) value = update(one![i]!, two[i]!);
      else {
        for (let k = 0; k < values.length; k++) values[k] = columns[k]![i]!;
        value = update(...values);
      }
      if (typeof value !== "number") {
        throw new TypeError(
          `Cannot compute line "${name}" at bar ${i}: update returned ${inspected(value, 0)} (${typeof value}) ` +
            "instead of a number; return NaN where there is none",
        );
      }
      output[i] = value;
    }
  });
}
