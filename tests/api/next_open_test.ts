/**
 * Decisions on the open of a bar, of which nothing else is known.
 *
 * @module
 */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { prove } from "../../src/laws/mod.ts";
import { Random } from "../../src/laws/random.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { randomFeed } from "./random_feed.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";
import { fillLines } from "./scripted.ts";

const BARS: readonly Prices[] = [
  [100, 102, 99, 100],
  [101, 102, 99, 100],
  [97, 99, 96, 98],
  [98, 104, 97, 103],
  [106, 107, 101, 102],
];

/** Buys a gap down at its open and closes on a gap up. */
class TradesGaps extends ct.Strategy.with({ gap: 0.02 }) {
  override nextOpen(): void {
    const { nextOpen, close } = this.data, gap = nextOpen / close.now - 1;
    if (gap <= -this.params.gap) this.buy({ size: 10 });
    else if (gap >= this.params.gap && this.position.size > 0) this.close();
  }
}

Deno.test("a market order that is decided on an open fills at that open", () => {
  const outcome = onEveryEngine((conduct) => outcomeOf(ct.backtest(TradesGaps, dailyBars(BARS), conduct)));
  assertEquals(fillLines(outcome), [[1, 3, "open", 10, 97], [2, 5, "open", -10, 106]]);
  // The log has the requests behind the bar before.
  assertEquals(outcome.orders.map(({ bar }) => bar), [1, 3]);
  assertEquals(outcome.equity, [10_000, 10_000, 10_010, 10_060, 10_090]);
});

Deno.test("nextOpen runs for each bar behind the first on which every line has a value, before the notices of the bar", () => {
  const calls: string[] = [];
  class Tells extends ct.Strategy.with({}) {
    average = ct.sma(this.data.close, 2);

    override prenext(): void {
      calls.push(`prenext ${this.data.length}`);
    }

    override next(): void {
      calls.push(`next ${this.data.length}`);
      if (this.data.length === 3) this.buy({ size: 1 });
    }

    override nextOpen(): void {
      calls.push(`open ${this.data.nextOpen} after ${this.data.length}, ${this.average.now}, ${this.position.size}`);
    }

    override notifyOrder(order: ct.OrderView): void {
      calls.push(order.state);
    }
  }
  ct.backtest(Tells, dailyBars(BARS));
  assertEquals(calls, [
    ...["prenext 1", "next 2"],
    ...["open 97 after 2, 100, 0", "next 3"],
    ...["open 98 after 3, 99, 0", "submitted", "accepted", "filled", "next 4"],
    ...["open 106 after 4, 100.5, 1", "next 5"],
  ]);
});

Deno.test("limits, stops and protection of an order that is decided on an open meet the whole bar", () => {
  class Bids extends ct.Strategy.with({}) {
    override nextOpen(): void {
      const { nextOpen, length } = this.data;
      if (length === 2) this.buy({ size: 1, limit: nextOpen - 1, stopLoss: nextOpen - 4, takeProfit: nextOpen + 1.5 });
      if (length === 4) this.sell({ size: 2, stop: nextOpen - 5 });
    }
  }
  const outcome = onEveryEngine((conduct) => outcomeOf(ct.backtest(Bids, dailyBars(BARS), conduct)));
  assertEquals(fillLines(outcome), [[1, 3, "limit", 1, 96], [3, 4, "limit", -1, 98.5], [4, 5, "stop", -2, 101]]);
});

Deno.test("of feeds whose bars begin at different moments those that begin first show their open", () => {
  const seen: string[] = [], hour = { timeframe: "1h", stamp: "close" } as const;
  const fast = barsAt(["2024-01-02 10:00", "2024-01-02 11:00", "2024-01-02 12:00", "2024-01-02 13:00"], [
    ...BARS.slice(0, 4),
  ], hour);
  const slow = barsAt(["2024-01-02 10:00", "2024-01-02 12:00", "2024-01-02 14:00"], BARS.slice(0, 3), {
    ...{ timeframe: "2h", stamp: "close", name: "BBB" } as const,
  });
  class Sees extends ct.Strategy.with({}, ["fast", "slow"]) {
    override nextOpen(): void {
      const { fast, slow } = this.feeds;
      seen.push(`${fast.length} ${slow.length}: ${fast.nextOpen} ${slow.nextOpen}`);
    }
  }
  ct.backtest(Sees, { fast, slow });
  // The slow bar that ends at 12:00 began before the fast one of 11:00, and its open is over when that is asked for. The
  // one that ends at 14:00 began ahead of the last step, too.
  assertEquals(seen, ["1 1: 101 NaN", "2 1: 97 NaN", "3 2: 98 NaN"]);
});

/** A daily coin, and a stock of hours of which the first opens in the coin's day. */
function coinAndStock(): Record<"coin" | "stock", ct.Bars> {
  const flat = (time: string[], opens: number[], options: ct.BarsOptions) =>
    barsAt(time, opens.map((price): Prices => [price, price + 1, price - 1, price]), { timeZone: "UTC", ...options });
  return {
    coin: flat(["2024-01-02", "2024-01-03", "2024-01-04"], [100, 200, 300], { name: "coin" }),
    stock: flat(["2024-01-02 15:00", "2024-01-03 14:30", "2024-01-03 15:30"], [50, 77, 60], {
      ...{ name: "stock", timeframe: "1h", stamp: "open" } as const,
    }),
  };
}

Deno.test("requests on an open go to the feeds that show it, as a bar of another one may have begun before", () => {
  const asks: Record<string, (strategy: ct.Strategy, rest: ct.OrderView) => unknown> = {
    buy: (strategy) => strategy.buy({ feed: "coin", size: 1 }),
    close: (strategy) => strategy.close({ feed: "coin" }),
    "oco ": (strategy, rest) => strategy.buy({ feed: "stock", size: 1, oco: rest }),
    target: (strategy) => strategy.target({ feed: "coin", size: 1 }),
    targetWeights: (strategy) => strategy.targetWeights({ stock: 0.5, coin: 0.5 }),
    oco: (strategy, rest) => strategy.oco([rest, { feed: "stock", side: "buy", size: 1 }]),
    cancel: (strategy, rest) => strategy.cancel(rest),
    replace: (strategy, rest) => strategy.replace(rest, { limit: 11 }),
    deposit: (strategy) => strategy.deposit(100),
  };
  for (const [action, ask] of Object.entries(asks)) {
    class Asks extends ct.Strategy.with({}) {
      rest: ct.OrderView | undefined;

      override next(): void {
        this.rest ??= this.buy({ feed: "coin", size: 1, limit: 10 });
      }

      override nextOpen(): void {
        if (this.feeds["stock"]!.nextOpen === 77) ask(this, this.rest!);
      }
    }
    const error = assertThrows(() => ct.backtest(Asks, coinAndStock()), ct.StrategyError);
    assertStringIncludes(error.message, `Cannot ${action.trim()} in nextOpen where no bar of feed "coin" begins`);
  }
  class Trades extends ct.Strategy.with({}) {
    override nextOpen(): void {
      const { coin, stock } = this.feeds as Record<string, ct.FeedLines>;
      if (stock!.nextOpen === 77) this.buy({ feed: "stock", size: 1 });
      if (coin!.nextOpen === 300) this.buy({ feed: "coin", size: 1 });
    }
  }
  const { fills } = ct.backtest(Trades, coinAndStock());
  assertEquals(fills.map(({ feed, price }) => [feed, price]), [["stock", 77], ["coin", 300]]);
});

Deno.test("an order of the bar before has been read when the open behind it is decided on, however the run is made", async () => {
  const heard: string[] = [];
  class Follows extends ct.Strategy.with({}) {
    first: ct.OrderView | undefined;

    override next(): void {
      if (this.data.length === 1) this.first = this.buy({ size: 1, limit: 50 });
      if (this.data.length === 2) this.buy({ size: 2, limit: 49 });
    }

    override nextOpen(): void {
      heard.push(this.first!.state);
      if (this.data.length === 2) this.cancel(this.first!);
    }

    override notifyOrder({ id, state }: ct.OrderView): void {
      heard.push(`${id} ${state}`);
    }
  }
  const feed = dailyBars(BARS.slice(0, 3)), silent = (): void => {};
  const logger = { debug: silent, info: silent, warning: silent, error: silent };
  const all = [
    ...["accepted", "1 submitted", "1 accepted"],
    ...["accepted", "2 submitted", "2 accepted", "1 cancelled"],
  ];
  for (const options of [{}, { stepByStep: true }, { logger }, { checkpoint: { every: 1, save: (): void => {} } }]) {
    ct.backtest(Follows, feed, options);
    assertEquals(heard.splice(0), all, Object.keys(options).join());
  }
  for (const blockBars of [1, 2, 100]) {
    await ct.run(Follows, feed, { blockBars });
    assertEquals(heard.splice(0), all, `blocks of ${blockBars}`);
  }
});

Deno.test("flatAt closes at its close what an order on the open of a session's last bar opens, in blocks too", async () => {
  class OpensLast extends ct.Strategy.with({}) {
    override nextOpen(): void {
      if (this.data.length === 2) this.buy({ size: 1 });
    }
  }
  const outcome = onEveryEngine((conduct) =>
    outcomeOf(ct.backtest(OpensLast, dailyBars(BARS), { ...conduct, flatAt: "close" }))
  );
  assertEquals(fillLines(outcome), [[1, 3, "open", 1, 97], [2, 3, "close", -1, 98]]);
  for (const blockBars of [1, 2, 100]) {
    const { chain } = await ct.run(OpensLast, dailyBars(BARS), { blockBars, flatAt: "close" });
    assertEquals(chain, outcome.chain, `blocks of ${blockBars}`);
  }
  // The bar for whose close the exit was placed is missing, so that it fills late, at the close of the bar behind it.
  const days = ["2024-01-02", "2024-01-03", "2024-01-05", "2024-01-08", "2024-01-09"],
    calendar = await ct.calendar("XNYS");
  const holed = barsAt(days, BARS, { calendar });
  const late = ct.backtest(OpensLast, holed, { flatAt: "close" });
  assertEquals(late.fills.map(({ bar, lateExit }) => [bar, lateExit]), [[2, false], [2, true]]);
  for (const blockBars of [1, 2, 100]) {
    const { fills } = await ct.run(OpensLast, holed, { blockBars, flatAt: "close" });
    assertEquals(fills, late.fills, `blocks of ${blockBars}`);
  }
  class HoldsAndOpens extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.sell({ size: 3, onClose: true });
    }

    override nextOpen(): void {
      if (this.data.length === 1) this.buy({ size: 1 });
    }
  }
  const { fills, trades } = ct.backtest(HoldsAndOpens, dailyBars(BARS), { flatAt: "close" });
  assertEquals(fills.map(({ bar, side, size, rule }) => [bar, side, size, rule]), [
    [1, "buy", 1, "open"],
    [1, "sell", 1, "close"],
    [1, "sell", 2, "close"],
    [1, "buy", 2, "close"],
  ]);
  assertEquals(trades.map(({ closedBar }) => closedBar), [1, 1]);
});

Deno.test("the open of a coming bar is an error elsewhere, and on bars that are made of others", () => {
  class Peeks extends ct.Strategy.with({}) {
    override next(): void {
      void this.data.nextOpen;
    }
  }
  assertThrows(
    () => ct.backtest(Peeks, dailyBars(BARS)),
    ct.StrategyError,
    'Cannot read nextOpen of feed "AAA" here: the open of a coming bar is known in nextOpen() of a strategy alone',
  );
  // The open that was shown ahead of a bar is hidden on the bar itself.
  class PeeksSecond extends ct.Strategy.with({}) {
    override nextOpen(): void {}

    override next(): void {
      if (this.data.length === 2) void this.data.nextOpen;
    }
  }
  assertThrows(() => ct.backtest(PeeksSecond, dailyBars(BARS)), ct.StrategyError, 'nextOpen of feed "AAA" here');
  for (const growing of [false, true]) {
    class Larger extends ct.Strategy.with({}) {
      weeks = this.data.resample("1w", { growing });

      override nextOpen(): void {
        void this.weeks.nextOpen;
      }
    }
    assertThrows(
      () => ct.backtest(Larger, dailyBars(Array.from({ length: 20 }, () => BARS[0]!))),
      ct.StrategyError,
      "its bars are made of other bars; read it from the feed that they are made of",
    );
  }
});

Deno.test("fill close and a promise are refused with nextOpen by name", () => {
  const feed = dailyBars(BARS);
  assertThrows(
    () => ct.backtest(TradesGaps, feed, { fill: "close" }),
    RangeError,
    'nextOpen of TradesGaps with fill: "close"',
  );
  class Waits extends ct.Strategy.with({}) {
    override async nextOpen(): Promise<void> {}
  }
  assertThrows(() => ct.backtest(Waits, feed), TypeError, "its nextOpen is async");
  class Late extends ct.Strategy.with({}) {
    override nextOpen(): void {
      return Promise.resolve() as unknown as void;
    }
  }
  assertThrows(() => ct.backtest(Late, feed), Error, "its nextOpen is async");
  class Fails extends ct.Strategy.with({}) {
    override nextOpen(): void {
      throw new Error("no quote");
    }
  }
  assertThrows(() => ct.backtest(Fails, feed), ct.StrategyError, "nextOpen");
});

Deno.test("an order whose latency is a bar fills at the open behind the one on which it was decided", () => {
  const outcome = onEveryEngine((conduct) =>
    outcomeOf(ct.backtest(TradesGaps, dailyBars(BARS), { ...conduct, latencyBars: 1 }))
  );
  assertEquals(fillLines(outcome)[0], [1, 4, "open", 10, 98]);
});

Deno.test("a strategy that is woken decides on every open", () => {
  class Woken extends ct.Strategy.with({}) {
    up = this.wake(this.data.close.above(102.5));
    opens = 0;
    calls = 0;

    override nextOpen(): void {
      this.opens++;
    }

    override next(): void {
      this.calls++;
    }
  }
  const { opens, calls } = ct.backtest(Woken, dailyBars(BARS)).strategy;
  assertEquals([opens, calls], [4, 1]);
});

/** Asks on opens, and now and then on closes, for orders of several kinds. */
class RandomOpener extends ct.Strategy.with({ seed: 1 }) {
  average = ct.sma(this.data.close, 4);
  placed: ct.OrderView[] = [];
  bar = 0;
  heard = 0;

  override notifyOrder(order: ct.OrderView): void {
    this.heard = (this.heard * 31 + order.id + order.state.length) % 1009;
  }

  override next(): void {
    this.bar++;
    const random = new Random(this.params.seed + this.heard, this.bar);
    if (random.chance(10)) this.placed.push(this.buy({ size: 2, limit: this.data.close.now * 0.99, valid: "day" }));
  }

  override nextOpen(): void {
    const random = new Random(this.params.seed + this.heard, -this.bar);
    const { feeds } = this, name = random.pick(Object.keys(feeds)), open = feeds[name]!.nextOpen;
    // What was seen decides, so that another open changes the orders. A feed without an open is not traded.
    if (Number.isNaN(open) || !random.chance(10 + Math.round(open * 100) % 40)) return;
    const last = this.placed.at(-1), worth = this.broker.value;
    switch (random.below(6)) {
      case 0:
        return this.#keep(this.buy({ feed: name, cash: worth / 10 }));
      case 1:
        return this.#keep(this.sell({ feed: name, size: 3, stopLoss: open * 1.01 }));
      case 2:
        return this.#keep(this.buy({ feed: name, size: 4, limit: open * 0.995, takeProfit: open * 1.01 }));
      case 3:
        return this.#keep(this.target({ feed: name, fraction: random.between(-3, 5) / 10 }));
      case 4:
        this.close({ feed: name });
        return;
      default:
        if (last?.alive && last.feed === name) this.cancel(last);
    }
  }

  #keep(order: ct.OrderView): void {
    this.placed.push(order);
  }
}

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`every law holds of strategies that decide on opens, on ${engineBackend}`, async () => {
    const sets: Record<string, ct.Bars>[] = [
      { one: randomFeed("one", 5, 60, 600, 10) },
      {
        one: randomFeed("one", 6, 60, 500, 0),
        two: randomFeed("two", 7, 240, 120, 10),
        three: randomFeed("three", 8, 30, 900, 30),
      },
    ];
    for (const feeds of sets) {
      const proof = await prove(RandomOpener, feeds, { engineBackend, cash: 20_000, commission: 0.001, cuts: 4 });
      // Law 7 is about strategies that know no prices, and this one decides by their digits.
      for (const law of [1, 2, 3, 4, 5, 8, 9, 11] as const) {
        const { verdict, counterExample } = proof.laws.find((report) => report.law === law)!;
        assertEquals([verdict, counterExample], ["held", undefined], `law ${law}`);
      }
    }
  });

  Deno.test(`law 8 finds a strategy that knows more of the coming bar than its open, on ${engineBackend}`, async () => {
    const one = randomFeed("one", 5, 60, 200, 0), { close } = one.columns;
    class Knows extends ct.Strategy.with({}) {
      override nextOpen(): void {
        if (close[this.data.length]! > this.data.nextOpen) this.buy({ size: 1 });
      }
    }
    // Bars of half an hour that begin behind those of an hour, and end with them.
    const time = Array.from({ length: 200 }, (_value, bar) => new Date(Date.UTC(2024, 0, 1, bar, 30)));
    const { open, high, low, close: last } = randomFeed("late", 6, 30, 200, 0).columns;
    const late = ct.bars({ time, open: [...open], high: [...high], low: [...low], close: [...last] }, {
      ...{ name: "late", timeframe: "30m", stamp: "open" } as const,
    });
    const opens = late.columns.open;
    class KnowsLater extends ct.Strategy.with({}) {
      override nextOpen(): void {
        if (opens[this.data.length]! > this.data.close.now) this.buy({ feed: "one", size: 1 });
      }
    }
    // In next, the open of the bar behind is a price of the future.
    class KnowsInNext extends ct.Strategy.with({}) {
      override nextOpen(): void {}

      override next(): void {
        if (one.columns.open[this.data.length]! > this.data.close.now) this.buy({ size: 1 });
      }
    }
    const runs = [[Knows, { one }], [KnowsLater, { one, late }], [KnowsInNext, { one }]] as const;
    for (const [strategy, feeds] of runs) {
      const { laws } = await prove(strategy as typeof Knows, feeds, { engineBackend, cuts: 4 });
      assertEquals(laws.find(({ law }) => law === 8)?.verdict, "failed", strategy.name);
    }
  });
}
