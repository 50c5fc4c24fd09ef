/**
 * Orders that are touched, that wait for a session's open, and that their first bar decides.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** Triggers on the better side of the market, and the open of a session. */
export const TOUCHES: RuleTopic = {
  name: "Orders if touched, and at the open of a session",
  says: [
    "A touched trigger lies on the better side of the market: below it for a buy. A bar reaches it as it reaches a limit, and " +
    "exactly at it under both rules of `limitFill`, which concerns limits alone.",
    "Of a group whose stop and touched trigger are both reached, the stop fills, as beside a limit.",
  ],
  examples: [
    {
      rule: "A market-if-touched order fills at its trigger, at the slipped price.",
      bars: [[100, 101, 99, 100], [100, 101, 97.5, 99]],
      options: { slippage: 0.01 },
      acts: { 1: [["buy", { size: 2, touch: 98 }]] },
      fills: [[1, 2, "touch", 2, 98.98]],
    },
    {
      rule: "It fills at an open that is as good or better.",
      bars: [[100, 101, 99, 100], [97, 98, 96, 97]],
      acts: { 1: [["buy", { size: 2, touch: 98 }]] },
      fills: [[1, 2, "touchOpen", 2, 97]],
    },
    {
      rule: "A limit-if-touched order fills at its trigger if its limit allows that price.",
      bars: [[100, 101, 99, 100], [100, 101, 97.5, 99]],
      acts: { 1: [["buy", { size: 2, touch: 98, limit: 98.5 }]] },
      fills: [[1, 2, "touchLimit", 2, 98]],
    },
    {
      rule:
        "Else it goes on to its limit, which lies further on the same way, so the bar that reaches both fills it there.",
      bars: [[100, 101, 99, 100], [100, 101, 96.5, 99]],
      acts: { 1: [["buy", { size: 2, touch: 98, limit: 97 }]] },
      fills: [[1, 2, "limit", 2, 97]],
    },
    {
      rule: "A bar that reaches the trigger alone triggers it, and it works as a limit order from then on.",
      bars: [[100, 101, 99, 100], [100, 101, 97.5, 99], [99, 100, 96.9, 98]],
      acts: { 1: [["buy", { size: 2, touch: 98, limit: 97 }]] },
      fills: [[1, 3, "limit", 2, 97]],
    },
    {
      rule:
        "A market-on-open order fills at the open of the first bar of a later session date than that of its placement.",
      bars: {
        AAA: {
          times: ["2024-01-01 15:00", "2024-01-01 16:00", "2024-01-02 10:00"],
          bars: [[100, 101, 99, 100], [101, 102, 100, 101], [103, 104, 102, 103]],
        },
      },
      acts: { 1: [["buy", { size: 2, onOpen: true }]] },
      fills: [[1, 3, "sessionOpen", 2, 103]],
    },
  ],
};

/** Orders that fill in the first bar that they meet, or rest. */
export const FIRST_BARS: RuleTopic = {
  name: "Orders that their first bar decides",
  says: [
    "The first bar that an order meets is one that begins at or after its placement, trades, and has the volume that its " +
    "instrument needs.",
    "A post-only order that rests fills as any other limit from then on, at a better open too. A replacement makes its next " +
    "bar the first one again.",
  ],
  examples: [
    {
      rule: "Immediate or cancel: what the first bar does not fill is cancelled.",
      bars: [[100, 101, 99, 100], [100, 101, 99.5, 100], [100, 101, 98, 99]],
      acts: { 1: [["buy", { size: 2, limit: 99, valid: "ioc" }]] },
      fills: [],
      ends: ["1 cancelled notAtOnce"],
    },
    {
      rule: "The whole first bar counts, not its open alone.",
      bars: [[100, 101, 99, 100], [100, 101, 98.5, 99]],
      acts: { 1: [["buy", { size: 2, limit: 99, valid: "ioc" }]] },
      fills: [[1, 2, "limit", 2, 99]],
    },
    {
      rule:
        "Fill or kill: an order that would close a position and open another one takes two executions, so it is cancelled.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 3, valid: "fok" }]] },
      fills: [[1, 2, "open", 2, 100]],
      ends: ["1 filled filled", "2 cancelled notWhole"],
    },
    {
      rule: "What closes at most the position fills whole.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 2, valid: "fok" }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "open", -2, 100]],
    },
    {
      rule: "A reduce-only order that would be cut to the position is cancelled too.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2 }]], 2: [["sell", { size: 3, reduceOnly: true, valid: "fok" }]] },
      fills: [[1, 2, "open", 2, 100]],
      ends: ["1 filled filled", "2 cancelled notWhole"],
    },
    {
      rule: "A post-only order is rejected if the open of its first bar would fill it.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2, limit: 100.5, postOnly: true }]] },
      fills: [],
      ends: ["1 rejected wouldTake"],
    },
    {
      rule: "Else it rests.",
      bars: [[100, 101, 99, 100], [100, 100.5, 99.5, 100], [98.5, 99, 98, 98.5]],
      acts: { 1: [["buy", { size: 2, limit: 99, postOnly: true }]] },
      fills: [[1, 3, "limitOpen", 2, 98.5]],
    },
  ],
};
