/**
 * Columns of closed trades, in the order in which they closed.
 *
 * @module
 */

import type { TradeRow } from "../../broker/result_rows.ts";
import { DAY_US } from "../../feeds/time/civil_date.ts";
import type { TimeZone } from "../../feeds/time/time_zone.ts";

/** Fields of a trade that not every source of rows has. */
export interface TradeExtras {
  /** Largest loss of the open trade, as its row has it. */
  readonly mae?: number | null;
  /** Largest profit of the open trade, as its row has it. */
  readonly mfe?: number | null;
  /** Tag of the entry. */
  readonly tag?: string | null;
  /** Reason of the exit. */
  readonly exitReason?: string | null;
}

/** Columns of closed trades, one entry for each. */
export interface TradeColumns {
  /** The rows. */
  readonly rows: readonly (TradeRow & TradeExtras)[];
  /** Profit after commission. */
  readonly pnl: Float64Array;
  /** Profit over the entry value, a fraction, NaN for a trade without an entry value. */
  readonly returns: Float64Array;
  /** Time from opening to closing by the clock of the run, in days. */
  readonly days: Float64Array;
  /** Bars from opening to closing. */
  readonly bars: Float64Array;
}

/** Returns the columns of the closed trades among rows; those that closed at one time stand in the order of opening. */
export function tradeColumns(trades: readonly TradeRow[], zone: TimeZone): TradeColumns {
  const rows = trades.filter(({ pnl }) => pnl !== null).toSorted((a, b) => a.closedUs! - b.closedUs! || a.id - b.id);
  return {
    rows,
    pnl: Float64Array.from(rows, ({ pnl }) => pnl!),
    returns: Float64Array.from(rows, tradeReturn),
    days: Float64Array.from(rows, ({ openedUs, closedUs }) => {
      return (zone.wallTimeUs(closedUs!) - zone.wallTimeUs(openedUs)) / DAY_US;
    }),
    bars: Float64Array.from(rows, ({ bars }) => bars!),
  };
}

/** Returns the profit over the entry value; NaN without one. */
function tradeReturn({ pnl, entryValue }: TradeRow): number {
  const value = Math.abs(entryValue);
  return value > 0 ? pnl! / value : NaN;
}
