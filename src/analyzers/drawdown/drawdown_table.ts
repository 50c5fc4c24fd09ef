/**
 * The table of drawdowns.
 *
 * @module
 */

import { formatMoment } from "../../records/moment_text.ts";
import { TimeZone } from "../../feeds/time/time_zone.ts";
import type { FigureInput } from "../figure_input.ts";

/** One stretch under water. Moments are on the clock of the run, dates if no session date has two steps. */
export interface DrawdownRow {
  /** Last step at the peak. */
  readonly start: string;
  /** Step of the lowest value. */
  readonly valley: string;
  /** Step that reached the peak again; null if none did. */
  readonly recovered: string | null;
  /** Last step of the stretch: that of the recovery, or the last one of the run. */
  readonly end: string;
  /** Largest `(peak - equity) / peak`, a fraction. */
  readonly depth: number;
  /** Days from start to end. */
  readonly days: number;
  /** Steps from start to end. */
  readonly bars: number;
}

/** Returns the stretches under water, the deepest first; of equal ones the earlier first. None for a worthless account. */
export function drawdownRows(input: FigureInput): DrawdownRow[] {
  if (!(input.equityInitial > 0)) return [];
  const { drawdownSpans: { start, valley, end, depth, isOpen }, drawdownDays, timeUs, stats } = input;
  const zone = new TimeZone(stats.timeZone), isDated = stats.sessionDays === stats.bars;
  const textOf = (step: number): string => formatMoment(timeUs[step]!, zone, isDated);
  const order = Uint32Array.from(depth, (_, at) => at).sort((a, b) => depth[b]! - depth[a]! || a - b);
  return Array.from(order, (at): DrawdownRow => ({
    start: textOf(start[at]!),
    valley: textOf(valley[at]!),
    recovered: isOpen && at === depth.length - 1 ? null : textOf(end[at]!),
    end: textOf(end[at]!),
    depth: depth[at]!,
    days: drawdownDays[at]!,
    bars: end[at]! - start[at]!,
  }));
}
