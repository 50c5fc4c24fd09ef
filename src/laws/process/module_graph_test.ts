import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathOf, ROOT, temporaryFolder } from "../../../tests/boundary/installed_library.ts";
import { runDeno } from "./deno_process.ts";
import { PACKAGE_ENTRIES, readStrategyCode, type StrategyCode, StrategyCodeError } from "./module_graph.ts";

const CLASS = "export class Mine extends ct.Strategy {}\n";
const IMPORT = 'import * as ct from "@cracktrader/cracktrader";\n';
const CONFIG = pathOf(new URL("deno.json", ROOT));

/** A package on the disk has all of its modules. */
function fetchEntry(address: string): Promise<never> {
  throw new Error(`asked for ${address}`);
}

/** Files of a strategy; `main.ts` is its module. */
type Files = Readonly<Record<string, string | Uint8Array>>;

/** Reads the code of a strategy whose files are written to a folder of their own. */
async function codeOf(files: Files, config?: string): Promise<StrategyCode & { readonly folder: string }> {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const url = new URL(name, folder.url);
    Deno.mkdirSync(new URL(".", url), { recursive: true });
    if (typeof content === "string") Deno.writeTextFileSync(url, content);
    else Deno.writeFileSync(url, content);
  }
  const main = new URL("main.ts", folder.url).href;
  const path = config === undefined ? undefined : config === "" ? CONFIG : pathOf(new URL(config, folder.url));
  return {
    ...await readStrategyCode(main, { config: path, packageRoot: ROOT, fetchEntry, run: runDeno }),
    folder: folder.url.href,
  };
}

/** The message by which a strategy is refused, without the folder of its files. */
async function refusal(files: Files, config: string = ""): Promise<string> {
  const error = await assertRejects(() => codeOf(files, config), StrategyCodeError);
  return error.message.replaceAll(/file:\/\/\S*\/(?=(?:main|lib)\.ts)/g, "");
}

/** What an import map says. */
function mapIn({ importMap }: StrategyCode): { imports: Record<string, string>; scopes: Record<string, unknown> } {
  return JSON.parse(decodeURIComponent(importMap.slice(importMap.indexOf(",") + 1)));
}

Deno.test("the modules of a strategy are listed with their sizes, its own first, and none of the package", async () => {
  const lib = "export const twice = (x: number): number => 2 * x;\n", deep = "export const one = 1;\n";
  const main = `${IMPORT}import { twice } from "./lib.ts";\nimport type { Kind } from "./kind.ts";\n${CLASS}` +
    `export const four: Kind = twice(2); const { one } = await import("./deep/one.ts");\nconsole.log(one);\n`;
  const code = await codeOf({
    "main.ts": main,
    "lib.ts": lib,
    "deep/one.ts": deep,
    "kind.ts":
      'import prices from "./prices.json" with { type: "json" };\nexport type Kind = number | typeof prices;\n',
    "prices.json": "[1, 2, 3]",
  }, "");
  assertEquals(code.modules, [
    { specifier: `${code.folder}main.ts`, bytes: main.length },
    { specifier: `${code.folder}lib.ts`, bytes: lib.length },
    { specifier: `${code.folder}deep/one.ts`, bytes: deep.length },
  ]);
  assertEquals([code.hosts, code.replaced], [[], []]);
});

Deno.test("imports of anything but code are refused by name, whichever way they are written", async () => {
  const cases: readonly (readonly [source: string, expected: string])[] = [
    ['import text from "./prices.csv" with { type: "text" };', "it imports ./prices.csv as text"],
    ['import list from "./prices.json" with { type: "json" };', "it imports ./prices.json as json"],
    ['import bytes from "./prices.csv" with { type: "bytes" };', "it imports ./prices.csv as bytes"],
    ['import text from "./lib.ts" with { type: "text" };', "it imports ./lib.ts as text"],
    ['export { default as p } from "./prices.json" with { type: "json" };', "it imports ./prices.json as json"],
    ['const p = await import("./prices.csv", { with: { type: "text" } });', "it imports ./prices.csv as text"],
    [
      'const kind = { with: { type: "text" } }; await import("./prices.csv", kind);',
      "it imports ./prices.csv, which is no",
    ],
    [
      'import list from "data:application/json,[1]" with { type: "json" };',
      "it imports data:application/json,[1] as json",
    ],
    ['import { f } from "./add.wasm";', "it imports ./add.wasm, which is wasm"],
    ['import c from "./prices.cjs";', "it imports ./prices.cjs, which is Cjs"],
    ['import "./lib.ts";', "lib.ts imports ./prices.json as json"],
  ];
  const wasm = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  for (const [source, expected] of cases) {
    const message = await refusal({
      "main.ts": `${IMPORT}${source}\n${CLASS}`,
      "lib.ts": 'import list from "./prices.json" with { type: "json" };\nexport { list };\n',
      "prices.csv": "1,2,3\n",
      "prices.json": "[1, 2, 3]",
      "prices.cjs": 'module.exports = require("./prices.json");\n',
      "add.wasm": wasm,
    });
    assertStringIncludes(message, `Cannot prove main.ts: ${expected}`);
    assertStringIncludes(message, "hand bars to the run as feeds");
  }
});

Deno.test("modules of Node that lead to other realms are refused, and those with clocks or facts of the machine are told", async () => {
  for (
    const name of ["node:vm", "node:worker_threads", "node:child_process", "node:module", "node:inspector/promises"]
  ) {
    assertStringIncludes(
      await refusal({ "main.ts": `${IMPORT}import ${JSON.stringify(name)};\n${CLASS}` }),
      `Cannot prove main.ts: it imports ${name}, which leads to another realm, process or module`,
    );
  }
  const { unfixed } = await codeOf({
    "main.ts": `${IMPORT}import "node:path"; import "./lib.ts"; import "node:fs";\n${CLASS}`,
    "lib.ts": 'import "node:crypto"; import "node:assert/strict"; import "node:fs"; export {};',
  });
  assertEquals(unfixed, ["node:fs", "node:crypto"]);
});

Deno.test("every fault is named: data, files inside of the package, packages of npm, what is not there", async () => {
  const internal = new URL("src/lines/line.ts", ROOT).href;
  const message = await refusal({
    "main.ts": [
      'import text from "./prices.csv" with { type: "text" };',
      `import { columnOf } from ${JSON.stringify(internal)};`,
      'import chalk from "npm:chalk@5";',
      'import { a } from "./nowhere.ts";',
      'import { b } from "unknown";',
      IMPORT + CLASS,
    ].join("\n"),
    "prices.csv": "1,2,3\n",
  });
  for (
    const part of [
      "it imports ./prices.csv as text",
      `it imports ${internal}, a file inside of this package; import @cracktrader/cracktrader`,
      "it imports npm:chalk@5, and the files of an npm package cannot be listed",
      "it imports ./nowhere.ts: Module not found",
      'it imports unknown: Import "unknown" not a dependency',
    ]
  ) assertStringIncludes(message, part);
});

Deno.test("a module that is not there, that is no code, or that has a fault of syntax is refused", async () => {
  assertStringIncludes(await refusal({ "lib.ts": "" }), "Cannot prove main.ts: Module not found");
  assertStringIncludes(
    await refusal({ "main.ts": "export class {" }),
    "Cannot prove main.ts: SyntaxError: Expected ident",
  );
});

Deno.test("code from elsewhere is not fetched: what is not in Deno's cache is refused by its address", async () => {
  for (const address of ["https://esm.sh/nobody/prices.ts", "jsr:@nobody/none@1.2.3"]) {
    const message = await refusal({ "main.ts": `${IMPORT}await import(${JSON.stringify(address)});\n${CLASS}` });
    assertStringIncludes(message, address.startsWith("jsr") ? "@nobody/none" : address);
    assertStringIncludes(message, "which is not in Deno's cache, and a proof fetches nothing");
  }
});

Deno.test("the package's name leads to the running copy: in an empty folder, at the registry, and from another copy", async () => {
  const entry = new URL("mod.ts", ROOT).href;
  const empty = await codeOf({ "main.ts": IMPORT + CLASS });
  assertEquals([mapIn(empty).imports["@cracktrader/cracktrader"], empty.replaced], [entry, []]);
  const registry = await codeOf({
    "main.ts": 'import * as ct from "jsr:@cracktrader/cracktrader@^0.1";\n' +
      'import { replay } from "jsr:@cracktrader/cracktrader@^0.1/replay";\nexport { replay };\n' + CLASS,
  });
  assertEquals(mapIn(registry).imports, {
    "jsr:@cracktrader/cracktrader@^0.1": entry,
    "jsr:@cracktrader/cracktrader@^0.1/replay": new URL("src/replay/mod.ts", ROOT).href,
  });
  const other = await codeOf({
    "main.ts": `${IMPORT}import { one } from "mine";\nexport { one };\n${CLASS}`,
    "lib.ts": "export const one = 1;\n",
    "copy/mod.ts": "export class Strategy {}\n",
    "deno.json": '{ "imports": { "@cracktrader/cracktrader": "./copy/mod.ts", "mine": "./lib.ts" } }',
  }, "deno.json");
  assertEquals(other.replaced, [`${other.folder}copy/mod.ts`]);
  assertEquals(other.modules.map(({ specifier }) => specifier.slice(other.folder.length)), ["main.ts", "lib.ts"]);
  assertEquals(mapIn(other).scopes[`${other.folder}main.ts`], {
    "@cracktrader/cracktrader": entry,
    mine: `${other.folder}lib.ts`,
  });
});

Deno.test("a strategy that lies among the package's files is listed, and may import the package by a path", async () => {
  const url = new URL("tasks/demo/sma_cross.ts", ROOT);
  const code = await readStrategyCode(url.href, { config: CONFIG, packageRoot: ROOT, fetchEntry, run: runDeno });
  assertEquals(code.modules, [{ specifier: url.href, bytes: Deno.statSync(url).size }]);
  const inside = new URL("src/lines/line.ts", ROOT).href;
  const error = await assertRejects(
    () => readStrategyCode(inside, { config: CONFIG, packageRoot: ROOT, fetchEntry, run: runDeno }),
    StrategyCodeError,
  );
  assertStringIncludes(error.message, "a file inside of this package");
});

Deno.test("an answer of Deno that cannot be read is told", async () => {
  const options = { config: undefined, packageRoot: ROOT, fetchEntry };
  for (
    const [answer, expected] of [
      [{ code: 1, stdout: "", stderr: "error: no such file\n at here" }, "no such file"],
      [{ code: 0, stdout: "no json", stderr: "" }, "gives another form"],
      [{ code: 0, stdout: '{ "modules": [] }', stderr: "" }, "is not in it"],
    ] as const
  ) {
    const read = (): Promise<StrategyCode> =>
      readStrategyCode("file:///main.ts", { ...options, run: () => Promise.resolve(answer) });
    await assertRejects(read, StrategyCodeError, expected);
  }
});

Deno.test("the entries of the package are those that deno.json exports", () => {
  const { exports } = JSON.parse(Deno.readTextFileSync(CONFIG)) as { exports: Record<string, string> };
  const entries = Object.entries(PACKAGE_ENTRIES).map(([name, path]) => [`.${name}`, `./${path}`]);
  assertEquals(Object.fromEntries(entries), exports);
  assert(entries.length > 1);
});
