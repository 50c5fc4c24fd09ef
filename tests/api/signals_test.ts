/**
 * Signals that are handed over at once: the orders of the strategy that decides the same in `next`, in every form.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { RunLog } from "../../src/replay/mod.ts";
import { MemorySink } from "../../src/replay/log_sink.ts";
import { Random } from "../../src/laws/random.ts";
import { goldenRun, GoldenRunError } from "../../src/golden/mod.ts";
import { pathOf, temporaryFolder } from "../boundary/installed_library.ts";
import { type EngineName, enginesUnderTest } from "../engines.ts";
import { dailyBars, type Prices, risingBars } from "./daily_bars.ts";
import { onEveryEngine, type Outcome, outcomeOf } from "./every_engine.ts";

/** Bars of a random walk; some are missing, and some have no volume, on which nothing fills. */
function walk(seed: number, count: number, hours = 1, missing = 0, withoutVolume = 0): ct.Bars {
  const random = new Random(seed), time: string[] = [], rows: Prices[] = [], volume: number[] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = price, close = price = Math.max(2000, price + random.between(-150, 150));
    if (random.chance(missing)) continue;
    time.push(new Date(Date.UTC(2024, 0, 1, bar * hours)).toISOString());
    volume.push(random.chance(withoutVolume) ? 0 : 1000);
    rows.push([
      open / 100,
      (Math.max(open, close) + random.below(40)) / 100,
      (Math.min(open, close) - random.below(40)) / 100,
      close / 100,
    ]);
  }
  const column = (at: 0 | 1 | 2 | 3): number[] => rows.map((row) => row[at]);
  const prices = { time, open: column(0), high: column(1), low: column(2), close: column(3), volume };
  return ct.bars(prices, { name: "AAA", decimals: 2, timeframe: `${hours}h`, stamp: "close" });
}

/** The signals of a feed as columns. */
interface Columns {
  readonly entries: readonly boolean[];
  readonly exits: readonly boolean[];
  readonly shortEntries: readonly boolean[];
  readonly shortExits: readonly boolean[];
}

/** Terms of the orders of signals, each for each bar. */
interface Terms {
  readonly size: ct.SaidSize;
  readonly stopLoss: number | undefined;
  readonly takeProfit: number | undefined;
}

/** The strategy of `docs/signals.md`, over several feeds: what signals do, written as a callback. */
function callback(
  signals: Readonly<Record<string, Columns>>,
  termsOf: (feed: string, bar: number, close: number, side: 1 | -1) => Terms,
  accumulate: boolean,
): ct.StrategyClass<ct.Params> {
  class Callback extends ct.Strategy {
    entry: Record<string, ct.OrderView | null> = {};
    exit: Record<string, ct.OrderView | null> = {};

    override next(): void {
      for (const feed of Object.keys(this.feeds)) {
        if (signals[feed] !== undefined && this.feeds[feed]!.isNew) this.decide(feed, signals[feed]);
      }
    }

    decide(feed: string, columns: Columns): void {
      const bar = this.feeds[feed]!.length - 1, close = this.feeds[feed]!.close.now;
      let long = columns.entries[bar]!, out = columns.exits[bar]!;
      let short = columns.shortEntries[bar]!, cover = columns.shortExits[bar]!;
      if (long && out) long = out = false;
      if (short && cover) short = cover = false;
      if (long && short) long = short = false;
      const { size } = this.positionOf(feed), leavesLong = out || short, leavesShort = cover || long;
      const entry = this.entry[feed];
      let waits = entry?.alive === true;
      if (waits && (entry!.side === "buy" ? leavesLong : leavesShort)) {
        this.cancel(entry!);
        waits = false;
      }
      if (((size > 0 && leavesLong) || (size < 0 && leavesShort)) && this.exit[feed]?.alive !== true) {
        this.exit[feed] = this.close({ feed });
      }
      const terms = (side: 1 | -1): ct.OrderOptions => {
        const { size, stopLoss, takeProfit } = termsOf(feed, bar, close, side);
        return {
          ...size,
          feed,
          ...(stopLoss === undefined ? {} : { stopLoss }),
          ...(takeProfit === undefined ? {} : { takeProfit }),
        };
      };
      if (long && (accumulate || (!waits && size <= 0))) this.entry[feed] = this.buy(terms(1));
      if (short && (accumulate || (!waits && size >= 0))) this.entry[feed] = this.sell(terms(-1));
    }
  }
  return Callback;
}

function randomColumns(random: Random, count: number): Columns {
  const column = (percent: number): boolean[] => Array.from({ length: count }, () => random.chance(percent));
  const long = random.chance(80), short = !long || random.chance(60), often = random.pick([3, 10, 25]);
  return {
    entries: column(long ? often : 0),
    exits: column(often),
    shortEntries: column(short ? often : 0),
    shortExits: column(often),
  };
}

/** One of the forms in which a signal may be handed over. */
function formOf(random: Random, values: readonly boolean[]): ct.SignalColumn {
  return random.pick<(column: readonly boolean[]) => ct.SignalColumn>([
    (column) => column,
    (column) => column.map(Number),
    (column) => Uint8Array.from(column, Number),
    (column) => Int8Array.from(column, Number),
    (column) => Float64Array.from(column, Number),
  ])(values);
}

/** A line with these values, made bar by bar by an indicator of one's own. */
function ownLine({ close }: ct.FeedLines, values: readonly boolean[]): ct.Line {
  const update = (): () => number => {
    let bar = 0;
    return () => Number(values[bar++]);
  };
  return ct.indicator({ name: "own", inputs: [close], update });
}

Deno.test("signals place the orders of the callback that decides the same, in every form and size, on every engine", () => {
  let fills = 0, shorts = 0, waited = 0, contradictions = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const random = new Random(seed), count = 150;
    const a = walk(seed, count, 1, 0, random.pick([0, 0, 30]));
    const feeds: Record<string, ct.Bars> = random.chance(40) ? { a, b: walk(seed + 50, 60, 3, 10) } : { a };
    const columns = Object.fromEntries(
      Object.entries(feeds).map(([name, { length }]) => [name, randomColumns(random, length)]),
    );
    const accumulate = random.chance(30), sizes = random.pick(["size", "cash", "fraction", "none", "sizes"]);
    const amounts = Array.from({ length: count }, () => random.between(1, 30) / 2);
    const stop = random.pick(["none", "fraction", "column"]), fraction = random.between(1, 40) / 1000;
    // A price that is right for one side is wrong for the other, and then the engine refuses the entry.
    const stops = Array.from({ length: count }, (_value, bar) => Math.round(a.columns.close[bar]! * 97) / 100);
    const options: ct.BacktestOptions = {
      commission: random.pick([0, 0.001]),
      barWithoutVolume: "no-fill",
      ...(random.chance(20) ? { from: "2024-01-03" } : {}),
      ...(random.chance(20) ? { to: "2024-01-04" } : {}),
    };
    const sizeOf: Readonly<Record<string, (bar: number) => ct.SaidSize>> = {
      size: () => ({ size: 3 }),
      sizes: (bar) => ({ size: amounts[bar]! }),
      cash: () => ({ cash: 2000 }),
      fraction: () => ({ fraction: 0.25 }),
      none: () => ({ fraction: 1 }),
    };
    const strategy = callback(columns, (_feed, bar, close, side) => ({
      size: sizeOf[sizes]!(bar),
      stopLoss: stop === "fraction" ? close * (1 + side * -fraction) : stop === "column" ? stops[bar]! : undefined,
      takeProfit: stop === "fraction" ? close * (1 + side * 2 * fraction) : undefined,
    }), accumulate);
    const terms = {
      ...(sizes === "none" ? {} : sizes === "sizes" ? { size: amounts } : sizeOf[sizes]!(0)),
      ...(stop === "fraction" ? { stopLoss: { fraction }, takeProfit: { fraction: 2 * fraction } } : {}),
      ...(stop === "column" ? { stopLoss: Float64Array.from(stops) } : {}),
      accumulate,
    };
    const cut = (name: string): Partial<ct.Signals> =>
      name === "a" ? terms : {
        ...terms,
        ...(sizes === "sizes" ? { size: amounts.slice(0, feeds[name]!.length) } : {}),
        ...(stop === "column" ? { stopLoss: stops.slice(0, feeds[name]!.length) } : {}),
      };
    const given = Object.fromEntries(
      Object.entries(columns).map(([name, { entries, exits, shortEntries, shortExits }]) => [name, {
        entries: formOf(random, entries),
        exits: formOf(random, exits),
        shortEntries: formOf(random, shortEntries),
        shortExits: formOf(random, shortExits),
        ...cut(name),
      }]),
    );
    const expected = onEveryEngine((conduct) => outcomeOf(ct.backtest(strategy, feeds, { ...options, ...conduct })));
    const run = (signals: ct.SignalsOfFeeds<string>): Outcome =>
      onEveryEngine((conduct) => outcomeOf(ct.fromSignals(feeds, signals, { ...options, ...conduct })));
    assertEquals(run(given), expected, `seed ${seed}`);
    const own = random.chance(50);
    assertEquals(
      run((lines) =>
        Object.fromEntries(
          Object.entries(given).map(([name, signals]) => {
            const { entries, exits } = columns[name]!, data = lines[name]!;
            if (own) {
              return [name, { ...signals, entries: ownLine(data, entries), exits: ownLine(data, exits) }];
            }
            return [name, signals];
          }),
        )
      ),
      expected,
      `seed ${seed}, made of lines`,
    );
    fills += expected.fills.length;
    shorts += expected.fills.filter(({ side }) => side === "sell").length;
    waited += expected.orders.filter(({ state }) => state === "cancelled").length;
    contradictions += columns["a"]!.entries.filter((entry, bar) => entry && columns["a"]!.exits[bar]).length;
  }
  assert(
    fills > 700 && shorts > 300 && waited > 20 && contradictions > 20,
    `${[fills, shorts, waited, contradictions]}`,
  );
});

/** Signals by two averages, as lines and as the callback. */
const averages = ({ close }: ct.FeedLines): ct.Signals => {
  const cross = ct.crossover(ct.sma(close, 3), ct.sma(close, 8));
  return { entries: cross.above(0), exits: cross.below(0), size: 2 };
};

class Averages extends ct.Strategy.with({}) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, 3), ct.sma(this.data.close, 8));
  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ size: 2 });
    else if (this.cross.now < 0 && this.position.size > 0) this.close();
  }
}

Deno.test("lines of indicators give the orders of the callback, whose bars before the first value are left out", () => {
  const feed = walk(3, 400);
  const outcome = onEveryEngine((conduct) => outcomeOf(ct.fromSignals(feed, averages, conduct)));
  assertEquals(outcome, onEveryEngine((conduct) => outcomeOf(ct.backtest(Averages, feed, conduct))));
  assert(outcome.fills.length > 20);
  const [signals, callback] = [
    ct.fromSignals(feed, averages, { measureFrom: "warm" }),
    ct.backtest(Averages, feed, { measureFrom: "warm" }),
  ];
  assertEquals(signals.stats, callback.stats);
});

Deno.test("a line of larger bars and one of another feed have on each bar the value that is known then", () => {
  const feeds = { a: walk(11, 1500), b: walk(12, 500, 3, 10) };
  class Callback extends ct.Strategy.with({}) {
    day: ct.FeedLines = this.data.resample("6h");
    up: ct.Line = this.day.close.above(this.day.open);
    other: ct.Line = this.feeds["b"]!.close.falling(2);
    override next(): void {
      if (!this.data.isNew) return;
      const isLong = this.position.size > 0, up = this.up.now === 1, out = this.other.now === 1;
      if (up && !out && !isLong) this.buy({ size: 1, feed: "a" });
      else if (out && !up && isLong) this.close({ feed: "a" });
    }
  }
  const signals = (lines: Readonly<Record<"a" | "b", ct.FeedLines>>): { a: ct.Signals } => {
    const day = lines.a.resample("6h");
    return { a: { entries: day.close.above(day.open), exits: lines.b.close.falling(2), size: 1 } };
  };
  const outcome = onEveryEngine((conduct) => outcomeOf(ct.fromSignals(feeds, signals, conduct)));
  assertEquals(outcome, onEveryEngine((conduct) => outcomeOf(ct.backtest(Callback, feeds, conduct))));
  assert(outcome.fills.length > 10, `${outcome.fills.length} fills`);
});

Deno.test("a single value stands for every bar, and an entry while there is a position is left out", () => {
  const result = ct.fromSignals(risingBars(5), { entries: true, size: 1 });
  assertEquals(result.fills.map(({ bar, size }) => [bar, size]), [[1, 1]]);
  const more = ct.fromSignals(risingBars(5), { entries: 1, size: 1, accumulate: true });
  assertEquals(more.fills.map(({ bar }) => bar), [1, 2, 3, 4]);
});

Deno.test("an entry of the other side turns the position at one open", () => {
  const feed = risingBars(5), signals = { entries: [1, 0, 0, 0, 0], shortEntries: [0, 0, 1, 0, 0], size: 4 };
  const { fills } = ct.fromSignals(feed, signals);
  assertEquals(fills.map(({ bar, side, size }) => [bar, side, size]), [
    ...[[1, "buy", 4], [3, "sell", 4], [3, "sell", 4]],
  ]);
});

Deno.test("signals that contradict each other are dropped and told in the summary", () => {
  const feed = risingBars(6);
  const signals: ct.Signals = {
    entries: [1, 0, 1, 0, 0, 0],
    exits: [1, 0, 0, 0, 0, 0],
    shortEntries: [0, 0, 1, 0, 0, 0],
  };
  const result = onEveryEngine((conduct) => {
    const result = ct.fromSignals(feed, signals, conduct);
    return [result.fills.length, result.summary().split("\n").find((line) => line.includes("contradict"))];
  });
  assertEquals(result[0], 0);
  assertStringIncludes(String(result[1]), "AAA: signals contradict each other on 2 bars");
});

Deno.test("a checkpoint keeps orders that wait, and a run that is resumed ends in the same", () => {
  const feed = walk(21, 120, 1, 0, 40), random = new Random(4), signals = randomColumns(random, 120);
  const options = { barWithoutVolume: "no-fill" } as const, given = { ...signals, size: 2 };
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [];
    const save = (bytes: Uint8Array): void => void saved.push(bytes);
    const whole = ct.fromSignals(feed, given, { ...options, engineBackend, checkpoint: { every: 1, save } });
    assert(whole.fills.length > 5);
    for (const resume of saved) {
      const again = ct.fromSignals(feed, given, { ...options, engineBackend, resume });
      assertEquals([again.chain, again.summary()], [whole.chain, whole.summary()]);
    }
  }
});

Deno.test("the result has a name, its constant terms, rows, explanations, a report, a replay log and a saved form", async () => {
  const sink = new MemorySink(), feed = walk(3, 400);
  const signals: ct.Signals = { ...randomColumns(new Random(1), 400), size: 2, stopLoss: { fraction: 0.03 } };
  const result = ct.fromSignals(feed, signals, { name: "chance", replayLog: new RunLog(sink) });
  assertEquals([result.strategyName, ct.fromSignals(feed, { entries: true }).strategyName], ["chance", "Signals"]);
  assertEquals(result.configuration.params, { size: 2, stopLoss: { fraction: 0.03 } });
  assertStringIncludes(result.explain(1).toString(), "market");
  assertStringIncludes(await result.html(), "chance");
  assertEquals(ct.readResult(JSON.stringify(result)).chain, result.chain);
  const made = ct.fromSignals(feed, averages);
  assertEquals(made.lines().map(({ field }) => field), ["signals.AAA.entries", "signals.AAA.exits"]);
});

Deno.test("a golden run holds signals, and names the lines of a fill that changed", () => {
  using folder = temporaryFolder();
  const file = `${pathOf(folder.url)}signals.json`, feed = walk(3, 400);
  const run = (length: number, engineBackend: EngineName): ct.Result => {
    const make = ({ close }: ct.FeedLines): ct.Signals => {
      const cross = ct.crossover(ct.sma(close, length), ct.sma(close, 8));
      return { entries: cross.above(0), exits: cross.below(0), size: 2 };
    };
    return ct.fromSignals(feed, make, { engineBackend });
  };
  goldenRun(import.meta, "signals", () => run(3, "typescript"), { file, accept: true });
  for (const engine of enginesUnderTest()) {
    assertEquals(goldenRun(import.meta, "signals", () => run(3, engine), { file }).verdict, "equal");
  }
  const { message } = assertThrows(
    () => goldenRun(import.meta, "signals", () => run(4, "typescript"), { file }),
    GoldenRunError,
  );
  assertStringIncludes(message, "signals.AAA.entries");
});

/** The message of the error of signals. */
function refused(signals: unknown, options: ct.SignalsOptions = {}, feeds: unknown = risingBars(4)): string {
  const run = ct.fromSignals as (feeds: unknown, signals: unknown, options: unknown) => ct.Result;
  return assertThrows(() => run(feeds, signals, options), Error).message;
}

Deno.test("columns of another length, values that are no signal and other times are refused by column, bar and value", () => {
  const timeUs = risingBars(4).columns.timeUs.slice();
  timeUs[2]! += 1;
  const cases: readonly (readonly [signals: unknown, message: string])[] = [
    [{ entries: [1, 0, 0] }, 'Cannot use entries of 3 values: feed "AAA" has 4 bars; pass one value for each'],
    [{ entries: true, size: [1] }, 'Cannot use size of 1 values: feed "AAA" has 4 bars'],
    [{ entries: true, exits: [0, 0, NaN, 0] }, "Cannot use exits NaN of bar 2: pass true or false, or 1 and 0"],
    [{ entries: Float64Array.of(0, 0, 0, NaN) }, "Cannot use entries NaN of bar 3: pass true or false"],
    [
      { entries: Int8Array.of(1, -1, 0, 0) },
      "Cannot use entries -1 of bar 1: a signal is 1 or 0; split a line of both",
    ],
    [{ entries: ["yes", 0, 0, 0] }, 'Cannot use entries "yes" of bar 0: pass true or false'],
    [{ entries: [0, null, 0, 0] }, "Cannot use entries null of bar 1: pass true or false"],
    [{ entries: [0, , 0, 0] }, "Cannot use entries undefined of bar 1: pass true or false"],
    [{ entries: "1000" }, 'Cannot use entries "1000"'],
    [{ entries: BigInt64Array.of(1n, 0n, 0n, 0n) }, "Cannot use entries "],
    [{ entries: 2 }, "Cannot use entries 2: a signal is 1 or 0"],
    [{ exits: true }, 'Cannot run signals of feed "AAA" without an entry: pass entries or shortEntries'],
    [{ entries: true, size: 1, cash: 5 }, "Cannot size entries by size and cash: pass one of them"],
    [{ entries: true, size: ["1", 1, 1, 1] }, 'Cannot use size "1" of bar 0: pass a number for each bar'],
    [{ entries: true, size: { fraction: 1 } }, "Cannot use size an object"],
    [{ entries: true, stopLoss: { fraction: 0 } }, "Cannot use fraction 0 of stopLoss: pass a number above 0"],
    [{ entries: true, stopLoss: { part: 1 } }, 'Cannot find "part" in stopLoss: there is fraction'],
    [{ entries: true, accumulate: 1 }, "Cannot use accumulate 1: pass true or false"],
    [{ entry: true }, 'Cannot find signal "entry": there are entries, exits'],
    [{ entries: true, timeUs }, 'Cannot use signals for feed "AAA": timeUs is 1704326400000000 at bar 2, and that bar'],
    [{ entries: true, timeUs: timeUs.subarray(1) }, "Cannot use timeUs of 3 values"],
    [null, "Cannot use signals null"],
    [() => undefined, 'Signals.constructor failed before the first bar: Cannot use signals undefined for feed "AAA"'],
    [async () => await { entries: true }, "Cannot make signals by a function that is async: a run waits for nothing"],
    [class Cross extends ct.Strategy {}, "Cannot make signals by a class"],
    [({ close }: ct.FeedLines) => ({ entries: close }), "Cannot use entries 101 of bar 0: a signal is 1 or 0"],
  ];
  for (const [signals, message] of cases) {
    const found = refused(signals);
    assert(found.includes(message), `${found}\nis not\n${message}`);
  }
  assertStringIncludes(refused({ entries: true, size: [1, NaN, 1, 1].map((_size) => NaN) }), "Signals.");
});

Deno.test("options, names and feeds are checked as those of a backtest", () => {
  assertStringIncludes(refused({ entries: true }, { params: {} } as ct.SignalsOptions), 'Cannot find option "params"');
  assertStringIncludes(refused({ entries: true }, { name: "" }), 'Cannot name signals ""');
  assertStringIncludes(refused({ entries: true }, { cash: -1 }), "Cannot start with cash -1");
  const feeds = { a: risingBars(4), b: risingBars(4) };
  assertStringIncludes(refused({ c: { entries: true } }, {}, feeds), 'Cannot find feed "c" of the signals: there are');
  assertStringIncludes(refused({}, {}, feeds), "Cannot run without signals: pass those of a feed by its name");
  assertStringIncludes(refused([], {}, feeds), "Cannot use signals []: pass those of each feed by its name");
  assertStringIncludes(refused({ entries: true }, {}, []), "Cannot run over an array");
});

Deno.test("a line of another run is refused with the form that makes one of this run", () => {
  let kept: ct.Line | undefined;
  const feed = dailyBars([[10, 11, 9, 10], [10, 11, 9, 10]]);
  ct.fromSignals(feed, ({ close }) => ({ entries: kept = close.above(9) }));
  assertStringIncludes(refused({ entries: kept }, {}, feed), "as entries: it is of another run; pass a function that");
});

Deno.test("a term that cannot be used is an error with the bar of its entry", () => {
  const found = refused({ entries: [0, 1, 0, 0], stopLoss: [90, NaN, 90, 90] });
  assertStringIncludes(found, "Signals.next failed at bar 1");
  assertStringIncludes(found, "stopLoss NaN");
});

Deno.test("a shorter run reads the first bars of its columns, which are as long as the feed that was given", () => {
  const feed = risingBars(10), entries = Array.from({ length: 10 }, (_value, bar) => bar === 2);
  const result = ct.fromSignals(feed, { entries, size: 1 }, { to: "2024-01-05" });
  assertEquals([result.equity.length, result.fills.map(({ bar }) => bar)], [5, [3]]);
});
