/**
 * The timers of a run: when each fires next, and its calls.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { fireTimer } from "../strategy/timer.ts";
import type { StepHook } from "./driver.ts";
import type { StrategyGuard } from "./strategy_guard.ts";
import { type TimerMoment, TimerMoments } from "./timer_moments.ts";
import type { DeclaredTimer } from "./timer_registry.ts";

/** A timer and its next moment. */
interface RunningTimer extends DeclaredTimer {
  readonly moments: TimerMoments;
  /** The next moment; undefined after the last that is known. */
  next: TimerMoment | undefined;
  /** The step in which it fires; Infinity if no step that is known comes at or after it. */
  step: number;
}

/**
 * Fires timers: each in the first step at or after its moment, once a step. Where several moments of a timer have passed
 * since the step before, it tells the last of them and their number. Timers of one step fire by their moments, and those
 * of one moment as they were declared.
 *
 * The position of every timer follows from the step, so a resumed run needs nothing but its first step.
 */
export class RunTimers implements StepHook {
  nextStep: number = Infinity;
  readonly #timers: readonly RunningTimer[];
  readonly #strategy: Strategy;
  readonly #guard: StrategyGuard;
  #times: Float64Array = new Float64Array(0);

  /**
   * Makes the timers of a run, before its first bar.
   *
   * @param declared The timers in the order of their declaration.
   */
  constructor(declared: readonly DeclaredTimer[], strategy: Strategy, guard: StrategyGuard) {
    this.#strategy = strategy;
    this.#guard = guard;
    this.#timers = declared.map((timer): RunningTimer => {
      return { ...timer, moments: new TimerMoments(timer.checked), next: undefined, step: Infinity };
    });
  }

  /**
   * Goes on to the bars of the run, or to those of its next block. What passes ahead of the first step does not fire.
   *
   * @param feeds The feeds with these bars.
   * @param times Times of the steps of these bars.
   * @param firstStep The first of these steps in which a timer may fire.
   */
  goOn(feeds: readonly FeedData[], times: Float64Array, firstStep: number): void {
    this.#times = times;
    for (const timer of this.#timers) {
      timer.moments.goOn(feeds[timer.feed]!);
      if (timer.next === undefined) this.#advance(timer, 0);
      else timer.step = this.#stepOf(timer.next, 0);
      while (timer.step < firstStep) this.#advance(timer, timer.step);
    }
    this.#findNext();
  }

  act(step: number): void {
    const fired = this.#timers.filter((timer) => timer.step === step).map((timer) => {
      let moments = 0, atUs = NaN;
      while (timer.step === step) {
        atUs = timer.next!.atUs;
        moments++;
        this.#advance(timer, step);
      }
      return { timer, atUs, moments };
    });
    this.#findNext();
    // The sort is stable, so that timers of one moment keep their order.
    for (const { timer, atUs, moments } of fired.sort((a, b) => a.atUs - b.atUs)) {
      fireTimer(timer.timer, atUs, moments);
      this.#guard.member = timer.call === undefined ? "notifyTimer" : `timer "${timer.timer.name}"`;
      const returned: unknown = timer.call === undefined
        ? this.#strategy.notifyTimer(timer.timer)
        : timer.call.call(this.#strategy, timer.timer);
      if (returned !== undefined) this.#guard.checkReturned(returned);
    }
  }

  #findNext(): void {
    this.nextStep = Math.min(Infinity, ...this.#timers.map(({ step }) => step));
  }

  /** Moves a timer to its next moment, which fires in a step or after it. */
  #advance(timer: RunningTimer, from: number): void {
    timer.next = timer.moments.next();
    timer.step = timer.next === undefined ? Infinity : this.#stepOf(timer.next, from);
  }

  /** Returns the first step at or after a moment, or Infinity; the search begins at a step that is not after it. */
  #stepOf({ atUs, knownUs }: TimerMoment, from: number): number {
    const times = this.#times, wantedUs = Math.max(atUs, knownUs);
    let low = from, high = times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! < wantedUs) low = middle + 1;
      else high = middle;
    }
    return low === times.length ? Infinity : low;
  }
}
