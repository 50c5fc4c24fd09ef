/**
 * The rows of a result: all orders, fills, trades and refusals as plain objects in display units.
 *
 * Prices are per unit, sizes in units of the instrument, amounts in the account's currency. A time stands twice: as
 * integer microseconds since the epoch (`timeUs`, `openedUs`) and as ISO 8601 text in UTC of one width (`time`,
 * `openedAt`). A date is the session date of a bar in the zone of its feed. A bar is the index of a step; the first time
 * of the run has index 0. A value that does not apply, or is not known yet, is null.
 *
 * @module
 */

import type { FillBound, FillField } from "./fill_price_source.ts";
import type { OrderState, OrderType } from "../strategy/order_view.ts";

/** Direction of an order or a fill. */
export type OrderSide = "buy" | "sell";

/**
 * Purpose of an order: to enter, to protect an entry, to close a position, to take it to a target, or, for an order of the
 * run, to close it as `flatAt` says.
 */
export type OrderRole = "entry" | "stopLoss" | "takeProfit" | "close" | "target" | "flatAt";

/**
 * Cause of a fill: the call of the strategy that placed its order, `"stopLoss"` and `"takeProfit"` for the protection of
 * an entry, `"flatAt"` for the option of that name, `"closeAtEnd"` for the end of the run, `"liquidation"` where the margin
 * did not hold the position, `"feedEnd"` where the bars of its feed ended, and `"split"` for lots that a split paid in cash.
 */
export type FillReason =
  | "buy"
  | "sell"
  | "close"
  | "target"
  | "stopLoss"
  | "takeProfit"
  | "flatAt"
  | "closeAtEnd"
  | "liquidation"
  | "feedEnd"
  | "split";

/** Request of the strategy, before sizing and before snapping to the grid. */
export interface AskedOrder {
  /** Size in units. */
  readonly size?: number;
  /** Amount to spend, commission included. */
  readonly cash?: number;
  /** Fraction of the account's value. */
  readonly fraction?: number;
  /** Value of a target. */
  readonly value?: number;
  /** Limit price. */
  readonly limit?: number;
  /** Trigger price. */
  readonly stop?: number;
  /** Distance of a trailing trigger, or of a price from the entry's. */
  readonly amount?: number;
  /** The same distance in percent of the price. */
  readonly percent?: number;
  /** Distance of the limit of a trailing stop-limit from its trigger. */
  readonly limitOffset?: number;
  /** True for a limit order that had to rest. */
  readonly postOnly?: true;
  /**
   * Lifetime: `"day"`, `"ioc"`, `"fok"`, or the last time at which it may fill as ISO 8601 text in UTC; none for one
   * without an end.
   */
  readonly valid?: string;
  /** True for an order that may only reduce a position. */
  readonly reduceOnly?: true;
}

/** One order: its requested and its final terms, and its end. */
export interface OrderRow {
  /** Id, rising from 1 in the order of placement. */
  readonly id: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Direction. */
  readonly side: OrderSide;
  /** Type. */
  readonly type: OrderType;
  /** Request of the strategy. */
  readonly asked: AskedOrder;
  /** Size in use, unsigned; null while it is not fixed. */
  readonly size: number | null;
  /** Limit price in use. */
  readonly limit: number | null;
  /** Trigger price in use. */
  readonly stop: number | null;
  /** Time of the step of its placement. */
  readonly placedUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly placedAt: string;
  /** Index of the step of its placement. */
  readonly bar: number;
  /** Time of the step of its end; null for an order that is still open. */
  readonly endedUs: number | null;
  /** The same as ISO 8601 text in UTC. */
  readonly endedAt: string | null;
  /** State at the end of the run. */
  readonly state: OrderState;
  /** Name of the reason for the last change, as in `"filled"` or `"insufficientCash"`. */
  readonly reason: string;
  /** Size of the filled part. */
  readonly filled: number;
  /** Size of the filled part that opened a position; the rest closed one. */
  readonly opened: number;
  /** Average price of the fills; null without any. */
  readonly averagePrice: number | null;
  /** Commission of the fills. */
  readonly commission: number;
  /** Id of the entry that this order protects; null for other orders. */
  readonly parent: number | null;
  /** Id of the leader of its one-cancels-other group; null without a group, and for the leader itself. */
  readonly oco: number | null;
  /** Purpose. */
  readonly role: OrderRole;
  /** Text that the strategy gave it by the option `tag`; that of the entry for a protective order. */
  readonly tag: string | null;
}

/** One execution. */
export interface FillRow {
  /** Id of the filled order. */
  readonly orderId: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Time of the fill: the begin of its bar for a fill at the open, else the end of the bar. */
  readonly timeUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly time: string;
  /** Session date of its bar. */
  readonly date: string;
  /** Index of the step of the fill. */
  readonly bar: number;
  /** Direction. */
  readonly side: OrderSide;
  /** Size, unsigned. */
  readonly size: number;
  /** Price per unit. */
  readonly price: number;
  /** Value of the size at the price, whatever the side and without commission; below 0 at a price below 0. */
  readonly notional: number;
  /** Commission. */
  readonly commission: number;
  /**
   * Money that slippage cost: the difference between the price and the one that its rule gives without slippage, for the
   * whole size. Zero for a fill that does not slip; null where the price of the rule is not known.
   */
  readonly slippage: number | null;
  /** Name of the rule that set the price, as in `"open"` or `"stopGap"`. */
  readonly rule: string;
  /** Cause of the fill; null for one that no order of this run explains. */
  readonly reason: FillReason | null;
  /** Tag of the filled order. */
  readonly tag: string | null;
  /** True if the fill reduced the position. */
  readonly closing: boolean;
  /** Profit of the closed part, before commission; zero for a fill that only opened. */
  readonly pnl: number;
  /** True if the fill came after the end of its order. */
  readonly late: boolean;
  /** True if the bar does not show which price came first, so that the engine took the worse outcome. */
  readonly ambiguous: boolean;
  /** True if slippage moved the price. */
  readonly slipped: boolean;
  /** True if slippage was cut at the range of the bar: a buy pays its high at most, a sale gets its low at least. */
  readonly clamped: boolean;
  /** True if it closed a position as `flatAt` says, and came after the close of its session. */
  readonly lateExit: boolean;
  /**
   * Field that the price was taken from, before slippage: `"open"` or `"close"` of the bar, `"placementClose"`, the
   * `"limit"` or `"trigger"` of the order, or the price of its `"entry"`; null for a price that a venue told.
   */
  readonly field: FillField | null;
  /**
   * What bound the fill: the `"trigger"` that was reached, the `"limit"` that allowed it, the `"high"` or `"low"` at which
   * slippage was cut, or the `"maintenance"` of a margin; null where nothing did, as for a market order.
   */
  readonly bound: FillBound | null;
}

/**
 * One trade: from a position of zero until it is zero again or changes sign.
 *
 * The excursions `mae` and `mfe` are the least and the greatest profit that the trade had at a price, before commission,
 * the profit of parts that were closed before included: `profit(p) = closed profit + sign x p x size - cost`. The prices
 * are those of its fills and of its bars: open, high, low and close of each bar that it was held for whole. In a bar with
 * a fill, a price counts in both if the trade was certainly held at it; a high or a low that may have come before the
 * entry or after the exit counts in `mae` alone. So `mae` may be too bad, and `mfe` is never too good.
 */
export interface TradeRow {
  /** Id, rising from 1 in the order of opening. */
  readonly id: number;
  /** Name of the feed. */
  readonly feed: string;
  /** True for a long position. */
  readonly long: boolean;
  /** Time of the fill that opened it. */
  readonly openedUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly openedAt: string;
  /** Session date of the bar of that fill. */
  readonly openedDate: string;
  /** Index of the step of that fill. */
  readonly openedBar: number;
  /** Time of the fill that closed it; null while it is open. */
  readonly closedUs: number | null;
  /** The same as ISO 8601 text in UTC. */
  readonly closedAt: string | null;
  /** Session date of the bar of that fill; null while it is open. */
  readonly closedDate: string | null;
  /** Index of the step of that fill; null while it is open. */
  readonly closedBar: number | null;
  /** Largest size of the position, unsigned. */
  readonly size: number;
  /** Average price of the fills that opened it. */
  readonly entryPrice: number;
  /** Value of the largest size at the entry price, with the multiplier and without commission: what returns are over. */
  readonly entryValue: number;
  /** Average price of the fills that closed it; null while it is open. */
  readonly exitPrice: number | null;
  /** Profit after commission; null while it is open. */
  readonly pnl: number | null;
  /** Return, a fraction: `pnl / |entryValue|`; null while it is open, and for an entry value of zero. */
  readonly returnFraction: number | null;
  /** Commission of all its fills. */
  readonly commission: number;
  /** Money that slippage cost in all its fills; null if that of one is not known. */
  readonly slippage: number | null;
  /** Maximum adverse excursion, in money: the least profit that it had at a price, zero or less. */
  readonly mae: number;
  /** The same as a fraction, `mae / |entryValue|`; null for an entry value of zero. */
  readonly maeFraction: number | null;
  /** Maximum favourable excursion, in money: the greatest profit that it had at a price, zero or more. */
  readonly mfe: number;
  /** The same as a fraction, `mfe / |entryValue|`; null for an entry value of zero. */
  readonly mfeFraction: number | null;
  /** Bars from opening to closing; null while it is open. */
  readonly bars: number | null;
  /** Cause of the fill that opened it. */
  readonly entryReason: FillReason | null;
  /** Name of the rule that set the price of that fill. */
  readonly entryRule: string;
  /** Id of the order of that fill. */
  readonly entryOrderId: number;
  /** Cause of the fill that closed it; null while it is open. */
  readonly exitReason: FillReason | null;
  /** Name of the rule that set the price of that fill; null while it is open. */
  readonly exitRule: string | null;
  /** Id of the order of that fill; null while it is open, and for the close at the end of the run. */
  readonly exitOrderId: number | null;
  /** Tag of the order that opened it. */
  readonly tag: string | null;
  /** Tag of the order that closed it. */
  readonly exitTag: string | null;
  /** True if any of its fills is ambiguous. */
  readonly ambiguous: boolean;
  /** True if any of its fills is a late exit of `flatAt`. */
  readonly lateExit: boolean;
}

/** One refusal: of an order, of the part of an order that would open a position, or of a request about an order. */
export interface RefusalRow {
  /** Id of the order. */
  readonly orderId: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Time of the refusal. */
  readonly timeUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly time: string;
  /** Index of the step of the refusal. */
  readonly bar: number;
  /** Name of the reason, as in `"insufficientCash"`. */
  readonly reason: string;
  /** Required amount; null for a reason without an amount. */
  readonly needed: number | null;
  /** Available amount; null for a reason without an amount. */
  readonly available: number | null;
  /**
   * Offending price as the engine got it: on the grid, at 2^53 steps where it is above, and one step below zero for a
   * replacement by zero. Null if the refusal names none.
   */
  readonly price: number | null;
  /** Offending size in units; of an order as the strategy gave it. Null if the refusal names none. */
  readonly size: number | null;
}

/** Money that came from outside, or went there. */
export interface CashFlowRow {
  /** Time of its event in microseconds since the epoch. */
  readonly timeUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly time: string;
  /** Index of the step whose orders meet it first. */
  readonly bar: number;
  /** Amount in the account's currency; below 0 for money that went out. */
  readonly amount: number;
}

/** The kinds of payments without a fill: by rates, or for each unit of a position. */
export type PaymentKind = "funding" | "borrow" | "interest" | "dividend";

/** Money that was paid or received without a fill, as profit or loss. */
export interface PaymentRow {
  /** Time of its event in microseconds since the epoch. */
  readonly timeUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly time: string;
  /** Index of its step. */
  readonly bar: number;
  /** Kind of the payment. */
  readonly kind: PaymentKind;
  /** Name of the feed whose position it belongs to; null for interest, which is due on the cash. */
  readonly feed: string | null;
  /** Amount in the account's currency; below 0 for money that was paid. */
  readonly amount: number;
}

/** A split of a feed's instrument. */
export interface SplitRow {
  /** Time of its event in microseconds since the epoch. */
  readonly timeUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly time: string;
  /** Index of its step. */
  readonly bar: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Signed size of the position before it, without what it paid in cash; 0 without a position. */
  readonly sizeBefore: number;
  /** Signed size of the position after it. */
  readonly size: number;
}

/** One diagnostic of the core. */
export interface DiagnosticRow {
  /** Time of the diagnostic in microseconds since the epoch. */
  readonly timeUs: number;
  /** The same as ISO 8601 text in UTC. */
  readonly time: string;
  /** Index of the step. */
  readonly bar: number;
  /** Level: DEBUG 1, INFO 2, WARNING 3, ERROR 4. */
  readonly level: number;
  /** Name of the reason. */
  readonly reason: string;
  /** Name of the feed. */
  readonly feed: string;
  /** Id of the order; null for a diagnostic about no order. */
  readonly orderId: number | null;
}

/** An order as counts of orders read it. */
export type CountedOrder =
  & Pick<OrderRow, "id" | "bar" | "state" | "reason" | "role" | "opened" | "placedUs" | "endedUs">
  & {
    /** Request of the strategy: whether it said a size. */
    readonly asked: Pick<AskedOrder, "size" | "cash" | "fraction">;
  };

/** What statistics read of the rows of a run: columns, without an object for each row. */
export interface BriefRows {
  /** Shows the orders that rows have, placed from a bar on: one object that moves from order to order. */
  readonly orders: (fromBar: number, show: (order: CountedOrder) => void) => void;
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Bar, notional without its sign, and commission of each fill. */
  readonly fills: {
    readonly bar: Float64Array;
    readonly notional: Float64Array;
    readonly commission: Float64Array;
  };
  /** Every trade: its bar of opening, its profit (NaN while it is open), its entry value, and 1 if it is ambiguous. */
  readonly trades: {
    readonly openedBar: Float64Array;
    readonly pnl: Float64Array;
    readonly entryValue: Float64Array;
    readonly ambiguous: Uint8Array;
  };
}

/** All rows of a run's journal. */
export interface JournalRows {
  /** Every order. */
  readonly orders: readonly OrderRow[];
  /** Every fill. */
  readonly fills: readonly FillRow[];
  /** Every round trip, open ones included. */
  readonly trades: readonly TradeRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Every diagnostic. */
  readonly diagnostics: readonly DiagnosticRow[];
}
