import { assertEquals } from "@std/assert";
import { DAY_US, formatWallTime } from "./civil_date.ts";
import type { DateOrder } from "./date_order.ts";
import { DayReader } from "./day_reader.ts";

/** Reads texts with one reader, and returns the dates, or the fault of a text. */
function read(order: DateOrder | undefined, ...texts: readonly string[]): readonly string[] {
  const reader = new DayReader(order);
  return texts.map((text) => {
    const day = reader.read(text);
    return Number.isNaN(day) ? `${reader.problem}; ${reader.remedy}; ${reader.isFatal}` : formatWallTime(day * DAY_US);
  });
}

Deno.test("DayReader reads names of months in several languages, with a weekday, without spaces", () => {
  const texts = [
    ...["31. Januar 2024", "31 janv. 2024", "31-ene-2024", "31 gen 2024", "31-JAN-2024", "31JAN2024", "31 Jan, 2024"],
    ...["Jan 31, 2024", "Wed, Jan 31, 2024", "Wednesday, 31 January 2024", "Wed Jan 31 2024", "Wed 2024-01-31"],
  ];
  for (const text of texts) assertEquals(read(undefined, text), ["2024-01-31"], text);
  assertEquals(read(undefined, "1 févr. 2024", "1 août 2024", "1 juil. 2024"), [
    "2024-02-01",
    "2024-08-01",
    "2024-07-01",
  ]);
});

Deno.test("DayReader follows a given order in dates with points too, and has the day first in them without one", () => {
  assertEquals(read("mdy", "01.02.2024", "01/02/2024"), ["2024-01-02", "2024-01-02"]);
  assertEquals(read("dmy", "01.02.2024"), ["2024-02-01"]);
  assertEquals(read(undefined, "01.02.2024", "01.31.2024"), [
    "2024-02-01",
    'there is no date "01.31.2024" with the day first, as dates with points have it; pass dateOrder: "mdy" if the ' +
    "month is first; true",
  ]);
});

Deno.test("DayReader names the date before which shows the other order", () => {
  assertEquals(read("dmy", "01/02/2024", "31/01/2024", "02/13/2024", "32/13/2024"), [
    "2024-02-01",
    "2024-01-31",
    'there is no date "02/13/2024" with the day first, which "31/01/2024" before it has; write all dates in one order; true',
    'there is no date "32/13/2024"; undefined; false',
  ]);
  assertEquals(read("dmy", "02/13/2024"), [
    'there is no date "02/13/2024" with the day first, as dateOrder: "dmy" says; pass dateOrder: "mdy" if the month is ' +
    "first; false",
  ]);
});

Deno.test("DayReader reads years of two digits from 1970 to 2069, and remembers the first one", () => {
  const reader = new DayReader("mdy");
  const dates = ["01/31/24", "01/31/69", "01/31/70", "31-Jan-24", "31-Jan-99", "01.31.24"].map((text) =>
    formatWallTime(reader.read(text) * DAY_US)
  );
  assertEquals(dates, ["2024-01-31", "2069-01-31", "1970-01-31", "2024-01-31", "1999-01-31", "2024-01-31"]);
  assertEquals(reader.shortYear, "01/31/24");
  assertEquals(read(undefined, "31.01.24"), [
    'the year of "31.01.24" has two digits; write years with four digits, or pass dateOrder: "mdy" (month first) or ' +
    '"dmy" (day first); false',
  ]);
});

Deno.test("DayReader says how to write what is a month, a quarter or a week", () => {
  for (const text of ["2024-01", "2024Q1", "2024-Q1", "Q1 2024", "2024-W05", "Jan-24", "Jan 2024"]) {
    assertEquals(read(undefined, text), [
      `"${text}" is no day, and a bar has the date of one; write the first or the last day of each bar, as in ` +
      "2024-01-31; false",
    ]);
  }
  for (const text of ["", "total", "2024", "9:30"]) assertEquals(read(undefined, text), ["; undefined; false"], text);
});
