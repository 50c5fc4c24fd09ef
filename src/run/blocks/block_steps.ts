/**
 * The steps of a run whose bars come block by block.
 *
 * @module
 */

import type { Clock } from "../../lines/clock.ts";
import type { ClockGroup } from "../../lines/clock_group.ts";
import { FIRST, type Readiness, READY, type StepSource, WARMING } from "../step_source.ts";

/** The source of steps, one block after the other. A step counts from the begin of its block. */
export class BlockSteps implements StepSource {
  length = 0;
  timeUs: Float64Array = new Float64Array(0);
  readonly mayJump = false;
  warmUpBars = 0;
  started = false;
  readonly #group: ClockGroup;
  readonly #feeds: readonly Clock[];
  /** The clocks that count for readiness, and the minimum period of each. */
  readonly #counted: readonly Clock[];
  readonly #warm: readonly number[];
  /** Number of them that must be ready. */
  readonly #needed: number;
  /** Times of the bars in the columns of each feed. */
  #feedTimes: readonly Float64Array[] = [];
  /** For one feed alone: the place of the bar of step 0 in the columns. */
  #place = 0;
  readonly #single: Clock | undefined;
  readonly #fromUs: number;

  /**
   * Makes the source; call it after `start`, which may make lines that raise a clock's minimum period.
   *
   * @param fromUs Time up to which every step warms up, whatever the lines.
   */
  constructor(group: ClockGroup, start: "all" | "any", fromUs: number = -Infinity) {
    this.#fromUs = fromUs;
    const { feeds, derived } = group;
    this.#group = group;
    this.#feeds = feeds;
    this.#counted = start === "any" ? feeds : [...feeds, ...derived];
    this.#warm = this.#counted.map((clock) => clock.minPeriod);
    this.#needed = start === "any" ? 1 : this.#counted.length;
    this.#single = feeds.length === 1 && derived.length === 0 ? feeds[0] : undefined;
    if (this.#single !== undefined) this.#single.isNew = true;
  }

  /** Goes on to the times of a block, whose bars are in the columns. */
  goOn(timeUs: Float64Array): void {
    this.length = timeUs.length;
    this.timeUs = timeUs;
    this.#feedTimes = this.#feeds.map((clock) => this.#group.timesOf(clock));
    this.#place = this.#feeds[0]!.index + 1;
  }

  get isReady(): boolean {
    return this.started && this.#isReady();
  }

  enter(step: number): Readiness {
    if (this.#single !== undefined) this.#single.index = this.#place + step;
    else this.#move(this.timeUs[step]!);
    if (this.started) return this.#isReady() ? READY : this.#cold();
    if (!this.#isReady() || this.timeUs[step]! <= this.#fromUs) return this.#cold();
    this.started = true;
    return FIRST;
  }

  #cold(): Readiness {
    this.warmUpBars++;
    return WARMING;
  }

  #isReady(): boolean {
    const counted = this.#counted;
    let ready = 0;
    for (let k = 0; k < counted.length; k++) {
      const clock = counted[k]!;
      if (clock.first + clock.index + 1 >= this.#warm[k]!) ready++;
    }
    return ready >= this.#needed;
  }

  #move(timeUs: number): void {
    const feeds = this.#feeds;
    for (let id = 0; id < feeds.length; id++) {
      const clock = feeds[id]!;
      clock.isNew = this.#feedTimes[id]![clock.index + 1] === timeUs;
      if (clock.isNew) clock.index++;
    }
    this.#group.follow(timeUs);
  }
}
