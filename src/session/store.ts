/**
 * `Store`: the data of a venue: its terms, its time and its bars of the past.
 *
 * @module
 */

import type { VenueFactory } from "../venue/venue.ts";
import { sharedSession } from "./open_sessions.ts";
import type { ExchangeOptions } from "./exchange_options.ts";
import type { SessionStore } from "./session_parts.ts";

/** The data of a venue; see {@linkcode SessionStore}. */
export type Store = SessionStore;

/**
 * Returns the store of a session of its own, which is readable as `.session`. Equal calls share one, until it is closed.
 *
 * @param venue Name of a registered exchange, or the factory of an adapter.
 * @param options Options of the session.
 * @throws {TypeError} If an option is unknown.
 * @throws {RangeError} If the exchange is not known.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 *
 * await using venue = fakeVenue();
 * const options: ct.ExchangeOptions = { clock: venue.clock };
 * const store = ct.Store(venue.factory, options);
 * assertEquals(store === ct.Store(venue.factory, options), true);
 * const [terms] = await store.terms(["BTC/USDT"]);
 * assertEquals(terms?.tick, "0.01");
 * await store.session.close();
 * ```
 */
export function Store(venue: string | VenueFactory, options: ExchangeOptions = {}): Store {
  return sharedSession(venue, options).store;
}
