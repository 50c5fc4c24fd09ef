// The page of names: each function that it points to exists, and stands where the link says.
import { assert, assertEquals } from "@std/assert";
import * as indicators from "../../src/indicators/mod.ts";
import { indicatorRows } from "./indicator_rows.ts";

const PAGE = Deno.readTextFileSync(new URL("../../docs/indicators/names.md", import.meta.url));
const ROWS = PAGE.split("\n").filter((line) => /^\| .*\.md#/.test(line)).map((line) =>
  line.split("|").slice(1, -1).map((cell) => cell.trim())
);

Deno.test("each name of another library is one of a function that there is, with its family and anchor", () => {
  assert(ROWS.length > 90);
  for (const [talib, pandas, pine, here] of ROWS) {
    const [, name, family, anchor] = /^\[`(\w+)`\]\((\w+)\.md#(\w+)\)$/.exec(here!) ?? [];
    assert(name !== undefined && Object.hasOwn(indicators, name), here);
    assertEquals([family, anchor], [indicatorRows().get(name)!.family, name.toLowerCase()], here);
    assert([talib, pandas, pine].some((cell) => cell !== ""), here);
    for (const cell of [talib, pandas, pine]) assert(/^(?:`[\w.]+`(?:, `[\w.]+`)*)?$/.test(cell!), cell);
  }
});

Deno.test("no name of another library stands twice in its column", () => {
  for (const column of [0, 1, 2]) {
    const names = ROWS.flatMap((row) => [...row[column]!.matchAll(/`([\w.]+)`/g)].map(([, name]) => name!));
    assertEquals(names.filter((name, at) => names.indexOf(name) !== at), []);
  }
});

Deno.test("the options and outputs that the remarks name exist", () => {
  const called = ROWS.flatMap(([, , , here, remark]) => {
    const name = /`(\w+)`/.exec(here!)![1]!, text = String(Reflect.get(indicators, name));
    return [...remark!.matchAll(/\{ (\w+): /g)].map(([, option]) => ({
      name,
      option,
      known: text.includes(`"${option}"`),
    }));
  });
  assert(called.length > 5);
  assertEquals(called.filter(({ known }) => !known), []);
});
