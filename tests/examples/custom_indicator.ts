/**
 * An indicator of one's own: the average true range, which says how large a position may be.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Average true range with Wilder's smoothing. Source: J. W. Wilder, "New Concepts in Technical Trading Systems" (1978). */
function averageTrueRange(data: ct.FeedLines, period: number): ct.Line {
  return ct.indicator({
    name: `averageTrueRange(${period})`,
    inputs: [data.high, data.low, data.close],
    minPeriod: period + 1,
    update: () => {
      let previous = NaN, average = 0, bars = 0;
      return (high, low, close) => {
        const range = Number.isNaN(previous)
          ? high - low
          : Math.max(high - low, Math.abs(high - previous), Math.abs(low - previous));
        previous = close;
        bars = Math.min(bars + 1, period);
        return average += (range - average) / bars;
      };
    },
  });
}

/** Follows the trend with a size at which a fall of three ranges costs a fiftieth of the account. */
class SizedByRange extends ct.Strategy.with({ period: 20, risk: 0.02, ranges: 3 }) {
  range = averageTrueRange(this.data, this.params.period);
  trend = ct.ema(this.data.close, 3 * this.params.period);

  override next(): void {
    const close = this.data.close.now;
    if (this.position.size > 0) {
      if (close < this.trend.now) this.close();
    } else if (close > this.trend.now) {
      const stopDistance = this.params.ranges * this.range.now;
      const size = Math.floor(this.params.risk * this.broker.value / stopDistance);
      this.buy({ size, stopLoss: close - stopDistance });
    }
  }
}

const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York", adjust: "back" });
const result = ct.backtest(SizedByRange, feed, { cash: 25_000, commission: { perUnit: 0.005, minimum: 1 } });
console.log(result.summary());
console.log(`Chain ${result.chain}`);
