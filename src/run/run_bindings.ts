/**
 * The bindings of a run: objects that a checkpoint writes by reference, or leaves out as the run makes them again.
 *
 * @module
 */

import type { AccountView } from "../broker/account_view.ts";
import { OrderRecord } from "../broker/order_record.ts";
import type { OrderRecords } from "../broker/order_records.ts";
import type { Bindings } from "../checkpoint/value_text.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import { Line } from "../lines/line.ts";
import { Timer } from "../strategy/timer.ts";

/** Returns the bindings of a run: orders are written by id; lines, feeds, timers and views are left out. */
export function bindingsOf(account: AccountView, orders: OrderRecords): Bindings {
  return {
    orderId: (value) => value instanceof OrderRecord && orders.owns(value) ? value.id : undefined,
    order: (id) => orders.get(id),
    isKept: (value) =>
      value instanceof Line || value instanceof FeedLines || value instanceof Timer || value === account ||
      account.positions.some((position) => position === value),
  };
}
