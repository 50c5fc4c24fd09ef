/**
 * Money: free cash, limits, rounding, commission, the multiplier, slippage, trades.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

const CASH: RuleTopic = {
  name: "Free cash and limits",
  says: [
    "Free cash is the cash minus twice the cost of the open short positions: their proceeds and as much again are set aside.",
    "An opening of either side needs free cash of at least its booked notional plus its booked commission, at the fill, " +
    "after slippage. Each order is judged alone. One that fails is rejected as `insufficientCash`; if its closing part " +
    "filled before, that stays, and the order is cancelled with the same reason.",
    "A closing part is never refused for cash. `negativeCash` tells of the one that takes the cash below zero.",
    "An opening whose notional rounds to zero money units is refused as `dust`; a closing part is not.",
    "A fill after which cash, cost, profit, commission or the size of a position could pass 2^53 - 1 units, or whose " +
    "amount does, is refused as `amountLimit`, a closing part too. The order of the checks is `amountLimit`, `dust`, " +
    "`insufficientCash`.",
    "In particular, with m as notional plus commission: |cash| + m, |cost of all positions| + m, |realised profit| + m, commission " +
    "paid + m, commission of the trade + m, cost of open shorts + m and |cost of the position| + m are at most 2^53 - 1, and so is " +
    "|lots of the position| + lots that open.",
    "A mark past that limit leaves the position at its last mark, with a diagnostic `amountLimit`.",
    "A figure of a trade (its turnover in, out or in lots) that would pass 2^53 - 1 stays there, with the diagnostic " +
    "`figureLimit`; no order is refused for it.",
  ],
  examples: [
    {
      rule: "An order that the account cannot pay is refused with what was needed and what there was.",
      bars: [[100, 100, 100, 100], [101, 101, 101, 101]],
      options: { commission: 0.001 },
      acts: { 1: [["buy", { size: 1000 }]] },
      fills: [],
      ends: ["1 rejected insufficientCash"],
      refusals: [{ order: 1, reason: "insufficientCash", needed: 101_101, available: 10_000 }],
    },
    {
      rule: "A short sets aside twice its cost: 10 at 100 leave 11,000 of cash, of which 9,000 are free.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      options: { lot: 1 },
      acts: { 1: [["sell", { size: 10 }], ["sell", { size: 91 }], ["sell", { size: 90 }]] },
      fills: [[1, 2, "open", -10, 100], [3, 2, "open", -90, 100]],
      ends: ["1 filled filled", "2 rejected insufficientCash", "3 filled filled"],
      refusals: [{ order: 2, reason: "insufficientCash", needed: 9100, available: 9000 }],
    },
    {
      rule: "A refused opening part leaves the closing part of its flip standing.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { size: 111 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100]],
      ends: ["1 filled filled", "2 cancelled insufficientCash"],
      refusals: [{ order: 2, reason: "insufficientCash", needed: 10_100, available: 10_000 }],
    },
    {
      rule: "A closing part fills whatever it costs.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [200, 200, 200, 200]],
      options: { cash: 100 },
      acts: { 1: [["sell", { size: 1 }]], 2: [["close", {}]] },
      fills: [[1, 2, "open", -1, 100], [2, 3, "open", 1, 200]],
      diagnostics: [["ruined", 0, 3]],
      cash: 0,
    },
    {
      rule: "A closing part that takes the cash below zero is told.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [250, 250, 250, 250]],
      options: { cash: 100 },
      acts: { 1: [["sell", { size: 1 }]], 2: [["close", {}]] },
      fills: [[1, 2, "open", -1, 100], [2, 3, "open", 1, 250]],
      diagnostics: [["negativeCash", 2, 3], ["ruined", 0, 3]],
      cash: -50,
    },
    {
      rule: "An opening of no money is dust.",
      bars: [[0.01, 0.01, 0.01, 0.01], [0.01, 0.01, 0.01, 0.01]],
      options: { lot: 0.00001 },
      acts: { 1: [["buy", { size: 0.00001 }]] },
      fills: [],
      ends: ["1 rejected dust"],
      refusals: [{ order: 1, reason: "dust", needed: 0, available: 10_000 }],
    },
    {
      rule: "An amount past 2^53 - 1 money units is refused; the refusal tells that limit as the amount.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      options: { lot: 1 },
      acts: { 1: [["buy", { size: 1e9 }]] },
      fills: [],
      ends: ["1 rejected amountLimit"],
      refusals: [{ order: 1, reason: "amountLimit", needed: 9007199254.740991, available: 10_000 }],
    },
  ],
};

const ROUNDING: RuleTopic = {
  name: "Rounding and cost",
  says: [
    "Each amount of money is rounded once, half to even, to the money unit from its own unrounded product: a notional is " +
    "price x size x multiplier, a commission by rate is that times the rate, a mark is close x size x multiplier.",
    "A position has a cost: the booked notionals of its openings. A partial close releases cost x closed / size, rounded " +
    "half to even; the last close releases what is left. Profit is the booked notional minus the released cost, or the " +
    "reverse for a short, before commission.",
    "The value of the account is its cash plus the marks of its positions at their last closes. The order of valuation " +
    "changes nothing, since sums are exact.",
  ],
  examples: [
    {
      rule:
        "With money in whole units: 100.5 is 100, 33.5 is 34, a third of the cost of 100 is 33, and the last close takes 67.",
      bars: [
        [33.5, 33.5, 33.5, 33.5],
        [33.5, 33.5, 33.5, 33.5],
        [33.5, 33.5, 33.5, 33.5],
        [33.5, 33.5, 33.5, 33.5],
      ],
      options: { moneyUnit: 1, lot: 1 },
      acts: { 1: [["buy", { size: 3 }]], 2: [["close", { size: 1 }]], 3: [["close", {}]] },
      fills: [[1, 2, "open", 3, 33.5], [2, 3, "open", -1, 33.5], [3, 4, "open", -2, 33.5]],
      equity: [10_000, 10_000, 10_001, 10_001],
      cash: 10_001,
      trades: [["closed", 1]],
    },
    {
      rule: "The mark of a short is negative; its value falls as prices rise.",
      bars: [[100, 100, 100, 100], [100, 100, 90, 90], [90, 120, 90, 120]],
      acts: { 1: [["sell", { size: 10 }]] },
      fills: [[1, 2, "open", -10, 100]],
      equity: [10_000, 10_100, 9800],
      cash: 11_000,
    },
    {
      rule: "A `multiplier` scales money, not prices: 2 x 101 x 50.",
      bars: [[100, 100, 100, 100], [101, 101, 101, 101], [103, 103, 103, 103]],
      options: { multiplier: 50, cash: 20_000 },
      acts: { 1: [["buy", { size: 2 }]], 2: [["close", {}]] },
      fills: [[1, 2, "open", 2, 101], [2, 3, "open", -2, 103]],
      equity: [20_000, 20_000, 20_200],
      trades: [["closed", 200]],
    },
  ],
};

const COSTS: RuleTopic = {
  name: "Commission",
  says: [
    "A number is a rate, rounded to the nearest 10^-9, of the notional of each fill. `perUnit` is an amount per unit, " +
    "`minimum` the least one of an order, `perOrder` an amount of the order.",
    "`perUnit` charges a fill the difference of what the order owes with it and without it; what it owes is the larger of " +
    "`minimum` and the rounded amount per unit of all lots filled. `perOrder` is charged by the first fill.",
    "A flip is two fills, and its closing part comes first.",
  ],
  examples: [
    {
      rule: "A rate is charged on each side.",
      bars: [[100, 100, 100, 100], [101, 101, 101, 101], [103, 103, 103, 103]],
      options: { commission: 0.001 },
      acts: { 1: [["buy", { size: 10 }]], 2: [["close", {}]] },
      fills: [[1, 2, "open", 10, 101], [2, 3, "open", -10, 103]],
      commissions: [1.01, 1.03],
      trades: [["closed", 17.96]],
    },
    {
      rule: "The minimum is counted once an order: 2 for the part that closes 1 unit, then 3 x 1 less 2.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      options: { commission: { perUnit: 1, minimum: 2 } },
      acts: { 1: [["buy", { size: 1 }]], 2: [["sell", { size: 3 }]] },
      fills: [[1, 2, "open", 1, 100], [2, 3, "open", -1, 100], [2, 3, "open", -2, 100]],
      commissions: [2, 2, 1],
    },
    {
      rule: "An amount per order is paid once by a flip.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      options: { commission: { perOrder: 6 } },
      acts: { 1: [["buy", { size: 1 }]], 2: [["sell", { size: 3 }]] },
      fills: [[1, 2, "open", 1, 100], [2, 3, "open", -1, 100], [2, 3, "open", -2, 100]],
      commissions: [6, 6, 0],
    },
  ],
};

const SLIPPAGE: RuleTopic = {
  name: "Slippage",
  says: [
    "`slippage` is a rate, rounded to the nearest 10^-9. It moves fills by the rules `open`, `close`, `stop`, `stopGap`, and " +
    "`entryPrice` of a stop-loss. It never moves `limit`, `limitOpen`, `stopLimit`, `closeAtEnd`, nor `entryPrice` of a " +
    "take-profit.",
    "A buy pays price x (1 + rate), a sale gets price x (1 - rate): without a `tick` rounded half to even to the resolution, " +
    "with one up for a buy and down for a sale to the tick.",
    "A buy pays the high of the bar at most, a sale gets its low at least; that limit is not rounded to the tick.",
  ],
  examples: [
    {
      rule: "At an open, at a trigger and on the close.",
      bars: [[100, 105, 95, 100], [100, 105, 95, 100]],
      options: { slippage: 0.01 },
      acts: {
        1: [["buy", { size: 1 }], ["sell", { size: 1, stop: 98 }], ["buy", { size: 1, onClose: true }]],
      },
      fills: [[1, 2, "open", 1, 101], [2, 2, "stop", -1, 97.02], [3, 2, "close", 1, 101]],
    },
    {
      rule: "At a gap over a stop, and at the entry's price under a stop-loss that the entry passed.",
      bars: [[100, 105, 95, 100], [94, 105, 90, 100]],
      options: { slippage: 0.01 },
      acts: { 1: [["sell", { size: 1, stop: 96 }], ["buy", { size: 2, limit: 97, stopLoss: 95 }]] },
      fills: [[1, 2, "stopGap", -1, 93.06], [2, 2, "limitOpen", 1, 94], [2, 2, "limitOpen", 1, 94], [
        3,
        2,
        "entryPrice",
        -1,
        93.06,
      ]],
    },
    {
      rule: "Never on a limit or a stop-limit.",
      bars: [[100, 105, 95, 100], [100, 105, 95, 100]],
      options: { slippage: 0.01 },
      acts: { 1: [["buy", { size: 1, limit: 99 }], ["buy", { size: 1, stop: 102, limit: 102.5 }]] },
      fills: [[1, 2, "limit", 1, 99], [2, 2, "stopLimit", 1, 102]],
    },
    {
      rule: "It does not leave the bar.",
      bars: [[100, 100, 100, 100], [100, 100.05, 99.95, 100]],
      options: { slippage: 0.01 },
      acts: { 1: [["buy", { size: 1 }], ["sell", { size: 3 }]] },
      fills: [[1, 2, "open", 1, 100.05], [2, 2, "open", -1, 99.95], [2, 2, "open", -2, 99.95]],
    },
    {
      rule:
        "Without a tick the price goes to the nearest step of the resolution, here 0.0001: 100.03 x 1.00123 is 100.1530369.",
      bars: [[100.03, 101, 100, 100.03], [100.03, 101, 100, 100.03]],
      options: { slippage: 0.00123 },
      acts: { 1: [["buy", { size: 1 }]] },
      fills: [[1, 2, "open", 1, 100.153]],
    },
    {
      rule: "With a tick it goes against the trader to it: the same price is 100.25.",
      bars: [[100.03, 101, 100, 100.03], [100.03, 101, 100, 100.03]],
      options: { slippage: 0.00123, tick: 0.25 },
      acts: { 1: [["buy", { size: 1 }]] },
      fills: [[1, 2, "open", 1, 100.25]],
    },
  ],
};

const TRADES: RuleTopic = {
  name: "Trades",
  says: [
    "A trade (round trip) begins when a position leaves zero and ends when it is zero again or changes sign. A flip ends one " +
    "and begins the next.",
    "Its profit is the sum of the profits of its closing fills, less the commission of all its fills. Its size is the " +
    "largest of its position.",
    "It is ambiguous as soon as one of its fills is: a closing fill that is ambiguous marks the trade that it closes, and " +
    "an opening one the trade that it opens or adds to.",
  ],
  examples: [
    {
      rule: "A flip closes one trade and opens another.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [103, 103, 103, 103]],
      acts: { 1: [["buy", { size: 1 }]], 2: [["sell", { size: 3 }]] },
      fills: [[1, 2, "open", 1, 100], [2, 3, "open", -1, 103], [2, 3, "open", -2, 103]],
      trades: [["closed", 3], ["open", null]],
    },
    {
      rule: "An ambiguous exit of a part marks the trade that stays open.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 110, 90, 100]],
      acts: { 1: [["buy", { size: 10 }], ["buy", { size: 5, stopLoss: 95, takeProfit: 105 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 2, "open", 5, 100], [3, 3, "stop", -5, 95, "ambiguous"]],
      ends: ["1 filled filled", "2 filled filled", "3 filled filled", "4 cancelled oco"],
      trades: [["open", null, "ambiguous"]],
    },
  ],
};

/** Topics of this file. */
export const MONEY_TOPICS: readonly RuleTopic[] = [CASH, ROUNDING, COSTS, SLIPPAGE, TRADES];
