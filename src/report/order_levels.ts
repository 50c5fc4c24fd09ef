/**
 * The prices of stops, targets and limits over time, as they were moved.
 *
 * @module
 */

import type { OrderChange } from "../broker/journal_story.ts";
import type { FillRow, OrderRow } from "../broker/result_rows.ts";

/** The kind of a level. */
export type LevelKind = "stop" | "target" | "entry";

/** One price of an order from a moment to another. */
export interface OrderLevel {
  /** Id of the order. */
  readonly orderId: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Kind: a stop that protects, a target, or the price of an entry or another order. */
  readonly kind: LevelKind;
  /** Begin, microseconds since the epoch. */
  readonly fromUs: number;
  /** End. */
  readonly toUs: number;
  /** Price. */
  readonly price: number;
}

/**
 * Returns the levels of all orders with a limit or a trigger. A protective order counts from the first fill of its entry
 * on, before which it rests nowhere.
 *
 * @param orders Every order.
 * @param fills Every fill.
 * @param moves Every change of a living order, in the order of time.
 * @param endUs The last moment of the run, for orders that are still open.
 */
export function orderLevels(
  orders: readonly OrderRow[],
  fills: readonly FillRow[],
  moves: readonly OrderChange[],
  endUs: number,
): OrderLevel[] {
  const filledUs = new Map<number, number>(), movesOf = new Map<number, OrderChange[]>();
  for (const { orderId, timeUs } of fills) if (!filledUs.has(orderId)) filledUs.set(orderId, timeUs);
  for (const move of moves) movesOf.set(move.orderId, [...movesOf.get(move.orderId) ?? [], move]);
  return orders.flatMap((order) => {
    const fromUs = order.parent === null ? order.placedUs : filledUs.get(order.parent);
    if (fromUs === undefined || (order.limit === null && order.stop === null)) return [];
    const moved = movesOf.get(order.id) ?? [], lastUs = order.endedUs ?? endUs;
    const prices = [
      ...(order.stop === null ? [] : ["stop"] as const),
      ...(order.limit === null ? [] : ["limit"] as const),
    ];
    return prices.flatMap((which) => {
      const kind = kindOf(order, which), levels: OrderLevel[] = [];
      const { id: orderId, feed } = order;
      let price = moved.length === 0 ? order[which]! : order.asked[which] ?? order[which]!, beganUs = fromUs;
      for (const move of moved) {
        const next = move[which];
        if (next === null || next === price) continue;
        if (move.timeUs > beganUs) levels.push({ orderId, feed, kind, fromUs: beganUs, toUs: move.timeUs, price });
        [price, beganUs] = [next, Math.max(beganUs, move.timeUs)];
      }
      return [...levels, { orderId, feed, kind, fromUs: beganUs, toUs: Math.max(beganUs, lastUs), price }];
    });
  });
}

function kindOf({ role }: OrderRow, which: "stop" | "limit"): LevelKind {
  if (role === "stopLoss") return "stop";
  if (role === "takeProfit") return "target";
  return which === "stop" && role === "close" ? "stop" : "entry";
}
