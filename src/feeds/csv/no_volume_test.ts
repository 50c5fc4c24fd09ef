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

Deno.test("a file in which no column is known as the volume is told so, with the columns that may be it", () => {
  const notesOf = (names: string, cells: string, options: CsvOptions = {}): readonly string[] => {
    const rows = ["02", "03"].map((day) => `2024-01-${day},1,2,1,2,${cells}\n`).join("");
    const text = `Date,Open,High,Low,Close,${names}\n${rows}`;
    return parseCsv(new TextEncoder().encode(text), "x.csv", options).notes.filter((note) => note.includes("volume"));
  };
  const none = "No column is known as the volume, which is 0 in every row; if";
  assertEquals(notesOf("Up,Down,Name", "7,5,x"), [
    `${none} one of "Up", "Down" is it, pass its name, as in columns: { volume: "Up" }`,
  ]);
  assertEquals(notesOf("Total Ticks", "7"), [
    `${none} "Total Ticks" is it, pass its name, as in columns: { volume: "Total Ticks" }`,
  ]);
  assertEquals(notesOf("Total Ticks", "7", { columns: { volume: "Total Ticks" } }), []);
  assertEquals(notesOf("Up,Down", "7,5", { columns: { volume: "" } }), []);
  // Indian exchanges and Euronext count shares by these names.
  for (const name of ["No.of Shares", "Number of Shares", "Volume", "volume_traded"]) {
    assertEquals(notesOf(name, "7"), []);
  }
  assertEquals(notesOf("Adj Close", "2").filter((note) => note.startsWith(none)), []);
});
