/**
 * Signals of two feeds, in a module of their own for workers.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

type Feeds = Readonly<Record<"stock" | "week", ct.FeedLines>>;

/** Buys above the average of the weeks. */
export const weekly: ct.SignalsSubject<{ period: number }, Feeds, { stock: ct.Signals }> = {
  name: "weekly",
  signals: ({ week }, { period }) => {
    const average = ct.sma(week.close, period);
    return { stock: { entries: week.close.above(average), exits: week.close.below(average) } };
  },
};
