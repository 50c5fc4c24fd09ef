/**
 * `Feed`: bars of a venue that come while they happen.
 *
 * @module
 */

import type { VenueFactory } from "../venue/venue.ts";
import type { FeedRequest } from "./feed_request.ts";
import { sessionOf } from "./open_sessions.ts";
import type { SessionFeed, SessionStore } from "./session_parts.ts";

/** A feed of a session; see {@linkcode SessionFeed}. */
export type Feed = SessionFeed;

/**
 * Makes a feed of a session of its own, which is readable as `.session`; where several parts share one, make it by
 * `ct.exchange` and call `session.feed`.
 *
 * @param request What is wanted, and the exchange or the store.
 * @throws {TypeError} If it is incomplete or an option is unknown.
 * @throws {RangeError} If a value cannot be used, or the exchange is not known.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 *
 * await using venue = fakeVenue();
 * const feed = ct.Feed({ exchange: venue.factory, symbol: "BTC/USDT", timeframe: "1m", warmUp: 50 });
 * assertEquals([feed.name, feed.session.mode], ["BTC/USDT", "paper"]);
 * ```
 */
export function Feed(
  request: FeedRequest & { readonly exchange?: string | VenueFactory; readonly store?: SessionStore },
): Feed {
  const { exchange, store, ...rest } = request;
  return sessionOf("feed", exchange, store).feed(rest);
}
