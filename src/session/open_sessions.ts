/**
 * The exchanges that have names, and the sessions that stores, feeds and brokers share.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { VenueFactory } from "../venue/venue.ts";
import { VenueSession } from "./venue_session.ts";
import type { ExchangeOptions } from "./exchange_options.ts";
import type { ExchangeSession, SessionStore } from "./session_parts.ts";

const factories: Map<string, VenueFactory> = new Map();

/** Sessions that stores share, by their exchange and their options. */
const shared: Map<VenueFactory, Map<string, VenueSession>> = new Map();

/**
 * Gives an exchange a name, by which `ct.exchange`, `ct.Store`, `ct.Feed` and `ct.Broker` find it.
 *
 * @param name The name; upper and lower case are the same.
 * @param factory The factory of its adapter.
 * @throws {TypeError} If it is no factory.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 *
 * await using venue = fakeVenue();
 * ct.registerExchange("practice", venue.factory);
 * await using session = ct.exchange("Practice");
 * assertEquals(session.name, "fake");
 * ```
 */
export function registerExchange(name: string, factory: VenueFactory): void {
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot register an exchange as ${inspected(name, 0)}: pass a name that is not empty`);
  }
  factories.set(name.toLowerCase(), checkedFactory(factory));
}

/** Returns the factory of a name, or the one that was given. */
export function factoryOf(venue: unknown): VenueFactory {
  if (typeof venue !== "string") return checkedFactory(venue);
  const found = factories.get(venue.toLowerCase());
  if (found !== undefined) return found;
  const known = factories.size === 0 ? "none is registered" : `there are ${[...factories.keys()].join(", ")}`;
  throw new RangeError(
    `Cannot find exchange ${
      inspected(venue, 0)
    }: ${known}; pass the factory of an adapter, as ct.exchange(ccxt("binance")) ` +
      "with that of @cracktrader/cracktrader/ccxt, or register it",
  );
}

function checkedFactory(value: unknown): VenueFactory {
  const { name, create } = (value ?? {}) as Partial<VenueFactory>;
  if (typeof name === "string" && typeof create === "function") return value as VenueFactory;
  throw new TypeError(
    `Cannot use ${inspected(value, 0)} as an exchange: pass a registered name, or a factory with name and create`,
  );
}

/** Returns the session that equal stores share. */
export function sharedSession(venue: string | VenueFactory, options: ExchangeOptions): ExchangeSession {
  const factory = factoryOf(venue), key = keyOf(options);
  const byKey = shared.get(factory) ?? new Map<string, VenueSession>();
  shared.set(factory, byKey);
  const known = byKey.get(key);
  if (known !== undefined && !known.isClosed) return known;
  const session = new VenueSession(factory, options);
  byKey.set(key, session);
  return session;
}

/** Returns options as a text; values that are no data, as clocks and loggers, count by their identity. */
function keyOf(options: ExchangeOptions): string {
  return JSON.stringify(
    Object.entries(options).toSorted(([one], [other]) => one < other ? -1 : 1),
    (_name, value: unknown) => typeof value === "function" || isObjectOfClass(value) ? `#${numberOf(value)}` : value,
  );
}

const numbers: WeakMap<object, number> = new WeakMap();
let numbered = 0;

function numberOf(value: unknown): number {
  const known = numbers.get(value as object);
  if (known !== undefined) return known;
  numbers.set(value as object, ++numbered);
  return numbered;
}

function isObjectOfClass(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.getPrototypeOf(value) !== Object.prototype ||
    Object.values(value).some((each) => typeof each === "function");
}

/** Returns the session of a part that names an exchange or a store. */
export function sessionOf(
  part: string,
  exchange: string | VenueFactory | undefined,
  store: SessionStore | undefined,
): ExchangeSession {
  if (store !== undefined && exchange !== undefined) {
    throw new TypeError(`Cannot make a ${part} of both an exchange and a store: pass one of them`);
  }
  if (store !== undefined) return store.session;
  if (exchange === undefined) {
    throw new TypeError(`Cannot make a ${part} without a venue: pass exchange, or store, or call session.${part}`);
  }
  return new VenueSession(factoryOf(exchange), {});
}
