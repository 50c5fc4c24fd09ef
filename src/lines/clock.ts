/**
 * The cursor that all lines of one feed share: which bar is the current one.
 *
 * @module
 */

/** What a line lets its readers see of its {@linkcode Clock}: whose it is and where it stands, without moving it. */
export type ClockView = Readonly<Pick<Clock, "name" | "index">>;

/**
 * The cursor of one feed. The driver of a run creates one for each feed and moves {@linkcode Clock.index}; every line of
 * the feed reads its column there. It keeps no reference to the data, so it can be made before or after them.
 *
 * Whoever holds a clock can move it and so look ahead; strategies are therefore given lines, whose `clock` is a
 * {@linkcode ClockView}.
 */
export class Clock {
  /** Name of the feed, for messages. */
  readonly name: string;
  /** Number of bars of the feed, seen or not. */
  readonly length: number;
  /** Index of the current bar, -1 before the first. The driver moves it by whole bars, never past `length - 1`. */
  index: number;
  /** Whether the current bar came with the current step; with several feeds a slower one may show an older bar. */
  isNew: boolean;
  /**
   * The largest minimum period of the lines declared on this clock so far, as a count of bars, at least 1. The feed is
   * warm once `index + 1` has reached it. Lines raise it as they are made, so that a strategy need not list them.
   */
  minPeriod: number;

  /**
   * Makes a clock that stands before the first bar.
   *
   * @param name Name of the feed.
   * @param length Number of bars of the feed.
   * @throws {RangeError} If `length` is not a whole number from 0 on.
   */
  constructor(name: string, length: number) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(
        `Cannot make a clock of ${length} bars for feed "${name}": the length is a whole number from 0 on`,
      );
    }
    this.name = name;
    this.length = length;
    this.index = -1;
    this.isNew = false;
    this.minPeriod = 1;
  }
}
