import { assertEquals } from "@std/assert";
import { endsWithDate } from "./dated_bars.ts";
import { DAY_US, HOUR_US } from "./time/civil_date.ts";
import { TimeZone } from "./time/time_zone.ts";

Deno.test("a bar of whole days ends with its date, or at the midnight after it, on the clock of its zone", () => {
  const zone = new TimeZone("America/New_York"), midnightUs = Date.UTC(2024, 0, 3, 5) * 1000;
  const ends = [midnightUs - 1, midnightUs, midnightUs - 2, midnightUs + 1, midnightUs - 8 * HOUR_US];
  assertEquals(ends.map((endUs) => endsWithDate(endUs, DAY_US, zone)), [true, true, false, false, false]);
  assertEquals(endsWithDate(midnightUs, HOUR_US, zone), false);
  assertEquals(endsWithDate(midnightUs, DAY_US, new TimeZone("UTC")), false);
});
