/**
 * The port of a venue: what an adapter of an exchange implements, and all that a session knows of one.
 *
 * Prices, sizes and fees are decimal text, as the venue wrote them: an adapter rounds nothing and invents nothing. What
 * is not known is `undefined`, never zero.
 *
 * @module
 */

/** The abilities of a venue; a session asks for nothing that is false. */
export interface Capabilities {
  /** True if the venue has bars of the past. */
  readonly history: boolean;
  /** True if it streams the bar in progress. */
  readonly barStream: boolean;
  /** True if it says its time. */
  readonly time: boolean;
  /** Timeframes of its bars, such as `"1m"`. */
  readonly timeframes: readonly string[];
  /** True if orders can be placed through this adapter. */
  readonly orders: boolean;
  /** True if an order can be found by the id that its sender gave it. */
  readonly findByClientId: boolean;
  /** True if fills can be read on from a cursor. */
  readonly fillCursor: boolean;
}

/** The terms of an instrument at a venue, all as decimal text. */
export interface InstrumentTerms {
  /** Name of the instrument as sessions write it, such as `"BTC/USDT"`. */
  readonly symbol: string;
  /** Currency that is bought. */
  readonly base: string;
  /** Currency in which it is paid. */
  readonly quote: string;
  /** Step of prices. */
  readonly tick: string;
  /** Step of sizes. */
  readonly sizeStep: string;
  /** Least size of an order; undefined if not known. */
  readonly sizeMin?: string;
  /** Least notional of an order in the quote currency; undefined if not known. */
  readonly notionalMin?: string;
  /** Whether the instrument trades at the moment. */
  readonly status: "trading" | "halted";
}

/** A bar of a venue. */
export interface VenueBar {
  /** Begin of the bar in microseconds since the epoch; its end is its timeframe later. */
  readonly beginUs: number;
  /** First price. */
  readonly open: string;
  /** Highest price. */
  readonly high: string;
  /** Lowest price. */
  readonly low: string;
  /** Last price. */
  readonly close: string;
  /** Volume in the base currency. */
  readonly volume: string;
  /** True if the venue says that the bar has ended; undefined if it does not say so. */
  readonly closed?: boolean;
}

/** The streams that are wanted. */
export interface WatchRequest {
  /** Bars in progress. */
  readonly bars: readonly { readonly symbol: string; readonly timeframe: string }[];
}

/** What a stream tells: at least once, and in any order. */
export type VenueEvent =
  | { readonly kind: "connected" }
  | { readonly kind: "lost"; readonly text: string }
  | { readonly kind: "bar"; readonly symbol: string; readonly timeframe: string; readonly bar: VenueBar }
  | { readonly kind: "status"; readonly symbol: string; readonly status: InstrumentTerms["status"] };

/** A fill as a venue tells it. */
export interface VenueFill {
  /** Id of the fill, which is unique for its instrument. */
  readonly id: string;
  /** Venue's id of the order. */
  readonly orderId: string;
  /** Size of the fill. */
  readonly size: string;
  /** Price of the fill. */
  readonly price: string;
  /** Fee, negative for a rebate; undefined while it is not known. */
  readonly fee?: { readonly amount: string; readonly currency: string };
  /** Time of the fill in microseconds since the epoch. */
  readonly timeUs: number;
}

/** An order as a venue tells it. */
export interface VenueOrder {
  /** Name of the instrument. */
  readonly symbol: string;
  /** Venue's id. */
  readonly orderId: string;
  /** Id that the sender gave it. */
  readonly clientId: string;
  /** State at the venue. */
  readonly state: "working" | "filled" | "cancelled" | "expired" | "rejected";
  /** Size filled so far. */
  readonly filled: string;
}

/** An order to be placed; prices and sizes lie on the venue's steps already. */
export interface VenueOrderRequest {
  /** Name of the instrument. */
  readonly symbol: string;
  /** Id by which the order can be found. */
  readonly clientId: string;
  /** Side of the order. */
  readonly side: "buy" | "sell";
  /** Kind of the order. */
  readonly type: "market" | "limit" | "stop";
  /** Size in the base currency. */
  readonly size: string;
  /** Limit price of a limit order. */
  readonly limit?: string;
  /** Trigger of a stop order. */
  readonly stop?: string;
  /** Time from which the venue has to refuse the request, in microseconds since the epoch. */
  readonly validUntilUs?: number;
}

/** The name of an order at a venue. */
export interface VenueOrderRef {
  /** Name of the instrument. */
  readonly symbol: string;
  /** Id that the sender gave it. */
  readonly clientId: string;
  /** Venue's id, where it is known. */
  readonly orderId?: string;
}

/**
 * The outcome of a request that changes something. It has three values: after `"unknown"` the order may exist, and it is
 * found by its client id or proved to be absent; a create is never sent again.
 */
export type Outcome =
  | { readonly kind: "accepted"; readonly order: VenueOrder; readonly fills?: readonly VenueFill[] }
  | { readonly kind: "refused"; readonly code: string; readonly text: string }
  | { readonly kind: "unknown"; readonly text: string; readonly sentUs: number };

/** The place up to which fills were read. */
export type FillCursor = string;

/** Balances by currency; an amount that the venue did not say is undefined, and never zero. */
export type VenueBalances = Readonly<Record<string, { readonly free?: string; readonly total?: string }>>;

/**
 * A venue, as a session uses it. Queries throw a {@linkcode VenueError} when they could not ask; requests that change
 * something return an {@linkcode Outcome}.
 */
export interface Venue {
  /** What the venue can do. */
  readonly capabilities: Capabilities;
  /** Makes the venue ready. It is called once, before anything else. */
  open(signal: AbortSignal): Promise<void>;
  /** Returns the terms of instruments, in the order of the symbols. */
  terms(symbols: readonly string[]): Promise<readonly InstrumentTerms[]>;
  /** Returns the time of the venue in microseconds since the epoch. */
  time(): Promise<number>;
  /**
   * Returns bars whose begin is in the range, ascending. The bar in progress may be the last one.
   *
   * @param fromUs Least begin in microseconds since the epoch.
   * @param untilUs Begin before which bars are wanted.
   */
  history(symbol: string, timeframe: string, fromUs: number, untilUs: number): AsyncIterable<VenueBar>;
  /** Streams events until the signal ends it; it connects again by itself and tells of it. */
  watch(request: WatchRequest, signal: AbortSignal): AsyncIterable<VenueEvent>;
  /** Places an order. An adapter never sends it a second time. */
  place(order: VenueOrderRequest): Promise<Outcome>;
  /** Cancels an order. */
  cancel(order: VenueOrderRef): Promise<Outcome>;
  /** Finds an order; it throws if it could not ask. */
  find(order: VenueOrderRef): Promise<VenueOrder | "not-found">;
  /** Returns the working orders of instruments. */
  openOrders(symbols: readonly string[]): Promise<readonly VenueOrder[]>;
  /** Returns fills behind a cursor, all of them from the beginning for null. */
  fills(
    symbol: string,
    after: FillCursor | null,
  ): Promise<{ readonly fills: readonly VenueFill[]; readonly cursor: FillCursor }>;
  /** Returns the balances. */
  balances(): Promise<VenueBalances>;
  /** Ends all that the venue has open. It may be called twice. */
  close(): Promise<void>;
}

/** The keys of an account. They are in no file and in no log. */
export interface Credentials {
  /** Public part of the key. */
  readonly apiKey: string;
  /** Secret part. */
  readonly secret: string;
  /** Passphrase, where the venue asks for one. */
  readonly passphrase?: string;
}

/** What a session tells the venue that it makes. */
export interface VenueContext {
  /** Mode of the session. */
  readonly mode: "backtest" | "paper" | "sandbox" | "live";
  /** Kind of instruments. */
  readonly instrumentType: "spot" | "swap" | "future";
  /** Keys of the account, where there are any. */
  readonly credentials?: Credentials;
}

/** Makes venues of one name; an adapter gives one to `ct.exchange`. */
export interface VenueFactory {
  /** Name of the exchange, in lower case. */
  readonly name: string;
  /** Makes a venue without any input or output. */
  create(context: VenueContext): Venue;
}
