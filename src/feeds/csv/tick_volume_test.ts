import { assertEquals } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function parse(ticks: readonly (number | string)[], volumes: readonly number[], options: CsvOptions = {}): FeedData {
  const rows = ticks.map((tick, row) => ["2024.01.02", `00:0${row}:00`, 1, 1, 1, 1, tick, volumes[row], 14].join("\t"));
  const header = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>";
  return parseCsv(new TextEncoder().encode([header, ...rows, ""].join("\n")), "x.csv", { stamp: "open", ...options });
}

const NOTE = 'Column "<VOL>" is zero in every row, so the volume is that of column "<TICKVOL>"';

Deno.test("the count of price changes is the volume where the volume is zero in every row, which is told", () => {
  const feed = parse([40, 41, 7], [0, 0, 0]);
  assertEquals([...feed.columns.volume], [40, 41, 7]);
  assertEquals([...feed.extra["<TICKVOL>"]!], [40, 41, 7]);
  assertEquals(feed.notes.includes(NOTE), true);
  assertEquals([...parse([40, "", 7], [0, 0, 0]).columns.volume], [40, 0, 7]);
});

Deno.test("the volume stays where a row has one, where the count is none, and where the user named its column", () => {
  const kept: readonly [FeedData, readonly number[]][] = [
    [parse([40, 41, 7], [0, 5, 0]), [0, 5, 0]],
    [parse([0, 0, 0], [0, 0, 0]), [0, 0, 0]],
    [parse([40, -1, 7], [0, 0, 0]), [0, 0, 0]],
    [parse([40, 41, 7], [0, 0, 0], { columns: { volume: "<VOL>" } }), [0, 0, 0]],
  ];
  for (const [feed, volume] of kept) {
    assertEquals([...feed.columns.volume], volume);
    assertEquals(feed.notes.includes(NOTE), false);
  }
});

Deno.test("the two columns are reversed once where the rows are newest first", () => {
  const text = "time,open,high,low,close,tick_volume,volume\n2024-01-03,1,1,1,1,7,0\n2024-01-02,1,1,1,1,9,0\n";
  const feed = parseCsv(new TextEncoder().encode(text), "x.csv");
  assertEquals([[...feed.columns.volume], [...feed.extra["tick_volume"]!]], [[9, 7], [9, 7]]);
});
