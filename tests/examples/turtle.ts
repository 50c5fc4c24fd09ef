/**
 * The rules of the turtles: channels of Donchian, units by the average true range.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys a new high of 20 days with a size by the range, and sells at a new low of 10 days. */
export class Turtle extends ct.Strategy.with({ entry: 20, exit: 10, risk: 0.01 }) {
  high = ct.donchian(this.data, this.params.entry, { current: false }).upper;
  low = ct.donchian(this.data, this.params.exit, { current: false }).lower;
  range = ct.atr(this.data, 20);

  override next(): void {
    const close = this.data.close.now, { size } = this.position;
    if (size === 0 && close > this.high.now) {
      const units = Math.floor(this.params.risk * this.broker.value / this.range.now);
      this.buy({ size: units, stopLoss: close - 2 * this.range.now });
    } else if (size > 0 && close < this.low.now) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(Turtle, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
