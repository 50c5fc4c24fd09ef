/** The profile `backtrader` as a user meets it: what it refuses by name, and what it says. */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { MemorySink, replay, RunLog } from "@cracktrader/cracktrader/replay";
import { enginesUnderTest } from "../engines.ts";

const prices = {
  open: [10, 11, 12, 13],
  high: [11, 12, 13, 14],
  low: [9, 10, 11, 12],
  close: [10.5, 11.5, 12.5, 13.5],
};
const time = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
const feed = ct.bars({ time, ...prices }, { name: "made" });

const PROFILE = { profile: "backtrader", engineBackend: "typescript" } as const;

/** Returns a strategy that acts on its first bar. */
function acting(act: (strategy: ct.Strategy) => void) {
  return class Acting extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) act(this);
    }
  };
}

Deno.test("options that would say something else than backtrader does are errors with their names", () => {
  const Idle = acting(() => {});
  const options: readonly (readonly [ct.BacktestOptions, string])[] = [
    [{ closeAtEnd: true }, 'Cannot use closeAtEnd true with the queue model of profile "backtrader"'],
    [{ onRuin: "stop" }, 'Cannot use onRuin "stop"'],
    [{ limitFill: "through" }, 'Cannot use limitFill "through"'],
    [{ moneyUnit: 0.01 }, "Cannot use moneyUnit 0.01"],
    [{ tick: 0.01 }, 'Cannot use tick 0.01 of feed "made"'],
    [
      { leverage: 2 },
      'Cannot use leverage 2 of feed "made" with the queue model of profile "backtrader": pass backtrader:',
    ],
    [{ slippage: 0.01 }, "pass backtrader: { slippage: { perc: 0.01 } }"],
    [{ backtrader: { margin: -1 } }, 'Cannot use margin -1 of feed "made": pass a number above 0'],
    [{ flatAt: "close" }, 'Cannot use flatAt "close" of feed "made"'],
    [{ instruments: { made: { lot: 1 } } }, 'Cannot use lot 1 of feed "made"'],
  ];
  for (const [given, message] of options) {
    assertThrows(() => ct.backtest(Idle, feed, { ...PROFILE, ...given }), RangeError, message);
  }
});

Deno.test("futures set a margin aside and settle each bar, and the summary tells the terms", () => {
  const terms = {
    multiplier: 10,
    commission: { perUnit: 2 },
    backtrader: { margin: 1000, leverage: 2, filler: { size: 9 } },
  };
  const seen: number[][] = [];
  class Hold extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.buy({ size: 2 });
      seen.push([this.broker.cash, this.position.value, this.position.openProfit]);
    }
  }
  const traded = ct.bars({ time, ...prices, volume: [90, 90, 90, 90] }, { name: "made" });
  const result = ct.backtest(Hold, traded, { ...PROFILE, ...terms });
  // Two contracts at 11: 2 * 1000 / 2 are set aside and 4 paid; then each bar pays 2 * 10 for a point.
  assertEquals(seen, [[10_000, 0, 0], [9006, 2000, 10], [9026, 2000, 30], [9046, 2000, 50]]);
  assertEquals(result.fills.map(({ notional, commission }) => [notional, commission]), [[220, 4]]);
  assertStringIncludes(result.summary(), "margin 1000, leverage 2, filler size 9");
  assertStringIncludes(result.summary(), "commission 2 per unit");
  assertEquals(result.configuration.instruments[0]!.backtrader, terms.backtrader);
  assertEquals(ct.readResult(JSON.stringify(result)).summary(), result.summary());
});

Deno.test("the exact profile refuses terms of backtrader by name", () => {
  const Idle = acting(() => {});
  const message = 'Cannot use backtrader of feed "made": its terms are those of profile "backtrader"';
  assertThrows(() => ct.backtest(Idle, feed, { backtrader: { leverage: 2 } }), RangeError, message);
});

Deno.test("order options that backtrader has not are errors with their names and a remedy", () => {
  const calls: readonly (readonly [(strategy: ct.Strategy) => void, string])[] = [
    [(s) => s.buy({ cash: 100 }), "Cannot buy with cash"],
    [(s) => s.sell({ fraction: 0.5 }), "Cannot sell with fraction"],
    [(s) => s.sell({ size: 1, reduceOnly: true }), "Cannot sell with reduceOnly"],
    [(s) => s.replace(s.buy({ limit: 9 }), { limit: 8 }), "Cannot replace order 1"],
    [(s) => s.oco([{ side: "buy", limit: 9 }, { side: "sell", stop: 8 }]), "Cannot make a group with the queue model"],
    [(s) => s.buy({ limitOffset: 1 }), "Cannot buy with limitOffset and no trail"],
    [(s) => s.buy({ trail: { amount: 0 } }), "Cannot use trail amount 0: pass a number above 0"],
    [(s) => s.buy({ trail: {} as ct.Trail }), "Cannot use trail {}: pass { amount: 2 } or { percent: 3 }"],
    [(s) => s.buy({ trail: { amount: 1 }, onClose: true }), "Cannot buy with trail and onClose"],
    [(s) => s.buy({ trail: { amount: 1 }, limit: 9, limitOffset: 1 }), "Cannot buy with limit and limitOffset"],
  ];
  for (const [call, message] of calls) {
    assertThrows(() => ct.backtest(acting(call), feed, PROFILE), ct.StrategyError, message);
  }
});

Deno.test("an order without a size is one unit, and a target that is reached makes none", () => {
  const seen: unknown[] = [];
  const act = acting((strategy) => {
    seen.push(strategy.close(), strategy.target({ size: 0 }).reason);
    strategy.buy();
  });
  const { fills, orders } = ct.backtest(act, feed, PROFILE);
  assertEquals(seen, [null, "onTarget"]);
  assertEquals([fills.map(({ size, price }) => [size, price]), orders.length], [[[1, 11]], 1]);
});

Deno.test("the summary tells of doubles, and an explanation is refused by name", () => {
  const result = ct.backtest(acting((s) => void s.buy()), feed, PROFILE);
  assertStringIncludes(result.summary(), "made: prices and sizes as they are");
  assertEquals(/closeAtEnd|not snapped/.test(result.summary()), false);
  assertThrows(() => result.explain(1), TypeError, "Cannot explain a run of the queue model");
});

Deno.test("conduct changes nothing: step by step, with a replay log, with a log, and saved and read again", async () => {
  const Cross = class Cross extends ct.Strategy.with({}) {
    override next(): void {
      if (this.position.size === 0) this.buy({ size: 3, stopLoss: 9, takeProfit: 12.25 });
    }
  };
  const options = PROFILE, plain = ct.backtest(Cross, feed, options);
  const lines: string[] = [];
  const logged = ct.backtest(Cross, feed, {
    ...options,
    stepByStep: true,
    logger: ct.jsonLinesLogger((line) => void lines.push(line)),
  });
  assertEquals([logged.chain, logged.markHash()], [plain.chain, plain.markHash()]);
  assertEquals(lines.length > 0, true);
  const sink = new MemorySink(), recorded = ct.backtest(Cross, feed, { ...options, replayLog: new RunLog(sink) });
  assertEquals([recorded.chain, recorded.markHash()], [plain.chain, plain.markHash()]);
  const replayed = await replay(sink.bytes(), { engineBackend: "wasm" });
  assertEquals([replayed.difference, replayed.chain], [undefined, plain.chain]);
  const read = ct.readResult(JSON.stringify(plain));
  assertEquals([read.markHash(), read.fills], [plain.markHash(), plain.fills]);
  assertEquals(plain.fills.map(({ side, size, price }) => [side, size, price]), [["buy", 3, 11], ["sell", 3, 12.25], [
    "buy",
    3,
    13,
  ]]);
});

Deno.test("a run that is resumed after any bar, on another engine, ends as the run that was not, with reads in their order", () => {
  const flat = [10, 11, 12, 11, 13, 12];
  const columns = {
    open: flat,
    high: flat.map((price) => price + 1),
    low: flat.map((price) => price - 1),
    close: flat,
  };
  const time = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];
  const feeds = { one: ct.bars({ time, ...columns }), two: ct.bars({ time: time.slice(1), ...cut(columns) }) };
  class Both extends ct.Strategy.with({}, ["one", "two"]) {
    trades = 0;

    override start(): void {
      this.trades += Math.abs(this.positionOf("two").size);
    }

    override notifyTrade(): void {
      this.trades++;
    }

    override notifyOrder(): void {}

    override next(): void {
      if (this.data.length % 2 === 0) this.buy({ feed: "two", size: 0.3, stopLoss: 9.5, takeProfit: 13.5 });
      else if (this.positionOf("one").size === 0) this.buy({ size: 0.7 });
      else this.close();
    }
  }
  const saved: Uint8Array[] = [], checkpoint = { every: 1, save: (bytes: Uint8Array): void => void saved.push(bytes) };
  const whole = ct.backtest(Both, feeds, { ...PROFILE, commission: 0.001, checkpoint });
  assertEquals(saved.length, 6);
  for (const resume of saved) {
    const options = { profile: "backtrader", engineBackend: "wasm", commission: 0.001, resume } as const;
    const resumed = ct.backtest(Both, feeds, options);
    assertEquals([resumed.chain, resumed.markHash()], [whole.chain, whole.markHash()]);
    assertEquals([resumed.fills, resumed.trades, resumed.orders], [whole.fills, whole.trades, whole.orders]);
    assertEquals(resumed.strategy.trades, whole.strategy.trades);
  }
});

function cut<Columns extends Readonly<Record<string, readonly number[]>>>(columns: Columns): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.slice(1)]),
  ) as unknown as Columns;
}

// The library that the laws open stays loaded.
Deno.test(
  "the laws hold under the profile, but for those that ask for whole numbers",
  { sanitizeResources: false },
  async () => {
    class Dips extends ct.Strategy.with({}) {
      average = ct.sma(this.data.close, 5);

      override next(): void {
        const close = this.data.close.now, away = 0.03 * close;
        if (this.position.size === 0 && close < this.average.now) {
          this.buy({ size: 1.5, limit: close, valid: { days: 4 }, stopLoss: close - away, takeProfit: close + away });
        } else if (this.position.size > 5) this.close();
      }
    }
    const { laws, verdict } = await ct.prove(Dips, await ct.sample("aapl"), {
      profile: "backtrader",
      commission: 0.001,
      engineBackend: "typescript",
      cuts: 3,
    });
    const held = (law: number): string | undefined => laws.find((report) => report.law === law)?.verdict;
    assertEquals(verdict, "held");
    assertEquals([1, 2, 3, 4, 5, 7, 8].map(held), Array.from({ length: 7 }, () => "held"));
    assertEquals([9, 11].map(held), ["not applicable", "not applicable"]);
  },
);

Deno.test("a group that ends is cancelled from the end of the queue on, outside of a step and amid one", () => {
  const flat = [20, 20, 20, 20, 20], dates = [...time, "2024-01-08"];
  // The third order fills while the step has tried the first two, which stand behind the fourth then.
  const fills = { open: flat, high: flat, low: flat.with(3, 12), close: flat };
  const runs: readonly (readonly [ct.Bars, boolean, string])[] = [
    [ct.bars({ time: dates, open: flat, high: flat, low: flat, close: flat }, { name: "made" }), true, "2 4 3 1"],
    [ct.bars({ time: dates, ...fills }, { name: "made" }), false, "2 1 4"],
  ];
  for (const [feed, byHand, expected] of runs) {
    for (const engineBackend of enginesUnderTest()) {
      const told: number[] = [];
      class Groups extends ct.Strategy.with({}) {
        orders: ct.OrderView[] = [];

        override next(): void {
          const { length } = this.data;
          for (const limit of length === 1 ? [10, 11, 13, 9] : []) {
            const leader = this.orders[0];
            this.orders.push(this.buy({ size: 1, limit, ...(leader === undefined ? {} : { oco: leader }) }));
          }
          if (byHand && length === 3) this.cancel(this.orders[1]!);
        }

        override notifyOrder({ id, state }: ct.OrderView): void {
          if (state === "cancelled") told.push(id);
        }
      }
      ct.backtest(Groups, feed, { profile: "backtrader", engineBackend, checks: true });
      assertEquals(told.join(" "), expected, engineBackend);
    }
  }
});
