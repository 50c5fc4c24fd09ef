import * as ct from "../../mod.ts";

/** Buys when a fast average crosses above a slow one, with a stop 5 % below; closes when it crosses back. */
export class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  fast: ct.Line = ct.sma(this.data.close, this.params.fast);
  slow: ct.Line = ct.sma(this.data.close, this.params.slow);
  cross: ct.Line = ct.crossover(this.fast, this.slow);

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.close();
  }
}
