/**
 * Bars of whole sessions of a calendar, with prices that wander.
 *
 * @module
 */

import type * as ct from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { barsAt, type Prices } from "./daily_bars.ts";

const MINUTE_MS = 60_000;

/** The ends of all scheduled bars of sessions, as texts of UTC. */
export function scheduledEnds(calendar: ct.Calendar, dates: readonly string[], minutes: number): string[] {
  return dates.flatMap((date) => {
    const { openUs, closeUs, breaks } = calendar.sessionOn(date)!, texts: string[] = [];
    for (let ms = openUs / 1000 + minutes * MINUTE_MS; ms <= closeUs / 1000; ms += minutes * MINUTE_MS) {
      const pauses = breaks.some(({ startUs, endUs }) => ms > startUs / 1000 && ms <= endUs / 1000);
      if (!pauses) texts.push(new Date(ms).toISOString());
    }
    return texts;
  });
}

/** Dates of sessions from one date to another. */
export function sessionDates(calendar: ct.Calendar, first: string, last: string): string[] {
  return calendar.sessionsBetween(first, last).map(({ date }) => date);
}

/** Prices that wander by a few cents around 100, the same for the same number of bars. */
export function wanderingPrices(count: number, seed: number = 1): Prices[] {
  const random = new Random(seed);
  let price = 10_000;
  return Array.from({ length: count }, (): Prices => {
    const open = price, close = Math.max(9000, Math.min(11_000, open + random.between(-20, 20)));
    const high = Math.max(open, close) + random.below(10), low = Math.min(open, close) - random.below(10);
    price = close;
    return [open / 100, high / 100, low / 100, close / 100];
  });
}

/** Bars of sessions; rows can be left out by their ends. */
export function sessionBars(
  calendar: ct.Calendar,
  dates: readonly string[],
  minutes: number,
  options: ct.BarsOptions & { readonly without?: (end: string, row: number) => boolean } = {},
): ct.Bars {
  const { without = () => false, ...rest } = options, ends = scheduledEnds(calendar, dates, minutes);
  const prices = wanderingPrices(ends.length),
    kept = ends.map((_, row) => row).filter((row) => !without(ends[row]!, row));
  return barsAt(kept.map((row) => ends[row]!), kept.map((row) => prices[row]!), {
    timeframe: `${minutes}m`,
    stamp: "close",
    calendar,
    ...rest,
  });
}
