/**
 * The value of a line when a condition was true.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { isTrue } from "../../lines/operator.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const VALUE_WHEN = defineIndicator({
  name: "valueWhen",
  inputs: ["condition", "line"],
  params: { occurrence: 0 },
  factors: ["occurrence"],
  memory: "unbounded",
  takesHoles: true,
  update: ({ occurrence }) => {
    // The values of the last times, the oldest at the place that is written next; it grows up to as many as are needed.
    const values: number[] = [];
    let place = 0, kept = NaN;
    return (condition, value) => {
      if (!isTrue(condition)) return kept;
      if (values.length <= occurrence) values.push(value);
      else {
        values[place] = value;
        place = place === occurrence ? 0 : place + 1;
      }
      return kept = values.length > occurrence ? values[place]! : NaN;
    };
  },
  formula: "line at the bar of the last time, or of an earlier one, at which condition was true",
});

/**
 * Makes the line that keeps the value which another had when a condition was true: the last time, or an earlier one.
 *
 * It is NaN before there were as many times, and for as long as the value of that time is NaN. True is every value but 0
 * and NaN. Minimum period: the larger of the condition's and the line's. Source: `ta.valuewhen` of TradingView.
 *
 * @param condition The condition, such as `crossedAbove(fast, slow)`.
 * @param line The line whose value is kept.
 * @param occurrence Which time: 0 for the last one, 1 for the one before it, and so on; 0 by default.
 * @returns A line in the units of `line`.
 * @throws {TypeError} If `condition` or `line` is not a line, or `occurrence` not a number.
 * @throws {RangeError} If `occurrence` is not a whole number from 0 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class HigherLow extends ct.Strategy.with({}) {
 *   turn = this.data.low.rising().and(this.data.low.shift(1).falling());
 *   low = ct.valueWhen(this.turn, this.data.low.shift(1));
 *   lowBefore = ct.valueWhen(this.turn, this.data.low.shift(1), 1);
 *
 *   override next(): void {
 *     if (this.turn.now && this.low.now > this.lowBefore.now) this.buy({ stopLoss: this.low.now });
 *   }
 * }
 * ```
 */
export function valueWhen(condition: Line, line: Line, occurrence: number = 0): Line {
  checkCall("valueWhen", arguments, ["condition", "line", "occurrence"]);
  if (typeof occurrence === "number" && !(Number.isSafeInteger(occurrence) && occurrence >= 0)) {
    throw new RangeError(
      `Cannot compute valueWhen with an occurrence of ${
        inspected(occurrence)
      }: pass a whole number from 0 on, which is ` +
        "the last time",
    );
  }
  return VALUE_WHEN(condition, line, { occurrence });
}
