/**
 * A future on 10 % margin: a breakout strategy with whole contracts and a fee for each, whose profit is paid at the close.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Goes with a new high or low of some weeks, and turns at the other one. */
export class Breakout extends ct.Strategy.with({ entry: 40, exit: 20 }) {
  entryHigh = ct.highest(this.data.high, this.params.entry);
  entryLow = ct.lowest(this.data.low, this.params.entry);
  exitHigh = ct.highest(this.data.high, this.params.exit);
  exitLow = ct.lowest(this.data.low, this.params.exit);

  override next(): void {
    const close = this.data.close.now, { size } = this.position;
    if (size > 0 && close < this.exitLow.ago(1)!) this.close();
    else if (size < 0 && close > this.exitHigh.ago(1)!) this.close();
    else if (size === 0 && close > this.entryHigh.ago(1)!) this.buy({ fraction: 2 });
    else if (size === 0 && close < this.entryLow.ago(1)!) this.sell({ fraction: 2 });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const result = ct.backtest(Breakout, feed, {
    ...{ cash: 100_000, multiplier: 10, settlement: "futures", interest: { cash: 0.03 } },
    margin: { initial: 0.1, maintenance: 0.07 },
    commission: { perUnit: 2.5 },
  });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
