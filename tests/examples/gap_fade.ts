/**
 * A fade of opening gaps on bars of five minutes, flat at the close of each session.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Trades against a gap between the last close and the open of a session, and holds nothing over night. */
export class GapFade extends ct.Strategy.with({ gap: 0.0005 }) {
  move = this.data.open.dividedBy(this.data.close.shift(1)).minus(1);

  override next(): void {
    if (!this.data.isSessionFirst) return;
    if (this.move.now > this.params.gap) this.sell({ fraction: 0.9 });
    else if (this.move.now < -this.params.gap) this.buy({ fraction: 0.9 });
  }
}

if (import.meta.main) {
  const feed = await ct.csv("fixtures/prices/2006-min-005.csv", {
    stamp: "close",
    timeZone: "Europe/Berlin",
    session: { open: "09:00", close: "17:30" },
  });
  const result = ct.backtest(GapFade, feed, {
    cash: 100_000,
    commission: 0.0001,
    flatAt: "close",
    barWithoutVolume: "fill",
  });
  console.log(result.summary());
  console.log(`Chain ${result.chain}`);
}
