/**
 * Runs over feeds that may wait: they equal backtests over the same bars, read no further than needed, end with a signal,
 * and keep no more than they say.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { Random } from "../../src/laws/random.ts";
import { enginesUnderTest } from "../engines.ts";

/** One bar of a generator. */
interface Row {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Rows of a random walk with two decimals, one each so many minutes; some are left out. */
function rowsOf(seed: number, count: number, minutes: number, skip_percent: number = 0): Row[] {
  const random = new Random(seed), rows: Row[] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = Math.max(2000, price + (random.chance(10) ? random.between(-150, 150) : random.between(-5, 5)));
    const close = Math.max(2000, open + random.between(-80, 80));
    const high = Math.max(open, close) + random.below(40), low = Math.min(open, close) - random.below(40);
    price = close > 40_000 ? 10_000 : close;
    if (random.chance(skip_percent)) continue;
    const time = Date.UTC(2024, 0, 1) + (bar + 1) * minutes * 60_000;
    rows.push({
      time,
      open: open / 100,
      high: high / 100,
      low: low / 100,
      close: close / 100,
      volume: random.below(900),
    });
  }
  return rows;
}

/** Columns of rows, as a block of a source has them. */
function columnsOf(rows: readonly Row[]): Record<keyof Row, number[]> {
  const column = (name: keyof Row): number[] => rows.map((row) => row[name]);
  return {
    ...{ time: column("time"), open: column("open"), high: column("high"), low: column("low") },
    ...{ close: column("close"), volume: column("volume") },
  };
}

/** Gives rows one by one, and waits before some. */
async function* waiting(rows: readonly Row[]): AsyncGenerator<Row & Record<string, number>> {
  for (const [at, row] of rows.entries()) {
    if (at % 7 === 0) await Promise.resolve();
    yield { ...row };
  }
}

/** Gives rows in blocks of several sizes. */
function* blocks(rows: readonly Row[]): Generator<Record<keyof Row, number[]>> {
  for (let from = 0, size = 1; from < rows.length; from += size, size = size % 97 + 5) {
    yield columnsOf(rows.slice(from, from + size));
  }
}

/** A stream of rows, which tells why it was cancelled. */
function streamOf(rows: readonly Row[], cancelled: (reason: unknown) => void = () => {}): ReadableStream<ct.BarObject> {
  let at = 0;
  return new ReadableStream<ct.BarObject>({
    pull(controller) {
      if (at === rows.length) controller.close();
      else controller.enqueue({ ...rows[at++] });
    },
    cancel: cancelled,
  }, { highWaterMark: 0 });
}

const MINUTES = { timeframe: "5m", stamp: "close" } as const;

/** Trades at random with orders that rest, and takes down all that it hears and reads. */
class Trader extends ct.Strategy.with({ seed: 1, percent: 8 }) {
  readonly heard: string[] = [];
  readonly rsi = ct.rsi(this.data.close, 14);
  readonly mean = ct.sma(this.data.close.plus(this.data.open), 20);
  #bar = 0;

  override notifyOrder({ id, state, filled, averagePrice }: ct.OrderView): void {
    this.heard.push(`${this.#bar} order ${id} ${state} ${filled} ${averagePrice}`);
  }

  override notifyTrade(trade: ct.TradeView): void {
    this.heard.push(`${this.#bar} trade ${JSON.stringify(trade)}`);
  }

  override next(): void {
    this.#bar++;
    const random = new Random(this.params.seed, this.#bar), { data } = this;
    if (this.#bar % 20 === 0) {
      const { length, sessionDate, weekday, hour } = data;
      this.heard.push(`${this.#bar} ${this.broker.value} ${this.rsi.now} ${this.mean.now} ${this.mean.ago(3)}`);
      this.heard.push(`${length} ${sessionDate} ${weekday} ${hour} ${data.isNew} ${data.beginsAt.toISOString()}`);
    }
    if (!random.chance(this.params.percent)) return;
    const feed = random.pick(Object.keys(this.feeds)), lines = this.feeds[feed]!;
    if (lines.length === 0) return;
    const price = lines.close.now, away = 1 + random.between(1, 30) / 1000, side = random.chance(50) ? "buy" : "sell";
    const better = side === "buy" ? price / away : price * away, worse = side === "buy" ? price * away : price / away;
    const size = random.between(1, 40) / 4;
    switch (random.below(6)) {
      case 0:
        this[side]({ size, feed });
        break;
      case 1:
        this[side]({ size, feed, limit: better, valid: "day" });
        break;
      case 2:
        this[side]({ size, feed, stop: worse, stopLoss: better });
        break;
      case 3:
        this[side]({ fraction: 0.3, feed, stopLoss: better, takeProfit: worse });
        break;
      case 4:
        this.close({ feed });
        break;
      default:
        this[side]({ size: size * 10_000, feed, limit: better });
    }
  }
}

const OPTIONS = { commission: 0.0005, slippage: 0.0002, cash: 50_000 } as const;

/** What two runs over the same bars have in common. */
function evidence(result: ct.Result<Trader>): unknown {
  const { chain, events, orders, fills, trades, refusals, diagnostics, stats, figures, figureReasons } = result;
  return {
    ...{ chain, events, orders, fills, trades, refusals, diagnostics, stats, figures, figureReasons },
    ...{ marks: result.markHash(), equity: result.equity, cash: result.cash, timeUs: result.timeUs },
    ...{ heard: result.strategy.heard, tables: result.tables },
  };
}

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`[${engineBackend}] a run over rows, blocks or streams equals the backtest, whatever the blocks`, async () => {
    const rows = rowsOf(3, 900, 5, 4), feed = ct.bars(columnsOf(rows), { ...MINUTES, name: "bars" });
    for (const more of [{}, { closeAtEnd: true, measureFrom: "warm" }, { stepByStep: true }] as const) {
      const options = { ...OPTIONS, ...more, engineBackend };
      const whole = ct.backtest(Trader, feed, options), terms = ct.termsOf(whole);
      assert(whole.fills.length > 20 && whole.refusals.length > 2, `${whole.fills.length}, ${whole.refusals.length}`);
      const sources: [string, () => ct.RunFeed][] = [
        ["rows", () => ct.stream(waiting(rows), MINUTES)],
        ["blocks", () => ct.stream(blocks(rows), MINUTES)],
        ["stream", () => ct.stream(streamOf(rows), MINUTES)],
        ["bars", () => feed],
      ];
      for (const [name, source] of sources) {
        for (const blockBars of [1, 13, 256, 4096]) {
          const parts = await ct.run(Trader, source(), { ...options, ...terms, blockBars, keep: 40 });
          assertEquals(evidence(parts), evidence(whole), `${name}, blocks of ${blockBars}`);
        }
      }
    }
  });

  Deno.test(`[${engineBackend}] several feeds that wait are merged by time with bars in memory`, async () => {
    const fast = rowsOf(5, 1200, 5, 10), slow = rowsOf(6, 100, 60), other = rowsOf(7, 700, 5, 30).slice(100);
    const feeds = {
      fast: ct.bars(columnsOf(fast), { ...MINUTES, name: "fast" }),
      slow: ct.bars(columnsOf(slow), { timeframe: "1h", stamp: "close", name: "slow" }),
      other: ct.bars(columnsOf(other), { ...MINUTES, name: "other" }),
    };
    class Joint extends Trader {
      readonly spread = this.feeds["fast"]!.close.minus(this.feeds["slow"]!.close);
      readonly average = ct.ema(this.spread, 5);

      override next(): void {
        super.next();
        this.heard.push(`${this.spread.now} ${this.average.now} ${this.feeds["other"]!.isNew} ${this.average.ready}`);
      }
    }
    for (const start of ["all", "any"] as const) {
      const options = { ...OPTIONS, start, engineBackend };
      const whole = ct.backtest(Joint, feeds, options), terms = ct.termsOf(whole);
      assert(whole.fills.length > 20);
      for (const blockBars of [60, 200, 5000]) {
        const waits = {
          fast: ct.stream(waiting(fast), MINUTES),
          slow: feeds.slow,
          other: ct.stream(streamOf(other), MINUTES),
        };
        const parts = await ct.run(Joint, waits, { ...options, ...terms, blockBars, keep: 8 });
        assertEquals(evidence(parts), evidence(whole), `start ${start}, blocks of ${blockBars}`);
      }
    }
  });

  Deno.test(`[${engineBackend}] figures are the same where the equity is kept by date or not at all, and rows go to a sink`, async () => {
    const rows = rowsOf(11, 3000, 15),
      feed = ct.bars(columnsOf(rows), { timeframe: "15m", stamp: "close", name: "bars" });
    for (const measureFrom of ["start", "warm"] as const) {
      const options = { ...OPTIONS, measureFrom, engineBackend, benchmark: "buy-and-hold" } as const;
      const whole = ct.backtest(Trader, feed, options), terms = ct.termsOf(whole);
      const days = new Set(feed.columns.sessionDay).size;
      for (const equity of ["all", "daily", "none"] as const) {
        for (const blockBars of [1, 100, 4096]) {
          const kept: Record<string, unknown[]> = { fill: [], order: [], trade: [], refusal: [], diagnostic: [] };
          const sink = Object.fromEntries(
            Object.entries(kept).map(([name, list]) => [name, (row: unknown) => void list.push(row)]),
          );
          const parts = await ct.run(Trader, feed, { ...options, ...terms, equity, blockBars, keep: 30, sink });
          assertEquals([parts.chain, parts.markHash()], [whole.chain, whole.markHash()]);
          assertEquals(parts.stats, whole.stats);
          assertEquals(parts.strategy.heard, whole.strategy.heard);
          assertEquals([kept["fill"], kept["refusal"]], [[...whole.fills], [...whole.refusals]] as unknown[][]);
          assertEquals(kept["diagnostic"], [...whole.diagnostics]);
          const byId = (list: readonly unknown[]): unknown[] =>
            [...list as { id: number }[]].sort((one, other) => one.id - other.id);
          assertEquals(byId(kept["order"]!), byId(whole.orders));
          assertEquals(byId(kept["trade"]!), byId(whole.trades));
          for (const name of ["sharpe", "beta", "volatility", "kelly", "omega"] as const) {
            if (!(name in whole.figures) || parts.figureReasons[name]?.includes("sink")) continue;
            assertEquals(parts.figures[name], whole.figures[name], name);
          }
          assertStringIncludes(parts.figureReasons["longExposure"] ?? "its rows went to the sink", "sink");
          assertThrows(() => parts.fills, TypeError, "Cannot give the fills of this run: they went to its sink");
          assertEquals(
            parts.equity.length,
            equity === "all" ? 3000 : equity === "daily" ? days : 0,
          );
          assert(parts.summary().length > 500);
          if (equity !== "all") assertThrows(() => parts.markHash(3), TypeError, 'pass equity: "all"');
        }
      }
    }
  });

  Deno.test(`[${engineBackend}] a source is read a block ahead at most, and is ended when the strategy throws`, async () => {
    const rows = rowsOf(1, 5000, 5);
    let read = 0, returned = 0;
    async function* counted(): AsyncGenerator<ct.BarObject> {
      try {
        for (const row of rows) {
          read++;
          yield { ...row };
        }
      } finally {
        returned++;
      }
    }
    class Throws extends ct.Strategy.with({ at: 700 }) {
      override next(): void {
        if (this.data.length === this.params.at) throw new Error("enough");
      }
    }
    for (const blockBars of [1, 64, 512]) {
      read = returned = 0;
      const error = await assertRejects(
        () => ct.run(Throws, ct.stream(counted(), MINUTES), { blockBars, engineBackend }),
        ct.StrategyError,
        "enough",
      );
      assertEquals([error.bar, returned], [699, 1]);
      assert(read >= 700 && read < 700 + blockBars + 1, `${read} rows read in blocks of ${blockBars}`);
    }
  });
}

Deno.test("a signal ends a run that waits, with its reason, and the sources are ended", async () => {
  const rows = rowsOf(1, 500, 5), controller = new AbortController();
  let cancelled: unknown, returned = 0;
  async function* stuck(): AsyncGenerator<ct.BarObject> {
    try {
      for (const row of rows) yield { ...row };
      await new Promise(() => {});
    } finally {
      returned++;
    }
  }
  class Idle extends ct.Strategy.with({}) {}
  const reason = new Error("no more");
  const running = ct.run(Idle, {
    one: ct.stream(streamOf([...rows, ...rowsOf(1, 900, 5).slice(500)], (why) => cancelled = why), MINUTES),
    two: ct.stream(stuck(), MINUTES),
  }, { signal: controller.signal, blockBars: 100 });
  setTimeout(() => controller.abort(reason), 5);
  assertEquals(await assertRejects(() => running, Error, "no more"), reason);
  assertEquals(cancelled, reason);
  // The generator waits for ever, so that its end is asked for and not awaited.
  assertEquals(returned, 0);

  const before = await assertRejects(() =>
    ct.run(Idle, rows as never, { signal: AbortSignal.abort("early") }).catch((e) => {
      throw new Error(String(e));
    })
  );
  assertEquals((before as Error).message, "early");
});

Deno.test("a signal ends a run whose source never waits", async () => {
  const controller = new AbortController();
  let read = 0;
  function* endless(): Generator<ct.BarObject> {
    for (let minute = 0;; minute++) {
      read++;
      yield { time: Date.UTC(2000, 0, 1) + minute * 60_000, open: 10, high: 11, low: 9, close: 10 };
    }
  }
  class Idle extends ct.Strategy.with({}) {}
  setTimeout(() => controller.abort(), 20);
  await assertRejects(
    () =>
      ct.run(Idle, ct.stream(endless(), { timeframe: "1m", stamp: "close" }), {
        signal: controller.signal,
        equity: "none",
      }),
    DOMException,
  );
  assert(read > 4096);
});

Deno.test("terms come from the first block and are told, and a later price off the grid is an error with the remedy", async () => {
  const rows = rowsOf(4, 300, 5), broken = rows.map((row, at) => at === 250 ? { ...row, close: 1e-7 + row.low } : row);
  class Idle extends ct.Strategy.with({}) {}
  const told = await ct.run(Idle, { eth: ct.stream(waiting(rows), MINUTES) }, { blockBars: 100 });
  assertStringIncludes(told.notes.join("\n"), "Taken from the first 100 bars of eth: resolution 1/");
  assertEquals(told.configuration.instruments[0]!.name, "eth");
  const error = await assertRejects(
    () => ct.run(Idle, { eth: ct.stream(waiting(broken), MINUTES) }, { blockBars: 100 }),
    RangeError,
    `Cannot use the close ${broken[250]!.close} of row 250 of feed "eth", at `,
  );
  assertStringIncludes(error.message, "which the first 100 bars gave; pass instruments: ");
  // A grid that is given rounds, as over bars in memory.
  const given = { instruments: { eth: { resolution: 0.01 } } };
  const rounded = await ct.run(Idle, { eth: ct.stream(waiting(broken), MINUTES) }, { ...given, blockBars: 100 });
  assertStringIncludes(rounded.notes.join("\n"), "Prices of eth were rounded to 0.01");
});

Deno.test("a line is kept as many bars back as keep says, and the error beyond it names the remedy", async () => {
  class Back extends ct.Strategy.with({ bars: 30 }) {
    override next(): void {
      if (this.data.length > this.params.bars) this.data.close.ago(this.params.bars);
    }
  }
  const feed = ct.bars(columnsOf(rowsOf(2, 400, 5)), MINUTES);
  await ct.run(Back, feed, { blockBars: 50, keep: 30 });
  const error = await assertRejects(() => ct.run(Back, feed, { blockBars: 50, keep: 10 }), ct.StrategyError);
  assertStringIncludes(error.message, "too few before the block are kept; pass keep: 30 to ct.run");
  assert(error.cause instanceof ct.WaitingFeedsError);
});

Deno.test("values of lines that are kept are in the result, and lines cannot be made when bars were let go", async () => {
  class Lines extends ct.Strategy.with({ late: false }) {
    mean = ct.sma(this.data.close, 5);
    override next(): void {
      if (this.params.late && this.data.length === 200) this.data.close.plus(1);
    }
  }
  const feed = ct.bars(columnsOf(rowsOf(2, 400, 5)), MINUTES), whole = ct.backtest(Lines, feed);
  const parts = await ct.run(Lines, feed, { blockBars: 50, keep: 20 }), { values, timeUs } = parts.line("mean");
  assertEquals([...values], [...whole.line("mean").values.slice(-values.length)]);
  assertEquals([timeUs.length, timeUs.at(-1), values.length], [71, whole.timeUs.at(-1), 71]);
  await assertRejects(
    () => ct.run(Lines, feed, { blockBars: 50, keep: 20, params: { late: true } }),
    ct.StrategyError,
    "the first of them were let go; make lines as fields of the strategy",
  );
});

Deno.test("another run while a run waits has its own lines", async () => {
  const rows = rowsOf(9, 300, 5), feed = ct.bars(columnsOf(rows), { ...MINUTES, name: "bars" });
  class Mean extends ct.Strategy.with({}) {
    mean = ct.sma(this.data.close, 5);
    override next(): void {
      if (this.mean.now < this.data.close.now) this.buy({ size: 1 });
      else this.close();
    }
  }
  const whole = ct.backtest(Mean, feed), options = { ...ct.termsOf(whole), blockBars: 10 };
  async function* interrupted(): AsyncGenerator<ct.BarObject> {
    for (const [at, row] of rows.entries()) {
      if (at % 50 === 0) assertEquals(ct.backtest(Mean, feed).chain, whole.chain);
      await Promise.resolve();
      yield { ...row };
    }
  }
  const runs = await Promise.all([1, 2].map(() => ct.run(Mean, ct.stream(interrupted(), MINUTES), options)));
  assertEquals(runs.map(({ chain }) => chain), [whole.chain, whole.chain]);
});

Deno.test("sessions of a calendar and daily dates go over blocks as over whole bars", async () => {
  class Sessions extends ct.Strategy.with({}) {
    seen: string[] = [];
    override next(): void {
      const { data } = this;
      this.seen.push(
        `${data.sessionDate} ${data.isSessionFirst} ${data.isSessionLast} ${data.sessionOpensAt.toISOString()}`,
      );
      if (data.isSessionLast) this.close();
      else if (data.isSessionFirst) this.buy({ size: 1, valid: "day" });
    }
  }
  const time: string[] = [], calendar = await ct.calendar("XNYS");
  for (const day of ["07-01", "07-02", "07-03", "07-05", "07-08"]) {
    for (let hour = 10; hour <= (day === "07-03" ? 13 : 16); hour++) time.push(`2024-${day} ${hour}:00`);
  }
  const open = time.map((_, at) => 10 + at % 5),
    rows = time.map((stamp, at) => ({
      ...{ time: stamp, open: open[at]!, high: open[at]! + 1, low: open[at]! - 1, close: open[at]! },
    }));
  const options = { calendar, timeframe: "1h", stamp: "close" } as const;
  const whole = ct.backtest(
    Sessions,
    ct.bars({ time, open, high: open.map((p) => p + 1), low: open.map((p) => p - 1), close: open }, options),
  );
  assert(whole.fills.length > 4);
  for (const blockBars of [1, 3, 8]) {
    const parts = await ct.run(Sessions, ct.stream(rows, options), {
      ...{
        blockBars,
        moneyUnit: ct.termsOf(whole).moneyUnit,
        instruments: { bars: ct.termsOf(whole).instruments["bars"]! },
      },
    });
    assertEquals(parts.strategy.seen, whole.strategy.seen);
    assertEquals([parts.chain, parts.stats.sessionDays], [whole.chain, whole.stats.sessionDays]);
  }
});

Deno.test("an order that has ended is kept while others of its group live, so that news show them as they were then", async () => {
  class Group extends ct.Strategy.with({}) {
    readonly heard: string[] = [];
    #orders: ct.OrderView[] = [];

    override notifyOrder(order: ct.OrderView): void {
      this.heard.push(`${order.id} ${order.state}: ${this.#orders.map(({ state }) => state).join(", ")}`);
    }

    override next(): void {
      if (this.data.length === 1) {
        const first = this.buy({ size: 1, limit: 5 });
        this.#orders = [
          first,
          this.buy({ size: 1, limit: 9, oco: first }),
          this.buy({ size: 1, limit: 6, oco: first }),
        ];
      } else if (this.data.length === 3) this.cancel(this.#orders[0]!);
      else if (this.data.length === 9) this.cancel(this.#orders[0]!);
    }
  }
  const lows = [10, 10, 10, 10, 10, 8.5, 10, 10, 10, 10], time = lows.map((_, day) => `2024-01-${day + 10}`);
  const feed = ct.bars({
    time,
    open: lows.map(() => 11),
    high: lows.map(() => 12),
    low: lows,
    close: lows.map(() => 11),
  });
  const whole = ct.backtest(Group, feed);
  assert(whole.strategy.heard.some((each) => each.startsWith("2 filled") && each.endsWith("filled, accepted")));
  for (const blockBars of [1, 2, 100]) {
    const orders: ct.OrderRow[] = [], sink: ct.RowSink = { order: (row) => void orders.push(row) };
    const parts = await ct.run(Group, feed, { ...ct.termsOf(whole), blockBars, sink });
    assertEquals(parts.strategy.heard, whole.strategy.heard);
    assertEquals([parts.chain, parts.stats.orders], [whole.chain, whole.stats.orders]);
    assertEquals(orders.sort((one, other) => one.id - other.id), [...whole.orders]);
  }
});

Deno.test("counts of time have one unit over all blocks, also near 1970, where some would be plausible in another", async () => {
  class Idle extends ct.Strategy.with({}) {}
  // Milliseconds from 1960 to 1980; those of some weeks around 1970 would be seconds of other years, or tell no unit.
  const time = Array.from({ length: 14_600 }, (_, at) => (at - 7300) * 43_200_000 + 3_600_000);
  const rows = time.map((ms) => ({ time: ms, open: 10, high: 11, low: 9, close: 10 }));
  const column = (price: number): number[] => time.map(() => price);
  const options = { timeframe: "12h", stamp: "close" } as const;
  const whole = ct.bars({ time, open: column(10), high: column(11), low: column(9), close: column(10) }, options);
  assertEquals(whole.columns.timeUs[0], time[0]! * 1000);
  for (const blockBars of [7, 1000]) {
    const { timeUs } = await ct.run(Idle, ct.stream(rows, options), { blockBars });
    assertEquals(timeUs, whole.columns.timeUs);
  }
});

/** Rows of two days with one thing wrong. */
function wrong(change: (rows: Record<string, unknown>[]) => unknown[]): Iterable<ct.BarItem> {
  return change(rowsOf(8, 60, 5).map((row) => ({ ...row }))) as Iterable<ct.BarItem>;
}

const FAULTS: readonly [string, (rows: Record<string, unknown>[]) => unknown[], string][] = [
  [
    "goes back in time",
    (rows) => [...rows.slice(0, 40), rows[20]!, ...rows.slice(40)],
    "against the order of the rest",
  ],
  ["repeats a row", (rows) => [...rows.slice(0, 40), rows[39]!, ...rows.slice(40)], "have the same time"],
  ["runs backwards", (rows) => rows.reverse(), "their times do not ascend"],
  ["has no close", (rows) => rows.map((row, at) => at === 33 ? { ...row, close: undefined } : row), "index 33 of bars"],
  ["has a bad bar", (rows) => rows.map((row, at) => at === 47 ? { ...row, high: 0.5 } : row), "index 47 of bars"],
  ["has a bar that is none", (rows) => [...rows.slice(0, 21), 7], 'row 21 of feed "bars": it is 7'],
  ["is empty", () => [], "its source has no bar"],
  ["changes its columns", (rows) => [
    ...[{ time: [1], open: [1], high: [1], low: [1], close: [1] }, {
      time: [2],
      open: [1],
      high: [1],
      low: [1],
      vwap: [1],
    }],
    ...rows.slice(0, 0),
  ], '"vwap" is new'],
  [
    "has columns of several lengths",
    () => [{ time: [1], open: [1, 2], high: [1], low: [1], close: [1] }],
    "has 2 entries",
  ],
];

for (const [what, change, message] of FAULTS) {
  Deno.test(`a source that ${what} is an error that names the place`, async () => {
    class Idle extends ct.Strategy.with({}) {}
    const error = await assertRejects(() => ct.run(Idle, ct.stream(wrong(change), MINUTES), { blockBars: 20 }), Error);
    assertStringIncludes(error.message, message);
    assert(error.message.startsWith("Cannot "), error.message);
  });
}

Deno.test("what needs bars to come is refused by name, with the remedy", async () => {
  class Idle extends ct.Strategy.with({}) {}
  class Late extends ct.Strategy.with({}) {
    override next(): void {
      this.data.resample("1d");
    }
  }
  const feed = ct.bars(columnsOf(rowsOf(2, 50, 5)), MINUTES), rows = rowsOf(2, 50, 5);
  const refused: [() => Promise<unknown>, string][] = [
    [() => ct.run(Idle, feed, { from: "2024-01-01" } as never), "Cannot use from over feeds that may wait: "],
    [
      () => ct.run(Idle, feed, { to: "2024-01-01" } as never),
      "Cannot use to over feeds that may wait: end the source there",
    ],
    [
      () => ct.run(Idle, feed, { checkpoint: { every: 1, save: () => {} } } as never),
      "Cannot use checkpoint over feeds",
    ],
    [() => ct.run(Idle, feed, { resume: new Uint8Array(1) } as never), "Cannot use resume over feeds that may wait"],
    [() => ct.run(Idle, feed, { replayLog: {} } as never), "Cannot use replayLog over feeds that may wait"],
    [() => ct.run(Idle, feed, { measureFrom: "2024-01-01" } as never), 'Cannot measure from "2024-01-01" over feeds'],
  ];
  for (const [running, message] of refused) {
    const error = await assertRejects(running, Error, message);
    assert(error instanceof ct.WaitingFeedsError || error.cause instanceof ct.WaitingFeedsError, error.message);
  }
  const misused: [() => Promise<unknown>, string][] = [
    [() => ct.run(Late, feed), "on a bar: earlier bars were let go; call it in a field or in start()"],
    [() => ct.run(Idle, feed, { blockBars: 0 }), "Cannot use blockBars 0: pass a whole number from 1"],
    [() => ct.run(Idle, feed, { keep: 2.5 }), "Cannot use keep 2.5"],
    [() => ct.run(Idle, feed, { equity: "weekly" } as never), 'Cannot use equity "weekly"'],
    [() => ct.run(Idle, feed, { sink: { fills: () => {} } } as never), 'Cannot find receiver "fills" of sink'],
    [() => ct.run(Idle, feed, { sink: { fill: 1 } } as never), "Cannot call fill of sink"],
    [() => ct.run(Idle, feed, { signal: {} } as never), "Cannot use signal {}"],
    [() => ct.run(Idle, feed, { sginal: 1 } as never), 'Cannot find option "sginal"'],
    [() => ct.run(Idle, columnsOf(rows) as never), "Cannot run over columns of bars: pass ct.bars(columns)"],
    [() => ct.run(Idle, waiting as never), "Cannot run over a function: call it, as in ct.run(Strategy, waiting())"],
    [() => ct.run(Idle, Promise.resolve(feed) as never), "Cannot run over a promise of a feed"],
    [() => ct.run(Idle, {} as never), "Cannot run without a feed"],
    [() => ct.run(Idle, { a: 7 } as never), 'as feed "a"'],
  ];
  for (const [running, message] of misused) await assertRejects(running, Error, message);
  const source = waiting(rows);
  await assertRejects(
    () => ct.run(Idle, { a: source, b: source }),
    TypeError,
    'Cannot read the source of feed "b" twice',
  );
});

Deno.test("progress is told after each block, and the run waits for it", async () => {
  class Idle extends ct.Strategy.with({}) {}
  const told: ct.RunProgress[] = [], feed = ct.bars(columnsOf(rowsOf(2, 95, 5)), MINUTES);
  let open = 0;
  await ct.run(Idle, feed, {
    blockBars: 40,
    onProgress: async (progress) => {
      assertEquals(open++, 0);
      await Promise.resolve();
      open--;
      told.push(progress);
    },
  });
  assertEquals(told.map(({ bars, steps }) => [bars, steps]), [[40, 40], [80, 80], [95, 95]]);
  assertEquals(told.at(-1)!.timeUs, feed.columns.timeUs.at(-1));
});
