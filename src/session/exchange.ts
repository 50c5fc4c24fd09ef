/**
 * `exchange`: a session with an exchange.
 *
 * @module
 */

import type { VenueFactory } from "../venue/venue.ts";
import { factoryOf } from "./open_sessions.ts";
import type { ExchangeOptions } from "./exchange_options.ts";
import type { ExchangeSession } from "./session_parts.ts";
import { VenueSession } from "./venue_session.ts";

/**
 * Makes a session with an exchange: its history for backtests, its bars as they come for runs on paper. Nothing is asked
 * for before it is needed, and `await using` closes everything.
 *
 * @param venue Name of a registered exchange, or the factory of an adapter.
 * @param options Mode, clock and logger; see {@linkcode ExchangeOptions}.
 * @throws {TypeError} If an option is unknown, or the venue is none.
 * @throws {RangeError} If the exchange is not known.
 * @throws {SessionError} UNSUPPORTED for the modes `"sandbox"` and `"live"`, which this version does not have.
 *
 * @example A backtest on the history of a venue, then the same strategy on paper
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { fakeVenue } from "@cracktrader/cracktrader/fake-venue";
 *
 * class Dips extends ct.Strategy.with({ period: 5 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.position.size === 0 && this.data.close.now < this.average.now) this.buy({ fraction: 0.5 });
 *     else if (this.data.close.now > this.average.now) this.close();
 *   }
 * }
 *
 * await using venue = fakeVenue({ seed: 1, speed: 600 });
 * await using session = ct.exchange(venue.factory, { clock: venue.clock });
 * const bars = await session.history({ symbol: "BTC/USDT", timeframe: "1m" });
 * assertEquals(ct.backtest(Dips, bars).stats.bars, 500);
 *
 * const feed = session.feed({ symbol: "BTC/USDT", timeframe: "1m", warmUp: 20 });
 * const run = await session.run(Dips, feed, { broker: session.broker({ cash: 5000 }) });
 * const result = await run.stop("flatten");
 * assertEquals(result.stats.cashInitial, 5000);
 * ```
 */
export function exchange(venue: string | VenueFactory, options: ExchangeOptions = {}): ExchangeSession {
  return new VenueSession(factoryOf(venue), options);
}
