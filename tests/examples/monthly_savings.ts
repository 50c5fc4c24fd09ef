/**
 * A savings plan: 500 come on the first of each month, and buy what they pay for; all is sold at the end.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys with all free cash on each bar on which there is some to speak of. */
export class MonthlySavings extends ct.Strategy.with({ least: 100 }) {
  override next(): void {
    const free = this.broker.freeCash;
    if (free >= this.params.least) this.buy({ cash: free });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/orcl_2010_2014.csv", { timeZone: "America/New_York" });
  const months = Array.from(
    { length: 60 },
    (_month, at) => `${2010 + Math.floor(at / 12)}-${`${at % 12 + 1}`.padStart(2, "0")}-01`,
  );
  const cashFlows = months.map((time): ct.CashFlow => ({ time, amount: 500 }));
  const result = ct.backtest(MonthlySavings, feed, { cash: 500, commission: 0.001, cashFlows, closeAtEnd: true });
  const { stats, figures } = result, percent = (fraction: number): string => `${(100 * fraction).toFixed(2)} %`;
  console.log(result.summary());
  console.log(`${500 + figures.netFlows!} were paid in and came to ${stats.finalEquity.toFixed(2)}`);
  console.log(
    `The share returned ${percent(stats.cagr!)} a year, and the money ${percent(figures.moneyWeightedReturn!)}`,
  );
  console.log(`Chain ${result.chain}`);
}
