/**
 * The lines of a feed as strategies see them.
 *
 * @module
 */

import type { Feed } from "../feeds/feed.ts";
import type { Clock } from "./clock.ts";
import { Line } from "./line.ts";

/**
 * A feed as strategies see it: its columns as lines, and the current bar's time. It gives no way to the columns
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
  /** Volume of each bar, zero where the source has none. */
  readonly volume: Line;
  /** When each bar is known, which is its end: microseconds since the epoch, UTC. */
  readonly time: Line;
  readonly #clock: Clock;
  readonly #lines: ReadonlyMap<string, Line>;

  /**
   * Makes the lines of a feed on a clock, which the driver moves.
   *
   * @throws {RangeError} If the clock and the feed differ in length.
   */
  constructor(feed: Feed, clock: Clock) {
    const { timeUs, open, high, low, close, volume } = feed.columns;
    // The bar's own columns come last, so that a further column of the same name does not stand in for one of them.
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
   * The line of a column by its name: one of the fields above, or a further numeric column of the source, such as
   * `openInterest`. A missing value is NaN.
   *
   * @throws {RangeError} If there is no such column; the message lists those there are.
   */
  line(name: string): Line {
    const line = this.#lines.get(name);
    if (line !== undefined) return line;
    const names = [...this.#lines.keys()].map((known) => `"${known}"`).join(", ");
    throw new RangeError(`Cannot find line "${name}" of feed "${this.name}": there are ${names}`);
  }

  /** Number of bars seen so far, the current one included; 0 before the first. */
  get length(): number {
    return this.#clock.index + 1;
  }

  /** Whether as many bars have been seen as the most demanding line that was declared on this feed needs. */
  get ready(): boolean {
    return this.#clock.index + 1 >= this.#clock.minPeriod;
  }

  /** Whether the current bar came with this step. With several feeds a slower one may show an older bar. */
  get isNew(): boolean {
    return this.#clock.isNew;
  }

  /**
   * When the current bar is known, which is its end: microseconds since the epoch, UTC.
   *
   * @throws {RangeError} Before the first bar.
   */
  get timeUs(): number {
    return this.time.now;
  }

  /**
   * {@linkcode FeedLines.timeUs} as a date, to the millisecond below.
   *
   * @throws {RangeError} Before the first bar.
   */
  get date(): Date {
    return new Date(Math.floor(this.time.now / 1000));
  }
}
