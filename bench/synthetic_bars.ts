/**
 * Synthetic bars: a seeded random walk in whole cents, the same everywhere.
 *
 * @module
 */

import { Bars } from "../src/feeds/bars.ts";

/** A generator of u32 from a seed (Marsaglia's xorshift32), so that every machine draws the same numbers. */
export function xorshift32(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/**
 * The nearest count of cents at or below that keeps averages of 10 and 30 closes from ever being equal: one close of any
 * 30 in a row leaves 1 when divided by 3 and the others 0, so three times the sum of 10 is never the sum of 30. Rounding
 * inside a loop or an engine can then move no crossing.
 */
function untied(cents: number, bar: number): number {
  return cents - cents % 3 + (bar % 30 === 0 ? 1 : 0);
}

/** Makes one-minute bars that go around the clock from 2020-01-01, prices in cents around 100. */
export function syntheticBars(count: number, seed = 1, name = "synthetic"): Bars {
  const random = xorshift32(seed);
  const column = (): Float64Array => new Float64Array(count);
  const columns = {
    timeUs: column(),
    beginUs: column(),
    sessionDay: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  const minute = 60_000_000, first = 1_577_836_800_000_000;
  let cents = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = cents;
    // Drawn back to 100 from afar, so that a long walk neither dies nor flies off.
    const pull = cents < 5_000 ? 3 : cents > 20_000 ? -3 : 0;
    const close = untied(open + random() % 21 - 10 + pull, bar);
    const high = Math.max(open, close) + random() % 6, low = Math.min(open, close) - random() % 6;
    columns.timeUs[bar] = first + (bar + 1) * minute;
    columns.beginUs[bar] = first + bar * minute;
    columns.sessionDay[bar] = 737_425 + Math.floor(bar / 1440);
    columns.open[bar] = open / 100;
    columns.high[bar] = high / 100;
    columns.low[bar] = low / 100;
    columns.close[bar] = close / 100;
    columns.volume[bar] = 1 + random() % 1000;
    cents = close;
  }
  return new Bars({
    name,
    length: count,
    columns,
    extra: {},
    timeframeUs: minute,
    stamp: "close",
    timeZone: "UTC",
    decimals: 2,
    adjusted: false,
    trade: true,
    notes: [],
  });
}
