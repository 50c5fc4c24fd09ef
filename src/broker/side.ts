/**
 * Sides of orders and fills: as a word, as the contract's code, and as the sign of a quantity.
 *
 * @module
 */

import { SIDE_BUY, SIDE_SELL } from "../contract/contract.gen.ts";
import type { OrderSide } from "./result_rows.ts";

/** Returns the contract's code of a side. */
export function sideCode(side: OrderSide): number {
  return side === "buy" ? SIDE_BUY : SIDE_SELL;
}

/** Returns the sign of the quantities of a side. */
export function signOf(side: OrderSide): 1 | -1 {
  return side === "buy" ? 1 : -1;
}

/** Returns the side of a signed quantity that is not zero. */
export function sideOf(signed: number): OrderSide {
  return signed > 0 ? "buy" : "sell";
}

/** Returns the opposite side. */
export function oppositeOf(side: OrderSide): OrderSide {
  return side === "buy" ? "sell" : "buy";
}
