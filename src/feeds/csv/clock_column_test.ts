import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function read(header: string, rows: readonly string[], options: CsvOptions = {}) {
  const text = [`${header},Open,High,Low,Close`, ...rows.map((row) => `${row},1,2,1,2`)].join("\n") + "\n";
  return parseCsv(new TextEncoder().encode(text), "x.csv", options);
}

const FIRST = "2024-01-02T09:30:00.000Z";

Deno.test("a date and a time of day are read together, whatever their names and forms", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["Date,Time", ["2024-01-02,09:30", "2024-01-02,09:31"]],
    ["Date,Timestamp", ["2024-01-02,09:30:00", "2024-01-02,09:31:00"]],
    ["<DTYYYYMMDD>,<TIME>", ["20240102,093000", "20240102,093100"]],
    ["Date,Open Time,Close Time", ["2024-01-02,09:30,09:31", "2024-01-02,09:31,09:32"]],
    ["Date,TimeBarStart", ["2024-01-02,09:30:00", "2024-01-02,09:31:00"]],
    ["Date,Time", ["2024-01-02 00:00:00,09:30:00", "2024-01-02 00:00:00,09:31:00"]],
    ["Date,Time", ["2024-01-02,09:30:00Z", "2024-01-02,09:31:00Z"]],
    ["Date,Time", ["20240102,93000", "20240102,93100", "20240102,160000"]],
    ["Date,Time", ["20240102,930", "20240102,931", "20240102,1600"]],
    ["TradingDay,Time", ["2024-01-02,34200", "2024-01-02,34260", "2024-01-02,57600"]],
    ["Date,Time", ['"=""2024-01-02""",09:30', '"=""2024-01-02""",09:31']],
  ];
  for (const [header, rows] of cases) {
    const feed = read(header, rows, { stamp: "close" });
    assertEquals(
      [new Date(feed.columns.timeUs[0]! / 1000).toISOString(), feed.timeframeUs],
      [FIRST, 60e6],
      header + rows[0],
    );
  }
  const offset = read("Date,Time", ["2024-01-02,09:30:00-05:00", "2024-01-02,09:31:00-05:00"]);
  assertEquals([offset.timeZone, new Date(offset.columns.timeUs[0]! / 1000).toISOString()], [
    "America/New_York",
    "2024-01-02T14:30:00.000Z",
  ]);
});

Deno.test("notes tell which column is the date of times of day, and how digits are read", () => {
  const noteOf = (header: string, rows: readonly string[]) => read(header, rows).notes[0];
  assertEquals(
    noteOf("Date,Timestamp", ["2024-01-02,09:30:00", "2024-01-02,09:31:00"]),
    'Column "Date" is read as the date of the times of day in column "Timestamp"',
  );
  assertEquals(
    noteOf("Date,Time", ["20240102,931", "20240102,1600"]),
    'Times of day in column "Time" have lost their first zeros: 931 is read as 09:31:00',
  );
  assertEquals(
    noteOf("Date,Time", ["20240102,34200", "20240102,34260"]),
    'Column "Time" counts seconds since midnight: 34200 is read as 09:30:00',
  );
});

Deno.test("times of day that have several readings or no date are errors with the remedy", () => {
  const twoDates = ["2024-01-02,2024-01-05,09:30", "2024-01-02,2024-01-05,09:31"];
  assertThrows(
    () => read("Date,Expiry,Timestamp", twoDates),
    RangeError,
    'Cannot tell which column of x.csv is the date of the times of day in column "Timestamp": there are "Date", "Expiry"; ' +
      'say which is meant with columns: { date: "...", time: "Timestamp" }',
  );
  const columns = { date: "Date", time: "Timestamp" };
  assertEquals(read("Date,Expiry,Timestamp", twoDates, { columns, timeframe: "1m" }).length, 2);
  assertThrows(
    () => read("Date,Time", ["20240102,34200", "20240102,34500"]),
    RangeError,
    "may be 03:42:00 or 09:30:00",
  );
  const counts = ["2024-01-02,1704187800", "2024-01-02,1704187860"];
  assertThrows(
    () => read("Date,Time", counts),
    RangeError,
    'if it is the whole time, name its column alone, with columns: { time: "..." }',
  );
  const alone = read("Date,Time", counts, { columns: { time: "Time" }, stamp: "close" });
  assertEquals(new Date(alone.columns.timeUs[0]! / 1000).toISOString(), FIRST);
  // Dates of several instruments, and daily rows with the time of the last trade, stay what they are.
  assertEquals(read("Date,LastTrade", ["2024-01-02,15:59", "2024-01-03,15:58"]).stamp, "date");
});
