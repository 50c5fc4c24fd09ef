/**
 * Which bar an order meets, the phases of a step, and its two passes.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** Bars that an order meets. */
const MEETS: RuleTopic = {
  name: "The bar that an order meets",
  says: [
    "A step is all bars of one time. A strategy acts at the end of a step, and an order is placed at the time of that step.",
    "A bar begins one timeframe before its end, but not before the end of the bar before it. A bar of a date ends a microsecond " +
    "before the next midnight.",
    "A halted instrument, and a bar without volume under `no-fill`, is met by no order.",
  ],
  examples: [
    {
      rule:
        "An order meets the bars of its own instrument that begin at or after its placement. The bar on which it was " +
        "placed is over.",
      bars: [[100, 101, 90, 100], [100, 101, 96, 100], [100, 101, 94, 100]],
      acts: { 1: [["buy", { size: 1, limit: 95 }]] },
      fills: [[1, 3, "limit", 1, 95]],
    },
    {
      rule:
        "A decision within a day does not meet the daily bar of that day, which began before it. It meets the next one.",
      bars: {
        fast: {
          times: ["2024-01-02 10:00", "2024-01-02 10:05", "2024-01-03 10:00"],
          bars: [[100, 100, 100, 100], [100, 100, 100, 100], [103, 103, 103, 103]],
        },
        daily: { times: ["2024-01-02", "2024-01-03"], bars: [[99, 104, 98, 103], [102, 105, 101, 104]] },
      },
      options: { start: "any" },
      acts: { 1: [["buy", { feed: "daily", size: 1 }]] },
      fills: [[1, 5, "open", 1, 102]],
    },
    {
      rule: "An order waits while its instrument has no bar in a step, whatever other instruments do.",
      bars: {
        a: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]] },
        b: { times: ["2024-01-01", "2024-01-03"], bars: [[50, 50, 50, 50], [52, 52, 52, 52]] },
      },
      acts: { 1: [["buy", { feed: "b", size: 1 }]] },
      fills: [[1, 3, "open", 1, 52]],
    },
    {
      rule: "An order that meets no bar is still working when the data end.",
      bars: [[100, 100, 100, 100], [101, 101, 101, 101]],
      acts: { 2: [["buy", { size: 1 }]] },
      fills: [],
      ends: ["1 accepted placed"],
    },
  ],
};

/** Phases and passes. */
const PASSES: RuleTopic = {
  name: "The phases of a step",
  says: [
    "The phases are, over the orders of all instruments: (1) expiry; (2) the note on bars without volume; (3) triggers of " +
    "stop-limits that the open has passed; (4) the open, closing parts of reducers; (5) the open, everything else; " +
    "(6) the inside of the bar; (7) again the group members that gave way in (6); (8) the close; (9) protection of " +
    "entries that filled at the close; (10) marks.",
    "Within a phase orders come by acceptance, which is the order of their ids; a replacement keeps the place. Ties never " +
    "depend on an instrument.",
    "A reducer is an order whose side is opposite to the position of its instrument at the start of the step. In (4) only " +
    "its closing part fills, and the rest of it waits for (5), as a fill of its own.",
    "(7) is repeated while at least one order in it no longer gives way.",
    "In (4) and (5) a market order fills, a limit that the open reaches, and a stop whose trigger the open has reached; in " +
    "(6) all other limits, stops and stop-limits. Inside the bar and at the close a flip fills both parts at once, as two " +
    "fills, the closing one first.",
    "What an order may close is read from the position at its own fill: a reduce-only order that comes behind an opening of " +
    "the same open can close it, and one that comes before it finds nothing to close.",
    "The effects of a fill on its group and on the protection of its position come with the fill, not after the phase.",
    "An order whose entry filled in this step takes no part in (4) and (5).",
  ],
  examples: [
    {
      rule:
        "Reducers fill first at the open, whatever their place, so that their cash pays for openings of the same open.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 100 }]], 2: [["buy", { size: 50 }], ["sell", { size: 60 }]] },
      fills: [[1, 2, "open", 100, 100], [3, 3, "open", -60, 100], [2, 3, "open", 50, 100]],
    },
    {
      rule: "The opening part of a flip waits until all reducers of the open are done, those of other instruments too.",
      bars: {
        a: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]] },
        b: { bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]] },
      },
      acts: {
        1: [["buy", { feed: "a", size: 50 }], ["buy", { feed: "b", size: 50 }]],
        2: [["sell", { feed: "a", size: 120 }], ["close", { feed: "b" }]],
      },
      fills: [
        [1, 2, "open", 50, 100],
        [2, 2, "open", 50, 100],
        [3, 3, "open", -50, 100],
        [4, 3, "open", -50, 100],
        [3, 3, "open", -70, 100],
      ],
    },
    {
      rule:
        "Inside the bar orders fill by acceptance. The distance of a price counts among the members of a group alone.",
      bars: [[100, 100, 100, 100], [100, 101, 94, 100]],
      acts: { 1: [["buy", { size: 1, limit: 95 }], ["buy", { size: 1, limit: 98 }]] },
      fills: [[1, 2, "limit", 1, 95], [2, 2, "limit", 1, 98]],
    },
    {
      rule: "A reduce-only order of the same open closes what an order ahead of it opened, and nothing else.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: {
        1: [
          ["sell", { size: 1, reduceOnly: true }],
          ["buy", { size: 1 }],
          ["sell", { size: 1, reduceOnly: true }],
        ],
      },
      fills: [[2, 2, "open", 1, 100], [3, 2, "open", -1, 100]],
      ends: ["1 cancelled nothingToClose", "2 filled filled", "3 filled filled"],
    },
    {
      rule: "All that fills at the open comes before all that fills inside the bar, and orders on the close come last.",
      bars: [[100, 100, 100, 100], [100, 101, 94, 99]],
      acts: { 1: [["buy", { size: 1, onClose: true }], ["buy", { size: 1, limit: 95 }], ["buy", { size: 1 }]] },
      fills: [[3, 2, "open", 1, 100], [2, 2, "limit", 1, 95], [1, 2, "close", 1, 99]],
    },
  ],
};

/** Topics of this file. */
export const BARS_AND_PASSES: readonly RuleTopic[] = [MEETS, PASSES];
