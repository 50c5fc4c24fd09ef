/**
 * Bars without volume: whether orders fill on them, as said or as the data suggest.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { BarColumns, FeedData } from "../feeds/feed_data.ts";

/**
 * Treatment of a bar whose volume is zero. Under `"no-fill"` it fills and triggers nothing, and an order waits for the
 * next bar with volume; under `"fill"` it is a bar as any other.
 */
export type BarWithoutVolume = "no-fill" | "fill";

/** Largest share of bars without volume for which they are taken for halts. */
const LACKING_MOST = 0.05;

/** Bars from the first one with volume on. */
interface VolumeCounts {
  readonly bars: number;
  /** Bars among them without volume. */
  readonly lacking: number;
}

const countsOf: WeakMap<BarColumns, VolumeCounts> = new WeakMap();

/** Counts the bars of a feed from the first one with volume on. Feeds do not change, so the count runs once. */
function countVolumes(columns: BarColumns): VolumeCounts {
  const known = countsOf.get(columns);
  if (known !== undefined) return known;
  const { volume } = columns, first = volume.findIndex((each) => each > 0);
  let lacking = 0;
  for (let row = first; row >= 0 && row < volume.length; row++) if (volume[row] === 0) lacking++;
  const counts = { bars: first < 0 ? 0 : volume.length - first, lacking };
  countsOf.set(columns, counts);
  return counts;
}

/** Rejects an option that is neither left out nor one of the two choices. */
export function checkBarWithoutVolume(said: unknown, what: string): asserts said is BarWithoutVolume | undefined {
  if (said === undefined || said === "no-fill" || said === "fill") return;
  throw new RangeError(`Cannot use ${what} ${inspected(said)}: pass "no-fill" or "fill"`);
}

/**
 * Returns the treatment of bars without volume: as said, or inferred from all bars of the feed. It is `"no-fill"` if the
 * feed has volume and at most 5 % of its bars, from the first with volume on, lack it: these are halts and suspensions.
 * In a feed that lacks it more often, a zero says little.
 *
 * @throws {RangeError} If the choice is unknown.
 */
export function resolveBarWithoutVolume(feed: FeedData, said: unknown, what: string): BarWithoutVolume {
  checkBarWithoutVolume(said, what);
  if (said !== undefined) return said;
  const { bars, lacking } = countVolumes(feed.columns);
  return bars > 0 && lacking <= LACKING_MOST * bars ? "no-fill" : "fill";
}

/** Returns the note on a feed of which some bars lack volume while orders fill on them, or undefined. */
export function noteOnBarsWithoutVolume(feed: FeedData, inferred: BarWithoutVolume): string | undefined {
  const { bars, lacking } = countVolumes(feed.columns);
  if (inferred === "no-fill" || lacking === 0 || !feed.trade) return undefined;
  return `${lacking} of ${bars} bars of ${feed.name} have no volume, and orders fill on them, as it is more than 5 %; ` +
    'barWithoutVolume: "no-fill" lets orders wait for volume';
}
