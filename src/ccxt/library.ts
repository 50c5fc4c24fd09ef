/**
 * The library ccxt behind this room, and the part of it that it uses. It is loaded when a venue is opened, by a name that
 * is put together, so that no module of the package has its 68 MB in its graph.
 *
 * @module
 */

import { reasonOf } from "../host.ts";
import { VenueError } from "../venue/venue_error.ts";

/** The one version of ccxt that this adapter is written for. */
export const CCXT_VERSION = "4.5.84";

/** A market of an exchange, as ccxt tells it. */
export interface CcxtMarket {
  /** Name of the instrument. */
  readonly symbol: string;
  /** Currency that is bought. */
  readonly base: string;
  /** Currency in which it is paid. */
  readonly quote: string;
  /** False if it does not trade. */
  readonly active?: boolean;
  /** Steps of prices and sizes, or their decimals. */
  readonly precision: { readonly price?: number; readonly amount?: number };
  /** Least amounts. */
  readonly limits: { readonly amount?: { readonly min?: number }; readonly cost?: { readonly min?: number } };
}

/** A bar: its begin in milliseconds, prices and volume. */
export type CcxtBar = readonly [number, number, number, number, number, number];

/** The part of an exchange of ccxt that is used. */
export interface CcxtExchange {
  /** What the exchange can do. */
  readonly has: Readonly<Record<string, boolean | string | undefined>>;
  /** Timeframes by name. */
  readonly timeframes: Readonly<Record<string, unknown>> | undefined;
  /** How steps are told: 2 as decimals, 3 as significant digits, 4 as steps. */
  readonly precisionMode: number;
  /** Addresses of its hosts. */
  readonly urls: Record<string, unknown>;
  /** Text of the last answer. */
  readonly last_http_response?: unknown;
  /** Loads the markets, anew if that is asked for. */
  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, CcxtMarket>>>;
  /** Returns the time of the exchange in milliseconds. */
  fetchTime(): Promise<number>;
  /** Returns bars from a begin on. */
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<readonly CcxtBar[]>;
  /** Waits for the next update of bars. */
  watchOHLCV(symbol: string, timeframe: string): Promise<readonly CcxtBar[]>;
  /** Ends all connections. */
  close(): Promise<unknown>;
}

/** The part of the library that is used: its exchanges with streams by their ids. */
export interface CcxtLibrary {
  /** Constructors by id. */
  readonly pro: Readonly<Record<string, (new (config: object) => CcxtExchange) | undefined>>;
}

/**
 * Loads the library.
 *
 * @throws {VenueError} UNAVAILABLE if it cannot be had; NOT_PERMITTED without the one permission that it asks for.
 */
export async function loadCcxt(): Promise<CcxtLibrary> {
  // A name that is put together stays out of the graph of whoever imports this module.
  const name = ["npm:ccxt", CCXT_VERSION].join("@");
  try {
    const { default: library } = await import(name) as { readonly default: CcxtLibrary };
    return library;
  } catch (cause) {
    const isRefused = cause instanceof Error && cause.name === "NotCapable";
    throw new VenueError(
      isRefused ? "NOT_PERMITTED" : "UNAVAILABLE",
      isRefused
        ? "Cannot load ccxt: pass --allow-env=WS_NO_BUFFER_UTIL, which it reads"
        : `Cannot load ${name}: ${reasonOf(cause)}; run deno cache ${name} while there is a network`,
      { cause },
    );
  }
}
