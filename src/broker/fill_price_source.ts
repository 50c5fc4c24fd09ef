/**
 * Why a fill has its price: the field that the price was taken from, and the bound of the order or of the bar that held it.
 *
 * @module
 */

import type { OrderType } from "../strategy/order_view.ts";

/**
 * The field that a price was taken from, before slippage: a price of the bar, `"placementClose"` for the close at which
 * the order was placed, a price of the order, or `"entry"` for the price of the entry that it protects.
 */
export type FillField = "open" | "close" | "placementClose" | "limit" | "trigger" | "entry";

/**
 * What bound a fill: the trigger that was reached or the limit that allowed it; with slippage the extreme of the bar at
 * which it was cut; or `"maintenance"` for the margin that a liquidation keeps.
 */
export type FillBound = "trigger" | "limit" | "high" | "low" | "maintenance";

/** Field and bound of each rule, by its name in rows. */
const SOURCES: Readonly<Record<string, readonly [field: FillField | null, bound: FillBound | null]>> = {
  open: ["open", null],
  sessionOpen: ["open", null],
  placementClose: ["placementClose", null],
  close: ["close", null],
  closeAtEnd: ["close", null],
  feedEnded: ["close", null],
  split: ["close", null],
  liquidation: ["close", "maintenance"],
  stopGap: ["open", "trigger"],
  touchOpen: ["open", "trigger"],
  limitOpen: ["open", "limit"],
  stop: ["trigger", "trigger"],
  touch: ["trigger", "trigger"],
  stopLimit: ["trigger", "limit"],
  touchLimit: ["trigger", "limit"],
  limit: ["limit", "limit"],
  entryPrice: ["entry", "trigger"],
  reported: [null, null],
};

/** The parts of a fill that say where its price came from. */
export interface PricedFill {
  /** Name of the rule. */
  readonly rule: string;
  /** Side of the fill. */
  readonly side: "buy" | "sell";
  /** Type of the order; undefined for a fill without one. */
  readonly type: OrderType | undefined;
  /** True if the range of the bar cut the slippage. */
  readonly clamped: boolean;
}

/**
 * Returns the field and the bound of a fill; null for a price that a venue told, and for a bound that is not there.
 *
 * @throws {RangeError} If there is no such rule.
 */
export function fillPriceSource(
  { rule, side, type, clamped }: PricedFill,
): { readonly field: FillField | null; readonly bound: FillBound | null } {
  const source = SOURCES[rule];
  if (source === undefined) throw new RangeError(`Cannot tell the field of the fill rule "${rule}"`);
  const [field, bound] = source;
  if (clamped) return { field, bound: side === "buy" ? "high" : "low" };
  // A target that its entry has passed is a limit; every other protection waits for its trigger.
  return { field, bound: rule === "entryPrice" && type === "limit" ? "limit" : bound };
}
