/**
 * `Bars`: bars of one instrument in memory, as a reader makes them.
 *
 * @module
 */

import { inspected, INSPECTED_BY } from "../host.ts";
import { displayBy } from "../notebook.ts";
import { isOptions } from "../options.ts";
import { showBy } from "../shown.ts";
import { displayOf, tableOf } from "./bars_table.ts";
import type { SessionTable } from "./calendar/session_table.ts";
import type { BarColumns, FeedData, FeedStamp } from "./feed_data.ts";
import { type BarSize, checkBarSize } from "./resample/bar_size.ts";
import { resampledFeed } from "./resample/resample.ts";
import { joinedFeed, partOf, slicedFeed, type SliceOptions } from "./slice.ts";

// The class below assigns it, as only the class can read its private fields.
let privateFeedOf: (bars: Bars) => FeedData;
let privateShownOf: (bars: Bars) => FeedData | undefined;

/** The columns that a user can ask for. */
interface ShownColumns {
  readonly columns: BarColumns;
  readonly extra: Readonly<Record<string, Float64Array>>;
  /** The columns that were asked for, which are copies. */
  readonly given: Map<string, Float64Array>;
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
  /** Sessions over the time of the bars, from a calendar or from hours; absent where only dates are known. */
  declare readonly sessions?: SessionTable;
  /** Name of the instrument, where the feed has another name in its run. */
  declare readonly instrument?: string;
  /** Name of the instrument of whose bars these were made, by `resample`. */
  declare readonly resampledFrom?: string;
  readonly #data: FeedData;
  #shown: ShownColumns | undefined;

  static {
    privateFeedOf = (bars) => {
      bars.#check();
      return bars.#data;
    };
    privateShownOf = (bars) => {
      if (bars.#shown === undefined) return undefined;
      const { given } = bars.#shown, { columns, extra } = bars.#data;
      // A column that nobody was given is a copy for once.
      const shown = <Columns extends Readonly<Record<string, Float64Array>>>(all: Columns): Columns =>
        Object.fromEntries(
          Object.entries(all).map(([name, column]) => [name, given.get(name) ?? column.slice()]),
        ) as Columns;
      return { ...bars.#data, columns: shown(columns), extra: shown(extra) };
    };
    showBy(Bars.prototype, (bars) => tableOf(bars.#data));
    displayBy(Bars.prototype, (bars) => displayOf(bars.#data));
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
    const { sessions, instrument, resampledFrom } = feed;
    const optional = { sessions, instrument, resampledFrom };
    Object.assign(this, Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)));
    this.#data = feed;
    Object.freeze(this);
  }

  /** The bars in columns, for reading: copies, each of which is made when it is first asked for. */
  get columns(): BarColumns {
    return this.#copies().columns;
  }

  /** Further numeric columns of the source by their header name, for reading; a missing value is NaN. */
  get extra(): Readonly<Record<string, Float64Array>> {
    return this.#copies().extra;
  }

  /**
   * Returns bars of another size, made of these: `"1h"`, `"1d"`, `"1w"`, `"1M"` and other timeframes; `{ ticks: 10 }` for
   * so many bars each; `{ volume }`, `{ rangeBars }` and `{ renko }` for lines alone, on which no order can be placed.
   *
   * Each bar has the first open, the highest high, the lowest low, the last close and the exact sum of the volumes, and is
   * known at its nominal end: the end of its hours, counted from the open of the session or from midnight; the close of
   * the session or the end of the date; the end of a week's last session, or of Sunday; that of a month's last session or
   * day. It ends later where its own last bar does. An incomplete bar at the
   * end is left out. Beside the bars that they are made of, in one run, resampled bars are lines alone.
   *
   * @param size The size of the new bars.
   * @returns New bars of the same name.
   * @throws {TypeError} If the size is neither a text nor an object of one size.
   * @throws {RangeError} If the text is no timeframe, or one that is shorter than these bars or above a day and of no whole
   * days; or the number is not above zero.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const days = await ct.sample("aapl"), weeks = days.resample("1w");
   * assertEquals([days.length, weeks.length, weeks.columns.open[0]], [504, 104, days.columns.open[0]]);
   * ```
   */
  resample(size: BarSize): Bars {
    const checked = checkBarSize(size), { feed: made } = resampledFeed(feedOf(this), checked);
    if (made.length > 0) return new Bars(made);
    throw new RangeError(
      `Cannot resample feed "${this.name}" to ${checked.text}: its ${this.length} bars make no whole one`,
    );
  }

  /**
   * Returns a part of the bars. A date as text is a session date, and is included; a time as text is on the clock of the
   * bars' zone.
   *
   * @param options Begin, end and number of bars.
   * @returns New bars of the same name.
   * @throws {TypeError} If an option is unknown or of the wrong type.
   * @throws {RangeError} If a moment is not valid, `bars` is not a whole number, or no bar is left.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const feed = await ct.sample("aapl"), year = feed.slice({ from: "2017-01-01", to: "2017-12-31" });
   * assertEquals([year.length, feed.slice({ bars: 10 }).length], [251, 10]);
   * ```
   */
  slice(options: SliceOptions): Bars {
    return new Bars(slicedFeed(feedOf(this), options));
  }

  /**
   * Returns the first bars.
   *
   * @param count Number of bars, a whole number from 1 on; 5 by default.
   * @returns New bars of the same name, all of them if there are no more.
   * @throws {RangeError} If the number is not whole or less than 1.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * assertEquals((await ct.sample("aapl")).head(3).length, 3);
   * ```
   */
  head(count: number = 5): Bars {
    if (!(Number.isSafeInteger(count) && count > 0)) {
      throw new RangeError(`Cannot take the first ${inspected(count, 0)} bars: pass a whole number from 1 on`);
    }
    const feed = feedOf(this);
    return new Bars(partOf(feed, 0, Math.min(count, feed.length)));
  }

  /**
   * Returns these bars with others behind them.
   *
   * @param next Bars that begin after these end, of the same timeframe and zone and with the same columns.
   * @returns New bars with the name of these.
   * @throws {TypeError} If `next` are no bars.
   * @throws {RangeError} If they do not go on where these end; the message names the difference.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const feed = await ct.sample("aapl"), to = "2016-12-31", from = "2017-01-01";
   * assertEquals(feed.slice({ to }).join(feed.slice({ from })).length, feed.length);
   * ```
   */
  join(next: Bars): Bars {
    if (!(next instanceof Bars)) {
      throw new TypeError(`Cannot join ${inspected(next, 0)} to feed "${this.name}": pass bars`);
    }
    return new Bars(joinedFeed(feedOf(this), feedOf(next)));
  }

  #copies(): ShownColumns {
    if (this.#shown !== undefined) return this.#shown;
    const given = new Map<string, Float64Array>(), { columns, extra } = this.#data;
    return this.#shown = { columns: copiesOf(columns, given), extra: copiesOf(extra, given), given };
  }

  /** Rejects bars whose shown columns were written to. */
  #check(): void {
    if (this.#shown === undefined) return;
    const { columns, extra } = this.#data;
    for (const [name, shown] of this.#shown.given) {
      const truth = (columns as Readonly<Record<string, Float64Array>>)[name] ?? extra[name]!;
      const row = firstDifference(truth, shown);
      if (row === -1) continue;
      throw new TypeError(
        `Cannot use feed "${this.name}": its column "${name}" was changed at row ${row}, from ${truth[row]} to ${
          shown[row]
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

/** Returns an object whose columns are copies, made and kept in `given` when they are first read. */
function copiesOf<Columns extends Readonly<Record<string, Float64Array>>>(
  columns: Columns,
  given: Map<string, Float64Array>,
): Columns {
  const shown = {};
  for (const [name, column] of Object.entries(columns)) {
    const get = (): Float64Array => {
      const copy = given.get(name) ?? column.slice();
      given.set(name, copy);
      return copy;
    };
    Object.defineProperty(shown, name, { get, enumerable: true });
  }
  // A console shows the columns and not that they are made on demand.
  for (const [way, inspectorOf] of INSPECTED_BY) {
    Object.defineProperty(shown, way, { value: (...asked: unknown[]) => inspectorOf(asked)({ ...shown }) });
  }
  return Object.freeze(shown) as Columns;
}

/** Returns the first row in which two columns differ, NaN being equal to itself; -1 if they do not. */
function firstDifference(truth: Float64Array, shown: Float64Array): number {
  for (let row = 0; row < truth.length; row++) {
    const value = truth[row]!, other = shown[row]!;
    if (value !== other && (value === value || other === other)) return row;
  }
  return -1;
}
