/**
 * The sign of zero in profits that the recording program computes in integers.
 *
 * A fill that closes nothing has a profit of zero times a price difference. With doubles this is -0 if the price fell.
 * A price that the recorded action wrote as a whole number is an integer, though, and so is a position's price from it.
 * The difference of two integers times zero has no sign.
 *
 * @module
 */

import {
  FILL_FLAG_SLIPPED,
  FILL_RULE_LIMIT,
  FILL_RULE_STOP,
  FILL_RULE_STOP_LIMIT,
} from "../../src/contract/contract.gen.ts";
import type { OrderRequest } from "./order_request.ts";
import { isWholePrice } from "./scenario.ts";

/** The positions whose price is an integer. */
export class WholePrices {
  readonly #positions: boolean[] = [];

  /**
   * Adds an execution and returns its profit in the form of the recording.
   *
   * @param rule rule that set the price
   * @param positionSize signed size of the position after it
   */
  profitOf(
    request: OrderRequest,
    rule: number,
    execution: { readonly size: number; readonly opened: number; readonly pnl: number; readonly flags: number },
    positionSize: number,
  ): number {
    const whole = (execution.flags & FILL_FLAG_SLIPPED) === 0 && isWholeFill(request, rule),
      before = this.#positions[request.data] === true;
    const flat = positionSize === execution.opened;
    if (positionSize === 0) this.#positions[request.data] = false;
    else if (execution.opened !== 0) this.#positions[request.data] = flat && whole;
    return whole && before && execution.pnl === 0 ? 0 : execution.pnl;
  }
}

/** Returns whether a fill's price was written as a whole number in the action. */
function isWholeFill(request: OrderRequest, rule: number): boolean {
  if (rule === FILL_RULE_STOP || rule === FILL_RULE_STOP_LIMIT) return isWholePrice(request.args, "price");
  if (rule !== FILL_RULE_LIMIT) return false;
  // A limit is a stop-limit's price limit and a limit order's price; if it is missing, the other one is used.
  const names = request.exectype === "StopLimit" ? ["plimit", "price"] : ["price", "plimit"];
  const name = names.find((name) => Boolean(request.args[name]));
  return name !== undefined && isWholePrice(request.args, name);
}
