/**
 * Why a fill has its price, as a sentence for each rule.
 *
 * @module
 */

import type { OrderSide } from "../broker/result_rows.ts";
import { numberText } from "./number_text.ts";

/** The numbers that a rule may have taken a price from. */
export interface FillNumbers {
  /** Side of the fill. */
  readonly side: OrderSide;
  /** The bar of the fill. */
  readonly bar: { readonly open: number; readonly high: number; readonly low: number; readonly close: number };
  /** Close of the bar at which it was decided, for a fill at it; null if it is not known. */
  readonly placementClose: number | null;
  /** Limit of the order at that moment. */
  readonly limit: number | null;
  /** Trigger of the order at that moment. */
  readonly stop: number | null;
  /** Price at which the entry of a protective order filled in the same bar. */
  readonly entryPrice: number | null;
  /** True for a stop-limit that the inside of this bar triggered and that filled at its limit. */
  readonly cameBack: boolean;
}

/** A rule of a fill in words. */
export interface FillRuleReason {
  /** The sentence. */
  readonly text: string;
  /** The price that the rule takes, before slippage; null where a venue says it. */
  readonly bound: number | null;
}

/** Writes a price as text. */
type PriceText = (price: number) => string;

/** The rules by the name that a row has. */
const REASONS: Readonly<Record<string, (numbers: FillNumbers, text: PriceText) => FillRuleReason>> = {
  open: ({ bar }, text) => ({
    text: `A market order fills at the open of the first bar that it meets, ${text(bar.open)}.`,
    bound: bar.open,
  }),
  stopGap: ({ side, bar, stop }, text) => ({
    text: `The open ${text(bar.open)} was at the trigger ${shown(text, stop)} or ${
      side === "buy" ? "above" : "below"
    } it, so a stop fills at the open.`,
    bound: bar.open,
  }),
  stop: ({ side, bar, stop }, text) => ({
    text: `The ${extremeOf(text, side === "buy", bar)} reached the trigger ${
      shown(text, stop)
    }, and a stop fills there.`,
    bound: stop,
  }),
  limitOpen: ({ side, bar, limit }, text) => ({
    text: `The open ${text(bar.open)} was at the limit ${
      shown(text, limit)
    } or better, so a ${side} fills at the open.`,
    bound: bar.open,
  }),
  limit: ({ side, bar, limit, stop, cameBack }, text) => ({
    text: cameBack && (side === "buy" ? bar.close > (limit ?? 0) : bar.close < (limit ?? 0))
      ? `After the trigger ${shown(text, stop)} the path came back to the limit ${
        shown(text, limit)
      }, where the order fills.`
      : cameBack
      ? `After the trigger ${shown(text, stop)} the close ${
        text(bar.close)
      } proves that the price came back to the limit ${shown(text, limit)}, where the order fills.`
      : `The ${extremeOf(text, side === "sell", bar)} reached the limit ${
        shown(text, limit)
      }, and the order fills there.`,
    bound: limit,
  }),
  stopLimit: ({ side, bar, limit, stop }, text) => ({
    text: `The ${extremeOf(text, side === "buy", bar)} reached the trigger ${shown(text, stop)}, which the limit ${
      shown(text, limit)
    } allows, so a stop-limit fills at the trigger.`,
    bound: stop,
  }),
  close: ({ bar }, text) => ({
    text: `A market-on-close order fills at the close of the first bar that it meets, ${text(bar.close)}.`,
    bound: bar.close,
  }),
  entryPrice: ({ limit, stop, entryPrice }, text) => ({
    text: `The entry filled at ${shown(text, entryPrice)}, which had passed the ${
      stop === null ? `limit ${shown(text, limit)}` : `trigger ${shown(text, stop)}`
    } already, so its protection fills at the price of the entry.`,
    bound: entryPrice,
  }),
  touchOpen: ({ side, bar, stop }, text) => ({
    text: `The open ${text(bar.open)} was at the trigger ${shown(text, stop)} or ${
      side === "buy" ? "below" : "above"
    } it, so an order that is to be touched fills at the open.`,
    bound: bar.open,
  }),
  touch: ({ side, bar, stop }, text) => ({
    text: `The ${extremeOf(text, side === "sell", bar)} touched the trigger ${
      shown(text, stop)
    }, and the order fills there.`,
    bound: stop,
  }),
  touchLimit: ({ side, bar, limit, stop }, text) => ({
    text: `The ${extremeOf(text, side === "sell", bar)} touched the trigger ${shown(text, stop)}, which the limit ${
      shown(text, limit)
    } allows, so the order fills at the trigger.`,
    bound: stop,
  }),
  sessionOpen: ({ bar }, text) => ({
    text: `A market-on-open order fills at the open of the first bar of a later session, ${text(bar.open)}.`,
    bound: bar.open,
  }),
  reported: () => ({ text: "The venue reported this price.", bound: null }),
  placementClose: ({ placementClose }, text) => ({
    text: `Under the rule CHEAT_ON_CLOSE a market order fills at the close at which it was placed${
      placementClose === null ? "" : `, ${text(placementClose)}`
    }.`,
    bound: placementClose,
  }),
  closeAtEnd: ({ bar }, text) => ({
    text: `The run ended, and closeAtEnd closes what is open at the last close, ${text(bar.close)}.`,
    bound: bar.close,
  }),
  feedEnded: ({ bar }, text) => ({
    text: `The bars of the feed ended before the run, and onFeedEnd closes its position at the last close, ${
      text(bar.close)
    }.`,
    bound: bar.close,
  }),
  split: ({ bar }, text) => ({
    text: `A split made no whole lots of these, so they were paid in cash at the last close before it, ${
      text(bar.close)
    }.`,
    bound: bar.close,
  }),
  liquidation: ({ bar }, text) => ({
    text: `The account was worth less than its maintenance margin, so the position is closed at the close, ${
      text(bar.close)
    }.`,
    bound: bar.close,
  }),
};

/**
 * Returns why a fill has its price.
 *
 * @param rule Name of the rule, as a row of a fill has it.
 * @param numbers The bar, and the prices of the order at that moment.
 * @param text Writes a price; with all digits by default.
 * @throws {RangeError} If there is no such rule.
 */
export function fillRuleReason(rule: string, numbers: FillNumbers, text: PriceText = numberText): FillRuleReason {
  const reasonOf = REASONS[rule];
  if (reasonOf === undefined) {
    throw new RangeError(`Cannot explain the fill rule "${rule}": there are ${Object.keys(REASONS).join(", ")}`);
  }
  return reasonOf(numbers, text);
}

/** Returns why a fill has its price, as a sentence. */
export function fillRuleSentence(rule: string, numbers: FillNumbers): string {
  return fillRuleReason(rule, numbers).text;
}

function extremeOf(text: PriceText, isHigh: boolean, bar: FillNumbers["bar"]): string {
  return isHigh ? `high ${text(bar.high)}` : `low ${text(bar.low)}`;
}

function shown(text: PriceText, price: number | null): string {
  return price === null ? "of the order" : text(price);
}
