/**
 * The pages of indicators by families: each function on one page, with the formula of the table, and pictures that our
 * own lines draw too.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import * as indicators from "../../src/indicators/mod.ts";
import { FAMILIES, FUNCTIONS, indicatorPage } from "../../tasks/generate/indicator_pages.ts";
import { drawOurs, drawPicture } from "../../tasks/generate/pictures/picture.ts";
import { PICTURES } from "../../tasks/generate/pictures/pictures.ts";
import { indicatorRows } from "./indicator_rows.ts";

const FOLDER = new URL("../../docs/indicators/", import.meta.url);
const TEXTS: ReadonlyMap<string, string> = new Map(
  Object.keys(FAMILIES).map((family) => [family, Deno.readTextFileSync(new URL(`${family}.md`, FOLDER))]),
);

/** Pictures of bars and marks alone, without a line that has a name. */
const WITHOUT_NAMES: ReadonlySet<string> = new Set(["fractals", "candle-patterns", "heikin-ashi"]);

/** Most bytes of a picture. */
const MOST_BYTES = 25_000;

Deno.test("every exported function stands on exactly one page, that of its family, with the formula of the table", () => {
  const functions = Object.entries(indicators).filter(([, value]) => typeof value === "function").map(([name]) => name);
  const described = [...TEXTS].flatMap(([family, text]) =>
    [...text.matchAll(/^### `(\w+)`$/gm)].map((match) => ({ family, name: match[1]!, at: match.index }))
  );
  assertEquals(described.map(({ name }) => name).sort(), functions.sort());
  for (const { family, name, at } of described) {
    const row = indicatorRows().get(name)!, part = TEXTS.get(family)!.slice(at).split(/\n(?=##|<!--)/)[0]!;
    assertEquals(family, row.family, name);
    assert(part.replace(/\s+/g, " ").includes(`- formula: \`${row.formula.replace(/\s+/g, " ")}\``), part);
    assert(part.includes(`- call: \`ct.${name}(`), part);
  }
});

Deno.test("a page lists the functions of its parts, and no two of its headings have one anchor", () => {
  for (const [family, text] of TEXTS) {
    const listed = [...text.matchAll(FUNCTIONS)].flatMap(([, names]) => names!.split(", "));
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]!.replaceAll("`", "").toLowerCase());
    assertEquals(listed, [...text.matchAll(/^### `(\w+)`$/gm)].map((match) => match[1]!), family);
    assertEquals(headings.length, new Set(headings).size, family);
  }
});

Deno.test("the families are the folders of the indicators, and a page takes the functions of its own family alone", async () => {
  assertEquals(
    Object.keys(FAMILIES).sort(),
    [...new Set([...indicatorRows().values()].map((row) => row.family))].sort(),
  );
  await assertRejects(() => indicatorPage("nothing"), Deno.errors.NotFound);
});

Deno.test("every page has a picture and an example, every picture is on one page, and no file is left over", () => {
  const used = [...TEXTS].flatMap(([family, text]) => {
    const pictures = [...text.matchAll(/^!\[([^\]]+)\]\(pictures\/([\w-]+)\.svg\)$/gm)].map((match) => match[2]!);
    assert(pictures.length > 0 && /^```ts\n/m.test(text), family);
    return pictures;
  });
  const files = [...Deno.readDirSync(new URL("pictures/", FOLDER))].map(({ name }) => name.replace(/\.svg$/, ""));
  assertEquals(used.sort(), files.sort());
  assertEquals(PICTURES.map(({ name }) => name).sort(), files);
});

for (const picture of PICTURES) {
  Deno.test(`the picture ${picture.name} of recorded series is the one that our own lines draw`, async () => {
    const recorded = await drawPicture(picture);
    assertEquals(drawOurs(picture), recorded);
    assert(!/NaN|Infinity/.test(recorded));
    // Names beside lines do not cover each other.
    const places = [...recorded.matchAll(/<text x="729" y="([\d.]+)" class="f/g)].map((match) => Number(match[1]));
    assertEquals(places.length === 0, WITHOUT_NAMES.has(picture.name));
    const apart = places.sort((a, b) => a - b).slice(1).map((place, k) => place - places[k]!);
    assert(apart.every((gap) => gap > 13), String(apart));
    const file = await Deno.readTextFile(new URL(`pictures/${picture.name}.svg`, FOLDER));
    assert(file.length < MOST_BYTES, `${file.length} bytes`);
    for (const part of [`<title id="t">`, `<desc id="d">`, "prefers-color-scheme: dark"]) {
      assert(recorded.includes(part), part);
    }
  });
}

Deno.test("another period of one of our lines draws another picture", async () => {
  const picture = PICTURES.find(({ name }) => name === "averages")!;
  const other = drawOurs({
    ...picture,
    panes: ({ prices, of }) =>
      picture.panes({ prices, of: (series) => of({ ...series, ours: ({ close }) => indicators.sma(close, 11) }) }),
  });
  assert(other !== await drawPicture(picture));
});
