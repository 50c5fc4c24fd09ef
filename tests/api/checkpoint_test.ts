/**
 * Checkpoints: a run that goes on from one, on either engine, is the run that was never interrupted.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { type EngineName, enginesUnderTest } from "../engines.ts";
import { Random } from "../../src/laws/random.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { outcomeOf } from "./every_engine.ts";

/** Minutes of a random walk with two decimals; every so many are missing. */
function walk(name: string, seed: number, count: number, missing: number): ct.Bars {
  const random = new Random(seed), rows: number[][] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const first = price, last = Math.max(2000, first + random.between(-80, 80));
    price = last;
    if (random.chance(missing)) continue;
    const high = Math.max(first, last) + random.below(40), low = Math.min(first, last) - random.below(40);
    rows.push([Date.UTC(2024, 0, 1) + bar * 3_600_000, first / 100, high / 100, low / 100, last / 100]);
  }
  const column = (at: number): number[] => rows.map((row) => row[at]!);
  const [time, open, high, low, close] = [0, 1, 2, 3, 4].map(column) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  return ct.bars({ time, open, high, low, close }, { name, decimals: 2, timeframe: "1h", stamp: "open" });
}

/** Trades at random and keeps all kinds of state in its fields, orders among them. */
class Keeper extends ct.Strategy.with({ seed: 1 }) {
  average: ct.Line = ct.sma(this.data.close, 20);
  lines: ct.Line[] = [ct.sma(this.data.close, 5), this.average];
  bar = 0;
  heard: string[] = [];
  placed: ct.OrderView[] = [];
  last: ct.OrderView | null = null;
  byFeed: Map<string, { count: number; first: Date | undefined }> = new Map();
  extremes: Float64Array = Float64Array.of(Infinity, -0);
  seen: Set<bigint> = new Set();
  same: unknown[] = [this.heard, undefined, NaN];
  log: (text: string) => void = (text) => void this.heard.push(text);

  override notifyOrder(order: ct.OrderView): void {
    this.log(`${this.bar} order ${order.id} ${order.state} ${order.filled} ${order.averagePrice} ${order.size}`);
    if (order === this.last) this.log("the last one");
  }

  override notifyTrade(trade: ct.TradeView): void {
    this.log(`${this.bar} trade ${JSON.stringify(trade)}`);
  }

  override next(): void {
    this.bar++;
    const random = new Random(this.params.seed, this.bar), name = random.pick(Object.keys(this.feeds));
    const feed = this.feeds[name]!;
    if (this.same[0] !== this.heard) throw new Error("The array that two fields share is two arrays");
    if (this.bar % 40 === 0) {
      this.log(`${this.bar} ${this.broker.cash} ${this.broker.value} ${this.position.averagePrice}`);
    }
    if (!random.chance(12) || !feed.ready) return;
    const price = feed.close.now, side = random.chance(50) ? "buy" : "sell";
    const away = side === "buy" ? 0.99 : 1.01, count = this.byFeed.get(name)?.count ?? 0;
    this.byFeed.set(name, { count: count + 1, first: this.byFeed.get(name)?.first ?? feed.endsAt });
    this.extremes[0] = Math.min(this.extremes[0]!, price);
    this.seen.add(BigInt(this.bar));
    switch (random.below(6)) {
      case 0:
        this.last = this[side]({ fraction: 0.2, feed: name });
        break;
      case 1:
        this.last = this[side]({ size: 3, feed: name, stopLoss: price * away, takeProfit: price / away });
        break;
      case 2:
        this.last = this[side]({ cash: 900, feed: name, limit: price * away, valid: "day" });
        break;
      case 3:
        this.close({ feed: name });
        return;
      case 4: {
        const alive = this.placed.find((order) => order.alive);
        if (alive !== undefined) this.cancel(alive.stopLoss ?? alive);
        return;
      }
      default:
        this.last = this[side]({
          size: 1,
          feed: name,
          limit: this.lines[0]!.now * away,
          ...(this.last?.alive && this.last.feed === name && this.last.filled === 0 ? { oco: this.last } : {}),
        });
    }
    this.placed.push(this.last);
  }
}

const OPTIONS: ct.BacktestOptions = { cash: 5000, commission: 0.001, slippage: 0.0002 };

/** A run, what it decided, what the strategy heard, and its checkpoints. */
function run(
  feeds: ct.Bars | Readonly<Record<string, ct.Bars>>,
  engineBackend: EngineName,
  options: ct.BacktestOptions,
  every = 0,
): { outcome: unknown; checkpoints: Uint8Array[] } {
  let keeper: Keeper | undefined;
  const checkpoints: Uint8Array[] = [];
  class Kept extends Keeper {
    override stop(): void {
      keeper = this;
    }
  }
  const result = ct.backtest(Kept, feeds, {
    ...OPTIONS,
    ...options,
    engineBackend,
    ...(every === 0 ? {} : { checkpoint: { every, save: (bytes) => void checkpoints.push(bytes) } }),
  });
  const { stats } = result, { heard, byFeed, extremes, seen, bar } = keeper!;
  return { outcome: [outcomeOf(result), stats, heard, byFeed, extremes, seen, bar], checkpoints };
}

const FEEDS: Readonly<Record<string, ct.Bars | Readonly<Record<string, ct.Bars>>>> = {
  "one feed": walk("one", 3, 700, 5),
  "two feeds of different lengths": { one: walk("one", 4, 500, 10), two: walk("two", 5, 420, 30) },
};

for (const [what, feeds] of Object.entries(FEEDS)) {
  for (const name of enginesUnderTest()) {
    Deno.test(`a run over ${what} that goes on from any of its checkpoints ends as if nothing had been, from ${name}`, () => {
      const whole = run(feeds, name, {});
      const kept = run(feeds, name, {}, 23);
      assertEquals(kept.outcome, whole.outcome);
      assert(kept.checkpoints.length > 15, `${kept.checkpoints.length} checkpoints`);
      kept.checkpoints.forEach((resume, number) => {
        const engines = enginesUnderTest(), other = engines[number % engines.length]!;
        assertEquals(run(feeds, other, { resume }).outcome, whole.outcome, `checkpoint ${number} on ${other}`);
      });
    });
  }

  Deno.test(`checkpoints of a resumed run over ${what} are those of the run that was not interrupted`, () => {
    const [name] = enginesUnderTest();
    const { checkpoints } = run(feeds, name!, {}, 50);
    assertEquals(run(feeds, name!, { resume: checkpoints[2]! }, 50).checkpoints, checkpoints.slice(3));
    for (const other of enginesUnderTest()) assertEquals(run(feeds, other, {}, 50).checkpoints, checkpoints);
    assertEquals(run(feeds, name!, { stepByStep: true, checks: true }, 50).checkpoints.length, checkpoints.length);
  });
}

Deno.test("a checkpoint of another configuration, other data or another strategy is refused and names the difference", () => {
  const feed = walk("one", 3, 300, 0), options = { ...OPTIONS, engineBackend: "typescript" } as const;
  const saved: Uint8Array[] = [];
  ct.backtest(Keeper, feed, { ...options, checkpoint: { every: 100, save: (bytes) => void saved.push(bytes) } });
  const resume = saved[0]!;
  class Other extends Keeper {}
  const later = walk("one", 3, 301, 0), elsewhere = walk("one", 9, 300, 0);
  const cases: readonly (readonly [code: string, message: string, run: () => unknown])[] = [
    [
      "OTHER_CONFIGURATION",
      'strategy is "Keeper" there and "Other" in',
      () => ct.backtest(Other, feed, { ...options, resume }),
    ],
    [
      "OTHER_CONFIGURATION",
      "cash is 5000 there and 6000 in",
      () => ct.backtest(Keeper, feed, { ...options, cash: 6000, resume }),
    ],
    [
      "OTHER_CONFIGURATION",
      "params.seed is 1 there and 2 in",
      () => ct.backtest(Keeper, feed, { ...options, params: { seed: 2 }, resume }),
    ],
    [
      "OTHER_CONFIGURATION",
      "closeAtEnd is false there and true",
      () => ct.backtest(Keeper, feed, { ...options, closeAtEnd: true, resume }),
    ],
    ["OTHER_DATA", "dataBars[0] is 300 there and 301 in", () => ct.backtest(Keeper, later, { ...options, resume })],
    ["OTHER_DATA", "data is ", () => ct.backtest(Keeper, elsewhere, { ...options, resume })],
    ["BAD_MAGIC", "it is no checkpoint", () => ct.backtest(Keeper, feed, { ...options, resume: new Uint8Array(100) })],
    ["CUT", "it ends after 500 bytes", () => ct.backtest(Keeper, feed, { ...options, resume: resume.slice(0, 500) })],
    [
      "DAMAGED",
      "its checksum is wrong",
      () => ct.backtest(Keeper, feed, { ...options, resume: resume.map((byte, at) => at === 900 ? byte ^ 4 : byte) }),
    ],
  ];
  for (const [code, message, act] of cases) {
    const error = assertThrows(act, ct.CheckpointError, message);
    assertEquals(error.code, code);
    assert(error.message.startsWith("Cannot resume from the checkpoint: "), error.message);
  }
});

Deno.test("the fee of an instrument is part of what a checkpoint belongs to", () => {
  const feed = walk("one", 3, 300, 0), saved: Uint8Array[] = [];
  const options = { ...OPTIONS, engineBackend: "typescript" } as const;
  ct.backtest(Keeper, feed, { ...options, checkpoint: { every: 100, save: (bytes) => void saved.push(bytes) } });
  const error = assertThrows(
    () => ct.backtest(Keeper, feed, { ...options, commission: 0.002, resume: saved[0]! }),
    ct.CheckpointError,
    "instrumentLanes.one.commission_rate is 1000000 there and 2000000 in this run",
  );
  assertEquals(error.code, "OTHER_CONFIGURATION");
});

Deno.test("a strategy that holds what cannot be kept is told which field, and can say itself what its state is", () => {
  class Window {
    values: number[] = [];
  }
  class Holds extends ct.Strategy.with({}) {
    window: Window = new Window();

    override next(): void {
      this.window.values.push(this.data.close.now);
      if (this.window.values.length === 60) this.buy({ size: 1 });
    }
  }
  class Says extends Holds {
    override saveState(): unknown {
      return this.window.values;
    }

    override loadState(state: unknown): void {
      this.window.values = state as number[];
    }
  }
  const feed = walk("one", 3, 100, 0), saved: Uint8Array[] = [];
  const options = {
    engineBackend: "typescript",
    checkpoint: { every: 50, save: (bytes: Uint8Array) => void saved.push(bytes) },
  } as const;
  const error = assertThrows(
    () => ct.backtest(Holds, feed, options),
    ct.CheckpointError,
    "Cannot keep this.window of Holds",
  );
  assertEquals(error.code, "BAD_STATE");
  assert(error.message.includes("it is a Window"), error.message);
  const whole = ct.backtest(Says, feed, options);
  assertEquals(whole.orders.map((order) => order.bar), [59]);
  const resumed = ct.backtest(Says, feed, { engineBackend: "typescript", resume: saved[0]! });
  assertEquals(outcomeOf(resumed), outcomeOf(whole));
});

Deno.test("a checkpoint file is always a whole one", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.checkpoint`;
  try {
    const feed = walk("one", 3, 300, 0), options = { ...OPTIONS, engineBackend: "typescript" } as const;
    const whole = ct.backtest(Keeper, feed, { ...options, checkpoint: { every: 100, save: path } });
    assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name), ["run.checkpoint"]);
    const resumed = ct.backtest(Keeper, feed, { ...options, resume: path });
    assertEquals(outcomeOf(resumed), outcomeOf(whole));
    Deno.writeFileSync(path, Deno.readFileSync(path).slice(0, 64));
    assertThrows(() => ct.backtest(Keeper, feed, { ...options, resume: path }), ct.CheckpointError, `from ${path}`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a post-only order that gets a new price after a checkpoint rests behind its next bar, as without one", () => {
  class Rests extends ct.Strategy.with({}) {
    order: ct.OrderView | null = null;
    bars = 0;
    override next(): void {
      this.bars++;
      if (this.bars === 1) this.order = this.buy({ size: 1, limit: 90, postOnly: true });
      if (this.bars === 5) this.replace(this.order!, { limit: 95 });
    }
  }
  const open = [100, 100, 100, 100, 100, 100, 100, 94, 94], time = open.map((_, bar) => `2024-01-0${bar + 1}`);
  const [high, low] = [open.map((price) => price + 1), open.map((price) => price - 1)];
  const feed = ct.bars({ time, open, high, low, close: open }, { name: "AAA", decimals: 2 });
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [], options = { engineBackend, cash: 1000 };
    const whole = ct.backtest(Rests, feed, {
      ...options,
      checkpoint: { every: 1, save: (bytes) => void saved.push(bytes) },
    });
    assertEquals(whole.fills.map(({ bar, price }) => [bar, price]), [[7, 94]]);
    for (const resume of saved) assertEquals(ct.backtest(Rests, feed, { ...options, resume }).chain, whole.chain);
  }
});

Deno.test("a trailing stop that still fills shows after a checkpoint the trigger that was reached", () => {
  const rows: Prices[] = [
    [100, 101, 99, 100],
    [100, 104, 100, 103],
    [103, 103, 98, 99],
    [99, 103, 98, 102],
    [102, 108, 102, 107],
    [107, 109, 106, 108],
  ];
  class Trails extends ct.Strategy.with({}) {
    exit: ct.OrderView | undefined;
    seen: string[] = [];

    override next(): void {
      if (this.data.length === 1) this.buy({ size: 5 });
      if (this.data.length === 2) this.exit = this.sell({ size: 5, trail: { amount: 2 } });
      if (this.exit !== undefined) this.seen.push(`${this.exit.state} ${this.exit.filled} ${this.exit.stop}`);
    }
  }
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [], options = { engineBackend, volumeLimit: 0.2, cash: 1000 };
    const feed = dailyBars(rows, {}, 10),
      checkpoint = { every: 1, save: (bytes: Uint8Array): void => void saved.push(bytes) };
    const whole = ct.backtest(Trails, feed, { ...options, checkpoint });
    assert(
      whole.strategy.seen.filter((text) => text.startsWith("partiallyFilled")).length >= 2,
      `${whole.strategy.seen}`,
    );
    for (const resume of saved) {
      const resumed = ct.backtest(Trails, feed, { ...options, resume });
      assertEquals([resumed.strategy.seen, resumed.orders], [whole.strategy.seen, whole.orders]);
    }
  }
});
