import * as ct from "../../mod.ts";
import { assertEquals } from "@std/assert";
import { onEveryEngine } from "./every_engine.ts";
import { scripted } from "./scripted.ts";

const DAY_MS = 86_400_000, START_MS = Date.UTC(2024, 0, 1);

/** Days as most files have them: with a date. */
function dated(name: string, closes: readonly number[]): ct.Bars {
  const rows = closes.map((close, day) => {
    const date = new Date(START_MS + day * DAY_MS).toISOString().slice(0, 10);
    return `${date},${close},${close},${close},${close},5\n`;
  });
  return ct.parseCsv(new TextEncoder().encode(`Date,Open,High,Low,Close,Volume\n${rows.join("")}`), `${name}.csv`);
}

/** Days as Binance has them: with the time of the open. */
function opened(name: string, closes: readonly number[]): ct.Bars {
  const rows = closes.map((close, day) => `${START_MS + day * DAY_MS},${close},${close},${close},${close},5\n`);
  return ct.parseCsv(new TextEncoder().encode(`open_time,open,high,low,close,volume\n${rows.join("")}`), `${name}.csv`);
}

/** Two hours at a time, up to midnight, of which each day's last has the day's close. */
function hours(name: string, closes: readonly number[]): ct.Bars {
  const prices = closes.flatMap((close) => Array.from({ length: 12 }, () => close));
  return ct.bars({
    time: prices.map((_, at) => START_MS + at * 7_200_000),
    ...{ open: prices, high: prices, low: prices, close: prices },
  }, { name, timeframe: "2h", stamp: "open" });
}

const CLOSES = [100, 102, 99, 105, 104, 108, 103, 107];

class BuysBoth extends ct.Strategy.with({}, ["btc", "spy"]) {
  ratio = this.feeds.spy.close.dividedBy(this.feeds.btc.close);
  ratios: number[] = [];
  override next() {
    this.ratios.push(this.ratio.now);
    if (this.ratios.length > 1) return;
    this.buy({ feed: "btc", size: 1 });
    this.buy({ feed: "spy", size: 1 });
  }
}

Deno.test("days of dates and days from midnight to midnight share their steps", () => {
  const alike = ct.backtest(BuysBoth, { btc: dated("btc", CLOSES), spy: dated("spy", CLOSES) });
  const kinds = [
    { btc: opened("btc", CLOSES), spy: dated("spy", CLOSES) },
    { btc: dated("btc", CLOSES), spy: opened("spy", CLOSES) },
    { btc: dated("btc", CLOSES), spy: hours("spy", CLOSES).resample("1d") },
  ];
  for (const feeds of kinds) {
    const { ratios, stats, equity, fills } = onEveryEngine((conduct) => {
      const { strategy, stats, equity, fills } = ct.backtest(BuysBoth, feeds, conduct);
      return { ratios: strategy.ratios, stats, equity: [...equity], fills };
    });
    assertEquals(ratios, CLOSES.map(() => 1));
    assertEquals(stats.bars, CLOSES.length);
    assertEquals(equity, [...alike.equity]);
    const bought = ["btc", "spy"].map((feed) => [feed, "2024-01-02", 102]);
    assertEquals(fills.map(({ feed, date, price }) => [feed, date, price]), bought);
  }
});

Deno.test("a day of a date comes with the last of its hours, and not ahead of it", () => {
  class Looks extends ct.Strategy.with({}, ["day", "hours"]) {
    seen: [day: number, hour: number][] = [];
    override next() {
      if (this.feeds.day.isNew) this.seen.push([this.feeds.day.close.now, this.feeds.hours.close.now]);
    }
  }
  const feeds = { day: dated("day", CLOSES), hours: hours("hours", CLOSES) };
  const { strategy, equity } = ct.backtest(Looks, feeds);
  assertEquals(strategy.seen, CLOSES.map((close) => [close, close]));
  assertEquals(equity.length, CLOSES.length * 12);
});

Deno.test("beside bars of sessions that close before midnight, days end with their dates", () => {
  const lastHours = ct.bars({
    time: CLOSES.map((_, day) => START_MS + day * DAY_MS + 16 * 3_600_000),
    ...{ open: CLOSES, high: CLOSES, low: CLOSES, close: CLOSES },
  }, { name: "spy", timeframe: "1h", stamp: "close", session: { open: "09:30", close: "16:00" } });
  const { timeUs } = ct.backtest(BuysBoth, { btc: dated("btc", CLOSES), spy: lastHours });
  assertEquals(timeUs.length, 2 * CLOSES.length);
  assertEquals(timeUs[1], (START_MS + DAY_MS) * 1000 - 1);
});

Deno.test("bars that come block by block have the same steps", async () => {
  const closes = Array.from({ length: 60 }, (_, day) => 100 + day % 7);
  const feeds = { btc: hours("btc", closes), spy: dated("spy", closes) };
  const whole = ct.backtest(BuysBoth, feeds, { resolution: 0.01, lot: 1 });
  const blocks = await ct.run(BuysBoth, feeds, { resolution: 0.01, lot: 1, blockBars: 24 });
  assertEquals(blocks.chain, whole.chain);
  assertEquals(blocks.strategy.ratios, whole.strategy.ratios);
});

Deno.test("a benchmark is measured by the same days, whatever its file says of them", () => {
  const holds = scripted({ 1: (strategy) => strategy.buy({ fraction: 0.9 }) });
  const [inDates, inOpens] = [dated("spy", CLOSES), opened("spy", CLOSES)];
  const figuresOf = (feed: ct.Bars, benchmark: ct.Bars) => {
    const { benchmarkReturn, beta, correlation } = ct.backtest(holds, feed, { benchmark }).figures;
    return { benchmarkReturn, beta, correlation };
  };
  const right = figuresOf(inDates, inDates);
  assertEquals(right.benchmarkReturn, 0.07);
  assertEquals(figuresOf(inDates, inOpens), right);
  assertEquals(figuresOf(inOpens, inDates), right);
  assertEquals(figuresOf(inOpens, inOpens), right);
  assertEquals(figuresOf(inDates, hours("spy", CLOSES)), right);
});
