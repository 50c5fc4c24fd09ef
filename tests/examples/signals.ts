/**
 * Signals that are handed over at once: a breakout of the highest high, long and short, with a stop.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys a close above the highest high of so many bars before, and sells one below their lowest low. */
export function breakouts({ high, low, close }: ct.FeedLines): ct.Signals {
  const above = close.above(ct.highest(high, 40).shift(1)), below = close.below(ct.lowest(low, 40).shift(1));
  const average = ct.sma(close, 20);
  return {
    entries: above,
    exits: ct.crossedBelow(close, average),
    shortEntries: below,
    shortExits: ct.crossedAbove(close, average),
    fraction: 0.5,
    stopLoss: { fraction: 0.08 },
  };
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const options = { cash: 100_000, commission: 0.0005, name: "Breakouts" };
  const result = ct.fromSignals(feed, breakouts, options);
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
