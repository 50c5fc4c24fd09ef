/**
 * `Broker`: the account and the terms of a session's run.
 *
 * @module
 */

import type { VenueFactory } from "../venue/venue.ts";
import type { BrokerOptions } from "./broker_options.ts";
import { sessionOf } from "./open_sessions.ts";
import type { SessionBroker, SessionStore } from "./session_parts.ts";

/** The broker of a run in a session; see {@linkcode SessionBroker}. */
export type Broker = SessionBroker;

/**
 * Makes a broker of a session of its own, which is readable as `.session`; where a feed shares it, make both by a session
 * of `ct.exchange`.
 *
 * @param options Its options, and the exchange or the store.
 * @throws {TypeError} If an option is unknown.
 * @throws {SessionError} UNSUPPORTED if the mode is another one than `"paper"`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 *
 * await using venue = fakeVenue();
 * const broker = ct.Broker({ exchange: venue.factory, cash: 5000 });
 * assertEquals([broker.mode, broker.terms.cash], ["paper", 5000]);
 * ```
 */
export function Broker(
  options: BrokerOptions & { readonly exchange?: string | VenueFactory; readonly store?: SessionStore },
): Broker {
  const { exchange, store, ...rest } = options;
  return sessionOf("broker", exchange, store).broker(rest);
}
