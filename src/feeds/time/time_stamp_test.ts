import { assertEquals } from "@std/assert";
import { formatWallTime } from "./civil_date.ts";
import { inferDateOrder, type StampForm, StampReader } from "./time_stamp.ts";

function read(text: string, dateOrder?: "mdy" | "dmy"): readonly [StampForm | undefined, string] {
  const fromText = new StampReader(dateOrder);
  const fromBytes = new StampReader(dateOrder);
  const bytes = new TextEncoder().encode(`x${text}y`);
  const value = fromText.readText(text);
  assertEquals(fromBytes.readBytes(bytes, 1, bytes.length - 1), value, text);
  assertEquals(fromBytes.form, fromText.form, text);
  if (Number.isNaN(value)) return [fromText.form, fromText.problem];
  return [fromText.form, fromText.form === "epoch" ? String(value) : formatWallTime(value)];
}

Deno.test("StampReader reads dates in every usual form", () => {
  const texts = ["2006-01-02", "2006/01/02", "2006.01.02", "20060102", "2006-1-2", "02.01.2006"];
  for (const text of [...texts, "Jan 02, 2006", "January 2, 2006", "02-Jan-2006", "2 Jan 2006"]) {
    assertEquals(read(text), ["date", "2006-01-02"], text);
  }
  assertEquals(read("01/02/2006", "mdy"), ["date", "2006-01-02"]);
  assertEquals(read("02/01/2006", "dmy"), ["date", "2006-01-02"]);
  assertEquals(read("02-01-2006", "dmy"), ["date", "2006-01-02"]);
  assertEquals(read("1955-06-30"), ["date", "1955-06-30"]);
});

Deno.test("StampReader reads local times in every usual form", () => {
  const texts = [
    "2006-01-02 09:05:00",
    "2006-01-02T09:05:00",
    "2006-01-02 09:05",
    "20060102 09:05:00",
    "20060102T0905",
  ];
  for (
    const text of [...texts, "20060102090500", "2006/01/02 9:05 AM", "Jan 02, 2006 09:05", "02.01.2006 09:05:00.000"]
  ) {
    assertEquals(read(text), ["local", "2006-01-02T09:05:00"], text);
  }
  assertEquals(read("1/2/2006 4:00 PM", "mdy"), ["local", "2006-01-02T16:00:00"]);
  assertEquals(read("2006-01-02 12:00 am"), ["local", "2006-01-02"]);
  assertEquals(read("2006-01-02T24:00:00"), ["local", "2006-01-03"]);
  assertEquals(read("2006-01-02T09:05:00.123456789"), ["local", "2006-01-02T09:05:00.123456"]);
  assertEquals(read("2006-01-02T09:05:00.5"), ["local", "2006-01-02T09:05:00.5"]);
});

Deno.test("StampReader reads times with their offset as instants", () => {
  const texts = [
    "2006-01-02T09:05:00Z",
    "2006-01-02T09:05:00.000Z",
    "2006-01-02 10:05:00+01:00",
    "2006-01-02T04:05-05",
  ];
  for (const text of [...texts, "2006-01-02 09:05:00 UTC", "02.01.2006 10:05:00.000 GMT+0100", "20060102T090500Z"]) {
    assertEquals(read(text), ["instant", "2006-01-02T09:05:00"], text);
  }
});

Deno.test("StampReader reads counts since the epoch", () => {
  for (const text of ["1136192700", "1136192700000", "1136192700.5", "0", "-86400", "1.5e9", "20061302"]) {
    assertEquals(read(text), ["epoch", String(Number(text))], text);
  }
});

Deno.test("StampReader refuses what is no time and says why", () => {
  assertEquals(read("2006-02-30"), [undefined, 'there is no date "2006-02-30"']);
  assertEquals(read("2006-01-02 25:00:00"), [undefined, 'expected a time, found "2006-01-02 25:00:00"']);
  assertEquals(read("2006-01-02 09:60:00"), [undefined, 'expected a time, found "2006-01-02 09:60:00"']);
  assertEquals(read("01/02/2006"), [undefined, 'expected dates of one kind, found "01/02/2006"']);
  assertEquals(read("1500-01-01"), [undefined, 'the time "1500-01-01" lies outside the years 1685 to 2254']);
  for (const text of ["", "abc", "2006-01", "01/02/06", "09:05", "2006-01-02X09:05", "1e999"]) {
    assertEquals(read(text), [undefined, `expected a time, found ${JSON.stringify(text)}`], text);
  }
});

Deno.test("StampReader wants all stamps of a series in one form", () => {
  const reader = new StampReader();
  reader.readText("2006-01-02");
  assertEquals(reader.readText("2006-01-03 09:05"), NaN);
  assertEquals(reader.problem, 'expected a date alone as in the rows before, found "2006-01-03 09:05"');
  const bytes = new TextEncoder().encode("2006-01-03 09:05:00");
  assertEquals(reader.readBytes(bytes, 0, bytes.length), NaN);
  assertEquals(formatWallTime(reader.readText("2006-01-04")), "2006-01-04");
  const counts = new StampReader();
  counts.readText("1136192700000");
  assertEquals(counts.readText("20060102"), 20_060_102);
});

Deno.test("StampReader joins a date and a time of day", () => {
  const reader = new StampReader();
  for (const clock of ["09:05:00", "9:05", "090500", "0905", "9:05 AM"]) {
    assertEquals(formatWallTime(reader.readDateAndClock("20060102", clock)), "2006-01-02T09:05:00", clock);
  }
  assertEquals(reader.readDateAndClock("2006-01-02", "noon"), NaN);
  assertEquals(reader.problem, 'expected a time of day, found "noon"');
  assertEquals(reader.readDateAndClock("noday", "09:05"), NaN);
  assertEquals(reader.problem, 'expected a date, found "noday"');
});

Deno.test("inferDateOrder() is settled by the first number above 12", () => {
  assertEquals(inferDateOrder(["01/02/2006", "01/13/2006"]), "mdy");
  assertEquals(inferDateOrder(["01/02/2006", "13/01/2006 09:05"]), "dmy");
  assertEquals(inferDateOrder(["01-02-2006", "12-12-2006"]), "ambiguous");
  assertEquals(inferDateOrder(["2006-01-02", "13/01/2006"]), "none");
  assertEquals(inferDateOrder(["total", "13/01/2006"]), "dmy");
  assertEquals(inferDateOrder([]), "none");
});
