/**
 * The strategies of the comparison with backtrader, as a user of this package writes them for `profile: "backtrader"`.
 *
 * @module
 */

import * as ct from "../../../mod.ts";

/** The quickstart's: in above an average of 15 closes, out below it, and one order at a time. */
export class Quickstart extends ct.Strategy.with({ period: 15, stake: 10 }) {
  sma = ct.sma(this.data.close, this.params.period);
  order: ct.OrderView | undefined;

  override notifyOrder(order: ct.OrderView): void {
    if (order.state !== "submitted" && order.state !== "accepted") this.order = undefined;
  }

  override next(): void {
    if (this.order !== undefined) return;
    const size = this.params.stake;
    if (this.position.size === 0) {
      if (this.data.close.now > this.sma.now) this.order = this.buy({ size });
    } else if (this.data.close.now < this.sma.now) this.order = this.sell({ size });
  }
}

/** That of the page on bracket orders: on a cross upwards a limit entry with a stop and a limit, for three days. */
export class Bracket extends ct.Strategy.with({ fast: 5, slow: 15, limit: 0.005, days: 3, stake: 10 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
  waiting: number[] = [];

  override notifyOrder(order: ct.OrderView): void {
    if (!order.alive) this.waiting = this.waiting.filter((id) => id !== order.id);
  }

  override next(): void {
    if (this.waiting.length > 0) return;
    if (this.position.size === 0) {
      if (!(this.cross.now > 0)) return;
      const { limit, days, stake: size } = this.params, close = this.data.close.now;
      const price = close * (1 - limit), stopLoss = price - 0.02 * close, takeProfit = price + 0.02 * close;
      const entry = this.buy({ size, limit: price, valid: { days }, stopLoss, takeProfit });
      this.waiting = [entry.id, entry.stopLoss!.id, entry.takeProfit!.id];
    } else if (this.cross.now < 0) this.close();
  }
}

/** That of the page on trailing stops, on both sides: the crossing enters, a stop that follows by per cent leaves. */
export class Trailing extends ct.Strategy.with({ fast: 10, slow: 30, percent: 3 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
  trail: ct.OrderView | undefined;

  override next(): void {
    const { size } = this.position, trail = { percent: this.params.percent };
    if (size === 0) {
      this.trail = undefined;
      if (this.cross.now > 0) this.target({ fraction: 0.9 });
      else if (this.cross.now < 0) this.sell({ size: 50 });
    } else if (this.trail === undefined) {
      this.trail = size > 0 ? this.sell({ size, trail }) : this.buy({ size: -size, trail });
    }
  }
}

/** That of the page on cheating on the open, with more kinds of orders: the open of the bar that begins decides. */
export class Gaps extends ct.Strategy.with({ period: 10, gap: 0.004, stake: 10 }) {
  sma = ct.sma(this.data.close, this.params.period);
  trail: ct.OrderView | undefined;

  override notifyOrder(order: ct.OrderView): void {
    if (order.id === this.trail?.id && !order.alive) this.trail = undefined;
  }

  override nextOpen(): void {
    const { gap, stake: size } = this.params, opened = this.data.nextOpen, close = this.data.close.now;
    const held = this.position.size;
    if (held === 0) {
      if (opened < close * (1 - gap)) this.buy({ size });
      else if (opened < close) this.buy({ size, limit: opened * 0.995, valid: "day" });
      else if (opened > close * (1 + gap)) this.sell({ size, limit: opened * 1.005, valid: { days: 2 } });
    } else if (held > 0) {
      if (opened > this.sma.now * 1.02) this.close();
      else this.trail ??= this.sell({ size: held, stop: opened * 0.98, trail: { percent: 2 } });
    } else if (opened < this.sma.now * 0.98) this.target({ size: 5 });
  }

  override next(): void {
    if (this.position.size < 0 && this.data.close.now > this.sma.now * 1.03) this.close();
  }
}
