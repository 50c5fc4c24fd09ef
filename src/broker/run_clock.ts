/**
 * The clock of a run: its phase and its step, which give orders their time.
 *
 * @module
 */

/**
 * The phases of a run, in words of messages. Bars of a warm-up reach lines alone. The last three are calls within bars, of
 * code that is not the strategy's.
 */
export type RunPhase =
  | "construction"
  | "start"
  | "the warm-up of a session"
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
  /** While a strategy decides on opens: the instruments whose bar begins, which are the only ones to be traded then. */
  begins: ReadonlySet<number> | undefined;
  /**
   * While a strategy decides amid a step: the time of that step, whose bars the broker has ahead of the requests, as under
   * backtrader's cheat-on-open. The step is the one behind the current one.
   */
  amidUs: number | undefined;
  /** Place of the current step in the times; -1 before the first. */
  step = -1;
  /** Number of the first step that the times have: 0, or that of the block at hand where bars come block by block. */
  first = 0;
  #times: Float64Array;
  /** Time of the last step of the blocks before. */
  #beforeUs = NaN;

  /** Makes a clock before the first of these times. */
  constructor(times: Float64Array) {
    this.#times = times;
  }

  /** Goes on to the times of the next block, before the first of them. */
  goOn(times: Float64Array): void {
    this.first += this.#times.length;
    this.#beforeUs = this.#times.at(-1) ?? this.#beforeUs;
    this.#times = times;
    this.step = -1;
  }

  /** Index of the current step in the run; -1 before the first. */
  get number(): number {
    return this.first + this.step;
  }

  /** Time of the current step; NaN before the first. */
  get timeUs(): number {
    return this.step < 0 ? this.#beforeUs : this.#times[this.step]!;
  }

  /** Index in the run of the step to which a request belongs. */
  get requestNumber(): number {
    return this.amidUs === undefined ? this.number : this.number + 1;
  }

  /** Time of the step to which a request belongs. */
  get requestUs(): number {
    return this.amidUs ?? this.timeUs;
  }
}
