import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv.ts";

function parse(rows: readonly string[]) {
  const text = ["date,open,high,low,close,remark", ...rows, ""].join("\n");
  return parseCsv(new TextEncoder().encode(text), "x.csv");
}

function told(texts: readonly string[], dayOf = (row: number) => row): readonly string[] {
  const rows = texts.map((text, row) => `2024-01-${String(1 + dayOf(row)).padStart(2, "0")},1,1,1,1,${text}`);
  return parse(rows).notes.filter((note) => note.includes("never back"));
}

Deno.test("texts in blocks are told, as files of several instruments that were joined have them", () => {
  assertEquals(told(["A", "A", "B", "B"]), [
    'Column "remark" goes from "A" to "B" at line 4 and never back; ' +
    'if it names instruments, pass columns: { symbol: "remark" } and symbol: "A"',
  ]);
  assertEquals(told(["A", "A", "A", "", "", "C"]).length, 1);
});

Deno.test("texts that are all equal, come again or are new in each row are not told", () => {
  assertEquals(told(["A", "A", "A", "A"]), []);
  assertEquals(told(["A", "B", "A", "B"]), []);
  assertEquals(told(["A", "B", "C", "D"]), []);
});

Deno.test("times that repeat are explained by a column whose texts have times in order", () => {
  const rows = (texts: readonly string[], days: readonly number[]) =>
    texts.map((text, row) => `2024-01-0${days[row]},1,1,1,1,${text}`);
  for (const days of [[1, 2, 1, 2], [2, 1, 2, 1]]) {
    assertThrows(
      () => parse(rows(["A", "A", "B", "B"], days)),
      RangeError,
      'Cannot read x.csv as one instrument: its times repeat or run back, and column "remark" has 2 texts, "A", "B", ' +
        'each with times in order; if it names instruments, pass columns: { symbol: "remark" } and symbol: "A"',
    );
  }
  assertThrows(() => parse(rows(["A", "B", "A", "B"], [1, 1, 2, 2])), RangeError, "as one instrument");
  // Where a text does not explain it, the times are the fault.
  assertThrows(() => parse(rows(["A", "A", "B", "B"], [1, 1, 2, 3])), RangeError, "have the same time 2024-01-01");
});
