/**
 * Protection: stop-losses and take-profits, and what one bar shows of them.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

const PROTECTION: RuleTopic = {
  name: "Protection",
  says: [
    "`stopLoss` places a stop and `takeProfit` a limit of the opposite side with the entry as parent; they have the two ids " +
    "behind the entry's, the stop first. Both together are a one-cancels-other group, which the stop leads.",
    "They are reduce-only, good till cancelled, and sleep until their entry opens something. Each then has the size that the " +
    "entry has opened. A cut to the position comes at their own fill.",
    "A fill after which the position is zero or has changed sign cancels, in that moment, all protective orders of the " +
    "instrument that are awake, whichever entry they belong to: `positionClosed`. A member of the group of the filled " +
    "order has ended before, as `oco`. Those that sleep stay.",
    "An entry that ends before it opens anything cancels its protection: as `nothingOpened` if it has filled, else as " +
    "`parentEnded`.",
    "The price of protection has to be on its side of the entry's reference: a stop-loss of a buy below it, a take-profit " +
    "above it, neither at it. The reference is the limit, of a stop-limit too; else the trigger; else the last close, and " +
    "there is no check before the first bar. Prices are compared as they were snapped. A wrong price refuses entry and protection together as `protectivePrice`.",
    "Exempt is an entry that only closes at its placement: one without a size against the position, or one whose `size` is " +
    "not above an opposite position. One of `cash` or `fraction` is not exempt. `replace` is not checked against the entry.",
    "A protective order can be cancelled and replaced alone, by `order.stopLoss` and `order.takeProfit`; its size cannot.",
  ],
  examples: [
    {
      rule: "A stop-loss closes what its entry opened, and the take-profit ends with it.",
      bars: [[100, 101, 99, 100], [100, 101, 99, 100], [97, 98, 94, 95]],
      acts: { 1: [["buy", { size: 2, stopLoss: 95, takeProfit: 110 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 3, "stop", -2, 95]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled oco"],
      trades: [["closed", -10]],
    },
    {
      rule: "It has the size that the entry opened: of a flip of 15 against 10 it is 5.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100], [100, 110, 100, 110]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { size: 15, stopLoss: 105 }]], 3: [["sell", { size: 20 }]] },
      fills: [
        [1, 2, "open", 10, 100],
        [2, 3, "open", -10, 100],
        [2, 3, "open", -5, 100],
        [4, 4, "open", -20, 100],
        [3, 4, "stop", 5, 105],
      ],
    },
    {
      rule: "What has been closed of the position is cut from it at its fill.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 94, 94]],
      acts: { 1: [["buy", { size: 10, stopLoss: 95 }]], 2: [["close", { size: 4 }]] },
      fills: [[1, 2, "open", 10, 100], [3, 3, "open", -4, 100], [2, 3, "stop", -6, 95]],
    },
    {
      rule: "The end of the position ends it.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 130, 70, 100]],
      acts: { 1: [["buy", { size: 2, stopLoss: 80, takeProfit: 120 }]], 2: [["close", {}]] },
      fills: [[1, 2, "open", 2, 100], [4, 3, "open", -2, 100]],
      ends: ["1 filled filled", "2 cancelled positionClosed", "3 cancelled positionClosed", "4 filled filled"],
    },
    {
      rule: "An entry that ends without a fill ends it.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 2, limit: 80, stopLoss: 75 }]], 2: [["cancel", 1]] },
      fills: [],
      ends: ["1 cancelled byRequest", "2 cancelled parentEnded"],
    },
    {
      rule: "An entry that fills and opens nothing ends it.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { size: 10, stopLoss: 105 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled nothingOpened"],
    },
    {
      rule:
        "A price at the reference is on the wrong side: of the last close, a limit, a trigger, the limit of a stop-limit.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100]],
      acts: {
        1: [
          ["buy", { size: 1, stopLoss: 100 }],
          ["buy", { size: 1, limit: 96, takeProfit: 96 }],
          ["buy", { size: 1, stop: 105, stopLoss: 105 }],
          ["buy", { size: 1, stop: 105, limit: 106, takeProfit: 106 }],
          ["sell", { size: 1, stopLoss: 99 }],
        ],
      },
      fills: [],
      ends: [
        "1 rejected protectivePrice",
        "3 rejected protectivePrice",
        "5 rejected protectivePrice",
        "7 rejected protectivePrice",
        "9 rejected protectivePrice",
      ],
      refusals: [
        { order: 1, reason: "protectivePrice", price: 100 },
        { order: 3, reason: "protectivePrice", price: 96 },
        { order: 5, reason: "protectivePrice", price: 105 },
        { order: 7, reason: "protectivePrice", price: 106 },
        { order: 9, reason: "protectivePrice", price: 99 },
      ],
    },
    {
      rule: "A replaced entry that fills beyond its own stop-loss fires it at the entry's price.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 93, 93.5]],
      acts: { 1: [["buy", { size: 1, limit: 96, stopLoss: 95 }]], 2: [["replace", 1, { limit: 94 }]] },
      fills: [[1, 3, "limit", 1, 94], [2, 3, "entryPrice", -1, 94]],
    },
    {
      rule: "An order that only closes may name protection on any side.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]],
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { size: 4, stopLoss: 90 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -4, 100]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled nothingOpened"],
    },
  ],
};

const SAME_BAR: RuleTopic = {
  name: "Protection in the bar of its entry",
  says: [
    "A bar does not show the order of its prices. Certain things happen; uncertain ones happen only where they hurt the " +
    "account, and such a fill is ambiguous.",
    "Protection first meets the bar in which its entry filled, in the phase of the inside. If the entry's price has passed " +
    "its own (a stop at or beyond its trigger, a limit that reaches its price), it fills at the entry's price, by the rule " +
    "`entryPrice`, and is certain, before all else that the bar reaches after its entry.",
    "After an entry at the open (`open`, `limitOpen`, `stopGap`) the whole bar comes after it, so each price that the bar " +
    "reaches is certain.",
    "After an entry inside the bar (`limit`, `stop`, `stopLimit`) the price came to a limit buy and to a stop sell from " +
    "above, to a limit sell and to a stop buy from below; a `stopLimit` came as a stop does. Prices on the side to which it " +
    "was going are certain. On the side from which it came, a price is certain if the close has passed it (touched it, " +
    "where a touch fills); otherwise a stop fills as ambiguous, and a limit does not fill.",
    "A stop-limit that fills at its limit in the bar that triggers it came back to it, so nothing else of the bar is known to " +
    "be after it: a price on either side is certain only if the close has passed it.",
    "After an entry at the close nothing of the bar is left: protection fills in that step only at the entry's price, after " +
    "all orders on the close.",
    "If a bar reaches both stop-loss and take-profit, the rules of groups decide: the stop fills, ambiguous.",
  ],
  examples: [
    {
      rule: "After an entry at the open a stop in the same bar is certain.",
      bars: [[100, 101, 99, 100], [100, 101, 94, 100]],
      acts: { 1: [["buy", { size: 2, stopLoss: 95 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 2, "stop", -2, 95]],
    },
    {
      rule: "A bar that reaches both fills the stop, ambiguous.",
      bars: [[100, 101, 99, 100], [100, 111, 94, 100]],
      acts: { 1: [["buy", { size: 2, stopLoss: 95, takeProfit: 110 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 2, "stop", -2, 95, "ambiguous"]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled oco"],
      trades: [["closed", -10, "ambiguous"]],
    },
    {
      rule: "After a limit entry a stop behind it is certain: the price was falling.",
      bars: [[100, 101, 99, 100], [100, 101, 92, 98]],
      acts: { 1: [["buy", { size: 2, limit: 95, stopLoss: 93 }]] },
      fills: [[1, 2, "limit", 2, 95], [2, 2, "stop", -2, 93]],
    },
    {
      rule: "After a limit entry a take-profit that only the way down may have touched does not fill.",
      bars: [[100, 101, 99, 100], [100, 101, 94, 98], [98, 98.5, 97, 98]],
      acts: { 1: [["buy", { size: 2, limit: 95, takeProfit: 99 }]] },
      fills: [[1, 2, "limit", 2, 95]],
      ends: ["1 filled filled", "2 accepted placed"],
    },
    {
      rule: "A close that has passed it proves the take-profit.",
      bars: [[100, 101, 99, 100], [100, 101, 94, 99.5]],
      acts: { 1: [["buy", { size: 2, limit: 95, takeProfit: 99 }]] },
      fills: [[1, 2, "limit", 2, 95], [2, 2, "limit", -2, 99]],
    },
    {
      rule: "A breakout entry with a stop below it and above the open is stopped in its own bar, ambiguous.",
      bars: [[100, 101, 99, 100], [100, 107, 99, 106]],
      acts: { 1: [["buy", { size: 2, stop: 105, stopLoss: 102 }]] },
      fills: [[1, 2, "stop", 2, 105], [2, 2, "stop", -2, 102, "ambiguous"]],
    },
    {
      rule: "So is one whose stop lies below the open, if the low reaches it.",
      bars: [[100, 101, 99, 100], [100, 107, 97, 106]],
      acts: { 1: [["buy", { size: 2, stop: 105, stopLoss: 98 }]] },
      fills: [[1, 2, "stop", 2, 105], [2, 2, "stop", -2, 98, "ambiguous"]],
    },
    {
      rule: "A close at or below the stop makes that certain.",
      bars: [[100, 101, 99, 100], [100, 107, 97, 98]],
      acts: { 1: [["buy", { size: 2, stop: 105, stopLoss: 98 }]] },
      fills: [[1, 2, "stop", 2, 105], [2, 2, "stop", -2, 98]],
    },
    {
      rule: "After a breakout entry a take-profit above it is certain: the price was rising.",
      bars: [[100, 101, 99, 100], [100, 111, 99, 106]],
      acts: { 1: [["buy", { size: 2, stop: 105, takeProfit: 110 }]] },
      fills: [[1, 2, "stop", 2, 105], [2, 2, "limit", -2, 110]],
    },
    {
      rule: "A stop-limit entry at its trigger came to it as a stop does.",
      bars: [[100, 100, 100, 100], [100, 107, 99, 106]],
      acts: { 1: [["buy", { size: 2, stop: 105, limit: 106, stopLoss: 102 }]] },
      fills: [[1, 2, "stopLimit", 2, 105], [2, 2, "stop", -2, 102, "ambiguous"]],
    },
    {
      rule:
        "After a stop-limit that came back to its limit a stop is ambiguous: the low may have come before the trigger.",
      bars: [[100, 100, 100, 100], [100, 103, 98, 101]],
      acts: { 1: [["buy", { size: 2, stop: 102, limit: 101, stopLoss: 99 }]] },
      fills: [[1, 2, "limit", 2, 101], [2, 2, "stop", -2, 99, "ambiguous"]],
    },
    {
      rule: "A take-profit that the entry's price has passed fills before a stop-loss of the same bar.",
      bars: [[95, 95, 95, 95], [100, 101, 89, 95]],
      acts: { 1: [["buy", { size: 2, stopLoss: 90, takeProfit: 98 }]] },
      fills: [[1, 2, "open", 2, 100], [3, 2, "entryPrice", -2, 100]],
      ends: ["1 filled filled", "2 cancelled oco", "3 filled filled"],
    },
    {
      rule: "A gap over the own stop fires it at the entry's price.",
      bars: [[100, 101, 99, 100], [94, 96, 93, 95]],
      acts: { 1: [["buy", { size: 2, limit: 96, stopLoss: 95 }]] },
      fills: [[1, 2, "limitOpen", 2, 94], [2, 2, "entryPrice", -2, 94]],
    },
    {
      rule: "A gap over the take-profit fills it at the entry's price.",
      bars: [[95, 95, 95, 95], [100, 101, 99, 100]],
      acts: { 1: [["buy", { size: 2, takeProfit: 98 }]] },
      fills: [[1, 2, "open", 2, 100], [2, 2, "entryPrice", -2, 100]],
    },
    {
      rule: "An entry exactly at the take-profit fills it under `touch`.",
      bars: [[95, 95, 95, 95], [98, 98, 97, 97]],
      acts: { 1: [["buy", { size: 2, takeProfit: 98 }]] },
      fills: [[1, 2, "open", 2, 98], [2, 2, "entryPrice", -2, 98]],
    },
    {
      rule: "Under `through` it does not.",
      bars: [[95, 95, 95, 95], [98, 98, 97, 97]],
      options: { limitFill: "through" },
      acts: { 1: [["buy", { size: 2, takeProfit: 98 }]] },
      fills: [[1, 2, "open", 2, 98]],
      ends: ["1 filled filled", "2 accepted placed"],
    },
    {
      rule: "After an entry at the close the range of that bar reaches nothing.",
      bars: [[100, 101, 99, 100], [100, 110, 90, 100]],
      acts: { 1: [["buy", { size: 2, onClose: true, stopLoss: 95, takeProfit: 105 }]] },
      fills: [[1, 2, "close", 2, 100]],
      ends: ["1 filled filled", "2 accepted placed", "3 accepted placed"],
    },
    {
      rule: "A close beyond the own stop fires it at the entry's price, after all orders on the close.",
      bars: [[100, 101, 99, 100], [100, 101, 93, 94]],
      acts: {
        1: [["buy", { size: 2, onClose: true, stopLoss: 95 }], ["buy", { size: 1, onClose: true }]],
      },
      fills: [[1, 2, "close", 2, 94], [3, 2, "close", 1, 94], [2, 2, "entryPrice", -2, 94]],
    },
  ],
};

const GROUPS: RuleTopic = {
  name: "One cancels the other",
  says: [
    "`oco` joins the group of the order that it names; naming any member joins it, for as long as one of " +
    "them lives; after that it is `unknownOco`. A stop-loss and its take-profit are a group, which others may join; their entry is not in it.",
    "Only a fill ends a group, of a closing part too: the others are cancelled as `oco`. A member that expires, is " +
    "cancelled, or is refused at its fill leaves the others alive.",
    "Members compete inside a bar among those of the same instrument. Across instruments a group only ends by a fill: " +
    "the first fill, by phase and acceptance, ends the rest. At an open the first by phase and acceptance fills too.",
    "Inside the bar a member claims a fill if the bar reaches its price: a limit at its limit, a stop at its trigger, a " +
    "stop-limit whose limit allows its trigger at its trigger, as a stop does. A stop-limit whose limit does not allow it " +
    "claims its limit, at some unknown moment after its trigger, if the bar reaches the limit at all; it fills if the close " +
    "proves it. Each is judged alone: two of which each path fills one, and none proves which, both wait.",
    "A member gives way to one that comes first on every path of the bar on which it would fill itself. A buy's trigger and a " +
    "sell's limit are reached from below, the others from above: these are the two sides, and the nearer of two prices on one " +
    "side comes first. On its way back to its limit a stop-limit passes the prices in between. The price of an entry " +
    "comes before all that the bar reaches after it, and after all that it passed on its way there.",
    "Where the bar leaves open which came first, a limit gives way to a stop, of a kind the first by acceptance fills, and the " +
    "fill is ambiguous. A member that comes after a third one on every path does not compete. Two claims at one price are in an " +
    "unknown order too.",
    "A member that gave way is tried again, in the same bar, when the one ahead has ended without a fill.",
  ],
  examples: [
    {
      rule: "A fill ends the others.",
      bars: [[100, 100, 100, 100], [100, 106, 99, 105], [100, 100, 80, 90]],
      acts: { 1: [["buy", { size: 1, limit: 90 }], ["buy", { size: 1, stop: 105, oco: 1 }]] },
      fills: [[2, 2, "stop", 1, 105]],
      ends: ["1 cancelled oco", "2 filled filled"],
    },
    {
      rule: "The end of a member without a fill does not end the others.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 80, 90]],
      acts: {
        1: [["buy", { size: 1, limit: 90 }], ["buy", { size: 1, stop: 105, oco: 1 }]],
        2: [["cancel", 2]],
      },
      fills: [[1, 3, "limit", 1, 90]],
      ends: ["1 filled filled", "2 cancelled byRequest"],
    },
    {
      rule: "At the open the first by acceptance fills, at the open.",
      bars: [[100, 100, 100, 100], [106, 106, 90, 97]],
      acts: { 1: [["sell", { size: 10, limit: 105 }], ["buy", { size: 10, stop: 104, oco: 1 }]] },
      fills: [[1, 2, "limitOpen", -10, 106]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
    {
      rule: "A third order joins the group through any member, but not a group of which none lives.",
      bars: [[100, 100, 100, 100], [100, 106, 99, 105], [105, 105, 105, 105]],
      acts: {
        1: [
          ["buy", { size: 1, limit: 90 }],
          ["buy", { size: 1, stop: 105, oco: 1 }],
          ["buy", { size: 1, limit: 80, oco: 2 }],
        ],
        2: [["buy", { size: 1, oco: 3 }]],
      },
      fills: [[2, 2, "stop", 1, 105]],
      ends: ["1 cancelled oco", "2 filled filled", "3 cancelled oco", "4 rejected unknownOco"],
      refusals: [{ order: 4, reason: "unknownOco" }],
    },
    {
      rule: "A group goes on when the order that began it is cancelled.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100], [100, 100, 84, 90]],
      acts: {
        1: [["buy", { size: 1, limit: 80 }], ["buy", { size: 1, limit: 90, oco: 1 }]],
        2: [["cancel", 1]],
        3: [["buy", { size: 1, limit: 85, oco: 2 }]],
      },
      fills: [[2, 4, "limit", 1, 90]],
      ends: ["1 cancelled byRequest", "2 filled filled", "3 cancelled oco"],
    },
    {
      rule: "Of two stops on one side the nearer fills.",
      bars: [[100, 100, 100, 100], [100, 100, 90, 97]],
      acts: { 1: [["sell", { size: 10, stop: 95 }], ["sell", { size: 10, stop: 98, oco: 1 }]] },
      fills: [[2, 2, "stop", -10, 98]],
      ends: ["1 cancelled oco", "2 filled filled"],
    },
    {
      rule: "Of two stops at one price the first by acceptance fills, ambiguous.",
      bars: [[100, 100, 100, 100], [100, 102, 97, 100]],
      acts: { 1: [["sell", { size: 1, stop: 98 }], ["sell", { size: 2, stop: 98, oco: 1 }]] },
      fills: [[1, 2, "stop", -1, 98, "ambiguous"]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
    {
      rule: "Of a stop and a limit on two sides the stop fills, ambiguous.",
      bars: [[100, 100, 100, 100], [100, 106, 90, 97]],
      acts: { 1: [["sell", { size: 10, limit: 105 }], ["sell", { size: 10, stop: 95, oco: 1 }]] },
      fills: [[2, 2, "stop", -10, 95, "ambiguous"]],
      ends: ["1 cancelled oco", "2 filled filled"],
    },
    {
      rule: "Of two limits on two sides the first by acceptance fills, ambiguous.",
      bars: [[100, 100, 100, 100], [100, 106, 90, 100]],
      acts: { 1: [["sell", { size: 10, limit: 105 }], ["buy", { size: 10, limit: 95, oco: 1 }]] },
      fills: [[1, 2, "limit", -10, 105, "ambiguous"]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
    {
      rule: "A stop-limit that can fill at its trigger takes part as a stop does.",
      bars: [[100, 100, 100, 100], [100, 106, 90, 97]],
      acts: { 1: [["sell", { size: 10, limit: 105 }], ["sell", { size: 10, stop: 95, limit: 94, oco: 1 }]] },
      fills: [[2, 2, "stopLimit", -10, 95, "ambiguous"]],
      ends: ["1 cancelled oco", "2 filled filled"],
    },
    {
      rule: "A stop-limit that came back to its limit at some moment gives way to a stop, which is ambiguous.",
      bars: [[100, 100, 100, 100], [100, 100, 90, 99]],
      acts: { 1: [["sell", { size: 10, stop: 98, limit: 99 }], ["sell", { size: 10, stop: 95, oco: 1 }]] },
      fills: [[2, 2, "stop", -10, 95, "ambiguous"]],
      ends: ["1 cancelled oco", "2 filled filled"],
    },
    {
      rule: "A stop-limit that may have filled at its limit, which the close does not prove, leaves a limit ambiguous.",
      bars: [[91, 91, 91, 91], [91, 93, 90, 90]],
      acts: { 1: [["sell", { size: 10, limit: 93 }], ["sell", { size: 10, stop: 90, limit: 92, oco: 1 }]] },
      fills: [[1, 2, "limit", -10, 93, "ambiguous"]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
    {
      rule: "A limit at the trigger of a stop-limit comes before the fill of that.",
      bars: [[100, 100, 100, 100], [100, 105, 99, 104]],
      acts: { 1: [["buy", { size: 1, stop: 105, limit: 104 }], ["sell", { size: 2, limit: 105, oco: 1 }]] },
      fills: [[2, 2, "limit", -2, 105]],
      ends: ["1 cancelled oco", "2 filled filled"],
    },
    {
      rule: "Under `through` the limit needs a price beyond it, so the trigger came first, and the limit is ambiguous.",
      bars: [[100, 100, 100, 100], [100, 103, 98, 103]],
      options: { limitFill: "through" },
      acts: { 1: [["buy", { size: 1, limit: 99 }], ["sell", { size: 1, stop: 99, limit: 102, oco: 1 }]] },
      fills: [[1, 2, "limit", 1, 99, "ambiguous"]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
    {
      rule: "A take-profit comes before the limit of a stop-limit that the entry's price triggered.",
      bars: [[101, 101, 101, 101], [101, 104, 96, 100]],
      acts: {
        1: [["buy", { size: 1, limit: 97, takeProfit: 98 }], ["sell", { size: 1, stop: 97, limit: 104, oco: 2 }]],
      },
      fills: [[1, 2, "limit", 1, 97], [2, 2, "limit", -1, 98]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled oco"],
    },
    {
      rule: "Under `through` a limit at the entry's price does not come before a stop-loss.",
      bars: [[96, 96, 96, 96], [96, 103, 96, 100]],
      options: { limitFill: "through" },
      acts: {
        1: [["buy", { size: 1, stop: 100, stopLoss: 99, takeProfit: 102 }], ["sell", { size: 1, limit: 100, oco: 2 }]],
      },
      fills: [[1, 2, "stop", 1, 100], [2, 2, "stop", -1, 99, "ambiguous"]],
      ends: ["1 filled filled", "2 filled filled", "3 cancelled oco", "4 cancelled oco"],
    },
    {
      rule: "A third member that may have filled before the entry, or ended the group after it, is ambiguous.",
      bars: [[98, 98, 98, 98], [98, 106, 94, 97]],
      acts: { 1: [["buy", { size: 10, limit: 95, takeProfit: 100 }], ["sell", { size: 5, limit: 105, oco: 2 }]] },
      fills: [[1, 2, "limit", 10, 95], [3, 2, "limit", -5, 105, "ambiguous"]],
      ends: ["1 filled filled", "2 cancelled oco", "3 filled filled"],
    },
    {
      rule: "A stop-limit that triggers without a fill ends nothing, and is a limit from the next bar on.",
      bars: [[100, 100, 100, 100], [100, 100, 90, 94], [96, 97, 95, 96]],
      acts: { 1: [["sell", { size: 10, stop: 95, limit: 97 }], ["buy", { size: 10, limit: 80, oco: 1 }]] },
      fills: [[1, 3, "limit", -10, 97]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
    {
      rule: "A member that is refused makes room for the one that gave way to it, in the same bar.",
      bars: [[100, 100, 100, 100], [100, 101, 90, 95]],
      acts: { 1: [["sell", { size: 50, stop: 95 }], ["sell", { size: 500, stop: 98, oco: 1 }]] },
      fills: [[1, 2, "stop", -50, 95]],
      ends: ["1 filled filled", "2 rejected insufficientCash"],
      refusals: [{ order: 2, reason: "insufficientCash", needed: 49_000, available: 10_000 }],
    },
    {
      rule: "Members of two instruments do not compete; the first fill ends the rest.",
      bars: {
        a: { bars: [[100, 100, 100, 100], [100, 106, 94, 100]] },
        b: { bars: [[100, 100, 100, 100], [100, 106, 94, 100]] },
      },
      acts: {
        1: [["sell", { feed: "a", size: 10, limit: 105 }], ["sell", { feed: "b", size: 10, stop: 95, oco: 1 }]],
      },
      fills: [[1, 2, "limit", -10, 105]],
      ends: ["1 filled filled", "2 cancelled oco"],
    },
  ],
};

/** Topics of this file. */
export const PROTECTION_TOPICS: readonly RuleTopic[] = [PROTECTION, SAME_BAR, GROUPS];
