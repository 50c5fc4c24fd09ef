// The README's first file, and the chain of its run.
import * as ct from "@cracktrader/cracktrader";

/** Buys when a fast average crosses above a slow one, and closes when it crosses below. */
export class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  fast = ct.sma(this.data.close, this.params.fast);
  slow = ct.sma(this.data.close, this.params.slow);
  up = ct.crossedAbove(this.fast, this.slow);
  down = ct.crossedBelow(this.fast, this.slow);

  override next(): void {
    const { size } = this.position, close = this.data.close.now;
    if (this.up.now === 1 && size === 0) this.buy({ stopLoss: close * 0.95 });
    else if (this.down.now === 1 && size > 0) this.close();
  }
}

if (import.meta.main) {
  const result = ct.backtest(SmaCross, await ct.sample("aapl"), { cash: 10_000, commission: 0.001 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
