/**
 * Resuming from a checkpoint: a run that was stopped half way goes on from its last checkpoint and ends as if it had not
 * been stopped.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys dips one after the other, and counts them in fields that a checkpoint keeps. */
class BuyTheDips extends ct.Strategy.with({ period: 20, dip: 0.95, most: 4 }) {
  average = ct.sma(this.data.close, this.params.period);
  dips = 0;
  lastBought: Date | null = null;

  override next(): void {
    const close = this.data.close.now, average = this.average.now;
    if (close > average && this.position.size > 0) {
      this.close();
      this.dips = 0;
    } else if (close < average * this.params.dip && this.dips < this.params.most) {
      this.buy({ fraction: 0.2 });
      this.dips++;
      this.lastBought = this.data.endsAt;
    }
  }
}

/** The same, with a power cut at bar 700. */
class Interrupted extends BuyTheDips {
  override next(): void {
    if (this.data.length === 700) throw new Error("The power is cut");
    super.next();
  }
}
// A checkpoint is of a strategy by its name.
Object.defineProperty(Interrupted, "name", { value: "BuyTheDips" });

const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
const options = { cash: 10_000, commission: 0.001 };

// A path in place of the function keeps the last checkpoint in a file.
let last: Uint8Array | undefined;
try {
  ct.backtest(Interrupted, feed, { ...options, checkpoint: { every: 250, save: (bytes) => last = bytes } });
} catch (error) {
  console.log(error instanceof ct.StrategyError ? error.message : error);
}
if (last === undefined) throw new Error("There is no checkpoint to go on from");

const result = ct.backtest(BuyTheDips, feed, { ...options, resume: last });
console.log(result.summary());
console.log(`Chain ${result.chain}`);

const whole = ct.backtest(BuyTheDips, feed, options);
console.log(whole.chain === result.chain ? "As if it had not been stopped" : `Another end: ${whole.chain}`);
