import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "./read_columns.ts";
import type { FeedData } from "./feed_data.ts";
import type { FeedOptions } from "./feed_options.ts";
import { days, feedOf, iso } from "../../tests/feeds/timed_feed.ts";
import type { SourceStamp } from "./stamped_end.ts";
import { calendar } from "./calendar/named_calendar.ts";

/** An end of the bar that the name of a column says. */
function said(end: "open" | "close"): SourceStamp {
  return { end, note: `Said to be the ${end}`, midnightsAreDates: false };
}

Deno.test("barEnds() ends the bar of a date with that date in the time zone", () => {
  const feed = feedOf(["2024-03-08", "2024-03-11", "2024-03-12"], { timeZone: "America/New_York" });
  assertEquals(iso(feed.columns.timeUs.map((time) => time + 1)), [
    "2024-03-09T05:00:00Z",
    "2024-03-12T04:00:00Z",
    "2024-03-13T04:00:00Z",
  ]);
  assertEquals([...feed.columns.sessionDay], days("2024-03-08", "2024-03-11", "2024-03-12"));
  assertEquals(feed.stamp, "date");
  assertEquals(feed.timeframeUs, 86_400_000_000);
});

Deno.test("barEnds() reads times as the close unless told or shown otherwise", () => {
  const times = ["2024-01-01 10:00", "2024-01-01 10:05"];
  assertEquals(iso(feedOf(times).columns.timeUs), ["2024-01-01T10:00:00Z", "2024-01-01T10:05:00Z"]);
  assertEquals(feedOf(times).stamp, "unknown");
  assertEquals(feedOf(times, { stamp: "close" }).stamp, "close");
  const open = feedOf(times, { stamp: "open" });
  assertEquals(iso(open.columns.timeUs), ["2024-01-01T10:05:00Z", "2024-01-01T10:10:00Z"]);
  assertEquals(open.stamp, "open");
  const shown = feedOf(times, {}, said("open"));
  assertEquals(shown.columns, open.columns);
  assertEquals(shown.notes.at(-1), "Said to be the open");
  assertEquals(feedOf(times, { stamp: "close" }, said("open")).stamp, "close");
});

Deno.test("barEnds() adds days and months on the calendar of the time zone", () => {
  const zone = { timeZone: "America/New_York", stamp: "open" } as const;
  const daily = feedOf(["2024-03-08T23:00Z", "2024-03-09T23:00Z", "2024-03-10T22:00Z"], { ...zone, timeframe: "1d" });
  assertEquals(iso(daily.columns.timeUs), ["2024-03-09T23:00:00Z", "2024-03-10T22:00:00Z", "2024-03-11T22:00:00Z"]);
  assertEquals([...daily.columns.sessionDay], days("2024-03-09", "2024-03-10", "2024-03-11"));
  const monthly = feedOf(["2024-01-01 18:00", "2024-02-01 18:00", "2024-03-01 18:00"], { ...zone, timeframe: "1mo" });
  assertEquals(iso(monthly.columns.timeUs), ["2024-02-01T23:00:00Z", "2024-03-01T23:00:00Z", "2024-04-01T22:00:00Z"]);
});

Deno.test("barEnds() has opens that are all midnight be those of dates, and end at the midnight after the dates' end", () => {
  const dates = {
    "1d": ["2024-03-08", "2024-03-09", "2024-03-10", "2024-03-11"],
    "2d": ["2024-03-08", "2024-03-10", "2024-03-12"],
    "1w": ["2024-02-26", "2024-03-04", "2024-03-11"],
    "1mo": ["2024-01-01", "2024-02-01", "2024-03-01"],
  };
  const session = { open: "17:00", close: "16:00" };
  for (const [timeframe, names] of Object.entries(dates)) {
    for (const timeZone of ["UTC", "America/New_York", "Asia/Tokyo"]) {
      const expected = feedOf(names, { timeframe, timeZone, stamp: "open" }).columns;
      const texts = names.map((name) => `${name} 00:00`);
      for (
        const feed of [
          feedOf(texts, { timeframe, timeZone, stamp: "open" }),
          feedOf(texts, { timeframe, timeZone }, said("open")),
          feedOf(texts, { timeframe, timeZone, stamp: "open", session }),
        ]
      ) {
        const about = `${timeframe} in ${timeZone}`;
        assertEquals(feed.columns.timeUs, expected.timeUs.map((us) => us + 1), about);
        assertEquals(feed.columns.beginUs, expected.beginUs.map((us) => us + 1), about);
        assertEquals(feed.columns.sessionDay, expected.sessionDay, about);
        assertEquals(feed.stamp, "open", about);
      }
    }
  }
  // The week that a holiday begins on Tuesday ends with its Sunday, by the dates and by the opens.
  const weeks = ["2023-12-25", "2024-01-02", "2024-01-08"];
  const sundays = days("2023-12-31", "2024-01-07", "2024-01-14");
  for (const texts of [weeks, weeks.map((day) => `${day} 00:00`)]) {
    assertEquals([...feedOf(texts, { stamp: "open", timeframe: "1w" }).columns.sessionDay], sundays);
  }
});

Deno.test("barEnds() leaves opens that are not midnight in the zone, or not of whole days, as moments", () => {
  const epochs = [1_704_067_200_000, 1_704_153_600_000].map(String);
  assertEquals(iso(feedOf(epochs, { stamp: "open" }).columns.timeUs), ["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"]);
  const session = { open: "17:00", close: "16:00" };
  const west = feedOf(epochs, { stamp: "open", timeZone: "America/New_York", session });
  assertEquals(iso(west.columns.timeUs), ["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"]);
  // They end at 19:00 of 1 January in New York, which is in the session of 2 January.
  assertEquals([...west.columns.sessionDay], days("2024-01-02", "2024-01-03"));
  const hours = feedOf(["2024-01-01 00:00", "2024-01-02 00:00"], { stamp: "open", timeframe: "1h" });
  assertEquals([iso(hours.columns.timeUs)[0], hours.stamp], ["2024-01-01T01:00:00Z", "open"]);
});

Deno.test("barEnds() leaves closes at midnight where they are", () => {
  const feed = feedOf(["2024-01-02 00:00", "2024-01-03 00:00"], { stamp: "close" });
  assertEquals(iso(feed.columns.timeUs), ["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"]);
  assertEquals([...feed.columns.sessionDay, feed.stamp], [...days("2024-01-01", "2024-01-02"), "close"]);
  const session = { open: "17:00", close: "16:00" };
  const overnight = feedOf(["2024-01-02 00:00", "2024-01-03 00:00"], { stamp: "close", session });
  assertEquals([...overnight.columns.sessionDay], days("2024-01-01", "2024-01-02"));
});

Deno.test("barEnds() reads midnights as dates where only the columns tell the source", () => {
  const midnights = ["2024-01-01 00:00", "2024-01-02 00:00"], times = ["2024-01-01 10:00", "2024-01-01 10:05"];
  const source = { end: "open", note: "Known by its columns", midnightsAreDates: true } as const;
  const feed = feedOf(midnights, {}, source);
  assertEquals([feed.columns, feed.stamp], [feedOf(["2024-01-01", "2024-01-02"]).columns, "date"]);
  assertEquals(feed.notes.includes("Known by its columns"), false);
  const intraday = feedOf(times, {}, source);
  assertEquals([intraday.stamp, intraday.notes.at(-1)], ["open", "Known by its columns"]);
  const evenings = feedOf(["2024-01-01 22:00", "2024-01-02 22:00"], {}, source);
  assertEquals([evenings.stamp, iso(evenings.columns.timeUs)[0]], ["open", "2024-01-02T22:00:00Z"]);
});

const UNTOLD = "Nothing tells whether ";

Deno.test("barEnds() tells by a note that a time is read as the close, unless something says which end it marks", () => {
  const untold = ({ notes }: FeedData) => notes.filter((note) => note.startsWith(UNTOLD));
  const times = ["2024-01-02 10:00", "2024-01-02 10:05"];
  assertEquals(untold(feedOf(times)), [
    "Nothing tells whether a row's time is the open or the close of its bar, and it is read as the close: pass " +
    'stamp: "open" if it is the open, as in files of most exchanges and of trading programs, else stamp: "close"',
  ]);
  assertEquals(untold(feedOf(["1704189600000", "1704193200000"])).length, 1);
  assertEquals(untold(feedOf(["2024-01-02 16:00", "2024-01-03 16:00"])).length, 1);
  for (const stamp of ["open", "close"] as const) assertEquals(untold(feedOf(times, { stamp })), []);
  for (const end of ["open", "close"] as const) assertEquals(untold(feedOf(times, {}, said(end))), []);
  for (const dates of [["2024-01-02", "2024-01-03"], ["2024-01-02 00:00", "2024-01-03 00:00"]]) {
    assertEquals(untold(feedOf(dates)), []);
  }
  assertEquals(untold(feedOf(["2024-01-07", "2024-01-14"])), [
    "Nothing tells whether a date is the first or the last day of a 1w, and it is read as the last: pass " +
    'stamp: "open" if it is the first, else stamp: "close"',
  ]);
});

Deno.test("barEnds() takes the end that times mark from the hours of the session, where they show it", () => {
  const end = (texts: readonly string[], session: [string, string], options: FeedOptions = {}) => {
    const [open, close] = session;
    const { stamp, notes } = feedOf(texts, { timeframe: "30m", session: { open, close }, ...options });
    const note = `Rows stand at the ${stamp} of the session and none at its ${stamp === "open" ? "close" : "open"}, `;
    assertEquals(notes.some((each) => each.startsWith(note)), stamp !== "unknown" && options.stamp === undefined);
    assertEquals(notes.some((each) => each.startsWith(UNTOLD)), stamp === "unknown");
    return stamp;
  };
  const stock: [string, string] = ["09:30", "16:00"];
  assertEquals(end(["2024-01-02 09:30", "2024-01-02 15:30", "2024-01-03 09:30"], stock), "open");
  assertEquals(end(["2024-01-02 10:00", "2024-01-02 16:00", "2024-01-03 10:00"], stock), "close");
  assertEquals(end(["2024-01-02 09:30", "2024-01-02 16:00"], stock), "unknown");
  assertEquals(end(["2024-01-02 10:00", "2024-01-02 15:30"], stock), "unknown");
  // Rows outside of the session would stand at its open with either stamp.
  assertEquals(end(["2024-01-02 09:00", "2024-01-02 09:30", "2024-01-02 10:00"], stock), "unknown");
  assertEquals(end(["2024-01-02 09:30", "2024-01-02 10:00"], stock, { stamp: "close" }), "close");
  const future: [string, string] = ["17:00", "16:00"];
  assertEquals(end(["2024-01-07 17:00", "2024-01-08 00:00", "2024-01-08 15:30"], future), "open");
  assertEquals(end(["2024-01-07 17:30", "2024-01-08 00:00", "2024-01-08 16:00"], future), "close");
  assertEquals(end(["2024-01-07 17:00", "2024-01-08 16:30"], future), "unknown");
  assertEquals(end(["2024-01-07 17:00", "2024-01-08 16:30"], ["17:00", "17:00"]), "unknown");
  const chicago = feedOf(["2024-01-02T14:30Z", "2024-01-02T20:30Z"], {
    timeframe: "30m",
    session: { open: "08:30", close: "15:00", timeZone: "America/Chicago" },
  });
  assertEquals([chicago.stamp, iso(chicago.columns.timeUs)[0]], ["open", "2024-01-02T15:00:00Z"]);
  assertEquals(feedOf(["2024-01-02 09:30", "2024-01-02 10:00"], { timeframe: "30m" }, said("close")).stamp, "close");
});

Deno.test("barEnds() reads the first days of months and Mondays as first days of their bars, unless told otherwise", () => {
  const dates = ["2024-01-01", "2024-02-01", "2024-03-01"];
  const first = feedOf(dates);
  assertEquals([...first.columns.sessionDay], days("2024-01-31", "2024-02-29", "2024-03-31"));
  assertEquals([first.stamp, first.timeframeUs], ["open", 31 * 86_400e6]);
  assertEquals(
    first.notes.at(-1),
    'The dates are first days of a 1mo, and each bar ends with the last day of it; pass stamp: "close" if they are last days',
  );
  assertEquals(feedOf(dates, { stamp: "open" }).columns, first.columns);
  const last = feedOf(dates, { stamp: "close" });
  assertEquals([...last.columns.sessionDay, last.stamp], [...days(...dates), "date"]);
  const weekly = feedOf(["2024-01-01", "2024-01-08", "2024-01-16", "2024-01-22"]);
  assertEquals([...weekly.columns.sessionDay], days("2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28"));
  const trading = feedOf(["2024-01-02", "2024-02-01", "2024-03-01", "2024-04-01"]);
  assertEquals([...trading.columns.sessionDay], days("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"));
});

Deno.test("barEnds() reads the last days of months and Fridays as last days, and marks dates that do not tell", () => {
  const cases = [
    [["2024-01-31", "2024-02-29", "2024-03-28"], "date"],
    [["2024-01-05", "2024-01-12", "2024-01-18", "2024-01-26"], "date"],
    [["2024-01-07", "2024-01-14", "2024-01-21"], "unknown"],
    [["2024-01-15", "2024-02-15", "2024-03-15"], "unknown"],
  ] as const;
  for (const [dates, stamp] of cases) {
    const feed = feedOf(dates);
    assertEquals([...feed.columns.sessionDay, feed.stamp], [...days(...dates), stamp]);
  }
  assertEquals(feedOf(["2024-01-07", "2024-01-14"], { stamp: "close" }).stamp, "date");
});

Deno.test("barEnds() reads daily times that are all midnight as dates, unless told otherwise", () => {
  const times = ["2024-03-08T05:00Z", "2024-03-09T05:00Z", "2024-03-11T04:00Z"];
  const feed = feedOf(times, { timeZone: "America/New_York" });
  assertEquals(
    feed.columns,
    feedOf(["2024-03-08", "2024-03-09", "2024-03-11"], { timeZone: "America/New_York" }).columns,
  );
  assertEquals(feed.stamp, "date");
  assertEquals(feed.notes.at(-1)!.startsWith("Every time is midnight and is read as a date"), true);
  const close = feedOf(times, { timeZone: "America/New_York", stamp: "close" });
  assertEquals([...close.columns.sessionDay], days("2024-03-07", "2024-03-08", "2024-03-10"));
});

Deno.test("barEnds() reads a midnight with an offset as a date on the clock of that offset", () => {
  const feed = feedOf(["2024-03-08 00:00:00-05:00", "2024-03-11 00:00:00-04:00", "2024-03-12 00:00:00-04:00"]);
  assertEquals([feed.timeZone, feed.stamp], ["America/New_York", "date"]);
  assertEquals([...feed.columns.sessionDay], days("2024-03-08", "2024-03-11", "2024-03-12"));
  assertEquals(iso(feed.columns.timeUs.map((time) => time + 1)), [
    "2024-03-09T05:00:00Z",
    "2024-03-12T04:00:00Z",
    "2024-03-13T04:00:00Z",
  ]);
  assertEquals(
    feed.notes[1],
    "The offsets of the times fit America/New_York, which is taken as time zone; timeZone sets it",
  );
  for (const zone of ["Asia/Tokyo", "Europe/Berlin", "Pacific/Auckland", "UTC"]) {
    const moved = feedOf(["2024-03-07T00:00:00Z", "2024-03-08T00:00:00Z"], { timeZone: zone });
    assertEquals([...moved.columns.sessionDay, moved.stamp], [...days("2024-03-07", "2024-03-08"), "date"], zone);
  }
  const east = feedOf(["2024-03-07 00:00+13:00", "2024-03-08 00:00+13:00"], { timeZone: "America/New_York" });
  assertEquals([...east.columns.sessionDay], days("2024-03-07", "2024-03-08"));
});

Deno.test("first days of weeks and months are not read as dates of their own by a timeframe that is too short", () => {
  const flat = { open: [10, 10, 10], high: [10, 10, 10], low: [10, 10, 10], close: [10, 10, 10] };
  for (
    const [time, found] of [
      [["2024-01-01", "2024-02-01", "2024-03-01"], "1mo"],
      [["2024-01-01 00:00", "2024-02-01 00:00", "2024-03-01 00:00"], "1mo"],
      [["2024-01-01", "2024-01-08", "2024-01-15"], "1w"],
    ] as const
  ) {
    assertThrows(
      () => bars({ time, ...flat }, { timeframe: "1d" }),
      RangeError,
      `Cannot read bars with the timeframe 1d: its dates are first days, ${found} apart, such as 2024-01-01; pass ` +
        `timeframe: "${found}", or stamp: "close"`,
    );
    bars({ time, ...flat }, { timeframe: "1d", stamp: "close" });
    bars({ time, ...flat }, { timeframe: found });
  }
  bars({ time: ["2024-01-05", "2024-01-12", "2024-01-19"], ...flat }, { timeframe: "1d" });
});

Deno.test("barEnds() reads daily times of 24:00 as the close of the day that they end", () => {
  const texts = [
    ["2024-01-30T24:00:00", "2024-01-31T24:00:00"],
    ["30.01.2024 24:00", "31.01.2024 24:00"],
    ["20240130 2400", "20240131 2400"],
  ];
  for (const [first, second] of texts) {
    const feed = feedOf([first!, second!]);
    assertEquals([...feed.columns.sessionDay, feed.stamp], [...days("2024-01-30", "2024-01-31"), "close"], first);
    assertEquals(feed.notes.at(-1), "Times of day are 24:00, the end of a day, so that they are the close of the bar");
    assertEquals(feedOf([first!, second!], { stamp: "close" }).columns, feed.columns);
    assertThrows(() => feedOf([first!, second!], { stamp: "open" }), RangeError, "its times of day are 24:00");
  }
  const months = feedOf(["2024-01-31 24:00", "2024-02-29 24:00", "2024-03-31 24:00"]);
  assertEquals([...months.columns.sessionDay], days("2024-01-31", "2024-02-29", "2024-03-31"));
  // Bars within a day are read as before.
  const hours = feedOf(["2024-01-01 22:00", "2024-01-01 23:00", "2024-01-01 24:00"]);
  assertEquals([iso(hours.columns.timeUs)[2], hours.stamp], ["2024-01-02T00:00:00Z", "unknown"]);
});

Deno.test("barEnds() takes times of weeks and months on first days for opens, which end with the period also after a holiday", () => {
  const weeks = ["2024-01-01 09:30", "2024-01-08 09:30", "2024-01-16 09:30", "2024-01-22 09:30"];
  const ends = ["2024-01-08T09:30:00Z", "2024-01-15T09:30:00Z", "2024-01-22T09:30:00Z", "2024-01-29T09:30:00Z"];
  const feed = feedOf(weeks);
  assertEquals([feed.stamp, ...iso(feed.columns.timeUs)], ["open", ...ends]);
  assertEquals(
    feed.notes.at(-1),
    'The times are on first days of a 1w, so that they are the open of the bar; stamp: "close" reads them as its close',
  );
  assertEquals(iso(feedOf(weeks, { stamp: "open" }).columns.timeUs), ends);
  assertEquals(feedOf(weeks, { stamp: "close" }).stamp, "close");
  const months = feedOf(["2024-01-02 09:30", "2024-02-01 09:30", "2024-03-01 09:30"]);
  assertEquals([months.stamp, iso(months.columns.timeUs)[0]], ["open", "2024-02-01T09:30:00Z"]);
  const fridays = feedOf(["2024-01-05 16:00", "2024-01-12 16:00", "2024-01-19 16:00"]);
  assertEquals([fridays.stamp, iso(fridays.columns.timeUs)[0]], ["close", "2024-01-05T16:00:00Z"]);
  assertEquals(feedOf(["2024-01-07 18:00", "2024-01-14 18:00", "2024-01-21 18:00"]).stamp, "unknown");
});

Deno.test("barEnds() takes a daily time at the open of its session for the open, and ends the bar with that session", () => {
  const hours = { timeZone: "America/New_York", session: { open: "09:30", close: "16:00" } } as const;
  const opens = ["2024-07-02 09:30", "2024-07-03 09:30", "2024-07-05 09:30"];
  const feed = feedOf(opens, hours);
  assertEquals([feed.stamp, ...iso(feed.columns.timeUs)], [
    "open",
    "2024-07-02T20:00:00Z",
    "2024-07-03T20:00:00Z",
    "2024-07-05T20:00:00Z",
  ]);
  assertEquals([...feed.columns.sessionDay], days("2024-07-02", "2024-07-03", "2024-07-05"));
  assertEquals(feedOf(opens, { ...hours, stamp: "open" }).columns, feed.columns);
  const closes = feedOf(opens.map((time) => time.replace("09:30", "16:00")), hours);
  assertEquals([closes.stamp, closes.columns], ["close", feed.columns]);
  assertEquals(feedOf(opens.with(1, "2024-07-03 10:00"), hours).stamp, "unknown");
});

Deno.test("barEnds() takes the end that times mark from the sessions of a calendar, where they show it", async () => {
  const xnys = await calendar("XNYS");
  const opens = ["2024-07-03 09:30", "2024-07-03 12:30", "2024-07-05 09:30", "2024-07-05 15:30"];
  const told = (end: string, other: string, name = "XNYS") =>
    `Rows stand at the ${end} of a session of ${name} and none at its ${other}, so that times are the ${end} of the bar; ` +
    `stamp: "${other}" reads them as its ${other}`;
  const cases = [
    [opens, xnys, "30m", "open", told("open", "close")],
    [["2024-07-03 10:00", "2024-07-03 13:00", "2024-07-05 10:00"], xnys, "30m", "close", told("close", "open")],
    [["2024-07-03 09:30", "2024-07-03 13:00", "2024-07-05 10:00"], xnys, "30m", "unknown", undefined],
    [["2024-07-03 09:00", "2024-07-03 09:30", "2024-07-05 09:30"], xnys, "30m", "unknown", undefined],
    [["2024-07-02 09:30", "2024-07-03 09:30", "2024-07-05 09:30"], xnys, "1d", "open", told("open", "close")],
    [["2024-01-07 17:00", "2024-01-08 17:00", "2024-01-12 16:00"], "FX", "1h", "open", told("open", "close", "FX")],
    [["2024-01-08 17:00", "2024-01-08 18:00", "2024-01-09 17:00"], "FX", "1h", "unknown", undefined],
  ] as const;
  for (const [times, given, timeframe, stamp, note] of cases) {
    const feed = feedOf(times, { calendar: given, timeframe });
    assertEquals([feed.stamp, feed.notes.find((each) => each.startsWith("Rows stand"))], [stamp, note], String(times));
  }
  const daily = feedOf(["2024-07-02 09:30", "2024-07-03 09:30", "2024-07-05 09:30"], {
    calendar: xnys,
    timeframe: "1d",
  });
  assertEquals(iso(daily.columns.timeUs), ["2024-07-02T20:00:00Z", "2024-07-03T17:00:00Z", "2024-07-05T20:00:00Z"]);
});
