/**
 * The lines of a feed, for strategies.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { textOnly } from "../shown.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import {
  dateOfDay,
  DAY_US,
  formatWallTime,
  HOUR_US,
  MINUTE_US,
  SECOND_US,
  SESSION_DAY_OFFSET,
  weekdayOf,
} from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { type BarSize, checkBarSize, type CheckedSize } from "../feeds/resample/bar_size.ts";
import { BlockGrower } from "../feeds/resample/block_grower.ts";
import { BlockResampler } from "../feeds/resample/block_resampler.ts";
import { growingFeed, resampledFeed } from "../feeds/resample/resample.ts";
import { partOf } from "../feeds/slice.ts";
import { takenOptions } from "../options.ts";
import type { Clock } from "./clock.ts";
import { checkRoom, ClockGroup, columnsOfLines } from "./clock_group.ts";
import { type Column, GivenColumn } from "./column.ts";
import { Line } from "./line.ts";
import { WaitingFeedsError } from "./waiting_feeds_error.ts";
import { SessionHoursOfBars } from "./session_hours_of_bars.ts";
import { setMean } from "./window_mean.ts";

/** The session line of a feed by its line of closes, which a stand-in for the feed gives out, too. */
const sessionLines = new WeakMap<Line, Line>();

/** The prices of a feed as whole numbers of the steps of its grid, above 0. */
export interface PriceSteps {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** Returns a column of prices that are compared as whole numbers where that is the same. */
function priceColumn(prices: Float64Array, steps: Float64Array, grid: PriceSteps): Column {
  const column = new GivenColumn(prices);
  setMean(column, { prices, steps, grid, period: 1 });
  return column;
}

/** Options of {@linkcode FeedLines.resample}. */
export interface ResampleOptions {
  /** True for the larger bar so far, at each bar of the feed; false, the default, for whole bars alone. */
  readonly growing?: boolean;
}

/**
 * A feed for strategies: its columns as lines, and the current bar's time. It gives no access to the columns
 * themselves, which would show later bars.
 *
 * The numbers of the calendar and the clock (`weekday`, `hour`, ...) are those of the end of the current bar on the clock
 * of the feed's time zone, which is the moment at which `next` is called for it. A daily bar ends with its date, so its
 * `hour` is 23. A bar of a day or more that ends at midnight has the calendar of its `sessionDate`, which is the date that
 * ended there. `sessionDate` is the date of the trading session, also where a session goes over midnight.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysOnMondays extends ct.Strategy.with({}) {
 *   range = this.data.high.minus(this.data.low);
 *
 *   override next(): void {
 *     if (this.data.weekday === 1 && this.range.now > 0) this.buy();
 *   }
 * }
 * ```
 */
export class FeedLines {
  /** Name of the feed. */
  readonly name: string;
  /** First price of each bar. */
  readonly open: Line;
  /** Highest price of each bar. */
  readonly high: Line;
  /** Lowest price of each bar. */
  readonly low: Line;
  /** Last price of each bar. */
  readonly close: Line;
  /** Volume of each bar; zero for a source without volumes. */
  readonly volume: Line;
  /** Time at which each bar is known, its end: microseconds since the epoch, UTC. */
  readonly time: Line;
  /** IANA name of the time zone in which `weekday`, `hour` and the like are told. */
  readonly timeZone: string;
  /** True for bars of which each shows a larger bar so far: see {@linkcode FeedLines.resample}. */
  readonly growing: boolean;
  readonly #begin: Line;
  /** The ends again: a strategy that asks for its place in a session does not ask for the time. */
  readonly #end: Line;
  readonly #session: Line;
  /** True if a bar is a day or longer. */
  readonly #hasDays: boolean;
  readonly #sessions: SessionHoursOfBars;
  /** Made when it is first asked for, as few strategies ask for the clock and a sweep makes many lines. */
  #zone: TimeZone | undefined;
  readonly #clock: Clock;
  readonly #lines: ReadonlyMap<string, Line>;
  readonly #feed: FeedData;
  /** Feeds of other sizes by their texts, so that each is made once. */
  readonly #resampled = new Map<string, FeedLines>();

  /**
   * Makes the lines of a feed on a clock that the driver moves.
   *
   * @param feed The feed.
   * @param clock The clock of its bars.
   * @param steps Its prices as whole numbers, where they are packed.
   * @param own Begin of the names that its own columns have in a window which the columns of another feed are in, too.
   *
   * @throws {RangeError} If the clock and the feed differ in length.
   */
  constructor(feed: FeedData, clock: Clock, steps?: PriceSteps, own: string = "") {
    const { timeUs, beginUs, sessionDay, open, high, low, close, volume } = feed.columns;
    // The bar's own columns come last, so that a further column of the same name cannot replace one of them.
    const columns = { ...feed.extra, open, high, low, close, volume, time: timeUs };
    const lines = new Map<string, Line>();
    // Bars that come block by block have columns of the window, which go on with each block.
    const given = (name: string, values: Float64Array): Float64Array | Column => clock.window?.given(name) ?? values;
    for (const [name, values] of Object.entries(columns)) {
      const counts = steps?.[name as keyof PriceSteps];
      lines.set(
        name,
        new Line({
          name,
          clock,
          values: counts !== undefined
            ? priceColumn(values, counts, steps!)
            : given(name === "time" ? name : own + name, values),
        }),
      );
    }
    this.name = feed.name;
    this.timeZone = feed.timeZone;
    this.growing = feed.growing === true;
    this.#begin = new Line({ name: "beginsAt", clock, values: given("#beginUs", beginUs) });
    this.#end = new Line({ name: "endsAt", clock, values: given("time", timeUs) });
    this.#session = new Line({ name: "sessionDate", clock, values: given("#sessionDay", sessionDay) });
    this.#hasDays = feed.timeframeUs >= DAY_US;
    this.#sessions = new SessionHoursOfBars(feed);
    this.#clock = clock;
    this.#lines = lines;
    this.#feed = feed;
    this.open = this.line("open");
    this.high = this.line("high");
    this.low = this.line("low");
    this.close = this.line("close");
    sessionLines.set(this.close, this.#session);
    this.volume = this.line("volume");
    this.time = this.line("time");
  }

  /**
   * Returns the line of a column by name: one of the fields above, or a further numeric column of the source, such as
   * `openInterest`. A missing value is NaN.
   *
   * @param name Name of the column.
   * @returns The line of the column.
   * @throws {RangeError} If there is no such column; the message lists all columns.
   */
  line(name: string): Line {
    const line = this.#lines.get(name);
    if (line !== undefined) return line;
    const names = [...this.#lines.keys()].map((known) => `"${known}"`).join(", ");
    throw new RangeError(`Cannot find line ${inspected(name, 0)} of feed "${this.name}": there are ${names}`);
  }

  /**
   * Returns this feed in bars of another size, as lines: `"1h"`, `"1d"`, `"1w"`, `"1M"` and other timeframes,
   * `{ ticks: 10 }`, `{ volume }`, `{ rangeBars }` or `{ renko }`. Indicators of these lines count the larger bars.
   *
   * A bar is known at the first step at or after its nominal end, and never before: the close of the session or the end of
   * the date, the end of a week's last session or of its Sunday. With `growing: true` the lines have a value for each bar of this feed, which shows
   * the larger bar so far; the line `complete` is then 1 at a bar that completes one, and no bar does where the larger one
   * ends between two bars. Such lines count the bars of this feed, and `ct.sma(growing.close, 20)` is the mean of so many
   * of them; indicators of a feed refuse growing ones.
   *
   * Call it in a field, in the constructor or in `start`. No order can be placed on it; place orders on the feed itself.
   *
   * @param size The size of the bars.
   * @param options Whether bars that are not complete are shown.
   * @returns The lines; the same for the same size.
   * @throws {TypeError} If the size or an option is of the wrong kind.
   * @throws {RangeError} If the size does not fit the feed, or the run is over.
   *
   * @example
   * ```ts
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class UpWeeks extends ct.Strategy.with({}) {
   *   weeks = this.data.resample("1w");
   *   average = ct.sma(this.weeks.close, 10);
   *
   *   override next(): void {
   *     if (this.weeks.close.now > this.average.now && this.position.size === 0) this.buy();
   *   }
   * }
   * const { fills } = ct.backtest(UpWeeks, await ct.sample("aapl"));
   * console.assert(fills.length === 1);
   * ```
   */
  resample(size: BarSize, options: ResampleOptions = {}): FeedLines {
    const checked = checkBarSize(size);
    const { growing = false } = takenOptions(options, ["growing"], {
      noObject: (shown) => `Cannot resample by ${shown}: pass { growing: true }, or leave it out`,
      unknown: (name) => `Cannot use option "${name}" of resample: there is growing`,
    });
    if (typeof growing !== "boolean") {
      throw new TypeError(`Cannot use growing ${inspected(growing, 0)}: pass true or false`);
    }
    const group = ClockGroup.of(this.#clock), key = growing ? `${checked.text}, growing` : checked.text;
    if (group === undefined || this.#clock.ended) {
      throw new RangeError(
        `Cannot resample feed "${this.name}": its run is over; make lines as fields of the strategy`,
      );
    }
    if (this.growing) {
      throw new RangeError(
        `Cannot resample feed "${this.name}": its bars repeat those before, as each shows the larger bar so far; ` +
          "resample the feed that they are made of",
      );
    }
    const made = this.#resampled.get(key), name = `${this.name} ${key}`;
    if (made !== undefined) return made;
    const lines = this.#clock.window !== undefined
      ? this.#resampledByBlocks(group, checked, growing, name)
      : growing
      ? new FeedLines({ ...growingFeed(this.#feed, checked).feed, name }, this.#clock)
      : ((): FeedLines => {
        const { feed, knownUs } = resampledFeed(this.#feed, checked, { lastUs: group.lastStepUs }),
          timeUs = group.stepsOf(knownUs);
        return new FeedLines({ ...partOf(feed, 0, timeUs.length), name }, group.derive(name, timeUs));
      })();
    this.#resampled.set(key, lines);
    return lines;
  }

  /** Makes lines whose bars are made of those of each block. */
  #resampledByBlocks(group: ClockGroup, size: CheckedSize, growing: boolean, name: string): FeedLines {
    if (!group.isAtBegin) {
      throw new WaitingFeedsError(
        `Cannot resample feed "${this.name}" to ${size.text} on a bar: earlier bars were let go; call it in a field or in ` +
          "start()",
      );
    }
    if (growing) return this.#grownByBlocks(group, size, name);
    const resampler = new BlockResampler(size), { feed, knownUs } = resampler.goOn(this.#feed, group.lastStepUs);
    const clock = group.derive(name, group.stepsOf(knownUs), {
      source: this.#clock,
      many: size.kind === "renko",
      goOn: (block, lastUs) => resampler.goOn(block, lastUs),
    });
    // The sessions are those of the bars at hand.
    const live = Object.defineProperty({ ...feed, name }, "sessions", {
      get: () => resampler.sessions,
      enumerable: true,
    });
    const lines = new FeedLines(live, clock);
    checkRoom(clock, feed.length);
    clock.window!.append(columnsOfLines(feed));
    clock.window!.refresh();
    return lines;
  }

  /** Makes lines that show the larger bar so far, on the clock of this feed, from block to block. */
  #grownByBlocks(group: ClockGroup, size: CheckedSize, name: string): FeedLines {
    const grower = new BlockGrower(size), clock = this.#clock;
    const grown = (block: FeedData): Record<string, Float64Array> => {
      const { columns: { open, high, low, close, volume }, extra } = grower.goOn(block);
      const columns = Object.entries({ ...extra, open, high, low, close, volume });
      return Object.fromEntries(columns.map(([column, values]) => [`${name} ${column}`, values]));
    };
    const first = grown(this.#feed);
    // Sessions are read from the feed itself, whose bars at hand they are of.
    const feed: FeedData = Object.defineProperties(Object.create(this.#feed), {
      name: { value: name },
      growing: { value: true },
      extra: { value: { complete: new Float64Array(0) } },
    });
    const lines = new FeedLines(feed, clock, undefined, `${name} `);
    clock.window!.append(first);
    clock.window!.refresh();
    group.grow(clock, grown);
    return lines;
  }

  /** Number of bars so far, including the current one; 0 before the first. */
  get length(): number {
    return this.#clock.count;
  }

  /** True once the feed has enough bars for the line with the largest minimum period. */
  get ready(): boolean {
    return this.#clock.count >= this.#clock.minPeriod;
  }

  /** True if the current bar came with this step. With several feeds, a slower one may show an older bar. */
  get isNew(): boolean {
    return this.#clock.isNew;
  }

  /**
   * Open of the bar that begins, in {@linkcode Strategy.nextOpen} alone; NaN where no bar of the feed begins at that moment.
   *
   * @throws {RangeError} Elsewhere, as that price is not known there, and on a resampled feed.
   */
  get nextOpen(): number {
    const open = this.#clock.comingOpen;
    if (open === undefined || this.growing) {
      const isOfOther = this.growing || !(ClockGroup.of(this.#clock)?.feeds.includes(this.#clock) ?? true);
      throw new RangeError(
        `Cannot read nextOpen of feed "${this.name}"${isOfOther ? "" : " here"}: ${
          isOfOther
            ? "its bars are made of other bars; read it from the feed that they are made of"
            : "the open of a coming bar is known in nextOpen() of a strategy alone"
        }`,
      );
    }
    return open;
  }

  /**
   * Time at which the current bar is known, its end: microseconds since the epoch, UTC.
   *
   * @throws {RangeError} Before the first bar.
   */
  get timeUs(): number {
    return this.time.now;
  }

  /**
   * Time at which the current bar begins, rounded up to the millisecond: its end less the timeframe, but not before the
   * end of the bar before it. The bar of a date ends with the last microsecond of that date and so begins at its 00:00.
   *
   * @throws {RangeError} Before the first bar.
   */
  get beginsAt(): Date {
    return new Date(Math.ceil(this.#begin.now / 1000));
  }

  /**
   * Time at which the current bar is known, its end, rounded down to the millisecond.
   *
   * @throws {RangeError} Before the first bar.
   */
  get endsAt(): Date {
    return new Date(Math.floor(this.time.now / 1000));
  }

  /**
   * Date of the current bar's trading session, as in `"2024-01-02"`. Without session hours it is the date of the time zone
   * on which the bar ends; a bar that ends at midnight belongs to the day before.
   *
   * @throws {RangeError} Before the first bar.
   */
  get sessionDate(): string {
    return formatWallTime((this.#session.now - SESSION_DAY_OFFSET) * DAY_US);
  }

  /**
   * True on the first scheduled bar of its trading session, which is the bar that covers the open. It follows from the
   * hours and the timeframe, never from the rows, so that it is false throughout a session whose first bar is missing.
   * A bar of a day or longer is the first and the last one of its session.
   *
   * @throws {RangeError} Before the first bar, and for shorter bars without a calendar and without session hours.
   */
  get isSessionFirst(): boolean {
    return this.#sessions.isFirst(this.#end.now, this.#session.now);
  }

  /**
   * True on the last scheduled bar of its trading session: after it no bar would begin before the close. It follows from
   * the hours and the timeframe, never from the next row, so that it is false throughout a session whose last bar is
   * missing.
   *
   * @throws {RangeError} Before the first bar, and for shorter bars than a day without a calendar and without session
   * hours.
   *
   * @example A strategy that holds nothing over night
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const last: string[] = [];
   * class Watches extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.isSessionLast) last.push(this.data.endsAt.toISOString());
   *   }
   * }
   * const column = [10, 10, 10, 10];
   * const time = ["2024-07-03 12:00", "2024-07-03 13:00", "2024-07-05 15:00", "2024-07-05 16:00"]; // the first is a half day
   * const options: ct.BarsOptions = { timeframe: "1h", calendar: await ct.calendar("XNYS") };
   * ct.backtest(Watches, ct.bars({ time, open: column, high: column, low: column, close: column }, options));
   * assertEquals(last, ["2024-07-03T17:00:00.000Z", "2024-07-05T20:00:00.000Z"]);
   * ```
   */
  get isSessionLast(): boolean {
    return this.#sessions.isLast(this.#end.now, this.#session.now);
  }

  /**
   * Begin of the trading session of the current bar, by its calendar or its session hours. For bars of a day or longer
   * without them it is the begin of the session date.
   *
   * @throws {RangeError} Before the first bar; for shorter bars without a calendar and without session hours; and for a
   * date that has no session in the calendar.
   */
  get sessionOpensAt(): Date {
    return new Date(Math.floor(this.#sessions.openUs(this.time.now, this.#session.now) / 1000));
  }

  /**
   * End of the trading session of the current bar, by its calendar or its session hours. For bars of a day or longer
   * without them it is the end of the bar.
   *
   * @throws {RangeError} As {@linkcode FeedLines.sessionOpensAt}.
   */
  get sessionClosesAt(): Date {
    return new Date(Math.floor(this.#sessions.closeUs(this.time.now, this.#session.now) / 1000));
  }

  /** Year of the bar's end in the time zone, as in 2024; of a bar of a day or more that ends at midnight its session's. */
  get year(): number {
    return dateOfDay(this.#day).year;
  }

  /** Month of that date, 1 for January to 12. */
  get month(): number {
    return dateOfDay(this.#day).month;
  }

  /** Day of the month of that date, from 1. */
  get day(): number {
    return dateOfDay(this.#day).day;
  }

  /** Day of the week of that date: 1 for Monday to 7 for Sunday, as in ISO 8601. */
  get weekday(): number {
    return weekdayOf(this.#day);
  }

  /** Hour of the bar's end in the time zone, 0 to 23. */
  get hour(): number {
    return Math.floor(this.#ofDayUs / HOUR_US);
  }

  /** Minute of the bar's end in the time zone, 0 to 59. */
  get minute(): number {
    return Math.floor(this.#ofDayUs / MINUTE_US) % 60;
  }

  /** Second of the bar's end, 0 to 59. */
  get second(): number {
    return Math.floor(this.#ofDayUs / SECOND_US) % 60;
  }

  /**
   * Returns the name where a text is asked for, as in a template.
   *
   * @throws {TypeError} If the feed itself is compared or computed with, which would be silently wrong.
   */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(hint, this.name, `feed "${this.name}"`, "read one of its lines at the current bar, data.close.now");
  }

  get #wallUs(): number {
    this.#zone ??= new TimeZone(this.timeZone);
    return this.#zone.wallTimeUs(this.time.now);
  }

  get #ofDayUs(): number {
    const wallUs = this.#wallUs;
    return wallUs - Math.floor(wallUs / DAY_US) * DAY_US;
  }

  /** The day number of the bar's date. A bar of a day or more that ends at midnight is the bar of the date before it. */
  get #day(): number {
    const wallUs = this.#wallUs;
    if (this.#hasDays && wallUs % DAY_US === 0) return this.#session.now - SESSION_DAY_OFFSET;
    return Math.floor(wallUs / DAY_US);
  }
}

/**
 * Returns the line of the session of each bar, as the number of its day, in which 0001-01-01 is 1. Only for indicators
 * that begin anew with a session; `mod.ts` does not export it, as a strategy reads `sessionDate`.
 */
export function sessionLineOf(feed: FeedLines): Line {
  return sessionLines.get(feed.close)!;
}
