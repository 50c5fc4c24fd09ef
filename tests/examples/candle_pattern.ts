/**
 * A candle that engulfs the one before, in the direction of the trend.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys an engulfing candle upwards above the average, and holds for so many bars. */
export class CandlePattern extends ct.Strategy.with({ bars: 10, trend: 50 }) {
  signal = ct.engulfing(this.data);
  trend = ct.ema(this.data.close, this.params.trend);
  since = ct.barsSince(this.signal.above(0));

  override next(): void {
    const rises = this.data.close.now > this.trend.now;
    if (this.since.now === 0 && rises && this.position.size === 0) this.buy({ fraction: 0.95 });
    else if (this.since.now >= this.params.bars) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(CandlePattern, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
