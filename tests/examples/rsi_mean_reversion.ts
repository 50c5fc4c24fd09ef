/**
 * Mean reversion by the relative strength index, with a stop by the average true range.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys what fell too fast in a rising market, with a stop some ranges below, and sells when strength is back. */
export class RsiMeanReversion extends ct.Strategy.with({ period: 5, low: 35, high: 60, ranges: 3 }) {
  rsi = ct.rsi(this.data.close, this.params.period);
  atr = ct.atr(this.data, 14);
  trend = ct.sma(this.data.close, 100);

  override next(): void {
    const close = this.data.close.now;
    if (this.position.size === 0 && this.rsi.now < this.params.low && close > this.trend.now) {
      this.buy({ fraction: 0.95, stopLoss: close - this.params.ranges * this.atr.now });
    } else if (this.rsi.now > this.params.high) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(RsiMeanReversion, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
