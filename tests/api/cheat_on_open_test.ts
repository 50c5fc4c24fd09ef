/**
 * Decisions on opens under the profile `backtrader`, whose broker has the whole bar then: backtrader's cheat-on-open.
 *
 * @module
 */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { MemorySink, replay, RunLog } from "@cracktrader/cracktrader/replay";
import { prove } from "../../src/laws/mod.ts";
import { Random } from "../../src/laws/random.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { randomFeed } from "./random_feed.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";

const BARS: readonly Prices[] = [
  [100, 102, 99, 100],
  [101, 102, 99, 100],
  [97, 99, 96, 98],
  [98, 104, 97, 103],
  [106, 107, 101, 102],
];

const PROFILE = { profile: "backtrader", rules: { CHEAT_ON_OPEN: "ON" } } as const;

Deno.test("an order of an open stands in the row of its own bar, fills there, and is heard ahead of next", () => {
  const outcome = onEveryEngine((conduct) => {
    const told: string[] = [];
    class TradesGaps extends ct.Strategy.with({ gap: 0.02 }) {
      override nextOpen(): void {
        const { nextOpen, close, length } = this.data, gap = nextOpen / close.now - 1;
        told.push(`open ${nextOpen} behind bar ${length}, cash ${this.broker.cash}, held ${this.position.size}`);
        if (gap <= -this.params.gap) this.buy({ size: 10 });
        else if (gap >= this.params.gap) this.close();
      }

      override notifyOrder({ id, state }: ct.OrderView): void {
        told.push(`${id} ${state}`);
      }

      override next(): void {
        told.push(`next ${this.data.length}`);
      }
    }
    const result = ct.backtest(TradesGaps, dailyBars(BARS), { ...PROFILE, ...conduct });
    return { ...outcomeOf(result), told };
  });
  assertEquals(outcome.told, [
    ...["next 1", "open 101 behind bar 1, cash 10000, held 0", "next 2"],
    ...["open 97 behind bar 2, cash 10000, held 0", "1 submitted", "1 accepted", "1 filled", "next 3"],
    ...["open 98 behind bar 3, cash 9030, held 10", "next 4"],
    ...["open 106 behind bar 4, cash 9030, held 10", "2 submitted", "2 accepted", "2 filled", "next 5"],
  ]);
  assertEquals(outcome.fills.map(({ bar, side, price }) => [bar, side, price]), [[2, "buy", 97], [4, "sell", 106]]);
  assertEquals(outcome.orders.map(({ bar }) => bar), [2, 4]);
  assertEquals([outcome.cash, outcome.equity], [
    [10_000, 10_000, 9030, 9030, 10_090],
    [10_000, 10_000, 10_010, 10_060, 10_090],
  ]);
});

Deno.test("the lifetime of an order of an open begins with its bar, and its limit meets the whole bar", () => {
  class Bids extends ct.Strategy.with({}) {
    override nextOpen(): void {
      const { length, nextOpen } = this.data;
      // The first is reached in its own bar, the second in the one behind. The day of backtrader ends ahead of a daily bar.
      if (length === 1) this.buy({ size: 1, limit: nextOpen - 2, valid: { days: 1 } });
      if (length === 2) this.buy({ size: 2, limit: nextOpen - 1.5, valid: { days: 1 } });
      if (length === 3) this.sell({ size: 3, limit: nextOpen + 1, valid: "day" });
    }
  }
  const low = BARS.with(2, [97, 99, 96, 98]).with(3, [98, 104, 95, 103]);
  const outcome = onEveryEngine((conduct) => outcomeOf(ct.backtest(Bids, dailyBars(low), { ...PROFILE, ...conduct })));
  assertEquals(outcome.fills.map(({ orderId, bar, price }) => [orderId, bar, price]), [[1, 1, 99], [2, 3, 95.5]]);
  assertEquals(outcome.orders.map(({ state }) => state), ["filled", "filled", "expired"]);
});

Deno.test("a request that needs the close of the bar that begins, or a feed without one, is an error with a remedy", () => {
  const asks: readonly (readonly [string, (strategy: ct.Strategy) => unknown])[] = [
    ["Cannot target a value or a fraction in nextOpen", (strategy) => strategy.target({ fraction: 0.5 })],
    ["Cannot target a value or a fraction in nextOpen", (strategy) => strategy.target({ value: 500 })],
    ["Cannot sell with trail and no stop in nextOpen", (strategy) => strategy.sell({ trail: { percent: 2 } })],
  ];
  for (const [message, ask] of asks) {
    class Asks extends ct.Strategy.with({}) {
      override nextOpen(): void {
        ask(this);
      }
    }
    const error = assertThrows(() => ct.backtest(Asks, dailyBars(BARS), PROFILE), ct.StrategyError);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.message, "which nobody knows at its open; pass s");
  }
  const at = (time: string[]): ct.Bars => barsAt(time, BARS.slice(0, time.length), { timeframe: "1h", stamp: "close" });
  const feeds = {
    one: at(["2024-01-02 10:00", "2024-01-02 11:00", "2024-01-02 12:00"]),
    two: at(["2024-01-02 10:00"]),
  };
  for (const action of ["buy", "sell", "close", "target"] as const) {
    class Asks extends ct.Strategy.with({}) {
      override nextOpen(): void {
        this[action]({ feed: "two", size: 1 });
      }
    }
    const message = `Cannot ${action} in nextOpen where no bar of feed "two" begins`;
    assertThrows(() => ct.backtest(Asks, feeds, PROFILE), ct.StrategyError, message);
  }
});

Deno.test("without the rule nextOpen is refused in that profile, and the rule is refused in the other", () => {
  class Opens extends ct.Strategy.with({}) {
    override nextOpen(): void {}
  }
  const feed = dailyBars(BARS);
  assertThrows(
    () => ct.backtest(Opens, feed, { profile: "backtrader" }),
    RangeError,
    'Cannot call nextOpen of Opens with profile "backtrader", whose broker is not told to cheat on the open: pass rules: ' +
      '{ CHEAT_ON_OPEN: "ON" }',
  );
  assertThrows(
    () => ct.backtest(Opens, feed, { rules: { CHEAT_ON_OPEN: "ON" } }),
    RangeError,
    'Cannot use rule CHEAT_ON_OPEN "ON" without profile "backtrader"',
  );
});

/** Asks on opens, and now and then on closes, for orders of every kind; what it hears and sees decides. */
class RandomOpener extends ct.Strategy.with({ seed: 1 }) {
  average = ct.sma(this.data.close, 3);
  placed: ct.OrderView[] = [];
  heard = 0;

  override notifyOrder({ id, state }: ct.OrderView): void {
    this.heard = (this.heard * 31 + id + state.length) % 1009;
  }

  override next(): void {
    const random = new Random(this.params.seed + this.heard, this.data.length);
    if (random.chance(15)) {
      this.placed.push(this.buy({ size: 2, limit: this.data.close.now * 0.99, valid: { days: 2 } }));
    }
  }

  override nextOpen(): void {
    const { feeds, heard } = this, random = new Random(this.params.seed + heard, -this.data.length);
    const names = Object.keys(feeds).filter((name) => !Number.isNaN(feeds[name]!.nextOpen));
    const feed = random.pick(names), open = feeds[feed]!.nextOpen, last = this.placed.at(-1);
    // Another open makes another choice, so that a law hears of an open that should not be known.
    if (!random.chance(30 + Math.round(open * 100) % 50)) return;
    const held = this.positionOf(feed).size, away = open * 0.02;
    switch (random.below(9)) {
      case 0:
        return this.#keep(this.buy({ feed, size: 3 }));
      case 1:
        return this.#keep(this.sell({ feed, size: 2, limit: open + away, valid: "day" }));
      case 2:
        return this.#keep(this.buy({ feed, size: 1, stop: open + away / 2 }));
      case 3:
        return this.#keep(this.buy({ feed, size: 2, limit: open, stopLoss: open - away, takeProfit: open + away }));
      case 4:
        return this.#keep(this.sell({ feed, size: 1, stop: open - away, trail: { percent: 2 } }));
      case 5:
        return this.#keep(this.target({ feed, size: random.between(-4, 4) }));
      case 6:
        return this.#keep(this.sell({ feed, size: 1, onClose: true }));
      case 7:
        if (held !== 0) this.#keep(this.close({ feed })!);
        return;
      default:
        if (last?.alive && last.feed === feed) this.cancel(last);
    }
  }

  #keep(order: ct.OrderView): void {
    this.placed.push(order);
  }
}

const SETS: readonly Record<string, ct.Bars>[] = [
  { one: randomFeed("one", 5, 60, 300, 10) },
  {
    one: randomFeed("one", 6, 60, 240, 0),
    two: randomFeed("two", 7, 60, 240, 30),
    slow: randomFeed("slow", 8, 240, 60, 10),
  },
];

Deno.test("conduct changes nothing: lazily, step by step, with a log that replays, and resumed after any bar", async () => {
  for (const feeds of SETS) {
    const options = { ...PROFILE, commission: 0.001, cash: 3000 };
    const whole = onEveryEngine((conduct) => outcomeOf(ct.backtest(RandomOpener, feeds, { ...options, ...conduct })));
    assertEquals(whole.fills.length > 40, true, `${whole.fills.length} fills`);
    const kinds = new Set(whole.orders.map(({ type }) => type));
    assertEquals(kinds.size >= 5, true, [...kinds].join());
    for (const engineBackend of enginesUnderTest()) {
      const sink = new MemorySink();
      const logged = ct.backtest(RandomOpener, feeds, { ...options, engineBackend, replayLog: new RunLog(sink) });
      assertEquals(outcomeOf(logged), whole, engineBackend);
      for (const other of enginesUnderTest()) {
        const replayed = await replay(sink.bytes(), { engineBackend: other });
        assertEquals([replayed.difference, replayed.chain], [undefined, whole.chain], `${engineBackend} on ${other}`);
      }
    }
  }
  class Counts extends ct.Strategy.with({}) {
    opens = 0;

    override nextOpen(): void {
      this.opens++;
      if (this.position.size === 0) this.buy({ size: 3, stopLoss: this.data.nextOpen * 0.97 });
      else if (this.opens % 3 === 0) this.close();
    }
  }
  const saved: Uint8Array[] = [], checkpoint = { every: 1, save: (bytes: Uint8Array): void => void saved.push(bytes) };
  const given = { ...PROFILE, commission: 0.001 }, feed = dailyBars([...BARS, ...BARS, ...BARS]);
  const whole = ct.backtest(Counts, feed, { ...given, checkpoint });
  assertEquals([saved.length, whole.fills.length > 6], [15, true]);
  for (const resume of saved) {
    const resumed = ct.backtest(Counts, feed, { ...given, engineBackend: "wasm", resume });
    assertEquals([resumed.chain, resumed.markHash(), resumed.strategy.opens], [whole.chain, whole.markHash(), 14]);
    assertEquals([resumed.fills, resumed.orders], [whole.fills, whole.orders]);
  }
});

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`the laws hold of decisions on opens that cheat, on ${engineBackend}`, async () => {
    for (const feeds of SETS) {
      const proof = await prove(RandomOpener, feeds, { ...PROFILE, engineBackend, cash: 3000, cuts: 4 });
      // Law 7 is about strategies that know no prices, and this one decides by their digits.
      for (const law of [1, 2, 3, 4, 5, 8]) {
        const { verdict, counterExample } = proof.laws.find((report) => report.law === law)!;
        assertEquals([verdict, counterExample], ["held", undefined], `law ${law}`);
      }
    }
  });

  Deno.test(`law 8 finds one that knows the close of the bar that begins, on ${engineBackend}`, async () => {
    const one = randomFeed("one", 5, 60, 200, 0), { close } = one.columns;
    class Knows extends ct.Strategy.with({}) {
      override nextOpen(): void {
        if (close[this.data.length]! > this.data.nextOpen) this.buy({ size: 1 });
      }
    }
    const { laws } = await prove(Knows, { one }, { ...PROFILE, engineBackend, cuts: 4 });
    assertEquals(laws.find(({ law }) => law === 8)?.verdict, "failed");
  });
}

Deno.test("one more feed that nobody trades changes nothing for a strategy that decides on opens", async () => {
  class Gaps extends ct.Strategy.with({}) {
    override nextOpen(): void {
      if (this.data.nextOpen < this.data.close.now) this.buy({ size: 1 });
      else if (this.position.size > 0) this.close();
    }
  }
  const { laws } = await prove(Gaps, dailyBars([...BARS, ...BARS]), { ...PROFILE, cuts: 2 });
  const law = laws.find((report) => report.law === 7)!;
  assertEquals([law.verdict, law.counterExample], ["held", undefined]);
});
