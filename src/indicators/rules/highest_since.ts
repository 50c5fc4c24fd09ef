/**
 * The highest and the lowest value since a condition was true.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { isTrue } from "../../lines/operator.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const HIGHEST_SINCE = defineIndicator({
  name: "highestSince",
  inputs: ["condition", "line"],
  memory: "unbounded",
  takesHoles: true,
  update: () => extremeSince(1),
  formula: "max(line) from the bar of the last time at which condition was true",
  plot: "price",
});

const LOWEST_SINCE = defineIndicator({
  name: "lowestSince",
  inputs: ["condition", "line"],
  memory: "unbounded",
  takesHoles: true,
  update: () => extremeSince(-1),
  formula: "min(line) from the bar of the last time at which condition was true",
  plot: "price",
});

/** Starts the search for the highest value, or with the sign -1 for the lowest. */
function extremeSince(sign: 1 | -1): (condition: number, value: number) => number {
  let extreme = NaN, hasBegun = false;
  return (condition, value) => {
    if (isTrue(condition)) {
      hasBegun = true;
      extreme = value;
    } else if (hasBegun && (extreme !== extreme || sign * value > sign * extreme)) extreme = value;
    return extreme;
  };
}

/**
 * Makes the line of the highest value since a condition was true, from the bar of the last time on, which counts too.
 *
 * It is NaN before the first time. A bar without a value is left out. True is every value but 0 and NaN. Minimum period:
 * the larger of the condition's and the line's. Source: `HighestSince` of AmiBroker.
 *
 * @param condition The condition, such as `crossedAbove(fast, slow)`.
 * @param line The line to search.
 * @returns A line in the units of `line`.
 * @throws {TypeError} If `condition` or `line` is not a line.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class TrailedFromTheCross extends ct.Strategy.with({ width: 0.05 }) {
 *   cross = ct.crossedAbove(this.data.close, ct.sma(this.data.close, 50));
 *   top = ct.highestSince(this.cross, this.data.high);
 *
 *   override next(): void {
 *     if (this.cross.now) this.buy();
 *     else if (this.data.close.now < this.top.now * (1 - this.params.width)) this.close();
 *   }
 * }
 * ```
 */
export function highestSince(condition: Line, line: Line): Line {
  checkCall("highestSince", arguments, ["condition", "line"]);
  return HIGHEST_SINCE(condition, line);
}

/**
 * Makes the line of the lowest value since a condition was true, from the bar of the last time on, which counts too.
 *
 * It is NaN before the first time. A bar without a value is left out. True is every value but 0 and NaN. Minimum period:
 * the larger of the condition's and the line's. Source: `LowestSince` of AmiBroker.
 *
 * @param condition The condition, such as `crossedBelow(fast, slow)`.
 * @param line The line to search.
 * @returns A line in the units of `line`.
 * @throws {TypeError} If `condition` or `line` is not a line.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class OffTheLow extends ct.Strategy.with({ width: 0.03 }) {
 *   cross = ct.crossedBelow(this.data.close, ct.sma(this.data.close, 50));
 *   bottom = ct.lowestSince(this.cross, this.data.low);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.bottom.now * (1 + this.params.width)) this.buy();
 *   }
 * }
 * ```
 */
export function lowestSince(condition: Line, line: Line): Line {
  checkCall("lowestSince", arguments, ["condition", "line"]);
  return LOWEST_SINCE(condition, line);
}
