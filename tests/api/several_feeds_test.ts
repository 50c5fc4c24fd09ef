/**
 * Several feeds in one run: by name, of different lengths and timeframes, read and traded side by side.
 *
 * @module
 */

import { changedBars } from "../../src/feeds/bars.ts";
import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, dailyBars, endOfDayUs, type Prices, risingBars } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";
import { fillLines, runScript } from "./scripted.ts";

const FLAT: Prices = [100, 101, 99, 100];

/** Bars on the given days of January 2024. */
function onDays(days: readonly number[], options: ct.BarsOptions = {}): ct.Bars {
  const time = days.map((day) => `2024-01-${String(day).padStart(2, "0")}`);
  return barsAt(time, days.map((day): Prices => [100 + day, 101 + day, 99 + day, 100 + day]), {
    timeframe: "1d",
    ...options,
  });
}

Deno.test("a step for each distinct time: a feed without a bar shows its last one and is not new", () => {
  const seen = onEveryEngine((conduct) => {
    const seen: unknown[] = [];
    class Watches extends ct.Strategy.with({}, ["aapl", "msft"]) {
      override next(): void {
        const { aapl, msft } = this.feeds;
        seen.push([aapl.close.now, aapl.isNew, aapl.length, msft.close.now, msft.isNew, msft.length]);
      }
    }
    const result = ct.backtest(Watches, { aapl: onDays([1, 2, 4]), msft: onDays([2, 3, 4, 5]) }, conduct);
    assertEquals(Array.from(result.timeUs), [1, 2, 3, 4, 5].map(endOfDayUs));
    assertEquals([result.stats.bars, result.stats.warmUpBars], [5, 1]);
    return seen;
  });
  assertEquals(seen, [
    [102, true, 2, 102, true, 1],
    [102, false, 2, 103, true, 2],
    [104, true, 3, 104, true, 3],
    [104, false, 3, 105, true, 4],
  ]);
});

Deno.test('start "all" waits for every feed, "any" for the first that is ready, and ready tells which', () => {
  const run = (start: "all" | "any"): string[] =>
    onEveryEngine((conduct) => {
      const told: string[] = [];
      class Averages extends ct.Strategy.with({}) {
        a: ct.Line = ct.sma(this.feeds.a!.close, 2);
        b: ct.Line = ct.sma(this.feeds.b!.close, 3);
        #tell(member: string): void {
          told.push(`${member} ${this.feeds.a!.ready} ${this.feeds.b!.ready}`);
        }
        override prenext(): void {
          this.#tell("prenext");
        }
        override nextstart(): void {
          this.#tell("nextstart");
        }
        override next(): void {
          this.#tell("next");
        }
      }
      ct.backtest(Averages, { a: onDays([1, 2, 3, 4, 5]), b: onDays([3, 4, 5]) }, { ...conduct, start });
      return told;
    });
  assertEquals(run("all"), [
    "prenext false false",
    "prenext true false",
    "prenext true false",
    "prenext true false",
    "nextstart true true",
  ]);
  assertEquals(run("any"), [
    "prenext false false",
    "nextstart true false",
    "next true false",
    "next true false",
    "next true true",
  ]);
});

Deno.test("orders, positions and closes go by the feed's name, the first feed being the default", () => {
  const outcome = runScript({ aaa: risingBars(6), bbb: dailyBars([FLAT, FLAT, FLAT, FLAT, FLAT, FLAT]) }, {
    1: (s) => {
      s.buy({ size: 1 });
      s.buy({ feed: "bbb", size: 2, stopLoss: 50 });
    },
    3: (s) => {
      assertEquals([s.position.size, s.positionOf("aaa").size, s.positionOf(s.feeds.bbb!).size], [1, 1, 2]);
      s.close({ feed: "bbb" });
    },
    5: (s) => assertEquals([s.positionOf("aaa").size, s.positionOf("bbb").size], [1, 0]),
  });
  assertEquals(outcome.orders.map(({ feed, role, state }) => `${feed} ${role} ${state}`), [
    "aaa entry filled",
    "bbb entry filled",
    "bbb stopLoss cancelled",
    "bbb close filled",
  ]);
  assertEquals(outcome.fills.map(({ feed, price }) => [feed, price]), [["aaa", 101], ["bbb", 100], ["bbb", 100]]);
  assertEquals(outcome.trades.map(({ feed }) => feed), ["aaa", "bbb"]);
});

Deno.test("an order waits for the next bar of its own feed", () => {
  const outcome = runScript({ a: onDays([1, 2, 3, 4, 5]), b: onDays([1, 4]) }, {
    1: (s) => void s.buy({ feed: "b", size: 1 }),
  });
  assertEquals(fillLines(outcome), [[1, 4, "open", 1, 104]]);
});

Deno.test("an all-in rotation sells before it buys, whichever feed comes first", () => {
  const rows: Prices[] = [FLAT, FLAT, FLAT, FLAT, FLAT];
  const rotate = (first: string, second: string): unknown => {
    const outcome = runScript({ [first]: dailyBars(rows), [second]: dailyBars(rows) }, {
      1: (s) => void s.buy({ feed: "old" }),
      3: (s) => {
        s.buy({ feed: "new" });
        s.close({ feed: "old" });
      },
    });
    return outcome.fills.map(({ feed, side, size, bar }) => [feed, side, size, bar]);
  };
  const expected = [["old", "buy", 100, 1], ["old", "sell", 100, 3], ["new", "buy", 100, 3]];
  assertEquals([rotate("old", "new"), rotate("new", "old")], [expected, expected]);
});

Deno.test("an unknown feed is an error that lists those there are", () => {
  const acts: ((s: ct.Strategy) => unknown)[] = [
    (s) => s.feeds.msft!.close,
    (s) => s.positionOf("msft"),
    (s) => s.buy({ feed: "msft" }),
    (s) => s.close({ feed: "msft" }),
  ];
  class Strange extends ct.Strategy {
    override next(): void {
      this.close({ feed: Object.create(null) as string });
    }
  }
  assertThrows(() => ct.backtest(Strange, risingBars(2)), ct.StrategyError, ': there are "AAA"');
  for (const act of acts) {
    class Asks extends ct.Strategy {
      override next(): void {
        act(this);
      }
    }
    assertThrows(
      () => ct.backtest(Asks, { aapl: risingBars(2), goog: risingBars(2) }),
      ct.StrategyError,
      'Cannot find feed "msft": there are "aapl", "goog"',
    );
  }
});

Deno.test("an order on resampled lines is an error that names the feed they are made of", () => {
  class Asks extends ct.Strategy.with({}, ["aapl", "goog"]) {
    weeks = this.feeds.goog.resample("1w");
    override prenext(): void {
      this.next();
    }
    override next(): void {
      this.buy({ feed: this.weeks.name as "goog", size: 1 });
    }
  }
  assertThrows(
    () => ct.backtest(Asks, { aapl: risingBars(2), goog: risingBars(2) }),
    ct.StrategyError,
    'Cannot find feed "goog 1w": there are "aapl", "goog"; resampled lines cannot trade: place the order on the feed that ' +
      'they are made of, "goog"',
  );
});

Deno.test("names of feeds that were declared with the parameters are checked by the compiler", () => {
  class Pair extends ct.Strategy.with({}, ["aapl", "msft"]) {
    override next(): void {
      // @ts-expect-error There is no feed of that name.
      this.feeds.appl;
    }
  }
  assertThrows(() => ct.backtest(Pair, { aapl: risingBars(1), msft: risingBars(1) }), ct.StrategyError, '"appl"');
});

Deno.test("a feed that is not traded gives lines, and refuses orders with the reason", () => {
  const outcome = runScript({ aaa: risingBars(4), index: risingBars(4, { trade: false }) }, {
    1: (s) => {
      assertEquals(s.feeds.index!.close.now, 101);
      s.buy({ feed: "index", size: 1 });
      s.buy({ size: 1 });
    },
  });
  assertEquals(outcome.orders.map(({ feed, state, reason }) => `${feed} ${state} ${reason}`), [
    "index rejected notTraded",
    "aaa filled filled",
  ]);
  assertEquals(outcome.refusals.map(({ reason, feed }) => [reason, feed]), [["notTraded", "index"]]);
});

/** A feed of which a cut has left nothing. */
function cutToNothing(feed: ct.Bars): ct.Bars {
  const columns = Object.fromEntries(Object.keys(feed.columns).map((name) => [name, new Float64Array(0)]));
  return changedBars(feed, { length: 0, columns: columns as unknown as ct.BarColumns, extra: {} });
}

Deno.test("a feed without bars is legal: alone it makes a run of no steps", () => {
  class Buys extends ct.Strategy {
    override next(): void {
      this.buy();
    }
  }
  const result = ct.backtest(Buys, cutToNothing(risingBars(2)), { cash: 500 });
  assertEquals([result.equity.length, result.orders.length, result.stats.bars], [0, 0, 0]);
  assertEquals([result.stats.finalEquity, result.stats.start, result.stats.cagr], [500, null, null]);
  assertEquals(result.summary().includes("No trade: there are no bars"), true);
});

Deno.test('a feed without bars beside another: "all" never starts and says for which feed, "any" trades the other', () => {
  class Buys extends ct.Strategy.with({}) {
    override next(): void {
      if (this.feeds.a!.length === 2) this.buy({ feed: "a", size: 1 });
      if (this.feeds.a!.length === 4) this.buy({ feed: "b", size: 1 });
      assertEquals([this.feeds.b!.ready, this.feeds.b!.length, this.positionOf("b").value], [false, 0, 0]);
    }
  }
  const feeds = { a: risingBars(6), b: cutToNothing(risingBars(1)) };
  const all = onEveryEngine((conduct) => outcomeOf(ct.backtest(Buys, feeds, conduct)));
  assertEquals(all.orders, []);
  assertEquals(ct.backtest(Buys, feeds).summary().includes("never warm: 1 bars needed, 0 given"), true);
  const any = onEveryEngine((conduct) => outcomeOf(ct.backtest(Buys, feeds, { ...conduct, start: "any" })));
  assertEquals(any.orders.map(({ feed, state }) => `${feed} ${state}`), ["a filled", "b accepted"]);
});

Deno.test("the terms of a feed can differ from those of the others", () => {
  const outcome = onEveryEngine((conduct) => {
    class Buys extends ct.Strategy.with({}) {
      override next(): void {
        if (this.feeds.a!.length > 1) return;
        this.buy({ feed: "a", size: 2.5 });
        this.buy({ feed: "b", size: 2.5 });
      }
    }
    const options = { lot: 1, commission: { perOrder: 1 }, instruments: { b: { lot: 0.5, commission: 0.01 } } };
    return outcomeOf(ct.backtest(Buys, { a: risingBars(3), b: risingBars(3) }, { ...options, ...conduct }));
  });
  assertEquals(outcome.fills.map(({ feed, size, commission }) => [feed, size, commission]), [
    ["a", 2, 1],
    ["b", 2.5, 2.525],
  ]);
});

Deno.test("feeds of different timeframes whose stamp is unknown are refused with the remedy", () => {
  const times = ["2024-01-01 09:05", "2024-01-01 09:10"];
  const fiveMinutes = barsAt(times, [FLAT, FLAT]);
  class Idle extends ct.Strategy {}
  assertThrows(
    () => ct.backtest(Idle, { fast: fiveMinutes, slow: risingBars(2) }),
    RangeError,
    'whether its times are those at which bars open or close: pass stamp: "open" or "close" when ' +
      "reading it, or on a command line --stamp fast=open or --stamp fast=close",
  );
  ct.backtest(Idle, { fast: barsAt(times, [FLAT, FLAT], { stamp: "close" }), slow: risingBars(2) });
  ct.backtest(Idle, { one: fiveMinutes, other: fiveMinutes });
});

Deno.test("a feed whose times may be opens runs beside no feed of which it is known, of whatever timeframe", () => {
  const flat = { open: [10, 10, 10], high: [10, 10, 10], low: [10, 10, 10], close: [10, 10, 10] };
  const hours = ["2024-01-02 10:00", "2024-01-02 11:00", "2024-01-02 12:00"];
  const of = (name: string, stamp?: "open" | "close"): ct.Bars =>
    ct.bars({ time: hours, ...flat }, { name, timeframe: "1h", ...(stamp === undefined ? {} : { stamp }) });
  class Idle extends ct.Strategy {}
  for (const stamp of ["open", "close"] as const) {
    assertThrows(
      () => ct.backtest(Idle, { a: of("a", stamp), b: of("b") }),
      RangeError,
      'Cannot run feed "b" beside "a" while it is unknown whether its times are those at which bars open or close',
    );
  }
  ct.backtest(Idle, { a: of("a"), b: of("b") });
  ct.backtest(Idle, { a: of("a", "open"), b: of("b", "close") });
});
