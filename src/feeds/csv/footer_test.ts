import { assertEquals, assertThrows } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";

const ROWS = "Date,Open,High,Low,Close,Volume\n2024-01-02,1,1,1,1,5\n2024-01-03,1,1,1,1,5\n";

function read(text: string): FeedData {
  return parseCsv(new TextEncoder().encode(ROWS + text), "x.csv");
}

Deno.test("a sentence behind the last row is passed over, and told", () => {
  const sentence = "Downloaded from Barchart.com as of 01-16-2024 05:12pm CST";
  for (const line of [sentence, `"${sentence}"`, `${sentence},,,,,`]) {
    for (const end of ["", "\n", "\r\n", "\n\n \t\n"]) {
      const feed = read(line + end);
      assertEquals([feed.length, feed.columns.volume[1]], [2, 5]);
      assertEquals(
        feed.notes.includes(`The line ${JSON.stringify(sentence)} behind the last row was passed over`),
        true,
      );
      assertEquals(feed.notes.some((note) => note.includes("bad row")), false);
    }
  }
});

Deno.test("a line that may be a row, and one that rows follow, is no sentence behind the last row", () => {
  const cases = [
    "2024-01-04",
    "20240104",
    "Jan 4",
    "4 January 2024",
    "AAPL",
    "Apple Computer",
    "Data from Barchart,1,1",
    "Downloaded from Barchart.com\n2024-01-05,1,1,1,1,5",
    "Downloaded from Barchart.com\nAll rights are reserved",
  ];
  for (const line of cases) {
    assertThrows(() => read(`${line}\n`), RangeError, "Cannot read line 4 of x.csv", line);
  }
});
