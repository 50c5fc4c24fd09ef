/**
 * Packing: the bars of all feeds as the core reads them, whole counts of price steps in one buffer.
 *
 * @module
 */

import { BAR_COLUMNS } from "../contract/contract.gen.ts";
import type { BarColumns, Feed } from "../feeds/feed.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";

/** Bars of all feeds for the core, and the feeds as the strategy sees them. */
export interface PackedBars {
  /** For each feed its columns one after the other: time, begin, session day, open, high, low, close, volume. */
  readonly columns: Float64Array;
  /** Bars of each feed. */
  readonly counts: Uint32Array;
  /** Number of the first bar of each feed, zero. */
  readonly bases: Uint32Array;
  /** The feeds with every price on the grid: the same arrays where nothing had to be rounded. */
  readonly feeds: readonly Feed[];
  /** Notes on what was rounded. */
  readonly notes: readonly string[];
}

/** Packs feeds on their grids. Prices off the grid are rounded half to even, and the largest change is noted. */
export function packBars(feeds: readonly Feed[], specs: readonly InstrumentSpec[]): PackedBars {
  const total = feeds.reduce((sum, feed) => sum + feed.length, 0);
  const columns = new Float64Array(total * BAR_COLUMNS), notes: string[] = [];
  let offset = 0;
  const shown = feeds.map((feed, id): Feed => {
    const spec = specs[id]!, count = feed.length, source = feed.columns;
    const column = (index: number): Float64Array =>
      columns.subarray(offset + index * count, offset + (index + 1) * count);
    column(0).set(source.timeUs);
    column(1).set(source.beginUs);
    column(2).set(source.sessionDay);
    let change = 0;
    const prices = [source.open, source.high, source.low, source.close].map((values, index) => {
      const packed = packPrices(values, column(3 + index), spec);
      change = Math.max(change, packed.change);
      return packed.values;
    });
    column(7).set(source.volume);
    offset += count * BAR_COLUMNS;
    if (change === 0) return feed;
    notes.push(`Prices of ${feed.name} were rounded to ${spec.price(1)}; the largest change was ${change}`);
    const [open, high, low, close] = prices as [Float64Array, Float64Array, Float64Array, Float64Array];
    const rounded: BarColumns = { ...source, open, high, low, close };
    return { ...feed, columns: rounded };
  });
  return {
    columns,
    counts: Uint32Array.from(feeds, (feed) => feed.length),
    bases: new Uint32Array(feeds.length),
    feeds: shown,
    notes,
  };
}

/** Turns a column of prices into steps; returns what they display as, and by how much the worst one changed. */
function packPrices(
  values: Float64Array,
  steps: Float64Array,
  spec: InstrumentSpec,
): { values: Float64Array; change: number } {
  let change = 0;
  for (let row = 0; row < values.length; row++) {
    const price = values[row]!;
    let count = spec.steps(price);
    if (count % 1 !== 0) {
      count = roundHalfEven(count);
      change = Math.max(change, Math.abs(spec.price(count) - price));
    }
    steps[row] = count;
  }
  if (change === 0) return { values, change };
  return { values: steps.map((count) => spec.price(count)), change };
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value), rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
