/**
 * The largest drawdowns of a run, each with its moments.
 *
 * @module
 */

import { DAY_US } from "../feeds/time/civil_date.ts";
import type { TimeZone } from "../feeds/time/time_zone.ts";
import type { DrawdownRow } from "./report_input.ts";

/**
 * Returns the largest drawdowns, the deepest first: a stretch counts from the last step at the peak to the step that
 * reaches it again, as in the figures of the statistics.
 *
 * @param timeUs Moments of the steps.
 * @param drawdown The drawdown of each step, a fraction.
 * @param zone The zone whose clock counts the days.
 * @param most Number of rows.
 */
export function drawdownRows(
  timeUs: Float64Array,
  drawdown: Float64Array,
  zone: TimeZone,
  most: number,
): DrawdownRow[] {
  const rows: DrawdownRow[] = [];
  let peak = 0, low = 0, depth = 0;
  const end = (step: number, recovered: boolean): void => {
    const days = (zone.wallTimeUs(timeUs[step]!) - zone.wallTimeUs(timeUs[peak]!)) / DAY_US;
    rows.push({
      ...{ peakUs: timeUs[peak]!, lowUs: timeUs[low]!, depth, days },
      recoveredUs: recovered ? timeUs[step]! : null,
    });
  };
  for (let step = 0; step < timeUs.length; step++) {
    const value = drawdown[step]!;
    if (value > 0) {
      if (value > depth) [low, depth] = [step, value];
      continue;
    }
    if (depth > 0) end(step, true);
    [peak, depth] = [step, 0];
  }
  if (depth > 0) end(timeUs.length - 1, false);
  return rows.sort((a, b) => b.depth - a.depth || a.peakUs - b.peakUs).slice(0, most);
}
