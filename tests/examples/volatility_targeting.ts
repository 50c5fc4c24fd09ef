/**
 * A position whose size aims at a volatility.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Holds a part of the account such that it moves by the same percentage a year, whatever the market does. */
export class VolatilityTargeting extends ct.Strategy.with({ target: 0.15, window: 20, most: 0.95 }) {
  volatility = ct.volatility(this.data.close, this.params.window, { barsPerYear: 252 });

  override next(): void {
    if (this.data.length % 5 !== 0) return;
    const fraction = Math.min(this.params.most, this.params.target / this.volatility.now);
    this.target({ fraction });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(VolatilityTargeting, feed, { cash: 100_000, commission: 0.0005, closeAtEnd: true });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
