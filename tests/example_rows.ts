/**
 * Rows of a result for tests of what reads them: whole rows, of which a test names what it is about.
 *
 * @module
 */

import type { FillRow, OrderRow, RefusalRow, TradeRow } from "../src/broker/result_rows.ts";
import { isoTime } from "../src/records/iso_time.ts";

/** An order that was placed and did nothing else. */
export function orderRow(row: Partial<OrderRow>): OrderRow {
  const { placedUs = 0, endedUs = null } = row;
  return {
    ...{ id: 1, feed: "aapl", side: "buy", type: "market", asked: { size: 1 }, size: 1, limit: null, stop: null },
    ...{ placedUs, placedAt: isoTime(placedUs), bar: 0, endedUs, endedAt: endedUs === null ? null : isoTime(endedUs) },
    ...{ state: "accepted", reason: "none", filled: 0, opened: 0, averagePrice: null, commission: 0 },
    ...{ parent: null, oco: null, role: "entry", tag: null },
    ...row,
  };
}

/** A fill at an open that opened one unit. */
export function fillRow(row: Partial<FillRow>): FillRow {
  const { timeUs = 0 } = row;
  return {
    ...{ orderId: 1, feed: "aapl", timeUs, time: isoTime(timeUs), date: "1970-01-01", bar: 0, side: "buy", size: 1 },
    ...{
      price: 1,
      notional: 1,
      commission: 0,
      slippage: 0,
      rule: "open",
      reason: "buy",
      tag: null,
      closing: false,
      pnl: 0,
    },
    ...{ late: false, ambiguous: false, slipped: false, clamped: false, lateExit: false, field: "open", bound: null },
    ...row,
  };
}

/** A trade of one unit at 1 that is open, or closed where the row has a profit. */
export function tradeRow(row: Partial<TradeRow>): TradeRow {
  const { openedUs = 0, pnl = null, entryValue = 1 } = row,
    closedUs = row.closedUs ?? (pnl === null ? null : openedUs + 1);
  const isOpen = closedUs === null;
  return {
    ...{
      id: 1,
      feed: "aapl",
      long: true,
      openedUs,
      openedAt: isoTime(openedUs),
      openedDate: "1970-01-01",
      openedBar: 0,
    },
    ...{ closedUs, closedAt: isOpen ? null : isoTime(closedUs), closedDate: isOpen ? null : "1970-01-01" },
    ...{ closedBar: isOpen ? null : 1, size: 1, entryPrice: 1, entryValue, exitPrice: isOpen ? null : 1, pnl },
    returnFraction: pnl === null || entryValue === 0 ? null : pnl / Math.abs(entryValue),
    ...{ commission: 0, slippage: 0, mae: 0, maeFraction: 0, mfe: 0, mfeFraction: 0, bars: isOpen ? null : 1 },
    ...{ entryReason: "buy", entryRule: "open", entryOrderId: 1 },
    ...{ exitReason: isOpen ? null : "close", exitRule: isOpen ? null : "open", exitOrderId: isOpen ? null : 2 },
    ...{ tag: null, exitTag: null, ambiguous: false, lateExit: false },
    ...row,
  };
}

/** A refusal without amounts. */
export function refusalRow(row: Partial<RefusalRow>): RefusalRow {
  const { timeUs = 0 } = row;
  return {
    ...{ orderId: 1, feed: "aapl", timeUs, time: isoTime(timeUs), bar: 0, reason: "dust" },
    ...{ needed: null, available: null, price: null, size: null },
    ...row,
  };
}
