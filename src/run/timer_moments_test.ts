import { assertEquals } from "@std/assert";
import { feedOf } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { calendar } from "../feeds/calendar/named_calendar.ts";
import type { FeedOptions } from "../feeds/feed_options.ts";
import { bars } from "../feeds/read_columns.ts";
import { type CheckedTimer, checkTimer, type TimerOptions } from "../strategy/timer.ts";
import { hasHours, type TimerMoment, TimerMoments } from "./timer_moments.ts";

/** Yields the moments of a timer over blocks of bars, each as soon as it is known. */
function* momentsOf(timer: CheckedTimer, blocks: readonly FeedData[]): Generator<TimerMoment> {
  const moments = new TimerMoments(timer);
  for (const block of blocks) {
    moments.goOn(block);
    for (let moment = moments.next(); moment !== undefined; moment = moments.next()) yield moment;
  }
}

/** The moments of a timer over bars, on a clock, with a star where they are known with a bar alone. */
function moments(timer: TimerOptions, time: readonly string[], options: FeedOptions, most = 8): string[] {
  const column = time.map(() => 10), prices = { open: column, high: column, low: column, close: column };
  const feed = bars({ time, ...prices }, { stamp: "close", ...options }), found: string[] = [];
  for (const { atUs, knownUs } of momentsOf(checkTimer(timer, undefined), [feedOf(feed)])) {
    if (found.length === most) break;
    const text = new Date(atUs / 1000).toLocaleString("sv-SE", { timeZone: feed.timeZone }).slice(5, 16);
    found.push(knownUs === -Infinity ? text : `${text}*`);
  }
  return found;
}

const XNYS = { timeframe: "30m", calendar: await calendar("XNYS") } as const;
const JULY = ["2024-07-02 11:00", "2024-07-05 11:00"];

Deno.test("a timer has a moment in each session of the calendar, from that of the first bar on", () => {
  assertEquals(moments({ at: "15:45" }, JULY, XNYS, 4), ["07-02 15:45", "07-03 15:45", "07-05 15:45", "07-08 15:45"]);
  assertEquals(moments({ at: "session-open" }, JULY, XNYS, 3), ["07-02 09:30", "07-03 09:30", "07-05 09:30"]);
  assertEquals(moments({ at: "session-close", offset: "-15m" }, JULY, XNYS, 3), [
    "07-02 15:45",
    "07-03 12:45",
    "07-05 15:45",
  ]);
});

Deno.test("moments keep the clock of the zone through its changes", () => {
  const time = ["2024-03-08 11:00", "2024-03-11 11:00"];
  assertEquals(moments({ at: "10:00" }, time, XNYS, 2), ["03-08 10:00", "03-11 10:00"]);
  assertEquals(moments({ at: "15:00" }, time, { ...XNYS, timeZone: "UTC" }, 2), ["03-08 15:00", "03-11 15:00"]);
});

Deno.test("further moments follow up to the close", () => {
  assertEquals(moments({ every: "2h" }, ["2024-07-03 11:00", "2024-07-05 11:00"], XNYS, 4), [
    "07-03 09:30",
    "07-03 11:30",
    "07-05 09:30",
    "07-05 11:30",
  ]);
  assertEquals(moments({ at: "15:00", every: "30m" }, JULY, XNYS, 4), [
    "07-02 15:00",
    "07-02 15:30",
    "07-02 16:00",
    "07-03 15:00",
  ]);
});

Deno.test("a time of day lies on the evening before the date of a session that has begun by then", () => {
  const options = { timeframe: "1h", calendar: "FX" } as const, time = ["2024-01-07 18:00", "2024-01-09 12:00"];
  assertEquals(moments({ at: "18:00" }, time, options, 2), ["01-07 18:00", "01-08 18:00"]);
  assertEquals(moments({ at: "16:00", weekdays: [1] }, time, options, 1), ["01-08 16:00"]);
  assertEquals(moments({ at: "17:00", weekdays: [1] }, time, options, 1), ["01-07 17:00"]);
});

Deno.test("days are those of the session dates, and carried ones go to the next session", () => {
  const time = ["2024-06-28 11:00", "2024-09-30 11:00"];
  // 1 September 2024 was a Sunday, and the 2nd a holiday.
  assertEquals(moments({ at: "10:00", monthDays: [1] }, time, XNYS, 3), ["07-01 10:00", "08-01 10:00", "10-01 10:00"]);
  assertEquals(moments({ at: "10:00", monthDays: [1], carry: true }, time, XNYS, 3), [
    "07-01 10:00",
    "08-01 10:00",
    "09-03 10:00",
  ]);
  // 4 July was a Thursday.
  assertEquals(moments({ at: "10:00", weekdays: [4] }, time, XNYS, 2), ["07-11 10:00", "07-18 10:00"]);
  assertEquals(moments({ at: "10:00", weekdays: [4], carry: true }, time, XNYS, 2), ["07-05 10:00", "07-11 10:00"]);
  // Both filters are needed: Mondays that are the first of a month.
  assertEquals(moments({ at: "10:00", weekdays: [1], monthDays: [1] }, time, XNYS, 1), ["07-01 10:00"]);
  // A day that the month does not have is carried into the next month.
  assertEquals(
    moments({ at: "10:00", monthDays: [31], carry: true }, ["2024-09-27 11:00", "2024-10-02 11:00"], XNYS, 1),
    [],
  );
});

Deno.test("without calendar and hours the sessions are the dates that bars have brought", () => {
  const options = { timeframe: "1h", timeZone: "UTC" },
    time = ["2024-01-05 10:00", "2024-01-05 11:00", "2024-01-09 10:00"];
  assertEquals(moments({ at: "15:45" }, time, options), ["01-05 15:45*", "01-09 15:45*"]);
  assertEquals(moments({ at: "15:45", weekdays: [1], carry: true }, time, options), ["01-09 15:45*"]);
  assertEquals(moments({ every: "12h" }, time, options), [
    "01-05 00:00*",
    "01-05 12:00*",
    "01-09 00:00*",
    "01-09 12:00*",
  ]);
  const daily = ["2024-01-05", "2024-01-08"];
  assertEquals(moments({ at: "session-open" }, daily, {}), ["01-05 00:00*", "01-08 00:00*"]);
  assertEquals(moments({ at: "session-close" }, daily, {}), ["01-05 23:59*", "01-08 23:59*"]);
  // Before the first bar the days since the last weekday count as passed.
  assertEquals(moments({ at: "10:00", weekdays: [7], carry: true }, ["2024-01-08"], {}), ["01-08 10:00*"]);
  assertEquals(moments({ at: "10:00", weekdays: [1], carry: true }, ["2024-01-09"], {}), []);
});

Deno.test("hours alone tell no days: sessions are the dates that bars have brought, with the hours", () => {
  const options = { timeframe: "30m", session: { open: "09:30", close: "16:00" }, timeZone: "America/New_York" };
  // 1 June 2024 was a Saturday.
  const time = ["2024-05-31 10:00", "2024-05-31 16:00", "2024-06-03 10:00", "2024-06-05 10:00"];
  assertEquals(moments({ at: "session-open" }, time, options), ["05-31 09:30*", "06-03 09:30*", "06-05 09:30*"]);
  assertEquals(moments({ at: "session-close", offset: "-15m" }, time, options), [
    ...["05-31 15:45*", "06-03 15:45*", "06-05 15:45*"],
  ]);
  assertEquals(moments({ at: "session-open", monthDays: [1] }, time, options), []);
  assertEquals(moments({ at: "session-open", monthDays: [1], carry: true }, time, options), ["06-03 09:30*"]);
  const evening = { timeframe: "1h", session: { open: "17:00", close: "16:00" }, timeZone: "America/Chicago" };
  assertEquals(moments({ at: "session-open" }, ["2024-01-07 18:00", "2024-01-08 12:00"], evening), ["01-07 17:00*"]);
});

Deno.test("moments of sessions that overlap by an offset come once each, and ascend", () => {
  const time = ["2024-07-01 11:00", "2024-07-03 11:00"];
  assertEquals(moments({ at: "12:00", every: "4h", offset: "-20h" }, time, XNYS, 9), [
    ...["06-30 16:00", "06-30 20:00", "07-01 00:00", "07-01 04:00", "07-01 08:00", "07-01 12:00", "07-01 16:00"],
    ...["07-01 20:00", "07-02 00:00"],
  ]);
  for (const every of ["1h", "4h", "7h", "23h"]) {
    for (const offset of ["-23h", "-20h", "-5h", "1h", "20h"]) {
      for (const at of ["09:30", "12:00", "session-open", "session-close"]) {
        const feed = feedOf(
          bars({ time, open: [1, 1], high: [1, 1], low: [1, 1], close: [1, 1] }, { stamp: "close", ...XNYS }),
        );
        const found = Array.from(momentsOf(checkTimer({ at, every, offset }, undefined), [feed]), ({ atUs }) => atUs);
        assertEquals(found, [...new Set(found)].sort((a, b) => a - b), `${at} ${every} ${offset}`);
      }
    }
  }
});

Deno.test("a feed without bars has no moments, and hours are known by calendar, by session or for days", () => {
  assertEquals([
    ...momentsOf(checkTimer({ at: "10:00" }, undefined), [{
      ...feedOf(bars({ time: ["2024-01-05"], open: [1], high: [1], low: [1], close: [1] })),
      length: 0,
    }]),
  ], []);
  assertEquals(hasHours({ timeframeUs: 6e7 }), false);
  assertEquals(hasHours({ timeframeUs: 864e8 }), true);
});
