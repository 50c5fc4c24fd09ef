/**
 * Protection at a distance from its entry, and targets for shares of it.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** Prices at a distance from the entry's. */
export const DISTANCES: RuleTopic = {
  name: "Protection at a distance",
  says: [
    "A stop-loss and a take-profit can be said by their distance from the entry. It is measured from the price of the entry's " +
    "first fill, slippage included; further fills leave it there.",
    "The price is at least one step away from the entry's, and goes away from it to the tick. A distance that takes the whole " +
    "price makes one that no bar reaches.",
  ],
  examples: [
    {
      rule: "The entry fills at 104: its stop lies 5 % below at 98.8, and its target 10 above at 114.",
      bars: [[100, 101, 99, 100], [104, 105, 103, 104], [104, 115, 103, 114]],
      acts: { 1: [["buy", { size: 2, stopLoss: { percent: 5 }, takeProfit: { amount: 10 } }]] },
      fills: [[1, 2, "open", 2, 104], [3, 3, "limit", -2, 114]],
      ends: ["1 filled filled", "2 cancelled oco", "3 filled filled"],
    },
    {
      rule: "The same entry, stopped.",
      bars: [[100, 101, 99, 100], [104, 105, 103, 104], [104, 105, 98, 99]],
      acts: { 1: [["buy", { size: 2, stopLoss: { percent: 5 }, takeProfit: { amount: 10 } }]] },
      fills: [[1, 2, "open", 2, 104], [2, 3, "stop", -2, 98.8]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled oco"],
    },
    {
      rule: "With a tick of 0.25 the stop of a long position, at 98.8, goes down to 98.75.",
      bars: [[100, 101, 99, 100], [104, 105, 103, 104], [104, 105, 98, 99]],
      options: { tick: 0.25 },
      acts: { 1: [["buy", { size: 2, stopLoss: { percent: 5 } }]] },
      fills: [[1, 2, "open", 2, 104], [2, 3, "stop", -2, 98.75]],
    },
  ],
};

/** Targets for shares of what an entry opens. */
export const SHARES: RuleTopic = {
  name: "Targets for shares",
  says: [
    "Of several targets each takes its share of the lots that the entry opened: of what the targets before it left, rounded " +
    "half to even, and the last one of fractions that come to 1 all that is left. Where they come to less, the rest has no " +
    "target.",
    "The targets do not end each other. Each one that fills takes its lots from the stop-loss, which is told with the reason " +
    "`shareTaken`; without lots left the stop-loss is cancelled. A fill of the stop-loss cancels all targets.",
  ],
  examples: [
    {
      rule: "Half is closed at 110. Then the stop-loss closes the other half, and not the whole.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 112, 99, 111], [111, 111, 88, 89]],
      acts: {
        1: [["buy", { size: 10, stopLoss: 90, takeProfit: [{ price: 110, fraction: 0.5 }, { price: 120 }] }]],
      },
      fills: [[1, 2, "open", 10, 100], [3, 3, "limit", -5, 110], [2, 4, "stop", -5, 90]],
      ends: ["1 filled filled", "2 filled filled", "3 filled filled", "4 cancelled oco"],
    },
    {
      rule: "A bar that reaches both targets fills both, the last of which ends the stop-loss.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 121, 99, 120]],
      acts: {
        1: [["buy", { size: 10, stopLoss: 90, takeProfit: [{ price: 110, fraction: 0.5 }, { percent: 20 }] }]],
      },
      fills: [[1, 2, "open", 10, 100], [3, 3, "limit", -5, 110], [4, 3, "limit", -5, 120]],
      ends: ["1 filled filled", "2 cancelled oco", "3 filled filled", "4 filled filled"],
    },
    {
      rule: "A bar that reaches the stop-loss too fills that, for all lots: which came first is in doubt.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 112, 89, 111]],
      acts: {
        1: [["buy", { size: 10, stopLoss: 90, takeProfit: [{ price: 110, fraction: 0.5 }, { price: 120 }] }]],
      },
      fills: [[1, 2, "open", 10, 100], [2, 3, "stop", -10, 90, "ambiguous"]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled oco", "4 cancelled oco"],
    },
    {
      rule: "A target whose share is below one lot is cancelled. Here 0.3 of one lot rounds to none.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 121, 99, 120]],
      options: { lot: 1 },
      acts: { 1: [["buy", { size: 1, takeProfit: [{ price: 110, fraction: 0.3 }, { price: 120 }] }]] },
      fills: [[1, 2, "open", 1, 100], [3, 3, "limit", -1, 120]],
      ends: ["1 filled filled", "2 cancelled belowShare", "3 filled filled"],
    },
  ],
};
