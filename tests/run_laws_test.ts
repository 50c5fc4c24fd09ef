/**
 * Laws of whole runs: strategies on random prices, driven lazily and step by step, on every engine.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../mod.ts";
import { type EngineName, enginesUnderTest } from "./engines.ts";
import { Random } from "./fuzz/random.ts";

const BARS = 1500;
const DAY_MS = 86_400_000;

/** Bars of a random walk with two decimals, one each so many minutes from a moment on. */
function randomFeed(name: string, seed: number, minutes: number, count: number, skip_percent: number = 0): ct.Feed {
  const random = new Random(seed);
  const time: string[] = [], open: number[] = [], high: number[] = [], low: number[] = [], close: number[] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const first = price + (random.chance(10) ? random.between(-150, 150) : random.between(-5, 5));
    const last = Math.max(2000, first + random.between(-80, 80));
    price = last > 40_000 ? 10_000 : last;
    if (random.chance(skip_percent)) continue;
    time.push(new Date(Date.UTC(2024, 0, 1) + bar * minutes * 60_000).toISOString());
    open.push(first / 100);
    high.push((Math.max(first, last) + random.below(40)) / 100);
    low.push((Math.min(first, last) - random.below(40)) / 100);
    close.push(last / 100);
  }
  return ct.bars({ time, open, high, low, close }, { name, decimals: 2, timeframe: `${minutes}m`, stamp: "open" });
}

/** Asks for something at random on some bars, and takes down all that it hears and sees. */
class RandomTrader extends ct.Strategy.with({ seed: 1, percent: 5 }) {
  readonly heard: string[] = [];
  readonly #placed: ct.OrderView[] = [];
  #bar = 0;

  override notifyOrder(order: ct.OrderView): void {
    this.heard.push(`${this.#bar} order ${order.id} ${order.state} ${order.filled} ${order.averagePrice}`);
  }

  override notifyTrade(trade: ct.TradeView): void {
    this.heard.push(`${this.#bar} trade ${JSON.stringify(trade)}`);
  }

  override next(): void {
    this.#bar++;
    const random = new Random(this.params.seed, this.#bar);
    if (this.#bar % 50 === 0) this.heard.push(`${this.#bar} ${this.broker.cash} ${this.broker.value}`);
    if (!random.chance(this.params.percent)) return;
    const name = random.pick(Object.keys(this.feeds)), feed = this.feeds[name]!;
    if (!feed.ready) return;
    const price = feed.close.now, away = 1 + random.between(1, 30) / 1000, side = random.chance(50) ? "buy" : "sell";
    const better = side === "buy" ? price / away : price * away, worse = side === "buy" ? price * away : price / away;
    const sized = random.pick([{ size: random.between(1, 40) / 4 }, { fraction: random.between(1, 9) / 10 }, {
      cash: 700,
    }]);
    switch (random.below(9)) {
      case 0:
        this.#place(side, { ...sized, feed: name });
        break;
      case 1:
        this.#place(side, { ...sized, feed: name, limit: better, valid: "day" });
        break;
      case 2:
        this.#place(side, { ...sized, feed: name, stop: worse, stopLoss: better });
        break;
      case 3:
        this.#place(side, { ...sized, feed: name, limit: better, stopLoss: better * (side === "buy" ? 0.98 : 1.02) });
        break;
      case 4:
        this.#place(side, { ...sized, feed: name, stopLoss: better, takeProfit: worse });
        break;
      case 5:
        this.#place(side, { ...sized, feed: name, stop: worse, limit: worse });
        break;
      case 6:
        this.close({ feed: name });
        break;
      case 7:
        this.#place(side, { ...sized, feed: name, onClose: true });
        break;
      default: {
        const order = this.#placed.at(-1);
        if (order === undefined || !order.alive) break;
        if (random.chance(50)) this.cancel(order);
        else this.replace(order, { size: random.between(1, 20) });
      }
    }
  }

  #place(side: "buy" | "sell", options: ct.OrderOptions): void {
    this.#placed.push(side === "buy" ? this.buy(options) : this.sell(options));
  }
}

/** Bids below the market for the day, with a stop-loss and a take-profit. */
class Pullback extends ct.Strategy.with({ period: 12 }) {
  average: ct.Line = ct.sma(this.data.close, this.params.period);
  bid: ct.OrderView | null = null;

  override next(): void {
    if (this.position.size !== 0 || this.bid?.alive || this.data.close.now <= this.average.now) return;
    const limit = this.data.close.now * 0.999;
    this.bid = this.buy({ limit, valid: "day", stopLoss: limit * 0.99, takeProfit: limit * 1.01 });
  }
}

/** Crosses of two averages, on the first of its feeds that is without a position. */
class Crosses extends ct.Strategy.with({ fast: 4, slow: 9 }) {
  crosses: [string, ct.Line][] = Object.entries(this.feeds).map((
    [name, feed],
  ) => [name, ct.crossover(ct.sma(feed.close, this.params.fast), ct.ema(feed.close, this.params.slow))]);

  override next(): void {
    for (const [name, cross] of this.crosses) {
      if (!this.feeds[name]!.isNew) continue;
      const held = this.positionOf(name).size;
      if (cross.now > 0 && held === 0) this.buy({ feed: name, fraction: 0.4 });
      else if (cross.now < 0 && held > 0) this.close({ feed: name });
    }
  }
}

/** What a run decided, as plain data. */
function decided(result: ct.Result): Record<string, unknown> {
  const { chain, orders, fills, roundTrips, refusals, diagnostics, equity, cash } = result;
  return { chain, orders, fills, roundTrips, refusals, diagnostics, equity: [...equity], cash: [...cash] };
}

/** The feeds that a law is tried on. */
function feedSets(seed: number): readonly (readonly [string, Record<string, ct.Feed>])[] {
  return [
    ["one feed", { aaa: randomFeed("aaa", seed, 60, BARS) }],
    ["one feed with gaps", { aaa: randomFeed("aaa", seed + 1, 240, BARS, 15) }],
    ["feeds of two timeframes, one of them short", {
      aaa: randomFeed("aaa", seed + 2, 60, BARS),
      bbb: randomFeed("bbb", seed + 3, 240, BARS / 10, 10),
      ccc: randomFeed("ccc", seed + 4, 60, BARS, 30),
    }],
  ];
}

/** Runs a strategy and returns the result with what the strategy took down. */
function run(
  name: EngineName,
  feeds: Record<string, ct.Feed>,
  strategy: "random" | "pullback" | "crosses",
  seed: number,
  options: ct.BacktestOptions,
): ct.Result & { heard?: readonly string[] } {
  const account = { cash: 10_000, commission: 0.001, slippage: 0.0005, engineBackend: name, ...options };
  if (strategy === "pullback") return ct.backtest(Pullback, feeds, account);
  if (strategy === "crosses") return ct.backtest(Crosses, feeds, account);
  let trader: RandomTrader | undefined;
  class Kept extends RandomTrader {
    override start(): void {
      // The run makes the strategy, and what it took down is wanted after the run.
      trader = this;
    }
  }
  const result = ct.backtest(Kept, feeds, { ...account, params: { seed, percent: seed % 3 === 0 ? 2 : 12 } });
  return Object.assign(result, { heard: trader!.heard });
}

for (const name of enginesUnderTest()) {
  for (const strategy of ["random", "pullback", "crosses"] as const) {
    Deno.test(`running ahead to the horizon equals step by step on ${name}: ${strategy}`, () => {
      for (const seed of [3, 4, 5]) {
        for (const [what, feeds] of feedSets(seed)) {
          const lazy = run(name, feeds, strategy, seed, {});
          const steps = run(name, feeds, strategy, seed, { stepByStep: true, checks: true });
          assertEquals(decided(lazy), decided(steps), `${what}, seed ${seed}`);
          assertEquals(lazy.heard, steps.heard, `${what}, seed ${seed}`);
          assertEquals(lazy.stats, steps.stats);
          assert(lazy.fills.length > 5, `${what}, seed ${seed}: ${lazy.fills.length} fills`);
        }
      }
    });
  }

  Deno.test(`limits that are only touched fill or not as asked on ${name}, lazily as step by step`, () => {
    const feeds = feedSets(9)[0]![1];
    for (const limitFill of ["touch", "through"] as const) {
      const lazy = run(name, feeds, "pullback", 9, { limitFill });
      assertEquals(decided(lazy), decided(run(name, feeds, "pullback", 9, { limitFill, stepByStep: true })));
    }
  });

  Deno.test(`ticks, money unit and cash of twice the size give twice the money on ${name}, by the same chain`, () => {
    const feed = randomFeed("aaa", 21, 1440, 400);
    const { open, high, low, close, timeUs } = feed.columns;
    const twice = (column: ArrayLike<number>): number[] => Array.from(column, (value) => 2 * value);
    const doubled = ct.bars({
      time: Array.from(timeUs, (end_us) => new Date((end_us + 1) / 1000 - DAY_MS).toISOString()),
      open: twice(open),
      high: twice(high),
      low: twice(low),
      close: twice(close),
    }, { name: "aaa", decimals: 2, timeframe: "1440m", stamp: "open" });
    const one = run(name, { aaa: feed }, "pullback", 1, { resolution: 0.01, lot: 0.001, moneyUnit: "0.000001" });
    const other = run(name, { aaa: doubled }, "pullback", 1, {
      cash: 20_000,
      resolution: 0.02,
      lot: 0.001,
      moneyUnit: "0.000002",
    });
    assert(one.fills.length > 5);
    assertEquals(Array.from(other.equity), Array.from(one.equity, (value) => 2 * value));
    assertEquals(
      other.fills.map(({ price, size }) => [price, size]),
      one.fills.map((fill) => [2 * fill.price, fill.size]),
    );
    assertEquals(other.chain, one.chain);
  });
}

Deno.test("every engine decides the same in every run of these laws", () => {
  for (const strategy of ["random", "pullback", "crosses"] as const) {
    for (const [what, feeds] of feedSets(31)) {
      const [first, ...others] = enginesUnderTest().map((name) => run(name, feeds, strategy, 31, {}));
      for (const other of others) {
        assertEquals(decided(other), decided(first!), what);
        assertEquals(other.heard, first!.heard, what);
      }
    }
  }
});
