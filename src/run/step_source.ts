/**
 * The source of steps for the driver, over finished columns: one for a single feed, one for several.
 *
 * @module
 */

import type { Clock } from "../lines/clock.ts";

/** Readiness of a step on which some line has no value yet. */
export const WARMING = 0;
/** Readiness of the first step on which the strategy is ready. */
export const FIRST = 1;
/** Readiness of every later step. */
export const READY = 2;

/** Readiness of the lines: {@linkcode WARMING}, {@linkcode FIRST} or {@linkcode READY}. */
export type Readiness = typeof WARMING | typeof FIRST | typeof READY;

/** The source of steps. The driver enters each step once, in order, and uses nothing else of the feeds. */
export interface StepSource {
  /** Number of steps. */
  readonly length: number;
  /** Time of each step. */
  readonly timeUs: Float64Array;
  /** Moves the clocks of the feeds to a step and returns the readiness of their lines. */
  enter(step: number): Readiness;
  /** Number of steps on which some line had no value; a checkpoint keeps it. */
  readonly warmUpBars: number;
  /** True after the first ready step, for a source that cannot derive this from the step; a checkpoint keeps it. */
  readonly started: boolean;
}

/** The part of a source that a checkpoint keeps. */
export type SourcePosition = Pick<StepSource, "warmUpBars" | "started">;

/** Makes the source of a run. Call it after `start`, which may make lines that raise a clock's minimum period. */
export function stepsOf(
  clocks: readonly Clock[],
  feedTimes: readonly Float64Array[],
  timeUs: Float64Array,
  start: "all" | "any",
  position: SourcePosition = { warmUpBars: 0, started: false },
): StepSource {
  if (clocks.length === 1) return new StepsOfOneFeed(clocks[0]!, timeUs);
  return new StepsOfSeveralFeeds(clocks, feedTimes, timeUs, start === "any" ? 1 : clocks.length, position);
}

/** The steps of one feed, which are its bars. It needs no merging of cursors, and readiness follows from the step. */
class StepsOfOneFeed implements StepSource {
  readonly length: number;
  readonly timeUs: Float64Array;
  readonly warmUpBars: number;
  readonly started = false;
  readonly #clock: Clock;
  readonly #warm: number;

  constructor(clock: Clock, timeUs: Float64Array) {
    clock.isNew = true;
    this.length = timeUs.length;
    this.timeUs = timeUs;
    this.#clock = clock;
    this.#warm = clock.minPeriod - 1;
    this.warmUpBars = Math.min(this.#warm, timeUs.length);
  }

  enter(step: number): Readiness {
    this.#clock.index = step;
    if (step > this.#warm) return READY;
    return step === this.#warm ? FIRST : WARMING;
  }
}

/** The steps of several feeds: a clock moves if its next bar has the time of the step. */
class StepsOfSeveralFeeds implements StepSource {
  readonly length: number;
  readonly timeUs: Float64Array;
  warmUpBars: number;
  started: boolean;
  readonly #clocks: readonly Clock[];
  readonly #feedTimes: readonly Float64Array[];
  /** Minimum period of each feed. */
  readonly #warm: readonly number[];
  /** Number of feeds that must be ready. */
  readonly #needed: number;

  constructor(
    clocks: readonly Clock[],
    feedTimes: readonly Float64Array[],
    timeUs: Float64Array,
    needed: number,
    { warmUpBars, started }: SourcePosition,
  ) {
    this.length = timeUs.length;
    this.timeUs = timeUs;
    this.warmUpBars = warmUpBars;
    this.started = started;
    this.#clocks = clocks;
    this.#feedTimes = feedTimes;
    this.#warm = clocks.map((clock) => clock.minPeriod);
    this.#needed = needed;
  }

  enter(step: number): Readiness {
    const time = this.timeUs[step]!;
    let ready = 0;
    for (let id = 0; id < this.#clocks.length; id++) {
      const clock = this.#clocks[id]!;
      clock.isNew = this.#feedTimes[id]![clock.index + 1] === time;
      if (clock.isNew) clock.index++;
      if (clock.index + 1 >= this.#warm[id]!) ready++;
    }
    if (ready < this.#needed) {
      this.warmUpBars++;
      return WARMING;
    }
    if (this.started) return READY;
    this.started = true;
    return FIRST;
  }
}
