/**
 * A trend that is held until the price gives back three times its usual range: a trailing exit.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys a new high of so many days; the exit follows the high at some average true ranges. */
export class TrailingExit extends ct.Strategy.with({ entry: 50, ranges: 3 }) {
  high = ct.donchian(this.data, this.params.entry, { current: false }).upper;
  range = ct.atr(this.data, 20);

  override next(): void {
    if (this.position.size > 0 || this.data.close.now <= this.high.now) return;
    const amount = Math.round(100 * this.params.ranges * this.range.now) / 100;
    this.buy({ fraction: 0.95, stopLoss: { trail: { amount } } });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(TrailingExit, feed, { cash: 10_000, commission: 0.0005, tick: 0.01 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
