import * as ct from "../../mod.ts";

/** Above its average, bids for a pullback with a limit order for the day; a stop below it and a target above. */
export class Breakout extends ct.Strategy.with({ period: 20, pullback: 0.001, risk: 0.002, reward: 0.004 }) {
  average: ct.Line = ct.sma(this.data.close, this.params.period);
  high: ct.Line = ct.highest(this.data.high, this.params.period);
  bid: ct.OrderView | null = null;

  override next(): void {
    if (this.position.size !== 0 || this.bid?.alive) return;
    const close = this.data.close.now;
    if (close <= this.average.now || this.data.high.now < this.high.now) return;
    const limit = close * (1 - this.params.pullback);
    this.bid = this.buy({
      limit,
      valid: "day",
      stopLoss: limit * (1 - this.params.risk),
      takeProfit: limit * (1 + this.params.reward),
    });
  }
}
