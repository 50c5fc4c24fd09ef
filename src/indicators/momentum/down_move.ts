/**
 * The change from the bar before, positive where the value fell.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const DOWN_MOVE = defineIndicator({
  name: "downMove",
  inputs: ["line"],
  minPeriod: 2,
  memory: "window",
  update: () => {
    let before = NaN;
    return (value) => {
      const move = before - value;
      before = value;
      return move;
    };
  },
  formula: "x(1) - x",
});

/**
 * Makes the change from the bar before, positive where the value fell. The opposite is {@linkcode upMove}.
 *
 * Formula: x(1) - x. Minimum period: that of the line plus 1. Source: backtrader's DownMove, after J. Welles Wilder,
 * "New Concepts in Technical Trading Systems" (1978), whose directional movement is made of it.
 *
 * @param line The line: the high or the low for directional movement.
 * @returns The change, in the units of the line.
 * @throws {TypeError} If `line` is not a line.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Falling extends ct.Strategy.with({}) {
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
export function downMove(line: Line): Line {
  checkCall("downMove", arguments, ["line"]);
  return DOWN_MOVE(line);
}
