/**
 * `Bars`: bars of one instrument in memory, as a reader makes them.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import { showBy } from "../shown.ts";
import { tableOf } from "./bars_table.ts";
import type { BarColumns, FeedData, FeedStamp } from "./feed_data.ts";

// The class below assigns it, as only the class can read its private fields.
let privateFeedOf: (bars: Bars) => FeedData;
let privateShownOf: (bars: Bars) => FeedData | undefined;

/** The columns that a user has been given, which are copies. */
interface ShownColumns {
  readonly columns: BarColumns;
  readonly extra: Readonly<Record<string, Float64Array>>;
}

/**
 * Bars of one instrument with their facts. `ct.csv`, `ct.parseCsv` and `ct.bars` make them, and `ct.backtest` runs over
 * them.
 *
 * Bars do not change. Their columns are for reading: a run refuses bars whose columns were written to, and names them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const prices = { open: [10, 11], high: [12, 11.25], low: [9.5, 10], close: [11, 10.5] };
 * const bars: ct.Bars = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices }, { name: "example" });
 * assertEquals([bars.name, bars.length, bars.columns.close[1]], ["example", 2, 10.5]);
 * ```
 */
export class Bars implements FeedData {
  /** Name of the instrument; by default that of the file. */
  readonly name: string;
  /** Number of bars. */
  readonly length: number;
  /** Length of a bar in microseconds: given, or the most common spacing of the rows. */
  readonly timeframeUs: number;
  /** The end of a bar that its row's stamp marks. */
  readonly stamp: FeedStamp;
  /** IANA name of the time zone of dates and sessions. */
  readonly timeZone: string;
  /** Most decimals found in a price of the source, before it is adjusted (at most 12). */
  readonly decimals: number;
  /** True if prices were adjusted back by the source's adjusted close. */
  readonly adjusted: boolean;
  /** True if orders may be placed on these bars; otherwise they only have lines. */
  readonly trade: boolean;
  /** Automatic decisions of the reader, in sentences for the summary. */
  readonly notes: readonly string[];
  readonly #data: FeedData;
  #shown: ShownColumns | undefined;

  static {
    privateFeedOf = (bars) => {
      bars.#check();
      return bars.#data;
    };
    privateShownOf = (bars) => bars.#shown === undefined ? undefined : { ...bars.#data, ...bars.#shown };
    showBy(Bars.prototype, (bars) => tableOf(bars.#data));
  }

  /**
   * Keeps columns and facts. Readers call it; `ct.bars` makes bars from columns of your own and checks them.
   *
   * @param feed Columns and facts, which no code changes afterwards.
   * @throws {TypeError} If it is no feed, or a column is missing or of another length.
   */
  constructor(feed: FeedData) {
    checkColumns(feed);
    this.name = feed.name;
    this.length = feed.length;
    this.timeframeUs = feed.timeframeUs;
    this.stamp = feed.stamp;
    this.timeZone = feed.timeZone;
    this.decimals = feed.decimals;
    this.adjusted = feed.adjusted;
    this.trade = feed.trade;
    this.notes = feed.notes;
    this.#data = feed;
    Object.freeze(this);
  }

  /** The bars in columns, for reading: a copy, which is made when it is first asked for. */
  get columns(): BarColumns {
    return this.#copies().columns;
  }

  /** Further numeric columns of the source by their header name, for reading; a missing value is NaN. */
  get extra(): Readonly<Record<string, Float64Array>> {
    return this.#copies().extra;
  }

  #copies(): ShownColumns {
    const { columns, extra } = this.#data;
    return this.#shown ??= { columns: copied({ ...columns }), extra: copied(extra) };
  }

  /** Rejects bars whose shown columns were written to. */
  #check(): void {
    if (this.#shown === undefined) return;
    const shown: Readonly<Record<string, Float64Array>> = { ...this.#shown.extra, ...this.#shown.columns };
    for (const [name, truth] of Object.entries({ ...this.#data.extra, ...this.#data.columns })) {
      const row = firstDifference(truth, shown[name]!);
      if (row === -1) continue;
      throw new TypeError(
        `Cannot use feed "${this.name}": its column "${name}" was changed at row ${row}, from ${truth[row]} to ${
          shown[name]![row]
        }; columns are for reading, and ct.bars makes a feed of changed ones`,
      );
    }
  }
}

/**
 * Returns the columns and facts of bars, for code of this package; `mod.ts` does not export it.
 *
 * @throws {TypeError} If a column that was given out was written to.
 */
export function feedOf(bars: Bars): FeedData {
  return privateFeedOf(bars);
}

/**
 * Returns bars with the columns that were given out, for the law that overwrites whatever a strategy may close over;
 * undefined if none were.
 */
export function shownFeedOf(bars: Bars): FeedData | undefined {
  return privateShownOf(bars);
}

/** Returns bars with changed columns or facts, for code of this package. */
export function changedBars(bars: Bars, changes: Partial<FeedData>): Bars {
  return new Bars({ ...feedOf(bars), ...changes });
}

/** Rejects what no reader made. */
function checkColumns(feed: FeedData): void {
  const isFeed = isOptions(feed) && typeof feed.name === "string" && isOptions(feed.columns) && isOptions(feed.extra) &&
    [...Object.values(feed.columns), ...Object.values(feed.extra)].every((column) =>
      column instanceof Float64Array && column.length === feed.length
    );
  if (isFeed) return;
  throw new TypeError(
    `Cannot make bars from ${inspected(feed, 0)}: call ct.bars({ time, open, high, low, close }), which checks them`,
  );
}

function copied<Columns extends Readonly<Record<string, Float64Array>>>(columns: Columns): Columns {
  return Object.freeze(
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()])),
  ) as Columns;
}

/** Returns the first row in which two columns differ, NaN being equal to itself; -1 if they do not. */
function firstDifference(truth: Float64Array, shown: Float64Array): number {
  for (let row = 0; row < truth.length; row++) {
    const value = truth[row]!, other = shown[row]!;
    if (value !== other && (value === value || other === other)) return row;
  }
  return -1;
}
