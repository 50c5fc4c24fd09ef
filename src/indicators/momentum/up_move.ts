/**
 * The change from the bar before, positive where the value rose.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const UP_MOVE = defineIndicator({
  name: "upMove",
  inputs: ["line"],
  minPeriod: 2,
  memory: "window",
  update: () => {
    let before = NaN;
    return (value) => {
      const move = value - before;
      before = value;
      return move;
    };
  },
  formula: "x - x(1)",
});

/**
 * Makes the change from the bar before, positive where the value rose. It is {@linkcode momentum} over one bar.
 *
 * Formula: x - x(1). Minimum period: that of the line plus 1. Source: backtrader's UpMove, after J. Welles Wilder, "New
 * Concepts in Technical Trading Systems" (1978), whose directional movement is made of it.
 *
 * @param line The line: the high or the low for directional movement.
 * @returns The change, in the units of the line.
 * @throws {TypeError} If `line` is not a line.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({}) {
 *   up = ct.upMove(this.data.high);
 *   down = ct.downMove(this.data.low);
 *
 *   override next(): void {
 *     if (this.up.now > this.down.now && this.position.size === 0) this.buy();
 *     else if (this.down.now > this.up.now) this.close();
 *   }
 * }
 * ```
 */
export function upMove(line: Line): Line {
  checkCall("upMove", arguments, ["line"]);
  return UP_MOVE(line);
}
