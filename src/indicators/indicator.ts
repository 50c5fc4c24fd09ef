/**
 * `indicator`: the short form of `defineIndicator`, for one line of one strategy.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { Line } from "../lines/line.ts";
import { isCallable, takenOptions } from "../options.ts";
import { type AnyIndicator, makeLines } from "./define_indicator.ts";
import { checkPeriod } from "./period.ts";

const OPTION_NAMES: readonly string[] = ["name", "inputs", "minPeriod", "update"];

/** For each line of a tuple, its value at one bar. */
export type ValuesOf<Inputs extends readonly Line[]> = { -readonly [Index in keyof Inputs]: number };

/** The parts of an indicator for {@linkcode indicator}. */
export interface IndicatorOptions<Inputs extends readonly [Line, ...Line[]]> {
  /** Name of the indicator, for messages and reports. */
  readonly name: string;
  /** Input lines. */
  readonly inputs: Inputs;
  /**
   * Number of valid bars of all inputs that the first value needs; 1 by default. Earlier values of `update` are
   * dropped.
   */
  readonly minPeriod?: number;
  /**
   * Starts the indicator: makes its state and returns a function from the inputs' values at a bar to the indicator's
   * value. That function runs for each bar in order, from the first bar at which all inputs have a value. After a bar at
   * which one has none (NaN), the indicator starts anew.
   */
  readonly update: () => (...values: ValuesOf<Inputs>) => number;
}

/**
 * Makes a line from a function that gets its inputs one bar at a time: `defineIndicator` for one line, without
 * parameters and outputs.
 *
 * The line's minimum period is the largest of its inputs' plus `minPeriod - 1`. A bar's value is
 * computed when that bar has come and the line is read, so `update` must depend only on its arguments and its own state.
 *
 * @param options Name, inputs, minimum period and function of the indicator.
 * @returns A line like any other: readable, usable in arithmetic and as input of a further indicator.
 * @throws {TypeError} If an input is not a line. When the line is read: if `update` returns something other than a number.
 * @throws {RangeError} If `minPeriod` is not a whole number from 1 on or the inputs are lines of different runs.
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
  const { name, inputs, minPeriod = 1, update } = takenOptions(options, OPTION_NAMES, {
    noObject: (shown) => `Cannot make an indicator from ${shown}: pass { name, inputs, update }`,
    unknown: (name) => `Cannot use option "${name}" of indicator: the options are ${OPTION_NAMES.join(", ")}`,
  });
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot name an indicator ${inspected(name, 0)}: pass a text that is not empty`);
  }
  if (!isCallable(update)) {
    throw new TypeError(
      `Cannot make line "${name}" with update ${inspected(update, 0)}: pass a function that returns one of the values`,
    );
  }
  checkPeriod(name, minPeriod);
  const parts = { name, inputs: [], minPeriod, update } as unknown as AnyIndicator<Readonly<Record<never, never>>>;
  return makeLines(parts, name, inputs, {}, true) as Line;
}
