/**
 * Bars of a seed, some of which are missing.
 *
 * @module
 */

import type * as ct from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { barsAt, type Prices } from "./daily_bars.ts";

/** Makes bars of some minutes whose prices wander; each of them is left out by chance. */
export function randomFeed(name: string, seed: number, minutes: number, count: number, skip_percent: number): ct.Bars {
  const random = new Random(seed), time: string[] = [], rows: Prices[] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = Math.max(3000, price + random.between(-60, 60)),
      close = Math.max(3000, open + random.between(-80, 80));
    price = close;
    if (random.chance(skip_percent)) continue;
    time.push(new Date(Date.UTC(2024, 0, 1) + bar * minutes * 60_000).toISOString());
    const high = Math.max(open, close) + random.below(40), low = Math.min(open, close) - random.below(40);
    rows.push([open / 100, high / 100, low / 100, close / 100]);
  }
  return barsAt(time, rows, { name, timeframe: `${minutes}m`, stamp: "open" });
}
