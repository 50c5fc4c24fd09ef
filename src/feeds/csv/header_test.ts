import { assertEquals, assertThrows } from "@std/assert";
import { type Header, readHeader } from "./header.ts";
import { endWithLineFeed } from "./parse_cells.ts";

function headerOf(text: string): Header {
  return readHeader(endWithLineFeed(new TextEncoder().encode(text)), "x.csv");
}

Deno.test("readHeader() finds the delimiter and the cells", () => {
  for (const delimiter of [",", ";", "\t"]) {
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
});

Deno.test("readHeader() sees that a first line holds values", () => {
  assertEquals(headerOf("1499040000000,0.01634790,0.80000000").hasValues, true);
  assertEquals(headerOf("01/02/2006,$1.50").hasValues, true);
});

Deno.test("readHeader() refuses an empty file and UTF-16", () => {
  assertThrows(() => headerOf(""), RangeError, "Cannot read x.csv: it is empty");
  assertThrows(() => headerOf("\n \n"), RangeError, "Cannot read x.csv: it is empty");
  const utf16 = Uint8Array.from([0xff, 0xfe, 0x44, 0x00, 0x0a]);
  assertThrows(
    () => readHeader(utf16, "x.csv"),
    RangeError,
    "Cannot read x.csv: it is written in UTF-16; save it as UTF-8",
  );
});
