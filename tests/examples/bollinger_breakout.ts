/**
 * A breakout of the bands of Bollinger, whose stop follows the middle band.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys a close above the upper band, and moves the stop of that order up with the middle band. */
export class BollingerBreakout extends ct.Strategy.with({ period: 20, deviations: 2 }) {
  bands = ct.bollinger(this.data.close, this.params.period, this.params.deviations);
  up = ct.crossedAbove(this.data.close, this.bands.upper);
  entry?: ct.OrderView;

  override next(): void {
    const middle = this.bands.middle.now, stop = this.entry?.stopLoss;
    if (this.position.size === 0) {
      if (this.up.now) this.entry = this.buy({ fraction: 0.95, stopLoss: middle });
    } else if (stop?.alive && middle > stop.stop!) this.replace(stop, { stop: middle });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(BollingerBreakout, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
