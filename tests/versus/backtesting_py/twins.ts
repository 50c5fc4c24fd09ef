/**
 * The strategies of the comparison with backtesting.py, as a user of this package writes them.
 *
 * @module
 */

import * as ct from "../../../mod.ts";

/** All in on a cross upwards, out on a cross downwards. */
export class SmaCross extends ct.Strategy.with({}) {
  cross = ct.crossover(ct.sma(this.data.close, 10), ct.sma(this.data.close, 30));

  override next(): void {
    if (this.cross.now > 0) {
      if (this.position.size === 0) this.buy({ fraction: 1 });
    } else if (this.cross.now < 0) this.close();
  }
}

/** Above the average a long position with a stop and a target close by. */
export class StopAndTarget extends ct.Strategy.with({}) {
  average = ct.sma(this.data.close, 28);

  override next(): void {
    const close = this.data.close.now;
    if (this.position.size === 0 && close > this.average.now) {
      this.buy({ size: 100, stopLoss: close * 0.985, takeProfit: close * 1.02 });
    }
  }
}

/** While flat, a stop above the channel and a limit below the close wait for a bar; each entry is protected. */
export class LimitAndStopEntries extends ct.Strategy.with({}) {
  top = ct.highest(this.data.high, 10);
  #waiting: ct.OrderView[] = [];

  override next(): void {
    for (const order of this.#waiting) if (order.alive) this.cancel(order);
    this.#waiting = [];
    if (this.position.size !== 0) return;
    const close = this.data.close.now, top = this.top.now;
    this.#waiting = [
      this.buy({ size: 150, stop: top * 1.001, stopLoss: top * 0.99, takeProfit: top * 1.015 }),
      this.buy({ size: 100, limit: close * 0.985, stopLoss: close * 0.97, takeProfit: close * 1.0 }),
    ];
  }
}

/** Long at the top of the channel, short at its bottom: the first order turns the position round, one adds to it. */
export class LongAndShort extends ct.Strategy.with({}) {
  top = ct.highest(this.data.high, 20);
  bottom = ct.lowest(this.data.low, 20);

  override next(): void {
    const held = this.position.size;
    if (this.data.high.now >= this.top.now && held < 60) this.buy({ size: held <= 0 ? 40 - held : 20 });
    else if (this.data.low.now <= this.bottom.now && held > -50) this.sell({ size: held >= 0 ? 25 + held : 25 });
  }
}

/** Three and a half times the account on a cross upwards, as much short on a cross downwards. */
export class Leveraged extends ct.Strategy.with({}) {
  cross = ct.crossover(ct.sma(this.data.close, 5), ct.sma(this.data.close, 20));

  override next(): void {
    if (this.cross.now === 0) return;
    this.close();
    // 35 % of what a margin of a tenth lets the account buy.
    if (this.cross.now > 0) this.buy({ fraction: 3.5 });
    else this.sell({ fraction: 3.5 });
  }
}
