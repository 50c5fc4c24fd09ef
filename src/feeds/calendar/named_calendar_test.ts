import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Calendar } from "./calendar.ts";
import { calendar, CALENDAR_NAMES, type CalendarName } from "./named_calendar.ts";

interface Facts {
  readonly sessions: number;
  readonly first: string;
  readonly last: string;
  readonly sha256: string;
  readonly validFrom: string;
  readonly validTo: string;
}

const { exchanges } = JSON.parse(
  Deno.readTextFileSync(new URL("../../../fixtures/calendars/sessions.json", import.meta.url)),
) as { exchanges: Readonly<Record<string, Facts>> };

/** The moments of a session on the clock of its exchange, as short texts. */
function hours(calendar: Calendar, date: string): string[] {
  const { openUs, closeUs, breaks } = calendar.sessionOn(date)!;
  const text = (us: number): string =>
    new Date(us / 1000).toLocaleString("sv-SE", { timeZone: calendar.timeZone }).slice(5, 16);
  return [openUs, ...breaks.flatMap(({ startUs, endUs }) => [startUs, endUs]), closeUs].map(text);
}

Deno.test("every moment of every session of every exchange is that of the source", async () => {
  assertEquals(CALENDAR_NAMES.filter((name) => name in exchanges), Object.keys(exchanges));
  for (const [name, facts] of Object.entries(exchanges)) {
    const found = await calendar(name as CalendarName), { validFrom, validTo } = found;
    const sessions = found.sessionsBetween(validFrom!, validTo!);
    const lines = sessions.map(({ date, openUs, closeUs, breaks }) =>
      [date, openUs, closeUs, ...breaks.flatMap(({ startUs, endUs }) => [startUs, endUs])].join(" ") + "\n"
    );
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join(""))));
    const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const [first, last] = [sessions[0]!.date, sessions.at(-1)!.date];
    assertEquals({ sessions: sessions.length, first, last, sha256, validFrom, validTo }, facts, name);
    assert(sessions.length > 5000, name);
  }
});

Deno.test("hours of an exchange are told on its clock: half days, breaks, other hours from a date on", async () => {
  const [newYork, tokyo, hongKong, chicago] = await Promise.all(
    (["XNYS", "XTKS", "XHKG", "CMES"] as const).map(calendar),
  ) as [Calendar, Calendar, Calendar, Calendar];
  assertEquals(hours(newYork, "2024-07-02"), ["07-02 09:30", "07-02 16:00"]);
  assertEquals(hours(newYork, "2024-07-03"), ["07-03 09:30", "07-03 13:00"]);
  assertEquals(newYork.sessionOn("2024-07-04"), null);
  assertEquals(hours(tokyo, "2024-11-01"), ["11-01 09:00", "11-01 11:30", "11-01 12:30", "11-01 15:00"]);
  assertEquals(hours(tokyo, "2024-11-05"), ["11-05 09:00", "11-05 11:30", "11-05 12:30", "11-05 15:30"]);
  assertEquals(hours(hongKong, "2024-12-24"), ["12-24 09:30", "12-24 12:00"]);
  assertEquals(hours(chicago, "2024-01-08"), ["01-07 17:00", "01-08 17:00"]);
});

Deno.test("the opens of New York stay on its clock when the clocks change, and move by an hour in UTC", async () => {
  const found = await calendar("XNYS");
  const open = (date: string): string => new Date(found.sessionOn(date)!.openUs / 1000).toISOString().slice(5, 16);
  assertEquals(["2024-03-08", "2024-03-11", "2024-11-01", "2024-11-04"].map(open), [
    "03-08T14:30",
    "03-11T13:30",
    "11-01T13:30",
    "11-04T14:30",
  ]);
});

Deno.test("the market of currencies opens on Sunday evening of New York, and one without pause each midnight of UTC", async () => {
  const fx = await calendar("FX"), always = await calendar("24/7");
  assertEquals(hours(fx, "2024-01-08"), ["01-07 17:00", "01-08 17:00"]);
  assertEquals(hours(fx, "2024-03-11"), ["03-10 17:00", "03-11 17:00"]); // the clocks changed on Sunday morning
  assertEquals([fx.sessionOn("2024-01-06"), fx.sessionOn("2024-01-07")], [null, null]);
  assertEquals(fx.nextSession("2024-01-05").date, "2024-01-08");
  assertEquals(fx.sessionDate(new Date("2024-01-05T17:00-05:00")), "2024-01-05"); // the week has ended
  assertEquals(fx.sessionDate(new Date("2024-01-07T17:00-05:00")), "2024-01-08");
  assertEquals(hours(always, "2024-01-07"), ["01-07 00:00", "01-08 00:00"]);
  assertEquals([always.validFrom, always.validTo], [null, null]);
});

Deno.test("a name that no calendar has is an error that lists all", async () => {
  const error = await assertRejects(() => calendar("XNYSE" as CalendarName), RangeError);
  assertEquals(
    error.message,
    'Cannot find calendar "XNYSE": there are "XNYS", "XNAS", "XLON", "XETR", "XPAR", "XTKS", "XHKG", "XSHG", "XBOM", ' +
      '"CMES", "FX", "24/7"; ct.calendars.weekly and ct.calendars.sessions make others',
  );
  await assertRejects(() => calendar("constructor" as CalendarName), RangeError);
  await assertRejects(() => calendar(5 as unknown as CalendarName), RangeError);
});

Deno.test("a calendar is loaded once", async () => {
  assert(await calendar("XETR") === await calendar("XETR"));
  assert(await calendar("FX") === await calendar("FX"));
});
