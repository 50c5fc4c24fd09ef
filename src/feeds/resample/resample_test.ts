import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../../mod.ts";
import { feedOf } from "../bars.ts";
import { exactSum } from "../exact_sum.ts";
import { type BarSize, checkBarSize } from "./bar_size.ts";
import { growingFeed, resampledFeed } from "./resample.ts";
import { openLibrary } from "../../engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

/** Bars of a random walk, with volumes that are no whole numbers. */
function walk(length: number, stepMs: number, beginMs: number, options: ct.BarsOptions = {}): ct.Bars {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const columns = { open: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] };
  const time: Date[] = [], volume: number[] = [];
  for (let bar = 0, price = 100; bar < length; bar++) {
    const open = price;
    price = Math.max(1, Math.round((price + random() * 2 - 1) * 100) / 100);
    columns.open.push(open);
    columns.close.push(price);
    columns.high.push(Math.round((Math.max(open, price) + random()) * 100) / 100);
    columns.low.push(Math.max(0.5, Math.round((Math.min(open, price) - random()) * 100) / 100));
    volume.push(Math.round(random() * 1000) / 10 + 0.1);
    time.push(new Date(beginMs + bar * stepMs));
  }
  return ct.bars({ time, ...columns, volume }, { name: "walk", stamp: "close", ...options });
}

/** The rows of bars, as a file has them. */
function rewritten(bars: ct.Bars): ct.Bars {
  const { timeUs, open, high, low, close, volume } = bars.columns;
  const time = Array.from(timeUs, (us) => us * 1000).map((ns) => BigInt(ns)).map(String);
  return ct.bars({ time, open, high, low, close, volume }, {
    name: bars.name,
    stamp: "close",
    timeZone: bars.timeZone,
    timeframe: ct.formatTimeframe(bars.timeframeUs),
  });
}

class Crosses extends ct.Strategy.with({}) {
  cross = ct.crossover(ct.sma(this.data.close, 2), ct.sma(this.data.close, 5));
  override next(): void {
    if (this.cross.now > 0) this.buy({ fraction: 0.5, stopLoss: this.data.close.now * 0.99 });
    else if (this.cross.now < 0) this.close();
  }
}

const MINUTE = 60_000, HOUR = 60 * MINUTE;
const minutes = walk(20_000, MINUTE, Date.UTC(2024, 2, 1, 0, 1), { timeZone: "America/New_York" });

Deno.test("a run over resampled bars is the run over a file of them, hash for hash", () => {
  for (const size of ["5m", "1h", "4h", "1d", { ticks: 7 }] as const) {
    const made = minutes.resample(size), file = rewritten(made);
    const [one, other] = [made, file].map((feed) => ct.backtest(Crosses, feed, { commission: 0.001 }));
    assert(one!.fills.length > 0 || size === "1d", `${size} has fills`);
    assertEquals([one!.chain, one!.markHash()], [other!.chain, other!.markHash()], String(size));
    assertEquals(feedOf(made).columns, feedOf(file).columns);
  }
});

Deno.test("a bar has the first open, the extremes, the last close and the exact sum of the volumes", () => {
  const hours = minutes.resample("1h"), { open, high, low, close, volume, timeUs } = minutes.columns;
  for (const hour of [0, 1, 100, hours.length - 1]) {
    const from = hour * 60, until = from + 60, part = (column: Float64Array) => column.slice(from, until);
    assertEquals(hours.columns.timeUs[hour], timeUs[until - 1]);
    assertEquals(hours.columns.open[hour], open[from]);
    assertEquals(hours.columns.high[hour], Math.max(...part(high)));
    assertEquals(hours.columns.low[hour], Math.min(...part(low)));
    assertEquals(hours.columns.close[hour], close[until - 1]);
    const tenths = part(volume).reduce((sum, value) => sum + Math.round(value * 10), 0);
    assertEquals(hours.columns.volume[hour], tenths / 10);
  }
});

Deno.test("on data cut at each bar nothing before the cut changes", () => {
  const sizes: BarSize[] = ["7m", "1h", "4h", "1d", { ticks: 9 }, { volume: 500 }, { rangeBars: 3 }, { renko: 1.5 }];
  const part = minutes.slice({ bars: 3000 });
  for (const size of sizes) {
    const whole = part.resample(size);
    for (let cut = 1500; cut < part.length; cut += 31) {
      const head = part.head(cut), { timeUs } = head.columns;
      const made = head.resample(size);
      assert(made.length <= whole.length);
      for (const [name, column] of Object.entries(made.columns)) {
        const there = whole.columns[name as keyof typeof whole.columns].slice(0, made.length);
        assertEquals(column, there, `${JSON.stringify(size)}, cut at ${cut}: ${name}`);
      }
      // All that is known by the end of the part is in it.
      const known = whole.columns.timeUs.filter((us) => us <= timeUs[cut - 1]!).length;
      assertEquals(made.length, known, `${JSON.stringify(size)}, cut at ${cut}`);
    }
  }
});

Deno.test("hours are counted in real time over a change of the clocks, and the next day begins at midnight", () => {
  for (const [begin, hours] of [["2024-03-10T05:30:00Z", 23], ["2024-11-03T04:30:00Z", 25]] as const) {
    const feed = walk(4 * 24 * 2, 30 * MINUTE, Date.parse(begin), { timeZone: "America/New_York", timeframe: "30m" });
    const days = feed.resample("1d"), fours = feed.resample("4h");
    assertEquals(days.columns.timeUs[0]! / 3.6e9 - Date.parse(begin) / 3.6e6 + 0.5, hours);
    const ends = Array.from(fours.columns.timeUs, (us) => us / 3.6e9 - Date.parse(begin) / 3.6e6 + 0.5);
    assertEquals(ends.slice(0, 8), hours === 25 ? [4, 8, 12, 16, 20, 24, 25, 29] : [4, 8, 12, 16, 20, 23, 27, 31]);
  }
});

Deno.test("a day of declared hours ends with its close, and bars outside of them belong to no day", () => {
  const session = { open: "09:30", close: "16:00" };
  const feed = walk(24 * 8, 30 * MINUTE, Date.UTC(2024, 0, 2, 14, 30), { timeframe: "30m", session });
  const days = feed.resample("1d"), { timeUs } = days.columns;
  assertEquals(Array.from(timeUs, (us) => new Date(us / 1000).toISOString()).slice(0, 2), [
    "2024-01-02T16:00:00.000Z",
    "2024-01-03T16:00:00.000Z",
  ]);
  const { timeUs: ends, volume } = feed.columns, second = Date.UTC(2024, 0, 3) * 1000;
  const within = (us: number): boolean => us > second + 9.5 * 3.6e9 && us <= second + 16 * 3.6e9;
  const tenths = volume.filter((_value, bar) => within(ends[bar]!)).reduce(
    (sum, value) => sum + Math.round(value * 10),
    0,
  );
  assertEquals(days.columns.volume[1], tenths / 10);
  const hours = feed.resample("1h").columns.timeUs.slice(0, 4);
  assertEquals(Array.from(hours, (us) => new Date(us / 1000).toISOString().slice(11, 16)), [
    "14:30",
    "15:30",
    "16:00",
    "16:30",
  ]);
});

Deno.test("a session over midnight is one day, that of its end", () => {
  const session = { open: "17:00", close: "16:00" }, timeZone = "America/Chicago";
  // From Sunday 18:00 in Chicago on.
  const feed = walk(22 * 4, HOUR, Date.UTC(2024, 0, 8, 0), { timeframe: "1h", session, timeZone });
  const days = feed.resample("1d");
  assertEquals(new Date(days.columns.timeUs[0]! / 1000).toISOString(), "2024-01-08T22:00:00.000Z");
  assertEquals(days.columns.open[0], feed.columns.open[0]);
});

Deno.test("weeks begin on Mondays, months on their first day, and several days are counted from the first", async () => {
  const days = await ct.sample("aapl"),
    dates = (bars: ct.Bars): string[] =>
      Array.from(bars.columns.timeUs.slice(0, 3), (us) => new Date(us / 1000 - 5 * HOUR).toISOString().slice(0, 10));
  assertEquals(dates(days.resample("1w")), ["2016-05-15", "2016-05-22", "2016-05-29"]);
  assertEquals(dates(days.resample("2w")), ["2016-05-22", "2016-06-05", "2016-06-19"]);
  assertEquals(dates(days.resample("1M")), ["2016-05-31", "2016-06-30", "2016-07-31"]);
  assertEquals(dates(days.resample("1y")), ["2016-12-31", "2017-12-31"]);
  assertEquals(dates(days.resample("3d")), ["2016-05-16", "2016-05-19", "2016-05-24"]);
  assertEquals(days.slice({ bars: 503 }).resample("3d").length, 167);
});

Deno.test("renko bricks go on by one size and turn by two, and those of one bar are known with it", () => {
  const close = [100, 101, 103.2, 102.5, 101, 100.9, 104],
    time = close.map((_price, day) => new Date(Date.UTC(2024, 0, day + 1)));
  const feed = ct.bars({ time, open: close, high: close, low: close, close, volume: close.map(() => 1) }, {
    timeframe: "1d",
    stamp: "close",
  });
  const bricks = feed.resample({ renko: 1 }), { open, close: ends, volume, timeUs } = bricks.columns;
  assertEquals([...open], [100, 101, 102, 102, 102, 103]);
  assertEquals([...ends], [101, 102, 103, 101, 103, 104]);
  assertEquals([...volume], [2, 1, 0, 2, 2, 0]);
  assertEquals([...timeUs].map((us) => us - time[0]!.getTime() * 1000).map((us) => us % 8.64e10), [0, 0, 1, 0, 0, 1]);
});

Deno.test("bars that are lines alone refuse orders by code, also when they are alone", () => {
  class Buys extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ size: 1 });
    }
  }
  const part = minutes.slice({ bars: 5000 });
  for (const size of [{ volume: 2000 }, { rangeBars: 3 }, { renko: 1.5 }]) {
    const { refusals, fills } = ct.backtest(Buys, part.resample(size));
    assertEquals([fills.length, refusals[0]!.reason], [0, "notTraded"]);
  }
  class BuysHours extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ feed: "hours", size: 1 });
    }
  }
  const beside = ct.backtest(BuysHours, { walk: part, hours: part.resample("1h") });
  assertEquals([beside.fills.length, beside.refusals[0]!.reason], [0, "notTraded"]);
  assert(
    beside.summary().replace(/\s+/g, " ").includes(
      "hours gives lines alone, as walk, of whose bars it was made, is in the run",
    ),
  );
  assert(ct.backtest(Buys, part.resample("1h")).fills.length > 0);
});

Deno.test("sizes that are none, that do not fit, or that give no whole bar are refused", () => {
  const refused = (size: unknown, message: string, type: ErrorConstructor = RangeError as ErrorConstructor) =>
    assertThrows(() => minutes.resample(size as BarSize), type, message);
  refused("1x", 'Cannot use timeframe "1x"');
  refused("30s", 'Cannot resample feed "walk" to 30s: its bars are 1m; pass no shorter one');
  refused("36h", 'Cannot resample feed "walk" to 36h: above a day, pass a number of whole days');
  refused("100y", "its 20000 bars make no whole one");
  refused({ ticks: 1.5 }, "Cannot resample to ticks 1.5: pass a whole number of bars above zero");
  refused({ renko: 0 }, "Cannot resample to renko 0: pass a number above zero");
  refused({ renko: 1e-9 }, "pass a larger brick");
  refused({ volume: NaN }, "Cannot resample to volume NaN");
  refused({}, "Cannot resample to {}", TypeError);
  refused({ ticks: 1, volume: 1 }, "write a timeframe", TypeError);
  refused(60, "Cannot resample to 60", TypeError);
});

const NEW_YORK = await ct.calendar("XNYS"), TOKYO = await ct.calendar("XTKS");

/** Bars from the begin of an hour before each session on, every so many minutes, some of them missing, as a source has. */
function sessions(
  calendar: ct.Calendar,
  { minutes, from, days, extended, holes, grid }: {
    readonly minutes: number;
    readonly from: string;
    readonly days: number;
    readonly extended: boolean;
    readonly holes: number;
    /** Minutes after the open at which the bars are counted from. */
    readonly grid: number;
  },
): ct.Bars {
  let state = minutes * 31 + days;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const time: Date[] = [], columns = { open: [] as number[], high: [] as number[], low: [] as number[] };
  const close: number[] = [], volume: number[] = [], step = minutes * MINUTE;
  let session = calendar.nextSession(from), price = 100, last = -Infinity;
  for (let day = 0; day < days; day++, session = calendar.nextSession(session.date)) {
    const begin = session.openUs / 1000 + grid * MINUTE - (extended ? Math.ceil(HOUR / step) * step : 0);
    const end = session.closeUs / 1000 + (extended ? HOUR : 0);
    for (let at = Math.max(begin, last); at < end; at += step) {
      last = at + step;
      const open = price;
      price = Math.round((price + random() - 0.5) * 100) / 100;
      if (random() < holes) continue;
      time.push(new Date(at));
      columns.open.push(open);
      columns.high.push(Math.max(open, price));
      columns.low.push(Math.min(open, price));
      close.push(price);
      volume.push(Math.round(random() * 1e5) / 1000);
    }
  }
  return ct.bars({ time, ...columns, close, volume }, { timeframe: `${minutes}m`, stamp: "open", calendar });
}

Deno.test("a larger bar is made of bars that had ended by its end, and of every one in a session, on any grid", () => {
  let passing = 0;
  for (const calendar of [NEW_YORK, TOKYO]) {
    for (const minutes of [15, 30, 45, 60, 120, 240]) {
      for (
        const [extended, holes, grid] of [[false, 0, 0], [false, 0.2, 0], [true, 0.2, 0], [true, 0.1, 15]] as const
      ) {
        const feed = sessions(calendar, { minutes, from: "2024-06-24", days: 12, extended, holes, grid });
        const { timeUs, sessionDay, volume } = feed.columns, { sessions: table } = feedOf(feed);
        for (const size of ["1d", "2d", "1w"] as const) {
          const made = feed.resample(size),
            text = `${calendar.name} ${minutes}m ${extended} ${holes} ${grid} to ${size}`;
          let before = -Infinity;
          for (let bar = 0; bar < made.length; bar++) {
            const endUs = made.columns.timeUs[bar]!;
            const parts = volume.filter((_volume, row) => {
              const at = table!.day.indexOf(sessionDay[row]!), closeUs = table!.closeUs[at]!, end = timeUs[row]!;
              const isInside = end > table!.openUs[at]! && end - minutes * 6e7 < closeUs;
              if (isInside && end > closeUs && end <= endUs) passing++;
              return isInside && end > before && end <= endUs;
            });
            assertEquals(made.columns.volume[bar], exactSum(parts), `${text}, bar ${bar}`);
            before = endUs;
          }
        }
      }
    }
  }
  assert(passing > 100, "bars pass the close");
});

Deno.test("on data cut at each bar no larger bar of a calendar changes, and growing ones show what they showed", () => {
  for (const [minutes, extended, holes] of [[60, false, 0.1], [30, true, 0.1], [45, true, 0]] as const) {
    const feed = sessions(NEW_YORK, { minutes, from: "2024-06-26", days: 8, extended, holes, grid: 0 });
    for (const size of ["2h", "1d", "1w"] as const) {
      const checked = checkBarSize(size),
        whole = feed.resample(size),
        growing = growingFeed(feedOf(feed), checked).feed;
      for (let cut = 8; cut < feed.length; cut += 3) {
        const head = feed.head(cut),
          made = resampledFeed(feedOf(head), checked).feed,
          cutGrowing = growingFeed(feedOf(head), checked).feed;
        for (const name of ["timeUs", "open", "high", "low", "close", "volume"] as const) {
          assertEquals(
            made.columns[name],
            whole.columns[name].slice(0, made.length),
            `${minutes}m ${size} ${cut} ${name}`,
          );
          assertEquals(
            cutGrowing.columns[name],
            growing.columns[name].slice(0, cut),
            `growing ${minutes}m ${size} ${cut} ${name}`,
          );
        }
        assertEquals(cutGrowing.extra["complete"], growing.extra["complete"]!.slice(0, cut));
      }
    }
  }
});

Deno.test("a growing bar ends as the whole one, is complete once, and lets bars outside of the sessions be", () => {
  const feed = sessions(NEW_YORK, { minutes: 30, from: "2024-07-01", days: 5, extended: true, holes: 0, grid: 0 });
  const days = feed.resample("1d").columns,
    growing = growingFeed(feedOf(feed), checkBarSize("1d")).feed,
    { columns } = growing;
  const complete = [...growing.extra["complete"]!.keys()].filter((row) => growing.extra["complete"]![row] === 1);
  assertEquals(complete.length, 5);
  for (const name of ["timeUs", "open", "high", "low", "close", "volume"] as const) {
    assertEquals(complete.map((row) => columns[name][row]), [...days[name]], name);
  }
  // An hour before the first open nothing is known, and after a close the day stays as it was.
  assertEquals([columns.open[0], columns.volume[1], Number.isNaN(columns.volume[2])], [NaN, NaN, false]);
  assertEquals([columns.volume[complete[0]! + 1], columns.close[complete[0]! + 4]], [days.volume[0], days.close[0]]);
});

Deno.test("a calendar that ends within a week or a month does not complete it, and one that goes on ends daily weeks on Friday", () => {
  const day = (date: string) => ({ date, open: "09:30", close: "16:00" });
  const listed = ct.calendars.sessions(["2024-07-01", "2024-07-02", "2024-07-03"].map(day), {
    timeZone: "America/New_York",
  });
  const time = ["2024-07-01 15:30", "2024-07-02 15:30", "2024-07-03 15:30"], price = [1, 2, 3];
  const columns = { time, open: price, high: price, low: price, close: price };
  const feed = ct.bars(columns, { timeframe: "30m", stamp: "open", calendar: listed });
  assertEquals(resampledFeed(feedOf(feed), checkBarSize("1w")).feed.length, 0);
  assertEquals(resampledFeed(feedOf(feed), checkBarSize("1M")).feed.length, 0);

  const daily = ct.bars({ ...columns, time: ["2024-07-03", "2024-07-05", "2024-07-08"] }, { calendar: NEW_YORK });
  const [end] = daily.resample("1w").columns.timeUs;
  assertEquals([end, daily.resample("1w").length], [daily.columns.timeUs[1], 1]);
});

Deno.test("volumes, ranges and bricks are counted in decimals, as they are written", () => {
  const many = (value: number): number[] => Array(40).fill(value),
    time = many(0).map((_zero, day) => new Date(day * 864e5));
  const tenths = ct.bars({
    time,
    open: many(0.2),
    high: many(0.3),
    low: many(0.2),
    close: many(0.3),
    volume: many(0.1),
  });
  assertEquals([...tenths.resample({ volume: 1 }).columns.volume], [1, 1, 1, 1]);
  assertEquals(tenths.resample({ rangeBars: 0.1 }).length, 40);
  const close = [0.1, 0.2, 0.3, 0.4, 0.7, 0.8],
    rising = { time: time.slice(0, 6), open: close, high: close, low: close, close };
  const bricks = ct.bars({ ...rising, volume: Array(6).fill(0.1) }).resample({ renko: 0.1 }).columns;
  assertEquals([...bricks.close], [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
  assertEquals([...bricks.volume], [0.2, 0.1, 0.1, 0.1, 0, 0, 0.1]);
});

Deno.test("one midnight that the clock skips changes no other bar, and belongs to the date before", () => {
  const feed = walk(24 * 400, HOUR, Date.UTC(2017, 11, 1, 3), { timeZone: "America/Sao_Paulo", timeframe: "1h" });
  const whole = feed.resample("1d"), part = feed.head(24 * 200).resample("1d");
  assertEquals(part.columns.beginUs, whole.columns.beginUs.slice(0, part.length));
});

Deno.test("bars at the end that make no whole larger one are told, with their number and their first time", () => {
  const noteOf = (bars: ct.Bars, size: BarSize): string => bars.resample(size).notes.at(-1)!;
  const days = walk(10, 24 * HOUR, Date.UTC(2024, 0, 2), { timeframe: "1d" });
  assertEquals(
    noteOf(days, "1w"),
    "The bars were made of 10 by resampling to 1w; the last 3 bars make no whole one and are left out, from 2024-01-08 on",
  );
  assertEquals(
    noteOf(days.head(7), { ticks: 2 }).endsWith(
      "; the last bar makes no whole one and is left out, from 2024-01-07 on",
    ),
    true,
  );
  assertEquals(noteOf(days.head(7), { ticks: 7 }).includes("left out"), false);
  assertEquals(noteOf(days, { renko: 1 }).includes("left out"), false);
});
