import { assertEquals, assertThrows } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function read(volumes: readonly string[], options: CsvOptions = {}): FeedData {
  const rows = volumes.map((volume, day) => `2024-01-0${day + 2},1,2,1,2,${volume}\n`);
  return parseCsv(new TextEncoder().encode(`Date,Open,High,Low,Close,volume\n${rows.join("")}`), "x.csv", options);
}

Deno.test("a volume of -1 in every row is none, which is told", () => {
  for (const none of ["-1", "-1.0"]) {
    const feed = read([none, none, none]);
    assertEquals([[...feed.columns.volume], feed.extra], [[0, 0, 0], {}]);
    const note = 'Column "volume" is -1 in every row, which stands for none: the volume is 0';
    assertEquals(feed.notes.includes(note), true);
  }
});

Deno.test("a volume of -1 in some rows is a fault, and so is another one below zero", () => {
  for (const volumes of [["-1", "5"], ["5", "-1"], ["-2", "-2"], ["-1", ""]]) {
    assertThrows(() => read(volumes), RangeError, 'column "volume": the volume -');
  }
});

Deno.test("an empty name says that no column is the volume", () => {
  const feed = read(["-1", "5"], { columns: { volume: "" } });
  assertEquals([...feed.columns.volume], [0, 0]);
});
