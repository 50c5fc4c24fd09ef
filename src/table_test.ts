import { assertEquals } from "@std/assert";
import { endsOf, type Table, tableHtml, tableText } from "./table.ts";

const table: Table = {
  title: "A & B",
  columns: [{ name: "name", isNumber: false }, { name: "count", isNumber: true }],
  rows: [["<b>", "1"], ['"longer"', "1000000"]],
};

Deno.test("a table as text has columns as wide as their widest cell, and numbers at the right", () => {
  assertEquals(tableText(table), 'A & B\n  name        count\n  <b>             1\n  "longer"  1000000');
  assertEquals(tableText({ ...table, title: "", rows: [] }), "  name  count");
});

Deno.test("a table as HTML shows every text as it is", () => {
  assertEquals(
    tableHtml(table),
    '<table><caption style="text-align:left">A &amp; B</caption><thead><tr><th style="text-align:left">name</th>' +
      '<th style="text-align:right">count</th></tr></thead><tbody><tr><td style="text-align:left">&lt;b&gt;</td>' +
      '<td style="text-align:right">1</td></tr><tr><td style="text-align:left">&quot;longer&quot;</td>' +
      '<td style="text-align:right">1000000</td></tr></tbody></table>',
  );
});

Deno.test("of many items the first and the last are shown, with a row of dots between them", () => {
  const cells = (item: number): string[] => [`${item}`, "x"];
  assertEquals(endsOf([1, 2, 3], 2, 1, cells), [["1", "x"], ["2", "x"], ["3", "x"]]);
  assertEquals(endsOf([1, 2, 3, 4], 2, 1, cells), [["1", "x"], ["2", "x"], ["...", "..."], ["4", "x"]]);
  assertEquals(endsOf([], 2, 1, cells), []);
});
