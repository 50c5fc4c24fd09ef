import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { givenCalendar, loadedCalendar } from "./given_calendar.ts";
import { calendar } from "./named_calendar.ts";

const ROWS = [{ date: "2024-01-04", open: "09:00", close: "15:00" }];
const TEXT = "date,open,close\n2024-01-04,09:00,15:00\n";

Deno.test("a calendar, rows, a text, and names that need no data are taken at once", async () => {
  const newYork = await calendar("XNYS");
  assert(givenCalendar(newYork, undefined) === newYork);
  assertEquals(givenCalendar("FX", undefined).name, "FX");
  for (const given of [ROWS, TEXT]) {
    assertEquals(
      givenCalendar(given, "Asia/Tokyo").sessionOn("2024-01-04")!.openUs,
      Date.parse("2024-01-04T00:00Z") * 1000,
    );
  }
});

Deno.test("what takes a moment is an error that says what to write", () => {
  const message = (given: unknown): string => assertThrows(() => givenCalendar(given, "UTC"), TypeError).message;
  assertEquals(
    message("XNYS"),
    'Cannot load the calendar XNYS here, as that takes a moment: write calendar: await ct.calendar("XNYS")',
  );
  assertEquals(
    message("sessions.csv"),
    'Cannot read the calendar "sessions.csv" here, as that takes a moment: read the file, and pass its text',
  );
  assertEquals(message(calendar("XNYS")), "Cannot use a promise as calendar: write await ct.calendar(...)");
  assertEquals(
    message(5),
    'Cannot use 5 as calendar: pass ct.calendars.weekly(...), rows { date, open, close }, or await ct.calendar("XNYS")',
  );
  assertThrows(() => givenCalendar("NYSE", "UTC"), RangeError, 'Cannot find calendar "NYSE": there are "XNYS", "XNAS"');
  assertThrows(() => givenCalendar(ROWS, undefined), TypeError, "without the zone of their times: pass timeZone");
});

Deno.test("names are loaded and files are read where that can be waited for", async () => {
  assert(await loadedCalendar("XNYS", undefined) === await calendar("XNYS"));
  assertEquals(await loadedCalendar(undefined, undefined), undefined);
  assert(await loadedCalendar(ROWS, undefined) === ROWS);
  assertEquals(await loadedCalendar(TEXT, undefined), TEXT);
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(path, TEXT);
    for (const given of [path, new URL(`file://${path}`)]) {
      const read = givenCalendar(await loadedCalendar(given, "Asia/Tokyo"), undefined);
      assertEquals([read.name, read.validTo], [path.split("/").at(-1), "2024-01-04"]);
    }
    await assertRejects(() => loadedCalendar(path, undefined), TypeError, "pass timeZone");
  } finally {
    await Deno.remove(path);
  }
  await assertRejects(() => loadedCalendar("NYSE", undefined), RangeError, 'Cannot find calendar "NYSE"');
  await assertRejects(() => loadedCalendar("./nowhere.csv", "UTC"), Deno.errors.NotFound);
});
