/**
 * Packing: the bars of all feeds for the core, as whole counts of price steps in one buffer.
 *
 * @module
 */

import {
  BAR_COLUMNS,
  COLUMN_BEGIN_US,
  COLUMN_OPEN,
  COLUMN_SESSION_DAY,
  COLUMN_TIME_US,
  COLUMN_VOLUME,
  EXACT_MAX,
} from "../contract/contract.gen.ts";
import { SealedColumns } from "../engine/sealed_columns.ts";
import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import type { PriceSteps } from "../lines/feed_lines.ts";
import { isCounted } from "./any_prices.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import { queueBarTimes } from "./queue_times.ts";

/** Bars of all feeds for the core, and the feeds for the strategy. */
export interface PackedBars {
  /** For each feed its columns in order: time, begin, session day, open, high, low, close, volume. */
  readonly columns: Float64Array;
  /** Bars of each feed. */
  readonly counts: Uint32Array;
  /** The columns in the engine's form, which it checks once. */
  readonly sealed: SealedColumns;
  /** Feeds with every price on the grid; the original arrays if no price was rounded. */
  readonly feeds: readonly FeedData[];
  /** Notes on rounded prices. */
  readonly notes: readonly string[];
}

/** The prices of packed feeds, which are the same arrays in each run, so that what is made of them is found again. */
const knownSteps: WeakMap<Float64Array, PriceSteps[]> = new WeakMap();

/** Returns the prices of a feed as whole numbers, for its lines. */
export function priceStepsOf({ columns, counts }: Pick<PackedBars, "columns" | "counts">, id: number): PriceSteps {
  const known = knownSteps.get(columns) ?? [];
  knownSteps.set(columns, known);
  return known[id] ??= stepsAt(columns, counts, id);
}

function stepsAt(columns: Float64Array, counts: Uint32Array, id: number): PriceSteps {
  const count = counts[id]!, offset = BAR_COLUMNS * counts.subarray(0, id).reduce((sum, bars) => sum + bars, 0);
  const column = (index: number): Float64Array =>
    columns.subarray(offset + index * count, offset + (index + 1) * count);
  return {
    open: column(COLUMN_OPEN),
    high: column(COLUMN_OPEN + 1),
    low: column(COLUMN_OPEN + 2),
    close: column(COLUMN_OPEN + 3),
  };
}

/** One feed, packed on one grid. Feeds do not change, so each feed is packed once for each grid. */
interface PackedFeed {
  readonly columns: Float64Array;
  /** Bars in the form that an engine loads if this is the only feed. */
  readonly sealed: SealedColumns;
  /** Bars with every price on the grid. */
  readonly shown: BarColumns;
  /** Largest change of a price, in display units and as a share of the price. */
  readonly change: number;
  readonly share: number;
}

/** A change of a price up to this share of it is noise, and told to nobody. */
const NOISE = 1e-9;
const CHANGE_DIGITS = 3;

/** Grids on which a feed is kept packed. A sweep over resolutions would otherwise keep a copy of the feed for each. */
const GRIDS_MAX = 4;

const packedFeeds: WeakMap<BarColumns, Map<string, PackedFeed>> = new WeakMap();

/** Packs feeds on their grids. Prices off the grid are rounded half to even; a note tells a change that is no noise. */
export function packBars(feeds: readonly FeedData[], specs: readonly InstrumentSpec[]): PackedBars {
  const notes: string[] = [];
  const packed = feeds.map((feed, id): PackedFeed => {
    const spec = specs[id]!, known = packOnce(feed, spec);
    if (known.share > NOISE) {
      const change = Number(known.change.toPrecision(CHANGE_DIGITS));
      notes.push(`Prices of ${feed.name} were rounded to ${spec.distance(1)}; the largest change was ${change}`);
    }
    return known;
  });
  const sealed = packed.length === 1 ? packed[0]!.sealed : joinOnce(packed);
  return {
    columns: sealed.columns,
    counts: sealed.counts,
    sealed,
    feeds: packed.map(({ shown }, id) => ({ ...feeds[id]!, columns: shown })),
    notes,
  };
}

/** Columns that were joined, with the feeds that are in them. */
interface JoinedFeeds {
  readonly parts: readonly PackedFeed[];
  readonly sealed: SealedColumns;
}

/** What was joined last with a feed as the first one. Runs of a sweep read the same feeds again and again. */
const joinedFeeds: WeakMap<PackedFeed, JoinedFeeds> = new WeakMap();

function joinOnce(parts: readonly PackedFeed[]): SealedColumns {
  const first = parts[0]!, known = joinedFeeds.get(first);
  const same = known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at]);
  if (known !== undefined && same) return known.sealed;
  const sealed = new SealedColumns(
    joined(parts.map(({ columns }) => columns)),
    Uint32Array.from(parts, ({ columns }) => columns.length / BAR_COLUMNS),
  );
  joinedFeeds.set(first, { parts, sealed });
  return sealed;
}

/** Returns the name of the grid on which an instrument's prices are packed. */
function gridOf(feed: FeedData, { isPlain, resolution, zero }: InstrumentSpec): string {
  if (!isCounted(feed)) return "times alone";
  return isPlain ? "doubles" : `${resolution.numerator}/${resolution.denominator} from ${-zero}`;
}

function packOnce(feed: FeedData, spec: InstrumentSpec): PackedFeed {
  const grids = packedFeeds.get(feed.columns) ?? new Map<string, PackedFeed>();
  packedFeeds.set(feed.columns, grids);
  const grid = gridOf(feed, spec), known = grids.get(grid) ?? packFeed(feed, spec);
  // The latest one goes to the end, and the one that was longest not asked for is let go.
  grids.delete(grid);
  grids.set(grid, known);
  if (grids.size > GRIDS_MAX) grids.delete(grids.keys().next().value!);
  return known;
}

/** A feed of packed bars, without its part of the columns. */
export interface PackedPart extends Omit<PackedFeed, "columns" | "sealed"> {
  /** Name of the grid. */
  readonly grid: string;
  /** True if the bars are the source's own, as no price was rounded. */
  readonly isSource: boolean;
}

/** The packed bars of the runs over some feeds, as another thread can take them over. */
export interface PackedTogether {
  /** The columns of all feeds, one behind the other, as an engine loads them. */
  readonly columns: Float64Array;
  readonly parts: readonly PackedPart[];
}

/** Packs feeds, for runs in this thread and in others. */
export function packTogether(feeds: readonly FeedData[], specs: readonly InstrumentSpec[]): PackedTogether {
  const parts = feeds.map((feed, id): PackedPart => {
    const { shown, change, share } = packOnce(feed, specs[id]!);
    return { grid: gridOf(feed, specs[id]!), shown, change, share, isSource: shown === feed.columns };
  });
  return { columns: packBars(feeds, specs).columns, parts };
}

/** Takes over what another thread packed of the same feeds, so that it is neither packed nor kept again. */
export function adoptPacked(sources: readonly BarColumns[], { columns, parts }: PackedTogether): void {
  const taken = new Map<BarColumns, Map<string, PackedFeed>>();
  let offset = 0;
  const adopted = parts.map(({ grid, shown, change, share, isSource }, id): PackedFeed => {
    const source = sources[id]!, count = source.timeUs.length, grids = taken.get(source) ?? new Map();
    const own = columns.subarray(offset, offset += BAR_COLUMNS * count);
    const sealed = new SealedColumns(own, Uint32Array.of(count));
    // The same bars may be there under two names.
    const part = grids.get(grid) ?? { columns: own, sealed, shown: isSource ? source : shown, change, share };
    taken.set(source, grids.set(grid, part));
    return part;
  });
  for (const [source, grids] of taken) packedFeeds.set(source, grids);
  if (adopted.length < 2) return;
  const counts = Uint32Array.from(sources, ({ timeUs }) => timeUs.length);
  joinedFeeds.set(adopted[0]!, { parts: adopted, sealed: new SealedColumns(columns, counts) });
}

function packFeed(feed: FeedData, spec: InstrumentSpec): PackedFeed {
  const count = feed.length, source = feed.columns, columns = new Float64Array(count * BAR_COLUMNS);
  const column = (index: number): Float64Array => columns.subarray(index * count, (index + 1) * count);
  const times = spec.isPlain ? queueBarTimes(feed) : source;
  column(COLUMN_TIME_US).set(times.timeUs);
  column(COLUMN_BEGIN_US).set(times.beginUs);
  column(COLUMN_SESSION_DAY).set(source.sessionDay);
  column(COLUMN_VOLUME).set(source.volume);
  let change = 0, share = 0, rounded = false;
  if (!isCounted(feed)) {
    // The core has no order on such a feed, so its steps bring the time of the bars and no price.
    for (let index = 0; index < 4; index++) column(COLUMN_OPEN + index).fill(1);
    return { columns, sealed: new SealedColumns(columns, Uint32Array.of(count)), shown: source, change, share };
  }
  const prices = [source.open, source.high, source.low, source.close].map((values, index) => {
    const packed = packPrices(values, column(COLUMN_OPEN + index), spec, feed.name);
    change = Math.max(change, packed.change);
    share = Math.max(share, packed.share);
    rounded ||= packed.values !== values;
    return packed.values;
  });
  const sealed = new SealedColumns(columns, Uint32Array.of(count));
  const { timeUs, beginUs } = times;
  if (!rounded) {
    return { columns, sealed, shown: spec.isPlain ? { ...source, timeUs, beginUs } : source, change, share };
  }
  const [open, high, low, close] = prices as [Float64Array, Float64Array, Float64Array, Float64Array];
  return { columns, sealed, shown: { ...source, open, high, low, close }, change, share };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/**
 * Writes a column of prices as steps. Returns the display prices of those steps, the same array if none changed, and
 * the largest change.
 */
function packPrices(
  values: Float64Array,
  steps: Float64Array,
  spec: InstrumentSpec,
  name: string,
): { values: Float64Array; change: number; share: number } {
  let change = 0, share = 0, rounded = false;
  for (let row = 0; row < values.length; row++) {
    const price = values[row]!, count = spec.wholeSteps(price), shown = spec.price(count);
    if (shown !== price) {
      if (count === 0 && spec.zero === 0) throw offGrid(spec, name, price, row, "rounds to zero; pass a finer one");
      rounded = true;
      change = Math.max(change, Math.abs(shown - price));
      share = Math.max(share, Math.abs(shown - price) / Math.abs(price));
    }
    if (count <= 0) {
      const least = spec.price(1);
      throw new RangeError(
        `Cannot count the price ${price} of bar ${row} of feed "${name}": it is below ${least}, the lowest that is ` +
          "counted; pass a lower pricesFrom",
      );
    }
    if (count > EXACT_MAX) throw offGrid(spec, name, price, row, "is past 2^53 steps; pass a coarser one");
    steps[row] = count;
  }
  return { values: rounded ? steps.map((count) => spec.price(count)) : values, change, share };
}

function offGrid(spec: InstrumentSpec, name: string, price: number, row: number, fault: string): RangeError {
  return new RangeError(
    `Cannot use a resolution of ${spec.distance(1)} for feed "${name}": the price ${price} of its bar ${row} ${fault}`,
  );
}
