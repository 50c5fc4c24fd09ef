/**
 * Stops and targets: a bid below the market with a stop loss and a target, a stop that follows by replacement, and a
 * bracket of two entries of which one cancels the other.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Waits with two entries for a quiet range to end, protects what fills, and moves the stop up behind the price. */
class RangeBreak extends ct.Strategy.with({ period: 24, quiet: 0.004, risk: 0.0015, reward: 0.003 }) {
  high = ct.highest(this.data.high, this.params.period);
  low = ct.lowest(this.data.low, this.params.period);
  breakout: ct.OrderView | null = null;
  bid: ct.OrderView | null = null;

  override next(): void {
    if (this.position.size > 0) return this.follow();
    if (this.breakout?.alive || this.bid?.alive) return;
    const { risk, reward, quiet } = this.params, high = this.high.now, low = this.low.now;
    if (high / low - 1 > quiet) return;
    const protect = (price: number): { stopLoss: number; takeProfit: number } => ({
      stopLoss: price * (1 - risk),
      takeProfit: price * (1 + reward),
    });
    this.breakout = this.buy({ stop: high, fraction: 0.5, valid: "day", ...protect(high) });
    this.bid = this.buy({ limit: low, fraction: 0.5, valid: "day", oco: this.breakout, ...protect(low) });
  }

  /** Half way to the target the stop goes to the entry's price. */
  follow(): void {
    const entry = [this.breakout, this.bid].find((order) => order?.state === "filled");
    const stop = entry?.stopLoss, price = entry?.averagePrice;
    if (!stop?.alive || price === null || price === undefined || (stop.stop ?? price) >= price) return;
    if (this.data.close.now > price * (1 + this.params.reward / 2)) this.replace(stop, { stop: price });
  }
}

const feed = await ct.csv("fixtures/prices/2006-min-005.csv", { stamp: "close", timeZone: "Europe/Berlin" });
const result = ct.backtest(RangeBreak, feed, {
  cash: 50_000,
  commission: 0.00005,
  slippage: 0.00005,
  closeAtEnd: true,
});
console.log(result.summary());
console.log(`Chain ${result.chain}`);
