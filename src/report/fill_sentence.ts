/**
 * Why a fill has its price, in the sentences of an explanation with the decimals of a page, and the numbers of its bar.
 *
 * @module
 */

import { fillRuleReason } from "../explain/fill_rule_sentence.ts";
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
 *   "The open 93.50 was at the trigger 95.00 or below it, so a stop fills at the open. " +
 *     "Bar: open 93.50, high 94.00, low 92.00, close 93.00.",
 * );
 * ```
 */
export function fillSentence(fill: FillFacts, bar?: FillBar): string {
  const { rule, side, price, limit, stop, decimals } = fill,
    told = (price: number): string => formatFixed(price, decimals);
  // Without a bar the price itself stands for the one that the rule names.
  const prices = bar ?? { open: price, high: price, low: price, close: price };
  const numbers = { side, bar: prices, limit, stop, placementClose: null, entryPrice: price, cameBack: false };
  const sentences = [fillRuleReason(rule, numbers, told).text, ...remarks(fill, prices, told)];
  if (bar !== undefined) {
    const { open, high, low, close } = bar;
    sentences.push(`Bar: open ${told(open)}, high ${told(high)}, low ${told(low)}, close ${told(close)}.`);
  }
  return sentences.join(" ");
}

function remarks(fill: FillFacts, { high, low }: FillBar, told: (price: number) => string): string[] {
  const found: string[] = [];
  if (fill.slipped) found.push(`Slippage moved the price against the order, to ${told(fill.price)}.`);
  if (fill.clamped) {
    const bound = fill.side === "buy" ? `high ${told(high)}` : `low ${told(low)}`;
    found.push(`The slippage was cut at the ${bound} of the bar.`);
  }
  if (fill.ambiguous) {
    found.push("The bar does not show which price came first, so the outcome that is worse for the account was taken.");
  }
  if (fill.late) found.push("The fill came after the end of its order.");
  if (fill.lateExit) found.push("It closed the position after the close of its session.");
  return found;
}
