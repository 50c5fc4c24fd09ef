/**
 * What happens to the account without an order: funding, borrowing, interest, dividends, splits, and trading that ends.
 *
 * @module
 */

import type { RuleTopic } from "./rule_example.ts";

/** The rules on what falls due. */
export const ACCOUNT_EVENTS: RuleTopic = {
  name: "What falls due without an order",
  says: [
    "FUNDING brings a rate in 10^-9. One that is due at the end of its step waits for the fills and marks of the step, and " +
    "rates of one kind that wait add up; then positions settle by ascending id, funding ahead of borrowing, and the cash of " +
    "then settles interest last. One that is due at once is paid on what is held, at the last closes.",
    "A long position pays a rate of funding above zero and a short one receives it; below zero they change sides. A rate of " +
    "borrowing is paid by a short position alone. Interest is received on cash above zero, and a loan is paid on cash below " +
    "zero. Each amount is rounded once, half to even.",
    "DIVIDEND pays an amount for each lot at once; a short position pays it. Such amounts are profit of payments: no lack of " +
    "cash refuses them. One that would pass 2^53 money units is not paid, and AMOUNT_LIMIT tells it.",
    "SPLIT comes ahead of the bar of its step. The orders that rest on its instrument are cancelled as `before split`. Of the " +
    "old lots the fewest whose removal leaves whole new ones are closed at the last close without commission. The others become " +
    "new lots at the same cost, and the last close is divided likewise, half to even. A split is refused once the bar is there, " +
    "and of an instrument whose venue reports.",
    "Under CHEAT_ON_CLOSE a market order fills at a close that lies ahead of all of this. So CASH, DIVIDEND, SPLIT, a rate that " +
    "is due at once and HALT with 2, as the first events of a step, first book the orders that fill at the close of their " +
    "placement, after what the strategy moves. An order waits for its bar where that bar's volume limits or moves fills.",
    "HALT with 2 ends the trading of an instrument: it is halted, its orders are cancelled as `feed ended`, and its position is " +
    "closed whole at the last close, with commission and without slippage.",
  ],
  examples: [
    {
      rule: "A long position that a bar filled pays its funding at the close of that bar, and a short one receives it.",
      bars: [[100, 100, 100, 100], [100, 110, 100, 110], [110, 110, 110, 110]],
      options: {
        ...{ leverage: 10, settlement: "futures" },
        funding: [{ time: "2024-01-02", rate: 0.001 }, { time: "2024-01-03", rate: 0.001 }],
      },
      acts: { 1: [["buy", { size: 10 }]], 2: [["sell", { size: 20 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", -10, 110], [2, 3, "open", -10, 110]],
      diagnostics: [["funding", 0, 2], ["funding", 0, 3]],
      // 1.1 paid; 100 of profit, 1.1 received.
      cash: 10_100,
    },
    {
      rule:
        "Borrowing and interest are due on what was held before the bar: 20 short at 50 and 11,000 of cash, for a day.",
      bars: [[50, 50, 50, 50], [50, 50, 50, 50], [60, 60, 60, 60]],
      options: { borrow: 0.0365, interest: { cash: 0.0365 } },
      acts: { 1: [["sell", { size: 20 }]], 2: [["buy", { size: 20 }]] },
      fills: [[1, 2, "open", -20, 50], [2, 3, "open", 20, 60]],
      diagnostics: [["interest", 0, 2], ["borrow", 0, 3], ["interest", 0, 3]],
      // 10,000 bring 1; 1,000 borrowed cost 0.1, and 11,000.9 bring 1.10009.
      cash: 9802.00009,
    },
    {
      rule: "With fills at the close of the decision, a dividend finds what that close left.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [98, 98, 98, 98]],
      options: { fill: "close", dividends: [{ date: "2024-01-03", amount: 2 }] },
      acts: { 1: [["buy", { size: 10 }]], 2: [["buy", { size: 5 }]] },
      fills: [[1, 2, "placementClose", 10, 100], [2, 3, "placementClose", 5, 100]],
      diagnostics: [["dividend", 0, 3]],
      equity: [10_000, 10_000, 10_000],
      // 1,500 paid, 30 received for 15.
      cash: 8530,
    },
    {
      rule: "A dividend is for those who held before the bar of its date.",
      bars: [[100, 100, 100, 100], [100, 100, 100, 100], [98, 98, 98, 98]],
      options: { dividends: [{ date: "2024-01-03", amount: 2 }] },
      acts: { 1: [["buy", { size: 10 }]], 2: [["buy", { size: 5 }]] },
      fills: [[1, 2, "open", 10, 100], [2, 3, "open", 5, 98]],
      diagnostics: [["dividend", 0, 3]],
      equity: [10_000, 10_000, 10_000],
    },
    {
      rule: "Of five, three for two leave one that is paid with 90 and make six of four; what rests is cancelled.",
      bars: [[90, 90, 90, 90], [90, 90, 90, 90], [60, 60, 60, 60]],
      options: { lot: 1, commission: { perOrder: 1 }, splits: [{ date: "2024-01-03", ratio: 1.5 }] },
      acts: { 1: [["buy", { size: 5 }]], 2: [["sell", { size: 5, limit: 99 }]] },
      fills: [[1, 2, "open", 5, 90], [0, 3, "split", -1, 90]],
      ends: ["1 filled filled", "2 cancelled beforeSplit"],
      diagnostics: [["split", 0, 3]],
      commissions: [1, 0],
      equity: [10_000, 9999, 9999],
    },
    {
      rule: "A feed whose bars end closes its position at its last close, ahead of the next step, if that is asked.",
      bars: {
        AAA: { bars: [[10, 10, 10, 10], [10, 12, 10, 12]] },
        BBB: { bars: [[20, 20, 20, 20], [20, 20, 20, 20], [20, 20, 20, 20]] },
      },
      options: { onFeedEnd: "close" },
      acts: { 1: [["buy", { size: 10, feed: "AAA" }]] },
      fills: [[1, 2, "open", 10, 10], [0, 3, "feedEnded", -10, 12]],
      diagnostics: [["feedEnded", 0, 3]],
      equity: [10_000, 10_020, 10_020],
    },
  ],
};
