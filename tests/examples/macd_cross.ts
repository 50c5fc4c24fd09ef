/**
 * Crossings of the moving average convergence and divergence with its signal.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Holds while the MACD lies above its signal, and above zero when it begins. */
export class MacdCross extends ct.Strategy.with({ fast: 12, slow: 26, signal: 9 }) {
  macd = ct.macd(this.data.close, this.params.fast, this.params.slow, this.params.signal);
  up = ct.crossedAbove(this.macd.line, this.macd.signal);
  down = ct.crossedBelow(this.macd.line, this.macd.signal);

  override next(): void {
    if (this.up.now && this.position.size === 0) this.buy({ fraction: 0.95 });
    else if (this.down.now) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(MacdCross, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
