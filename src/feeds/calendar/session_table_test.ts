import { assertEquals } from "@std/assert";
import { DAY_US, dayOfDate, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { type Calendar, sourceOf } from "./calendar.ts";
import { calendar } from "./named_calendar.ts";
import {
  barPlace,
  breakUsBetween,
  rowOfDay,
  rowUntilDay,
  scheduledNext,
  type SessionTable,
  sessionTable,
  shiftedSessions,
} from "./session_table.ts";

const MINUTE_US = 6e7, HOUR_US = 60 * MINUTE_US;
const july = dayOfDate(2024, 7, 1);

function tableOf(found: Calendar, first: number, last: number): SessionTable {
  return sessionTable(sourceOf(found), { calendar: found.name, timeZone: found.timeZone }, first, last);
}

const newYork = tableOf(await calendar("XNYS"), july, july + 7);
const hongKong = tableOf(await calendar("XHKG"), july, july + 7);
const fx = tableOf(await calendar("FX"), july, july + 7);

const us = (text: string): number => Date.parse(text) * 1000;

/** The place of a bar in words. */
function place(table: SessionTable, date: string, end: string, lengthUs: number): string {
  const row = rowOfDay(table, us(date) / DAY_US + SESSION_DAY_OFFSET);
  const { inside, first, last } = barPlace(table, row, us(end), lengthUs);
  return !inside ? "outside" : first && last ? "first and last" : first ? "first" : last ? "last" : "within";
}

/** The bar that is scheduled next: the date of its session, and whether it is the last one. */
function next(table: SessionTable, date: string, end: string, lengthUs: number): [string, boolean] | undefined {
  const row = rowOfDay(table, us(date) / DAY_US + SESSION_DAY_OFFSET);
  const found = scheduledNext(table, row, us(end), lengthUs);
  if (found === undefined) return undefined;
  return [
    new Date((table.day[found.row]! - SESSION_DAY_OFFSET) * DAY_US / 1000).toISOString().slice(0, 10),
    found.last,
  ];
}

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

Deno.test("the first bar covers the open, and after the last one none would begin before the close", () => {
  const five = 5 * MINUTE_US;
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T13:30Z", five), "outside");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T13:35Z", five), "first");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T13:40Z", five), "within");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T19:55Z", five), "within");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:00Z", five), "last");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:05Z", five), "outside");
  assertEquals(place(newYork, "2024-07-03", "2024-07-03T17:00Z", five), "last"); // half a day
  // Hours from the open on: the last bar begins half an hour before the close.
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T14:30Z", HOUR_US), "first");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T19:30Z", HOUR_US), "within");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:30Z", HOUR_US), "last");
  // Hours of the clock: the first bar begins half an hour before the open.
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T14:00Z", HOUR_US), "first");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:00Z", HOUR_US), "last");
});

Deno.test("a bar over the change of sessions belongs to the later one, so that the bar before it is the last", () => {
  // Bars of four hours of UTC, and a session from 21:00 to 21:00.
  const four = 4 * HOUR_US;
  assertEquals(place(fx, "2024-07-02", "2024-07-02T20:00Z", four), "last");
  assertEquals(place(fx, "2024-07-03", "2024-07-03T00:00Z", four), "first");
  assertEquals(place(fx, "2024-07-03", "2024-07-03T04:00Z", four), "within");
});

Deno.test("the scheduled next bar passes over a break, a night and a holiday", () => {
  const half = 30 * MINUTE_US;
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T04:00Z", half), ["2024-07-02", false]);
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T07:30Z", half), ["2024-07-02", true]);
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T08:00Z", half), ["2024-07-03", false]);
  // Bars of three hours: the morning's second one would end in the break, and trading goes on after it.
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T04:00Z", 3 * HOUR_US), ["2024-07-02", true]);
  assertEquals(next(newYork, "2024-07-03", "2024-07-03T16:55Z", 5 * MINUTE_US), ["2024-07-03", true]);
  assertEquals(next(newYork, "2024-07-03", "2024-07-03T17:00Z", 5 * MINUTE_US), ["2024-07-05", false]);
  assertEquals(next(newYork, "2024-07-05", "2024-07-05T12:00Z", 5 * MINUTE_US), ["2024-07-05", false]); // before the open
  assertEquals(next(newYork, "2024-07-02", "2024-07-02T20:00Z", 8 * HOUR_US), ["2024-07-03", true]); // one bar a session
  assertEquals(next(newYork, "2024-07-11", "2024-07-11T20:00Z", 5 * MINUTE_US), undefined); // the table ends
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
    assertEquals(barPlace(later, row, endUs + shiftUs, HOUR_US), barPlace(hongKong, row, endUs, HOUR_US));
    assertEquals(scheduledNext(later, row, endUs + shiftUs, HOUR_US), scheduledNext(hongKong, row, endUs, HOUR_US));
  }
});
