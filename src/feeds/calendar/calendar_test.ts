import { assertEquals, assertThrows } from "@std/assert";
import { Calendar } from "./calendar.ts";
import { calendar } from "./named_calendar.ts";
import { weekly } from "./weekly_calendar.ts";

const newYork = await calendar("XNYS");
const evening = weekly({ open: "17:00", close: "16:00", timeZone: "America/Chicago", name: "evening" });

Deno.test("sessions between two dates include both, and leave out weekends and holidays", () => {
  const dates = newYork.sessionsBetween("2024-06-28", "2024-07-08").map(({ date }) => date);
  assertEquals(dates, ["2024-06-28", "2024-07-01", "2024-07-02", "2024-07-03", "2024-07-05", "2024-07-08"]);
  assertEquals(newYork.sessionsBetween("2024-07-06", "2024-07-07"), []);
});

Deno.test("the next and the previous session are asked for from any date", () => {
  assertEquals(newYork.nextSession("2024-07-03").date, "2024-07-05");
  assertEquals(newYork.nextSession("2024-07-04").date, "2024-07-05");
  assertEquals(newYork.previousSession("2024-07-05").date, "2024-07-03");
  assertEquals(newYork.previousSession("2024-07-08").date, "2024-07-05");
});

Deno.test("a moment lies in a session from its open on and before its close", () => {
  const at = (text: string): string | null => newYork.sessionAt(new Date(`${text}-04:00`))?.date ?? null;
  assertEquals(at("2024-07-03T09:29:59"), null);
  assertEquals(at("2024-07-03T09:30"), "2024-07-03");
  assertEquals(at("2024-07-03T12:59:59"), "2024-07-03");
  assertEquals(at("2024-07-03T13:00"), null);
  assertEquals(newYork.sessionAt(Date.parse("2024-07-03T14:00Z") * 1000)!.date, "2024-07-03");
});

Deno.test("a moment outside of all sessions belongs to the session of its date, else to the next one", () => {
  const of = (text: string): string => newYork.sessionDate(new Date(`${text}-04:00`));
  assertEquals(of("2024-07-03T08:00"), "2024-07-03");
  assertEquals(of("2024-07-03T18:00"), "2024-07-03");
  assertEquals(of("2024-07-04T12:00"), "2024-07-05");
  assertEquals(of("2024-07-06T12:00"), "2024-07-08");
});

Deno.test("a session over midnight has the date of its end", () => {
  const of = (text: string): string => evening.sessionDate(new Date(`${text}-06:00`));
  assertEquals(of("2024-01-07T16:59:59"), "2024-01-08"); // Sunday has no session
  assertEquals(of("2024-01-07T17:00"), "2024-01-08");
  assertEquals(of("2024-01-08T15:59"), "2024-01-08");
  assertEquals(of("2024-01-08T16:30"), "2024-01-08"); // between two sessions
  assertEquals(of("2024-01-08T17:00"), "2024-01-09");
  assertEquals(evening.sessionAt(new Date("2024-01-08T16:30-06:00")), null);
});

Deno.test("a break lies in its session, from its begin on and before its end", () => {
  const lunch = weekly({ open: "09:30", close: "16:00", breaks: [["12:00", "13:00"]], timeZone: "Asia/Hong_Kong" });
  const at = (text: string): Date => new Date(`2024-01-02T${text}+08:00`);
  assertEquals(["11:59:59", "12:00", "12:59:59", "13:00", "18:00"].map((text) => lunch.isBreak(at(text))), [
    false,
    true,
    true,
    false,
    false,
  ]);
  assertEquals(lunch.sessionAt(at("12:30"))!.date, "2024-01-02");
});

Deno.test("a date that a calendar does not know is an error that names its range, and no guess", () => {
  const beyond = 'the calendar "XNYS" is known from 1990-01-01 to 2027-12-31';
  assertThrows(() => newYork.sessionOn("2028-01-03"), RangeError, `Cannot tell the sessions of 2028-01-03: ${beyond}`);
  assertThrows(() => newYork.sessionsBetween("1989-12-29", "1990-01-05"), RangeError, beyond);
  assertThrows(() => newYork.sessionsBetween("2027-12-29", "2028-01-05"), RangeError, beyond);
  assertThrows(() => newYork.sessionAt(new Date("2030-01-02T15:00Z")), RangeError, beyond);
  assertThrows(
    () => newYork.nextSession("2027-12-31"),
    RangeError,
    `Cannot tell the session after 2027-12-31: ${beyond}`,
  );
  assertThrows(
    () => newYork.previousSession("1990-01-02"),
    RangeError,
    `Cannot tell the session before 1990-01-02: ${beyond}`,
  );
  assertEquals(evening.sessionOn("2150-01-02")!.date, "2150-01-02");
});

Deno.test("dates and moments of another kind are errors with the remedy", () => {
  assertThrows(
    () => newYork.sessionOn("2024-02-30"),
    RangeError,
    'Cannot use "2024-02-30" as a date of a session: write a date such as "2024-01-02"',
  );
  assertThrows(() => newYork.sessionOn(new Date() as unknown as string), TypeError, "write a date such as");
  assertThrows(() => newYork.sessionsBetween("2024-01-03", "2024-01-02"), RangeError, "pass the earlier date first");
  assertThrows(() => newYork.sessionAt("2024-01-02" as unknown as Date), TypeError, "pass a Date, or microseconds");
  assertThrows(() => newYork.sessionAt(new Date(NaN)), RangeError, "outside the years 1685 to 2254");
  assertThrows(() => new Calendar({} as never), TypeError, 'call ct.calendar("XNYS")');
});
