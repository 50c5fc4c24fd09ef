import { assertEquals } from "@std/assert";
import { DAY_US, dayOfDate, HOUR_US, MINUTE_US, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { barPlace, scheduledNext } from "./bar_schedule.ts";
import { type Calendar, sourceOf } from "./calendar.ts";
import { calendar } from "./named_calendar.ts";
import {
  breakUsBetween,
  rowOfDay,
  rowUntilDay,
  type SessionTable,
  sessionTable,
  shiftedSessions,
} from "./session_table.ts";

const july = dayOfDate(2024, 7, 1);

function tableOf(found: Calendar, first: number, last: number): SessionTable {
  return sessionTable(sourceOf(found), { calendar: found.name, timeZone: found.timeZone }, first, last);
}

const newYork = tableOf(await calendar("XNYS"), july, july + 7);
const hongKong = tableOf(await calendar("XHKG"), july, july + 7);

const us = (text: string): number => Date.parse(text) * 1000;

Deno.test("a table has the session before the first bar and sessions after the last one", () => {
  const dates = Array.from(newYork.day, (day) => new Date((day - SESSION_DAY_OFFSET) * DAY_US / 1000).getUTCDate());
  assertEquals(dates, [28, 1, 2, 3, 5, 8, 10, 11].toSpliced(6, 0, 9));
  assertEquals(
    [rowOfDay(newYork, july + 3 + SESSION_DAY_OFFSET), rowUntilDay(newYork, july + 3 + SESSION_DAY_OFFSET)],
    [
      -1,
      3,
    ],
  );
});

Deno.test("breaks between two moments are summed, in parts too", () => {
  const sum = (from: string, until: string): number => breakUsBetween(hongKong, us(from), us(until)) / MINUTE_US;
  assertEquals(sum("2024-07-02T03:00Z", "2024-07-02T06:00Z"), 60);
  assertEquals(sum("2024-07-02T04:30Z", "2024-07-02T06:00Z"), 30);
  assertEquals(sum("2024-07-02T04:15Z", "2024-07-02T04:30Z"), 15);
  assertEquals(sum("2024-07-02T05:00Z", "2024-07-02T08:00Z"), 0);
  assertEquals(sum("2024-07-02T03:00Z", "2024-07-03T06:00Z"), 120);
});

Deno.test("a shifted table tells the same of shifted bars", () => {
  const later = shiftedSessions(hongKong, 371), shiftUs = 371 * DAY_US;
  for (let endUs = us("2024-07-02T00:00Z"); endUs < us("2024-07-03T00:00Z"); endUs += 30 * MINUTE_US) {
    const row = rowOfDay(hongKong, july + 1 + SESSION_DAY_OFFSET);
    assertEquals(rowOfDay(later, july + 1 + 371 + SESSION_DAY_OFFSET), row);
    const shape = { lengthUs: HOUR_US, grid: "clock" } as const;
    assertEquals(barPlace(later, row, endUs + shiftUs, shape), barPlace(hongKong, row, endUs, shape));
    assertEquals(scheduledNext(later, row, endUs + shiftUs, shape), scheduledNext(hongKong, row, endUs, shape));
  }
});
