/**
 * The port through which steps come to the driver, and its two sources over finished columns: one feed, and several.
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

/** How far the lines are: {@linkcode WARMING}, {@linkcode FIRST} or {@linkcode READY}. */
export type Readiness = typeof WARMING | typeof FIRST | typeof READY;

/**
 * The port through which steps come. The driver enters each step once, in order, and asks for nothing else of the feeds.
 */
export interface StepSource {
  /** Number of steps. */
  readonly length: number;
  /** Time of each step. */
  readonly timeUs: Float64Array;
  /** Moves the clocks of the feeds to a step and returns how far their lines are. */
  enter(step: number): Readiness;
  /** Steps on which not every line had a value; a checkpoint keeps it. */
  readonly warmUpBars: number;
  /** True once the first ready step was entered, unless that follows from the step alone; a checkpoint keeps it. */
  readonly started: boolean;
}

/** The part of a source that a checkpoint keeps. */
export type SourcePosition = Pick<StepSource, "warmUpBars" | "started">;

/** Makes the source of a run; after `start`, which may make lines that raise a clock's minimum period. */
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

/** The steps of one feed, which are its bars: there are no cursors to merge, and readiness follows from the step. */
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

/** The steps of several feeds: each clock moves when its next bar has the time of the step. */
class StepsOfSeveralFeeds implements StepSource {
  readonly length: number;
  readonly timeUs: Float64Array;
  warmUpBars: number;
  started: boolean;
  readonly #clocks: readonly Clock[];
  readonly #feedTimes: readonly Float64Array[];
  /** The minimum period of each feed. */
  readonly #warm: readonly number[];
  /** How many feeds have to be ready. */
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
