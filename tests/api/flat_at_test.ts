/**
 * `flatAt: "close"`: nothing is held over the close of a session, whatever opened it and when; and what happens where
 * bars are missing.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { audit } from "../../src/auditor/auditor.ts";
import { eventLogOf } from "../../src/laws/mod.ts";
import { playWhole } from "../../src/laws/log/playback.ts";
import { Random } from "../../src/laws/random.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine, type Outcome, outcomeOf } from "./every_engine.ts";
import { runScript, type Script, scripted } from "./scripted.ts";
import { scheduledEnds, sessionBars, sessionDates, wanderingPrices } from "./session_bars.ts";
import { summaryNotes } from "./summary_notes.ts";

/** The laws that a backtest does not meet: that of a venue, and without the Rust engine parity. */
const NOT_MET: readonly number[] = enginesUnderTest().length > 1 ? [6] : [1, 6];

const newYork = await ct.calendar("XNYS"), hongKong = await ct.calendar("XHKG");

/** Two whole sessions of hours from the open on, seven bars each, the last one over the close; prices rise by one a bar. */
const TWO_DAYS = sessionsOfHours(["2024-07-01", "2024-07-02"]);

function sessionsOfHours(
  dates: readonly string[],
  without: readonly string[] = [],
  options: ct.BarsOptions = {},
): ct.Bars {
  const ends = dates.flatMap((date) =>
    Array.from(
      { length: 7 },
      (_, hour) => new Date(newYork.sessionOn(date)!.openUs / 1000 + (hour + 1) * 36e5).toISOString(),
    )
  );
  const kept = ends.map((end, row) => ({ end, row })).filter(({ end }) => !without.includes(end.slice(5, 16)));
  const price = (row: number): Prices => [100 + row, 101 + row, 99 + row, 100 + row + 0.5];
  return barsAt(kept.map(({ end }) => end), kept.map(({ row }) => price(row)), {
    timeframe: "1h",
    stamp: "close",
    calendar: newYork,
    ...options,
  });
}

/** Fills as short lines: bar counted from 1, rule, signed size, price, and a mark for a late exit. */
function lines({ fills }: Outcome): string[] {
  return fills.map(({ bar, rule, side, size, price, lateExit }) =>
    `${bar + 1} ${rule} ${side === "buy" ? size : -size} at ${price}${lateExit ? " late" : ""}`
  );
}

function run(feed: ct.Bars, script: Script, options: ct.BacktestOptions = {}): Outcome {
  return runScript(feed, script, { flatAt: "close", cash: 100_000, ...options });
}

Deno.test("a position is closed at the close of the scheduled last bar of its session", () => {
  const outcome = run(TWO_DAYS, { 2: (s) => void s.buy({ size: 10 }) });
  assertEquals(lines(outcome), ["3 open 10 at 102", "7 close -10 at 106.5"]);
  const [exit] = outcome.orders.slice(1);
  assertEquals([exit!.role, exit!.type, exit!.bar, exit!.size, exit!.asked], ["flatAt", "marketOnClose", 5, 10, {}]);
  assertEquals(outcome.trades.map(({ lateExit, exitPrice }) => [lateExit, exitPrice]), [[false, 106.5]]);
  // The same run without the option holds over night.
  assertEquals(lines(runScript(TWO_DAYS, { 2: (s) => void s.buy({ size: 10 }) }, { cash: 100_000 })), [
    "3 open 10 at 102",
  ]);
});

Deno.test("a short position, a part of one, and a strategy's own close leave nothing to close twice", () => {
  assertEquals(lines(run(TWO_DAYS, { 2: (s) => void s.sell({ size: 10 }) })), [
    "3 open -10 at 102",
    "7 close 10 at 106.5",
  ]);
  const half = run(TWO_DAYS, { 2: (s) => void s.buy({ size: 10 }), 6: (s) => void s.close({ size: 4 }) });
  assertEquals(lines(half), ["3 open 10 at 102", "7 open -4 at 106", "7 close -6 at 106.5"]);
  const own = run(TWO_DAYS, { 2: (s) => void s.buy({ size: 10 }), 6: (s) => void s.close() });
  assertEquals(lines(own), ["3 open 10 at 102", "7 open -10 at 106"]);
  const ends = ({ orders }: Outcome): string[] => orders.map(({ role, reason }) => `${role} ${reason}`);
  assertEquals(ends(own), ["entry filled", "close filled", "flatAt nothingToClose"]);
  const atClose = run(TWO_DAYS, { 2: (s) => void s.buy({ size: 10 }), 6: (s) => void s.close({ onClose: true }) });
  assertEquals(lines(atClose), ["3 open 10 at 102", "7 close -10 at 106.5"]);
  assertEquals(ends(atClose), ["entry filled", "close filled", "flatAt nothingToClose"]);
});

Deno.test("what is opened within the last bar, or at its close, is closed at that close", () => {
  const market = run(TWO_DAYS, { 6: (s) => void s.buy({ size: 10 }) });
  assertEquals(lines(market), ["7 open 10 at 106", "7 close -10 at 106.5"]);
  const fraction = run(TWO_DAYS, { 6: (s) => void s.buy({ fraction: 0.5 }) });
  assertEquals(fraction.fills.map(({ rule, side }) => [rule, side]), [["open", "buy"], ["close", "sell"]]);
  assertEquals(fraction.fills[0]!.size, fraction.fills[1]!.size);
  assertEquals(lines(run(TWO_DAYS, { 6: (s) => void s.sell({ size: 10, onClose: true }) })), [
    "7 close -10 at 106.5",
    "7 close 10 at 106.5",
  ]);
  const resting = run(TWO_DAYS, { 1: (s) => void s.buy({ size: 10, stop: 106.9 }) });
  assertEquals(lines(resting), ["7 stop 10 at 106.9", "7 close -10 at 106.5"]);
  const flip = run(TWO_DAYS, { 2: (s) => void s.buy({ size: 10 }), 6: (s) => void s.target({ size: -5 }) });
  assertEquals(lines(flip), ["3 open 10 at 102", "7 open -10 at 106", "7 open -5 at 106", "7 close 5 at 106.5"]);
  const protectedEntry = run(TWO_DAYS, { 6: (s) => void s.buy({ size: 10, stopLoss: 90, takeProfit: 200 }) });
  assertEquals(lines(protectedEntry), ["7 open 10 at 106", "7 close -10 at 106.5"]);
  assertEquals(protectedEntry.orders.map(({ reason }) => reason), [
    "filled",
    "positionClosed",
    "positionClosed",
    "filled",
  ]);
});

Deno.test("an order of the last bar opens in the next session, and is closed with that one", () => {
  const outcome = run(TWO_DAYS, { 7: (s) => void s.buy({ size: 10 }) });
  assertEquals(lines(outcome), ["8 open 10 at 107", "14 close -10 at 113.5"]);
});

Deno.test("half days, lunch, the evening of a session over midnight, hours and days have their closes", () => {
  const closes = (feed: ct.Bars): string[] => {
    const outcome = onEveryEngine((conduct) => {
      class Buys extends ct.Strategy.with({}) {
        override next(): void {
          if (this.position.size === 0) this.buy({ size: 1 });
        }
      }
      return outcomeOf(ct.backtest(Buys, feed, { ...conduct, flatAt: "close" }));
    });
    const clock = (us: number): string => new Date(us / 1000).toLocaleString("sv-SE", { timeZone: feed.timeZone });
    assertEquals(outcome.fills.filter(({ lateExit }) => lateExit), []);
    return outcome.fills.filter(({ rule }) => rule === "close").map(({ timeUs }) => clock(timeUs).slice(5, 16));
  };
  assertEquals(closes(sessionBars(newYork, ["2024-07-02", "2024-07-03", "2024-07-05"], 30)), [
    ...["07-02 16:00", "07-03 13:00", "07-05 16:00"],
  ]);
  assertEquals(closes(sessionBars(hongKong, ["2024-12-23", "2024-12-24"], 30)), ["12-23 16:00", "12-24 12:00"]);
  const evening = ct.calendars.weekly({ open: "17:00", close: "16:00", timeZone: "America/Chicago" });
  assertEquals(closes(sessionBars(evening, ["2024-03-08", "2024-03-11"], 60)), ["03-08 16:00", "03-11 16:00"]);
  const ends = scheduledEnds(newYork, ["2024-07-01", "2024-07-02"], 30), hours = { open: "09:30", close: "16:00" };
  const session = { timeframe: "30m", timeZone: "America/New_York", session: hours, stamp: "close" } as const;
  assertEquals(closes(barsAt(ends, wanderingPrices(ends.length), session)), ["07-01 16:00", "07-02 16:00"]);
  // Days: in at the open, out at the close.
  assertEquals(closes(dailyBars(wanderingPrices(3))), ["01-02 23:59", "01-03 23:59"]);
  assertEquals(closes(barsAt(["2024-07-03", "2024-07-05", "2024-07-08"], wanderingPrices(3), { calendar: newYork })), [
    ...["07-05 23:59", "07-08 23:59"],
  ]);
});

Deno.test("where the last bar never comes, the exit fills at the first later close, is marked and counted", () => {
  const feed = sessionsOfHours(["2024-07-01", "2024-07-02"], ["07-01T20:30"]);
  const outcome = run(feed, { 2: (s) => void s.buy({ size: 10 }) });
  assertEquals(lines(outcome), ["3 open 10 at 102", "7 close -10 at 107.5 late"]);
  assertEquals(outcome.trades.map(({ lateExit }) => lateExit), [true]);
  const result = ct.backtest(scripted({ 2: (s) => void s.buy({ size: 10 }) }), feed, {
    flatAt: "close",
    cash: 100_000,
  });
  const note = summaryNotes(result).find((text) => text.includes("flatAt"));
  assertEquals(
    note,
    "1 exit came after the close of a session, as the bars before it are missing or something was opened outside of it " +
      '(flatAt: "close"); the first is order 2 on AAA, bar 6, 2024-07-02T10:30:00',
  );
  assertEquals(
    summaryNotes(ct.backtest(scripted({}), feed, { flatAt: "close" })).filter((text) => /flatAt/.test(text)),
    [],
  );
});

Deno.test("where the bar before the last one is missing, the position is closed at the next open, late", () => {
  const buy: Script = { 2: (s) => void s.buy({ size: 10 }) };
  const eve = sessionsOfHours(["2024-07-01", "2024-07-02"], ["07-01T19:30"]);
  assertEquals(lines(run(eve, buy)), ["3 open 10 at 102", "7 open -10 at 107 late"]);
  // With both missing, the first bar of the next session shows it, and the one after it is the next open.
  const both = sessionsOfHours(["2024-07-01", "2024-07-02"], ["07-01T19:30", "07-01T20:30"]);
  assertEquals(lines(run(both, buy)), ["3 open 10 at 102", "7 open -10 at 108 late"]);
  // What the first bar of the next session opens itself is not late, and stays.
  const fresh = run(both, { 5: (s) => void s.buy({ size: 10 }) });
  assertEquals(lines(fresh), ["6 open 10 at 107", "12 close -10 at 113.5"]);
  // What was carried is closed, and what came to it stays.
  const added = run(both, { 2: (s) => void s.buy({ size: 10 }), 5: (s) => void s.buy({ size: 3 }) });
  assertEquals(lines(added), ["3 open 10 at 102", "6 open 3 at 107", "7 open -10 at 108 late", "12 close -3 at 113.5"]);
});

Deno.test("a missing session makes an exit of dated bars late, by the calendar alone", () => {
  const late = (dates: readonly string[], options: ct.BarsOptions): boolean[] => {
    const feed = barsAt(dates, wanderingPrices(dates.length), { timeframe: "1d", ...options });
    return run(feed, { 1: (s) => void s.buy({ size: 1 }) }).fills.map(({ lateExit }) => lateExit);
  };
  assertEquals(late(["2024-07-02", "2024-07-03"], { calendar: newYork }), [false, false]);
  assertEquals(late(["2024-07-03", "2024-07-05"], { calendar: newYork }), [false, false]); // the 4th is a holiday
  assertEquals(late(["2024-07-02", "2024-07-05"], { calendar: newYork }), [false, true]);
  assertEquals(late(["2024-07-02", "2024-07-05"], {}), [false, false]);
});

Deno.test("outside of the sessions nothing stays open beyond the next open", () => {
  const time = [
    "2024-07-01T19:55Z",
    "2024-07-01T20:00Z",
    "2024-07-01T20:05Z",
    "2024-07-01T20:10Z",
    "2024-07-02T13:25Z",
  ];
  const rows = wanderingPrices(time.length), options = { timeframe: "5m", stamp: "close", calendar: newYork } as const;
  const outcome = run(barsAt(time, rows, options), { 2: (s) => void s.buy({ size: 1 }) });
  assertEquals(outcome.fills.map(({ bar, rule, lateExit }) => [bar + 1, rule, lateExit]), [
    [3, "open", false],
    [4, "open", true],
  ]);
});

Deno.test("a last bar without volume closes nothing, and the next open with volume does", () => {
  const feed = sessionsOfHours(["2024-07-01", "2024-07-02"]), { open, high, low, close, timeUs } = feed.columns;
  const volume = Array.from(timeUs, (_, row) => row === 6 ? 0 : 100);
  const quiet = ct.bars({ time: Array.from(timeUs), open, high, low, close, volume }, {
    ...{ name: "AAA", decimals: 2, timeframe: "1h", stamp: "close", calendar: newYork },
  });
  const outcome = run(quiet, { 2: (s) => void s.buy({ size: 10 }) }, { barWithoutVolume: "no-fill" });
  assertEquals(lines(outcome), ["3 open 10 at 102", "8 open -10 at 107 late"]);
});

Deno.test("the term is one of each feed, and null lets one stay open", () => {
  const a = sessionsOfHours(["2024-07-01", "2024-07-02"], [], { name: "a" });
  const b = sessionBars(hongKong, ["2024-07-02", "2024-07-03"], 60, { name: "b" });
  const held = (options: ct.BacktestOptions) =>
    onEveryEngine((conduct) => {
      const script = scripted({ 2: (s) => ["a", "b"].forEach((feed) => s.buy({ size: 1, feed })) });
      const { fills, configuration } = ct.backtest(script, { a, b }, { cash: 100_000, ...conduct, ...options });
      return [
        fills.filter(({ closing }) => closing).map(({ feed, rule }) => `${feed} ${rule}`),
        configuration.instruments.map(({ flatAt }) => flatAt),
      ];
    });
  assertEquals(held({ flatAt: "close" }), [["a close", "b close"], ["close", "close"]]);
  assertEquals(held({ instruments: { b: { flatAt: "close" } } }), [["b close"], [undefined, "close"]]);
  assertEquals(held({ flatAt: "close", instruments: { b: { flatAt: null } } }), [["a close"], ["close", undefined]]);
});

Deno.test("a feed without hours, and another value, are errors that say what to pass", () => {
  const minutes = barsAt(["2024-07-02 10:00", "2024-07-02 10:05"], wanderingPrices(2), { timeframe: "5m" });
  assertThrows(
    () => ct.backtest(scripted({}), minutes, { flatAt: "close" }),
    RangeError,
    'Cannot close the position of feed "AAA" at the close: nothing tells the hours of its sessions; pass calendar, or ' +
      'session: { open: "09:30", close: "16:00" }, when reading it, or flatAt: null in instruments for it',
  );
  assertThrows(
    () => ct.backtest(scripted({}), TWO_DAYS, { flatAt: "open" as "close" }),
    RangeError,
    'Cannot use flatAt of feed "AAA" "open": pass "close", or null for a feed that may stay open',
  );
  const lines = barsAt(["2024-07-02 10:00", "2024-07-02 10:05"], wanderingPrices(2), {
    timeframe: "5m",
    stamp: "close",
    trade: false,
  });
  ct.backtest(scripted({}), { AAA: TWO_DAYS, lines }, { flatAt: "close" });
});

/** Trades at random on any bar, in every way, and leaves by the place in the session now and then. */
class AtRandom extends ct.Strategy.with({ seed: 1 }) {
  bar = 0;

  override next(): void {
    const random = new Random(this.params.seed, ++this.bar), price = this.data.close.now;
    if (this.data.isSessionLast && random.chance(50)) return;
    switch (random.below(9)) {
      case 0:
        return void this.buy({ size: random.between(1, 5) });
      case 1:
        return void this.sell({ size: random.between(1, 5) });
      case 2:
        return void this.buy({ fraction: 0.2, stopLoss: price * 0.999, takeProfit: price * 1.001 });
      case 3:
        return void this.sell({ size: 2, limit: price * 1.0005, valid: "day" });
      case 4:
        return void this.buy({ size: 3, stop: price * 1.0005 });
      case 5:
        return void this.target({ size: random.between(-4, 4) });
      case 6:
        return void this.buy({ size: 1, onClose: true });
      case 7:
        return void this.close({ onClose: random.chance(50) });
      default:
        return;
    }
  }
}

const MONTH = sessionDates(newYork, "2024-06-24", "2024-07-19");

/** The lots of a fill, which are 10^-8: sums of them are exact. */
function lotsOf({ size }: ct.FillRow): number {
  return Math.round(size * 1e8);
}

/** The steps after whose bars the position is not zero: what fills sum up to. */
function openAfter({ fills }: Pick<ct.Result, "fills">, steps: number): boolean[] {
  const change = new Float64Array(steps);
  for (const fill of fills) change[fill.bar]! += fill.side === "buy" ? lotsOf(fill) : -lotsOf(fill);
  let position = 0;
  return Array.from(change, (each) => (position += each) !== 0);
}

Deno.test("no random trader holds anything after any scheduled last bar, half days among them", () => {
  const feed = sessionBars(newYork, MONTH, 30), { timeUs } = feed.columns;
  const lasts = MONTH.map((date) => timeUs.indexOf(newYork.sessionOn(date)!.closeUs));
  assert(lasts.every((row) => row > 0));
  let closes = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const { fills } = onEveryEngine((conduct) =>
      outcomeOf(ct.backtest(AtRandom, feed, { flatAt: "close", params: { seed }, cash: 100_000, ...conduct }))
    );
    const open = openAfter({ fills }, feed.length);
    for (const row of lasts) assertEquals(open[row], false, `seed ${seed}, bar ${row}`);
    assert(open.some((each) => each), "nothing was opened");
    assertEquals(fills.filter(({ lateExit }) => lateExit), []);
    closes += fills.filter(({ rule }) => rule === "close").length;
  }
  assert(closes > 100, `${closes} fills at a close`);
});

Deno.test("with holes at random, a position over night is closed on the first two bars of the next session, and marked", () => {
  let late = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const holes = new Random(seed, 5), feed = sessionBars(newYork, MONTH, 30, { without: () => holes.chance(25) });
    const { sessionDay } = feed.columns;
    const { fills } = onEveryEngine((conduct) =>
      outcomeOf(ct.backtest(AtRandom, feed, { flatAt: "close", params: { seed }, cash: 100_000, ...conduct }))
    );
    // What is open at the first bar of a session is fresh, or it ends with a late fill there or at the bar after it.
    let position = 0, overNight = 0;
    const byBar = Map.groupBy(fills, ({ bar }) => bar);
    for (let bar = 0; bar < feed.length; bar++) {
      if (bar > 0 && sessionDay[bar] !== sessionDay[bar - 1]) overNight = position;
      const closing = overNight === 0 ? [] : [...byBar.get(bar) ?? [], ...byBar.get(bar + 1) ?? []];
      const closed = closing.filter(({ side }) => (side === "sell") === (overNight > 0)).reduce(
        (sum, fill) => sum + lotsOf(fill),
        0,
      );
      assert(closed >= Math.abs(overNight), `seed ${seed}: ${overNight} carried into bar ${bar}, ${closed} closed`);
      overNight = 0;
      for (const fill of byBar.get(bar) ?? []) {
        position += fill.side === "buy" ? lotsOf(fill) : -lotsOf(fill);
        if (fill.lateExit) late++;
      }
    }
  }
  assert(late > 20, `${late} late exits`);
});

const HOLED = sessionBars(newYork, MONTH, 30, { without: (_end, row) => row % 23 === 12 || row % 41 === 11 });

Deno.test("bars that come in blocks of any size have the same exits, late ones too, also with a sink", async () => {
  let late = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const holes = new Random(seed, 5), feed = sessionBars(newYork, MONTH, 30, { without: () => holes.chance(25) });
    const options = { flatAt: "close", params: { seed }, cash: 100_000 } as const;
    const whole = ct.backtest(AtRandom, feed, options), { moneyUnit, instruments } = ct.termsOf(whole);
    late += whole.fills.filter(({ lateExit }) => lateExit).length;
    for (const blockBars of [1, 2, 7, 50, 1000]) {
      const feeds = { [feed.name]: feed }, terms = { ...options, moneyUnit, instruments, blockBars };
      assertEquals(
        outcomeOf(await ct.run(AtRandom, feeds, terms)),
        outcomeOf(whole),
        `seed ${seed}, ${blockBars} bars`,
      );
      const fills: ct.FillRow[] = [];
      await ct.run(AtRandom, feeds, { ...terms, sink: { fill: (row) => void fills.push(row) } });
      assertEquals(fills, whole.fills);
    }
  }
  assert(late > 10, `${late} late exits`);
  // Dated bars, and two feeds of which one stays open.
  const dates = ["2024-07-01", "2024-07-02", "2024-07-03", "2024-07-05", "2024-07-09", "2024-07-10"];
  const daily = barsAt(dates, wanderingPrices(dates.length), { timeframe: "1d", calendar: newYork });
  const hours = sessionsOfHours(["2024-07-01", "2024-07-02"], ["07-01T19:30"]);
  for (const feeds of [{ daily }, { hours, other: hours }]) {
    const options = { flatAt: "close", params: { seed: 2 }, cash: 100_000 } as const;
    const open = { other: { flatAt: null } } as const, given = "other" in feeds ? { instruments: open } : {};
    const whole = ct.backtest(AtRandom, feeds as never, { ...options, ...given });
    const { moneyUnit, instruments } = ct.termsOf(whole);
    for (const blockBars of [1, 3]) {
      const all = Object.fromEntries(
        Object.entries(instruments).map((
          [name, terms],
        ) => [name, { ...terms, ...(name === "other" ? open.other : {}) }]),
      );
      const waited = await ct.run(AtRandom, feeds as never, { ...options, moneyUnit, instruments: all, blockBars });
      assertEquals(outcomeOf(waited), outcomeOf(whole));
    }
  }
});

Deno.test("a run that is resumed at any bar has the same exits, late ones too, on either engine", () => {
  const options = { flatAt: "close", params: { seed: 3 }, cash: 100_000 } as const, engines = enginesUnderTest();
  const saved: Uint8Array[] = [];
  const whole = ct.backtest(AtRandom, HOLED, {
    ...options,
    engineBackend: engines[0]!,
    checkpoint: { every: 1, save: (bytes) => saved.push(bytes) },
  });
  assert(whole.fills.some(({ lateExit }) => lateExit) && whole.trades.some(({ lateExit }) => lateExit));
  saved.forEach((resume, bar) => {
    const resumed = ct.backtest(AtRandom, HOLED, { ...options, engineBackend: engines[bar % engines.length]!, resume });
    assertEquals(outcomeOf(resumed), outcomeOf(whole));
  });
  assertThrows(() => ct.backtest(AtRandom, HOLED, { ...options, flatAt: null, resume: saved[5]! }), ct.CheckpointError);
});

Deno.test("the log of a run with exits replays on every engine", () => {
  const options = { flatAt: "close", params: { seed: 3 }, cash: 100_000 } as const, logs: Uint8Array[] = [];
  for (const engineBackend of enginesUnderTest()) {
    const sink = new MemorySink(), plain = ct.backtest(AtRandom, HOLED, { ...options, engineBackend });
    const logged = ct.backtest(AtRandom, HOLED, { ...options, engineBackend, replayLog: new RunLog(sink) });
    assertEquals(outcomeOf(logged), outcomeOf(plain));
    for (const other of enginesUnderTest()) {
      const report = replay(sink.bytes(), { engineBackend: other });
      assertEquals([report.equal, report.difference, report.chain], [true, undefined, plain.chain]);
    }
    logs.push(sink.bytes());
  }
  for (const log of logs) assertEquals(log, logs[0]);
  // The third model, which shares no code with the engines, works out the same.
  const { configuration, events } = eventLogOf(logs[0]!);
  assertEquals(audit(configuration, events, playWhole("typescript", configuration, events)), undefined);
});

Deno.test("the laws hold for a strategy that asks for its place in the session, with exits and with holes", {
  sanitizeResources: false,
}, async () => {
  for (const feed of [sessionBars(newYork, MONTH.slice(0, 8), 30), HOLED]) {
    const { laws, verdict } = await ct.prove(AtRandom, feed, { flatAt: "close", cash: 100_000, cuts: 12 });
    assertEquals(verdict, "held", JSON.stringify(laws, null, 1));
    assertEquals(laws.filter((law) => law.verdict !== "held").map((law) => law.law), NOT_MET);
  }
  const a = sessionBars(newYork, MONTH.slice(0, 8), 60, { name: "a" }),
    b = sessionBars(hongKong, sessionDates(hongKong, "2024-06-24", "2024-07-03"), 60, { name: "b" });
  class Both extends ct.Strategy.with({}) {
    override next(): void {
      for (const feed of ["a", "b"]) {
        if (this.feeds[feed]!.isNew && this.positionOf(feed).size === 0) this.buy({ size: 1, feed });
      }
    }
  }
  const { verdict, laws } = await ct.prove(Both, { a, b }, { flatAt: "close", cash: 100_000, cuts: 8 });
  assertEquals(verdict, "held", JSON.stringify(laws, null, 1));
});

Deno.test("with the data cut at each bar of the last hours, nothing before the cut changes", () => {
  const dates = MONTH.slice(5, 9), whole = sessionBars(newYork, dates, 15), { timeUs } = whole.columns;
  const options = { flatAt: "close", params: { seed: 7 }, cash: 100_000 } as const;
  const play = (feed: ct.Bars) =>
    onEveryEngine((conduct) => {
      const seen: string[] = [];
      class Watches extends AtRandom {
        override next(): void {
          const { isSessionFirst, isSessionLast, sessionClosesAt } = this.data;
          seen.push(`${isSessionFirst} ${isSessionLast} ${sessionClosesAt.toISOString()} ${this.position.size}`);
          super.next();
        }
      }
      return { seen, ...outcomeOf(ct.backtest(Watches, feed, { ...options, ...conduct })) };
    });
  const full = play(whole), cuts: number[] = [];
  for (const date of dates) {
    const last = timeUs.indexOf(newYork.sessionOn(date)!.closeUs);
    for (let row = last - 5; row <= last + 1 && row + 1 < whole.length; row++) cuts.push(row + 1);
  }
  for (const count of cuts) {
    // The data are read anew, so that nothing of the later bars is known.
    const part = play(sessionBars(newYork, dates, 15, { without: (_end, row) => row >= count }));
    assertEquals(part.seen, full.seen.slice(0, count));
    assertEquals(part.fills, full.fills.filter(({ bar }) => bar < count), `cut at ${count}`);
    const placed = (outcome: Outcome) =>
      outcome.orders.filter(({ bar }) => bar < count - 1).map((
        { id, side, type, role, bar },
      ) => [id, side, type, role, bar]);
    assertEquals(placed(part), placed(full).filter(([id]) => part.orders.some((order) => order.id === id)));
    assertEquals(part.equity, full.equity.slice(0, count));
  }
});
