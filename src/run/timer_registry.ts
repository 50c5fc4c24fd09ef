/**
 * The timers that a strategy declares, and the run's own view of them.
 *
 * @module
 */

import type { RunClock } from "../broker/run_clock.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { inspected } from "../host.ts";
import { quoted } from "../records/text.ts";
import { type CheckedTimer, checkTimer, Timer, type TimerDeclarations, type TimerOptions } from "../strategy/timer.ts";
import { hasHours } from "./timer_moments.ts";

/** A declared timer. */
export interface DeclaredTimer {
  readonly timer: Timer;
  readonly checked: CheckedTimer;
  /** Id of the feed whose sessions count. */
  readonly feed: number;
  /** The function of the strategy; `notifyTimer` is called without one. */
  readonly call: ((timer: Timer) => unknown) | undefined;
  /** True if it was declared in `start`, which a resumed run does not call. */
  readonly inStart: boolean;
}

/** Keeps the timers that a strategy declares before its first bar. */
export class TimerRegistry implements TimerDeclarations {
  readonly #timers: DeclaredTimer[] = [];
  readonly #feeds: readonly FeedData[];
  readonly #clock: RunClock;

  /** Makes a registry without timers. */
  constructor(feeds: readonly FeedData[], clock: RunClock) {
    this.#feeds = feeds;
    this.#clock = clock;
  }

  /** The timers in the order of their declaration. */
  get timers(): readonly DeclaredTimer[] {
    return this.#timers;
  }

  declare(options: TimerOptions, call: ((timer: Timer) => unknown) | undefined): Timer {
    const checked = checkTimer(options, call), { name } = checked, { phase } = this.#clock;
    if (phase !== "construction" && phase !== "start") {
      throw new TypeError(
        `Cannot declare the timer "${name}" ${
          phase === "bars" ? "on a bar" : `in ${phase}`
        }: declare it as a field, or ` +
          "in start()",
      );
    }
    const id = checked.feed === undefined ? 0 : this.#feeds.findIndex((each) => each.name === checked.feed);
    const feed = this.#feeds[id];
    if (feed === undefined) {
      throw new RangeError(
        `Cannot find feed ${inspected(checked.feed, 0)} of the timer "${name}": there are ${
          quoted(this.#feeds.map((each) => each.name))
        }`,
      );
    }
    if ((checked.at === "open" || checked.at === "close") && !hasHours(feed)) {
      throw new RangeError(
        `Cannot make the timer "${name}": nothing tells the hours of the sessions of feed "${feed.name}"; pass calendar, ` +
          'or session: { open: "09:30", close: "16:00" }, when reading it',
      );
    }
    const timer = new Timer(name);
    this.#timers.push({ timer, checked, feed: id, call, inStart: phase === "start" });
    return timer;
  }

  /**
   * Rejects timers that would call nothing.
   *
   * @param strategyName Name of the strategy class.
   * @param notifies True if the strategy overrides `notifyTimer`.
   * @throws {TypeError} If a timer has no function and the strategy does not override `notifyTimer`.
   */
  checkHeard(strategyName: string, notifies: boolean): void {
    const unheard = this.#timers.find(({ call }) => call === undefined && !notifies);
    if (unheard === undefined) return;
    throw new TypeError(
      `Cannot run ${strategyName}: nothing hears its timer "${unheard.timer.name}"; pass a function to timer(), or ` +
        "override notifyTimer",
    );
  }

  /**
   * Rejects timers that a resumed run would not have.
   *
   * @throws {CheckpointError} If one was declared in `start`.
   */
  checkKept(): void {
    const lost = this.#timers.find(({ inStart }) => inStart);
    if (lost === undefined) return;
    throw new CheckpointError(
      "BAD_STATE",
      `Cannot keep the timer "${lost.timer.name}" in a checkpoint: it is declared in start(), which a resumed run does ` +
        "not call; declare it as a field",
    );
  }
}
