/**
 * The work of a backend comparison: one piece of work on every engine, and the loop that it is measured beside.
 *
 * @module
 */

import type { EngineName } from "../engines.ts";
import type { EventLog } from "./event_log.ts";
import type { Outcome } from "./outcome.ts";

/** A piece of work on one engine. */
export interface Backend {
  /** Which engine. */
  readonly name: EngineName;
  /** Does the work once, which is what is timed, and returns a function that tells what it came to, which is not. */
  run(): () => Outcome;
  /** The state chain after each event of a log. */
  chains(log: EventLog): Iterable<string>;
}

/** A piece of work. */
export interface Workload {
  /** The work on an engine. */
  backend(name: EngineName): Backend;
  /** Name of the bare loop, in words. */
  readonly bareLoopName: string;
  /** Runs the bare loop once and returns a number that depends on all of it, so that no compiler can leave it out. */
  bareLoop(): number;
  /**
   * The part of the bare loop's time that stands for the work. A loop over few bars is mostly its call, which a compiler
   * makes now fast and now slow; so the loop goes over more bars than the work when the work has few.
   */
  readonly bareLoopShare: number;
  /** The events that the work is for an engine, as TypeScript takes them in. */
  log(): EventLog;
}
