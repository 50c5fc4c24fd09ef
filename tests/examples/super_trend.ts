/**
 * A trend follower by SuperTrend, long and short.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Is long while the trend points up, and short while it points down. */
export class SuperTrend extends ct.Strategy.with({ period: 10, factor: 3 }) {
  trend = ct.superTrend(this.data, this.params.period, this.params.factor);
  turn = this.trend.direction.change();

  override next(): void {
    if (this.turn.now !== 0) this.target({ fraction: 0.9 * this.trend.direction.now });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(SuperTrend, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
