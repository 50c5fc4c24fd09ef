/**
 * The timers of a run: when each fires next, and its calls.
 *
 * @module
 */

import type { Strategy } from "../strategy/strategy.ts";
import { fireTimer } from "../strategy/timer.ts";
import type { StepHook } from "./driver.ts";
import type { StrategyGuard } from "./strategy_guard.ts";
import { momentsOf, type TimerMoment } from "./timer_moments.ts";
import type { DeclaredTimer } from "./timer_registry.ts";

/** A timer and its next moment. */
interface RunningTimer extends DeclaredTimer {
  readonly moments: Iterator<TimerMoment>;
  /** The next moment; undefined after the last. */
  next: TimerMoment | undefined;
  /** The step in which it fires; Infinity after the last. */
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
  readonly #times: Float64Array;
  readonly #strategy: Strategy;
  readonly #guard: StrategyGuard;

  /**
   * Makes the timers of a run.
   *
   * @param declared The timers in the order of their declaration.
   * @param times Times of the steps.
   * @param firstStep The step at which the run begins or goes on.
   */
  constructor(
    declared: readonly DeclaredTimer[],
    times: Float64Array,
    firstStep: number,
    strategy: Strategy,
    guard: StrategyGuard,
  ) {
    this.#times = times;
    this.#strategy = strategy;
    this.#guard = guard;
    this.#timers = declared.map((timer): RunningTimer => {
      const running = { ...timer, moments: momentsOf(timer.checked, timer.feed), next: undefined, step: 0 };
      this.#advance(running, 0);
      while (running.step < firstStep) this.#advance(running, running.step);
      return running;
    });
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
    const { value, done } = timer.moments.next();
    timer.next = done === true ? undefined : value;
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
