import { assertEquals, assertThrows } from "@std/assert";
import { DAY_US, dayOfDate, HOUR_US, MINUTE_US } from "./civil_date.ts";
import { TimeZone } from "./time_zone.ts";

function wall(year: number, month: number, day: number, hour = 0, minute = 0): number {
  return dayOfDate(year, month, day) * DAY_US + hour * HOUR_US + minute * MINUTE_US;
}

function iso(timeUs: number): string {
  return new Date(timeUs / 1000).toISOString();
}

Deno.test("TimeZone.offsetUs() is that of Intl at any moment, in any order of asking", () => {
  let seed = 11;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (const name of ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca"]) {
    const zone = new TimeZone(name);
    const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    for (let round = 0; round < 200; round++) {
      const second = next(2 ** 31 - 1) - 2 ** 29;
      const text = format.format(second * 1000).match(/GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/)!;
      const size = Number(text[2] ?? 0) * 3600 + Number(text[3] ?? 0) * 60 + Number(text[4] ?? 0);
      assertEquals(zone.offsetUs(second * 1e6) + 0, (text[1] === "-" ? -size : size) * 1e6 + 0, `${name} ${second}`);
    }
  }
});

Deno.test("TimeZone finds the very second of a change, from whatever second it was looked for", () => {
  const changeUs = Date.UTC(2024, 2, 10, 7) * 1000;
  for (let seconds = 1; seconds < 200_000; seconds += 997) {
    for (const aheadUs of [seconds * 1e6, -seconds * 1e6]) {
      const zone = new TimeZone("America/New_York");
      zone.offsetUs(changeUs + aheadUs);
      assertEquals(zone.offsetUs(changeUs - 1), -5 * HOUR_US, `${aheadUs}`);
      assertEquals(zone.offsetUs(changeUs), -4 * HOUR_US, `${aheadUs}`);
    }
  }
});

Deno.test("TimeZone.timeUs() undoes wallTimeUs() but where the clocks change", () => {
  const zone = new TimeZone("America/New_York");
  let unclear = 0;
  for (let timeUs = Date.UTC(2019, 0, 1) * 1000; timeUs < Date.UTC(2021, 0, 1) * 1000; timeUs += 30 * MINUTE_US) {
    const back = zone.timeUs(zone.wallTimeUs(timeUs));
    if (Number.isNaN(back)) unclear++;
    else assertEquals(back, timeUs);
  }
  // Two hours in each of two autumns, by half hours.
  assertEquals(unclear, 8);
});

Deno.test("TimeZone.moments() gives none in the spring gap and two in the autumn overlap", () => {
  const zone = new TimeZone("America/New_York");
  assertEquals(zone.moments(wall(2024, 3, 10, 2, 30)), []);
  assertEquals(zone.moments(wall(2024, 11, 3, 1, 30)).map(iso), [
    "2024-11-03T05:30:00.000Z",
    "2024-11-03T06:30:00.000Z",
  ]);
  assertEquals(zone.moments(wall(2024, 7, 1, 12)).map(iso), ["2024-07-01T16:00:00.000Z"]);
  assertEquals(zone.timeUs(wall(2024, 3, 10, 2, 30)), NaN);
  assertEquals(zone.timeUs(wall(2024, 11, 3, 1, 30)), NaN);
});

Deno.test("TimeZone.latestTimeUs() takes the change for a time that is put over, and the second of two", () => {
  const zone = new TimeZone("America/New_York");
  assertEquals(iso(zone.latestTimeUs(wall(2024, 3, 10, 2, 30))), "2024-03-10T07:00:00.000Z");
  assertEquals(iso(zone.latestTimeUs(wall(2024, 11, 3, 1, 30))), "2024-11-03T06:30:00.000Z");
});

Deno.test("TimeZone.endOfDateUs() is the last microsecond of the date, even where midnight changes", () => {
  const end = (name: string, year: number, month: number, day: number) =>
    iso(new TimeZone(name).endOfDateUs(dayOfDate(year, month, day)) + 1);
  assertEquals(end("UTC", 1969, 12, 31), "1970-01-01T00:00:00.000Z");
  assertEquals(end("America/New_York", 2024, 3, 10), "2024-03-11T04:00:00.000Z");
  // Midnight did not exist in Sao Paulo on 2018-11-04, and came twice in a sense on 2018-02-17, which had 25 hours.
  assertEquals(end("America/Sao_Paulo", 2018, 11, 3), "2018-11-04T03:00:00.000Z");
  assertEquals(end("America/Sao_Paulo", 2018, 2, 17), "2018-02-18T03:00:00.000Z");
  // Samoa left out 2011-12-30.
  assertEquals(end("Pacific/Apia", 2011, 12, 29), "2011-12-30T10:00:00.000Z");
  assertEquals(end("Pacific/Apia", 2011, 12, 31), "2011-12-31T10:00:00.000Z");
});

Deno.test("TimeZone refuses a name that is not known", () => {
  assertThrows(() => new TimeZone("America/Gotham"), RangeError, 'Cannot use time zone "America/Gotham"');
});
