/**
 * The moment of an execution on a bar.
 *
 * @module
 */

import type { BarColumns } from "../feeds/feed_data.ts";
import { lastUntil } from "../feeds/time/ordered_times.ts";
import { fillPlace } from "./fill_place.ts";

/**
 * Returns the moment of an execution: the begin of its bar for a fill at the open, else the time at which its record is
 * known, which is the end of the bar. A bar does not show when a price inside it was reached.
 *
 * @param rule Code of the rule that set the price.
 * @param knownUs Time of the record in microseconds since the epoch.
 * @param columns The bars of the instrument.
 * @param near A bar up to that of the execution, from which the search goes on.
 * @returns Microseconds since the epoch.
 */
export function executionTimeUs(
  rule: number,
  knownUs: number,
  { timeUs, beginUs }: Pick<BarColumns, "timeUs" | "beginUs">,
  near: number = -1,
): number {
  if (fillPlace(rule) !== "open") return knownUs;
  const row = lastUntil(timeUs, knownUs, near);
  return timeUs[row] === knownUs ? beginUs[row]! : knownUs;
}
