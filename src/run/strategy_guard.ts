/**
 * The guard between a run and its strategy: it records the running member, so that an error names strategy, member and
 * bar.
 *
 * @module
 */

import type { RunClock } from "../broker/run_clock.ts";
import { CheckpointError } from "../checkpoint/checkpoint_error.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatMoment } from "../records/moment_text.ts";
import { Strategy } from "../strategy/strategy.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import { checkReturned } from "./strategy_class.ts";

/** Members that cost time only in a strategy that overrides them. */
export type OptionalMember = "nextstart" | "nextOpen" | "notifyCash" | "notifyOrder" | "notifyTimer" | "notifyTrade";

/**
 * Records the running member of a strategy. The driver writes the field itself, as a closure on each bar would cost
 * time.
 */
export class StrategyGuard {
  /** The running member; empty while the engine runs. */
  member = "";
  readonly #strategyName: string;
  readonly #clock: RunClock;
  readonly #timeZone: string;

  /** Makes a guard; messages show times in the time zone. */
  constructor(strategyName: string, clock: RunClock, timeZone: string) {
    this.#strategyName = strategyName;
    this.#clock = clock;
    this.#timeZone = timeZone;
  }

  /** Runs a member of the strategy and returns its value. */
  run<T>(member: string, act: () => T): T {
    this.member = member;
    try {
      return act();
    } catch (error) {
      throw this.placed(error);
    }
  }

  /** Rejects what the running member returned, if a run would have to wait for it. */
  checkReturned(value: unknown): void {
    checkReturned(this.#strategyName, this.member, value);
  }

  /** Wraps an error of the strategy with its place; returns an error of the engine unchanged. */
  placed(cause: unknown): unknown {
    if (this.member === "" || cause instanceof StrategyError || cause instanceof CheckpointError) return cause;
    const zone = new TimeZone(this.#timeZone), { number, timeUs } = this.#clock;
    const time = number < 0 ? "" : formatMoment(timeUs, zone, false);
    return new StrategyError(this.#strategyName, this.member, number, time, cause);
  }
}

/** Members in which a strategy may place orders. */
const DECIDING_MEMBERS = [
  "prenext",
  "nextstart",
  "next",
  "nextOpen",
  "notifyOrder",
  "notifyTrade",
  "notifyCash",
  "notifyTimer",
] as const;

/** Returns whether a strategy has a member of its own, or a timer, in which it could place an order. */
export function canDecide(strategy: Strategy, timers: number): boolean {
  return timers > 0 || DECIDING_MEMBERS.some((member) => strategy[member] !== Strategy.prototype[member]);
}

/** Returns whether a strategy overrides a member. */
export function overrides(strategy: Strategy, member: OptionalMember): boolean {
  return strategy[member] !== Strategy.prototype[member];
}
