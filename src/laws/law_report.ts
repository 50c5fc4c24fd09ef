/**
 * The report of a law: held, failed or not applicable, the number of cases, and the smallest counter-example.
 *
 * @module
 */

/** Number of a law. */
export type LawNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 11;

/**
 * Names of the laws by number. Law 10, that the gates catch planted defects, is about this project and has no function.
 */
export const LAW_NAMES: Readonly<Record<LawNumber, string>> = {
  1: "parity",
  2: "determinism",
  3: "batching",
  4: "replay",
  5: "checkpoint",
  6: "idempotency",
  7: "metamorphic",
  8: "no look-ahead",
  9: "conservation",
  11: "flows",
};

/**
 * The result of a law. `"not applicable"` means that its precondition fails, and is evidence neither for nor against
 * it.
 */
export type Verdict = "held" | "failed" | "not applicable";

/** A case that breaks a law, shrunk as far as the search allows. */
export interface CounterExample {
  /** The claim: two ways to do a thing that must give the same result. */
  readonly what: string;
  /** The place at which the two ways differ, in words: bar, time and member of the strategy, or the event. */
  readonly place: string;
  /** The result of the first way at that place. */
  readonly expected: string;
  /** The result of the second way at that place. */
  readonly found: string;
  /** Index of the bar at which they differ, counted in steps from 0; only for strategies. */
  readonly bar?: number;
  /** Time at which that bar is known, in microseconds since the epoch; only for strategies. */
  readonly timeUs?: number;
  /** The member of the strategy that decides differently or throws, if it is known. */
  readonly member?: string;
  /** A declared line of the strategy whose values differ up to that bar, as `field (name of the line)`. */
  readonly line?: string;
  /** Sequence of the event at which they differ, from 1; only for event logs. */
  readonly event?: number;
  /** The smallest case, in words. */
  readonly smallest: string;
  /** Number of bars, or of events, of the smallest case. */
  readonly size: number;
  /** The events of the smallest case, one text each; only for event logs. */
  readonly events?: readonly string[];
}

/** The report of one law. */
export interface LawReport {
  /** Number of the law. */
  readonly law: LawNumber;
  /** Name of the law. */
  readonly name: string;
  /** The result. */
  readonly verdict: Verdict;
  /** The cases that were tried, such as `12 cut points of 1,260`. */
  readonly tried: string;
  /** Number of cases on which the law held before the first failure. Zero if it is not applicable. */
  readonly cases: number;
  /** The reason why it is not applicable. */
  readonly reason?: string;
  /** Parts of the law that were left out, each with the reason. */
  readonly leftOut: readonly string[];
  /** The case that breaks the law. */
  readonly counterExample?: CounterExample;
}

/** Counts the cases of a law, collects the parts that are left out, and makes the report. */
export class LawTrial {
  readonly #law: LawNumber;
  readonly #leftOut: Set<string> = new Set();
  #cases = 0;

  /** Starts the trial of a law. */
  constructor(law: LawNumber) {
    this.#law = law;
  }

  /** Number of cases on which the law held so far. */
  get cases(): number {
    return this.#cases;
  }

  /** Adds cases on which the law held. */
  held(cases: number = 1): void {
    this.#cases += cases;
  }

  /** Records the reason why a part of the law cannot be tried. Equal reasons are kept once. */
  leaveOut(reason: string): void {
    this.#leftOut.add(reason);
  }

  /** Ends the trial with a case that breaks the law. */
  fail(tried: string, counterExample: CounterExample): LawReport {
    return { ...this.#report("failed", tried), counterExample };
  }

  /** Ends the trial: the law held on every case, or no case could be tried for the recorded reasons. */
  end(tried: string): LawReport {
    if (this.#cases > 0) return this.#report("held", tried);
    return { ...this.#report("not applicable", "nothing"), leftOut: [], reason: [...this.#leftOut].join("; ") };
  }

  #report(verdict: Verdict, tried: string): LawReport {
    return {
      law: this.#law,
      name: LAW_NAMES[this.#law],
      verdict,
      tried,
      cases: this.#cases,
      leftOut: [...this.#leftOut],
    };
  }
}

/** Returns the report of a law that cannot be tried. */
export function notApplicable(law: LawNumber, reason: string): LawReport {
  const trial = new LawTrial(law);
  trial.leaveOut(reason);
  return trial.end("nothing");
}
