/**
 * Fills on finer bars: a strategy of days whose orders are matched on bars of two hours.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { Random } from "../../src/laws/random.ts";
import { barsAt, type Prices } from "./daily_bars.ts";
import { fillLines, runScript, type Script, scripted, type ScriptedStrategy } from "./scripted.ts";

const HOURS = ["11:30", "13:30", "15:30"] as const;

/** Bars of two hours of days from 2024-01-02 on, three a day, which end at 11:30, 13:30 and 15:30. */
function hourBars(days: readonly (readonly Prices[])[], options: ct.BarsOptions = {}): ct.Bars {
  const dates = days.map((_rows, day) => `2024-01-${String(day + 2).padStart(2, "0")}`);
  return barsAt(
    days.flatMap((rows, day) => rows.map((_row, at) => `${dates[day]!} ${HOURS[at]!}`)),
    days.flat(),
    { stamp: "close", timeframe: "2h", ...options },
  );
}

/** The days of such bars, from dates alone. */
function dayBars(days: readonly (readonly Prices[])[], options: ct.BarsOptions = {}): ct.Bars {
  const rows = days.map((bars): Prices => [
    bars[0]![0],
    Math.max(...bars.map(([, high]) => high)),
    Math.min(...bars.map(([, , low]) => low)),
    bars.at(-1)![3],
  ]);
  return barsAt(rows.map((_row, day) => `2024-01-${String(day + 2).padStart(2, "0")}`), rows, options);
}

const FLAT: Prices[] = [[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 99, 100]];
/** The price reaches 106 in the second bar and 94 in the third. */
const UP_THEN_DOWN: Prices[] = [[100, 102, 99, 101], [101, 106, 100, 103], [103, 103, 94, 96]];
const DOWN_THEN_UP: Prices[] = [[100, 101, 94, 95], [95, 103, 95, 102], [102, 106, 101, 105]];
const BRACKET: Script = { 1: (s) => void s.buy({ size: 10, stopLoss: 95, takeProfit: 105 }) };

Deno.test("a day that reaches stop and target is ambiguous, and finer bars decide it", () => {
  for (const [day, price, rule] of [[UP_THEN_DOWN, 105, "limit"], [DOWN_THEN_UP, 95, "stop"]] as const) {
    const days = [FLAT, day], coarse = runScript(dayBars(days), BRACKET);
    assertEquals(fillLines(coarse), [[1, 2, "open", 10, 100], [2, 2, "stop", -10, 95]]);
    assert(coarse.fills[1]!.ambiguous);
    const fine = runScript(dayBars(days), BRACKET, { fillOn: { AAA: hourBars(days) } });
    assertEquals(fillLines(fine), [[1, 2, "open", 10, 100], [price === 105 ? 3 : 2, 2, rule, -10, price]]);
    assertEquals(fine.fills.map(({ ambiguous }) => ambiguous), [false, false]);
    assertEquals(fine.equity, [10_000, 10_000 + 10 * (price - 100)]);
  }
});

Deno.test("fills have the time of the finer bar, and rows the bar of the strategy", () => {
  const days = [FLAT, UP_THEN_DOWN],
    { fills, trades } = runScript(dayBars(days), BRACKET, {
      fillOn: { AAA: hourBars(days) },
    });
  assertEquals(fills.map(({ time, bar }) => [time, bar]), [
    ["2024-01-03T09:30:00.000000Z", 1],
    ["2024-01-03T13:30:00.000000Z", 1],
  ]);
  // The entry's own bar and the one after it: 106 is seen, and 94 comes after the exit.
  assertEquals(trades.map(({ mae, mfe, bars }) => [mae, mfe, bars]), [[-10, 50, 1]]);
});

/** Days of random bars on a grid of cents. */
function randomDays(seed: number, count: number): Prices[][] {
  const source = new Random(seed),
    random = (): number => source.below(1000) / 1000,
    cents = (price: number): number => Math.round(price * 100) / 100;
  let price = 100;
  return Array.from({ length: count }, () =>
    HOURS.map((): Prices => {
      const open = cents(price + random() - 0.5), close = cents(open + 4 * (random() - 0.5));
      price = close;
      return [
        open,
        cents(Math.max(open, close) + 2 * random()),
        cents(Math.min(open, close) - 2 * random()),
        close,
      ];
    }));
}

/** Orders of several kinds on each third day. */
function actOn(day: number, s: ScriptedStrategy): void {
  const close = s.data.close.now;
  if (day % 3 === 0) s.buy({ size: 3, stopLoss: { trail: { amount: 1 } }, takeProfit: { percent: 2 } });
  else if (day % 3 === 1) s.sell({ size: 2, limit: Math.round(close * 101) / 100, valid: "day" });
  else s.kept["stop"] = s.buy({ size: 1, stop: Math.round(close * 100.7) / 100 });
  if (day % 7 === 5) s.close();
}

Deno.test("a run on finer fills does what one on the finer bars does that decides at the ends of days alone", () => {
  for (const seed of [1, 2, 3, 4]) {
    const days = randomDays(seed, 25), fine = hourBars(days), coarse = dayBars(days);
    const onDays: Script = Object.fromEntries(days.map((_rows, at) => [at + 1, (s) => actOn(at, s)]));
    const onHours: Script = Object.fromEntries(days.map((_rows, at) => [3 * at + 3, (s) => actOn(at, s)]));
    const expected = runScript(fine, onHours), found = runScript(coarse, onDays, { fillOn: { AAA: fine } });
    const lines = (outcome: typeof found, per: number): unknown[] =>
      outcome.fills.map((
        { orderId, bar, rule, size, price, ambiguous },
      ) => [orderId, Math.floor(bar / per), rule, size, price, ambiguous]);
    assert(found.fills.length > 20, `${found.fills.length}`);
    assertEquals(lines(found, 1), lines(expected, 3));
    assertEquals(found.equity, expected.equity.filter((_value, at) => at % 3 === 2));
    assertEquals(
      found.orders.map(({ state, reason }) => [state, reason]),
      expected.orders.map((o) => [o.state, o.reason]),
    );
    assertEquals(
      found.trades.map(({ pnl, mae, mfe }) => [pnl, mae, mfe]),
      expected.trades.map((t) => [t.pnl, t.mae, t.mfe]),
    );
  }
});

Deno.test("another feed keeps its own bars, and money comes ahead of the first finer bar of its day", () => {
  const days = [FLAT, UP_THEN_DOWN, FLAT];
  const outcome = runScript({ a: dayBars(days), b: dayBars(days, { name: "b" }) }, {
    1: (s) => {
      s.buy({ size: 10, stopLoss: 95, takeProfit: 105, feed: "a" });
      s.buy({ size: 10, stopLoss: 95, takeProfit: 105, feed: "b" });
    },
  }, { fillOn: { a: hourBars(days) }, cash: 1500, cashFlows: [{ time: "2024-01-03", amount: 600 }] });
  // Both entries fit only with the money of the second day: 2,000 and no commission.
  assertEquals(outcome.fills.map(({ feed, rule, price }) => [feed, rule, price]), [
    ["a", "open", 100],
    ["a", "limit", 105],
    ["b", "open", 100],
    ["b", "stop", 95],
  ]);
  assertEquals(outcome.equity, [1500, 2100, 2100]);
});

Deno.test("finer bars outside of the days are left out, and a run to a date takes those of its days", () => {
  const days = [FLAT, UP_THEN_DOWN, DOWN_THEN_UP], fillOn = { AAA: hourBars([...days, FLAT]) };
  const whole = ct.backtest(scripted(BRACKET), dayBars(days), { fillOn });
  assert(whole.summary().replaceAll(/\s+/g, " ").includes("3 of them lie outside of its bars"), whole.summary());
  const short = ct.backtest(scripted(BRACKET), dayBars(days), { fillOn, to: "2024-01-03" });
  assertEquals(short.equity, whole.equity.slice(0, 2));
  assertEquals(short.fills, whole.fills);
});

Deno.test("days that were resampled from the finer bars agree with them", () => {
  const days = [FLAT, UP_THEN_DOWN, DOWN_THEN_UP], fine = hourBars(days), fillOn = { AAA: fine };
  const { fills } = ct.backtest(scripted(BRACKET), fine.resample("1d"), { fillOn });
  assertEquals(fills.map(({ rule, price }) => [rule, price]), [["open", 100], ["limit", 105]]);
});

/** Bars of hours from ten to four o'clock on dates, some of which lie outside of the sessions of a calendar. */
function hoursOfCalendar(dates: readonly string[]): ct.Bars {
  const calendar = ct.calendars.weekly({
    ...{ open: "09:00", close: "16:00", timeZone: "UTC" },
    ...{ holidays: ["2024-01-04"], earlyCloses: { "2024-01-09": "13:00" } },
  });
  const time = dates.flatMap((date) => [10, 11, 12, 13, 14, 15, 16].map((hour) => `${date} ${hour}:00`));
  const rows = time.map((_time, at): Prices => [100 + at, 101.5 + at, 99 + at, 100.5 + at]);
  return barsAt(time, rows, { stamp: "close", timeframe: "1h", calendar });
}

Deno.test("finer bars outside of every session are left out, as the larger bars that were made of them leave them out", async () => {
  const sets = [["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], ["2024-01-08", "2024-01-09", "2024-01-10"]];
  for (const dates of sets) {
    const hours = hoursOfCalendar(dates), days = hours.resample("1d"), count = days.length;
    class Stops extends ct.Strategy.with({}) {
      override next(): void {
        if (this.position.size === 0) this.buy({ size: 1, stop: this.data.high.now + 0.25 });
        else this.sell({ size: 1, limit: this.data.close.now + 4 });
      }
    }
    const { fills, diagnostics } = ct.backtest(Stops, { AAA: days }, { fillOn: { AAA: hours } });
    // No fill is on a holiday, nor behind an early close.
    assertEquals([fills.length > 1, count], [true, 3]);
    for (const { time } of fills) assert(!/^2024-01-04|^2024-01-09T1[3-6]:[0-9]*[1-9]/.test(time), time);
    assertEquals(diagnostics, []);
    const { laws } = await ct.prove(Stops, { AAA: days }, { fillOn: { AAA: hours }, cuts: 2 });
    for (const law of [1, 3, 4, 5, 7, 8]) {
      const { verdict, counterExample } = laws.find((report) => report.law === law)!;
      assertEquals([verdict, counterExample], ["held", undefined], `law ${law} on ${dates[0]}`);
    }
  }
});

Deno.test("larger bars that were made of finer ones have the one that lies astride the open of the session", () => {
  const days = ["2024-07-01", "2024-07-02", "2024-07-08", "2024-07-09", "2024-08-01", "2024-08-02"];
  for (
    const [stamp, hours] of [["close", ["09:00", "10:00", "11:00"]], ["open", ["08:00", "09:00", "10:00"]]] as const
  ) {
    const time = days.flatMap((day) => hours.map((hour) => `${day} ${hour}`));
    const rows = time.map((_time, at): Prices => [100 + at, 102 + at, 98 + at, 101 + at]);
    const finer = barsAt(time, rows, { stamp, timeframe: "1h", session: { open: "09:30", close: "16:00" } });
    class Buys extends ct.Strategy.with({}) {
      override next(): void {
        if (this.position.size === 0) this.buy({ size: 1 });
      }
    }
    for (const [size, price] of [["1d", 104], ["2d", 107], ["1w", 107], ["1mo", undefined]] as const) {
      const larger = finer.resample(size);
      assertEquals(
        ct.backtest(Buys, { AAA: larger }, { fillOn: { AAA: finer } }).fills[0]?.price,
        price,
        `${stamp} ${size}`,
      );
    }
  }
});

Deno.test("explanations compare a fill with the finer bar that it happened on", () => {
  const days = [FLAT, UP_THEN_DOWN], fillOn = { AAA: hourBars(days) };
  const result = ct.backtest(scripted(BRACKET), dayBars(days), { fillOn });
  const text = String(result.explain(result.trades[0]!));
  assert(text.includes("106") && !text.includes("94"), text);
});

Deno.test("an explanation names the finer bar whose open filled, not the one that ended there", () => {
  const gap: Prices[] = [[100, 102, 99, 101], [93, 94.5, 91, 92], [92, 93, 90, 92]], days = [FLAT, gap];
  const script: Script = { 1: (s) => void s.buy({ size: 10, stopLoss: 95 }) };
  const result = ct.backtest(scripted(script), dayBars(days), { fillOn: { AAA: hourBars(days) } });
  const text = String(result.explain(result.trades[0]!));
  // The fourth and the fifth finer bar, which ended at 11:30 and at 13:30.
  assert(text.includes("T11:30:00, bar 3: Order 1 (buy) bought 10 at 100, by the rule open"), text);
  assert(text.includes("T13:30:00, bar 4: Order 2 (stop-loss) sold 10 at 93, by the rule stopGap"), text);
});

Deno.test("an order is explained by its id as by its row", () => {
  const days = [FLAT, UP_THEN_DOWN], fillOn = { AAA: hourBars(days) };
  const result = ct.backtest(scripted(BRACKET), dayBars(days), { fillOn });
  assertEquals(result.orders.length, 3);
  for (const order of result.orders) assertEquals(String(result.explain(order.id)), String(result.explain(order)));
  assertThrows(() => result.explain(99), RangeError, "the ids of result.orders go from 1 to 3");
});

Deno.test("finer bars that lie astride the end of a bar are refused, with both and the remedy", () => {
  const time = [2, 3, 4].flatMap((day) => ["05", "11", "17", "23"].map((hour) => `2024-01-0${day} ${hour}:00`));
  const rows = time.map((): Prices => [100, 101, 99, 100]);
  const fine = barsAt(time, rows, { stamp: "close", timeframe: "6h" }), feed = fine.resample("1d");
  assertThrows(
    () => ct.backtest(scripted(BRACKET), feed, { fillOn: { AAA: fine } }),
    RangeError,
    "its bar 0 (2024-01-02) ends at 2024-01-03, and a finer bar of the next one goes from 2024-01-02T23:00:00 to " +
      "2024-01-03T05:00:00; pass finer bars that end where the bars of the feed do",
  );
  // A day that ends before its last finer bar does.
  const late = barsAt(["2024-01-02 12:00", "2024-01-02 18:00", "2024-01-03 12:00"], rows.slice(0, 3), {
    ...{ stamp: "close", timeframe: "6h" },
  });
  const early = barsAt(["2024-01-02 10:00", "2024-01-03 10:00"], rows.slice(0, 2), { stamp: "close", timeframe: "1d" });
  assertThrows(
    () => ct.backtest(scripted(BRACKET), early, { fillOn: { AAA: late } }),
    RangeError,
    "ends at 2024-01-02T10:00:00, and a finer bar of it goes from 2024-01-02T12:00:00 to 2024-01-02T18:00:00",
  );
});

Deno.test("a checkpoint of a run on finer fills resumes it, on any engine", () => {
  const days = randomDays(9, 20), fillOn = { AAA: hourBars(days) }, feed = dayBars(days);
  class Acts extends ct.Strategy.with({}) {
    override next(): void {
      actOn(this.data.length - 1, this as unknown as ScriptedStrategy);
    }
    readonly kept: Record<string, ct.OrderView> = {};
  }
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [];
    const checkpoint = { every: 7, save: (bytes: Uint8Array): void => void saved.push(bytes) };
    const whole = ct.backtest(Acts, feed, { fillOn, engineBackend, checkpoint });
    assertEquals(saved.length, 2);
    for (const resume of saved) {
      const resumed = ct.backtest(Acts, feed, { fillOn, engineBackend: "typescript", resume });
      assertEquals([resumed.chain, resumed.equity, resumed.fills], [whole.chain, whole.equity, whole.fills]);
    }
    const error = assertThrows(() => ct.backtest(Acts, feed, { resume: saved[0]! }), ct.CheckpointError);
    assertEquals(error.code, "OTHER_DATA");
  }
});

Deno.test("within a larger bar the account has the value of the finer ones, and a checkpoint goes on from there", () => {
  const days = randomDays(5, 12),
    feeds = { days: dayBars(days), hours: hourBars(randomDays(6, 12), { name: "hours" }) };
  const fillOn = { days: hourBars(days) };
  let values: number[] = [];
  class Holds extends ct.Strategy.with({}, ["days", "hours"]) {
    override next(): void {
      values.push(this.broker.value);
      if (this.data.length === 2 && this.position.size === 0) this.buy({ feed: "days", size: 10 });
    }
  }
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [],
      checkpoint = { every: 1, save: (bytes: Uint8Array): void => void saved.push(bytes) };
    values = [];
    const whole = ct.backtest(Holds, feeds, { fillOn, engineBackend, checkpoint, start: "any" });
    assertEquals([values, values.length], [[...whole.equity], 48]);
    // The value moves with each finer bar, and not with the days alone.
    assert(new Set(values).size > 25, `${new Set(values).size}`);
    for (const resume of saved) {
      assertEquals(ct.backtest(Holds, feeds, { fillOn, engineBackend, resume, start: "any" }).chain, whole.chain);
    }
  }
});

Deno.test("the replay log of a run on finer fills gives its chain again", () => {
  const days = randomDays(5, 12), sink = new MemorySink(), replayLog = new RunLog(sink);
  const script: Script = Object.fromEntries(days.map((_rows, at) => [at + 1, (s) => actOn(at, s)]));
  const result = ct.backtest(scripted(script), dayBars(days), { fillOn: { AAA: hourBars(days) }, replayLog });
  for (const engineBackend of enginesUnderTest()) {
    const report = replay(sink.bytes(), { engineBackend });
    assertEquals([report.equal, report.chain], [true, result.chain]);
  }
});

Deno.test("finer bars that cannot be used are refused by name, with the first bar that disagrees", () => {
  const days = [FLAT, UP_THEN_DOWN, DOWN_THEN_UP], feed = dayBars(days), fine = hourBars(days);
  const run = (fillOn: unknown, options: ct.BacktestOptions = {}): () => unknown => () =>
    ct.backtest(scripted(BRACKET), feed, { ...options, fillOn: fillOn as Record<string, ct.Bars> });
  const wrong: Prices[][] = [FLAT, UP_THEN_DOWN, [DOWN_THEN_UP[0]!, [95, 107, 95, 102], DOWN_THEN_UP[2]!]];
  const rows: readonly (readonly [() => unknown, typeof RangeError | typeof TypeError, string])[] = [
    [run({ AAA: hourBars(wrong) }), RangeError, "bar 2 (2024-01-04) has high 106, and the 3 finer bars in it have 107"],
    [run({ AAA: hourBars([FLAT, UP_THEN_DOWN]) }), RangeError, "none of them lies in its bar 2 (2024-01-04)"],
    [run({ AAA: feed }), RangeError, "bars of 1d, which are not finer than its 1d"],
    [run({ BBB: fine }), RangeError, 'Cannot find feed "BBB" of the option fillOn: there are "AAA"'],
    [run({ AAA: hourBars(days, { stamp: undefined as never }) }), RangeError, "pass stamp"],
    [run(fine), TypeError, "pass finer bars by feed"],
    [run({ AAA: Promise.resolve(fine) }), TypeError, "write await ct.csv"],
    [run({ AAA: 5 }), TypeError, "pass what ct.csv or ct.bars returns"],
    [run({ AAA: fine }, { profile: "backtrader" }), RangeError, "Cannot use fillOn with the queue model"],
    [run({ AAA: fine }, { flatAt: "close" }), RangeError, "Cannot use flatAt for feed"],
  ];
  for (const [act, type, says] of rows) assertThrows(act, type, says);
  const closes: Script = { 1: (s) => void s.close({ onClose: true }) };
  assertThrows(
    () => ct.backtest(scripted(closes), feed, { fillOn: { AAA: fine } }),
    Error,
    'Cannot close at the close on feed "AAA" with fillOn',
  );
  const atClose = { size: 1, onClose: true } as const;
  const others: readonly (readonly [string, Script])[] = [
    ["buy", { 1: (s) => void s.buy(atClose) }],
    ["sell", { 1: (s) => void s.sell(atClose) }],
    ["buy", { 1: (s) => void s.oco([{ side: "buy", ...atClose }, { side: "buy", size: 1, limit: 90 }]) }],
  ];
  for (const [what, script] of others) {
    assertThrows(
      () => ct.backtest(scripted(script), feed, { fillOn: { AAA: fine } }),
      Error,
      `Cannot ${what} at the close on feed "AAA" with fillOn`,
    );
  }
  assertThrows(() => ct.backtest(scripted(BRACKET), feed, { fillOn: { AAA: fine } }).markHash(0), RangeError, "fillOn");
});

Deno.test("a run over feeds that wait has no finer fills", async () => {
  const days = [FLAT, UP_THEN_DOWN];
  await assertRejects(
    () => ct.run(scripted(BRACKET), dayBars(days), { fillOn: { AAA: hourBars(days) } } as never),
    Error,
    "Cannot use fillOn over feeds that may wait",
  );
});
