import { assertEquals } from "@std/assert";
import { formatWallTime } from "./civil_date.ts";
import { type StampForm, StampReader } from "./time_stamp.ts";

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
  for (const text of ["", "abc", "09:05", "2006-01-02X09:05", "1e999"]) {
    assertEquals(read(text), [undefined, `expected a time, found ${JSON.stringify(text)}`], text);
  }
});

Deno.test("StampReader wants all stamps of a series in one form", () => {
  const reader = new StampReader();
  reader.readText("2006-01-02");
  assertEquals(reader.readText("2006-01-03 09:05Z"), NaN);
  assertEquals(reader.problem, 'expected a date alone as in the rows before, found "2006-01-03 09:05Z"');
  assertEquals([reader.remedy, reader.isFatal], ["write all times in one form", false]);
  assertEquals(formatWallTime(reader.readText("2006-01-04")), "2006-01-04");
  assertEquals([reader.form, reader.mixesDates, reader.problem, reader.fault.remedy], ["date", false, "", undefined]);
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

Deno.test("StampReader takes a date among times for its midnight, and tells that there are both", () => {
  const texts = ["2006-01-02", "2006-01-02 12:00:00", "2006-01-03", "2006-01-03 12:00:00"];
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  const fromText = new StampReader(), fromBytes = new StampReader();
  const expected = ["2006-01-02", "2006-01-02T12:00:00", "2006-01-03", "2006-01-03T12:00:00"];
  assertEquals(texts.map((text) => formatWallTime(fromText.readText(text))), expected);
  assertEquals(bytes.map((each) => formatWallTime(fromBytes.readBytes(each, 0, each.length))), expected);
  for (const reader of [fromText, fromBytes]) assertEquals([reader.form, reader.mixesDates], ["local", true]);
});

Deno.test("StampReader tells times that are written as 24:00", () => {
  for (const text of ["2006-01-02 24:00", "20060102T2400", "02.01.2006 24:00:00"]) {
    const reader = new StampReader();
    assertEquals([formatWallTime(reader.readText(text)), reader.hasDayEnds], ["2006-01-03", true], text);
  }
  const reader = new StampReader();
  reader.readDateAndClock("2006-01-02", "00:00");
  assertEquals(reader.hasDayEnds, false);
  reader.readDateAndClock("2006-01-02", "2400");
  assertEquals(reader.hasDayEnds, true);
});

Deno.test("StampReader reads the forms of kdb, SAS, spreadsheets, mails and browsers", () => {
  const local = ["2006.01.02D09:05:00.000000000", "02JAN2006:09:05:00", '="2006-01-02 09:05"', "09:05 2006-01-02"];
  for (const text of [...local, "9:05 AM, 2 Jan 2006"]) {
    assertEquals(read(text), ["local", "2006-01-02T09:05:00"], text);
  }
  assertEquals(read("09:05 01/02/2006", "mdy"), ["local", "2006-01-02T09:05:00"]);
  const instants = [
    "Mon, 02 Jan 2006 09:05:00 GMT",
    "Mon Jan 02 2006 04:05:00 GMT-0500 (Eastern Standard Time)",
    "2006-01-02 09:05:00 +0000 UTC",
    "2006-01-02 04:05:00 -0500 EST",
    "2006-01-02T04:05-05:00[America/New_York]",
    "2006-01-02 04:05:00 GMT-5",
    "2006-01-02 04:05:00-5:00",
  ];
  for (const text of instants) assertEquals(read(text), ["instant", "2006-01-02T09:05:00"], text);
  assertEquals(read('="2006-01-02"'), ["date", "2006-01-02"]);
});

Deno.test("StampReader refuses the name of a zone behind a time, and says what to pass", () => {
  const names = [["US/Eastern", "US/Eastern"], ["EST", "America/New_York"], [
    "Nowhere/City",
    "America/New_York",
  ]] as const;
  for (const [name, zone] of names) {
    const reader = new StampReader(), text = `20060102 09:05:00 ${name}`;
    assertEquals(reader.readText(text), NaN);
    assertEquals([reader.problem, reader.remedy], [
      `expected a time, found "${text}"`,
      `remove "${name}" from the times and pass the zone, as in timeZone: "${zone}"`,
    ]);
  }
});

Deno.test("StampReader reads digits of a date with the hour alone, and with parts of a second", () => {
  const cases = [
    ["2006010209", "2006-01-02T09:00:00"],
    ["20060102090500123", "2006-01-02T09:05:00.123"],
    ["20060102090500123456", "2006-01-02T09:05:00.123456"],
    ["20060102090500.25", "2006-01-02T09:05:00.25"],
  ];
  for (const [text, time] of cases) assertEquals(read(text!), ["local", time!], text);
  for (const count of ["2006010224", "1970010109", "2006133109", "1704067200", "1704067200000000000"]) {
    assertEquals(read(count), ["epoch", String(Number(count))], count);
  }
});
