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

/** {@linkcode SmaUnit} with a limit and a stop on every entry, which is taken back if it has not filled; told of all orders. */
export class SmaLimits extends SmaUnit {
  told = 0;
  #entry: ct.OrderView | null = null;

  override notifyOrder(): void {
    this.told++;
  }

  override next(): void {
    const price = this.data.close.now;
    if (this.cross.now > 0 && this.position.size === 0) {
      this.#entry = this.buy({ size: 1, limit: price, stopLoss: Math.round(price * 98) / 100 });
    } else if (this.cross.now < 0) {
      if (this.#entry?.alive === true) this.cancel(this.#entry);
      if (this.position.size !== 0) this.close();
    }
  }
}

/** Holds one unit from the second bar on, and reads the close of each bar. */
export class Holds extends ct.Strategy.with({}) {
  highest = 0;

  override next(): void {
    const price = this.data.close.now;
    if (this.highest === 0) this.buy({ size: 1 });
    if (price > this.highest) this.highest = price;
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

/** {@linkcode SmaUnit}, called where the averages cross. */
export class SmaSleeper extends SmaUnit {
  wakes: ct.Line = this.wake(this.cross);
}

/** The signals of {@linkcode SmaUnit}; the averages stay on the grid of the prices. */
export function smaSignals({ close }: ct.FeedLines): ct.Signals {
  const cross = ct.crossover(ct.sma(close, 10), ct.sma(close, 30));
  return { entries: cross.above(0), exits: cross.below(0), size: 1 };
}

/** The signals of {@linkcode SmaUnit} for any two averages, for searches. */
export const smaPairs: ct.SignalsSubject<{ fast: number; slow: number }> = {
  name: "smaPairs",
  signals: ({ close }, { fast, slow }) => {
    const cross = ct.crossover(ct.sma(close, fast), ct.sma(close, slow));
    return { entries: cross.above(0), exits: cross.below(0), size: 1 };
  },
};

/** The same of averages of a line that is on no grid. */
export function smaSignalsOfExactLines({ close }: ct.FeedLines): ct.Signals {
  const price = close.min(Infinity), cross = ct.crossover(ct.sma(price, 10), ct.sma(price, 30));
  return { entries: cross.above(0), exits: cross.below(0), size: 1 };
}

/** Places bids that are never reached, so many every so many bars, and trades at market among them. */
export class Bids extends ct.Strategy.with({ bids: 100, apart: 0, marketEvery: 0 }) {
  bars = 0;
  placed = 0;

  override next(): void {
    const { bids, apart, marketEvery } = this.params;
    this.bars++;
    const until = apart === 0 ? bids : Math.min(bids, Math.floor(this.bars / apart));
    for (; this.placed < until; this.placed++) this.buy({ size: 1, limit: 1 + this.placed % 4_000 / 100 });
    if (marketEvery === 0 || this.bars % marketEvery !== 0) return;
    if (this.position.size === 0) this.buy({ size: 1 });
    else this.close();
  }
}

/** Does nothing on each bar. */
export class Idle extends ct.Strategy.with({}) {
  override next(): void {}
}

/** Buys a unit of each feed on a bar in twenty, and closes all of them on the next such bar. */
export class Turns extends ct.Strategy.with({ every: 20 }) {
  bars = 0;
  readonly names: readonly string[] = Object.keys(this.feeds);

  override next(): void {
    if (++this.bars % this.params.every !== 0) return;
    for (const feed of this.names) {
      if (this.positionOf(feed).size === 0) this.buy({ feed, size: 1 });
      else this.close({ feed });
    }
  }
}

/**
 * Holds a bracket on each feed: a trailing stop-loss and a target where the name of the feed is even, a stop-loss and a
 * target on the others, whose volume is to be limited. Looks for flat feeds on a bar in ten.
 */
export class Brackets extends ct.Strategy.with({ every: 10, size: 200 }) {
  bars = 0;
  readonly names: readonly string[] = Object.keys(this.feeds);

  override next(): void {
    if (++this.bars % this.params.every !== 0) return;
    this.names.forEach((feed, at) => {
      if (this.positionOf(feed).size !== 0) return;
      const stopLoss = at % 2 === 0 ? { trail: { amount: 0.6 } } : { amount: 0.6 };
      this.buy({ feed, size: this.params.size, stopLoss, takeProfit: { amount: 0.8 } });
    });
  }
}
