/**
 * The source of steps for the driver, over finished columns: one for a single feed, one for several clocks.
 *
 * @module
 */

import type { Clock } from "../lines/clock.ts";
import type { ClockGroup } from "../lines/clock_group.ts";

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
  /** Moves the clocks to a step and returns the readiness of their lines. */
  enter(step: number): Readiness;
  /** True if the step that was entered last is a ready one. */
  readonly isReady: boolean;
  /** Number of steps on which some line had no value; a checkpoint keeps it. */
  readonly warmUpBars: number;
  /** True if {@linkcode enter} may leave out ready steps: where clocks and readiness follow from the step alone. */
  readonly mayJump: boolean;
  /** True after the first ready step, for a source that cannot derive this from the step; a checkpoint keeps it. */
  readonly started: boolean;
}

/** The part of a source that a checkpoint keeps. */
export type SourcePosition = Pick<StepSource, "warmUpBars" | "started">;

/**
 * Makes the source of a run. Call it after `start`, which may make lines that raise a clock's minimum period.
 *
 * @param firstStep The first step that may be ready, whatever the lines.
 */
export function stepsOf(
  clocks: ClockGroup,
  timeUs: Float64Array,
  start: "all" | "any",
  firstStep: number = 0,
  position: SourcePosition = { warmUpBars: 0, started: false },
): StepSource {
  const { feeds, derived } = clocks;
  if (feeds.length === 1 && derived.length === 0) return new StepsOfOneFeed(feeds[0]!, timeUs, firstStep);
  return new StepsOfSeveralClocks(clocks, timeUs, start, firstStep, position);
}

/** The steps of one feed, which are its bars. It needs no merging of cursors, and readiness follows from the step. */
class StepsOfOneFeed implements StepSource {
  readonly length: number;
  readonly timeUs: Float64Array;
  readonly warmUpBars: number;
  readonly mayJump = true;
  readonly started = false;
  readonly #clock: Clock;
  readonly #warm: number;

  constructor(clock: Clock, timeUs: Float64Array, firstStep: number) {
    clock.isNew = true;
    this.length = timeUs.length;
    this.timeUs = timeUs;
    this.#clock = clock;
    this.#warm = Math.max(clock.minPeriod - 1, firstStep);
    this.warmUpBars = Math.min(this.#warm, timeUs.length);
  }

  get isReady(): boolean {
    return this.#clock.index >= this.#warm;
  }

  enter(step: number): Readiness {
    this.#clock.index = step;
    if (step > this.#warm) return READY;
    return step === this.#warm ? FIRST : WARMING;
  }
}

/**
 * The steps of several clocks: that of a feed moves if its next bar has the time of the step, and derived ones follow.
 */
class StepsOfSeveralClocks implements StepSource {
  readonly length: number;
  readonly timeUs: Float64Array;
  readonly mayJump = false;
  warmUpBars: number;
  started: boolean;
  readonly #group: ClockGroup;
  readonly #feeds: readonly Clock[];
  readonly #feedTimes: readonly Float64Array[];
  /** The clocks that count for readiness. */
  readonly #counted: readonly Clock[];
  /** Minimum period of each. */
  readonly #warm: readonly number[];
  /** Number of them that must be ready. */
  readonly #needed: number;
  readonly #firstStep: number;

  constructor(
    group: ClockGroup,
    timeUs: Float64Array,
    start: "all" | "any",
    firstStep: number,
    { warmUpBars, started }: SourcePosition,
  ) {
    this.#firstStep = firstStep;
    this.length = timeUs.length;
    this.timeUs = timeUs;
    this.warmUpBars = warmUpBars;
    this.started = started;
    this.#group = group;
    this.#feeds = group.feeds;
    this.#feedTimes = group.feeds.map((clock) => group.timesOf(clock));
    // One feed is enough to begin with, and lines of several are ready later.
    this.#counted = start === "any" ? group.feeds : [...group.feeds, ...group.derived];
    this.#warm = this.#counted.map((clock) => clock.minPeriod);
    this.#needed = start === "any" ? 1 : this.#counted.length;
  }

  /** Clocks only go on, so that a ready step is followed by ready ones. */
  get isReady(): boolean {
    return this.started;
  }

  enter(step: number): Readiness {
    const time = this.timeUs[step]!, feeds = this.#feeds, counted = this.#counted;
    for (let id = 0; id < feeds.length; id++) {
      const clock = feeds[id]!;
      clock.isNew = this.#feedTimes[id]![clock.index + 1] === time;
      if (clock.isNew) clock.index++;
    }
    this.#group.follow(time);
    let ready = 0;
    for (let k = 0; k < counted.length; k++) if (counted[k]!.index + 1 >= this.#warm[k]!) ready++;
    if (ready < this.#needed || step < this.#firstStep) {
      this.warmUpBars++;
      return WARMING;
    }
    if (this.started) return READY;
    this.started = true;
    return FIRST;
  }
}
