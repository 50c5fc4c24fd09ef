/**
 * Lines of several feeds: on the joint clock of these feeds, each side as it was known then.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { formatProof, prove } from "../../src/laws/mod.ts";
import { Random } from "../../src/laws/random.ts";
import { cutFeeds } from "../../src/laws/strategy/feed_window.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, type Prices } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";

/** Bars of a random walk that end at the given hours from the beginning of 2024 on. */
function walkAt(hours: readonly number[], seed: number, timeframe: string): ct.Bars {
  const random = new Random(seed), time = hours.map((hour) => new Date(Date.UTC(2024, 0, 1, hour)).toISOString());
  let price = 10_000;
  const rows = hours.map((): Prices => {
    const open = price, close = price = Math.max(2000, price + random.between(-150, 150));
    const high = Math.max(open, close) + random.below(40), low = Math.min(open, close) - random.below(40);
    return [open / 100, high / 100, low / 100, close / 100];
  });
  return barsAt(time, rows, { timeframe, stamp: "close" });
}

/** Each so many hours, up to a number of bars; some are left out at random. */
function every(hours: number, count: number, from = 0, holes?: { seed: number; percent: number }): number[] {
  const random = new Random(holes?.seed ?? 0);
  return Array.from({ length: count }, (_value, bar) => from + bar * hours)
    .filter(() => holes === undefined || !random.chance(holes.percent));
}

const PAIRS: Readonly<Record<string, readonly [a: number[], b: number[]]>> = {
  "equal dates": [every(24, 80), every(24, 80)],
  "holes on the left": [every(24, 80, 0, { seed: 1, percent: 30 }), every(24, 80)],
  "holes on either side": [every(24, 80, 0, { seed: 1, percent: 30 }), every(24, 80, 0, { seed: 2, percent: 30 })],
  "different hours": [every(24, 80, 16), every(24, 80, 22)],
  "a later begin and an earlier end": [every(24, 80), every(24, 40, 20 * 24)],
  "different timeframes": [every(1, 200), every(5, 40, 3)],
};

function feedsOf([a, b]: readonly [readonly number[], readonly number[]]): { a: ct.Bars; b: ct.Bars } {
  return { a: walkAt(a, 3, "1h"), b: walkAt(b, 4, "1h") };
}

/** A value at a step, with whether it was ready. */
type Seen = readonly [value: number, ready: boolean];

/** Runs a strategy whose lines are made from the feeds, and returns what each shows on each step of its clock. */
function seenBy(
  feeds: Readonly<Record<string, ct.Bars>>,
  make: (feeds: Readonly<Record<string, ct.FeedLines>>) => Readonly<Record<string, ct.Line>>,
  options: ct.BacktestOptions = {},
): { readonly seen: Readonly<Record<string, Seen[]>>; readonly result: ct.Result } {
  const seen: Record<string, Seen[]> = {};
  class Watches extends ct.Strategy {
    lines: Readonly<Record<string, ct.Line>> = make(this.feeds);

    override next(): void {
      for (const [name, line] of Object.entries(this.lines)) {
        (seen[name] ??= []).push([line.clock.index < 0 ? NaN : line.now, line.ready]);
      }
    }

    override prenext(): void {
      this.next();
    }
  }
  return { result: ct.backtest(Watches, feeds, options), seen };
}

/** The closes of each feed as known at each step, NaN before the first, and the number of its bars by then. */
function known(feeds: Readonly<Record<string, ct.Bars>>, name: string): { close: number[]; bars: number[] } {
  const steps = [...new Set(Object.values(feeds).flatMap((feed) => Array.from(feed.columns.timeUs)))].sort((x, y) =>
    x - y
  );
  const { timeUs, close } = feeds[name]!.columns;
  const bars = steps.map((time) => timeUs.filter((other) => other <= time).length);
  return { bars, close: bars.map((count) => close[count - 1] ?? NaN) };
}

for (const [what, pair] of Object.entries(PAIRS)) {
  const feeds = feedsOf(pair), a = known(feeds, "a"), b = known(feeds, "b");

  Deno.test(`a line of two feeds has at each step what is known of both then: ${what}`, () => {
    const { ratio, above, cross } = onEveryEngine((conduct) =>
      seenBy(feeds, ({ a, b }) => ({
        ratio: a!.close.dividedBy(b!.close),
        above: a!.close.above(b!.close),
        cross: ct.crossover(a!.close, b!.close),
      }), conduct).seen
    );
    const isReady = a.bars.map((bars, step) => bars > 0 && b.bars[step]! > 0);
    assertEquals(ratio, a.close.map((close, step): Seen => [close / b.close[step]!, isReady[step]!]));
    assertEquals(
      above,
      a.close.map((close, step): Seen => [isReady[step]! ? Number(close > b.close[step]!) : NaN, isReady[step]!]),
    );
    // The other feed may have its first bar after the end of the one; the crossing needs one step more than both.
    const first = isReady.indexOf(true);
    assertEquals(cross!.map(([, ready]) => ready), isReady.map((_ready, step) => step > first));
    for (let step = first + 1; step < isReady.length; step++) {
      const side = (at: number): number => Math.sign(a.close[at]! - b.close[at]!);
      if (side(step) !== 0 && side(step - 1) !== 0) {
        assertEquals(cross![step]![0], side(step) === side(step - 1) ? 0 : side(step), `step ${step}`);
      }
    }
  });

  Deno.test(`an indicator of a line of two feeds counts its bars on the joint clock: ${what}`, () => {
    const { top, later } = onEveryEngine((conduct) =>
      seenBy(feeds, ({ a, b }) => ({
        top: ct.highest(a!.close.minus(b!.close), 3),
        later: ct.sma(a!.close, 4).minus(b!.close),
      }), conduct).seen
    );
    const spread = a.close.map((close, step) => close - b.close[step]!),
      first = spread.findIndex((value) => value === value);
    const tops = spread.map((_value, step): Seen =>
      step < first + 2 ? [NaN, false] : [Math.max(...spread.slice(step - 2, step + 1)), true]
    );
    assertEquals(top, tops);
    assertEquals(later!.map(([, ready]) => ready), a.bars.map((bars, step) => bars >= 4 && b.bars[step]! >= 1));
  });

  Deno.test(`a line of two feeds depends on no later bar: ${what}`, () => {
    const make = ({ a, b }: Readonly<Record<string, ct.FeedLines>>): Readonly<Record<string, ct.Line>> => ({
      ratio: a!.close.dividedBy(b!.close),
      mean: ct.sma(a!.high.minus(b!.low), 5),
      cross: ct.crossover(ct.ema(a!.close, 4), b!.close),
    });
    const options = { engineBackend: "typescript" } as const, whole = seenBy(feeds, make, options);
    const { timeUs } = whole.result;
    for (let step = 0; step < timeUs.length; step += 7) {
      const cut = cutFeeds(feeds, -Infinity, timeUs[step]!);
      const { seen } = seenBy({ a: new ct.Bars(cut["a"]!), b: new ct.Bars(cut["b"]!) }, make, options);
      for (const [name, values] of Object.entries(seen)) {
        assertEquals(values, whole.seen[name]!.slice(0, step + 1), `${name} cut at ${step}`);
      }
    }
  });
}

Deno.test("lines of three feeds meet on one clock, whichever were combined first", () => {
  const feeds = {
    a: walkAt(every(24, 40, 16), 1, "1d"),
    b: walkAt(every(24, 40, 22, { seed: 5, percent: 20 }), 2, "1d"),
    c: walkAt(every(5, 150, 100), 3, "1h"),
  };
  const [a, b, c] = ["a", "b", "c"].map((name) => known(feeds, name).close), clocks = new Set<ct.ClockView>();
  const { seen } = seenBy(feeds, ({ a, b, c }) => {
    const lines = {
      left: a!.close.plus(b!.close).minus(c!.close),
      right: a!.close.plus(b!.close.minus(c!.close)),
      back: c!.close.times(a!.close.plus(b!.close).minus(c!.close)),
    };
    for (const { clock } of Object.values(lines)) clocks.add(clock);
    return lines;
  });
  assertEquals([...clocks].map(({ name }) => name), ["a+b+c"]);
  const values = (name: string): number[] => seen[name]!.map(([value]) => value);
  assertEquals(values("left"), a!.map((value, step) => value + b![step]! - c![step]!));
  assertEquals(values("right"), a!.map((value, step) => value + (b![step]! - c![step]!)));
  assertEquals(values("back"), a!.map((value, step) => c![step]! * (value + b![step]! - c![step]!)));
});

Deno.test('a run waits for lines of several feeds with start "all", and with "any" for those of one feed', () => {
  const feeds = { a: walkAt(every(24, 12), 1, "1d"), b: walkAt(every(24, 12, 12), 2, "1d") };
  const began = (start: "all" | "any"): unknown =>
    onEveryEngine((conduct) => {
      const told: unknown[] = [];
      class Waits extends ct.Strategy.with({}, ["a", "b"]) {
        mean = ct.sma(this.feeds.a.close.minus(this.feeds.b.close), 5);

        override nextstart(): void {
          const { a, b } = this.feeds;
          told.push(a.length, b.length, a.ready, b.ready, this.mean.ready, this.mean.clock.index);
        }
        override next(): void {}
      }
      const { warmUpBars } = ct.backtest(Waits, feeds, { ...conduct, start }).stats;
      return [...told, warmUpBars];
    });
  // Each feed's own lines are ready at its first bar. The joint clock has two bars a day, and the average needs five of
  // those at which both are known, of which the first is its second.
  assertEquals(began("all"), [3, 3, true, true, true, 5, 5]);
  const any: unknown[] = [];
  class Any extends ct.Strategy.with({}, ["a", "b"]) {
    mean = ct.sma(this.feeds.a.close.minus(this.feeds.b.close), 5);

    override next(): void {
      any.push([this.mean.ready, this.mean.now]);
    }
  }
  ct.backtest(Any, feeds, { start: "any" });
  assertEquals(any.slice(0, 5), Array(5).fill([false, NaN]));
  assertEquals(any.slice(5).every((seen) => (seen as [boolean, number])[0]), true);
});

Deno.test("a line of several feeds that never has a value leaves the run cold, and the summary counts the bars", () => {
  class Cold extends ct.Strategy.with({}, ["a", "b"]) {
    mean = ct.sma(this.feeds.a.close.minus(this.feeds.b.close), 30);
    override next(): void {
      throw new Error("It must not be called.");
    }
  }
  const feeds = { a: walkAt(every(24, 12), 1, "1d"), b: walkAt(every(24, 12, 12), 2, "1d") };
  assert(ct.backtest(Cold, feeds).summary().includes("never warm: 31 bars needed, 24 given"));
});

Deno.test("a line of several feeds cannot be read before the first bar of any of them", () => {
  class Early extends ct.Strategy.with({}, ["a", "b"]) {
    early = this.feeds.a.close.minus(this.feeds.b.close).now;
    override next(): void {}
  }
  assertThrows(
    () => ct.backtest(Early, { a: walkAt([1], 1, "1h"), b: walkAt([2], 2, "1h") }),
    ct.StrategyError,
    'Cannot read line "(close - close)" of feed "a+b" at n = 0 before the first bar',
  );
});

Deno.test("a line of several feeds that is made in next() stands at the current bar", () => {
  const feeds = { a: walkAt(every(24, 6), 1, "1d"), b: walkAt(every(24, 6, 12), 2, "1d") };
  const late = onEveryEngine((conduct) => {
    const late: unknown[] = [];
    class Late extends ct.Strategy.with({}, ["a", "b"]) {
      spread: ct.Line | undefined;

      override next(): void {
        const { a, b } = this.feeds;
        if (a.length < 3) return;
        this.spread ??= a.close.minus(b.close);
        assertEquals([this.spread.now, this.spread.clock.index], [a.close.now - b.close.now, a.length + b.length - 1]);
        late.push(this.spread.now, this.spread.ago(1));
      }
    }
    ct.backtest(Late, feeds, conduct);
    return late;
  });
  assertEquals(late.length, 2 * 8);
});

/** Trades the ratio of two feeds back to its average, and counts on a line of both in its state. */
class Pairs extends ct.Strategy.with({ period: 10, width: 0.01 }, ["a", "b"]) {
  ratio = this.feeds.a.close.dividedBy(this.feeds.b.close);
  mean = ct.sma(this.ratio, this.params.period);
  cross = ct.crossover(this.ratio, this.mean);
  crossings = 0;

  override next(): void {
    if (this.cross.now !== 0) this.crossings++;
    const away = this.ratio.now / this.mean.now - 1, size = this.positionOf("a").size;
    if (size === 0 && away < -this.params.width) {
      this.buy({ feed: "a", cash: 1000 });
      this.sell({ feed: "b", cash: 1000 });
    } else if (size > 0 && this.cross.now > 0) {
      this.close({ feed: "a" });
      this.close({ feed: "b" });
    }
  }
}

const PAIR_FEEDS = {
  a: walkAt(every(24, 250, 16, { seed: 8, percent: 5 }), 11, "1d"),
  b: walkAt(every(24, 250, 22, { seed: 9, percent: 5 }), 12, "1d"),
};

Deno.test("a run with lines of two feeds goes on from each checkpoint as if nothing had been", () => {
  const saved: Uint8Array[] = [], options = { cash: 10_000 } as const;
  const run = (more: ct.BacktestOptions): unknown => {
    let crossings = 0;
    class Counted extends Pairs {
      override stop(): void {
        crossings = this.crossings;
      }
    }
    const result = ct.backtest(Counted, PAIR_FEEDS, { ...options, ...more });
    assert(result.fills.length > 20, `${result.fills.length} fills`);
    return [outcomeOf(result), crossings];
  };
  const whole = onEveryEngine((conduct) => run({ ...conduct }));
  run({ checkpoint: { every: 29, save: (bytes) => void saved.push(bytes) } });
  assert(saved.length > 10, `${saved.length} checkpoints`);
  for (const resume of saved) {
    for (const engineBackend of enginesUnderTest()) assertEquals(run({ resume, engineBackend }), whole);
  }
  assertEquals(run({ resume: saved[4]!, stepByStep: true }), whole);
});

Deno.test("prove holds on a strategy with lines of two feeds", async () => {
  const proof = await prove(Pairs, PAIR_FEEDS, { cash: 10_000, engineBackend: enginesUnderTest().at(-1)!, cuts: 8 });
  assertEquals(proof.laws.filter(({ verdict }) => verdict === "failed"), [], formatProof(proof));
  for (const law of [2, 3, 4, 5, 7, 8, 9]) {
    assertEquals(proof.laws.find((report) => report.law === law)!.verdict, "held", `law ${law}`);
  }
  // A run that begins later has a ratio from the step on at which it knows both feeds, and an average ten bars later.
  const { bars, lines } = proof.startDates.starts[0]!, [ratio, mean] = lines;
  assertEquals(lines.map(({ line }) => line.replace(/ .*/, "")), ["ratio", "mean", "cross"]);
  assertEquals([ratio!.bar, mean!.bar], [bars + 1, bars + 10]);
});
