/**
 * A venue on this machine, in the shape of Binance's spot market, to try strategies, bots and adapters against: with
 * prices from a seed or from files, a clock that may run fast, and faults that come when they are asked for.
 *
 * @module
 */

export { type FakeVenue, fakeVenue, fakeVenueAt, type FakeVenueOptions } from "./fake_venue.ts";
export type { FakeCandle, FakeInstrument } from "./fake_instrument.ts";
export type * from "../venue/venue.ts";
export type { Fault, FrameFault, RequestFault, VenueFault } from "./faults.ts";
export type { VenueClock } from "../venue/venue_clock.ts";
