/**
 * Options of a session.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { SessionError } from "../journal/session_error.ts";
import type { Logger } from "../logs/logger.ts";
import { takenOptions } from "../options.ts";
import type { Credentials, VenueContext } from "../venue/venue.ts";
import { checkHistoryCache, type HistoryCache } from "./history_cache.ts";
import type { VenueClock } from "../venue/venue_clock.ts";

/** Mode of a session: what orders do. `"paper"` simulates them in the core; the last two are not built yet. */
export type Mode = "backtest" | "paper" | "sandbox" | "live";

/** Options of `ct.exchange`. */
export interface ExchangeOptions {
  /** Mode; `"backtest"` has history alone. Default: `"paper"`. */
  readonly mode?: Mode;
  /** Keys of an account, or a function that gives them; they are in no file and in no log. Default: none. */
  readonly credentials?: Credentials | (() => Credentials | Promise<Credentials>);
  /** Kind of instruments. Default: `"spot"`. */
  readonly instrumentType?: "spot" | "swap" | "future";
  /** False to refuse everything that needs a network. Default: true. */
  readonly network?: boolean;
  /**
   * Catalogue that keeps the history: bars that were asked for once come from it. Default: none, and each history is asked
   * for anew.
   */
  readonly cache?: HistoryCache;
  /** Receiver of the log of runs and of the session. Default: none. */
  readonly logger?: Logger;
  /** Clock of the session, where the time of its venue is another one, as that of a fake venue. Default: that of here. */
  readonly clock?: VenueClock;
}

const OPTIONS = ["mode", "credentials", "instrumentType", "network", "cache", "logger", "clock"] as const;
const MODES: readonly unknown[] = ["backtest", "paper", "sandbox", "live"];
const TYPES: readonly unknown[] = ["spot", "swap", "future"];

/** Options with their defaults. */
export interface TakenExchangeOptions extends Omit<ExchangeOptions, "mode" | "instrumentType" | "network"> {
  readonly mode: Mode;
  readonly instrumentType: VenueContext["instrumentType"];
  readonly network: boolean;
}

/**
 * Returns the options of a session, each read once.
 *
 * @throws {SessionError} UNSUPPORTED for a mode with orders at the venue.
 */
export function takenExchangeOptions(given: ExchangeOptions): TakenExchangeOptions {
  const taken = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot make a session with ${shown}: pass an object, such as { mode: "paper" }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of a session: there are ${OPTIONS.join(", ")}`,
  });
  const { mode = "paper", instrumentType = "spot", network = true } = taken;
  if (!MODES.includes(mode)) throw new RangeError(`Cannot use mode ${inspected(mode, 0)}: pass "paper" or "backtest"`);
  if (mode === "sandbox" || mode === "live") {
    throw new SessionError(
      "UNSUPPORTED",
      `Cannot make a session of mode "${mode}": this version trades on paper alone`,
    );
  }
  if (!TYPES.includes(instrumentType)) {
    throw new RangeError(`Cannot use instrumentType ${inspected(instrumentType, 0)}: pass "spot", "swap" or "future"`);
  }
  if (typeof network !== "boolean") {
    throw new TypeError(`Cannot use network ${inspected(network, 0)}: pass true or false`);
  }
  if (taken.cache !== undefined) checkHistoryCache(taken.cache);
  return { ...taken, mode, instrumentType, network };
}
