/**
 * The rows of a result: what became of every order, fill, round trip and refusal, as plain objects in display units.
 *
 * Prices are per unit, sizes in units of the instrument, amounts in the account's currency. Times are integer
 * microseconds since the epoch, UTC. A bar is the index of a step, which is 0 for the first time of the run. What does
 * not apply, or is not known yet, is null.
 *
 * @module
 */

import type { OrderState, OrderType } from "../strategy/order_view.ts";

/** Which way an order or a fill trades. */
export type OrderSide = "buy" | "sell";

/** What an order is for: to enter, to protect an entry, or to close a position. */
export type OrderRole = "entry" | "stopLoss" | "takeProfit" | "close";

/** What the strategy asked for, before sizing and before snapping to the grid. */
export interface AskedOrder {
  /** Size in units. */
  readonly size?: number;
  /** Amount to spend, commission included. */
  readonly cash?: number;
  /** Fraction of the account's value. */
  readonly fraction?: number;
  /** Limit price. */
  readonly limit?: number;
  /** Trigger price. */
  readonly stop?: number;
}

/** One order: asked and used values, and how it ended. */
export interface OrderRow {
  /** Its id, rising from 1 in the order of placement. */
  readonly id: number;
  /** Name of its feed. */
  readonly feed: string;
  /** Whether it buys or sells. */
  readonly side: OrderSide;
  /** Its type. */
  readonly type: OrderType;
  /** What the strategy asked for. */
  readonly asked: AskedOrder;
  /** Size in use, without a sign; null while it is not fixed. */
  readonly size: number | null;
  /** Limit price in use. */
  readonly limit: number | null;
  /** Trigger price in use. */
  readonly stop: number | null;
  /** Time of the step in which it was placed. */
  readonly placedUs: number;
  /** Index of the step in which it was placed. */
  readonly bar: number;
  /** When it ended; null for an order that is still open. */
  readonly endedUs: number | null;
  /** Its state when the run ended. */
  readonly state: OrderState;
  /** Name of the reason for its last change, as in `"filled"` or `"insufficientCash"`. */
  readonly reason: string;
  /** Size that was filled. */
  readonly filled: number;
  /** Average price of its fills; null without any. */
  readonly averagePrice: number | null;
  /** Commission of its fills. */
  readonly commission: number;
  /** Id of the entry that it protects. */
  readonly parent: number | null;
  /** Id of the order that leads its one-cancels-other group. */
  readonly oco: number | null;
  /** What it is for. */
  readonly role: OrderRole;
}

/** One execution. */
export interface FillRow {
  /** Id of the order that it filled. */
  readonly orderId: number;
  /** Name of its feed. */
  readonly feed: string;
  /** When it happened. */
  readonly timeUs: number;
  /** Index of the step in which it happened. */
  readonly bar: number;
  /** Whether it bought or sold. */
  readonly side: OrderSide;
  /** Size, without a sign. */
  readonly size: number;
  /** Price of a unit. */
  readonly price: number;
  /** What the size costs at the price, without a sign and without commission. */
  readonly notional: number;
  /** Commission. */
  readonly commission: number;
  /** Name of the rule that set the price, as in `"open"` or `"stopGap"`. */
  readonly rule: string;
  /** Whether it reduced the position. */
  readonly closing: boolean;
  /** Profit of what it closed, before commission; zero where it opened. */
  readonly pnl: number;
  /** Whether it came after its order had ended. */
  readonly late: boolean;
  /** Whether the bar does not tell what came first, so that the outcome that hurts was taken. */
  readonly ambiguous: boolean;
  /** Whether slippage moved the price. */
  readonly slipped: boolean;
}

/** One round trip: from a position of zero until it is zero again or changes sign. */
export interface RoundTripRow {
  /** Its id, rising from 1 in the order of opening. */
  readonly id: number;
  /** Name of its feed. */
  readonly feed: string;
  /** Whether the position was long. */
  readonly long: boolean;
  /** When it opened. */
  readonly openedUs: number;
  /** When it closed; null while it is open. */
  readonly closedUs: number | null;
  /** Largest size that the position had, without a sign. */
  readonly size: number;
  /** Average price of what opened it. */
  readonly entryPrice: number;
  /** Average price of what closed it; null while it is open. */
  readonly exitPrice: number | null;
  /** Profit after commission; null while it is open. */
  readonly pnl: number | null;
  /** Commission of all its fills. */
  readonly commission: number;
  /** Whether any of its fills is ambiguous. */
  readonly ambiguous: boolean;
  /** Bars from opening to closing; null while it is open. */
  readonly bars: number | null;
}

/** One refusal: of an order, of the part of one that would have opened, or of a request about one. */
export interface RefusalRow {
  /** Id of the order that it is about. */
  readonly orderId: number;
  /** Name of its feed. */
  readonly feed: string;
  /** When it happened. */
  readonly timeUs: number;
  /** Index of the step in which it happened. */
  readonly bar: number;
  /** Name of the reason, as in `"insufficientCash"`. */
  readonly reason: string;
  /** Amount that it would have taken; null where the reason is not about an amount. */
  readonly needed: number | null;
  /** Amount that there was; null where the reason is not about an amount. */
  readonly available: number | null;
}
