import { assertEquals } from "@std/assert";
import { pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { filesOfStrategy } from "./strategy_files.ts";

/** Writes files to a folder and returns those that a strategy in it is made of, by their names there. */
function filesOf(files: Readonly<Record<string, string>>, main: string): string[] {
  using folder = temporaryFolder();
  const root = Deno.realPathSync(pathOf(folder.url)).replace(/[\\/]$/, "");
  for (const [name, text] of Object.entries(files)) {
    Deno.mkdirSync(new URL(".", new URL(name, folder.url)), { recursive: true });
    Deno.writeTextFileSync(new URL(name, folder.url), text);
  }
  return filesOfStrategy(`${root}/${main}`).flatMap(({ flag, path }) => {
    const inside = path.replaceAll("\\", "/");
    return inside.startsWith(`${root.replaceAll("\\", "/")}/`) ? [`${flag} ${inside.slice(root.length + 1)}`] : [];
  }).sort();
}

Deno.test("the files of a strategy are its modules, however they are imported, and the configuration above it", () => {
  const main = [
    'import { a } from "./a.ts"; import "./b.ts";',
    'export * from "../c.js"; import type { D } from "./d.ts";',
    'const lazy = await import("./e.mjs"); const data = new URL("./f.csv", import.meta.url);',
    'import map from "lib/g.ts"; import exact from "exact"; import scoped from "scoped";',
    'import list from "./h.json" with { type: "json" }; import * as ct from "jsr:@cracktrader/cracktrader";',
    "// don't take './comment.ts'",
    'import "./missing.ts";',
  ].join("\n");
  assertEquals(
    filesOf({
      "deno.jsonc": `{
        // A comment, and an address: "https://a/b"
        "imports": { "lib/": "./lib/", "exact": "./exact.ts", },
        "importMap": "./map.json", /* another */
      }`,
      "map.json": '{ "scopes": { "./in/": { "scoped": "./scoped.ts" } } }',
      "in/deno.lock": "{}",
      "in/main.ts": main,
      "in/a.ts": 'import "./main.ts"; import "./i.ts";',
      "in/i.ts": "",
      "in/comment.ts": "",
      ...Object.fromEntries(
        ["in/b.ts", "c.js", "in/d.ts", "in/e.mjs", "in/f.csv", "in/h.json"].map((name) => [name, ""]),
      ),
      ...{ "lib/g.ts": 'import "./j.ts";', "lib/j.ts": "", "exact.ts": "", "scoped.ts": "", "other.ts": "" },
    }, "in/main.ts"),
    [
      ...["deno.jsonc", "in/deno.lock", "map.json"].map((name) => `the configuration ${name}`),
      ...["c.js", "exact.ts", "in/a.ts", "in/b.ts", "in/d.ts", "in/e.mjs", "in/f.csv", "in/h.json", "in/i.ts"],
      ...["in/main.ts", "lib/g.ts", "lib/j.ts", "scoped.ts"],
    ].map((name) => name.startsWith("the ") ? name : `the module ${name}`),
  );
});

Deno.test("a strategy that is not there, and a configuration that is no JSON, have no files", () => {
  assertEquals(filesOf({ "deno.json": "{ no" }, "none.ts"), ["the configuration deno.json"]);
});
