/**
 * An order as a strategy sees it: a view that the run keeps up to date.
 *
 * @module
 */

/** State of an order. */
export type OrderState =
  | "created"
  | "submitted"
  | "accepted"
  | "triggered"
  | "partiallyFilled"
  | "filled"
  | "cancelPending"
  | "replacePending"
  | "cancelled"
  | "rejected"
  | "expired";

/** Type of an order. */
export type OrderType = "market" | "limit" | "stop" | "stopLimit" | "marketOnClose";

/** An order, read-only. Sizes and prices are in display units. */
export interface OrderView {
  /** Number of the order, rising from 1 in a run. */
  readonly id: number;
  /** Name of the feed that it trades. */
  readonly feed: string;
  /** Buy or sell. */
  readonly side: "buy" | "sell";
  /** Type. */
  readonly type: OrderType;
  /** State at the last notice. */
  readonly state: OrderState;
  /** Why it is in that state, or why it was refused: a reason of the contract. */
  readonly reason: string;
  /** Units, or null while the size is not fixed yet. */
  readonly size: number | null;
  /** Units filled. */
  readonly filled: number;
  /** Average price of the fills, or null without any. */
  readonly averagePrice: number | null;
  /** Limit price, or null. */
  readonly limit: number | null;
  /** Trigger price, or null. */
  readonly stop: number | null;
  /** Commission so far. */
  readonly commission: number;
  /** Whether it can still fill. */
  readonly alive: boolean;
  /** The stop order that protects what this one opens, or null. */
  readonly stopLoss: OrderView | null;
  /** The limit order that protects what this one opens, or null. */
  readonly takeProfit: OrderView | null;
}

/** A round trip as a strategy is told of it when it opens and when it closes. */
export interface TradeView {
  /** Number of the round trip, rising from 1 in a run. */
  readonly id: number;
  /** Name of the feed. */
  readonly feed: string;
  /** Whether the position is long. */
  readonly long: boolean;
  /** Whether it is still open. */
  readonly isOpen: boolean;
  /** Largest size held, in units. */
  readonly size: number;
  /** Average price of the entries. */
  readonly entryPrice: number;
  /** Average price of the exits, or null without any. */
  readonly exitPrice: number | null;
  /** Profit after commission; of what is closed so far while it is open. */
  readonly pnl: number;
  /** Commission so far. */
  readonly commission: number;
  /** Whether a bar did not tell what came first, so that the worse outcome was taken. */
  readonly ambiguous: boolean;
}

/** A position, read-only. */
export interface PositionView {
  /** Signed units: negative for a short position, zero without one. */
  readonly size: number;
  /** Average entry price without commission, or null without a position. */
  readonly averagePrice: number | null;
  /** Value at the current bar's close, signed. */
  readonly value: number;
  /** Open profit at the current bar's close, without commission. */
  readonly openProfit: number;
}

/** The account, read-only. */
export interface BrokerView {
  /** Cash. */
  readonly cash: number;
  /** Cash and positions at the current bars' closes. */
  readonly value: number;
  /** Cash that an opening may use. */
  readonly freeCash: number;
}
