import { assertEquals, assertThrows } from "@std/assert";
import { type BadRowPolicy, BadRows } from "../bad_rows.ts";
import { planColumns } from "./column_plan.ts";
import { readHeader } from "./header.ts";
import { endWithLineFeed } from "./parse_cells.ts";
import { readRows, type Rows, type RowSource } from "./read_rows.ts";
import { StampReader } from "../time/time_stamp.ts";

function rowsOf(text: string, policy: BadRowPolicy = "error"): Rows & { badRows: BadRows } {
  const bytes = endWithLineFeed(new TextEncoder().encode(text));
  const header = readHeader(bytes, "x.csv");
  const plan = planColumns(header.cells, {}, "x.csv");
  const badRows = new BadRows(policy);
  const from: RowSource = {
    bytes,
    source: "x.csv",
    delimiter: header.delimiter,
    start: header.end,
    plan,
    needsAdjustedClose: false,
    decimal: { sign: ".", note: undefined, reason: "", isAssumed: false },
    isDecimalGiven: false,
    symbol: undefined,
    endsWithinLine: false,
    floor: 0,
  };
  return { ...readRows(from, new StampReader(), badRows), badRows };
}

const HEADER = "Date,Open,High,Low,Close,Volume\n";

Deno.test("readRows() grows its columns where later rows are much shorter than the first", () => {
  const long = "2024-01-01,100.000000000000,100.000000000000,100.000000000000,100.000000000000,100000000000000\n";
  const short = Array.from(
    { length: 300 },
    (_, index) => `2024-01-02,${index + 1},${index + 1},${index + 1},${index + 1},\n`,
  );
  const rows = rowsOf(HEADER + long + short.join(""));
  assertEquals(rows.open.length, 301);
  assertEquals([...rows.open.subarray(1)], Array.from({ length: 300 }, (_, index) => index + 1));
  assertEquals(rows.offsets[300], HEADER.length + long.length + short.slice(0, -1).join("").length);
});

Deno.test("readRows() names file, line, column, fault and text of a bad row", () => {
  const good = "2024-01-01,10,12,9,11,100\n";
  const cases = [
    ["2024-01-02,10,12,9,abc,100", 'line 3 of x.csv, column "Close": expected a number, found "abc"'],
    ["2024-01-02,10,12,9,,100", 'line 3 of x.csv, column "Close": there is no value'],
    ["2024-01-02,null,null,null,null,null", 'line 3 of x.csv, column "Open": there is no value'],
    ["2024-01-02,10,8,9,11,100", 'line 3 of x.csv, column "High": the high 8 is below the low 9'],
    ["2024-01-02,13,12,9,11,100", 'line 3 of x.csv, column "Open": the open 13 is above the high 12'],
    ["2024-01-02,10,12,9,8,100", 'line 3 of x.csv, column "Close": the close 8 is below the low 9'],
    [
      "2024-01-02,10,12,0,11,100",
      'line 3 of x.csv, column "Low": the price 0 is not above zero, as prices of stocks are: if it is right, pass prices: "any", and trade the feed as a future, or with trade: false for lines alone',
    ],
    [
      "2024-01-02,-10,12,9,11,100",
      'line 3 of x.csv, column "Open": the price -10 is not above zero, as prices of stocks are: if it is right, pass prices: "any", and trade the feed as a future, or with trade: false for lines alone',
    ],
    ["2024-01-02,10,1e999,9,11,100", 'line 3 of x.csv, column "High": expected a number, found "1e999"'],
    ["2024-01-02,10,12,9,11,-5", 'line 3 of x.csv, column "Volume": the volume -5 is negative'],
    ["2024-01-02,10,12,9,11,lots", 'line 3 of x.csv, column "Volume": expected a number, found "lots"'],
    ["2024-01-02,10,12,9,11", 'line 3 of x.csv, column "Volume": the row has 5 cells and the header 6'],
    ["2024-01-02,10,12,9,11,1,000", 'line 3 of x.csv, column "Volume": the row has 7 cells or more and the header 6'],
    ["2024-02-30,10,12,9,11,100", 'line 3 of x.csv, column "Date": there is no date "2024-02-30"'],
    ["soon,10,12,9,11,100", 'line 3 of x.csv, column "Date": expected a time, found "soon"'],
    [",10,12,9,11,100", 'line 3 of x.csv, column "Date": expected a time, found ""'],
  ] as const;
  for (const [line, message] of cases) {
    assertThrows(
      () => rowsOf(HEADER + good + line + "\n" + good),
      RangeError,
      `Cannot read ${message} (the line is ${JSON.stringify(line)})`,
    );
    const rows = rowsOf(HEADER + good + line + "\n" + good, "skip");
    assertEquals([rows.open.length, rows.badRows.count, [...rows.open]], [2, 1, [10, 10]], line);
  }
});

Deno.test("readRows() reads numbers that are written for people and notes it once a column", () => {
  const rows = rowsOf(
    HEADER + '2024-01-01,"$1,010.50","$1,012.00","$1,009.00","$1,011.25",12.5M\n2024-01-02,$9,$9,$9,$9,-\n',
  );
  assertEquals([...rows.open], [1010.5, 9]);
  assertEquals([...rows.volume], [12_500_000, 0]);
  assertEquals(rows.decimals, 2);
  assertEquals(rows.notes.length, 6);
  assertEquals(rows.notes[0], 'Column "Open" is written as "$1,010.50", read as 1010.5');
});

Deno.test("readRows() makes lines of further columns of numbers and leaves out the others with a note", () => {
  const rows = rowsOf(
    "Date,Open,High,Low,Close,Rate,Remark,Empty,Rate\n2024-01-01,1,1,1,1,0.5,abc,,7\n2024-01-02,1,1,1,1,,5,,7\n",
  );
  assertEquals([...rows.extra.keys()], ["Rate"]);
  assertEquals([...rows.extra.get("Rate")!], [0.5, NaN]);
  assertEquals(rows.notes, [
    'Column "Remark" is not used: it holds "abc"',
    'Column "Empty" is not used: it holds no number',
    'Column "Rate" is there twice; the first is used',
  ]);
  assertEquals([...rows.volume], [0, 0]);
});

Deno.test("readRows() counts the decimals of good rows only, without trailing zeros", () => {
  assertEquals(rowsOf(HEADER + "2024-01-01,1.50,1.5,1.500000,1.5,3.14159\n").decimals, 1);
  assertEquals(rowsOf(HEADER + "2024-01-01,1.5,1.51,1.5,1.5,1\n2024-01-02,1.2345,1,1,1,1\n", "skip").decimals, 2);
  assertEquals(rowsOf(HEADER + "2024-01-01,1e-5,2e-5,1e-5,1.5e-5,1\n").decimals, 6);
  assertEquals(rowsOf(HEADER + "2024-01-01,27.847499847412109,28,27,27.5,1\n").decimals, 12);
});

Deno.test("rows without a volume among others are counted, with the number of the first", () => {
  const notesOf = (...volumes: readonly string[]): readonly string[] => {
    const lines = volumes.map((volume, day) => `2024-01-0${day + 1},1,1,1,1,${volume}`);
    const text = ["Date,Open,High,Low,Close,Volume", ...lines, ""].join("\n");
    return rowsOf(text).notes.filter((note) => note.includes("Volume"));
  };
  assertEquals(notesOf("5", "", "5"), ['A row has no value in column "Volume", read as 0: row 2']);
  assertEquals(notesOf("5", "NaN", "n/a"), [
    '2 rows have no value in column "Volume", read as 0: the first is row 2',
  ]);
  assertEquals([notesOf("", "", ""), notesOf("1", "0")], [[], []]);
});
