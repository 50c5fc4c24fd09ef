/**
 * Lines that wake a strategy: `next` runs where one of them is not 0 and on bars with news, however the run is made.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { RunLog } from "../../src/replay/mod.ts";
import { Random } from "../../src/laws/random.ts";
import { prove } from "../../src/laws/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices, risingBars } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";

/** Hourly bars of a random walk; some are missing. */
function walk(seed: number, count: number, hours = 1, missing = 0): ct.Bars {
  const random = new Random(seed), time: string[] = [], rows: Prices[] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = price, close = price = Math.max(2000, price + random.between(-150, 150));
    if (random.chance(missing)) continue;
    time.push(new Date(Date.UTC(2024, 0, 1, bar * hours)).toISOString());
    rows.push([
      open / 100,
      (Math.max(open, close) + random.below(40)) / 100,
      (Math.min(open, close) - random.below(40)) / 100,
      close / 100,
    ]);
  }
  return barsAt(time, rows, { timeframe: `${hours}h`, stamp: "close" });
}

/** A line of own values: an indicator of this package's users, which is made bar by bar. */
function ownLine(close: ct.Line, valueOf: (close: number) => number): ct.Line {
  return ct.indicator({ name: "own", inputs: [close], update: () => valueOf });
}

/** Runs a strategy in all ways and returns the bars, counted from 1, on which next ran. */
function nextBars(
  feed: ct.Bars,
  make: (calls: number[]) => new (context: ct.StrategyContext) => ct.Strategy,
  options: ct.BacktestOptions = {},
): number[] {
  return onEveryEngine((conduct) => {
    const calls: number[] = [];
    ct.backtest(make(calls) as ct.StrategyClass<ct.Params>, feed, { ...options, ...conduct });
    return calls;
  });
}

Deno.test("next runs where a line is neither 0 nor NaN, and nowhere else", () => {
  const values = [0, 1, NaN, -1, 0, -0, 0.5, 1e-300];
  const feed = ct.bars({ ...columnsOf(values.length), signal: values });
  const calls = nextBars(feed, (calls) =>
    class extends ct.Strategy {
      signal: ct.Line = this.wake(this.data.line("signal"));
      override next(): void {
        calls.push(this.data.length);
      }
    });
  assertEquals(calls, [2, 4, 7, 8]);
});

function columnsOf(count: number): ct.BarsInput {
  const column = Array.from({ length: count }, () => 10);
  const time = column.map((_value, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
  return { time, open: column, high: column, low: column, close: column };
}

Deno.test("next runs where any of several lines is not 0, whichever call named it", () => {
  const calls = nextBars(risingBars(8), (calls) =>
    class extends ct.Strategy {
      constructor(context: ct.StrategyContext) {
        super(context);
        const { close } = this.data;
        this.wake(close.equals(103), close.equals(106));
        this.wake(ownLine(close, (price) => price === 107 ? 1 : 0));
      }
      override next(): void {
        calls.push(this.data.length);
      }
    });
  assertEquals(calls, [3, 6, 7]);
});

Deno.test("the first value of a line comes back, so that a field can name it", () => {
  let same = false;
  class Named extends ct.Strategy {
    line = ct.sma(this.data.close, 2);
    other = this.data.open.above(0);
    back = this.wake(this.line, this.other);
    override next(): void {
      same = this.back === this.line;
    }
  }
  ct.backtest(Named, risingBars(3));
  assert(same);
});

Deno.test("next runs on the bar on which a fill, an end or a refusal can be seen, and not for an acceptance", () => {
  const feed = dailyBars([
    [10, 11, 9, 10],
    [10, 11, 9, 10],
    [10, 11, 9, 10],
    [10, 11, 8, 10],
    [10, 11, 9, 10],
    [10, 12, 9, 10],
    [10, 11, 9, 10],
    [10, 11, 9, 10],
    [10, 11, 9, 10],
    [10, 11, 9, 10],
  ]);
  const make = (calls: number[], heard: string[]) =>
    class extends ct.Strategy {
      first: ct.Line = this.wake(this.data.low.equals(9).and(this.data.time.atMost(FIRST_US)));
      override next(): void {
        const bar = this.data.length;
        calls.push(bar);
        if (bar === 1) this.buy({ size: 1, limit: 8.5, takeProfit: 11.5 });
        else if (bar === 6) this.buy({ size: 1, stopLoss: 20 });
        else if (bar === 7) this.close();
      }
      override notifyOrder(order: ct.OrderView): void {
        heard.push(order.state);
      }
    };
  const FIRST_US = Date.UTC(2024, 0, 2) * 1000 - 1, heard: string[] = [];
  // The limit fills on bar 4, its target on bar 6; the entry of bar 6 is refused, and closing nothing has a diagnostic.
  assertEquals(nextBars(feed, (calls) => make(calls, heard)), [1, 4, 6, 7, 8]);
  assert(heard.includes("accepted"));
});

Deno.test("next runs on the bar of a timer, and notifyCash wakes nobody", () => {
  const told: number[] = [];
  const calls = nextBars(
    dailyBars(Array.from({ length: 14 }, (): Prices => [10, 11, 9, 10])),
    (calls) =>
      class extends ct.Strategy {
        never: ct.Line = this.wake(this.data.close.below(0));
        mondays: ct.Timer = this.timer({ at: "09:00", weekdays: [1] }, () => {});
        override notifyCash(): void {
          told.push(this.data.length);
        }
        override next(): void {
          calls.push(this.data.length);
        }
      },
  );
  assertEquals([calls, told.length % 14, told.length > 0], [[1, 8], 0, true]);
});

Deno.test("prenext runs on each bar of the warm-up, and nextstart once: next within it only where a line is not 0", () => {
  const feed = risingBars(6);
  for (const [level, expected] of [[103, ["pre 1", "pre 2", "next 3"]], [105, ["pre 1", "pre 2", "next 5"]]] as const) {
    const seen = onEveryEngine((conduct) => {
      const seen: string[] = [];
      class Warms extends ct.Strategy {
        average: ct.Line = ct.sma(this.data.close, 3);
        at: ct.Line = this.wake(this.data.close.equals(level));
        override prenext(): void {
          seen.push(`pre ${this.data.length}`);
        }
        override next(): void {
          seen.push(`next ${this.data.length}`);
        }
      }
      ct.backtest(Warms, feed, conduct);
      return seen;
    });
    assertEquals(seen, [...expected]);
  }
  const seen = onEveryEngine((conduct) => {
    const seen: string[] = [];
    class Starts extends ct.Strategy {
      average: ct.Line = ct.sma(this.data.close, 3);
      at: ct.Line = this.wake(this.data.close.equals(105));
      override nextstart(): void {
        seen.push(`start ${this.data.length}`);
        super.nextstart();
      }
      override next(): void {
        seen.push(`next ${this.data.length}`);
      }
    }
    ct.backtest(Starts, feed, conduct);
    return seen;
  });
  assertEquals(seen, ["start 3", "next 5"]);
});

/** Trades where one of its lines is not 0 and on news, at random, and does nothing elsewhere. */
function trader(sleeps: boolean, calls: string[] = []): ct.StrategyClass<{ seed: number }> {
  return class Trader extends ct.Strategy.with({ seed: 1 }) {
    readonly lines: readonly ct.Line[];
    filled = 0;

    constructor(context: ct.StrategyContext) {
      super(context);
      const { close } = this.data, names = Object.keys(this.feeds);
      const lines = [ct.crossover(ct.sma(close, 3), ct.sma(close, 8))];
      if (this.params.seed % 3 === 0) lines.push(ownLine(close, (price) => Math.floor(price * 100) % 7 === 0 ? 1 : 0));
      if (this.params.seed % 4 === 0) lines.push(ct.crossover(this.data.resample("6h").close, 100));
      if (names.length > 1) {
        const other = this.feeds[names[1]!]!.close;
        lines.push(ct.crossover(close.dividedBy(other), 1), ct.crossover(other, 100));
      }
      this.lines = lines;
      if (sleeps) this.wake(lines[0]!, ...lines.slice(1));
    }

    override next(): void {
      const fills = Object.values(this.feeds).reduce((sum, { name }) => sum + this.positionOf(name).size, 0);
      const isNews = fills !== this.filled;
      this.filled = fills;
      if (!isNews && !this.lines.some((line) => line.clock.index >= 0 && line.now !== 0 && !Number.isNaN(line.now))) {
        return;
      }
      calls.push(`${this.data.length} ${isNews}`);
      const random = new Random(this.params.seed, this.data.length), price = this.data.close.now;
      const feed = random.pick(Object.keys(this.feeds));
      if (isNews && random.chance(50)) return;
      if (random.chance(30)) this.close({ feed });
      else if (random.chance(50)) this.buy({ size: random.between(1, 5), feed });
      else this.buy({ size: 2, limit: price * 0.99, stopLoss: price * 0.95, takeProfit: price * 1.01 });
    }
  };
}

Deno.test("a run that sleeps is the run that does not, for a strategy that does nothing where its lines are 0", () => {
  let fills = 0, skipped = 0;
  for (let seed = 1; seed <= 24; seed++) {
    const first = walk(seed, 300),
      feeds: Record<string, ct.Bars> = seed % 2 === 0 ? { a: first, b: walk(seed + 100, 100, 3, 10) } : { a: first };
    const options: ct.BacktestOptions<{ seed: number }> = {
      params: { seed },
      start: seed % 5 === 0 ? "any" : "all",
      ...(seed % 7 === 0 ? { from: "2024-01-05" } : {}),
    };
    const runs = [false, true].map((sleeps) =>
      onEveryEngine((conduct) => {
        const calls: string[] = [];
        const outcome = outcomeOf(ct.backtest(trader(sleeps, calls), feeds, { ...options, ...conduct }));
        return { outcome, calls };
      })
    );
    assertEquals(runs[1], runs[0], `seed ${seed}`);
    fills += runs[0]!.outcome.fills.length;
    skipped += 300 - runs[0]!.calls.length;
  }
  assert(fills > 300, `${fills} fills`);
  assert(skipped > 3000, `${skipped} bars without a decision`);
});

Deno.test("a replay log, a logger and a checkpoint change no call", () => {
  const feed = walk(5, 200), seen: Record<string, string[]> = {};
  const conducts: Readonly<Record<string, () => ct.BacktestOptions>> = {
    plain: () => ({}),
    log: () => ({ replayLog: new RunLog({ writeSync: (bytes) => bytes.length }) }),
    logger: () => ({ logger: ct.jsonLinesLogger(() => {}) }),
    checkpoint: () => ({ checkpoint: { every: 7, save: () => {} } }),
    chain: () => ({ chain: false }),
  };
  for (const [name, conduct] of Object.entries(conducts)) {
    const calls: string[] = [];
    class Counts extends trader(true) {
      override next(): void {
        calls.push(String(this.data.length));
        super.next();
      }
    }
    ct.backtest(Counts, feed, { ...conduct(), engineBackend: "typescript" });
    seen[name] = calls;
  }
  assert(seen["plain"]!.length > 20 && seen["plain"]!.length < 150, `${seen["plain"]!.length} calls`);
  for (const calls of Object.values(seen)) assertEquals(calls, seen["plain"]);
});

Deno.test("a run that is resumed after any bar calls next on the same bars, also for news of the bar before", () => {
  class Asks extends ct.Strategy {
    at: ct.Line = this.wake(this.data.close.equals(103).or(this.data.close.equals(108)));
    calls: number[] = [];
    override next(): void {
      const { length } = this.data;
      this.calls.push(length);
      // The engine refuses the first one at once, which is news of the next bar.
      if (length === 3) this.buy({ size: 1, stopLoss: 500 });
      else if (length === 4) this.buy({ size: 1 });
      else if (length === 8) this.close();
    }
  }
  const feed = risingBars(12), saved: Uint8Array[] = [];
  for (const engineBackend of enginesUnderTest()) {
    const save = (bytes: Uint8Array): void => void saved.push(bytes);
    const whole = ct.backtest(Asks, feed, { engineBackend, checkpoint: { every: 1, save } });
    assertEquals(whole.strategy.calls, [3, 4, 5, 8, 9]);
    for (const resume of saved) {
      const again = ct.backtest(Asks, feed, { engineBackend, resume });
      assertEquals([again.chain, again.strategy.calls], [whole.chain, whole.strategy.calls]);
    }
  }
});

Deno.test("the laws hold for a strategy that sleeps", async () => {
  const report = await prove(trader(true), { a: walk(8, 240), b: walk(9, 80, 3, 10) }, { params: { seed: 8 } });
  assertEquals(report.verdict, "held", JSON.stringify(report.laws.filter(({ verdict }) => verdict === "failed")));
});

Deno.test("a strategy with a fill on each bar is called on each, by news alone", () => {
  const calls = nextBars(
    dailyBars(Array.from({ length: 50 }, (): Prices => [10, 11, 9, 10])),
    (calls) =>
      class extends ct.Strategy {
        never: ct.Line = this.wake(this.data.close.below(0));
        override nextstart(): void {
          this.next();
        }
        override next(): void {
          calls.push(this.data.length);
          if (this.position.size === 0) this.buy({ size: 1 });
          else this.close();
        }
      },
  );
  assertEquals(calls.length, 50);
});

Deno.test("lines are named in the constructor alone, and other values than lines of this run are refused", () => {
  const feed = risingBars(3);
  const run = (act: (strategy: ct.Strategy) => void, member: "constructor" | "start" | "next" | "stop"): Error =>
    assertThrows(() => {
      class Wakes extends ct.Strategy {
        constructor(context: ct.StrategyContext) {
          super(context);
          if (member === "constructor") act(this);
        }
        override start(): void {
          if (member === "start") act(this);
        }
        override next(): void {
          if (member === "next") act(this);
        }
        override stop(): void {
          if (member === "stop") act(this);
        }
      }
      ct.backtest(Wakes, feed);
    }, Error);
  const named = (strategy: ct.Strategy): void => void strategy.wake(strategy.data.close);
  assert(run(named, "start").message.includes("Cannot name lines that wake a strategy in start: call wake in the"));
  assert(run(named, "next").message.includes("Cannot name lines that wake a strategy on a bar"));
  assert(run(named, "stop").message.includes("Cannot name lines that wake a strategy in stop"));
  const wrong = (...values: unknown[]): string =>
    run((strategy) => (strategy.wake as (...lines: unknown[]) => void)(...values), "constructor").message;
  assert(wrong().includes("by nothing: pass the lines"), wrong());
  assert(wrong(5).includes("by 5, argument 1 of wake: pass a line, such as this.cross"));
  let kept: ct.Line | undefined;
  class Keeps extends ct.Strategy {
    override start(): void {
      kept = this.data.close;
    }
  }
  ct.backtest(Keeps, feed);
  const other = run((strategy) => void strategy.wake(kept!), "constructor").message;
  assert(other.includes('by line "close" of feed "AAA": it is of another run'), other);
});
