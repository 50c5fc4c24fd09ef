/**
 * Laws of whole runs: strategies on random prices, on every engine. The laws are those of `src/laws`.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../mod.ts";
import { TriedRun } from "../src/laws/strategy/tried_run.ts";
import { type EngineName, enginesUnderTest } from "./engines.ts";
import { Random } from "../src/laws/random.ts";
import { tryBatching } from "../src/laws/strategy/batching_of_run.ts";
import { tryConservation } from "../src/laws/strategy/conservation_of_run.ts";
import { tryDeterminism } from "../src/laws/strategy/determinism_of_run.ts";
import { tryLookAhead } from "../src/laws/strategy/look_ahead_of_run.ts";
import { tryMetamorphic } from "../src/laws/strategy/metamorphic_of_run.ts";
import { type LawReport, metamorphicOfRun, type ProveOptions } from "../src/laws/mod.ts";
import { tryParity } from "../src/laws/strategy/parity_of_run.ts";
import { openLibrary } from "../src/engine/native/library.ts";
import { tryReplay } from "../src/laws/strategy/replay_of_run.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const BARS = 1500;

/** Bars of a random walk with two decimals, one each so many minutes from a moment on. */
function randomFeed(name: string, seed: number, minutes: number, count: number, skip_percent: number = 0): ct.Bars {
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

/** The feeds that a law is tried on. */
function feedSets(seed: number): readonly (readonly [string, Record<string, ct.Bars>])[] {
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

const STRATEGIES = { random: RandomTrader, pullback: Pullback, crosses: Crosses } as const;

/** A strategy of the above over feeds, run once, to try laws on. */
async function prepared(
  name: EngineName,
  feeds: Record<string, ct.Bars>,
  strategy: keyof typeof STRATEGIES,
  seed: number,
  options: ProveOptions = {},
): Promise<TriedRun> {
  const params = strategy === "random" ? { params: { seed, percent: seed % 3 === 0 ? 2 : 12 } } : {};
  const account = { cash: 10_000, commission: 0.001, slippage: 0.0005, engineBackend: name, cuts: 3, ...options };
  const run = await TriedRun.prepare(STRATEGIES[strategy] as ct.StrategyClass<ct.Params>, feeds, {
    ...account,
    ...params,
  });
  assert(run.base.rows!.fills.length > 5, `${strategy}, seed ${seed}: ${run.base.rows!.fills.length} fills`);
  assertEquals(run.base.rows!.engine.backend, name);
  return run;
}

/** Returns the lines that the random trader took down in a run, with its readings of its account among them. */
function heard(name: EngineName, feeds: Record<string, ct.Bars>, seed: number, stepByStep: boolean): readonly string[] {
  let trader: RandomTrader | undefined;
  class Kept extends RandomTrader {
    override start(): void {
      // The run makes the strategy, and what it took down is wanted after the run.
      trader = this;
    }
  }
  ct.backtest(Kept, feeds, { commission: 0.001, engineBackend: name, stepByStep, params: { seed, percent: 12 } });
  return trader!.heard;
}

/** Demands that a law held. */
function assertHeld(report: LawReport, what: string): void {
  assertEquals(report.counterExample, undefined, what);
  assertEquals([report.verdict, report.reason], ["held", undefined], what);
}

for (const name of enginesUnderTest()) {
  for (const strategy of ["random", "pullback", "crosses"] as const) {
    Deno.test(`running ahead to the horizon equals step by step on ${name}: ${strategy}`, async () => {
      for (const seed of [3, 4, 5]) {
        for (const [what, feeds] of feedSets(seed)) {
          const report = await tryBatching(await prepared(name, feeds, strategy, seed));
          assertHeld(report, `${what}, seed ${seed}`);
          assertEquals(report.cases, 4);
        }
      }
    });

    Deno.test(`books kept from the fills agree with the account at every bar on ${name}: ${strategy}`, async () => {
      for (const [what, feeds] of feedSets(3)) {
        assertHeld(await tryConservation(await prepared(name, feeds, strategy, 3, { closeAtEnd: true })), what);
      }
    });

    Deno.test(`a run repeats, replays and does not look ahead on ${name}: ${strategy}`, async () => {
      for (const [what, feeds] of feedSets(4)) {
        const run = await prepared(name, feeds, strategy, 4);
        for (const law of [tryDeterminism, tryReplay, tryLookAhead]) assertHeld(await law(run), what);
      }
    });
  }

  Deno.test(`a strategy hears and reads the same of its account running ahead on ${name} as step by step`, () => {
    for (const seed of [3, 4, 5]) {
      for (const [what, feeds] of feedSets(seed)) {
        const lazy = heard(name, feeds, seed, false);
        assert(lazy.length > 100, what);
        assertEquals(lazy, heard(name, feeds, seed, true), `${what}, seed ${seed}`);
        assertEquals(lazy, heard(enginesUnderTest()[0]!, feeds, seed, false), `${what}, seed ${seed}, first engine`);
      }
    }
  });

  Deno.test(`limits that are only touched fill or not as asked on ${name}, lazily as step by step`, async () => {
    const feeds = feedSets(9)[0]![1];
    for (const limitFill of ["touch", "through"] as const) {
      assertHeld(await tryBatching(await prepared(name, feeds, "pullback", 9, { limitFill })), limitFill);
    }
  });

  Deno.test(`other names, weeks and units of money give the same on ${name}, by the same chain where they may`, async () => {
    for (const strategy of ["pullback", "crosses"] as const) {
      const run = await prepared(name, { aaa: randomFeed("aaa", 21, 1440, 400) }, strategy, 1, {
        resolution: 0.01,
        lot: 0.001,
      });
      const report = await tryMetamorphic(run);
      assertHeld(report, strategy);
      const parts = ["renamed", "shifted by 1 week", "shifted by -53 weeks", "scaled by 2", "scaled by 0.5"];
      for (const part of parts) assert(report.tried.includes(part), `${part} is not in: ${report.tried}`);
    }
  });

  Deno.test(`the order of registration changes nothing on ${name} for a strategy that does not ask for it`, async () => {
    const feeds = Object.fromEntries(["aaa", "bbb", "ccc"].map((id, at) => [id, randomFeed(id, 40 + at, 60, 600)]));
    // With money for all of them at once, which of two orders comes first decides nothing.
    class Small extends Crosses {
      override buy(options: ct.OrderOptions = {}): ct.OrderView {
        return super.buy({ ...(options.feed === undefined ? {} : { feed: options.feed }), size: 5 });
      }
    }
    const report = await metamorphicOfRun(Small, feeds, { engineBackend: name });
    assertHeld(report, "registration");
    assert(report.tried.includes("registered as ccc, bbb, aaa"), report.tried);
  });
}

Deno.test("every engine decides the same in every run of these laws", async () => {
  for (const strategy of ["random", "pullback", "crosses"] as const) {
    for (const [what, feeds] of feedSets(31)) {
      const report = await tryParity(await prepared("typescript", feeds, strategy, 31));
      if (enginesUnderTest().length > 1) assertHeld(report, what);
    }
  }
});
