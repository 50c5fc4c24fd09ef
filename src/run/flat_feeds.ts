/**
 * The feeds whose positions are closed at the close of each session.
 *
 * @module
 */

import type { InstrumentSpec } from "../broker/instrument_spec.ts";
import { INSTRUMENT_LATENCY_BARS } from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { hasHours } from "./timer_moments.ts";

/**
 * Returns the ids of the feeds with `flatAt` that trade.
 *
 * @param isFinelyFilled Tells whether the orders on a feed fill on finer bars.
 * @throws {RangeError} If the exits of one of them cannot be placed.
 */
export function flatFeeds(
  feeds: readonly FeedData[],
  specs: readonly InstrumentSpec[],
  isFinelyFilled: (id: number) => boolean,
): readonly number[] {
  const flat = [...specs.keys()].filter((id) => specs[id]!.flatAt !== undefined && feeds[id]!.trade);
  for (const id of flat) {
    const { name, counted } = feeds[id]!;
    if (specs[id]!.lanes[INSTRUMENT_LATENCY_BARS] !== 0) {
      throw new RangeError(
        `Cannot use flatAt for feed "${name}" with latencyBars: its exits would come after the close; leave one of them ` +
          "out",
      );
    }
    if (isFinelyFilled(id)) {
      throw new RangeError(
        `Cannot use flatAt for feed "${name}" with fillOn: an order at the close would fill at the close of the first ` +
          "finer bar; leave flatAt out, or run on the finer bars themselves",
      );
    }
    if (!hasHours(feeds[id]!)) {
      throw new RangeError(
        `Cannot close the position of feed "${name}" at the close: nothing tells the hours of its sessions; pass ` +
          `calendar, or session: { open: "09:30", close: "16:00" }, when reading it, or flatAt: null in instruments for it`,
      );
    }
    if (counted === true) {
      throw new RangeError(
        `Cannot close the position of feed "${name}" at the close: its bars end when they hold so many others, and no ` +
          "hours tell which is the last one of a session; resample to a length of time, or pass flatAt: null in " +
          "instruments for it",
      );
    }
  }
  return flat;
}
