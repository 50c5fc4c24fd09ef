/**
 * The way of the inside of a bar to an order, which starts at the entry that woke it.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { AuditedOrder } from "./audited_order.ts";
import { type AuditedBar, filledBy, touchedAfterEntry, touchedInside } from "./bar_path.ts";
import type { Reach } from "./group_order.ts";

function isTouch({ type }: AuditedOrder): boolean {
  return type === contract.TYPE_MARKET_IF_TOUCHED || type === contract.TYPE_LIMIT_IF_TOUCHED;
}

/** Returns how an order meets the inside of a bar, or the rest of it behind its entry. */
export function touchOf(
  order: AuditedOrder,
  bar: AuditedBar,
  time_us: number,
  through: boolean,
): ReturnType<typeof touchedInside> {
  return order.entry?.time_us === time_us
    ? touchedAfterEntry(order, order.entry, bar, through)
    : touchedInside(order, bar, through);
}

/** Returns how the inside of a bar may fill an order, or undefined if it cannot. */
export function reachOf(order: AuditedOrder, bar: AuditedBar, time_us: number, through: boolean): Reach | undefined {
  const entry = order.entry?.time_us === time_us ? order.entry : undefined;
  if (entry?.moment === "close") return undefined;
  // This bar brought it to its trigger and proved no fill, which may have been there all the same.
  const spent = order.spent_us === time_us;
  const late = order.followed_us === time_us && order.followed.late;
  if (isTouch(order) && !order.triggered) {
    const { fill } = touchedInside(order, bar, through);
    if (fill === undefined) return undefined;
    const past = fill.rule === contract.FILL_RULE_LIMIT && through;
    const fixed = {
      afterwards: false,
      limit: order.limit,
      stops: false,
      at_once: false,
      late: false,
      entry: undefined,
    };
    return { ...fixed, upwards: order.sign < 0n, level: fill.price, past };
  }
  if (isTouch(order) && spent) return undefined;
  const touch = spent ? { triggers: true, fill: undefined } : touchedInside(order, bar, through);
  const at_once = !spent && touchOf(order, bar, time_us, through).fill?.rule === contract.FILL_RULE_ENTRY_PRICE;
  const best = order.sign > 0n ? bar.low : bar.high;
  const afterwards = touch.triggers && touch.fill?.rule !== contract.FILL_RULE_STOP_LIMIT;
  const fills = afterwards ? filledBy(order, best, through) : touch.fill !== undefined;
  if (!fills && !at_once) return undefined;
  const limit = !spent && (order.type === contract.TYPE_LIMIT || order.triggered);
  return {
    upwards: limit !== (order.sign > 0n),
    level: limit ? order.limit : order.stop,
    afterwards,
    limit: order.limit,
    past: limit && through,
    stops: !limit && !afterwards && !at_once,
    at_once,
    late,
    entry: entry?.moment === "inside" ? entry : undefined,
  };
}
