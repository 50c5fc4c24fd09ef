/**
 * The way in which a trade ended.
 *
 * @module
 */

import type { FillRow, OrderRow, TradeRow } from "../broker/result_rows.ts";

/**
 * Returns a function that tells how a trade ended: the purpose of the order whose fill closed it, such as `stopLoss`, or
 * `closeAtEnd` and `reversal`; empty for an open trade.
 */
export function tradeExits(orders: readonly OrderRow[], fills: readonly FillRow[]): (trade: TradeRow) => string {
  const byId = new Map(orders.map((order) => [order.id, order])), closing = new Map<string, FillRow>();
  // A later fill of the same moment replaces an earlier one: the last of them closed the position.
  for (const fill of fills) if (fill.closing) closing.set(`${fill.bar} ${fill.timeUs} ${fill.feed}`, fill);
  return ({ feed, closedUs, closedBar }) => {
    const fill = closing.get(`${closedBar} ${closedUs} ${feed}`);
    if (fill === undefined) return "";
    if (fill.rule === "closeAtEnd") return "closeAtEnd";
    const role = byId.get(fill.orderId)?.role ?? "";
    return role === "entry" ? "reversal" : role;
  };
}
