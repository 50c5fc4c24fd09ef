/**
 * The number of bars since a condition was true.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { isTrue } from "../../lines/operator.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const BARS_SINCE = defineIndicator({
  name: "barsSince",
  inputs: ["condition"],
  memory: "unbounded",
  takesHoles: true,
  update: () => {
    let bars = NaN;
    return (condition) => bars = isTrue(condition) ? 0 : bars + 1;
  },
  formula: "bars since condition was true",
  plot: "none",
});

/**
 * Makes the line of the number of bars since a condition was true: 0 where it is, 1 at the bar after, and so on.
 *
 * It is NaN before the first time, as `ta.barssince` of TradingView is `na` there; a comparison with it is then 0. True is
 * every value but 0 and NaN. Minimum period: that of the condition.
 *
 * @param condition The condition, such as `crossedAbove(fast, slow)`.
 * @returns A line of numbers of bars.
 * @throws {TypeError} If `condition` is not a line.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SoonAfter extends ct.Strategy.with({ within: 5 }) {
 *   since = ct.barsSince(ct.crossedAbove(this.data.close, ct.sma(this.data.close, 50)));
 *   pullback = this.since.atMost(this.params.within).and(this.data.close.falling(2));
 *
 *   override next(): void {
 *     if (this.pullback.now) this.buy();
 *   }
 * }
 * ```
 */
export function barsSince(condition: Line): Line {
  checkCall("barsSince", arguments, ["condition"]);
  return BARS_SINCE(condition);
}
