/**
 * The life of an order and of a run: validity, cancellation, replacement, bars without volume, ruin, the end.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

const VALIDITY: RuleTopic = {
  name: "Validity and cancellation",
  says: [
    "An order is good till cancelled, unless `valid` says otherwise. Expiry comes before matching: `expired`, `validityOver`.",
    "A `Date` is the last time at which an order may fill: the first step after it, of any instrument, ends the order.",
    '`"day"` lives through the session date of the first bar that the order meets. The first bar of its instrument with a ' +
    "later session date ends it. A bar without volume counts as met here, and a replacement keeps the date.",
    "`cancel` works at once, in the step of placement too. On an order that has ended it is a diagnostic: `lateCancel` if it " +
    "filled, else `alreadyEnded`. On one that was refused at its placement it does nothing.",
  ],
  examples: [
    {
      rule: "A day order fills on its first session date.",
      bars: [[100, 101, 99, 100], [100, 101, 89, 100]],
      acts: { 1: [["buy", { size: 1, limit: 90, valid: "day" }]] },
      fills: [[1, 2, "limit", 1, 90]],
    },
    {
      rule: "A day order ends with the first bar of a later date, before that bar is matched.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 89, 100]],
      acts: { 1: [["buy", { size: 1, limit: 90, valid: "day" }]] },
      fills: [],
      ends: ["1 expired validityOver"],
    },
    {
      rule: "A replacement keeps the date that a day order has: that of bar 2.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 79, 100]],
      acts: { 1: [["buy", { size: 1, limit: 90, valid: "day" }]], 2: [["replace", 1, { limit: 85 }]] },
      fills: [],
      ends: ["1 expired validityOver"],
    },
    {
      rule: "Bar 3 ends a microsecond before the midnight of 4 January, so it is met.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 89, 100]],
      acts: { 1: [["buy", { size: 1, limit: 90, valid: "2024-01-04T00:00:00Z" }]] },
      fills: [[1, 3, "limit", 1, 90]],
    },
    {
      rule: "It ends after noon of 3 January, so it is not met.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 89, 100]],
      acts: { 1: [["buy", { size: 1, limit: 90, valid: "2024-01-03T12:00:00Z" }]] },
      fills: [],
      ends: ["1 expired validityOver"],
    },
    {
      rule: "A cancel works in the step of placement; one of an order that has ended is a diagnostic.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 1 }], ["buy", { size: 1 }], ["cancel", 1]], 2: [["cancel", 1], ["cancel", 2]] },
      fills: [[2, 2, "open", 1, 100]],
      ends: ["1 cancelled byRequest", "2 filled filled"],
      diagnostics: [["alreadyEnded", 1, 2], ["lateCancel", 2, 2]],
    },
  ],
};

const REPLACEMENT: RuleTopic = {
  name: "Replacement",
  says: [
    "`replace` takes each of `size`, `limit` and `stop` for itself: those that may change do, and a refusal names each other " +
    "one. The refusals come in that order, and leave the order alive.",
    "`size` is the new total, filled lots included: `replaceBelowFilled` if it is not above them, `offGrid` below one lot, " +
    "`notSupported` for protection and targets. It turns an order by money or without a size into one of that size. " +
    "Of a `close()` it changes the quantity, which is still cut to the position. Zero is an exception: `cancel` ends an order.",
    "`limit` and `stop` are `priceUnexpected` for an order without one, and for the trigger of a stop-limit that is triggered. " +
    "Nothing said is `replaceEmpty`. A price of zero is refused as `negative`.",
    "A replaced order keeps its id, its place by acceptance, its group, its protection and its validity. It meets the bars " +
    "that begin at or after the replacement.",
  ],
  examples: [
    {
      rule: "Prices and size change, and the order keeps its place.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 101, 97, 100]],
      acts: {
        1: [["buy", { size: 1, limit: 50 }], ["buy", { size: 2, limit: 98 }]],
        2: [["replace", 1, { size: 3, limit: 98 }]],
      },
      fills: [[1, 3, "limit", 3, 98], [2, 3, "limit", 2, 98]],
    },
    {
      rule: "The trigger of a stop-limit that is triggered is past; the other terms change.",
      bars: [[100, 100, 100, 100], [100, 106, 100, 106], [106, 106, 104, 105]],
      acts: {
        1: [["buy", { size: 10, stop: 105, limit: 95 }]],
        2: [["replace", 1, { stop: 107, limit: 104.5, size: 4 }]],
      },
      fills: [[1, 3, "limit", 4, 104.5]],
      refusals: [{ order: 1, reason: "priceUnexpected", price: 107 }],
    },
    {
      rule: "A stop-loss can be moved, past its entry too.",
      bars: [[100, 100, 100, 100], [100, 105, 100, 105], [105, 105, 102, 104]],
      acts: { 1: [["buy", { size: 1, stopLoss: 95 }]], 2: [["replace", 2, { stop: 103 }]] },
      fills: [[1, 2, "open", 1, 100], [2, 3, "stop", -1, 103]],
    },
    {
      rule: "The size of protection and of a target belongs to the position: it is not replaced.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: {
        1: [
          ["buy", { size: 5, stopLoss: 95 }],
          ["replace", 2, { size: 3 }],
          ["target", { size: 9 }],
          ["replace", 3, { size: 7 }],
        ],
      },
      fills: [[1, 2, "open", 5, 100], [3, 2, "open", 4, 100]],
      ends: ["1 filled filled", "2 accepted placed", "3 filled filled"],
      refusals: [{ order: 2, reason: "notSupported", size: 3 }, { order: 3, reason: "notSupported", size: 7 }],
    },
    {
      rule: "A close can be replaced by more, and is cut to the position.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["close", { size: 3 }], ["replace", 2, { size: 30 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100]],
    },
    {
      rule: "A replacement that changes nothing is refused, and so is a price that the order does not have.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 1, limit: 50 }], ["replace", 1, {}], ["replace", 1, { stop: 60 }]] },
      fills: [],
      ends: ["1 accepted placed"],
      refusals: [{ order: 1, reason: "replaceEmpty" }, { order: 1, reason: "priceUnexpected", price: 60 }],
    },
    {
      rule: "A size turns an order without one into an order of that size, which may flip.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 111, 100, 100]],
      acts: {
        1: [["sell", { limit: 110 }], ["buy", { size: 4 }]],
        2: [["replace", 1, { size: 6 }]],
      },
      fills: [[2, 2, "open", 4, 100], [1, 3, "limit", -4, 110], [1, 3, "limit", -2, 110]],
    },
  ],
};

const VOLUME: RuleTopic = {
  name: "Bars without volume",
  says: [
    "`barWithoutVolume` is `no-fill` if the data have volume and at most 5 % of the bars, from the first with volume on, lack " +
    "it; else `fill`, and a note says so where some bars lack it. An option declares it.",
    "Under `no-fill` such a bar fills, triggers and competes for nothing. It sets the date of a day order, lets orders expire " +
    "and marks positions. Protection whose entry filled before waits too; `closeAtEnd` closes on it.",
  ],
  examples: [
    {
      rule: "An order waits for the open of the next bar with volume. A diagnostic tells the first bar without it.",
      bars: [[100, 101, 99, 100, 5], [100, 120, 80, 100, 0], [100, 120, 80, 100, 0], [103, 104, 102, 103, 1]],
      options: { barWithoutVolume: "no-fill" },
      acts: { 1: [["buy", { size: 1 }], ["buy", { size: 1, stop: 110 }]] },
      fills: [[1, 4, "open", 1, 103]],
      ends: ["1 filled filled", "2 accepted placed"],
      diagnostics: [["noVolume", 1, 2], ["noVolume", 2, 2]],
    },
    {
      rule: "A day order whose only bar had no volume expires.",
      bars: [[100, 101, 99, 100, 5], [100, 120, 80, 100, 0], [100, 101, 99, 100, 5]],
      options: { barWithoutVolume: "no-fill" },
      acts: { 1: [["buy", { size: 1, valid: "day" }]] },
      fills: [],
      ends: ["1 expired validityOver"],
      diagnostics: [["noVolume", 1, 2]],
    },
    {
      rule: "Under `fill` such a bar is one as any other.",
      bars: [[100, 101, 99, 100, 5], [100, 120, 80, 100, 0]],
      options: { barWithoutVolume: "fill" },
      acts: { 1: [["buy", { size: 1, limit: 90 }]] },
      fills: [[1, 2, "limit", 1, 90]],
    },
  ],
};

const END: RuleTopic = {
  name: "Ruin and the end of a run",
  says: [
    "A step at whose end the account is worth zero or less, after a value above zero, leaves the diagnostic `ruined`. Money " +
    "that goes out is no loss: an account that is emptied while it holds nothing is not ruined, and trades what comes back.",
    '`onRuin: "stop-entries"`, the default, refuses from then on, for good, each order that could open or flip as ' +
    "`riskFlagged`. Allowed are `close()`, `reduceOnly` and protective orders, an order without a size against the position, " +
    "and a target of zero. Working orders stay, also entries; one that could open may only become smaller.",
    '`"stop"` cancels working orders too, and calls the strategy no more but for `stop()`; `"ignore"` does nothing.',
    "`closeAtEnd` closes each position at the last close of its instrument, by the rule `closeAtEnd`, without an order (its id " +
    "is zero here), with commission and without slippage. It cancels awake protection as `positionClosed`; other working " +
    "orders stay as they are.",
  ],
  examples: [
    {
      rule: "After ruin entries are refused, also if the account recovers, and closing orders pass.",
      bars: [[60, 60, 60, 60], [60, 60, 60, 60], [160, 160, 160, 160], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: {
        1: [["sell", { size: 100 }]],
        3: [["buy", { size: 1 }], ["sell", { size: 1 }]],
        4: [["sell", {}], ["buy", {}]],
      },
      fills: [[1, 2, "open", -100, 60], [5, 5, "open", 100, 100]],
      ends: [
        "1 filled filled",
        "2 rejected riskFlagged",
        "3 rejected riskFlagged",
        "4 rejected riskFlagged",
        "5 filled filled",
      ],
      refusals: [
        { order: 2, reason: "riskFlagged" },
        { order: 3, reason: "riskFlagged" },
        { order: 4, reason: "riskFlagged" },
      ],
      diagnostics: [["ruined", 0, 3]],
      equity: [10_000, 10_000, 0, 6000, 6000],
    },
    {
      rule: "After ruin a working entry keeps its price, and its size may only become smaller.",
      bars: [[60, 60, 60, 60], [60, 60, 60, 60], [170, 170, 170, 170], [100, 100, 100, 100], [100, 100, 40, 45]],
      acts: {
        1: [["sell", { size: 100 }], ["buy", { size: 9, limit: 50 }]],
        3: [["replace", 2, { size: 150, limit: 160 }]],
        4: [["replace", 2, { size: 4 }]],
      },
      fills: [[1, 2, "open", -100, 60], [2, 5, "limit", 4, 50]],
      refusals: [
        { order: 2, reason: "riskFlagged", size: 150 },
        { order: 2, reason: "riskFlagged", price: 160 },
      ],
      diagnostics: [["ruined", 0, 3]],
    },
    {
      rule: "Under `stop` working orders are cancelled, and the marks go on.",
      bars: [[60, 60, 60, 60], [60, 60, 60, 60], [160, 160, 160, 160], [100, 100, 100, 100]],
      options: { onRuin: "stop" },
      acts: { 1: [["sell", { size: 100 }], ["buy", { size: 100, stop: 300 }]], 3: [["buy", { size: 1 }]] },
      fills: [[1, 2, "open", -100, 60]],
      ends: ["1 filled filled", "2 cancelled byRequest"],
      diagnostics: [["ruined", 0, 3]],
      equity: [10_000, 10_000, 0, 6000],
    },
    {
      rule: "Under `ignore` free cash is the only limit.",
      bars: [[60, 60, 60, 60], [60, 60, 60, 60], [1100, 1100, 1100, 1100], [1100, 1100, 1100, 1100]],
      options: { onRuin: "ignore" },
      acts: { 1: [["sell", { size: 10 }]], 3: [["sell", { size: 1 }]] },
      fills: [[1, 2, "open", -10, 60], [2, 4, "open", -1, 1100]],
      diagnostics: [["ruined", 0, 3]],
    },
    {
      rule: "An account that its owner empties is not ruined, and money that comes back is traded.",
      bars: [[60, 60, 60, 60], [60, 60, 60, 60], [60, 60, 60, 60], [60, 60, 60, 60], [50, 50, 50, 50]],
      options: { cashFlows: [{ time: "2024-01-02", amount: -10_000 }, { time: "2024-01-03", amount: 6000 }] },
      acts: { 3: [["buy", { size: 100 }]] },
      fills: [[1, 4, "open", 100, 60]],
      diagnostics: [["transfer", 0, 2], ["transfer", 0, 3]],
      equity: [10_000, 0, 6000, 6000, 5000],
    },
    {
      rule: "`closeAtEnd` closes at the last close and ends awake protection.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 110, 100, 110]],
      options: { closeAtEnd: true, commission: 0.001, slippage: 0.01 },
      acts: { 1: [["buy", { size: 1, stopLoss: 50 }], ["buy", { size: 1, limit: 40 }]] },
      fills: [[1, 2, "open", 1, 100], [0, 3, "closeAtEnd", -1, 110]],
      ends: ["1 filled filled", "2 cancelled positionClosed", "3 accepted placed"],
      commissions: [0.1, 0.11],
      cash: 10_009.79,
    },
  ],
};

/** Topics of this file. */
export const ORDER_LIFE: readonly RuleTopic[] = [VALIDITY, REPLACEMENT, VOLUME, END];
