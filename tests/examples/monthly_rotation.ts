/**
 * A rotation once a month: the stronger of two stocks has most of the account, and the weaker one the rest while it rises.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Weighs the feeds by their rank in the first step of each month, as orders of one basket. */
export class MonthlyRotation extends ct.Strategy.with({ period: 63, strong: 0.7, weak: 0.25 }, ["nvda", "orcl"]) {
  strength = {
    nvda: this.feeds.nvda.close.percentChange(this.params.period),
    orcl: this.feeds.orcl.close.percentChange(this.params.period),
  };
  month = 0;

  override next(): void {
    if (this.data.month === this.month) return;
    this.month = this.data.month;
    const { nvda, orcl } = this.strength, { strong, weak } = this.params;
    const [first, second] = nvda.now >= orcl.now ? ["nvda", "orcl"] as const : ["orcl", "nvda"] as const;
    // What a month does not name is closed.
    const weights: { nvda?: number; orcl?: number } = {};
    if (this.strength[first].now > 0) weights[first] = strong;
    if (this.strength[second].now > 0) weights[second] = weak;
    this.targetWeights(weights, { others: "close", tag: "rotation" });
  }
}

if (import.meta.main) {
  const read = (name: string): Promise<ct.Bars> =>
    ct.csv(`fixtures/prices/${name}_2010_2014.csv`, { timeZone: "America/New_York" });
  const feeds = { nvda: await read("nvda"), orcl: await read("orcl") };
  const result = ct.backtest(MonthlyRotation, feeds, { cash: 100_000, commission: 0.0005, lot: 1 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
