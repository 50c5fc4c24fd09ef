/**
 * Read-only views of orders, trades, positions and the account. The run keeps them up to date.
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
export type OrderType =
  | "market"
  | "limit"
  | "stop"
  | "stopLimit"
  | "marketOnClose"
  | "stopTrail"
  | "stopTrailLimit"
  | "marketOnOpen"
  | "marketIfTouched"
  | "limitIfTouched";

/**
 * An order, read-only. The run updates it before each call of `next`. Prices are in the units of the feed's prices,
 * sizes in units of the instrument, amounts in the account's currency.
 */
export interface OrderView {
  /** Number of the order, rising from 1 in a run. */
  readonly id: number;
  /** Name of the feed that the order trades. */
  readonly feed: string;
  /** Direction of the order. */
  readonly side: "buy" | "sell";
  /** Type of the order. */
  readonly type: OrderType;
  /** State after the last notice of the engine. */
  readonly state: OrderState;
  /** Name of the reason for the state, or for a refusal, as in `"insufficientCash"`. */
  readonly reason: string;
  /** Size in units; null while the engine has not fixed it. */
  readonly size: number | null;
  /** Units filled. */
  readonly filled: number;
  /** Average price of the fills; null without any. */
  readonly averagePrice: number | null;
  /** Limit price; null without one. */
  readonly limit: number | null;
  /** Trigger price; null without one. That of a trailing order is where it stands after the current bar. */
  readonly stop: number | null;
  /** Commission of the fills so far. */
  readonly commission: number;
  /** True while the order can still fill. */
  readonly alive: boolean;
  /** Stop order that protects the part that this order opens; null without one. */
  readonly stopLoss: OrderView | null;
  /** Limit order that protects the part that this order opens, the first of several; null without one. */
  readonly takeProfit: OrderView | null;
  /** All limit orders that protect the part that this order opens, in the order of the option `takeProfit`. */
  readonly takeProfits: readonly OrderView[];
  /** Text that the strategy gave it by the option `tag`; that of the entry for a protective order. Null without one. */
  readonly tag: string | null;
}

/**
 * A trade: from a position of zero until it is zero again or changes sign. Each view is a copy and does not
 * change.
 */
export interface TradeView {
  /** Number of the trade, rising from 1 in a run. */
  readonly id: number;
  /** Name of the feed that the trade trades. */
  readonly feed: string;
  /** True for a long position. */
  readonly long: boolean;
  /** True while the position is open. */
  readonly isOpen: boolean;
  /** Largest size so far, in units. */
  readonly size: number;
  /** Average price of the entries. */
  readonly entryPrice: number;
  /** Average price of the exits; null without any. */
  readonly exitPrice: number | null;
  /** Profit after commission; while the position is open, that of the closed part minus all commission so far. */
  readonly pnl: number;
  /** Commission so far. */
  readonly commission: number;
  /** True if a bar does not show which price came first, so that the engine took the worse outcome. */
  readonly ambiguous: boolean;
}

/** A position, read-only. Its numbers follow the current bar. */
export interface PositionView {
  /** Signed units: negative for a short position, zero without one. */
  readonly size: number;
  /** Average entry price without commission; null without a position. */
  readonly averagePrice: number | null;
  /** Value at the close of the last bar on which orders were matched, signed. */
  readonly value: number;
  /** Open profit at the close of the last bar on which orders were matched, without commission. */
  readonly openProfit: number;
}

/** The account, read-only. Amounts are in the account's currency. */
export interface BrokerView {
  /** Cash; a short sale adds its proceeds. */
  readonly cash: number;
  /** Cash and positions at the closes of the last bars on which orders were matched. */
  readonly value: number;
  /**
   * Cash that an order may use to open a position. The proceeds of short positions, and as much again, are set aside.
   */
  readonly freeCash: number;
}
