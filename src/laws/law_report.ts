/**
 * What a law came to: held, failed or not applicable, on how many cases, and the smallest counter-example.
 *
 * @module
 */

/** Names of the laws by their numbers. Law 10, that the gates bite, is about this project and no function. */
export const LAW_NAMES = {
  1: "parity",
  2: "determinism",
  3: "batching",
  4: "replay",
  5: "checkpoint",
  6: "idempotency",
  7: "metamorphic",
  8: "no look-ahead",
  9: "conservation",
} as const;

/** Number of a law. */
export type LawNumber = keyof typeof LAW_NAMES;

/**
 * What became of a law. One whose precondition fails is `"not applicable"`, which says nothing for it and nothing
 * against it.
 */
export type Verdict = "held" | "failed" | "not applicable";

/** A case that breaks a law, as small as it was cheap to make it. */
export interface CounterExample {
  /** What was done in two ways that must come to the same. */
  readonly what: string;
  /** Where they part, in words: bar, time and member of the strategy, or the event. */
  readonly place: string;
  /** What the one way came to there. */
  readonly expected: string;
  /** What the other way came to there. */
  readonly found: string;
  /** Index of the bar at which they part, counted in steps from 0; only for strategies. */
  readonly bar?: number;
  /** When that bar is known, in microseconds since the epoch; only for strategies. */
  readonly timeUs?: number;
  /** The member of the strategy that decides otherwise, or that threw; where the strategy's part can be told. */
  readonly member?: string;
  /** A declared line of the strategy whose values differ up to there, as `field (name of the line)`. */
  readonly line?: string;
  /** Sequence of the event at which they part, from 1; only for event logs. */
  readonly event?: number;
  /** The smallest case, in words. */
  readonly smallest: string;
  /** Bars of the smallest case, or its events. */
  readonly size: number;
  /** The events of the smallest case, one text each; only for event logs. */
  readonly events?: readonly string[];
}

/** A law, tried. */
export interface LawReport {
  /** Number of the law. */
  readonly law: LawNumber;
  /** Its name. */
  readonly name: string;
  /** What became of it. */
  readonly verdict: Verdict;
  /** What it was tried on, such as `12 cut points of 1,260`. */
  readonly tried: string;
  /** Cases on which it held, up to the one that breaks it. Zero if it is not applicable. */
  readonly cases: number;
  /** Why it is not applicable. */
  readonly reason?: string;
  /** Parts of the law that were left out, each with the reason. */
  readonly leftOut: readonly string[];
  /** The case that breaks it. */
  readonly counterExample?: CounterExample;
}

/** A law while it is tried: counts cases, keeps what is left out, and ends in its report. */
export class LawTrial {
  readonly #law: LawNumber;
  readonly #leftOut: Set<string> = new Set();
  #cases = 0;

  /** Begins to try a law. */
  constructor(law: LawNumber) {
    this.#law = law;
  }

  /** Cases on which the law held so far. */
  get cases(): number {
    return this.#cases;
  }

  /** Notes that the law held on so many further cases. */
  held(cases: number = 1): void {
    this.#cases += cases;
  }

  /** Notes a part of the law that cannot be tried; once, however often it comes up. */
  leaveOut(reason: string): void {
    this.#leftOut.add(reason);
  }

  /** Ends the trial with a case that breaks the law. */
  fail(tried: string, counterExample: CounterExample): LawReport {
    return { ...this.#report("failed", tried), counterExample };
  }

  /** Ends the trial: the law held on every case, or nothing could be tried, for the reasons that were noted. */
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

/** The report of a law that cannot be tried. */
export function notApplicable(law: LawNumber, reason: string): LawReport {
  const trial = new LawTrial(law);
  trial.leaveOut(reason);
  return trial.end("nothing");
}
