/**
 * The turn of the month on the calendar of New York.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Holds from the 28th of a month to the third day of the next one, by the dates of the exchange. */
export class TurnOfTheMonth extends ct.Strategy.with({ begin: 27, end: 3 }) {
  override next(): void {
    const { day } = this.data, holds = day >= this.params.begin || day < this.params.end;
    if (holds && this.position.size === 0) this.buy({ fraction: 0.95 });
    else if (!holds) this.close();
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { calendar: "XNYS" });
  const result = ct.backtest(TurnOfTheMonth, feed, { cash: 100_000, commission: 0.0005 });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
