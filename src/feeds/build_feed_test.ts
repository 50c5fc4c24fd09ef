import { assertEquals, assertThrows } from "@std/assert";
import { days, feedOf, iso } from "../../tests/feeds/timed_feed.ts";
import { bars } from "./read_columns.ts";
import { TimeZone } from "./time/time_zone.ts";

Deno.test("buildFeed() has a bar begin one timeframe before its end, though not before the end of the bar before", () => {
  const { timeUs, beginUs } = feedOf(["2024-01-01", "2024-01-02", "2024-01-05"]).columns;
  assertEquals([...beginUs], [timeUs[0]! - 86_400e6, timeUs[0], timeUs[2]! - 86_400e6]);
  const overlapping = feedOf(["2024-01-01 10:00", "2024-01-01 10:05", "2024-01-01 10:30"], { timeframe: "15m" });
  assertEquals(iso(overlapping.columns.beginUs), [
    "2024-01-01T09:45:00Z",
    "2024-01-01T10:00:00Z",
    "2024-01-01T10:15:00Z",
  ]);
  const told = "The timeframe is given as 15m, though the commonest spacing of the rows is 5m";
  assertEquals(overlapping.notes.includes(told), true);
});

Deno.test("buildFeed() counts a bar that ends at midnight to the day before", () => {
  const feed = feedOf(["2024-01-02 00:00", "2024-01-02 00:05", "2024-01-02 00:10"], { timeZone: "Europe/Berlin" });
  assertEquals([...feed.columns.sessionDay], days("2024-01-01", "2024-01-02", "2024-01-02"));
  const before = feedOf(["1969-12-31 00:00", "1969-12-31 00:05"]);
  assertEquals([...before.columns.sessionDay], days("1969-12-30", "1969-12-31"));
});

Deno.test("buildFeed() turns round rows in descending order and says so", () => {
  const up = feedOf(["2024-01-01", "2024-01-02", "2024-01-04"]);
  const down = feedOf(["2024-01-04", "2024-01-02", "2024-01-01"]);
  assertEquals(down.columns.timeUs, up.columns.timeUs);
  for (const column of [down.columns.open, down.columns.volume, down.extra["more"]!]) {
    assertEquals([...column], [3, 2, 1]);
  }
  assertEquals(down.notes.slice(0, 2), ["a note", "The rows were in descending order and were reversed"]);
});

Deno.test("buildFeed() names both rows of a time that repeats or goes back", () => {
  assertThrows(
    () => feedOf(["2024-01-01", "2024-01-02", "2024-01-02"]),
    RangeError,
    'Cannot order the rows of x.csv by column "time": line 3 of x.csv and line 4 of x.csv have the same time 2024-01-02; remove one of them',
  );
  assertThrows(
    () => feedOf(["2024-01-01 09:00", "2024-01-03 09:00", "2024-01-02 09:00", "2024-01-04 09:00"]),
    RangeError,
    "line 3 of x.csv is at 2024-01-03T09:00:00 and line 4 of x.csv at 2024-01-02T09:00:00, against the order",
  );
});

Deno.test("buildFeed() refuses local times that do not exist or occur twice, or leaves them out", () => {
  const zone = { timeZone: "America/New_York", timeframe: "30m" };
  const spring = ["2024-03-10 01:30", "2024-03-10 02:00", "2024-03-10 02:30", "2024-03-10 03:00"];
  assertThrows(
    () => feedOf(spring, zone),
    RangeError,
    'Cannot read line 3 of x.csv, column "time": the local time 2024-03-10T02:00:00 does not exist in America/New_York',
  );
  const autumn = ["2024-11-03 00:30", "2024-11-03 01:00", "2024-11-03 02:00"];
  assertThrows(
    () => feedOf(autumn, zone),
    RangeError,
    'Cannot read line 3 of x.csv, column "time": the local time 2024-11-03T01:00:00 occurs twice in America/New_York',
  );
  const feed = feedOf(spring, { ...zone, onBadRow: "skip" });
  assertEquals([...feed.columns.open], [1, 4]);
  assertEquals([...feed.extra["more"]!], [1, 4]);
  assertEquals(feed.length, 2);
  assertEquals(feed.notes[1]!.startsWith("2 bad rows were left out, the first is line 3 of x.csv"), true);
});

Deno.test("buildFeed() names the right lines after rows were left out or turned round", () => {
  const spring = ["2024-03-10 01:30", "2024-03-10 02:00", "2024-03-10 03:30", "2024-03-10 03:30"];
  assertThrows(
    () => feedOf(spring, { timeZone: "America/New_York", onBadRow: "skip" }),
    RangeError,
    "line 4 of x.csv and line 5 of x.csv have the same time",
  );
  assertThrows(
    () => feedOf(["2023-02-15 00:00", "2023-01-31 00:00", "2023-01-30 00:00"], { stamp: "open", timeframe: "1mo" }),
    RangeError,
    "the bars of line 4 of x.csv and line 3 of x.csv would end together",
  );
});

Deno.test("buildFeed() wants a timeframe where one row with a time cannot show it", () => {
  assertThrows(
    () => feedOf(["2024-01-01 09:00"]),
    RangeError,
    'Cannot infer the timeframe of x.csv from one row: pass timeframe, as in "5m" or "1d"',
  );
  assertEquals(feedOf(["2024-01-01 09:00"], { timeframe: "1h" }).length, 1);
  assertEquals(feedOf(["2024-01-01"]).timeframeUs, 86_400e6);
});

Deno.test("buildFeed() refuses a timeframe below a day for dates, with both and the remedy", () => {
  for (const [timeframe, shown] of [["15m", "15m"], ["1h", "1h"], ["36h", "36h"], [1, "1us"]] as const) {
    assertThrows(
      () => feedOf(["2024-01-02", "2024-01-03"], { timeframe }),
      RangeError,
      `Cannot read x.csv with the timeframe ${shown}: its rows have dates without a time of day, such as 2024-01-02 in ` +
        'line 2 of x.csv, and a date is a bar of whole days; pass timeframe: "1d" or the like, or rows with times',
    );
  }
  for (const timeframe of ["24h", "1d", "2d", "1w", "1mo"]) {
    assertEquals(feedOf(["2024-01-02", "2024-03-03"], { timeframe }).length, 2);
  }
});

Deno.test("buildFeed() refuses bars that would end together", () => {
  assertThrows(
    () => feedOf(["2023-01-30 00:00", "2023-01-31 00:00"], { stamp: "open", timeframe: "1mo" }),
    RangeError,
    "Cannot read x.csv with the timeframe 1mo: the bars of line 2 of x.csv and line 3 of x.csv would end together",
  );
});

Deno.test("buildFeed() refuses counts beyond exact integers and holds no negative zero", () => {
  assertThrows(
    () => feedOf(["1735689600", "9e18", "1e30"]),
    RangeError,
    "the time 9000000000000000000 is no count since 1970",
  );
  assertThrows(() => feedOf(["1500-01-01", "1500-01-02"]), RangeError, "x.csv");
  const feed = feedOf(["-0", "60"]);
  assertEquals(Object.is(feed.columns.timeUs[0], 0), true);
});

Deno.test("buildFeed() passes on what was given", () => {
  const feed = feedOf(["2024-01-01", "2024-01-02"], { name: "abc", trade: false, decimals: 4 });
  assertEquals([feed.name, feed.trade, feed.decimals, feed.timeZone, feed.length], ["abc", false, 4, "UTC", 2]);
  assertEquals(feedOf(["2024-01-01"]).decimals, 2);
});

Deno.test("buildFeed() keeps the zone of the offsets for intraday times too, and UTC for Z", () => {
  const feed = feedOf(["2024-03-08 20:30:00-05:00", "2024-03-08 21:00:00-05:00", "2024-03-11 20:30:00-04:00"]);
  assertEquals([feed.timeZone, feed.stamp], ["America/New_York", "unknown"]);
  assertEquals([...feed.columns.sessionDay], days("2024-03-08", "2024-03-08", "2024-03-11"));
  assertEquals(feedOf(["2024-03-08T20:30Z", "2024-03-08T21:00Z"]).timeZone, "UTC");
  assertEquals(feedOf(["2024-03-08T20:30-05:00", "2024-03-08T21:00-05:00"], { timeZone: "UTC" }).timeZone, "UTC");
});

Deno.test("buildFeed() counts the evening of a session over midnight to the next date", () => {
  const session = { open: "17:00", close: "16:00", timeZone: "America/Chicago" };
  const texts = ["2024-01-07 17:05", "2024-01-07 23:55", "2024-01-08 00:00", "2024-01-08 16:00", "2024-01-08 17:05"];
  const feed = feedOf(texts, { session, timeZone: "America/Chicago", timeframe: "5m" });
  assertEquals(
    [...feed.columns.sessionDay],
    days("2024-01-08", "2024-01-08", "2024-01-08", "2024-01-08", "2024-01-09"),
  );
  const utc = feedOf(["2024-01-07 23:05", "2024-01-08 22:00", "2024-01-08 23:05"], { session, timeframe: "5m" });
  assertEquals([...utc.columns.sessionDay], days("2024-01-08", "2024-01-08", "2024-01-09"));
  assertEquals(utc.timeZone, "UTC");
  const dated = feedOf(["2024-01-08", "2024-01-09"], { session });
  assertEquals([...dated.columns.sessionDay], days("2024-01-08", "2024-01-09"));
  const day = feedOf(texts, { session: { open: "09:30", close: "16:00" }, timeframe: "5m" });
  assertEquals([...day.columns.sessionDay], days("2024-01-07", "2024-01-07", "2024-01-07", "2024-01-08", "2024-01-08"));
});

Deno.test("the bar of a date begins with it, also where the clocks change and the day has 23 or 25 hours", () => {
  const timeZone = "America/New_York", zone = new TimeZone(timeZone);
  const flat = { open: [10, 10, 10], high: [10, 10, 10], low: [10, 10, 10], close: [10, 10, 10] };
  for (const time of [["2024-03-09", "2024-03-10", "2024-03-11"], ["2024-11-02", "2024-11-03", "2024-11-04"]]) {
    for (const more of [{}, { stamp: "open" as const }]) {
      const times = "stamp" in more ? time.map((date) => `${date} 00:00`) : time;
      const { beginUs, timeUs } = bars({ time: times, ...flat }, { timeZone, timeframe: "1d", ...more }).columns;
      const walls = Array.from(beginUs, (us) => Math.round(zone.wallTimeUs(us) / 1000) % 86_400_000);
      assertEquals(walls, [0, 0, 0]);
      assertEquals([...beginUs.subarray(1)], [...timeUs.subarray(0, 2)]);
    }
  }
});

Deno.test("buildFeed() reads times on the clock that the name of their column says, whatever zone the feed has", () => {
  const times = ["15.01.2024 22:00:00.000", "15.01.2024 22:01:00.000"], first = "2024-01-15T22:00:00Z";
  const told = 'The name of column "Gmt time" says that the times are of UTC, and they are read so; ';
  const cases = [
    ["Gmt time", {}, "UTC", first, undefined],
    ["Gmt time", { timeZone: "UTC" }, "UTC", first, undefined],
    [
      "Gmt time",
      { timeZone: "Europe/Berlin" },
      "Europe/Berlin",
      first,
      "timeZone Europe/Berlin is the clock of the feed",
    ],
    ["Gmt time", { calendar: "FX" }, "America/New_York", first, "the calendar FX has the clock of the feed"],
    ["time", { calendar: "FX" }, "America/New_York", "2024-01-16T03:00:00Z", undefined],
    ["Time (UTC+8)", {}, "+08:00", "2024-01-15T14:00:00Z", undefined],
  ] as const;
  for (const [name, options, zone, time, note] of cases) {
    const feed = feedOf(times, options, undefined, name);
    assertEquals([feed.timeZone, iso(feed.columns.timeUs)[0]], [zone, time], name);
    assertEquals(
      feed.notes.find((each) => each.startsWith(told))?.slice(told.length),
      note === undefined ? undefined : note + (name === "Gmt time" && "timeZone" in options ? " alone" : ""),
    );
  }
  // A time with an offset of its own is a moment in any case, and midnights of the clock are dates.
  const own = feedOf(["2024-01-15T22:00+01:00", "2024-01-15T22:01+01:00"], {}, undefined, "time_utc");
  assertEquals(iso(own.columns.timeUs)[0], "2024-01-15T21:00:00Z");
  const dates = feedOf(["2024-01-15 00:00", "2024-01-16 00:00"], { timeZone: "Asia/Tokyo" }, undefined, "date_utc");
  assertEquals([dates.stamp, ...dates.columns.sessionDay], ["date", ...days("2024-01-15", "2024-01-16")]);
});

Deno.test("buildFeed() reads a bare date among times within a day as its midnight, as R writes it", () => {
  const bare = ["2024-01-02", "2024-01-02 12:00:00", "2024-01-03", "2024-01-03 12:00:00", "2024-01-04"];
  const whole = bare.map((text) => text.length === 10 ? `${text} 00:00:00` : text);
  for (const [some, all] of [[bare, whole], [bare.slice(1), whole.slice(1)], [bare.toReversed(), whole.toReversed()]]) {
    assertEquals(feedOf(some!), feedOf(all!));
  }
});

Deno.test("buildFeed() refuses a time among dates of days, and a date among daily times, whose skip loses them alone", () => {
  const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-04 16:00"];
  assertThrows(
    () => feedOf(dates),
    RangeError,
    'Cannot read line 5 of x.csv, column "time": the time 2024-01-04T16:00:00 has a time of day, and the other rows are dates alone; ' +
      "write a time of day in all rows or in none, or leave this row out",
  );
  const kept = feedOf(dates, { onBadRow: "skip" });
  assertEquals([...kept.columns.sessionDay, kept.stamp], [...days("2024-01-02", "2024-01-03", "2024-01-04"), "date"]);
  const times = ["2024-01-02 16:00", "2024-01-03", "2024-01-04 16:00", "2024-01-05 16:00"];
  assertThrows(
    () => feedOf(times),
    RangeError,
    'Cannot read line 3 of x.csv, column "time": the date 2024-01-03 has no time of day, and the other rows have one',
  );
  assertEquals(iso(feedOf(times, { onBadRow: "skip" }).columns.timeUs)[1], "2024-01-04T16:00:00Z");
});

Deno.test("buildFeed() tells that years have two digits", () => {
  const feed = feedOf(["01/30/24", "01/31/24"], { dateOrder: "mdy" });
  assertEquals([...feed.columns.sessionDay], days("2024-01-30", "2024-01-31"));
  assertEquals(feed.notes[1], 'Years of two digits, as in "01/30/24", are read as those of 1970 to 2069');
});

Deno.test("buildFeed() leaves out a last row within the week or month of the row before, and tells it", () => {
  const cases = [
    [["2023-10-01", "2023-11-01", "2023-12-01", "2024-01-01", "2024-01-17"], "2024-01-31", "2024-01-17", "1mo"],
    [["2023-12-25", "2024-01-01", "2024-01-08", "2024-01-15", "2024-01-17"], "2024-01-21", "2024-01-17", "1w"],
  ] as const;
  for (const [dates, end, last, name] of cases) {
    const told =
      `The last row, line 6 of x.csv, is dated ${last}, and the others are first days of a ${name}: it lies in ` +
      `the ${name} of the row before and is left out`;
    for (const texts of [dates, dates.map((date) => `${date} 00:00`)]) {
      for (const options of [{}, { stamp: "open" }] as const) {
        const feed = feedOf(texts, options);
        assertEquals([feed.length, feed.columns.sessionDay.at(-1), feed.columns.open.at(-1)], [4, ...days(end), 4]);
        assertEquals([feed.stamp !== "unknown", feed.notes.includes(told)], [true, true]);
      }
    }
    const closes = feedOf(dates, { stamp: "close" });
    assertEquals([...closes.columns.sessionDay], days(...dates));
  }
  // The bar of a month of its own ends with that month, and last days stay last days.
  const own = feedOf(["2023-09-01", "2023-10-01", "2023-11-01", "2023-12-01", "2024-01-17"]);
  assertEquals([...own.columns.sessionDay].at(-1), days("2024-01-31")[0]);
  assertEquals(own.notes.some((note) => note.endsWith("first days of a 1mo: it is the bar of that 1mo")), true);
  const lasts = feedOf(["2023-10-31", "2023-11-30", "2023-12-29", "2024-01-17"], { timeframe: "1mo" });
  assertEquals([lasts.stamp, lasts.columns.sessionDay.at(-1)], ["date", days("2024-01-17")[0]]);
});

Deno.test("buildFeed() finds the zone whose midnights daily moments are through a change of its clock", () => {
  const times = ["2024-03-07T05:00Z", "2024-03-08T05:00Z", "2024-03-11T04:00Z", "2024-03-12T04:00Z"];
  const dates = ["2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12"];
  for (const texts of [times, times.map((time) => String(Date.parse(time)))]) {
    const feed = feedOf(texts);
    assertEquals([feed.timeZone, feed.stamp, ...feed.columns.sessionDay], [
      "America/New_York",
      "date",
      ...days(...dates),
    ]);
    assertEquals(
      feed.notes[1],
      "Every time is midnight in America/New_York, which is taken as time zone; timeZone sets it",
    );
    assertEquals(feedOf(texts, { timeZone: "UTC" }).timeZone, "UTC");
  }
  // One hour alone may be anything, so that a note names the zone.
  const winter = feedOf(times.slice(0, 2));
  assertEquals([winter.timeZone, winter.stamp], ["UTC", "unknown"]);
  assertEquals(
    winter.notes.some((note) => note.endsWith('or timeZone: "America/New_York" if each is midnight of a date there')),
    true,
  );
  // The evening of New York is no midnight of Athens in the weeks between two changes.
  const evenings = feedOf(["2024-03-08T22:00Z", "2024-03-11T21:00Z", "2024-03-12T21:00Z"]);
  assertEquals([evenings.timeZone, evenings.stamp], ["UTC", "unknown"]);
});

Deno.test("buildFeed() reads midnights as dates where the clock of the zone skips one or shows it twice", () => {
  const cases = [
    ["Asia/Beirut", ["2024-03-30", "2024-03-31", "2024-04-01"]],
    ["America/Havana", ["2024-11-02", "2024-11-03", "2024-11-04"]],
  ] as const;
  for (const [timeZone, dates] of cases) {
    const texts = dates.map((date) => `${date} 00:00`), feed = feedOf(texts, { timeZone });
    assertEquals([feed.stamp, feed.columns], ["date", feedOf(dates, { timeZone }).columns], timeZone);
    const note =
      `Every time is midnight and is read as a date, as the clock of ${timeZone} shows one of them never or twice`;
    assertEquals(feed.notes.includes(note), true);
  }
  const closes = { timeZone: "Asia/Beirut", stamp: "close" } as const;
  assertThrows(
    () => feedOf(["2024-03-30 00:00", "2024-03-31 00:00"], closes),
    RangeError,
    "does not exist in Asia/Beirut",
  );
});
