/**
 * What the tests of searches run: a strategy and signals on sample prices, and the engines.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Crosses two averages. */
export class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.close();
  }
}

/** The same decisions as signals, without the stop. */
export const crossSignals = ({ close }: ct.FeedLines, { fast, slow }: { fast: number; slow: number }): ct.Signals => {
  const cross = ct.crossover(ct.sma(close, fast), ct.sma(close, slow));
  return { entries: cross.above(0), exits: cross.below(0) };
};

/** Signals with parameters, as a module exports them. */
export const crossing: ct.SignalsSubject<{ fast: number; slow: number }> = { name: "crossing", signals: crossSignals };

/** Throws with one value of its parameter, and does nothing else with the others. */
export class Fails extends ct.Strategy.with({ at: 0 }) {
  override next(): void {
    if (this.params.at > 0 && this.data.length === this.params.at) throw new RangeError(`no bar ${this.params.at}`);
    if (this.data.length === 2) this.buy({ size: 1 });
  }
}

/** A figure of the module, by which a search can rank. */
export const fillsEach = ct.analyzer({
  formula: "fills per closed trade",
  unit: "ratio",
  nullWhen: "there is no closed trade",
  compute: ({ fills, stats }) => stats.trades.closed === 0 ? null : fills.length / stats.trades.closed,
});

/** Values that the tests try: five of six combinations are allowed. */
export const CROSS_PARAMS = { fast: ct.range(5, 25, 10), slow: [20, 30] };
