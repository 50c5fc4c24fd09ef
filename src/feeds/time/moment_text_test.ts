import { assertEquals, assertThrows } from "@std/assert";
import { readMoment } from "./moment_text.ts";
import { TimeZone } from "./time_zone.ts";

const berlin = new TimeZone("Europe/Berlin");

Deno.test("a moment is a Date, a date, a local time or one with an offset", () => {
  const day = Date.parse("2024-07-05") / 864e5, timeUs = Date.parse("2024-07-05T10:00Z") * 1000;
  assertEquals(readMoment("from", "2024-07-05", berlin), { kind: "date", dayNumber: day });
  for (
    const moment of [new Date("2024-07-05T10:00Z"), "2024-07-05 12:00", "2024-07-05T12:00:00", "2024-07-05T10:00Z"]
  ) {
    assertEquals(readMoment("from", moment, berlin), { kind: "time", timeUs });
  }
});

Deno.test("a date that begins with its day or its month is refused in every form, as nothing tells which it is", () => {
  for (const text of ["5.7.2024", "05/07/2024", "5-7-2024", "13/05/2024", " 5.7.2024", "5.7.2024 15:30"]) {
    assertEquals(
      assertThrows(() => readMoment("from", text, berlin), RangeError).message,
      `Cannot use from ${
        JSON.stringify(text)
      }: its first number may be a day or a month; pass a Date, or a text such as ` +
        '"2024-01-31" or "2024-01-31 15:30"',
    );
  }
  assertThrows(() => readMoment("to", "2024-13-05", berlin), RangeError, 'Cannot use to "2024-13-05" in Europe/Berlin');
});
