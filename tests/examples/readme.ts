// The README's quick start, and the chain of its run.
import * as ct from "@cracktrader/cracktrader";

class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.close();
  }
}

const result = ct.backtest(SmaCross, await ct.csv("fixtures/prices/aapl.csv"), { cash: 10_000, commission: 0.001 });
console.log(result.summary());
console.log(`Chain ${result.chain}`);
