/**
 * What a feed of a session is asked for.
 *
 * @module
 */

import { parseTimeframe } from "../feeds/time/timeframe.ts";
import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";

/** What a feed is asked for. */
export interface FeedRequest {
  /** Name of the instrument at the venue, such as `"BTC/USDT"`. */
  readonly symbol: string;
  /** Length of a bar, such as `"1m"`. Default: `"1m"`. */
  readonly timeframe?: string;
  /** Bars before the first live one, which reach lines alone, from 0 to 100,000. Default: 500. */
  readonly warmUp?: number;
  /** Time after the end of a bar from which on it is asked for, in milliseconds, from 0 to 60,000. Default: 2000. */
  readonly graceMs?: number;
  /** Name of the feed in results. Default: the symbol. */
  readonly name?: string;
}

const WEEK_US = 7 * 86_400_000_000;

const OPTIONS = ["symbol", "timeframe", "warmUp", "graceMs", "name"] as const;

/** Returns a request, checked and with its defaults. */
export function takenFeedRequest(given: FeedRequest): Required<FeedRequest> {
  const taken = takenOptions(given, OPTIONS, {
    noObject: (shown) =>
      `Cannot make a feed of ${shown}: pass an object, such as { symbol: "BTC/USDT", timeframe: "1m" }`,
    unknown: (name) => `Cannot use option ${inspected(name)} of a feed: there are ${OPTIONS.join(", ")}`,
  });
  const { symbol, timeframe = "1m", warmUp = 500, graceMs = 2000, name = symbol } = taken;
  checkSymbol(symbol);
  checkFixedTimeframe(timeframe);
  if (!(Number.isInteger(warmUp) && warmUp >= 0 && warmUp <= 100_000)) {
    throw new RangeError(`Cannot use warmUp ${inspected(warmUp, 0)}: pass a whole number of bars from 0 to 100,000`);
  }
  if (!(typeof graceMs === "number" && graceMs >= 0 && graceMs <= 60_000)) {
    throw new RangeError(`Cannot use graceMs ${inspected(graceMs, 0)}: pass milliseconds from 0 to 60,000`);
  }
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot use name ${inspected(name, 0)}: pass a text that is not empty`);
  }
  return { symbol, timeframe, warmUp, graceMs, name };
}

/** Rejects what is no symbol. */
export function checkSymbol(symbol: unknown): void {
  if (typeof symbol === "string" && symbol !== "") return;
  throw new TypeError(`Cannot use symbol ${inspected(symbol, 0)}: pass the name of an instrument, such as "BTC/USDT"`);
}

/** Returns the length of a bar in microseconds; a month has none that is fixed. */
export function checkFixedTimeframe(timeframe: unknown): number {
  if (typeof timeframe !== "string") {
    throw new TypeError(`Cannot use timeframe ${inspected(timeframe, 0)}: pass a text, such as "1m"`);
  }
  const { us, months } = parseTimeframe(timeframe);
  if (months === 0 && us % WEEK_US === 0) {
    throw new RangeError(
      `Cannot use timeframe "${timeframe}" in a session: exchanges begin weeks on different days; pass "1d", of which ` +
        'this.data.resample("1w") makes weeks',
    );
  }
  if (months === 0) return us;
  throw new RangeError(`Cannot use timeframe "${timeframe}" in a session: months differ in length; pass "1d" or less`);
}
