/**
 * The clock of a run: its phase and its step, which give orders their time.
 *
 * @module
 */

/** The phases of a run, in words of messages. The last three are calls within bars, of code that is not the strategy's. */
export type RunPhase =
  | "construction"
  | "start"
  | "bars"
  | "stop"
  | "ended"
  | "saveState"
  | "checkpoint.save"
  | "a logger or the sink of a replay log";

/** The place of a run. The driver moves it. */
export class RunClock {
  /** Phase of the run; orders may be placed on bars only. */
  phase: RunPhase = "construction";
  /** Index of the current step; -1 before the first. */
  step = -1;
  readonly #times: Float64Array;

  /** Makes a clock before the first of these times. */
  constructor(times: Float64Array) {
    this.#times = times;
  }

  /** Time of the current step. */
  get timeUs(): number {
    return this.#times[this.step]!;
  }
}
