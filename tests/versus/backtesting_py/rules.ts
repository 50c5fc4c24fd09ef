/**
 * The rules by which backtesting.py and this package differ, each as a switch of the bridge.
 *
 * @module
 */

/** A rule: its name, and what each side does. */
export interface BridgeRule {
  /** Name, as a report prints it. */
  readonly name: string;
  /** What backtesting.py does. */
  readonly theirs: string;
  /** What this package does. */
  readonly ours: string;
}

/** The rules by their keys, in the order in which an explanation switches them. */
export const BRIDGE_RULES = {
  firstCall: {
    name: "first call of next",
    theirs: "one bar after the first bar on which every indicator has a value",
    ours: "the first bar on which every indicator has a value",
  },
  grid: {
    name: "order prices on the grid",
    theirs: "the double that was asked",
    ours: "the nearest step of 10^-6",
  },
  wholeUnits: {
    name: "size rounded to whole units",
    theirs: "a part of the account is cut to whole units",
    ours: "a part of the account is cut to lots of 10^-8",
  },
  buyingPower: {
    name: "money for an order",
    theirs: "equity at the close of the fill's bar, less what open trades bind at that close, times the leverage",
    ours: "cash at the fill, less twice the cost of open shorts; on margin times the leverage",
  },
  spread: {
    name: "spread at the entry alone",
    theirs: "an opening part pays the spread, whatever its order, and may leave the bar; a closing part pays none",
    ours: "market and stop fills slip, opening or closing, rounded to the grid and within their bar; limits do not",
  },
  oneBar: {
    name: "stop and target in one bar",
    theirs: "the stop, although the target was passed at the open",
    ours: "the target if the open passed it, else the stop",
  },
  entryBar: {
    name: "contingent orders in the entry's bar",
    theirs:
      "after a market order both; after a stop order a target alone, if the stop lies outside of the bar; else none",
    ours: "what certainly came after the entry, and a stop that may have",
  },
  sequence: {
    name: "order of the fills of a bar",
    theirs: "one pass over the queue, closing orders and stops of trades first",
    ours: "fills at the open first, closing ones ahead; then those inside by acceptance",
  },
  lastBar: {
    name: "close of the last bar",
    theirs: "what is open is closed at the open of the last bar, as its orders are tried once more",
    ours: "what is open is closed at the close of the last bar",
  },
  trades: {
    name: "a trade is",
    theirs: "each entry, closed first in first out",
    ours: "the position from flat to flat, at average prices",
  },
  numbers: {
    name: "numbers",
    theirs: "doubles",
    ours: "whole units of 10^-6, each amount rounded once",
  },
} as const satisfies Readonly<Record<string, BridgeRule>>;

/** Key of a rule. */
export type RuleKey = keyof typeof BRIDGE_RULES;

/** Whose behaviour holds. */
export type Whose = "theirs" | "ours";

/** The choice of each rule. */
export type Choices = Readonly<Record<RuleKey, Whose>>;

/** Keys of all rules in their order. */
export const RULE_KEYS = Object.keys(BRIDGE_RULES) as readonly RuleKey[];

/** Returns choices that are one side's for the first rules, and the other side's for the rest. */
export function choices(all: Whose, changed: readonly RuleKey[] = []): Choices {
  const other: Whose = all === "theirs" ? "ours" : "theirs";
  return Object.fromEntries(RULE_KEYS.map((key) => [key, changed.includes(key) ? other : all])) as Choices;
}
