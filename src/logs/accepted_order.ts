/**
 * The log entry of an order that a simulated venue took. No record tells it, as it is certain once the event of the
 * order was not refused; so the entry has the sequence zero.
 *
 * @module
 */

import { inWords } from "./log_names.ts";
import type { LogEntry } from "./log_entry.ts";

/** An accepted order in display units. */
export interface AcceptedOrder {
  readonly id: number;
  readonly feed: string;
  readonly side: string;
  readonly type: string;
  /** Size, or null if the fill decides it. */
  readonly size: number | null;
  readonly limit: number | null;
  readonly stop: number | null;
  /** When it was placed, in microseconds since the epoch. */
  readonly placedUs: number;
  /** Order id of the entry that it protects, or zero. */
  readonly parent: number;
}

/** Returns the entry of an accepted order, at level DEBUG and in the category of orders. */
export function acceptedEntry(order: AcceptedOrder): LogEntry {
  const { id, feed, side, type, size, limit, stop, placedUs, parent } = order;
  const prices = (stop === null ? "" : `, stop ${stop}`) + (limit === null ? "" : `, limit ${limit}`);
  return {
    level: "DEBUG",
    category: "order",
    timeUs: placedUs,
    sequence: 0,
    message: `Order ${id} to ${side} ${size ?? "as much as it may"} of ${feed} (${inWords(type)}${prices}) is accepted`,
    fields: {
      orderId: id,
      instrument: feed,
      state: "accepted",
      side,
      type,
      ...(size === null ? { unsized: true } : { size }),
      ...(limit === null ? {} : { limit }),
      ...(stop === null ? {} : { stop }),
      ...(parent === 0 ? {} : { parent }),
    },
  };
}
