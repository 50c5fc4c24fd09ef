/**
 * The page of all indicators: a row for each function, and a function for each row.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as indicators from "../../src/indicators/mod.ts";
import { parseIndicatorRows } from "./indicator_rows.ts";

const TEXT = Deno.readTextFileSync(new URL("../../src/indicators/indicators.md", import.meta.url));
const MODULE = Deno.readTextFileSync(new URL("../../src/indicators/mod.ts", import.meta.url));

/** The family of each exported function: the folder of its file. */
function families(): ReadonlyMap<string, string> {
  const exported = [...MODULE.matchAll(/export \{([^}]*)\} from "\.\/(\w+)\/\w+\.ts"/g)];
  return new Map(
    exported.flatMap(([, names, family]) => names!.split(",").map((name) => [name.trim(), family!] as const)),
  );
}

Deno.test("every exported function has a row on the page, in the section of its family, and every row has a function", () => {
  const functions = Object.entries(indicators).filter(([, value]) => typeof value === "function").map(([name]) => name);
  const rows = parseIndicatorRows(TEXT), folders = families();
  assertEquals(rows.map(({ name }) => name).toSorted(), functions.toSorted());
  for (const { name, family } of rows) assertEquals(family, folders.get(name), `the section of ${name}`);
});

Deno.test("the page is sorted by families and names", () => {
  const rows = parseIndicatorRows(TEXT).map(({ family, name }) => `${family} ${name.toLowerCase()}`);
  assertEquals(rows, rows.toSorted());
});

Deno.test("a table that cannot be read is refused by its line", () => {
  const head =
    "## average\n\n| name | formula | seed | source | oracle | exactness | memory |\n| - | - | - | - | - | - | - |\n";
  const row = (exactness: string, memory: string): string =>
    `${head}| \`sma\` | 2 \\* x | - | - | - | ${exactness} | ${memory} |`;
  assertEquals(parseIndicatorRows(row("1e-9", "window")), [
    {
      family: "average",
      name: "sma",
      formula: "2 * x",
      seed: "-",
      source: "-",
      oracle: "-",
      tolerance: 1e-9,
      memory: ["window"],
    },
  ]);
  const refused: readonly (readonly [string, string])[] = [
    [row("about", "window"), 'Cannot read exactness "about" at line 5'],
    [row("exact", "long"), 'Cannot read memory "long" at line 5'],
    [`${head}| sma | x |`, "Cannot read 2 cells at line 5"],
    ["| name |", "Cannot read the table at line 1"],
  ];
  for (const [text, message] of refused) assertThrows(() => parseIndicatorRows(text), SyntaxError, message);
});
