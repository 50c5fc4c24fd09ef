/** Lines of larger bars inside of a strategy: known when they are whole, never before, and outside of the core. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

/** Bars of an hour that move by a rule. */
function hours(length: number, options: ct.BarsOptions = {}): ct.Bars {
  const close = Array.from({ length }, (_value, at) => 100 + Math.round(20 * Math.sin(at / 7) + at % 5) / 4);
  const open = close.map((price, at) => at === 0 ? price : close[at - 1]!);
  return ct.bars({
    time: close.map((_price, at) => new Date(Date.UTC(2024, 2, 4, 5 + at + 1))),
    open,
    high: close.map((price, at) => Math.max(price, open[at]!) + 0.25),
    low: close.map((price, at) => Math.min(price, open[at]!) - 0.25),
    close,
    volume: close.map((_price, at) => 0.1 + at % 3),
  }, { name: "hours", stamp: "close", timeframe: "1h", timeZone: "America/New_York", ...options });
}

const feed = hours(24 * 40);

class Regime extends ct.Strategy.with({}) {
  days = this.data.resample("1d");
  average = ct.sma(this.days.close, 5);
  cross = ct.crossover(this.data.close, ct.sma(this.data.close, 6));

  override next(): void {
    if (this.cross.now > 0 && this.days.close.now > this.average.now) this.buy({ fraction: 0.5 });
    else if (this.cross.now < 0) this.close();
  }
}

Deno.test("a larger bar is known at the first step at or after its end, with all of its lines", () => {
  const whole = feed.resample("1d").columns, seen: [number, number, number, number, number][] = [];
  class Watches extends ct.Strategy.with({}) {
    days = this.data.resample("1d");
    override prenext(): void {
      this.next();
    }
    override next(): void {
      if (this.days.isNew) {
        const { open, high, low, close } = this.days;
        seen.push([this.data.timeUs, open.now, high.now, low.now, close.now]);
      }
    }
  }
  ct.backtest(Watches, feed);
  // The clocks were put forward on the seventh day, so that 40 days have an hour less.
  assertEquals(seen.length, 40);
  for (const [day, [timeUs, ...prices]] of seen.entries()) {
    assertEquals(timeUs, whole.timeUs[day]);
    assertEquals(prices, [whole.open[day]!, whole.high[day]!, whole.low[day]!, whole.close[day]!]);
  }
});

Deno.test("the lines do not enter the core: the chain is that of the same run without them", () => {
  class Crosses extends ct.Strategy.with({}) {
    cross = ct.crossover(this.data.close, ct.sma(this.data.close, 6));
    override prenext(): void {
      this.next();
    }
    override next(): void {
      if (this.cross.now > 0) this.buy({ fraction: 0.5 });
      else if (this.cross.now < 0) this.close();
    }
  }
  class WithDays extends Crosses {
    average = ct.sma(this.data.resample("1d").close, 5);
    week = this.data.resample("1w");
  }
  const plain = ct.backtest(Crosses, feed), richer = ct.backtest(WithDays, feed);
  assert(plain.fills.length > 20);
  assertEquals([richer.chain, richer.markHash()], [plain.chain, plain.markHash()]);
});

Deno.test("step by step, resumed, and on cut data the strategy does the same", () => {
  const whole = ct.backtest(Regime, feed), saved: Uint8Array[] = [];
  assertEquals(ct.backtest(Regime, feed, { stepByStep: true }).chain, whole.chain);
  const checkpoint: ct.CheckpointOptions = { every: 100, save: (bytes) => void saved.push(bytes) };
  assertEquals(ct.backtest(Regime, feed, { checkpoint }).chain, whole.chain);
  for (const resume of saved) assertEquals(ct.backtest(Regime, feed, { resume }).chain, whole.chain);
  for (const cut of [200, 300, 500, 777]) {
    const { fills } = ct.backtest(Regime, feed.head(cut)), us = feed.columns.timeUs[cut - 1]!;
    assertEquals(
      fills.map(({ timeUs, price, size }) => [timeUs, price, size]),
      whole.fills.filter(({ timeUs }) => timeUs < us).slice(0, fills.length).map(({ timeUs, price, size }) => [
        timeUs,
        price,
        size,
      ]),
    );
  }
});

Deno.test("a proof of a strategy that reads larger bars holds", async () => {
  const proof = await ct.prove(Regime, feed, { cuts: 6 });
  assertEquals([proof.verdict, proof.laws.filter(({ verdict }) => verdict === "failed")], ["held", []]);
});

Deno.test("warm-up counts the larger bars", () => {
  assertEquals(ct.backtest(Regime, feed).stats.warmUpBars, 5 * 24 - 1);
});

Deno.test("a growing bar shows the larger bar so far, and tells when it is complete", () => {
  const whole = feed.resample("1d").columns, complete: number[] = [];
  class Watches extends ct.Strategy.with({}) {
    day = this.data.resample("1d", { growing: true });
    isWhole = this.day.line("complete");
    override next(): void {
      if (this.data.length === 1 || this.isWhole.ago(1) === 1) assertEquals(this.day.open.now, this.data.open.now);
      assertEquals(this.day.close.now, this.data.close.now);
      assert(this.day.high.now >= this.data.high.now);
      if (this.isWhole.now !== 1) return;
      const day = complete.push(this.data.length) - 1;
      assertEquals(this.day.high.now, whole.high[day]);
      assertEquals(this.day.low.now, whole.low[day]);
      assertEquals(this.day.volume.now, whole.volume[day]);
    }
  }
  ct.backtest(Watches, feed);
  assertEquals([complete.length, complete[0], complete[5], complete[6]], [40, 24, 144, 167]);
});

Deno.test("lines of larger bars meet those of the feed on a joint clock", () => {
  class Ratio extends ct.Strategy.with({}) {
    week = this.data.resample("1w");
    ratio = this.data.close.dividedBy(this.week.close);
    override next(): void {
      assertEquals(this.ratio.now, this.data.close.now / this.week.close.now);
    }
  }
  assertEquals(ct.backtest(Ratio, feed).stats.warmUpBars, 7 * 24 - 2);
});

Deno.test("bricks that one bar completes are known together", () => {
  const counts: number[] = [];
  class Bricks extends ct.Strategy.with({}) {
    bricks = this.data.resample({ renko: 0.5 });
    override prenext(): void {
      this.next();
    }
    override next(): void {
      counts.push(this.bricks.length);
    }
  }
  ct.backtest(Bricks, feed);
  const whole = feed.resample({ renko: 0.5 }).columns.timeUs;
  assertEquals(counts.at(-1), whole.length);
  assert(counts.some((count, at) => count > (counts[at - 1] ?? 0) + 1), "one bar completes several");
});

Deno.test("the same size gives the same lines, and a call after the run or with a wrong option is refused", () => {
  let kept: ct.Strategy["data"] | undefined;
  class Keeps extends ct.Strategy.with({}) {
    override start(): void {
      kept = this.data;
      assert(this.data.resample("1d") === this.data.resample(" 1d "));
      assert(this.data.resample("1d") !== this.data.resample("1d", { growing: true }));
      assertEquals(this.data.resample("1d").name, "hours 1d");
      assertThrows(() => this.data.resample("30m"), RangeError, "its bars are 1h; pass no shorter one");
      assertThrows(() => this.data.resample({ renko: 1 }, { growing: true }), RangeError, "bricks that grow");
      assertThrows(() => this.data.resample("1d", { grow: true } as never), TypeError, 'option "grow" of resample');
      assertThrows(() => this.data.resample("1d", { growing: 1 } as never), TypeError, "Cannot use growing 1");
    }
  }
  ct.backtest(Keeps, feed);
  assertThrows(() => kept!.resample("1d"), RangeError, "its run is over");
});

/** Reads larger bars of all kinds, indicators over them, and such as are made of them in turn; trades by them. */
class Reads extends ct.Strategy.with({}) {
  sizes: readonly ct.FeedLines[] =
    (["3h", "1d", "1w", { ticks: 5 }, { volume: 9 }, { rangeBars: 4 }, { renko: 2 }] as const).map(
      (size) => {
        return this.data.resample(size);
      },
    );
  fortnights = this.sizes[1]!.resample("2d");
  soFar: readonly ct.FeedLines[] = (["1d", "1w", { ticks: 5 }] as const).map((size) => {
    return this.data.resample(size, { growing: true });
  });
  fortnightSoFar = this.sizes[1]!.resample("2d", { growing: true });
  average = ct.sma(this.sizes[0]!.close, 4);
  cross = ct.crossover(this.data.close, this.average);
  range = ct.sma(this.soFar[0]!.high.minus(this.soFar[0]!.low), 5);
  seen: string[] = [];

  override prenext(): void {
    this.look();
  }

  look(): void {
    for (const feed of [...this.sizes, this.fortnights]) {
      if (!feed.isNew) continue;
      const { open, high, low, close, volume, beginsAt, endsAt, sessionDate, length } = feed;
      const prices = [open.now, high.now, low.now, close.now, volume.now, length > 3 ? close.ago(3) : NaN].join();
      this.seen.push(`${this.data.timeUs} ${feed.name} ${length} ${+beginsAt} ${+endsAt} ${sessionDate} ${prices}`);
    }
    for (const feed of [...this.soFar, this.fortnightSoFar]) {
      if (feed.length === 0) continue;
      const { open, high, low, close, volume, endsAt, length } = feed, complete = feed.line("complete");
      const prices = [open.now, high.now, low.now, close.now, volume.now, length > 3 ? high.ago(3) : NaN].join();
      this.seen.push(
        `${this.data.timeUs} ${feed.name} ${length} ${+endsAt} ${feed.sessionDate} ${complete.now} ${prices}`,
      );
    }
  }

  override next(): void {
    this.look();
    this.seen.push(`${this.average.now} ${this.cross.now} ${this.range.now}`);
    if (this.cross.now > 0) this.buy({ fraction: 0.5 });
    else if (this.cross.now < 0) this.close();
  }
}

Deno.test("larger bars of bars that come block by block are those of a backtest, whatever the blocks", async () => {
  const rows = (bars: ct.Bars) => {
    const { timeUs, open, high, low, close, volume } = bars.columns;
    return Array.from(timeUs, (us, at) => {
      const [time, o, h, l, c] = [new Date(us / 1000), open[at]!, high[at]!, low[at]!, close[at]!];
      return { time, open: o, high: h, low: l, close: c, volume: volume[at]! };
    });
  };
  const calendar = await ct.calendar("XNYS"), zone = { timeZone: "America/New_York" };
  const all: ct.BarsOptions = { name: "hours", stamp: "close", timeframe: "1h", ...zone };
  for (const options of [all, { ...all, calendar }, { ...all, session: { open: "04:00", close: "20:00" } }]) {
    const bars = hours(24 * 40, options),
      other = hours(24 * 30, { ...options, name: "other" }).slice({ bars: 24 * 20 });
    for (const feeds of [{ bars }, { bars, other }]) {
      const whole = ct.backtest(Reads, feeds), { moneyUnit, instruments } = ct.termsOf(whole);
      assert(whole.fills.length > 20 && whole.strategy.seen.length > 1000);
      for (const blockBars of [300, 40, 7, 1]) {
        const streams = Object.fromEntries(
          Object.entries(feeds).map(([name, bars]) => [name, ct.stream(rows(bars), { ...options, name })]),
        );
        const run = ct.run(Reads, streams, { moneyUnit, instruments, blockBars, keep: 50 });
        // Lines of two feeds take their warm-up from the first block.
        if (blockBars < 40) {
          await assertRejects(() => run, Error, "pass a larger blockBars");
          continue;
        }
        const waited = await run;
        assertEquals(waited.strategy.seen, whole.strategy.seen, `blocks of ${blockBars}`);
        assertEquals([waited.chain, waited.stats.warmUpBars], [whole.chain, whole.stats.warmUpBars]);
      }
    }
  }
});

Deno.test("a larger bar is there at its end though its own feed has none behind, in blocks and on cut data too", async () => {
  // The feed ends within the third bar of five hours, and the other one goes on behind it.
  const one = hours(13, { name: "one", stamp: "close", timeframe: "1h" });
  const two = hours(20, { name: "two", stamp: "close", timeframe: "1h" });
  class Counts extends ct.Strategy.with({}, ["one", "two"]) {
    larger = this.data.resample("5h");
    seen: number[] = [];

    override prenext(): void {
      this.next();
    }

    override next(): void {
      this.seen.push(this.larger.length);
      if (this.feeds.two.length === 3) this.buy({ feed: "two", size: 1 });
    }
  }
  const whole = ct.backtest(Counts, { one, two }), { seen } = whole.strategy;
  assertEquals([seen.length, seen.indexOf(1), seen.indexOf(2), seen.indexOf(3)], [20, 4, 9, 14]);
  for (const bars of [13, 14, 15, 16]) {
    const cut = ct.backtest(Counts, { one, two: two.head(bars) });
    assertEquals(cut.strategy.seen, seen.slice(0, bars), `${bars} bars`);
  }
  for (const blockBars of [1, 4, 100]) {
    const waited = await ct.run(Counts, { one, two }, { blockBars });
    assertEquals([waited.strategy.seen, waited.chain], [seen, whole.chain], `blocks of ${blockBars}`);
  }
});

Deno.test("a brick that stays for sessions tells its session, in blocks of one bar too", async () => {
  const calendar = await ct.calendar("XNYS"),
    days = ["2024-07-01", "2024-07-02", "2024-07-03", "2024-07-05", "2024-07-08"];
  const prices = {
    open: [10, 12, 12, 12, 12],
    high: [12, 12, 12, 12, 12],
    low: [10, 12, 12, 12, 12],
    close: [12, 12, 12, 12, 12],
  };
  const feed = ct.bars({ time: days.map((day) => `${day} 15:30`), ...prices }, {
    timeframe: "30m",
    stamp: "open",
    calendar,
  });
  class Reads extends ct.Strategy.with({}) {
    bricks = this.data.resample({ renko: 1 });
    seen: string[] = [];

    override next(): void {
      this.seen.push(`${this.bricks.length} ${this.bricks.sessionOpensAt.toISOString()} ${this.bricks.sessionDate}`);
    }
  }
  const { seen } = ct.backtest(Reads, feed).strategy;
  assertEquals(seen, Array.from({ length: 5 }, () => "2 2024-07-01T13:30:00.000Z 2024-07-01"));
  // Bars of a stream come with the sessions of their block alone.
  const terms = { timeframe: "30m", stamp: "open", calendar } as const;
  const rows = days.map((day, at) => ({
    time: `${day} 15:30`,
    open: at === 0 ? 10 : 12,
    high: 12,
    low: at === 0 ? 10 : 12,
    close: 12,
  }));
  for (const blockBars of [1, 2]) {
    const waited = await ct.run(Reads, { bars: ct.stream(rows, terms) }, { blockBars });
    assertEquals(waited.strategy.seen, seen, `blocks of ${blockBars}`);
  }
});

Deno.test("bars that come block by block refuse more bricks than there is room for, and a call on a bar, by name", async () => {
  class Bricks extends ct.Strategy.with({}) {
    bricks = this.data.resample({ renko: 0.0001 });
  }
  // A gap between two blocks is filled with bricks, too.
  const column = (after: number): number[] => [100, after], time = [Date.UTC(2024, 0, 1, 1), Date.UTC(2024, 0, 1, 2)];
  const gap = ct.bars({ time, open: column(1000), high: column(1000), low: column(1000), close: column(1000) }, {
    timeframe: "1h",
    name: "gap",
  });
  class Tiny extends ct.Strategy.with({}) {
    bricks = this.data.resample({ renko: 1e-6 });
  }
  await assertRejects(() => ct.run(Tiny, gap, { blockBars: 1 }), Error, 'Cannot resample feed "gap" to renko 0.000001');
  class Late extends ct.Strategy.with({}) {
    override next(): void {
      this.data.resample("1d");
    }
  }
  for (
    const [strategy, message] of [
      [Bricks, 'Cannot make the bars of "hours renko 0.0001": one block brings'],
      [Late, 'Cannot resample feed "hours" to 1d on a bar: earlier bars were let go; call it in a field or in start()'],
    ] as const
  ) {
    await assertRejects(() => ct.run(strategy as typeof Late, feed, { blockBars: 50 }), Error, message);
  }
});
