/**
 * Why a fill has its price, as a sentence with the numbers of its bar.
 *
 * A sentence for each rule of the contract: src/contract/REFERENCE.md shows each rule by an example.
 *
 * @module
 */

import { formatFixed } from "../records/number_format.ts";

/** The facts of a fill that its sentence tells. */
export interface FillFacts {
  /** Name of the rule that set the price, such as `stopGap`. */
  readonly rule: string;
  /** Direction. */
  readonly side: "buy" | "sell";
  /** Price. */
  readonly price: number;
  /** True if slippage moved the price. */
  readonly slipped: boolean;
  /** True if slippage was cut at the range of the bar. */
  readonly clamped: boolean;
  /** True if the bar does not show which price came first. */
  readonly ambiguous: boolean;
  /** True if the fill came after the end of its order. */
  readonly late: boolean;
  /** True if it closed a position as `flatAt` says, after the close of its session. */
  readonly lateExit: boolean;
  /** Decimals of the prices of the feed. */
  readonly decimals: number;
  /** Limit price of the order; null for an order without one. */
  readonly limit: number | null;
  /** Trigger price of the order; null for an order without one. */
  readonly stop: number | null;
}

/** The bar of a fill. */
export interface FillBar {
  /** First price. */
  readonly open: number;
  /** Highest price. */
  readonly high: number;
  /** Lowest price. */
  readonly low: number;
  /** Last price. */
  readonly close: number;
}

/** The words of a rule, in which prices are texts. */
interface Words {
  readonly buys: boolean;
  readonly price: string;
  readonly limit: string;
  readonly stop: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** The first sentence of each rule, by its shown name. */
const SENTENCES: Readonly<Record<string, (words: Words) => string>> = {
  open: ({ open }) => `A market order fills at the open of the first bar that it meets, ${open}`,
  stopGap: ({ open, stop, buys }) =>
    `The bar opened at ${open}, already ${
      buys ? "at or above" : "at or below"
    } the trigger ${stop}, so the stop filled ` +
    "at the open",
  stop: ({ stop, buys, high, low }) =>
    `The ${buys ? `high ${high}` : `low ${low}`} reached the trigger ${stop}, so the stop filled there`,
  limitOpen: ({ open, limit, buys }) =>
    `The bar opened at ${open}, ${
      buys ? "at or below" : "at or above"
    } the limit ${limit}, so the order filled at the ` +
    "open, which is as good or better",
  limit: ({ limit, buys, high, low }) =>
    `The ${buys ? `low ${low}` : `high ${high}`} reached the limit ${limit}, so the order filled there`,
  stopLimit: ({ stop, limit, buys, high, low }) =>
    `The ${
      buys ? `high ${high}` : `low ${low}`
    } reached the trigger ${stop}, which lies within the limit ${limit}, so ` +
    "the order filled at its trigger",
  close: ({ close }) => `An order on the close fills at the close of the bar, ${close}`,
  entryPrice: ({ price }) =>
    `The price of the entry had passed the trigger of this protective order already, so it filled at once at ${price}`,
  reported: ({ price }) => `The venue told the price, ${price}`,
  closeAtEnd: ({ price }) => `The run ended, and the position was closed at the last price, ${price}`,
};

/** The names of the rules that have a sentence. */
export const RULES_WITH_SENTENCE: readonly string[] = Object.keys(SENTENCES);

/**
 * Returns why a fill has its price, in sentences.
 *
 * @param fill Facts of the fill and of its order.
 * @param bar The bar of the fill, if it is known.
 * @returns Sentences with the numbers of the bar.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fillSentence } from "./fill_sentence.ts";
 *
 * const flags = { slipped: false, clamped: false, ambiguous: false, late: false, lateExit: false };
 * const fill = { rule: "stopGap", side: "sell", price: 93.5, decimals: 2, limit: null, stop: 95, ...flags } as const;
 * assertEquals(
 *   fillSentence(fill, { open: 93.5, high: 94, low: 92, close: 93 }),
 *   "The bar opened at 93.50, already at or below the trigger 95.00, so the stop filled at the open. " +
 *     "Bar: open 93.50, high 94.00, low 92.00, close 93.00.",
 * );
 * ```
 */
export function fillSentence(fill: FillFacts, bar?: FillBar): string {
  const told = (price: number | null | undefined): string =>
    price === null || price === undefined || Number.isNaN(price) ? "of the order" : formatFixed(price, fill.decimals);
  const words: Words = {
    buys: fill.side === "buy",
    price: told(fill.price),
    limit: told(fill.limit),
    stop: told(fill.stop),
    // Without a bar the price itself stands for the one that the rule names.
    open: told(bar?.open ?? fill.price),
    high: told(bar?.high ?? fill.price),
    low: told(bar?.low ?? fill.price),
    close: told(bar?.close ?? fill.price),
  };
  const first = SENTENCES[fill.rule]?.(words) ?? `The rule ${fill.rule} set the price ${words.price}`;
  const sentences = [first, ...remarks(fill, words)];
  if (bar !== undefined) {
    sentences.push(`Bar: open ${words.open}, high ${words.high}, low ${words.low}, close ${words.close}`);
  }
  return sentences.map((sentence) => `${sentence}.`).join(" ");
}

function remarks(fill: FillFacts, { price, buys, high, low }: Words): string[] {
  const found: string[] = [];
  if (fill.slipped) found.push(`Slippage moved the price against the order, to ${price}`);
  if (fill.clamped) {
    found.push(`The slippage was cut at the ${buys ? `high ${high}` : `low ${low}`} of the bar`);
  }
  if (fill.ambiguous) {
    found.push("The bar does not show which price came first, so the outcome that is worse for the account was taken");
  }
  if (fill.late) found.push("The fill came after the end of its order");
  if (fill.lateExit) found.push("It closed the position after the close of its session");
  return found;
}
