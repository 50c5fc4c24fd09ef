import { assertEquals, assertThrows } from "@std/assert";
import { checkSession } from "./session_hours.ts";

Deno.test("checkSession() reads hours as microseconds after midnight", () => {
  const { openUs, closeUs, timeZone } = checkSession({ open: "17:00", close: "9:05", timeZone: "America/Chicago" });
  assertEquals([openUs / 6e7, closeUs / 6e7, timeZone?.name], [1020, 545, "America/Chicago"]);
  assertEquals(checkSession({ open: "00:00", close: "00:00" }).timeZone, undefined);
});

Deno.test("checkSession() refuses all else and shows what it takes", () => {
  const remedy = 'pass { open: "09:30", close: "16:00" }';
  const types: readonly unknown[] = [
    null,
    "17:00-16:00",
    5,
    {},
    { open: "17:00" },
    { open: 17, close: 16 },
    { open: "17:00", close: "16:00", zone: "UTC" },
  ];
  for (const value of types) assertThrows(() => checkSession(value), TypeError, remedy);
  for (const open of ["24:00", "17", "5 PM", "17:60", ""]) {
    assertThrows(() => checkSession({ open, close: "16:00" }), RangeError, `Cannot use open "${open}" of session`);
  }
  assertThrows(() => checkSession({ open: "17:00", close: "16:00", timeZone: "Chicago" }), RangeError, '"Chicago"');
});
