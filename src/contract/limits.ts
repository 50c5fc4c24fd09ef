/**
 * Limits that both engines share. A value past a limit is refused with a code and never wraps around.
 *
 * @module
 */

/** Every limit by its name: the number and the quantity that it bounds. */
export const LIMITS: Readonly<Record<string, readonly [value: number, doc: string]>> = {
  CONTRACT_VERSION: [3, "version of this contract, compared at load and at CONFIGURE"],
  INSTRUMENTS_MAX: [4096, "instruments of one configuration"],
  LIVE_ORDERS_MAX: [65_536, "orders that have not ended"],
  TERMINAL_ORDERS_MAX: [65_536, "ended orders that are kept; the oldest is retired beyond it"],
  PRODUCERS_MAX: [64, "producers that number their events"],
  PRODUCER_HOLES_MAX: [256, "missing ranges remembered per producer; the oldest is given up beyond it"],
  TIME_US_MAX: [9_007_199_254_740_991, "largest magnitude of a time, 2^53 - 1"],
  EXACT_MAX: [9_007_199_254_740_991, "largest magnitude of an exact sum, 2^53 - 1"],
  RATE_SCALE: [1_000_000_000, "rates are integers in this fraction of one"],
  RATE_LIMIT: [1_073_741_824, "rates are below this, 2^30"],
  LEVERAGE_MAX: [1000, "largest share of the account's value that an order may be sized by, where margin allows it"],
  LATENCY_BARS_MAX: [1_000_000, "most bars that may pass before an order reaches the market"],
  SCALE_FACTOR_LIMIT: [536_870_912, "numerator and each denominator factor of a scale are below this, 2^29"],
  BAR_COLUMNS: [
    8,
    "columns of an instrument in the packed data: time, begin, session day, open, high, low, close, volume",
  ],
};
