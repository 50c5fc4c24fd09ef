import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv/csv.ts";
import type { CsvOptions } from "./csv/csv_options.ts";
import type { FeedData } from "./feed_data.ts";
import { bars } from "./read_columns.ts";

function read(rows: readonly string[], options: CsvOptions = {}): FeedData {
  return parseCsv(new TextEncoder().encode(`Date,Open,High,Low,Close,Rate\n${rows.join("\n")}\n`), "x.csv", options);
}

const [FIRST, SECOND, THIRD] = ["2024-01-02,1,2,1,2,", "2024-01-03,1,2,1,1.5,7", "2024-01-04,1,2,1,1,8"] as const;

Deno.test("a row that is there twice is an error that names the way to leave it out, which works", () => {
  const rows = [FIRST, SECOND, SECOND, THIRD];
  assertThrows(
    () => read(rows),
    RangeError,
    "line 3 of x.csv and line 4 of x.csv have the same time 2024-01-03 and are the same; remove one of them, or pass " +
      'onBadRow: "skip" to leave out rows that are there twice',
  );
  const feed = read(rows, { onBadRow: "skip" });
  assertEquals([[...feed.columns.close], [...feed.extra["Rate"]!]], [[2, 1.5, 1], [NaN, 7, 8]]);
  assertEquals(feed.notes.includes("1 bad row was left out, line 4 of x.csv: it is the same as line 3 of x.csv"), true);
});

Deno.test("rows that joined downloads have twice are left out, in either order of the rows", () => {
  for (const rows of [[FIRST, SECOND, FIRST, SECOND, THIRD], [THIRD, SECOND, THIRD, SECOND, FIRST]]) {
    const feed = read(rows, { onBadRow: "skip" });
    assertEquals([...feed.columns.close], [2, 1.5, 1]);
    assertEquals(feed.notes.some((note) => note.startsWith("2 bad rows were left out")), true);
  }
});

Deno.test("rows of one time that differ stay an error, as nothing tells which is right", () => {
  for (const onBadRow of ["error", "skip"] as const) {
    assertThrows(
      () => read([FIRST, SECOND, SECOND.replace("1.5", "1.25"), THIRD], { onBadRow }),
      RangeError,
      "line 3 of x.csv and line 4 of x.csv have the same time 2024-01-03; remove one of them",
    );
  }
});

Deno.test("columns in memory lose rows that are there twice, too", () => {
  const column = [1, 1, 1], columns = { time: ["2024-01-02", "2024-01-02", "2024-01-03"], open: column, high: column };
  const feed = bars({ ...columns, low: column, close: column }, { onBadRow: "skip" });
  assertEquals([feed.length, feed.notes.some((note) => note.includes("index 1 of bars"))], [2, true]);
});
