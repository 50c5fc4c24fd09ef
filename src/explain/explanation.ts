/**
 * An explanation: sentences with the numbers that they state.
 *
 * @module
 */

import type { FillBound, FillField } from "../broker/fill_price_source.ts";
import { showBy } from "../shown.ts";

/** What a step of an explanation tells. */
export type ExplanationTopic =
  | "asked"
  | "known"
  | "snapped"
  | "waited"
  | "waitedLonger"
  | "triggered"
  | "replaced"
  | "refused"
  | "filled"
  | "priced"
  | "sized"
  | "account"
  | "trade"
  | "group"
  | "children"
  | "entry"
  | "exit"
  | "protection"
  | "excursion"
  | "sum"
  | "ended";

/** One step of an explanation. */
export interface ExplanationStep {
  /** Time of the step of the run, in microseconds since the epoch. */
  readonly timeUs: number;
  /** Index of the step of the run, as in the rows of the result. */
  readonly bar: number;
  /** What it tells. */
  readonly what: ExplanationTopic;
  /** The sentence, without its time. */
  readonly text: string;
  /** The numbers of the sentence by name. Prices are per unit, sizes in units, amounts in the account's currency. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The name of the rule, the reason, or the kind of the wait; absent where there is none. */
  readonly code?: string;
  /** Field that the price of a fill was taken from, as in its row; absent where there is none. */
  readonly field?: FillField;
  /** What bound the price of a fill, as in its row; absent where nothing did. */
  readonly bound?: FillBound;
}

/**
 * Why an order, a fill or a trade came out as it did. `console.log(explanation)` shows its lines.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Dip extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 1, limit: 95 });
 *   }
 * }
 *
 * const prices = { open: [100, 100, 97], high: [101, 101, 98], low: [99, 96, 94], close: [100, 100, 95] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
 * const explanation = ct.backtest(Dip, feed).explain(1);
 * const waited = explanation.steps.find(({ what }) => what === "waited");
 * assertEquals(waited?.text, "The low 96 stayed above the limit 95.");
 * assertEquals(waited?.numbers, { low: 96, limit: 95 });
 * ```
 */
export class Explanation {
  /** What is explained, in some words. */
  readonly title: string;
  /** The sentences, each with its time. */
  readonly lines: readonly string[];
  /** The same as data. */
  readonly steps: readonly ExplanationStep[];

  static {
    showBy(Explanation.prototype, (explanation) => explanation.toString());
  }

  /** Keeps steps in their order; `labelOf` gives the text of a time. */
  constructor(title: string, steps: readonly ExplanationStep[], labelOf: (timeUs: number) => string) {
    this.title = title;
    this.steps = Object.freeze(steps.map((step) => Object.freeze({ ...step, numbers: Object.freeze(step.numbers) })));
    this.lines = Object.freeze(steps.map(({ timeUs, bar, text }) => `${labelOf(timeUs)}, bar ${bar}: ${text}`));
    Object.freeze(this);
  }

  /** Returns the title and the lines. */
  toString(): string {
    return [this.title, ...this.lines.map((line) => `  ${line}`)].join("\n");
  }
}
