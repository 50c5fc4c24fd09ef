/**
 * The lines by which a page is told of its run: the run itself, then news of it, then its end.
 *
 * @module
 */

import type { RunStatus } from "../session_parts.ts";

/** A feed of the run. */
export interface PageFeed {
  readonly name: string;
  readonly symbol: string;
  readonly timeframe: string;
  /** Length of a bar in microseconds. */
  readonly stepUs: number;
  /** Decimals of its prices and of its sizes. */
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
}

/** The first line: what is run, and where. */
export interface PageRun {
  readonly kind: "run";
  readonly strategy: string;
  readonly venue: string;
  readonly mode: string;
  readonly currency: string;
  /** Time of the last bar that warmed up, in microseconds since the epoch. */
  readonly fromUs: number;
  readonly feeds: readonly PageFeed[];
}

/** A bar: number of its feed, its end in microseconds, its prices, its volume. */
export type PageBar = readonly [
  feed: number,
  timeUs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
];

/** The account behind a turn. */
export type PagePoint = readonly [timeUs: number, value: number];

/** A fill. */
export interface PageFill {
  readonly timeUs: number;
  readonly feed: string;
  readonly side: "buy" | "sell";
  readonly size: number;
  readonly price: number;
  /** Id of its order; 0 for the end of the run. */
  readonly order: number;
}

/** An entry of the log. */
export interface PageMessage {
  readonly timeUs: number;
  readonly level: string;
  readonly category: string;
  readonly text: string;
}

/** A position. */
export interface PagePosition {
  readonly feed: string;
  readonly size: number;
  readonly averagePrice: number | null;
  readonly value: number;
  readonly openProfit: number;
}

/** An order that works. */
export interface PageOrder {
  readonly id: number;
  readonly feed: string;
  readonly side: "buy" | "sell";
  readonly type: string;
  /** Null for one whose size the fill decides. */
  readonly size: number | null;
  readonly filled: number;
  readonly limit: number | null;
  readonly stop: number | null;
  readonly tag: string | null;
}

/** The run as it stands, and what is new of it. */
export interface PageNews {
  readonly kind: "news";
  readonly status: RunStatus;
  /** Time of the venue's clock. */
  readonly nowUs: number;
  readonly positions: readonly PagePosition[];
  /** The orders that work, the first hundred of them. */
  readonly orders: readonly PageOrder[];
  readonly bars: readonly PageBar[];
  readonly points: readonly PagePoint[];
  readonly fills: readonly PageFill[];
  readonly messages: readonly PageMessage[];
}

/** The final figures of a run. */
export interface PageFigures {
  readonly finalEquity: number;
  readonly returnFraction: number | null;
  readonly maxDrawdown: number | null;
  readonly commission: number;
  readonly fills: number;
  readonly tradesClosed: number;
  readonly chain: string;
}

/** The last line. */
export interface PageEnd {
  readonly kind: "end";
  readonly how: "cancel" | "flatten" | "keep" | "failed";
  /** The message of the error of a run that failed. */
  readonly error: string;
  /** Absent where the run failed. */
  readonly figures?: PageFigures;
}

/** A line. */
export type PageLine = PageRun | PageNews | PageEnd;
