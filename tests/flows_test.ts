/**
 * Three flows, one chain: a strategy does the same whichever way its bars come. The law is that of `src/laws`; here it is
 * tried on random strategies over random prices, on every engine, and on runs that are made wrong on purpose.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "../mod.ts";
import { openLibrary } from "../src/engine/native/library.ts";
import { flowsOfRun } from "../src/laws/mod.ts";
import { Random } from "../src/laws/random.ts";
import { tryFlows } from "../src/laws/strategy/flows_of_run.ts";
import { TriedRun } from "../src/laws/strategy/tried_run.ts";
import { enginesUnderTest } from "./engines.ts";
import { PeeksAhead } from "./wrong_strategies/peeks_ahead.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const MINUTE_MS = 60_000;

/** Bars of a random walk with two decimals, some of them without volume, some left out. */
function randomFeed(name: string, seed: number, minutes: number, count: number, skip_percent: number = 0): ct.Bars {
  const random = new Random(seed), time: Date[] = [];
  const columns: Record<"open" | "high" | "low" | "close" | "volume", number[]> = {
    ...{ open: [], high: [], low: [], close: [], volume: [] },
  };
  let price = 10_000;
  for (let bar = 1; bar <= count; bar++) {
    const open = Math.max(3000, price + (random.chance(8) ? random.between(-200, 200) : random.between(-5, 5)));
    const close = Math.max(3000, open + random.between(-80, 80));
    price = close;
    if (random.chance(skip_percent)) continue;
    time.push(new Date(Date.UTC(2024, 0, 1) + bar * minutes * MINUTE_MS));
    columns.open.push(open / 100);
    columns.close.push(close / 100);
    columns.high.push((Math.max(open, close) + random.below(40)) / 100);
    columns.low.push((Math.min(open, close) - random.below(40)) / 100);
    columns.volume.push(random.chance(3) ? 0 : random.between(1, 900));
  }
  return ct.bars({ time, ...columns }, { name, decimals: 2, timeframe: minutes * MINUTE_MS * 1000, stamp: "close" });
}

/** Asks for orders of every kind at random, also for some that are refused, and cancels and replaces them. */
class Anything extends ct.Strategy.with({ seed: 1, percent: 15 }) {
  mean = ct.ema(this.data.close, 9);
  #placed: ct.OrderView[] = [];
  #bar = 0;
  #heard = 0;

  override notifyOrder(order: ct.OrderView): void {
    // What was heard decides, so that a notice that comes at another bar changes the orders.
    this.#heard = (this.#heard * 31 + order.id * 7 + order.state.length + this.#bar) % 1009;
  }

  override next(): void {
    this.#bar++;
    const random = new Random(this.params.seed + this.#heard, this.#bar);
    if (!random.chance(this.params.percent)) return;
    const feed = random.pick(Object.keys(this.feeds)), lines = this.feeds[feed]!;
    if (lines.length < 3) return;
    const price = lines.close.now * (0.9 + 0.1 * lines.close.ago(2) / lines.close.ago(1));
    const away = 1 + random.between(1, 40) / 1000, side = random.chance(50) ? "buy" : "sell";
    const better = side === "buy" ? price / away : price * away, worse = side === "buy" ? price * away : price / away;
    const sized = random.pick([{ size: random.between(1, 40) / 4 }, { fraction: 0.3 }, { cash: 900 }]);
    const last = this.#placed.at(-1);
    switch (random.below(10)) {
      case 0:
        return this.#place(side, { ...sized, feed });
      case 1:
        return this.#place(side, { ...sized, feed, limit: better, valid: "day" });
      case 2:
        return this.#place(side, { ...sized, feed, stop: worse, stopLoss: better });
      case 3:
        return this.#place(side, { ...sized, feed, stopLoss: better, takeProfit: worse });
      case 4:
        return this.#place(side, { ...sized, feed, stop: worse, limit: worse });
      case 5:
        return this.#place(side, { size: 1e6, feed, limit: better });
      case 6:
        return this.#place(side, { ...sized, feed, onClose: true });
      case 7:
        this.close({ feed });
        return;
      case 8:
        this.#placed.push(this.target({ feed, fraction: random.between(-4, 4) / 10 }));
        return;
      default:
        if (last === undefined) return;
        if (last.alive && random.chance(60)) this.replace(last, { size: random.between(1, 20) });
        else this.cancel(last);
    }
  }

  #place(side: "buy" | "sell", options: ct.OrderOptions): void {
    this.#placed.push(this[side](options));
  }
}

for (const engineBackend of enginesUnderTest()) {
  for (const seed of [1, 2, 3]) {
    Deno.test(`all flows have one chain on ${engineBackend}: random orders, seed ${seed}`, async () => {
      const sets: Record<string, ct.Bars>[] = [
        { one: randomFeed("one", seed, 5, 1500, seed === 2 ? 20 : 0) },
        {
          one: randomFeed("one", seed + 10, 5, 900, 10),
          hour: randomFeed("hour", seed + 20, 60, 60),
          late: randomFeed("late", seed + 30, 5, 400, 40),
        },
      ];
      for (const feeds of sets) {
        for (const options of [{}, { closeAtEnd: true, onRuin: "stop", cash: 3000 }] as const) {
          const run = await TriedRun.prepare(Anything, feeds, {
            ...{ cash: 20_000, commission: 0.001, slippage: 0.0005, engineBackend, cuts: 1 },
            ...{ params: { seed }, ...options },
          });
          const { orders, fills, refusals } = run.base.rows!;
          assert(orders.length > 60 && fills.length > 20, `${orders.length} orders, ${fills.length} fills`);
          assert(refusals.length > 2, `${refusals.length} refusals`);
          const report = await tryFlows(run);
          assertEquals(report.counterExample, undefined);
          const noWord =
            'the run from signals: signals have no word for what the strategy does: an order has the term "limit"';
          assertEquals([report.verdict, report.cases, report.leftOut], ["held", 3, [noWord]]);
          assertStringIncludes(report.tried, `${orders.length} orders and ${refusals.length} refusals`);
        }
      }
    });
  }
}

Deno.test("lines that wake a strategy wake it in all flows, and news do", async () => {
  class Woken extends ct.Strategy.with({}) {
    cross = this.wake(ct.crossover(ct.sma(this.data.close, 4), ct.sma(this.data.close, 9)));
    calls = 0;

    override next(): void {
      if (++this.calls % 7 === 3) this.sell({ size: 3, limit: this.data.close.now * 1.004 });
      else if (this.cross.now > 0) this.buy({ size: this.calls % 5 + 1, stopLoss: this.data.close.now * 0.99 });
      else if (this.cross.now < 0) this.close();
    }
  }
  for (const engineBackend of enginesUnderTest()) {
    const report = await flowsOfRun(Woken, randomFeed("one", 9, 5, 1200), { engineBackend, cuts: 1, cash: 2000 });
    assertEquals([report.verdict, report.counterExample, report.cases], ["held", undefined, 3]);
  }
});

/** Asks at random for what signals have a word for, on each feed, and for more than its cash at times. */
class SaysSignals extends ct.Strategy.with({ seed: 1 }) {
  #state = this.params.seed;
  #asked: ct.OrderView[] = [];

  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % limit;
  }

  override next(): void {
    for (const feed of Object.keys(this.feeds)) {
      const { isNew, close } = this.feeds[feed]!, { size } = this.positionOf(feed);
      if (!isNew || this.#below(6) !== 0 || this.#asked.some((order) => order.feed === feed && order.alive)) continue;
      this.#asked = this.#asked.filter((order) => order.feed !== feed);
      const turn = this.#below(4), isBuy = size < 0 || (size === 0 && this.#below(2) === 0), side = isBuy ? 1 : -1;
      if (size !== 0 && turn < 2) this.#asked.push(this.close({ feed })!);
      if (size !== 0 && turn === 0) continue;
      // More of the side that there is, or the other one behind an exit.
      const goes = size === 0 || turn === 1 ? side : Math.sign(size), price = close.now;
      const most = this.#below(5) === 0 ? 1_000_000 : 9;
      const terms = {
        feed,
        size: this.#below(most) + 1,
        stopLoss: price * (1 - goes / 100),
        takeProfit: price * (1 + goes / 100),
      };
      this.#asked.push(goes > 0 ? this.buy(terms) : this.sell(terms));
    }
  }
}

Deno.test("a strategy that says what signals say does the same from signals, with refusals, shorts and several feeds", async () => {
  const named = { one: randomFeed("one", 21, 5, 1500), two: randomFeed("two", 22, 15, 500) };
  for (const engineBackend of enginesUnderTest()) {
    for (const seed of [1, 2, 3]) {
      for (const feeds of [named.one, named]) {
        const run = await TriedRun.prepare(SaysSignals, feeds, {
          engineBackend,
          cuts: 1,
          cash: 20_000,
          params: { seed },
        });
        const { orders, refusals, trades } = run.base.rows!, report = await tryFlows(run);
        assert(orders.length > 80 && refusals.length > 5, `${orders.length} orders, ${refusals.length} refusals`);
        assert(new Set(trades.map(({ long }) => long)).size === 2);
        assertEquals([report.verdict, report.counterExample, report.leftOut], ["held", undefined, []]);
        assertEquals(report.tried, `4 flows of ${orders.length} orders and ${refusals.length} refusals`);
      }
    }
  }
});

Deno.test("a run that signals of its own requests do not make again breaks the law", async () => {
  const run = await TriedRun.prepare(SaysSignals, randomFeed("one", 23, 5, 400), { cuts: 1, cash: 20_000 });
  const { compared } = run,
    outcome = { ...compared.outcome, rows: { ...compared.outcome.rows!, chain: "0".repeat(16) } };
  Object.defineProperty(run, "compared", { value: { ...compared, outcome } });
  const { verdict, counterExample } = await tryFlows(run);
  assertEquals([verdict, counterExample!.what], [
    "failed",
    "The run from signals that say the same does what the strategy does",
  ]);
  assertStringIncludes(counterExample!.expected, "state chain 0000000000000000");
});

Deno.test("a run that does otherwise when its bars come one by one breaks the law, with the bar", async () => {
  const { verdict, counterExample } = await flowsOfRun(PeeksAhead, randomFeed("one", 4, 5, 300), { cuts: 1 });
  assertEquals([verdict, counterExample!.member], ["failed", "next"]);
  assertEquals(counterExample!.what, "The run, in blocks of 1, does what it does over bars in memory");
});

Deno.test("a run without an order and a refusal does not pass, and what is not built is left out by name", async () => {
  class Idle extends ct.Strategy.with({}) {}
  const feed = randomFeed("one", 5, 5, 200), idle = await flowsOfRun(Idle, feed, { cuts: 1 });
  assertEquals([idle.verdict, idle.reason], [
    "not applicable",
    "the run has no order and no refusal, so that it would be the same in any flow",
  ]);
  class Weekly extends ct.Strategy.with({}) {
    override next(): void {
      void this.data.resample("1h");
      if (this.position.size === 0) this.buy();
    }
  }
  const weekly = await flowsOfRun(Weekly, feed, { cuts: 1 });
  assertEquals(weekly.verdict, "not applicable");
  assertStringIncludes(
    weekly.reason!,
    'Cannot resample feed "one" to 1h on a bar: earlier bars were let go',
  );
  class Deep extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length > 900 && this.data.close.ago(900) < this.data.close.now && this.position.size === 0) {
        this.buy();
      }
    }
  }
  const deep = await flowsOfRun(Deep, randomFeed("one", 6, 5, 2500), { cuts: 1 });
  assertEquals([deep.verdict, deep.cases], ["held", 3]);
});
