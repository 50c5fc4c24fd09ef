/**
 * A search over two parameters with its map, and the best trial as a run of its own.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys when a fast average crosses above a slow one, and sells when it crosses below. */
export class Crossing extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy();
    else if (this.cross.now < 0) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  const found = await ct.optimize(Crossing, feed, {
    params: { fast: ct.range(5, 25, 5), slow: ct.range(20, 60, 20) },
    where: (p) => p.fast < p.slow,
    accept: ({ tradesClosed }) => tradesClosed! >= 10,
    commission: 0.001,
  });
  console.log(found.text());
  console.log(found.heatmap("fast", "slow").text());
  const result = found.result(found.best!);
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
