/**
 * The clock of a run: its part and its step, which orders are stamped with.
 *
 * @module
 */

/** Tells where a run is. The driver moves it. */
export class RunClock {
  /** The part of the run, which decides whether orders may be placed. */
  phase: "construction" | "start" | "bars" | "stop" = "construction";
  /** Index of the current step, -1 before the first. */
  step = -1;
  readonly #times: Float64Array;

  /** Makes a clock that stands before the first of these times. */
  constructor(times: Float64Array) {
    this.#times = times;
  }

  /** Time of the current step. */
  get timeUs(): number {
    return this.#times[this.step]!;
  }
}
