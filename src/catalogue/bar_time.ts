/**
 * The time of a bar as messages and tables show it.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import { DAY_US, formatWallTime } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";

/** Returns the end of a bar on the clock of its zone; of a bar of whole days the date with which it ends. */
export function barTimeText(
  timeUs: number,
  { timeframeUs, timeZone }: Pick<FeedData, "timeframeUs" | "timeZone">,
): string {
  const wallUs = new TimeZone(timeZone).wallTimeUs(timeUs);
  if (timeframeUs % DAY_US === 0) return formatWallTime(Math.floor((wallUs - 1) / DAY_US) * DAY_US);
  const text = formatWallTime(wallUs);
  return text.includes("T") ? text : `${text}T00:00:00`;
}
