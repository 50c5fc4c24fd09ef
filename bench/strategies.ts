/**
 * The strategies of the profiles.
 *
 * @module
 */

import * as ct from "../mod.ts";

/** One unit bought when the fast average crosses above the slow one, closed when it crosses below. */
export class SmaUnit extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ size: 1 });
    else if (this.cross.now < 0 && this.position.size !== 0) this.close();
  }
}

/** A bid far below the market that rests for the whole run, with `next()` on each bar. */
export class RestingLimit extends ct.Strategy.with({}) {
  bars = 0;

  override next(): void {
    this.bars++;
    if (this.bars === 1) this.buy({ size: 1, limit: 1 });
  }
}

/** Reads every view on every bar. */
export class ViewReader extends ct.Strategy.with({}) {
  sum = 0;

  override next(): void {
    if (this.data.length === 1) this.buy({ size: 1 });
    this.sum += this.broker.value + this.broker.cash + this.position.size + this.position.openProfit;
  }
}

/** An order on every bar: one unit bought when there is none, closed otherwise. */
export class TurnsEveryBar extends ct.Strategy.with({}) {
  override next(): void {
    if (this.position.size === 0) this.buy({ size: 1 });
    else this.close();
  }
}
