import { assertEquals, assertThrows } from "@std/assert";
import type { SessionRow } from "./session_row.ts";
import { sessions } from "./session_rows.ts";

const TOKYO = { timeZone: "Asia/Tokyo" };

/** Open, breaks and close of a session as texts in UTC. */
function moments(rows: readonly SessionRow[] | string, date: string, timeZone = "Asia/Tokyo"): string[] {
  const { openUs, closeUs, breaks } = sessions(rows, { timeZone }).sessionOn(date)!;
  return [openUs, ...breaks.flatMap(({ startUs, endUs }) => [startUs, endUs]), closeUs]
    .map((us) => new Date(us / 1000).toISOString().slice(0, 16));
}

Deno.test("listed sessions know the dates from the first row to the last, and dates between have no session", () => {
  const calendar = sessions([
    { date: "2024-01-04", open: "09:00", close: "15:00" },
    { date: "2024-01-09", open: "09:00", close: "15:00" },
  ], TOKYO);
  assertEquals([calendar.validFrom, calendar.validTo], ["2024-01-04", "2024-01-09"]);
  assertEquals(calendar.sessionOn("2024-01-05"), null);
  assertEquals(calendar.nextSession("2024-01-04").date, "2024-01-09");
  assertThrows(
    () => calendar.sessionOn("2024-01-10"),
    RangeError,
    'the calendar "sessions" is known from 2024-01-04 to',
  );
});

Deno.test("times of a row are times of day, local times, times with an offset, or Dates", () => {
  const expected = ["2024-01-04T00:00", "2024-01-04T02:30", "2024-01-04T03:30", "2024-01-04T06:00"];
  const forms: readonly SessionRow[] = [
    { date: "2024-01-04", open: "09:00", close: "15:00", breaks: [["11:30", "12:30"]] },
    { date: "2024-01-04", open: "2024-01-04 09:00", close: "2024-01-04T15:00", breaks: [["11:30", "12:30"]] },
    {
      date: "2024-01-04",
      open: "2024-01-04 00:00Z",
      close: "2024-01-04 15:00:00+09:00",
      breaks: [[new Date("2024-01-04T02:30Z"), new Date("2024-01-04T03:30Z")]],
    },
    {
      date: "2024-01-04",
      open: new Date("2024-01-04T00:00Z"),
      close: "15:00",
      breaks: [["11:30", "12:30"]],
    },
  ];
  for (const row of forms) assertEquals(moments([row], "2024-01-04"), expected);
});

Deno.test("a time of day that is not before the close lies on the evening before", () => {
  const row = { date: "2024-01-08", open: "17:00", close: "16:00" };
  assertEquals(moments([row], "2024-01-08", "America/Chicago"), ["2024-01-07T23:00", "2024-01-08T22:00"]);
  const mixed = { date: "2024-01-08", open: "17:00", close: new Date("2024-01-08T22:00Z") };
  assertEquals(moments([mixed], "2024-01-08", "America/Chicago"), ["2024-01-07T23:00", "2024-01-08T22:00"]);
  const pause = {
    date: "2024-01-08",
    open: "17:00",
    close: "16:00",
    breaks: [["20:00", "21:00"], ["12:00", "13:00"]],
  } as const;
  assertEquals(moments([pause], "2024-01-08", "America/Chicago"), [
    "2024-01-07T23:00",
    "2024-01-08T02:00",
    "2024-01-08T03:00",
    "2024-01-08T18:00",
    "2024-01-08T19:00",
    "2024-01-08T22:00",
  ]);
});

Deno.test("a text in CSV has the columns of calendar libraries, or our own", () => {
  const expected = ["2024-01-04T00:00", "2024-01-04T02:30", "2024-01-04T03:30", "2024-01-04T06:00"];
  assertEquals(moments("date,open,close,breaks\n2024-01-04,09:00,15:00,11:30-12:30\n", "2024-01-04"), expected);
  assertEquals(moments("\uFEFFDate;Open;Close;Breaks\r\n2024-01-04;09:00;15:00;11:30-12:30", "2024-01-04"), expected);
  const library = ",open,break_start,break_end,close\n" +
    "2024-01-04,2024-01-04 00:00:00+00:00,2024-01-04 02:30:00+00:00,2024-01-04 03:30:00+00:00,2024-01-04 06:00:00+00:00\n" +
    "2024-01-05,2024-01-05 00:00:00+00:00,NaT,NaT,2024-01-05 06:00:00+00:00\n";
  assertEquals(moments(library, "2024-01-04"), expected);
  assertEquals(moments(library, "2024-01-05"), ["2024-01-05T00:00", "2024-01-05T06:00"]);
  const two = "date\topen\tclose\tbreaks\n2024-01-04\t09:00\t15:00\t10:00-10:15 11:30-12:30\n";
  assertEquals(moments(two, "2024-01-04").length, 6);
});

Deno.test("rows that cannot be are errors that name the row", () => {
  const good = { date: "2024-01-04", open: "09:00", close: "15:00" };
  const wrong = (rows: unknown, message: string, kind: typeof RangeError | typeof TypeError = RangeError): void => {
    assertThrows(() => sessions(rows as SessionRow[], TOKYO), kind, message);
  };
  wrong([good, good], 'Cannot use row 1 of the calendar "sessions": its session does not come after the one before');
  wrong([{ ...good, date: "2024-01-05" }, good], "list sessions in ascending order");
  wrong([{ ...good, open: "2024-01-04 16:00" }], "its open is not before its close");
  wrong([{ ...good, close: "2024-02-04 16:00" }], "takes more than a week");
  const lies = (date: string, dates: string): string =>
    `Cannot use row 0 of the calendar "sessions": its date is ${date}, and its session lies on ${dates} in Asia/Tokyo; ` +
    "check the date, and the dates of open and close";
  const other = { date: "2024-01-02", open: "2023-01-02 09:30", close: "2023-01-02 16:00" };
  wrong([other], lies("2024-01-02", "2023-01-02"));
  wrong([{ ...good, open: "2024-01-05 09:00", close: "2024-01-05 15:00" }], lies("2024-01-04", "2024-01-05"));
  const evening = { open: "2024-01-02 18:00", close: "2024-01-03 17:00" };
  wrong([{ ...good, ...evening }], lies("2024-01-04", "2024-01-02 to 2024-01-03"));
  wrong([{ ...good, open: "2024-01-03 09:00", close: "2024-01-04 00:00" }], lies("2024-01-04", "2024-01-03"));
  for (const date of ["2024-01-02", "2024-01-03"]) sessions([{ date, ...evening }], TOKYO);
  wrong([{ ...good, date: "4 January" }], 'Cannot use "4 January" as the date of row 0');
  wrong([{ ...good, close: "soon" }], 'Cannot use "soon" as close of row 0 of the calendar "sessions"');
  wrong([{ ...good, close: 15 }], "Cannot use 15 as close of row 0", TypeError);
  wrong([{ ...good, breaks: [["08:00", "10:00"]] }], "it has to lie between open and close");
  wrong([{ ...good, closes: "15:00" }], 'Cannot use "closes" of row 0', TypeError);
  wrong([["2024-01-04", "09:00", "15:00"]], "pass { date, open, close }", TypeError);
  wrong([], "without a session: pass at least one row");
  wrong({ rows: [good] }, "pass a list of rows", TypeError);
  wrong("date,begin,close\n2024-01-04,09:00,15:00\n", 'Cannot find the column "open" of the calendar "sessions"');
  wrong("date,open,close\n2024-01-04,09:00\n", 'Cannot use line 2 of the calendar "sessions": it has no close');
  wrong("date,open,close,breaks\n2024-01-04,09:00,15:00,lunch\n", 'Cannot use "lunch" as a break of line 2');
  wrong("date,open,close,break_start\n2024-01-04,09:00,15:00,11:30\n", "its break has a begin or an end alone");
  assertThrows(() => sessions([good], {} as never), TypeError, "pass an IANA name");
  assertThrows(() => sessions([good], { ...TOKYO, zone: 1 } as never), TypeError, "the options are timeZone, name");
});
