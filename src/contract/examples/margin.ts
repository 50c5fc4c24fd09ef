/**
 * Margin: what it sets aside, futures, liquidation.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** The rules on margin. */
export const MARGIN: RuleTopic = {
  name: "Margin and liquidation",
  says: [
    "An instrument may have a margin: an initial and a maintenance one, as 10^-9 of the notional or as an amount per lot. A " +
    "margin is rounded up to a money unit. The notional of a position is that of its last mark: its last fill in the step, else " +
    "its last close.",
    "Free cash is then the cash minus twice the cost of open shorts without a margin, plus the value of each position on " +
    "margin, minus its initial margin. An opening on margin needs the initial margin of its own notional and its commission; " +
    "the position that it adds to counts at the price of the fill. Of an order for an amount or a share of the value, the " +
    "budget is a notional with commission, and free cash then cuts the lots to those whose margin and commission it pays for.",
    "With the settlement `paid` the notional moves cash as without a margin, and cash below zero is a loan. With `at close` " +
    "only profit and loss move it, when lots close; until then a position is worth the difference between its notional at the " +
    "mark and its cost. Either way a position counts the same in the value of the account.",
    "At the end of a step, after all marks, the account is liquidated while its value is below the sum of the maintenance " +
    "margins: the position with the largest one, of equals the one whose trade opened first, is closed whole at the close of its " +
    "bar, without slippage, with its commission and the fee of a liquidation. Then the orders that rest on its instrument are " +
    "cancelled as `liquidated`. A position without a bar in the step, or whose instrument is halted or had a bar without volume " +
    "that fills nothing, stays, and so does one at a venue that reports.",
    "What a bar held inside liquidates nothing: a low below the margin whose close is above it passes.",
  ],
  examples: [
    {
      rule: "A leverage of ten sets a tenth aside: 500 at 100 take 5,000, and the other 5,000 pay for no 501.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      options: { leverage: 10, lot: 1 },
      acts: { 1: [["buy", { size: 500 }]], 2: [["buy", { size: 501 }], ["buy", { size: 500 }]] },
      fills: [[1, 2, "open", 500, 100], [3, 3, "open", 500, 100]],
      ends: ["1 filled filled", "2 rejected insufficientCash", "3 filled filled"],
      refusals: [{ order: 2, reason: "insufficientCash", needed: 5010, available: 5000 }],
      cash: -90_000,
    },
    {
      rule: "The profit of a position on margin is free for the next one: 900 at 100 that are worth 110 leave 9,100.",
      bars: [[100, 100, 100, 100], [100, 110, 100, 110], [110, 110, 110, 110]],
      options: { leverage: 10, lot: 1 },
      acts: { 1: [["buy", { size: 900 }]], 2: [["buy", { size: 828 }], ["buy", { size: 827 }]] },
      fills: [[1, 2, "open", 900, 100], [3, 3, "open", 827, 110]],
      ends: ["1 filled filled", "2 rejected insufficientCash", "3 filled filled"],
      refusals: [{ order: 2, reason: "insufficientCash", needed: 9108, available: 9100 }],
    },
    {
      rule: "A future pays its profit when it closes; until then it counts for the value.",
      bars: [[100, 100, 100, 100], [100, 104, 100, 104], [106, 106, 106, 106]],
      options: { margin: { initialPerUnit: 500 }, settlement: "futures", multiplier: 50, commission: { perUnit: 2 } },
      acts: { 1: [["buy", { size: 3 }]], 2: [["close", {}]] },
      fills: [[1, 2, "open", 3, 100], [2, 3, "open", -3, 106]],
      commissions: [6, 6],
      equity: [10_000, 10_594, 10_888],
      cash: 10_888,
    },
    {
      rule: "Worth 3,700 at a close of 93, the account does not hold the 4,185 that 900 need: they are sold there.",
      bars: [[100, 100, 100, 100], [100, 100, 90, 94], [94, 94, 93, 93]],
      options: { leverage: 10, lot: 1 },
      acts: { 1: [["buy", { size: 900 }], ["sell", { size: 900, limit: 120 }]] },
      fills: [[1, 2, "open", 900, 100], [0, 3, "liquidation", -900, 93]],
      ends: ["1 filled filled", "2 cancelled liquidated"],
      diagnostics: [["liquidation", 0, 3]],
      equity: [10_000, 4600, 3700],
    },
  ],
};
