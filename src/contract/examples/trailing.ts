/**
 * Trailing orders: what a bar decides about a trigger that follows it, and what it leaves in doubt.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** Triggers that follow the market. */
export const TRAILING: RuleTopic = {
  name: "Trailing orders",
  says: [
    "The trigger of a sell lies below the market and follows rising prices; that of a buy lies above and follows falling " +
    "ones. It never goes back. The good extreme of a bar is its high for a sell and its low for a buy.",
    "A bar is tried in this order: the open meets the trigger that the bar before left; the open moves the trigger; the " +
    "inside meets that trigger, and then the one that the good extreme makes.",
    "A bar does not tell which extreme came first. The two ways through it, by either extreme first, are compared, and the " +
    "outcome that hurts the account is taken. Where both ways end alike, the fill is certain.",
    "A distance in percent is that part of the price that the trigger is measured from. A trigger is at least one step away " +
    "from that price, and goes away from it to the tick.",
    "A halted instrument and a bar without volume that fills nothing move no trigger.",
  ],
  examples: [
    {
      rule: "Without a first trigger, the trail begins at its distance from the last close. An open beyond it fills.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [97, 98, 96, 97.5]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stopGap", -2, 97]],
    },
    {
      rule: "The open moves the trigger before the inside of the bar meets it.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [101, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stop", -2, 99]],
    },
    {
      rule:
        "If the bar reaches that trigger, and its good extreme would move it further, the fill is at that trigger and ambiguous: " +
        "the extreme may have come after it.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [101, 103, 98.5, 102]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stop", -2, 99, "ambiguous"]],
    },
    {
      rule:
        "If only the good extreme brings the trigger into the range of the bar, and the close is at that trigger or beyond, the " +
        "fill is certain: after the extreme, the price came to the close.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [101, 105, 100.5, 102]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stop", -2, 103]],
    },
    {
      rule:
        "If the close is on the other side, the other extreme may have come first, and nothing would have filled. A fill hurts, as " +
        "the close is better, so the order fills and the fill is ambiguous.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [101, 105, 101, 104.5]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stop", -2, 103, "ambiguous"]],
    },
    {
      rule: "Else the order lives on with the trigger that the good extreme made.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [101, 102, 100.5, 101.5], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 4, "stopGap", -2, 100]],
    },
    {
      rule: "A buy is the mirror image. Here 2 % above the low of 96 is 97.92.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [99, 99.5, 96, 97]],
      acts: { 1: [["sell", { size: 2 }]], 2: [["buy", { size: 2, trail: { percent: 2 } }]] },
      fills: [[1, 2, "open", -2, 100], [2, 3, "stop", 2, 97.92, "ambiguous"]],
    },
    {
      rule: "A first trigger can be given. The trail follows as soon as a price brings it nearer.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 100.5, 99, 99.5], [98.4, 99, 98, 98.5]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 }, stop: 95 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 4, "stopGap", -2, 98.4]],
    },
    {
      rule: "The limit of a trailing stop-limit follows its trigger. It fills at the trigger, as any stop-limit does.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [101, 101, 98.9, 99.2]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 }, limitOffset: 1 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stopLimit", -2, 99]],
    },
    {
      rule: "Once it is triggered, its limit stays where it is.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [96, 96.5, 95, 96], [96.5, 97.2, 96, 97]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, trail: { amount: 2 }, limitOffset: 1 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 4, "limit", -2, 97]],
    },
    {
      rule:
        "As a stop-loss it begins at its distance from the price of the entry, and the bar of an entry at the open moves it.",
      bars: [[100, 101, 99, 100], [100, 103, 99, 102.5]],
      acts: { 1: [["buy", { size: 2, stopLoss: { trail: { amount: 2 } } }]] },
      fills: [[1, 2, "open", 2, 100], [2, 2, "stop", -2, 101, "ambiguous"]],
    },
    {
      rule:
        "After an entry inside a bar only the close certainly came later: that bar meets the first trigger, and its close moves it.",
      bars: [[100, 101, 99, 100], [100, 104, 98, 103], [100.5, 101, 100, 100.5]],
      acts: { 1: [["buy", { size: 2, limit: 99, stopLoss: { trail: { amount: 2 } } }]] },
      fills: [[1, 2, "limit", 2, 99], [2, 3, "stopGap", -2, 100.5]],
    },
    {
      rule:
        "Beside a trigger that the good extreme of this bar made, all other members of the group on the side of that extreme came " +
        "first.",
      bars: [[100, 101, 99, 100], [100, 101.5, 99.6, 101], [101, 106, 101, 104]],
      acts: { 1: [["buy", { size: 2, stopLoss: { trail: { amount: 2 } }, takeProfit: 105 }]] },
      fills: [[1, 2, "open", 2, 100], [3, 3, "limit", -2, 105]],
      ends: ["1 filled filled", "2 cancelled oco", "3 filled filled"],
    },
    {
      rule: "A new distance begins anew at the last close.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 99.5, 100], [99.4, 100, 99, 99.5]],
      acts: {
        1: [["buy", { size: 2 }]],
        2: [["sell", { size: 2, trail: { amount: 2 } }]],
        3: [["replace", 2, { trail: { amount: 0.5 } }]],
      },
      fills: [[1, 2, "open", 2, 100], [2, 4, "stopGap", -2, 99.4]],
    },
  ],
};
