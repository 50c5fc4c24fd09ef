/**
 * The order types: where each fills, at which price, and by which rule.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** Market orders, limits and stops. */
const PLAIN: RuleTopic = {
  name: "Market orders, limits and stops",
  says: [
    "A price that slippage moves is marked below as `slipped price`; limits and stop-limits never slip.",
    "`limitFill` is `touch` by default: a price equal to a limit reaches it. Under `through` only a price beyond it does, " +
    "at the open, inside the bar, at the close that proves a stop-limit, and at the entry's price.",
  ],
  examples: [
    {
      rule: "A market order fills at the open of the first bar that it meets, at the slipped price.",
      bars: [[100, 101, 99, 100], [102.5, 103, 101, 102]],
      acts: { 1: [["buy", { size: 2 }]] },
      fills: [[1, 2, "open", 2, 102.5]],
    },
    {
      rule: "A limit fills at the open if the open reaches it, at the better price.",
      bars: [[100, 101, 99, 100], [97, 99, 96, 98]],
      acts: { 1: [["buy", { size: 2, limit: 98.5 }]] },
      fills: [[1, 2, "limitOpen", 2, 97]],
    },
    {
      rule: "Else a limit fills at its price if the low of the bar reaches a buy, or the high a sell.",
      bars: [[100, 101, 99, 100], [100, 102, 98, 99]],
      acts: { 1: [["buy", { size: 2, limit: 98.5 }], ["sell", { size: 3, limit: 101.5 }]] },
      fills: [[1, 2, "limit", 2, 98.5], [2, 2, "limit", -2, 101.5], [2, 2, "limit", -1, 101.5]],
    },
    {
      rule: "Under `touch` a price equal to the limit fills.",
      bars: [[100, 101, 99, 100], [100, 101, 98.5, 99]],
      acts: { 1: [["buy", { size: 2, limit: 98.5 }]] },
      fills: [[1, 2, "limit", 2, 98.5]],
    },
    {
      rule: "Under `through` it does not; a price beyond it does, at the limit.",
      bars: [[100, 101, 99, 100], [100, 101, 98.5, 99], [99, 100, 98.49, 99]],
      options: { limitFill: "through" },
      acts: { 1: [["buy", { size: 2, limit: 98.5 }]] },
      fills: [[1, 3, "limit", 2, 98.5]],
    },
    {
      rule:
        "Under `through` an open equal to the limit does not fill at the open; a lower low then fills at the limit.",
      bars: [[100, 101, 99, 100], [98.5, 100, 98, 99]],
      options: { limitFill: "through" },
      acts: { 1: [["buy", { size: 2, limit: 98.5 }]] },
      fills: [[1, 2, "limit", 2, 98.5]],
    },
    {
      rule: "A stop fills at the open if the open is at its trigger or beyond, at the slipped price of the open.",
      bars: [[100, 101, 99, 100], [104, 105, 103, 104]],
      acts: { 1: [["buy", { size: 2, stop: 102 }]] },
      fills: [[1, 2, "stopGap", 2, 104]],
    },
    {
      rule: "Else a stop fills at its trigger if the high of the bar is at a buy's trigger or above, or the low at a " +
        "sell's trigger or below, at the slipped price of the trigger.",
      bars: [[100, 101, 99, 100], [100, 102, 97, 99]],
      acts: { 1: [["buy", { size: 2, stop: 102 }], ["sell", { size: 2, stop: 98 }]] },
      fills: [[1, 2, "stop", 2, 102], [2, 2, "stop", -2, 98]],
    },
    {
      rule: "A market-on-close order fills at the close of the first bar that it meets, at the slipped price.",
      bars: [[100, 101, 99, 100], [102, 103, 101, 102.75]],
      acts: { 1: [["buy", { size: 2, onClose: true }]] },
      fills: [[1, 2, "close", 2, 102.75]],
    },
  ],
};

/** Stop-limits. */
const STOP_LIMITS: RuleTopic = {
  name: "Stop-limits",
  says: [
    "A stop-limit is triggered once, by the first bar that it meets whose open is at its trigger or beyond, or whose high " +
    "(of a buy) or low (of a sell) is. From then on it is a limit.",
    "A stop-limit that the open triggers is an ordinary limit for the whole of that bar. One that the inside triggers has " +
    "only the two fills below in that bar, and is an ordinary limit from the next bar on.",
  ],
  examples: [
    {
      rule:
        "The limit allows the trigger, as a buy's limit at or above it does, under `through` only above it: the inside fills at " +
        "the trigger.",
      bars: [[100, 101, 99, 100], [100, 104, 99, 101]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 103 }]] },
      fills: [[1, 2, "stopLimit", 2, 102]],
    },
    {
      rule:
        "The limit does not allow the trigger, and the close reaches the limit: the close proves that the price came back " +
        "after the trigger, and the fill is at the limit.",
      bars: [[100, 101, 99, 100], [100, 103, 99, 101]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 101 }]] },
      fills: [[1, 2, "limit", 2, 101]],
    },
    {
      rule: "The close does not prove it: the order is triggered, waits, and fills as a limit from the next bar on.",
      bars: [[100, 101, 99, 100], [100, 103, 99, 102], [102, 103, 100.5, 102]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 101 }]] },
      fills: [[1, 3, "limit", 2, 101]],
    },
    {
      rule: "Under `through` a limit at the trigger does not allow it: without a close beyond it the order waits.",
      bars: [[100, 101, 99, 100], [100, 102, 99, 102]],
      options: { limitFill: "through" },
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 102 }]] },
      fills: [],
      ends: ["1 triggered trigger"],
    },
    {
      rule: "Under `through` a close equal to the limit proves nothing.",
      bars: [[100, 101, 99, 100], [100, 103, 99, 101]],
      options: { limitFill: "through" },
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 101 }]] },
      fills: [],
      ends: ["1 triggered trigger"],
    },
    {
      rule: "A gap over the trigger within the limit fills at the open, by the rule of a limit.",
      bars: [[100, 101, 99, 100], [103, 104, 102, 103]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 104 }]] },
      fills: [[1, 2, "limitOpen", 2, 103]],
    },
    {
      rule: "A gap beyond the limit triggers at the open, and the inside of the same bar may reach the limit.",
      bars: [[100, 101, 99, 100], [105, 106, 102.5, 105]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 103 }]] },
      fills: [[1, 2, "limit", 2, 103]],
    },
    {
      rule: "A gap beyond the limit that never comes back leaves a triggered order.",
      bars: [[100, 101, 99, 100], [105, 106, 104, 105]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 103 }]] },
      fills: [],
      ends: ["1 triggered trigger"],
    },
  ],
};

/** Prices of orders. */
const PRICES: RuleTopic = {
  name: "Prices of orders",
  says: [
    "Without a declared `tick` a price goes to the nearest step of the resolution, half to even.",
    "With a `tick` a limit buy goes down to it, a limit sell up, and a trigger to the nearest one, half up. A count that " +
    "misses a whole one by 4 x 2^-52 of it at most counts as whole.",
    '`tickRounding: "reject"` leaves a price as it is, and the core refuses one off the tick as `offTick`, one between two ' +
    "steps of the resolution as `offGrid`, and an entry whose protection has such a price as `protectivePrice`.",
    "A price of zero steps is refused as `priceMissing`, one below zero as `negative`, and one above 2^53 - 1 steps as " +
    "`priceRange`. An entry whose protection has such a price is refused as `protectivePrice`.",
    "A price that is no finite number is an exception of the strategy, as is an option that is not known.",
  ],
  examples: [
    {
      rule: "A declared tick moves a limit away from a worse price, and a trigger to the nearest tick.",
      bars: [[100, 101, 99, 100], [100, 101, 90.1, 100], [100, 111, 100, 100]],
      options: { tick: 0.25 },
      acts: {
        1: [
          ["buy", { size: 2, limit: 90.49 }],
          ["sell", { size: 1, limit: 110.26 }],
          ["sell", { size: 1, stop: 90.4 }],
        ],
      },
      fills: [
        [1, 2, "limit", 2, 90.25],
        [3, 2, "stop", -1, 90.5],
        [2, 3, "limit", -1, 110.5],
      ],
    },
    {
      rule: "Without a tick a price between those of the data stays where it was asked.",
      bars: [[100, 101, 99, 100], [100, 101, 97, 100]],
      acts: { 1: [["buy", { size: 1, limit: 97.125 }]] },
      fills: [[1, 2, "limit", 1, 97.125]],
    },
    {
      rule: "A price that no market has is a refusal with a code, and loses nothing else.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100]],
      options: { tick: 0.01, tickRounding: "reject" },
      acts: {
        1: [
          ["buy", { size: 1, limit: 0 }],
          ["buy", { size: 1, limit: -5 }],
          ["buy", { size: 1, limit: 1e300 }],
          ["buy", { size: 1, limit: 99.995 }],
          ["buy", { size: 1, stopLoss: 0, takeProfit: 102 }],
          ["buy", { size: 1 }],
        ],
      },
      fills: [[8, 2, "open", 1, 100]],
      ends: [
        "1 rejected priceMissing",
        "2 rejected negative",
        "3 rejected priceRange",
        "4 rejected offTick",
        "5 rejected protectivePrice",
        "8 filled filled",
      ],
      refusals: [
        { order: 1, reason: "priceMissing", price: 0 },
        { order: 2, reason: "negative", price: -5 },
        // 2^53 steps of 10^-5: the edge hands on no price that is farther past the grid.
        { order: 3, reason: "priceRange", price: 90071992547.40993 },
        { order: 4, reason: "offTick", price: 99.995 },
        { order: 5, reason: "protectivePrice", price: 0 },
      ],
    },
  ],
};

/** Topics of this file. */
export const ORDER_TYPES: readonly RuleTopic[] = [PLAIN, STOP_LIMITS, PRICES];
