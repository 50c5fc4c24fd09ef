/**
 * A perpetual future with leverage: funding at each bar, and a liquidation where the margin does not hold a fall.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Holds five times the account from the first bar on, and again a month after a liquidation. */
export class Leveraged extends ct.Strategy.with({ times: 5, pause: 21 }) {
  #closedAt = -Infinity;

  override next(): void {
    const { length } = this.data;
    if (this.position.size === 0 && length - this.#closedAt > this.params.pause) {
      this.buy({ fraction: this.params.times });
    }
  }

  override notifyTrade(trade: ct.TradeView): void {
    if (!trade.isOpen) this.#closedAt = this.data.length;
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
  // A rate for each day: longs pay 0.03 % where the price rose, and receive 0.01 % where it fell.
  const { close } = feed.columns;
  const funding = Array.from(feed.columns.timeUs, (timeUs, bar): ct.FundingRate => ({
    time: new Date(timeUs / 1000),
    rate: bar > 0 && close[bar]! > close[bar - 1]! ? 0.0003 : -0.0001,
  }));
  const result = ct.backtest(Leveraged, feed, {
    ...{ cash: 10_000, leverage: 5, settlement: "futures", funding },
    commission: { taker: 0.0005, maker: 0.0002 },
    liquidationFee: 0.005,
  });
  console.log(result.summary());
  const paid = result.payments.reduce((sum, { amount }) => sum + amount, 0);
  const liquidated = result.trades.filter(({ exitReason }) => exitReason === "liquidation");
  console.log(`Funding of ${paid.toFixed(2)} in ${result.payments.length} payments; ${liquidated.length} liquidations`);
  console.log(`Chain ${result.chain}`);
}
