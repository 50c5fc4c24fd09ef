/**
 * `defineIndicator` for indicators of one's own.
 *
 * Their `update` gets no bar before it has come, in any run: it is code that may keep what it sees, so that a column made
 * ahead would show later bars to whoever reads that.
 *
 * @module
 */

import {
  defineIndicator as define,
  type Indicator,
  type IndicatorDefinition,
  type IndicatorParams,
} from "./define_indicator.ts";

/**
 * Defines an indicator. It returns a function that takes the input lines and, last, an object of the parameters that
 * differ from their defaults; the function gives a line, or for several outputs a frozen object of lines.
 *
 * A line's minimum period is the largest of its inputs' plus its own less one. Nothing is computed until a line is read;
 * then `update` runs for each bar that has come. It must depend only on its arguments, its parameters and its own state.
 * With `column` a run that goes ahead computes whole columns, which is faster. A hole in an input, a bar at which it is NaN, has no value,
 * and behind it the indicator starts anew: its warm-up is counted again.
 *
 * @param definition Name, inputs, outputs, parameters, minimum period, memory and functions of the indicator.
 * @returns The indicator, a function of lines.
 * @throws {TypeError} If a part is missing or of the wrong kind.
 *
 * @example The price above its average of so many bars, in five lines.
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const distance = ct.defineIndicator({
 *   name: "distance",
 *   inputs: ["price", "average"],
 *   update: () => (price, average) => price / average - 1,
 * });
 *
 * class FarBelow extends ct.Strategy.with({ period: 20 }) {
 *   away = distance(this.data.close, ct.sma(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.away.now < -0.05) this.buy();
 *   }
 * }
 * ```
 */
export function defineIndicator<
  const Inputs extends readonly [string, ...string[]],
  const P extends IndicatorParams = Readonly<Record<never, never>>,
>(definition: IndicatorDefinition<Inputs, readonly [string], P>): Indicator<Inputs, readonly [string], P>;
/**
 * Defines an indicator of several outputs. Its `update` returns an array with a number for each.
 *
 * @param definition Name, inputs, outputs, parameters, minimum periods, memory and functions of the indicator.
 * @returns The indicator, a function from lines to a frozen object of lines by the names of the outputs.
 * @throws {TypeError} If a part is missing or of the wrong kind.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const range = ct.defineIndicator({
 *   name: "range",
 *   inputs: ["high", "low"],
 *   outputs: ["middle", "width"],
 *   update: () => (high, low) => [(high + low) / 2, high - low],
 * });
 *
 * class Wide extends ct.Strategy.with({ width: 5 }) {
 *   range = range(this.data.high, this.data.low);
 *
 *   override next(): void {
 *     if (this.range.width.now > this.params.width && this.data.close.now > this.range.middle.now) this.buy();
 *   }
 * }
 * ```
 */
export function defineIndicator<
  const Inputs extends readonly [string, ...string[]],
  const Outputs extends readonly [string, string, ...string[]],
  const P extends IndicatorParams = Readonly<Record<never, never>>,
>(
  definition: IndicatorDefinition<Inputs, Outputs, P> & { readonly outputs: Outputs },
): Indicator<Inputs, Outputs, P>;
export function defineIndicator<
  Inputs extends readonly string[],
  Outputs extends readonly string[],
  P extends IndicatorParams,
>(definition: IndicatorDefinition<Inputs, Outputs, P>): Indicator<Inputs, Outputs, P> {
  const make = define as (definition: unknown, isForeign: boolean) => unknown;
  return make(definition, true) as Indicator<Inputs, Outputs, P>;
}
