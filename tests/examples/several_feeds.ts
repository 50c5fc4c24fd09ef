/**
 * Several feeds: five-minute bars are traded, and hourly bars of the same market, made from them, say in which direction.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";

/** Buys five-minute strength while the hourly average rises; out when either turns. */
class HourlyTrend extends ct.Strategy.with({ entry: 12, trend: 8 }, ["minutes", "hours"]) {
  high = ct.highest(this.feeds.minutes.high, this.params.entry);
  low = ct.lowest(this.feeds.minutes.low, this.params.entry);
  trend = ct.ema(this.feeds.hours.close, this.params.trend);

  override next(): void {
    const rises = this.trend.now > this.trend.ago(1), close = this.feeds.minutes.close.now;
    const position = this.positionOf("minutes");
    if (position.size === 0 && rises && close >= this.high.ago(1)) this.buy({ feed: "minutes", fraction: 0.5 });
    else if (position.size > 0 && (!rises || close <= this.low.ago(1))) this.close({ feed: "minutes" });
  }
}

/** Joins bars that end within the same hour. A bar of an hour is known when its last five minutes are. */
function hourly(feed: ct.Bars): ct.Bars {
  const { timeUs, open, high, low, close } = feed.columns, hourUs = 3_600e6;
  const rows: { time: number; open: number; high: number; low: number; close: number }[] = [];
  for (let bar = 0; bar < feed.length; bar++) {
    const time = Math.ceil(timeUs[bar]! / hourUs) * hourUs, hour = rows.at(-1);
    if (hour?.time !== time) {
      rows.push({ time, open: open[bar]!, high: high[bar]!, low: low[bar]!, close: close[bar]! });
      continue;
    }
    hour.high = Math.max(hour.high, high[bar]!);
    hour.low = Math.min(hour.low, low[bar]!);
    hour.close = close[bar]!;
  }
  const column = (name: "open" | "high" | "low" | "close"): number[] => rows.map((row) => row[name]);
  return ct.bars(
    {
      time: rows.map((row) => new Date(row.time / 1000)),
      ...{ open: column("open"), high: column("high"), low: column("low"), close: column("close") },
    },
    { timeframe: "1h", stamp: "close", timeZone: feed.timeZone, trade: false },
  );
}

const minutes = await ct.csv("fixtures/prices/2006-min-005.csv", { stamp: "close", timeZone: "Europe/Berlin" });
const result = ct.backtest(HourlyTrend, { minutes, hours: hourly(minutes) }, { cash: 100_000, commission: 0.0001 });
console.log(result.summary());
console.log(`Chain ${result.chain}`);
