/**
 * The life of a strategy: construction, start, bars, stop; its parameters; and what becomes of its exceptions.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, risingBars } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";

Deno.test("prenext, nextstart and next come as the longest line warms up, between start and stop", () => {
  const calls = onEveryEngine((conduct) => {
    const calls: string[] = [];
    class Counts extends ct.Strategy.with({ period: 3 }) {
      average: ct.Line = ct.sma(ct.sma(this.data.close, this.params.period), 2);
      override start(): void {
        calls.push("start");
      }
      override prenext(): void {
        calls.push(`prenext ${this.data.length} ${this.average.ready}`);
      }
      override nextstart(): void {
        calls.push(`nextstart ${this.data.length} ${this.average.ready}`);
      }
      override next(): void {
        calls.push(`next ${this.data.length}`);
      }
      override stop(): void {
        calls.push("stop");
      }
    }
    const result = ct.backtest(Counts, risingBars(6), conduct);
    assertEquals(result.stats.warmUpBars, 3);
    return calls;
  });
  assertEquals(calls, [
    "start",
    "prenext 1 false",
    "prenext 2 false",
    "prenext 3 false",
    "nextstart 4 true",
    "next 5",
    "next 6",
    "stop",
  ]);
});

Deno.test("without lines next comes on the first bar, and a base without parameters needs no with", () => {
  const lengths: number[] = [];
  class Plain extends ct.Strategy {
    override next(): void {
      lengths.push(this.data.length);
    }
  }
  const result = ct.backtest(Plain, risingBars(3));
  assertEquals([lengths, result.strategyName, result.stats.warmUpBars], [[1, 2, 3], "Plain", 0]);
});

Deno.test("orders may be placed in prenext", () => {
  class Early extends ct.Strategy.with({}) {
    average: ct.Line = ct.sma(this.data.close, 3);
    override prenext(): void {
      if (this.data.length === 1) this.buy({ size: 1 });
    }
  }
  assertEquals(ct.backtest(Early, risingBars(4)).fills.map(({ bar }) => bar), [1]);
});

Deno.test("lines declared in start count for the warm-up", () => {
  const bars: number[] = [];
  class Late extends ct.Strategy.with({}) {
    average: ct.Line | null = null;
    override start(): void {
      this.average = ct.sma(this.data.close, 3);
    }
    override next(): void {
      bars.push(this.average!.now);
    }
  }
  ct.backtest(Late, risingBars(4));
  assertEquals(bars, [102, 103]);
});

Deno.test("every action throws in the constructor, in start and in stop, and the message says where orders belong", () => {
  const actions: Record<string, (s: ct.Strategy) => void> = {
    buy: (s) => void s.buy(),
    sell: (s) => void s.sell(),
    close: (s) => void s.close(),
    cancel: (s) => s.cancel({} as ct.OrderView),
    replace: (s) => s.replace({} as ct.OrderView, { limit: 1 }),
  };
  for (const [name, act] of Object.entries(actions)) {
    class InConstructor extends ct.Strategy.with({}) {
      constructor(context: ct.StrategyContext) {
        super(context);
        act(this as unknown as ct.Strategy);
      }
    }
    class InStart extends ct.Strategy.with({}) {
      override start(): void {
        act(this as unknown as ct.Strategy);
      }
    }
    class InStop extends ct.Strategy.with({}) {
      override stop(): void {
        act(this as unknown as ct.Strategy);
      }
    }
    for (const strategy of [InConstructor, InStart, InStop]) {
      const error = assertThrows(
        () => ct.backtest(strategy, risingBars(3)),
        ct.StrategyError,
        "orders are placed on bars, in next() and notifications",
        `${name} ${strategy.name}`,
      );
      assert(error.message.includes(`Cannot ${name} in `), error.message);
      assertEquals(error.strategy, strategy.name);
      assert(error.cause instanceof TypeError);
    }
  }
});

Deno.test("an exception stops the run with strategy, member, bar and time, and keeps its cause", () => {
  const cause = new Error("no such thing");
  class Breaks extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 3) throw cause;
    }
  }
  const error = assertThrows(() => ct.backtest(Breaks, risingBars(5)), ct.StrategyError, "no such thing");
  assertEquals([error.strategy, error.member, error.name], ["Breaks", "next", "StrategyError"]);
  assert(error.cause === cause);
  assert(error.message.startsWith("Breaks.next failed at bar "), error.message);
  assert(error.message.includes("2024-01-03"), error.message);
});

Deno.test("an exception names the member that threw it", () => {
  const member = (act: (name: string) => void, several: boolean): string => {
    class Breaks extends ct.Strategy.with({}) {
      average: ct.Line = ct.sma(this.data.close, 2);
      override start(): void {
        act("start");
      }
      override prenext(): void {
        act("prenext");
        this.buy({ size: 1 });
      }
      override nextstart(): void {
        act("nextstart");
      }
      override notifyOrder(): void {
        act("notifyOrder");
      }
      override notifyTrade(): void {
        act("notifyTrade");
      }
      override notifyCash(): void {
        act("notifyCash");
      }
      override next(): void {
        act("next");
      }
      override stop(): void {
        act("stop");
      }
    }
    const feed = risingBars(6), feeds = several ? { one: feed, two: feed } : feed;
    return assertThrows(() => ct.backtest(Breaks, feeds), ct.StrategyError).member;
  };
  const names = ["start", "prenext", "nextstart", "next", "stop", "notifyCash", "notifyOrder", "notifyTrade"];
  for (const several of [false, true]) {
    for (const name of names) {
      const thrower = (called: string): void => {
        if (called === name) throw new Error("stop here");
      };
      assertEquals(member(thrower, several), name, `${name}, several feeds: ${several}`);
    }
  }
});

Deno.test("a strategy may throw a value that is not an Error", () => {
  class Breaks extends ct.Strategy.with({}) {
    override next(): void {
      throw "a text";
    }
  }
  assertThrows(() => ct.backtest(Breaks, risingBars(2)), ct.StrategyError, "a text");
});

Deno.test("a strategy made by hand throws and says what to do instead", () => {
  class SmaCross extends ct.Strategy.with({ fast: 10 }) {}
  assertThrows(
    () => Reflect.construct(SmaCross, []),
    TypeError,
    "Cannot make a SmaCross by hand: pass the class to ct.backtest",
  );
});

Deno.test("params come with their defaults, are frozen, and a run changes only its own", () => {
  const seen: unknown[] = [];
  class Params extends ct.Strategy.with({ fast: 10, slow: 30, label: "x", on: true }) {
    override start(): void {
      seen.push({ ...this.params });
      assert(Object.isFrozen(this.params));
    }
  }
  ct.backtest(Params, risingBars(1));
  ct.backtest(Params, risingBars(1), { params: { slow: 20, on: false } });
  ct.backtest(Params, risingBars(1));
  const defaults = { fast: 10, slow: 30, label: "x", on: true };
  assertEquals(seen, [defaults, { ...defaults, slow: 20, on: false }, defaults]);
});

Deno.test("a misspelt parameter does not compile, and is an error at run time that lists those there are", () => {
  class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {}
  assertThrows(
    // @ts-expect-error There is no parameter of that name.
    () => ct.backtest(SmaCross, risingBars(1), { params: { fasst: 5 } }),
    RangeError,
    'Cannot find parameter "fasst" of SmaCross: there are "fast", "slow"',
  );
  // @ts-expect-error A parameter keeps its type.
  const wrong = (): unknown => ct.backtest(SmaCross, risingBars(1), { params: { fast: "5" } });
  assert(wrong !== undefined);
});

Deno.test("a line that is read before the first bar says so", () => {
  class Early extends ct.Strategy.with({}) {
    first: number = this.data.close.now;
  }
  assertThrows(() => ct.backtest(Early, risingBars(2)), ct.StrategyError, "before the first bar");
  class TooFar extends ct.Strategy.with({}) {
    override next(): void {
      this.data.close.ago(1);
    }
  }
  assertThrows(() => ct.backtest(TooFar, risingBars(2)), ct.StrategyError, 'Cannot read line "close" of feed "AAA"');
});

Deno.test("orders with options that do not exist, or of the wrong kind, are errors and never orders", () => {
  const wrong: [unknown, string][] = [
    [{ size: 1, sl: 95 }, 'Cannot use option "sl" of buy'],
    [{ price: 95 }, 'Cannot use option "price" of buy'],
    [10, "Cannot buy with 10"],
    [null, "Cannot buy with null"],
    [{ size: "1" }, 'Cannot use size "1": pass a number'],
    [{ size: Infinity }, "Cannot use size Infinity"],
    [{ size: NaN }, "Cannot use size NaN"],
    [{ fraction: 1.5 }, "Cannot use fraction 1.5"],
    [{ cash: NaN }, "Cannot use cash NaN"],
    [{ limit: NaN }, "Cannot use limit NaN"],
    [{ stop: -Infinity }, "Cannot use stop -Infinity"],
    [{ stopLoss: Infinity }, "Cannot use stopLoss Infinity"],
    [{ size: 1, cash: 10 }, "size is said in 2 ways"],
    [{ onClose: true, limit: 5 }, "onClose with a limit"],
    [{ feed: "bbb" }, 'Cannot find feed "bbb": there are "AAA"'],
  ];
  for (const [options, message] of wrong) {
    class Wrong extends ct.Strategy.with({}) {
      override next(): void {
        this.buy(options as ct.OrderOptions);
      }
    }
    assertThrows(() => ct.backtest(Wrong, risingBars(2)), ct.StrategyError, message);
  }
});

Deno.test("a bad option of a backtest is an error that names it", () => {
  class Idle extends ct.Strategy.with({}) {}
  const wrong: [ct.BacktestOptions, string][] = [
    [{ cash: 0 }, "Cannot start with cash 0"],
    [{ cash: -5 }, "Cannot start with cash -5"],
    [{ cash: NaN }, "Cannot start with cash NaN"],
    [{ cash: Infinity }, "Cannot start with cash Infinity"],
    [{ cash: 1e8, moneyUnit: 0.000001 }, "Cannot use cash 100000000"],
    [{ limitFill: "touched" as "touch" }, `pass "touch" or "through"`],
    [{ profile: "exactly" as "exact" }, 'Cannot use profile "exactly": pass "exact" or "backtrader"'],
    [{ engineBackend: "rusty" as "rust" }, 'Cannot use "rusty" as engineBackend'],
    [{ rules: { CANSEL: "WORKS" } }, 'Cannot find rule "CANSEL"'],
    [{ rules: { CANCEL: "PERHAPS" } }, 'Cannot use choice "PERHAPS" of rule CANCEL'],
    [{ instruments: { BBB: {} } }, 'Cannot find feed "BBB" of the option instruments: there are "AAA"'],
    [{ slippage: 1.5 }, "Cannot use slippage"],
    [{ moneyUnit: 0 }, "Cannot use moneyUnit 0"],
  ];
  for (const [options, message] of wrong) {
    assertThrows(() => ct.backtest(Idle, dailyBars([[1, 1, 1, 1]]), options), RangeError, message);
  }
  assertThrows(() => ct.backtest(Idle, {}), RangeError, "Cannot run without a feed");
});
