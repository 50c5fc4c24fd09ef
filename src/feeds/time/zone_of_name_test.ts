import { assertEquals } from "@std/assert";
import { zoneOfName } from "./zone_of_name.ts";

Deno.test("zoneOfName() finds UTC in the name of a column, alone or with an offset", () => {
  const cases = [
    [["Gmt time", "GMT", "datetime_utc", "time_utc", "date_utc", "dateUtc", "Time (UTC)", "timeutc", "UTC+0"], "UTC"],
    [["Time (UTC+8)", "time GMT+08:00"], "+08:00"],
    [["Date (GMT-5)"], "-05:00"],
    [["Zeit UTC+5:30"], "+05:30"],
    [["time", "Date", "Local time", "outcome", "utcome", "Time (UTC+99)", ""], undefined],
  ] as const;
  for (const [names, zone] of cases) {
    for (const name of names) {
      assertEquals(zoneOfName(name)?.name, zone, name);
    }
  }
});
