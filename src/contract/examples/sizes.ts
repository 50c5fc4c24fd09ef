/**
 * Sizes: units, money, no size at all, targets, closing orders.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

const SIZES: RuleTopic = {
  name: "Sizes",
  says: [
    "An order says its size in one way: `size`, `cash`, `fraction`, or none. A `size` goes down to the lot at placement; a " +
    "count of lots that misses a whole one by 4 x 2^-52 of it at most counts as whole. Above 2^53 - 1 lots or money units it is " +
    "refused as `outOfRange`.",
    "`cash` goes down to a money unit, and `fraction` to the nearest 10^-9; a fraction above 1, or above the leverage, is an exception. Both become " +
    "lots once, at the fill, with the fill's price after slippage. `OrderView.size` is null until then.",
    "A `fraction` is a share, rounded down to a money unit, of the account's value at the fill: cash, plus the position of " +
    "the filling instrument at the fill's price, plus each other position at its last fill of this step, else its last " +
    "close of a step before. The open and the close that another instrument shows in this step are not looked at, by an " +
    "order on the close neither. A value of zero or less buys nothing: `belowLot`.",
    "The budget is the `cash`, or the share. If the position is not opposite, it is cut to the free cash, and a diagnostic " +
    "`cutToCash` at level DEBUG tells it.",
    "The quantity is the largest count of lots whose notional plus commission, unrounded, is within the budget, and whose " +
    "booked sum is too. With commission per unit or per order, the minimum and the fixed amount are part of it.",
    "If not one lot is within the budget, the order is rejected: as `insufficientCash` if it was cut, else as `belowLot`.",
    "Against an opposite position the budget is not cut. The closing part fills first; the rest is cut to the free cash " +
    "after it by the same measure, and if no lot is left the order ends as filled, with the reason `cutToCash`. Its quantity is " +
    "worked out with the closing part, before the openings of that open.",
  ],
  examples: [
    {
      rule: "A size goes down to the lot. One below a lot is refused, and so is one below zero.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      options: { lot: 1 },
      acts: { 1: [["buy", { size: 2.9 }], ["buy", { size: 0.4 }], ["buy", { size: -3 }]] },
      fills: [[1, 2, "open", 2, 100]],
      ends: ["1 filled filled", "2 rejected belowLot", "3 rejected negative"],
      refusals: [{ order: 2, reason: "belowLot", size: 0.4 }, { order: 3, reason: "negative", size: -3 }],
    },
    {
      rule: "Cash includes the commission: 10 at 101 cost 1,010 and 10.10 of commission.",
      bars: [[100, 100, 100, 100], [101, 101, 101, 101]],
      options: { lot: 1, commission: 0.01 },
      acts: { 1: [["buy", { cash: 1020.1 }], ["buy", { cash: 1020.09 }]] },
      fills: [[1, 2, "open", 10, 101], [2, 2, "open", 9, 101]],
    },
    {
      rule: "The budget counts before rounding: 100.00000004 units would be booked as 1,000, but cost more than it.",
      bars: [[10, 10, 10, 10], [10, 10, 10, 10]],
      options: { cash: 1000 },
      acts: { 1: [["buy", { fraction: 1 }]] },
      fills: [[1, 2, "open", 100, 10]],
      cash: 0,
    },
    {
      rule: "A fraction is one of the value at the fill, the position at the fill's price: 0.25 of 5,000 + 50 x 120.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [120, 120, 120, 120]],
      acts: { 1: [["buy", { fraction: 0.5 }]], 2: [["buy", { fraction: 0.25 }]] },
      fills: [[1, 2, "open", 50, 100], [2, 3, "open", 22.91666666, 120]],
    },
    {
      rule: "Another instrument counts with its last close, not with the open that it is about to show.",
      bars: {
        held: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [200, 200, 200, 200]] },
        bought: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]] },
      },
      acts: { 1: [["buy", { feed: "held", size: 50 }]], 2: [["buy", { feed: "bought", fraction: 0.4 }]] },
      fills: [[1, 2, "open", 50, 100], [2, 3, "open", 40, 100]],
    },
    {
      rule:
        "Another instrument that has filled in this step counts with the price of its last fill: 0.5 of 5,000 + 40 x 200 " +
        "+ 10 x 200.",
      bars: {
        held: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [200, 200, 200, 200]] },
        bought: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]] },
      },
      acts: {
        1: [["buy", { feed: "held", size: 50 }]],
        2: [["sell", { feed: "held", size: 10 }], ["buy", { feed: "bought", fraction: 0.5 }]],
      },
      fills: [[1, 2, "open", 50, 100], [2, 3, "open", -10, 200], [3, 3, "open", 70, 100]],
      diagnostics: [["cutToCash", 3, 3]],
    },
    {
      rule: "Free cash cuts cash and fractions; what nothing is left for is refused.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { fraction: 0.7 }], ["buy", { cash: 8000 }], ["buy", { fraction: 0.8 }]] },
      fills: [[1, 2, "open", 70, 100], [2, 2, "open", 30, 100]],
      ends: ["1 filled filled", "2 filled filled", "3 rejected insufficientCash"],
      refusals: [{ order: 3, reason: "insufficientCash", needed: 0.000001, available: 0 }],
      diagnostics: [["cutToCash", 2, 2], ["cutToCash", 3, 2]],
    },
    {
      rule: "A budget that does not reach for one lot, and was not cut, is below the lot.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      options: { lot: 1 },
      acts: { 1: [["buy", { cash: 99.99 }]] },
      fills: [],
      ends: ["1 rejected belowLot"],
      refusals: [{ order: 1, reason: "belowLot", needed: 100, available: 99.99 }],
    },
    {
      rule: "Money against an opposite position closes it and opens the rest: 3,000 at 100 are 30.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { cash: 3000 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100], [2, 3, "open", -20, 100]],
    },
    {
      rule: "It ends as filled when the close has used up the cash: 30,000 at 200 are 150, of which 100 close a short.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [200, 200, 200, 200]],
      acts: { 1: [["sell", { size: 100 }]], 2: [["buy", { cash: 30_000 }]] },
      fills: [[1, 2, "open", -100, 100], [2, 3, "open", 100, 200]],
      ends: ["1 filled filled", "2 filled cutToCash"],
      diagnostics: [["cutToCash", 2, 3], ["ruined", 0, 3]],
    },
    {
      rule:
        "An order on the close values another instrument at its last close before this step: 0.5 of 5,000 + 50 x 100.",
      bars: {
        held: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [200, 200, 200, 200]] },
        bought: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]] },
      },
      acts: {
        1: [["buy", { feed: "held", size: 50 }]],
        2: [["buy", { feed: "bought", fraction: 0.5, onClose: true }]],
      },
      fills: [[1, 2, "open", 50, 100], [2, 3, "close", 50, 100]],
    },
  ],
};

const NO_SIZE: RuleTopic = {
  name: "Orders without a size",
  says: [
    "An order without a size is judged twice, and never flips a position.",
    "At placement: against an opposite position it is reduce-only for its whole life. It closes all that is open at its " +
    "fill; with nothing to close then, it is cancelled as `nothingToClose`.",
    "At the fill, if it was placed flat or with the position: it closes all of an opposite position and opens nothing; " +
    "otherwise it opens as `fraction: 1` does, cut to the free cash.",
    "A `replace` of its size makes it an order of that size; one that is reduce-only stays it.",
  ],
  examples: [
    {
      rule: "Flat, it opens with the whole account, commission included.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      options: { lot: 1, commission: 0.001 },
      acts: { 1: [["buy", {}]] },
      fills: [[1, 2, "open", 99, 100]],
      cash: 90.1,
    },
    {
      rule: "With the position, it adds what cash is left.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 60 }]], 2: [["buy", {}]] },
      fills: [[1, 2, "open", 60, 100], [2, 3, "open", 40, 100]],
      diagnostics: [["cutToCash", 2, 3]],
    },
    {
      rule: "Placed against a position, it closes what is open at its fill, and no more.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [120, 120, 120, 120]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", {}]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 120]],
    },
    {
      rule: "It stays reduce-only when the position that it was placed against is gone.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100], [100, 111, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { limit: 110 }], ["close", {}]] },
      fills: [[1, 2, "open", 10, 100], [3, 3, "open", -10, 100]],
      ends: ["1 filled filled", "2 cancelled nothingToClose", "3 filled filled"],
    },
    {
      rule: "Placed flat, it closes a position that is opposite at its fill, and opens nothing.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 111, 100, 100]],
      acts: { 1: [["sell", { limit: 110 }], ["buy", { size: 4 }]] },
      fills: [[2, 2, "open", 4, 100], [1, 3, "limit", -4, 110]],
    },
  ],
};

const TARGETS: RuleTopic = {
  name: "Targets",
  says: [
    "`target` places a market order that takes the position to a signed `size`, `value` or `fraction`. It has no price of " +
    "its own, no validity and no protection, and it joins no group; an order that names it in `oco` makes it a leader.",
    "A `size` goes down to the lot, without its sign, at placement. A `value` and a `fraction` (of the value as in *Sizes*) " +
    "are the largest count of lots whose unrounded notional, without commission, is within the amount.",
    "The side is decided at the open that it meets, from the open itself; slippage then moves the price to that side, and " +
    "the amount is worked out again at the moved price. A position that is on the target at the open, or that slippage " +
    "carries onto it or past it, ends the order: cancelled, `onTarget`.",
    "The closing part is a reducer. The opening part of a `value` or `fraction` is cut to the free cash, commission " +
    "included; that of a `size` is refused whole if free cash does not pay for it.",
    "A replacement cannot change its size.",
  ],
  examples: [
    {
      rule: "A target by size trades the difference.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["target", { size: 10 }]], 2: [["target", { size: 4 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -6, 100]],
    },
    {
      rule: "It flips in two fills.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["target", { size: 10 }]], 2: [["target", { size: -5 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100], [2, 3, "open", -5, 100]],
    },
    {
      rule: "A value is that of the position at the fill: 5,000 at 110 are 45 units.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [110, 110, 110, 110]],
      options: { lot: 1 },
      acts: { 1: [["target", { value: 5000 }]], 2: [["target", { value: 5000 }]] },
      fills: [[1, 2, "open", 50, 100], [2, 3, "open", -5, 110]],
    },
    {
      rule: "A fraction is one of the account's value at the fill: half of 10,500 at 110 are 47 units.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [110, 110, 110, 110]],
      options: { lot: 1 },
      acts: { 1: [["target", { fraction: 0.5 }]], 2: [["target", { fraction: 0.5 }]] },
      fills: [[1, 2, "open", 50, 100], [2, 3, "open", -3, 110]],
    },
    {
      rule: "Zero closes; on the target, nothing is traded.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["target", { value: 1000 }]], 2: [["target", { value: 1000 }]], 3: [["target", { fraction: 0 }]] },
      fills: [[1, 2, "open", 10, 100], [3, 4, "open", -10, 100]],
      ends: ["1 filled filled", "2 cancelled onTarget", "3 filled filled"],
    },
    {
      rule: "Free cash cuts a fraction, commission included.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      options: { lot: 1, commission: 0.001 },
      acts: { 1: [["target", { fraction: 1 }]] },
      fills: [[1, 2, "open", 99, 100]],
      diagnostics: [["cutToCash", 1, 2]],
    },
    {
      rule: "A size that cash does not pay for is refused, and its closing part stands.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["target", { size: 10 }]], 2: [["target", { size: -500 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100]],
      ends: ["1 filled filled", "2 cancelled insufficientCash"],
      refusals: [{ order: 2, reason: "insufficientCash", needed: 50_000, available: 10_000 }],
    },
    {
      rule: "The price slips to the side that the order turns out to trade.",
      bars: [[100, 105, 95, 100], [100, 105, 95, 100], [100, 105, 95, 100]],
      options: { slippage: 0.01 },
      acts: { 1: [["target", { size: 10 }]], 2: [["target", { size: 4 }]] },
      fills: [[1, 2, "open", 10, 101], [2, 3, "open", -6, 99]],
    },
  ],
};

const CLOSING: RuleTopic = {
  name: "Closing orders",
  says: [
    "`close()` is a market order, or with `onClose` a market-on-close order, for the position at its placement or for a " +
    "smaller `size`. It is reduce-only.",
    "Reduce-only orders, closing orders and protective orders never open and never flip: at the fill the quantity is cut " +
    "to the position, and with nothing to close the order is cancelled as `nothingToClose`.",
    "A `close()` that is not placed uses up an order id all the same, and is no refusal.",
    "`reduceOnly` needs a `size`, and takes no `stopLoss` and no `takeProfit`.",
  ],
  examples: [
    {
      rule: "The size of a close is that of the position at its placement, and is not raised by what opens later.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["close", { onClose: true }], ["buy", { size: 5 }]] },
      fills: [[1, 2, "open", 10, 100], [3, 3, "open", 5, 100], [2, 3, "close", -10, 100]],
    },
    {
      rule: "A close never closes more than there is.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 4 }]], 2: [["close", { size: 9 }]] },
      fills: [[1, 2, "open", 4, 100], [2, 3, "open", -4, 100]],
    },
    {
      rule: "`close()` when flat returns null, leaves a diagnostic, and uses up an order id.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["close", {}], ["buy", { size: 1 }]] },
      fills: [[2, 2, "open", 1, 100]],
      ends: ["2 filled filled"],
      diagnostics: [["nothingToClose", 1, 1]],
    },
    {
      rule: "A second `close()` while one is working, of a part too, is a diagnostic.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 4 }]], 2: [["close", { size: 1 }], ["close", {}]] },
      fills: [[1, 2, "open", 4, 100], [2, 3, "open", -1, 100]],
      ends: ["1 filled filled", "2 filled filled"],
      diagnostics: [["alreadyClosing", 3, 2]],
    },
    {
      rule: "A reduce-only order is cut to the position, and never flips it.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 5, reduceOnly: true }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "open", -2, 100]],
    },
    {
      rule: "A reduce-only order that finds nothing to close is cancelled.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["sell", { size: 1, reduceOnly: true }]] },
      fills: [],
      ends: ["1 cancelled nothingToClose"],
    },
  ],
};

/** Topics of this file. */
export const SIZE_TOPICS: readonly RuleTopic[] = [SIZES, NO_SIZE, TARGETS, CLOSING];
