import { assertEquals, assertThrows } from "@std/assert";
import type { ColumnNames } from "./column_plan.ts";
import { type Header, readHeader } from "./header.ts";
import { endWithLineFeed } from "./parse_cells.ts";

function headerOf(text: string, columns?: ColumnNames): Header {
  return readHeader(endWithLineFeed(new TextEncoder().encode(text)), "x.csv", columns);
}

Deno.test("readHeader() finds the delimiter and the cells", () => {
  for (const delimiter of [",", ";", "\t", "|"]) {
    const header = headerOf(["Date", ' "Open, first" ', "Close "].join(delimiter) + "\r\n1\n");
    assertEquals(header.delimiter, delimiter.charCodeAt(0));
    assertEquals(header.cells, ["Date", "Open, first", "Close"]);
    assertEquals(header.hasValues, false);
  }
});

Deno.test("readHeader() counts no delimiters inside quotes", () => {
  assertEquals(headerOf('"Date; of; the; bar",Open,Close\n').cells, ["Date; of; the; bar", "Open", "Close"]);
});

Deno.test("readHeader() passes over a byte order mark, blank lines, comments and an address, and says so", () => {
  const header = headerOf("\uFEFF\r\n  \nhttps://www.example.com/data\n# made by hand\nDate,Open,\n1,2");
  assertEquals(header.cells, ["Date", "Open"]);
  assertEquals(header.notes, [
    'The line "https://www.example.com/data" before the header was passed over',
    'The line "# made by hand" before the header was passed over',
  ]);
  assertEquals(headerOf("\uFEFFDate,Open").start, 3);
  for (const delimiter of [",", ";", "\t"]) {
    const told = headerOf(`sep=${delimiter}\r\n${["Date", "Open", "High"].join(delimiter)}\r\n`);
    assertEquals(told.cells, ["Date", "Open", "High"]);
    assertEquals(told.notes, [
      `The line ${JSON.stringify(`sep=${delimiter}`.trim())} before the header was passed over`,
    ]);
  }
});

Deno.test("readHeader() passes over a line that only numbers the columns, before rows and before a header, and says so", () => {
  for (const counts of ["0,1,2,3,4,5", ",0,1,2,3,4", "0;1;2;3;4", '"0","1","2","3","4"']) {
    const header = headerOf(`${counts}\nDate,Open,High,Low,Close\n`);
    assertEquals([header.cells, header.hasValues], [["Date", "Open", "High", "Low", "Close"], false]);
    assertEquals(header.notes, [
      `The line ${JSON.stringify(counts)} only numbers the columns, as data frames write it, and was passed over`,
    ]);
  }
  for (const line of ["0,1,2,3", "1,2,3,4,5", "0,1,2,3,5", "0,2,3,1,2"]) {
    assertEquals([headerOf(`${line}\n`).cells, headerOf(`${line}\n`).notes], [line.split(","), []]);
  }
  assertThrows(() => headerOf("0,1,2,3,4\n"), RangeError, "Cannot read x.csv: it is empty");
});

Deno.test("readHeader() sees that a first line holds values", () => {
  assertEquals(headerOf("1499040000000,0.01634790,0.80000000").hasValues, true);
  assertEquals(headerOf("01/02/2006,$1.50").hasValues, true);
});

Deno.test("readHeader() refuses an empty file", () => {
  assertThrows(() => headerOf(""), RangeError, "Cannot read x.csv: it is empty");
  assertThrows(() => headerOf("\n \n"), RangeError, "Cannot read x.csv: it is empty");
});

Deno.test("readHeader() takes semicolons and tabs for delimiters where commas are decimal signs", () => {
  const semicolon = 0x3b, tab = 0x09, comma = 0x2c;
  assertEquals(headerOf("02.01.2024;1,1;1,2;1,0;1,1\n").delimiter, semicolon);
  assertEquals(headerOf("20240102;1,234,567.5;1,234,567.5;1,234,567.5;1,234,567.5\n").delimiter, semicolon);
  assertEquals(headerOf("02.01.2024\t1,1\t1,2\t1,0\t1,1\n").delimiter, tab);
  assertEquals(headerOf("Date;Open\n").delimiter, semicolon);
  assertEquals(headerOf("Date,Open; first,Close\n").delimiter, comma);
});

Deno.test("readHeader() names a quote that is not closed", () => {
  const rows = '2024-01-02,1,"2",1,1\n';
  for (
    const [line, cell] of [
      ['Date,Open,High,Low,"Close', '"\\"Close"'],
      ['Date,"Open,High,Low,Close', '"\\"Open"'],
      ['Date,Open,High,Low,Close"', '"Close\\""'],
      ['"Date,Open', '"\\"Date"'],
      ['Date,"Open,High,Low,Close\n1,2,3,4",5', '"Open,High,Low,Close\\n1,2,3,4"'],
    ] as const
  ) {
    assertThrows(
      () => headerOf(`${line}\n${rows}`),
      RangeError,
      `Cannot read the header of x.csv: the quote in ${cell} is not closed; close or remove it`,
    );
  }
  const header = headerOf('Date,"Adj\nClose","5"" wide",a "b" c\n');
  assertEquals(header.cells, ["Date", "Adj\nClose", '5" wide', 'a "b" c']);
});

Deno.test("readHeader() passes over titles of few cells before the names of the prices, and says so", () => {
  const names = "Date,Open,High,Low,Last,Close";
  const titles = [
    ["AAPL daily"],
    ["Symbol: AAPL"],
    ["Symbol,AAPL", "Currency,USD,,,,,"],
    ["Historical Data", "From 2024-01-02 to 2024-01-31", "NL0000235190"],
    ['"Prices, ""raw"""', "5"],
  ];
  for (const lines of titles) {
    const header = headerOf(`${lines.join("\n")}\n\n${names}\n2024-01-02,1,1,1,1,1\n`);
    assertEquals([header.cells, header.hasValues], [names.split(","), false], lines[0]);
    assertEquals(header.notes.length, lines.length);
    assertEquals(header.notes[0], `The line ${JSON.stringify(lines[0])} before the header was passed over`);
  }
  // What is no title stays the first line: a row, or a line of as many cells as a bar has.
  for (const line of ["2024-01-02,1,1,1,1", "a,b,c,d,e"]) {
    assertEquals(headerOf(`${line}\n${names}\n`).cells, line.split(","));
  }
  assertEquals(headerOf("AAPL daily\n2024-01-02,1,1,1,1\n").cells, ["AAPL daily"]);
});

Deno.test("readHeader() finds the names that the user gave behind titles, and rows by position", () => {
  const columns = { time: "When", open: "First", high: "top", low: "Bottom", close: "Final" };
  const names = "When;First;Top;Bottom;Final";
  assertEquals(headerOf(`AAPL daily\n${names}\n`, columns).cells, names.split(";"));
  assertEquals(headerOf(`AAPL daily\n${names}\n`).cells, ["AAPL daily"]);
  const row = "2024-01-02;1;1;1;1";
  const header = headerOf(`AAPL daily\n${row}\n`, ["time", "open", "high", "low", "close"]);
  assertEquals([header.cells, header.hasValues], [row.split(";"), true]);
});

Deno.test("readHeader() takes a comment that names the prices for the header where rows follow it", () => {
  const row = "2024-01-02,1,1,1,1\n";
  const header = headerOf(`# made by hand\n#Date,Open,High,Low,Close\n${row}`);
  assertEquals([header.cells, header.hasValues], [["#Date", "Open", "High", "Low", "Close"], false]);
  assertEquals(header.notes, [
    'The line "# made by hand" before the header was passed over',
    'The line "#Date,Open,High,Low,Close" is a comment that names the prices, and is read as the header',
  ]);
  const twice = headerOf(`#Date,Open,High,Low,Close\nTime,Open,High,Low,Close\n${row}`);
  assertEquals(twice.cells[0], "Time");
  assertEquals(twice.notes, ['The line "#Date,Open,High,Low,Close" before the header was passed over']);
});

Deno.test("readHeader() minds no name that is a number beside the names of the prices", () => {
  assertEquals(headerOf("Date,Open,High,Low,Close,Volume,20,50\n").hasValues, false);
  assertEquals(headerOf("Date,First,Top,Bottom,Final,20\n").hasValues, true);
});
