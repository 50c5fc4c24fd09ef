/**
 * A pair of stocks by the z-score of the ratio of their prices.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Sells the one that is dear against the other and buys that one, until the ratio is back at its mean. */
export class PairsByRatio extends ct.Strategy.with({ period: 30, far: 2, near: 0.25 }, ["orcl", "nvda"]) {
  ratio = this.feeds.orcl.close.dividedBy(this.feeds.nvda.close);
  score = ct.zScore(this.ratio, this.params.period);

  override next(): void {
    const score = this.score.now, side = score > this.params.far ? -1 : score < -this.params.far ? 1 : 0;
    if (side !== 0) {
      this.target({ feed: "orcl", fraction: 0.4 * side });
      this.target({ feed: "nvda", fraction: -0.4 * side });
    } else if (Math.abs(score) < this.params.near) {
      this.close({ feed: "orcl" });
      this.close({ feed: "nvda" });
    }
  }
}

if (import.meta.main) {
  const feed = {
    orcl: await ct.csv("fixtures/prices/orcl_2010_2014.csv", { timeZone: "America/New_York" }),
    nvda: await ct.csv("fixtures/prices/nvda_2010_2014.csv", { timeZone: "America/New_York" }),
  };
  const result = ct.backtest(PairsByRatio, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
