/**
 * No look-ahead between timeframes: a strategy on five-minute bars knows nothing of the day that it is in.
 *
 * @module
 */

import { changedBars, feedOf } from "../../src/feeds/bars.ts";
import { withMidnightEnds } from "../../src/run/day_ends.ts";
import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";

const MINUTE_US = 60_000_000;
const BERLIN = { timeZone: "Europe/Berlin" } as const;

const fiveMinutes = await ct.csv(new URL("../../fixtures/prices/2006-min-005.csv", import.meta.url), {
  ...BERLIN,
  name: "minutes",
  stamp: "close",
});

/** The daily bars that the five-minute ones make, dated as files of daily prices are: by the date alone. */
function dailyOf(feed: ct.Bars, options: ct.BarsOptions = {}): ct.Bars {
  const { sessionDay, open, high, low, close } = feed.columns;
  const days: { day: number; open: number; high: number; low: number; close: number }[] = [];
  for (let row = 0; row < feed.length; row++) {
    const last = days.at(-1);
    if (last === undefined || last.day !== sessionDay[row]!) {
      days.push({ day: sessionDay[row]!, open: open[row]!, high: high[row]!, low: low[row]!, close: close[row]! });
      continue;
    }
    last.high = Math.max(last.high, high[row]!);
    last.low = Math.min(last.low, low[row]!);
    last.close = close[row]!;
  }
  return ct.bars({
    // Day 719163 is 1970-01-01, as 0001-01-01 is day 1.
    time: days.map(({ day }) => new Date((day - 719_163) * 86_400_000).toISOString().slice(0, 10)),
    open: days.map((day) => day.open),
    high: days.map((day) => day.high),
    low: days.map((day) => day.low),
    close: days.map((day) => day.close),
  }, { ...BERLIN, name: "days", timeframe: "1d", ...options });
}

for (const order of [["minutes", "days"], ["days", "minutes"]] as const) {
  Deno.test(`a strategy on five-minute bars cannot read that day's daily close before the day ends (${order[0]} first)`, () => {
    const days = dailyOf(fiveMinutes);
    const feeds = Object.fromEntries(order.map((name) => [name, name === "days" ? days : fiveMinutes]));
    const bars = onEveryEngine((conduct) => {
      let bars = 0;
      class Reads extends ct.Strategy {
        override next(): void {
          const minutes = this.feeds.minutes!, daily = this.feeds.days!;
          if (!minutes.isNew) return;
          bars++;
          // The newest daily bar ended before this bar, so its day is an earlier one than this bar's.
          assert(daily.timeUs < minutes.timeUs);
          const shown = days.columns.sessionDay[daily.length - 1]!;
          const here = fiveMinutes.columns.sessionDay[minutes.length - 1]!;
          assert(shown < here, `day ${shown} was shown during day ${here}`);
          assertEquals(daily.close.now, days.columns.close[daily.length - 1]);
        }
      }
      ct.backtest(Reads, feeds, conduct);
      return bars;
    });
    assertEquals(bars, fiveMinutes.length - 102, "every bar but those of the first day");
  });

  Deno.test(`a five-minute decision never fills at that day's daily open (${order[0]} first)`, () => {
    const feeds = Object.fromEntries(order.map((name) => [name, name === "days" ? dailyOf(fiveMinutes) : fiveMinutes]));
    const outcome = onEveryEngine((conduct) => {
      class Decides extends ct.Strategy {
        override next(): void {
          // In the morning of each day: into the daily bar, out again in the evening.
          if (!this.feeds.minutes!.isNew) return;
          const { hour, minute } = this.feeds.minutes!;
          if (hour === 10 && minute === 0) this.buy({ feed: "days", size: 0.5 });
          if (hour === 17 && minute === 0) this.close({ feed: "days" });
        }
      }
      return outcomeOf(ct.backtest(Decides, feeds, { ...conduct, cash: 100_000 }));
    });
    assert(outcome.fills.length > 10);
    const { open } = dailyOf(fiveMinutes).columns;
    // Beside minutes, the days begin and end at midnight.
    const { beginUs } = withMidnightEnds(feedOf(dailyOf(fiveMinutes))).columns;
    const placed = new Map(outcome.orders.map((order) => [order.id, order.placedUs]));
    for (const fill of outcome.fills) {
      const day = beginUs.indexOf(fill.timeUs), placedUs = placed.get(fill.orderId)!;
      assertEquals([fill.rule, fill.price], ["open", open[day]]);
      assert(placedUs <= beginUs[day]!, `placed at ${placedUs}, in the bar that began at ${beginUs[day]}`);
    }
  });
}

Deno.test("bars stamped with their open are known at their close", () => {
  const stamped = dailyOf(fiveMinutes, { stamp: "open" });
  assertEquals(stamped.columns.timeUs, dailyOf(fiveMinutes).columns.timeUs);
  const close = ct.bars({ time: ["2024-01-01T09:05:00Z"], open: [1], high: [1], low: [1], close: [1] }, {
    stamp: "open",
    timeframe: "5m",
  });
  assertEquals(close.columns.timeUs[0], Date.UTC(2024, 0, 1, 9, 10) * 1000);
  assertEquals(close.columns.beginUs[0], close.columns.timeUs[0]! - 5 * MINUTE_US);
});

/** The first `count` bars of a feed. */
function cut(feed: ct.Bars, count: number): ct.Bars {
  const head = (values: Float64Array): Float64Array => values.slice(0, count);
  const { timeUs, beginUs, sessionDay, open, high, low, close, volume } = feed.columns;
  const columns = {
    timeUs: head(timeUs),
    beginUs: head(beginUs),
    sessionDay: head(sessionDay),
    open: head(open),
    high: head(high),
    low: head(low),
    close: head(close),
    volume: head(volume),
  };
  return changedBars(feed, { length: count, columns, extra: {} });
}

Deno.test("acts of a run up to a bar do not depend on the bars after it", () => {
  class SmaCross extends ct.Strategy.with({ fast: 5, slow: 20 }) {
    cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
    override next(): void {
      if (this.cross.now > 0) {
        this.buy({ size: 1, stopLoss: this.data.close.now - 20, takeProfit: this.data.close.now + 30 });
      } else if (this.cross.now < 0) this.close();
    }
  }
  // Grids are inferred from the data, so that they are given here.
  const options = { lot: 0.01, resolution: 0.01, cash: 100_000, commission: 0.0001 } as const;
  const whole = ct.backtest(SmaCross, fiveMinutes, options);
  assert(whole.fills.length > 50);
  for (const count of [30, 333, 1000, 2000]) {
    const part = ct.backtest(SmaCross, cut(fiveMinutes, count), options);
    assertEquals(part.equity, whole.equity.slice(0, count));
    assertEquals(part.fills, whole.fills.filter(({ bar }) => bar < count));
  }
});
