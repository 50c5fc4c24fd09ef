/**
 * The cursor that lines of the same bars share; it holds the index of the current bar.
 *
 * @module
 */

import type { ClockWindow } from "./clock_window.ts";
import { innermostRun, type OpenRun } from "./open_runs.ts";

/** A {@linkcode Clock} that can be read and not moved. */
export class ClockView {
  readonly #clock: Clock;

  /** Makes the view of a clock. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Name of the feed, for messages. */
  get name(): string {
    return this.#clock.name;
  }

  /** Index of the current bar, -1 before the first; after the run that of its last bar. */
  get index(): number {
    return this.#clock.first + this.#clock.bar;
  }
}

/**
 * The cursor of one feed, or of lines of several. A run makes one for each feed and moves {@linkcode Clock.index}; every
 * line of the feed reads its column there. Lines of several feeds are read by a joint clock, whose bars are the times at
 * which any of these feeds has one; its name joins theirs by `+`. A clock keeps no reference to the data.
 *
 * Code that holds a clock can move it and so look ahead. Strategies therefore get lines, whose `clock` is a
 * {@linkcode ClockView}.
 */
export class Clock {
  /** Name of the feed, for messages. */
  readonly name: string;
  /** Number of bars in the columns, past and future: all of the feed, or those of the {@linkcode Clock.window}. */
  length: number;
  /** Number of bars that were let go before the first one of the columns; zero where all are kept. */
  first = 0;
  /**
   * The window, where bars come block by block; undefined where the columns have all of them.
   *
   * @ignore
   */
  readonly window: ClockWindow | undefined;
  /**
   * Index of the current bar, -1 before the first and again after the run, so that a line that outlives its run is not
   * read by the quick way. The driver moves it by whole bars, never past `length - 1`.
   */
  index: number;
  /** True if the current bar came with the current step; with several feeds, a slower one may show an older bar. */
  isNew: boolean;
  /**
   * Largest minimum period of the lines declared on this clock so far, in bars, at least 1. The feed is warm once
   * `index + 1` reaches it. Each new line raises it, so that a strategy need not list its lines.
   */
  minPeriod: number;
  /** Open of the bar that begins, while a strategy decides on it: NaN where none of the feed does; else undefined. */
  comingOpen: number | undefined;
  /** True if computed lines make each bar's value when that bar has come, and not their whole columns at once. */
  stepwise = false;
  #last: number | undefined;
  readonly #run: OpenRun | undefined = innermostRun();
  /** The clock for strategies. */
  readonly view: ClockView = new ClockView(this);

  /**
   * Makes a clock before the first bar.
   *
   * @param name Name of the feed.
   * @param length Number of bars of the feed.
   * @throws {RangeError} If `length` is not a whole number from 0 on.
   */
  constructor(name: string, length: number, window?: ClockWindow) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(
        `Cannot make a clock of ${length} bars for feed "${name}": the length is a whole number from 0 on`,
      );
    }
    this.name = name;
    this.length = length;
    this.window = window;
    this.index = -1;
    this.isNew = false;
    this.minPeriod = 1;
  }

  /** Ends the run of the clock; to end it twice does nothing. */
  end(): void {
    this.#last ??= this.index;
    this.index = -1;
  }

  /** True once the run of the clock is over; no line can be made from its lines any more. */
  get ended(): boolean {
    return this.#last !== undefined;
  }

  /** Index of the current bar in the columns, also after the run; -1 before the first. */
  get bar(): number {
    return this.#last ?? this.index;
  }

  /** Number of bars so far, including the current one and those that were let go; 0 before the first. */
  get count(): number {
    return this.first + this.bar + 1;
  }

  /** True if the values of the current bar mean something: while the run goes on, and after it outside of any other. */
  get isReadable(): boolean {
    return this.#last === undefined || innermostRun() === undefined;
  }

  /** False while a run within that of the clock is on: no line can be made from its lines there. */
  get isInnermost(): boolean {
    return this.#run === innermostRun();
  }
}
