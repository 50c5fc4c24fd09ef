/**
 * The distance of a line from its average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const OSCILLATOR = defineIndicator({
  name: "oscillator",
  inputs: ["line", "average"],
  memory: "window",
  update: () => (value, average) => value - average,
  column: ({ inputs, outputs, from, until }) => {
    const [line, average] = inputs, [output] = outputs;
    for (let i = from; i < until; i++) output![i] = line![i]! - average![i]!;
  },
  formula: "x - average",
});

/**
 * Makes the oscillator of a line around its average: the distance of both.
 *
 * Formula: x - average. Minimum period: the larger of both lines'.
 *
 * @param line The line that oscillates, mostly the close.
 * @param average Its average, or any other line of the same feed.
 * @returns The distance, in the units of the lines.
 * @throws {TypeError} If one is not a line.
 * @throws {RangeError} If they are lines of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FarBelow extends ct.Strategy.with({ period: 20, distance: 5 }) {
 *   distance = ct.oscillator(this.data.close, ct.kama(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.distance.now < -this.params.distance) this.buy();
 *   }
 * }
 * ```
 */
export function oscillator(line: Line, average: Line): Line {
  checkCall("oscillator", arguments, ["line", "average"]);
  return OSCILLATOR(line, average);
}
