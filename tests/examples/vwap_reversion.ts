/**
 * Reversion to the average price of a year, weighted by volume.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys below the volume-weighted price since a date, and sells when the price is back at it. */
export class VwapReversion extends ct.Strategy.with({ from: "2015-01-02", below: 0.97 }) {
  vwap = ct.anchoredVwap(this.data, { from: this.params.from });
  ratio = this.data.close.dividedBy(this.vwap);
  turns = ct.crossedAbove(this.ratio, this.params.below);

  override next(): void {
    if (this.turns.now && this.position.size === 0) this.buy({ fraction: 0.95 });
    else if (this.ratio.now >= 1.05) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(VwapReversion, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
