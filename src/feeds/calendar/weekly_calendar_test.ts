import { assertEquals, assertThrows } from "@std/assert";
import { weekly, type WeeklyOptions } from "./weekly_calendar.ts";

const LONDON: WeeklyOptions = { open: "08:00", close: "16:30", timeZone: "Europe/London" };

Deno.test("a weekly calendar has its hours from Monday to Friday, or on the days that are said", () => {
  const dates = (days?: readonly number[]): string[] =>
    weekly(days === undefined ? LONDON : { ...LONDON, days }).sessionsBetween("2024-01-01", "2024-01-07")
      .map(({ date }) => date.slice(8));
  assertEquals(dates(), ["01", "02", "03", "04", "05"]);
  assertEquals(dates([7, 1]), ["01", "07"]);
});

Deno.test("holidays have no session, and early closes end theirs and drop the pauses behind", () => {
  const calendar = weekly({
    ...LONDON,
    breaks: [["10:00", "10:05"], ["12:00", "13:00"]],
    holidays: ["2024-12-25"],
    earlyCloses: { "2024-12-24": "12:30" },
  });
  const [before, half, after] = calendar.sessionsBetween("2024-12-23", "2024-12-26");
  assertEquals([before, half, after].map((session) => session!.date), ["2024-12-23", "2024-12-24", "2024-12-26"]);
  assertEquals([before, half, after].map((session) => (session!.closeUs - session!.openUs) / 36e8), [8.5, 4.5, 8.5]);
  assertEquals([before, half, after].map((session) => session!.breaks.length), [2, 1, 2]);
});

Deno.test("hours that the clock skips or shows twice begin with the change and with the second time", () => {
  const nights = weekly({ open: "01:30", close: "04:00", days: [7], timeZone: "Europe/London" });
  const open = (date: string): string => new Date(nights.sessionOn(date)!.openUs / 1000).toISOString().slice(11, 16);
  assertEquals(open("2024-03-31"), "01:00"); // 01:30 does not exist, as the clock jumps from 01:00 to 02:00
  assertEquals(open("2024-10-27"), "01:30"); // 01:30 comes twice, at 00:30 and at 01:30 of UTC
});

Deno.test("wrong options of a weekly calendar are errors with name, value and remedy", () => {
  const wrong = (options: object, kind: typeof RangeError | typeof TypeError, message: string): void => {
    assertThrows(() => weekly({ ...LONDON, ...options } as WeeklyOptions), kind, message);
  };
  wrong({ open: "25:00" }, RangeError, 'Cannot use "25:00" as open of the calendar "weekly": write a time of day');
  wrong({ close: "16:60" }, RangeError, 'Cannot use "16:60" as close of');
  wrong({ open: 9 }, TypeError, "Cannot use 9 as open of");
  wrong({ timeZone: undefined }, TypeError, "Cannot use timeZone undefined");
  wrong({ timeZone: "Mars/Base" }, RangeError, 'Cannot use time zone "Mars/Base"');
  wrong({ days: [0] }, RangeError, "pass days of the week, 1 for Monday to 7 for Sunday");
  wrong({ days: [] }, RangeError, "pass days of the week");
  wrong({ days: 1 }, TypeError, "pass a list");
  wrong({ breaks: ["12:00"] }, TypeError, 'Cannot use "12:00" as a break');
  wrong({ breaks: [["07:00", "09:00"]] }, RangeError, "it has to lie between open and close");
  wrong({ breaks: [["13:00", "12:00"]] }, RangeError, "it has to lie between open and close");
  wrong({ holidays: ["25.12.2024"] }, RangeError, 'Cannot use "25.12.2024" as a holiday of the calendar "weekly"');
  wrong({ earlyCloses: { "2024-12-28": "12:00" } }, RangeError, "has none on that date");
  wrong({ earlyCloses: { "2024-12-24": "17:00" } }, RangeError, "has to end earlier then");
  wrong({ earlyCloses: ["2024-12-24"] }, TypeError, "pass dates with times");
  wrong({ hoildays: [] }, TypeError, 'Cannot use option "hoildays" of a weekly calendar');
  wrong({ name: "" }, TypeError, "pass a text that is not empty");
  assertThrows(() => weekly(null as unknown as WeeklyOptions), TypeError, "Cannot make a calendar from null");
});
