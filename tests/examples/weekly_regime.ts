/**
 * A filter by weekly bars, made of the daily ones.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys dips of days while the last whole week closed above its average. */
export class WeeklyRegime extends ct.Strategy.with({ weeks: 10, days: 5 }) {
  weekly = this.data.resample("1w");
  regime = this.weekly.close.above(ct.ema(this.weekly.close, this.params.weeks));
  low = ct.lowest(this.data.close, this.params.days);

  override next(): void {
    const isDip = this.data.close.now === this.low.now;
    if (this.regime.now && isDip && this.position.size === 0) this.buy({ fraction: 0.95 });
    else if (!this.regime.now) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(WeeklyRegime, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
