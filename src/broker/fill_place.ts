/**
 * The place of a fill within its bar, as far as the bar shows it.
 *
 * @module
 */

import {
  FILL_RULE_CLOSE,
  FILL_RULE_CLOSE_AT_END,
  FILL_RULE_ENTRY_PRICE,
  FILL_RULE_FEED_ENDED,
  FILL_RULE_LIMIT,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_LIQUIDATION,
  FILL_RULE_OPEN,
  FILL_RULE_PLACEMENT_CLOSE,
  FILL_RULE_SESSION_OPEN,
  FILL_RULE_SPLIT,
  FILL_RULE_STOP,
  FILL_RULE_STOP_GAP,
  FILL_RULE_STOP_LIMIT,
  FILL_RULE_TOUCH,
  FILL_RULE_TOUCH_LIMIT,
  FILL_RULE_TOUCH_OPEN,
} from "../contract/contract.gen.ts";

import { fillRuleName } from "../records/code_names.ts";

/** The place of a fill: at the open of its bar, inside, at the close, or in the moment of the fill before it. */
export type FillPlace = "open" | "inside" | "close" | "same";

/**
 * The way on which the price came to that of a fill inside a bar: no price of the bar before it was beyond it on that
 * way, and the extreme of the bar beyond it comes at the fill or later. Undefined if the bar does not show the way.
 */
export type FillWay = "up" | "down" | undefined;

/** Names of the rules of fills at the open. */
const AT_OPEN: ReadonlySet<string> = new Set(
  [
    FILL_RULE_OPEN,
    FILL_RULE_PLACEMENT_CLOSE,
    FILL_RULE_STOP_GAP,
    FILL_RULE_LIMIT_OPEN,
    FILL_RULE_TOUCH_OPEN,
    FILL_RULE_SESSION_OPEN,
  ].map(
    fillRuleName,
  ),
);

/** Returns the place of a fill by the code of its rule. */
export function fillPlace(rule: number): FillPlace {
  if (rule === FILL_RULE_OPEN || rule === FILL_RULE_STOP_GAP || rule === FILL_RULE_LIMIT_OPEN) return "open";
  if (rule === FILL_RULE_TOUCH_OPEN || rule === FILL_RULE_SESSION_OPEN) return "open";
  // The bar that books it came after it, so its position is held through all of that bar.
  if (rule === FILL_RULE_PLACEMENT_CLOSE) return "open";
  const isClose = rule === FILL_RULE_CLOSE || rule === FILL_RULE_CLOSE_AT_END || rule === FILL_RULE_LIQUIDATION ||
    rule === FILL_RULE_FEED_ENDED || rule === FILL_RULE_SPLIT;
  if (isClose) return "close";
  return rule === FILL_RULE_ENTRY_PRICE ? "same" : "inside";
}

/**
 * Returns the place of a fill on the last bar of its instrument up to the record of it. What was decided at the close of
 * that bar, and is booked before the next one comes, fills at that close.
 *
 * @param rule Code of its rule.
 * @param isOfStep True if the bar is of the step that tells the fill.
 */
export function fillPlaceOnBar(rule: number, isOfStep: boolean): FillPlace {
  return rule === FILL_RULE_PLACEMENT_CLOSE && !isOfStep ? "close" : fillPlace(rule);
}

/** Returns whether a fill is at the open of its bar, by the name of its rule in rows. */
export function isFillAtOpen(rule: string): boolean {
  return AT_OPEN.has(rule);
}

/**
 * Returns the way to a fill.
 *
 * @param rule Code of its rule.
 * @param buys True for a buy.
 * @param isStopLimit True for a stop-limit order, whose trigger and limit may both have been reached in the bar.
 */
export function fillWay(rule: number, buys: boolean, isStopLimit: boolean): FillWay {
  if (rule === FILL_RULE_STOP || rule === FILL_RULE_STOP_LIMIT) return buys ? "up" : "down";
  if (rule === FILL_RULE_TOUCH || rule === FILL_RULE_TOUCH_LIMIT) return buys ? "down" : "up";
  if (rule === FILL_RULE_LIMIT && !isStopLimit) return buys ? "down" : "up";
  return undefined;
}
