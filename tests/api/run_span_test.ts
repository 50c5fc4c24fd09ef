/** The options `from` and `to`: the span of a run, with the bars before it as warm-up. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.sample("aapl");

class Crosses extends ct.Strategy.with({}) {
  static calls: string[] = [];
  slow = ct.sma(this.data.close, 30);
  cross = ct.crossover(ct.sma(this.data.close, 10), this.slow);

  override next(): void {
    Crosses.calls.push(this.data.sessionDate);
    if (this.cross.now > 0) this.buy({ fraction: 0.9 });
    else if (this.cross.now < 0) this.close();
  }
}

function run(options: ct.BacktestOptions): { result: ct.Result; calls: readonly string[] } {
  Crosses.calls = [];
  return { result: ct.backtest(Crosses, feed, options), calls: Crosses.calls };
}

Deno.test("next is called from the first date to the last, with lines that earlier bars have warmed up", () => {
  const { result, calls } = run({ from: "2017-01-01", to: "2017-12-31" });
  assertEquals([calls.length, calls[0], calls.at(-1)], [251, "2017-01-03", "2017-12-29"]);
  const { stats } = result;
  assertEquals([stats.bars, stats.start?.slice(0, 10), stats.end?.slice(0, 10)], [251, "2017-01-03", "2017-12-29"]);
  assertEquals(result.equity.length, feed.slice({ to: "2017-12-31" }).length);
});

Deno.test("a run that ends earlier is the run over the part of the bars", () => {
  const to = "2017-06-30";
  assertEquals(run({ to }).result.chain, ct.backtest(Crosses, feed.slice({ to })).chain);
  const moment = new Date("2017-06-30T20:00:00Z");
  assertEquals(run({ to: moment }).result.chain, ct.backtest(Crosses, feed.slice({ to: moment })).chain);
});

Deno.test("the span counts in no other figure: buy and hold, exposure and trades begin with it", () => {
  const { result } = run({ from: "2017-01-01" }), part = feed.slice({ from: "2017-01-01" }).columns.close;
  assertEquals(result.stats.buyAndHold, (part.at(-1)! - part[0]!) / part[0]!);
  assert(result.trades.every(({ openedUs }) => openedUs > Date.UTC(2017, 0, 1) * 1000));
  assertEquals(run({ from: "2017-01-01", measureFrom: "start" }).result.stats, result.stats);
});

Deno.test("buy and hold begins with the first close of the span, also of a feed that has no bar at its begin", () => {
  const bars = (days: readonly number[], close: readonly number[]): ct.Bars =>
    ct.bars({ time: days.map((day) => `2024-01-0${day}`), open: close, high: close, low: close, close });
  class Idle extends ct.Strategy.with({}, ["one", "two"]) {}
  const feeds = { one: bars([1, 2, 3, 4], [100, 200, 210, 231]), two: bars([1, 3, 4], [10, 20, 30]) };
  const { stats } = ct.backtest(Idle, feeds, { from: "2024-01-02" });
  assertEquals(stats.buyAndHold, (31 / 200 + 10 / 20) / 2);
  const one = ct.backtest(class extends ct.Strategy.with({}) {}, feeds.one, { from: "2024-01-02" });
  assertEquals(one.stats.buyAndHold, 31 / 200);
  // A measured part that begins later counts on the value before it, as the return of the account does.
  assertEquals(ct.backtest(Idle, feeds, { from: "2024-01-02", measureFrom: "2024-01-04" }).stats.buyAndHold, 0.3);
});

Deno.test("step by step, resumed and proved, a span is the same", async () => {
  const options = { from: "2017-01-01", to: "2017-12-31" }, saved: Uint8Array[] = [];
  const { result } = run(options);
  assertEquals(run({ ...options, stepByStep: true }).result.chain, result.chain);
  const checkpoint: ct.CheckpointOptions = { every: 90, save: (bytes) => void saved.push(bytes) };
  assertEquals(run({ ...options, checkpoint }).result.chain, result.chain);
  for (const resume of saved) assertEquals(run({ ...options, resume }).result.chain, result.chain);
  assertThrows(() => run({ ...options, from: "2017-02-01", resume: saved[0]! }), ct.CheckpointError, "firstStep");
  const proof = await ct.prove(Crosses, feed, { ...options, cuts: 4 });
  assertEquals([proof.verdict, proof.run.bars, proof.run.chain], ["held", 413, result.chain]);
});

Deno.test("several feeds begin with the first bar of a session date, and each ends with its own last one", () => {
  const both = { a: feed, b: feed.slice({ from: "2016-08-01" }) }, dates: string[] = [];
  class Pair extends ct.Strategy.with({}, ["a", "b"]) {
    ratio = this.feeds.a.close.dividedBy(this.feeds.b.close);
    override next(): void {
      dates.push(this.feeds.b.sessionDate);
    }
  }
  ct.backtest(Pair, both, { from: "2017-03-01", to: "2017-03-31" });
  assertEquals([dates.length, dates[0], dates.at(-1)], [23, "2017-03-01", "2017-03-31"]);
});

/** Bars of an hour over the sessions of a calendar. */
async function hoursOf(name: ct.CalendarName): Promise<ct.Bars> {
  const calendar = await ct.calendar(name);
  const ends = calendar.sessionsBetween("2024-07-01", "2024-07-09").flatMap(({ openUs, closeUs }) =>
    Array.from({ length: Math.floor((closeUs - openUs) / 36e8) }, (_, bar) => openUs + (bar + 1) * 36e8)
  );
  const column = ends.map((_, row) => 100 + row % 7),
    prices = { open: column, high: column, low: column, close: column };
  const time = ends.map((us) => new Date(us / 1000));
  return ct.bars({ time, ...prices }, { name, timeframe: "1h", stamp: "close", calendar });
}

/** Daily bars from a date on. */
function days(first: string, count: number): ct.Bars {
  const time = Array.from({ length: count }, (_, day) => new Date(Date.parse(first) + day * 864e5));
  const column = time.map((_, day) => 100 + day % 7),
    prices = { open: column, high: column, low: column, close: column };
  return ct.bars({ time: time.map((day) => day.toISOString().slice(0, 10)), ...prices }, { timeframe: "1d" });
}

class Reads extends ct.Strategy.with({}) {
  override prenext(): void {}
}

/** The first and last session date of each feed in a run, and the measured bars. */
function spanOf(feeds: Readonly<Record<string, ct.Bars>>, options: ct.BacktestOptions): unknown {
  const seen: Record<string, [string, string]> = {};
  class Watches extends Reads {
    override next(): void {
      for (const [name, lines] of Object.entries(this.feeds)) {
        if (!lines.isNew) continue;
        seen[name] = [seen[name]?.[0] ?? lines.sessionDate, lines.sessionDate];
      }
    }
  }
  const { stats, equity, timeUs } = ct.backtest(Watches, feeds, {
    start: "any",
    engineBackend: "typescript",
    ...options,
  });
  return { seen, bars: stats.bars, steps: equity.length, endUs: timeUs.at(-1) };
}

Deno.test("the order of the feeds decides nothing of the span, whatever their hours, holidays and ends are", async () => {
  const [us, uk, jp] = await Promise.all((["XNYS", "XLON", "XTKS"] as const).map(hoursOf));
  const sets: readonly Readonly<Record<string, ct.Bars>>[] = [
    { us: us!, uk: uk! },
    { jp: jp!, us: us! },
    { us: us!, uk: uk!, jp: jp! },
    { us: us!, uk: uk!.slice({ to: "2024-07-02" }) },
    { us: us!.slice({ from: "2024-07-05" }), jp: jp! },
  ];
  let spans = 0;
  for (const feeds of sets) {
    const turned = Object.fromEntries(Object.entries(feeds).reverse());
    for (const option of ["from", "to", "measureFrom"] as const) {
      for (let day = 2; day <= 8; day++) {
        const options = { [option]: `2024-07-0${day}` };
        assertEquals(spanOf(turned, options), spanOf(feeds, options), `${Object.keys(feeds)} ${option} ${day}`);
        spans++;
      }
    }
  }
  assertEquals(spans, 105);
  // 4 July has a session in London alone, and each feed has all of its own dates.
  const fourth = spanOf({ us: us!, uk: uk! }, { from: "2024-07-04", to: "2024-07-04" }) as {
    seen: unknown;
    bars: number;
  };
  assertEquals([fourth.seen, fourth.bars], [{ uk: ["2024-07-04", "2024-07-04"] }, 8]);
});

Deno.test("a feed that ends before the others, or begins after them, cuts nothing off", () => {
  const old = days("2015-01-01", 30), live = days("2015-01-01", 200), late = days("2015-06-01", 30);
  const bars = (feeds: Readonly<Record<string, ct.Bars>>, options: ct.BacktestOptions): number =>
    ct.backtest(class extends Reads {}, feeds, { start: "any", ...options }).stats.bars;
  assertEquals(bars({ old, live }, { from: "2015-03-01" }), 141);
  assertEquals(bars({ old, live }, { from: new Date("2015-03-01") }), 141);
  assertEquals(bars({ old, live }, { measureFrom: "2015-03-01" }), 141);
  assertEquals(bars({ old, live }, { to: "2015-03-31" }), 90);
  assertEquals(bars({ late, old: live }, { to: "2015-03-01" }), 60);
  assertEquals(bars({ old: live, late }, { to: "2015-03-01" }), 60);
});

Deno.test("a time of day that is another moment for each feed is refused, and one with an offset is taken", async () => {
  const [us, uk] = [await hoursOf("XNYS"), await hoursOf("XLON")], both = { us, uk };
  for (const option of ["from", "to", "measureFrom"] as const) {
    assertThrows(
      () => spanOf(both, { [option]: "2024-07-03 15:30" }),
      RangeError,
      `Cannot use ${option} "2024-07-03 15:30" for several feeds: it is another moment in America/New_York than in ` +
        'Europe/London; pass a Date, or write its offset, as in "2024-01-31T15:30Z"',
    );
    spanOf(both, { [option]: "2024-07-03 15:30Z" });
    spanOf({ us, more: us }, { [option]: "2024-07-03 15:30" });
  }
});

Deno.test("a span without a bar, and a text that is no date, are errors that name the bars", async () => {
  const bars = "the bars run from 2016-05-12 to 2018-05-11";
  const refused = (options: ct.BacktestOptions, message: string): unknown =>
    assertThrows(() => run(options), RangeError, message);
  refused({ from: "2020-01-01" }, `Cannot run from 2020-01-01: no bar is left; ${bars}`);
  refused(
    { from: "2017-06-01", to: "2017-01-01" },
    `Cannot run from 2017-06-01 to 2017-01-01: no bar is left; ${bars}`,
  );
  refused(
    { from: new Date("2020-01-01") },
    "Cannot run from 2020-01-01T00:00:00.000Z: no bar is left; the bars end from 2016-05-13T03:59:59.999Z to " +
      "2018-05-12T03:59:59.999Z",
  );
  refused({ to: "2010-01-01" }, `Cannot run to 2010-01-01: every bar comes later; ${bars}`);
  assertEquals(run({ from: "2018-05-11" }).calls, ["2018-05-11"]);
  assertEquals(run({ from: "2017-01-03", to: "2017-01-03" }).calls, ["2017-01-03"]);
  await assertRejects(() => ct.prove(Crosses, feed, { from: "2020-01-01" }), RangeError, "Cannot run from 2020-01-01");
  assertThrows(() => run({ from: "soon" }), RangeError, 'Cannot use from "soon" in America/New_York: pass a Date');
  assertThrows(() => run({ to: 2017 as unknown as string }), TypeError, "Cannot use to 2017: pass a Date, or a text");
});
