/**
 * An envelope around a line.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const ENVELOPE = defineIndicator({
  name: "envelope",
  inputs: ["line"],
  outputs: ["upper", "lower"],
  params: { percent: 2.5 },
  factors: ["percent"],
  memory: "window",
  update: ({ percent }) => {
    const above = 1 + percent / 100, below = 1 - percent / 100;
    return (value) => [value * above, value * below];
  },
  formula: "upper = x * (1 + percent / 100); lower = x * (1 - percent / 100)",
  plot: "price",
});

/** The lines of {@linkcode envelope}. */
export interface EnvelopeLines {
  /** The line itself. */
  readonly line: Line;
  /** The line above it. */
  readonly upper: Line;
  /** The line below it. */
  readonly lower: Line;
}

/**
 * Makes an envelope around a line, mostly an average: a line above and one below, at a distance in percent.
 *
 * Formula: upper = x * (1 + percent / 100); lower = x * (1 - percent / 100). Where the line is negative, `upper` is the
 * lower one. Minimum period: that of the line.
 *
 * @param line The line in the middle.
 * @param percent Distance in percent of the line, a number from 0 on; 2.5 by default.
 * @returns Three lines, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `percent` not a number.
 * @throws {RangeError} If `percent` is negative or not finite.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({ period: 20, percent: 3 }) {
 *   channel = ct.envelope(ct.sma(this.data.close, this.params.period), this.params.percent);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.channel.upper.now) this.buy();
 *     else if (this.data.close.now < this.channel.line.now) this.close();
 *   }
 * }
 * ```
 */
export function envelope(line: Line, percent: number = 2.5): EnvelopeLines {
  checkCall("envelope", arguments, ["line", "percent"]);
  if (percent < 0) {
    throw new RangeError(`Cannot compute envelope with percent ${percent}: pass a distance from 0 on, such as 2.5`);
  }
  return Object.freeze({ line, ...ENVELOPE(line, { percent }) });
}
