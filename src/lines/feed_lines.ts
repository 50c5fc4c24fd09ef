/**
 * The lines of a feed, for strategies.
 *
 * @module
 */

import type { Feed } from "../feeds/feed.ts";
import type { Clock } from "./clock.ts";
import { Line } from "./line.ts";

/**
 * A feed for strategies: its columns as lines, and the current bar's time. It gives no access to the columns
 * themselves, which would show later bars.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysOnMondays extends ct.Strategy.with({}) {
 *   range = this.data.high.minus(this.data.low);
 *
 *   override next(): void {
 *     if (this.data.date.getUTCDay() === 1 && this.range.now > 0) this.buy();
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
  readonly #clock: Clock;
  readonly #lines: ReadonlyMap<string, Line>;

  /**
   * Makes the lines of a feed on a clock that the driver moves.
   *
   * @throws {RangeError} If the clock and the feed differ in length.
   */
  constructor(feed: Feed, clock: Clock) {
    const { timeUs, open, high, low, close, volume } = feed.columns;
    // The bar's own columns come last, so that a further column of the same name cannot replace one of them.
    const columns = { ...feed.extra, open, high, low, close, volume, time: timeUs };
    const lines = new Map<string, Line>();
    for (const [name, values] of Object.entries(columns)) lines.set(name, new Line({ name, clock, values }));
    this.name = feed.name;
    this.#clock = clock;
    this.#lines = lines;
    this.open = this.line("open");
    this.high = this.line("high");
    this.low = this.line("low");
    this.close = this.line("close");
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
    throw new RangeError(`Cannot find line "${name}" of feed "${this.name}": there are ${names}`);
  }

  /** Number of bars so far, including the current one; 0 before the first. */
  get length(): number {
    return this.#clock.index + 1;
  }

  /** True once the feed has enough bars for the line with the largest minimum period. */
  get ready(): boolean {
    return this.#clock.index + 1 >= this.#clock.minPeriod;
  }

  /** True if the current bar came with this step. With several feeds, a slower one may show an older bar. */
  get isNew(): boolean {
    return this.#clock.isNew;
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
   * {@linkcode FeedLines.timeUs} as a date, rounded down to the millisecond.
   *
   * @throws {RangeError} Before the first bar.
   */
  get date(): Date {
    return new Date(Math.floor(this.time.now / 1000));
  }
}
