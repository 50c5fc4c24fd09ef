/**
 * The rows of a result: all orders, fills, trades and refusals as plain objects in display units.
 *
 * Prices are per unit, sizes in units of the instrument, amounts in the account's currency. Times are integer
 * microseconds since the epoch, UTC. A bar is the index of a step; the first time of the run has index 0. A value that
 * does not apply, or is not known yet, is null.
 *
 * @module
 */

import type { OrderState, OrderType } from "../strategy/order_view.ts";

/** Direction of an order or a fill. */
export type OrderSide = "buy" | "sell";

/**
 * Purpose of an order: to enter, to protect an entry, to close a position, to take it to a target, or, for an order of the
 * run, to close it as `flatAt` says.
 */
export type OrderRole = "entry" | "stopLoss" | "takeProfit" | "close" | "target" | "flatAt";

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
  /** Index of the step of its placement. */
  readonly bar: number;
  /** Time of the step of its end; null for an order that is still open. */
  readonly endedUs: number | null;
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
}

/** One change of an order's prices after its placement: the prices in use from its time on. */
export interface OrderMoveRow {
  /** Id of the order. */
  readonly orderId: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Time of the change. */
  readonly timeUs: number;
  /** Index of the step of the change. */
  readonly bar: number;
  /** Limit price; null for an order without one. */
  readonly limit: number | null;
  /** Trigger price; null for an order without one. */
  readonly stop: number | null;
}

/** One execution. */
export interface FillRow {
  /** Id of the filled order. */
  readonly orderId: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Time of the fill: the begin of its bar for a fill at the open, else the end of the bar. */
  readonly timeUs: number;
  /** Index of the step of the fill. */
  readonly bar: number;
  /** Direction. */
  readonly side: OrderSide;
  /** Size, unsigned. */
  readonly size: number;
  /** Price per unit. */
  readonly price: number;
  /** Value of the size at the price, unsigned and without commission. */
  readonly notional: number;
  /** Commission. */
  readonly commission: number;
  /** Name of the rule that set the price, as in `"open"` or `"stopGap"`. */
  readonly rule: string;
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
}

/** One trade: from a position of zero until it is zero again or changes sign. */
export interface TradeRow {
  /** Id, rising from 1 in the order of opening. */
  readonly id: number;
  /** Name of the feed. */
  readonly feed: string;
  /** True for a long position. */
  readonly long: boolean;
  /** Time of the fill that opened it. */
  readonly openedUs: number;
  /** Index of the step of that fill. */
  readonly openedBar: number;
  /** Time of the fill that closed it; null while it is open. */
  readonly closedUs: number | null;
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
  /** Commission of all its fills. */
  readonly commission: number;
  /** True if any of its fills is ambiguous. */
  readonly ambiguous: boolean;
  /** True if any of its fills is a late exit of `flatAt`. */
  readonly lateExit: boolean;
  /** Bars from opening to closing; null while it is open. */
  readonly bars: number | null;
}

/** One refusal: of an order, of the part of an order that would open a position, or of a request about an order. */
export interface RefusalRow {
  /** Id of the order. */
  readonly orderId: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Time of the refusal. */
  readonly timeUs: number;
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
