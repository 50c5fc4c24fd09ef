import { assertEquals } from "@std/assert";
import { noteOnHoles } from "./holes.ts";
import { sessionDays } from "./session_hours.ts";
import { TimeZone } from "./time/time_zone.ts";
import { parseTimeframe } from "./time/timeframe.ts";

const UTC = new TimeZone("UTC");
const DAY = 864e8;

function noteOf(timeframe: string, times: readonly number[]): string | undefined {
  const timeUs = Float64Array.from(times);
  return noteOnHoles({ timeUs, sessionDay: sessionDays(timeUs, UTC, undefined) }, parseTimeframe(timeframe), UTC);
}

/** Ends of daily bars from a Monday on, by the numbers of days; weekdays only where told. */
function daily(count: number, isKept: (day: number) => boolean): number[] {
  const monday = Date.parse("2024-01-01") * 1000;
  return Array.from({ length: count }, (_, day) => day).filter(isKept).map((day) => monday + (day + 1) * DAY - 1);
}

const weekday = (day: number) => day % 7 < 5;

Deno.test("noteOnHoles() tells no weekend and no holiday", () => {
  assertEquals(noteOf("1d", daily(60, weekday)), undefined);
  assertEquals(noteOf("1d", daily(60, (day) => weekday(day) && day !== 14 && day !== 15)), undefined);
});

Deno.test("noteOnHoles() tells three weekdays and more, with the longest", () => {
  assertEquals(
    noteOf("1d", daily(60, (day) => weekday(day) && !(day >= 8 && day <= 10))),
    "Rows are missing in 1 place: 3 weekdays after 2024-01-08",
  );
  assertEquals(
    noteOf("1d", daily(90, (day) => weekday(day) && !(day >= 8 && day <= 10) && !(day >= 21 && day <= 42))),
    "Rows are missing in 2 places; the longest hole is 16 weekdays after 2024-01-19",
  );
});

Deno.test("noteOnHoles() tells each missing day of data that trades every day", () => {
  assertEquals(noteOf("1d", daily(60, () => true)), undefined);
  assertEquals(
    noteOf("1d", daily(60, (day) => day !== 20 && day !== 30 && day !== 31)),
    "Rows are missing in 2 places; the longest hole is 2 bars of 1d after 2024-01-30",
  );
  const hours = Array.from({ length: 24 * 30 }, (_, hour) => Date.parse("2024-01-01") * 1000 + (hour + 1) * 36e8);
  assertEquals(noteOf("1h", hours), undefined);
  hours.splice(100, 5);
  assertEquals(noteOf("1h", hours), "Rows are missing in 1 place: 5 bars of 1h after 2024-01-05T04:00:00");
});

Deno.test("noteOnHoles() tells a hole within a session, but no night and no pause of every day", () => {
  const times: number[] = [];
  for (const end of daily(30, weekday)) {
    const midnight = end + 1 - DAY;
    for (let minute = 570; minute <= 960; minute += 30) {
      if (minute > 690 && minute < 780) continue;
      times.push(midnight + minute * 6e7);
    }
  }
  assertEquals(noteOf("30m", times), undefined);
  const broken = times.filter((_, row) => row !== 43 && row !== 44);
  assertEquals(noteOf("30m", broken), "Rows are missing in 1 place: 2 bars of 30m after 2024-01-04T13:30:00");
});

Deno.test("noteOnHoles() tells missing weeks and months", () => {
  const weeks = [0, 1, 2, 5, 6].map((week) => Date.parse("2024-01-05") * 1000 + week * 7 * DAY);
  assertEquals(noteOf("1w", weeks), "Rows are missing in 1 place: 2 bars of 1w after 2024-01-18");
  const months = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-05-31"].map((date) => Date.parse(date) * 1000 + 1);
  assertEquals(noteOf("1mo", months), "Rows are missing in 1 place: 1 bar of 1mo after 2024-03-31");
});

Deno.test("noteOnHoles() has nothing to tell of no bar and of one", () => {
  assertEquals([noteOf("1d", []), noteOf("1m", [5])], [undefined, undefined]);
});
