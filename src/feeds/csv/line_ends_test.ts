import { feedOf } from "../bars.ts";
import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { parseCsv } from "./csv.ts";
import { endLines } from "./line_ends.ts";

const HEADER = "Date,Open,High,Low,Close,Name";
const ROWS = ["2024-01-02,10,12,9,11,A", "2024-01-03,11,12,10,12,A"];

function ended(text: string) {
  const { bytes, endsWithinLine, notes } = endLines(new TextEncoder().encode(text));
  return { text: new TextDecoder().decode(bytes), endsWithinLine, notes: notes.length };
}

Deno.test("endLines() makes a lone carriage return a line feed, and leaves pairs alone", () => {
  assertEquals(ended("a\rb\r"), { text: "a\nb\n", endsWithinLine: false, notes: 1 });
  assertEquals(ended("a\rb"), { text: "a\nb\n", endsWithinLine: true, notes: 1 });
  assertEquals(ended("a\rb\r\n"), { text: "a\nb\n\n", endsWithinLine: false, notes: 1 });
  assertEquals(ended("a\r\nb\r\n"), { text: "a\r\nb\r\n", endsWithinLine: false, notes: 0 });
  assertEquals(ended("a\r\n"), { text: "a\r\n", endsWithinLine: false, notes: 0 });
  assertEquals(ended("a\nb"), { text: "a\nb\n", endsWithinLine: true, notes: 0 });
  assertEquals(ended(""), { text: "\n", endsWithinLine: false, notes: 0 });
});

Deno.test("endLines() writes to no byte of its argument", () => {
  // A slice of a Buffer would share its memory.
  for (const bytes of [new TextEncoder().encode("a\rb\r"), Buffer.from("a\rb\r")]) {
    endLines(bytes);
    assertEquals(new TextDecoder().decode(bytes), "a\rb\r");
  }
});

Deno.test("parseCsv() gives the same bars whatever the line ends, and tells of old ones", () => {
  const read = (end: string) => parseCsv(new TextEncoder().encode([HEADER, ...ROWS, ""].join(end)), "x.csv");
  const plain = read("\n");
  for (const end of ["\r\n", "\r\r\n"]) assertEquals(feedOf(read(end)), feedOf(plain), JSON.stringify(end));
  const old = read("\r");
  assertEquals({ ...feedOf(old), notes: old.notes.slice(1) }, feedOf(plain));
  assertEquals(old.notes[0], "Lines end with a carriage return alone, as in old Mac files, and were read so");
});

/** The note about the end of a file that has this header and ends with this row. */
function endNote(header: string, ...rows: readonly string[]): string | undefined {
  const feed = parseCsv(new TextEncoder().encode([header, ...rows].join("\n")), "x.csv", {
    onBadRow: "skip",
    stamp: "close",
  });
  return feed.notes.find((note) => note.includes("line end"));
}

Deno.test("parseCsv() tells of a file that ends within a number, as one that was cut does", () => {
  const told = (number: number) =>
    `The last line has no line end; its last number is read as ${number}: check that the file is whole`;
  const header = "Date,Open,High,Low,Close";
  const first = "2024-01-02,100,105,10,101.5", last = "2024-01-03,100,105,10,101.5";
  assertEquals(endNote(header, first, last), told(101.5));
  assertEquals(endNote(header, first, last.slice(0, -3)), told(10));
  assertEquals(endNote(header, first, last.slice(0, -1)), told(101));
  assertEquals(endNote(`${header},Volume`, `${first},500`, `${last},50`), told(50));
  assertEquals(endNote(`${header},Rate`, `${first},5`, `${last},-0.5`), told(-0.5));
  assertEquals(
    endNote("Date;Open;High;Low;Close", "2024-01-02;1,5;1,5;1,5;1,5", "2024-01-03;1,5;1,5;1,5;1,5"),
    told(1.5),
  );
  assertEquals(endNote("Open,High,Low,Close,time", "1,1,1,1,1704067200", "1,1,1,1,1704153600"), told(1704153600));
  assertEquals(endNote("Date,Open,High,Low,Close\r2024-01-02,1,1,1,1\r2024-01-03,1,1,1,1"), told(1));
});

Deno.test("parseCsv() tells nothing where the last line is whole or was not read", () => {
  const header = "Date,Open,High,Low,Close";
  const first = "2024-01-02,100,105,10,101.5", last = "2024-01-03,100,105,10,101.5";
  assertEquals(endNote(header, first, last, ""), undefined);
  assertEquals(endNote(header, first, `${last}\r`), undefined);
  assertEquals(endNote(header, first, `${last},`), undefined);
  assertEquals(endNote(header, first, `${last} `), undefined);
  assertEquals(endNote(header, first, `${last}\n  `), undefined);
  assertEquals(endNote(header, first, '2024-01-03,100,105,10,"101.5"'), undefined);
  assertEquals(endNote(`${header},Volume`, `${first},5M`, `${last},5M`), undefined);
  assertEquals(endNote(`${header},Volume`, `${first},5`, `${last},`), undefined);
  assertEquals(endNote(`${header},Name`, `${first},A1`, `${last},A1`), undefined);
  assertEquals(endNote(`${header},Remark`, `${first},seen`, `${last},5`), undefined);
  assertEquals(endNote("Open,High,Low,Close,Date", "1,1,1,1,2024-01-02", "1,1,1,1,2024-01-03"), undefined);
  assertEquals(endNote(header, first, last.replace("02", "03"), "2024-01-04,100,105,10"), undefined);
});
