/**
 * Clocks of a session: that of this machine, one that runs fast, and one that is moved by hand.
 *
 * @module
 */

/** The time of a session, and waiting in it. */
export interface VenueClock {
  /** Returns the time in whole microseconds since the epoch. It never goes back. */
  nowUs(): number;
  /** Waits until a time; a signal ends the wait early, without an error. */
  waitUntil(timeUs: number, signal?: AbortSignal): Promise<void>;
}

/** Longest wait of one timer; a longer one goes in parts, as timers overflow at 2^31 milliseconds. */
const TIMER_MS_MOST = 1_000_000_000;

/**
 * Returns a clock that starts at a time and runs with a speed.
 *
 * @param startUs Time at the start in microseconds since the epoch. Default: that of this machine.
 * @param speed Seconds of the clock in a second of this machine, above 0. Default: 1.
 * @throws {RangeError} If the speed is not above 0.
 *
 * @example A minute in a second
 * ```ts
 * import { assert } from "@std/assert";
 * import { runningClock } from "@cracktrader/cracktrader/venue";
 *
 * const clock = runningClock(0, 60);
 * await clock.waitUntil(1_200_000);
 * assert(clock.nowUs() >= 1_200_000);
 * ```
 */
export function runningClock(startUs: number = Date.now() * 1000, speed: number = 1): VenueClock {
  if (!(speed > 0 && speed < Infinity)) {
    throw new RangeError(`Cannot run a clock with speed ${speed}: pass a number above 0, 1 for real time`);
  }
  const beganMs = performance.now();
  const nowUs = (): number => startUs + Math.floor((performance.now() - beganMs) * 1000 * speed);
  return {
    nowUs,
    async waitUntil(timeUs: number, signal?: AbortSignal): Promise<void> {
      while (signal?.aborted !== true) {
        const leftUs = timeUs - nowUs();
        if (leftUs <= 0) return;
        await pause(Math.min(Math.ceil(leftUs / 1000 / speed), TIMER_MS_MOST), signal);
      }
    },
  };
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const ended = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", ended);
      resolve();
    };
    const timer = setTimeout(ended, ms);
    signal?.addEventListener("abort", ended, { once: true });
  });
}

/**
 * A clock that stands until it is moved: for tests that are as fast as their code, and repeat.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ManualClock } from "@cracktrader/cracktrader/venue";
 *
 * const clock = new ManualClock(0), told: string[] = [];
 * const waiting = clock.waitUntil(10).then(() => told.push("ten"));
 * await clock.advance(9);
 * told.push("nine");
 * await clock.advance(10);
 * await waiting;
 * assertEquals(told, ["nine", "ten"]);
 * ```
 */
export class ManualClock implements VenueClock {
  #nowUs: number;
  readonly #waiting: { readonly timeUs: number; readonly wake: () => void }[] = [];

  /** Makes a clock that stands at a time. */
  constructor(startUs: number) {
    this.#nowUs = startUs;
  }

  nowUs(): number {
    return this.#nowUs;
  }

  /** Time of the earliest wait; Infinity if nothing waits. */
  get nextUs(): number {
    return this.#waiting.reduce((least, { timeUs }) => Math.min(least, timeUs), Infinity);
  }

  waitUntil(timeUs: number, signal?: AbortSignal): Promise<void> {
    if (timeUs <= this.#nowUs || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        const at = this.#waiting.indexOf(entry);
        if (at >= 0) this.#waiting.splice(at, 1);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const entry = { timeUs, wake };
      this.#waiting.push(entry);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /**
   * Moves the clock to a time, and wakes on the way what waits for times up to it, the earliest first. What was woken
   * runs until it waits again.
   */
  async advance(untilUs: number): Promise<void> {
    // What was begun before the call gets as far as its first wait.
    await settled();
    while (this.nextUs <= untilUs) {
      const next = this.#waiting.reduce((least, each) => each.timeUs < least.timeUs ? each : least);
      this.#nowUs = Math.max(this.#nowUs, next.timeUs);
      next.wake();
      await settled();
    }
    this.#nowUs = Math.max(this.#nowUs, untilUs);
    await settled();
  }
}

/** Lets everything run that waits for no time. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
