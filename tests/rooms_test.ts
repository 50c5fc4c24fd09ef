/**
 * The rooms of the house: imports point one way, types included, nothing goes in circles, both cores have the same
 * files, and ARCHITECTURE shows the rooms as they are.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/**
 * The rooms in the order in which data passes through them. A file imports from its own room and from those before it;
 * of rooms on one line neither imports from the other.
 */
const ROOMS: readonly (readonly string[])[] = [
  ["src"],
  ["src/contract"],
  ["src/core/state"],
  ["src/core/exact", "src/core/queue"],
  ["src/core"],
  ["src/engine"],
  ["src/feeds"],
  ["src/lines"],
  ["src/strategy"],
  ["src/records"],
  ["src/broker"],
  ["src/checkpoint", "src/logs", "src/replay"],
  ["src/explain"],
  ["src/indicators"],
  ["src/analyzers"],
  ["src/results"],
  ["src/run"],
  ["src/signals"],
  ["src/laws", "src/auditor", "src/report", "src/diff"],
  ["src/search"],
  ["src/parquet"],
  ["src/catalogue"],
  ["src/golden"],
  ["src/venue"],
  ["src/journal", "src/fake_venue", "src/ccxt"],
  ["src/session"],
  ["src/cli"],
];

/** Rooms of the Rust core, by the same rule. */
const RUST_ROOMS: readonly (readonly string[])[] = [["contract"], ["state"], ["exact", "queue"], ["machine"]];

Deno.test("every folder of src is a room, and no room is without a file", () => {
  const rooms = new Set(sourceFiles().map(roomOf));
  assertEquals([...rooms].toSorted(), ROOMS.flat().toSorted());
});

Deno.test("imports point from a room to those before it, types included", () => {
  const wrong = importsOf(sourceFiles()).filter(({ from, to }) => {
    // A file outside of src has no room: mod.ts stands after all rooms, and tests and tasks are not published.
    if (!to.startsWith("src/")) return true;
    const here = roomOf(from), there = roomOf(to);
    return here !== there && place(ROOMS, there) >= place(ROOMS, here);
  });
  assertEquals(wrong.map(({ from, to }) => `${from} imports ${to}`), []);
});

Deno.test("files of the package name each other by paths, and beside these only modules of node", () => {
  // The package's own name would lead around the rooms: deno.json maps it to mod.ts and to whole rooms. A name of
  // another package would be a dependency.
  const others = [...sourceFiles(), "mod.ts"].flatMap((from) =>
    specifiersOf(from).filter((name) => !/^(?:\.{1,2}\/|node:)/.test(name)).map((name) => ({ from, name }))
  );
  // The script of a page is another program: that of a report is bundled with the chart library, and none is published.
  const [script, rest] = [true, false].map((own) => others.filter(({ from }) => isClient(from) === own));
  assertEquals([...new Set(script!.map(({ name }) => name))], ["npm:lightweight-charts@5.2.1"]);
  assertEquals(rest!.filter(({ from }) => from !== NPM_FILE).map(({ from, name }) => `${from} imports ${name}`), []);
  // A version that is no single one would be another program from one day to the next.
  for (const { name } of others) assert(/^npm:[a-z-]+@\d+\.\d+\.\d+$/.test(name), name);
});

/** The modules of the scripts of pages: of a report, and of a run in a session. */
const CLIENTS: readonly string[] = ["src/report/client/", "src/session/page/client/"];
const isClient = (file: string): boolean => CLIENTS.some((folder) => file.startsWith(folder));

/** The one file that imports packages of npm, each when it is first needed. */
const NPM_FILE = "src/parquet/packages.ts";

/** Modules of a graph, each with those that it imports, and whether only when they are needed. */
interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly isDynamic?: boolean;
      readonly code?: { readonly specifier: string };
      readonly type?: { readonly specifier: string };
    }[];
  }[];
}

async function graphOf(module: string): Promise<Graph> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", module],
    cwd: ROOT,
    stdin: "null",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout)) as Graph;
}

/** Names by which the modules that are loaded with a module import packages of npm. */
function npmIn({ modules }: Graph, start: string, includesLazy: boolean): string[] {
  const found = new Set<string>(),
    seen = new Set<string>(),
    byName = new Map(modules.map((one) => [one.specifier, one]));
  const visit = (specifier: string): void => {
    if (seen.has(specifier)) return;
    seen.add(specifier);
    for (const { specifier: name, isDynamic, code, type } of byName.get(specifier)?.dependencies ?? []) {
      if (isDynamic === true && !includesLazy) continue;
      if (name.startsWith("npm:")) found.add(name);
      for (const next of [code, type]) if (next !== undefined) visit(next.specifier);
    }
  };
  visit(new URL(start, ROOT).href);
  return [...found].toSorted();
}

Deno.test("nothing but the scripts of pages imports their modules", () => {
  const wrong = importsOf([...sourceFiles(), "mod.ts"]).filter(({ from, to }) => isClient(to) && !isClient(from));
  assertEquals(wrong, []);
  for (const folder of CLIENTS) assert(sourceFiles().some((file) => file.startsWith(folder)), `${folder} has moved`);
});

Deno.test("the main module loads no page of a report or of a session before one is asked for", async () => {
  const { modules } = await graphOf("mod.ts"), reached = new Set(["mod.ts"]);
  const pathOf = (specifier: string): string => specifier.slice(specifier.indexOf(ROOT.href) + ROOT.href.length);
  for (const file of reached) {
    const module = modules.find(({ specifier }) => pathOf(specifier) === file);
    for (const { isDynamic, code } of module?.dependencies ?? []) {
      if (isDynamic !== true && code !== undefined) reached.add(pathOf(code.specifier));
    }
  }
  const loaded = [...reached].filter((file) => /^src\/(?:report|session\/page)\//.test(file));
  // The options of a session's page are read before one is asked for.
  const pages = loaded.filter((file) => /\/page|client|payload|sections/.test(file));
  assertEquals(pages, ["src/session/page/page_options.ts"]);
  assert(loaded.includes("src/report/ct_report.ts"), "the search for static imports finds nothing");
  assert(modules.some(({ specifier }) => specifier.endsWith("src/report/page.ts")), "a page is never loaded");
});

Deno.test("the main module has no package of npm in its graph, and no entry point loads one before it is needed", async () => {
  const { exports } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT))) as {
    exports: Readonly<Record<string, string>>;
  };
  const lazily = ["./cli", "./parquet", "./catalogue"];
  for (const [name, module] of Object.entries(exports)) {
    const graph = await graphOf(module);
    assertEquals(npmIn(graph, module, false), [], `${name} when it is loaded`);
    assertEquals(npmIn(graph, module, true).length > 0, lazily.includes(name), `${name} whenever it is used`);
  }
});

Deno.test("no file imports itself through others, types included", () => {
  const files = [...sourceFiles(), "mod.ts"], next = new Map(files.map((file) => [file, [] as string[]]));
  for (const { from, to } of importsOf(files)) next.get(from)!.push(to);
  assertEquals(circlesIn(next), []);
});

Deno.test("the search for circles finds one", () => {
  const next = new Map([["a", ["b", "d"]], ["b", ["c"]], ["c", ["a"]], ["d", []]]);
  assertEquals(circlesIn(next), ["a > b > c > a"]);
});

Deno.test("modules of the Rust core use those of their own room and of rooms before it", () => {
  const wrong: string[] = [];
  for (const file of filesUnder("rust/engine/src", ".rs")) {
    if (file === "lib.rs") continue;
    const here = rustRoom(file.replace(/\.rs$/, ""));
    const text = Deno.readTextFileSync(new URL(`rust/engine/src/${file}`, ROOT));
    wrong.push(...unreadablePaths(text).map((path) => `${file} has ${path}`));
    for (const [, used] of text.matchAll(/\bcrate::(\w+)/g)) {
      const there = rustRoom(used === "state" || used === "exact" || used === "queue" ? `${used}/` : used!);
      if (here !== there && place(RUST_ROOMS, there) >= place(RUST_ROOMS, here)) wrong.push(`${file} uses ${used}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("the runtime is asked through the host, but by the rooms that a browser leaves out", () => {
  // The bare word counts, as `const { cwd } = Deno`, `Deno["cwd"]` and `globalThis.Deno` ask the runtime without a dot
  // behind it; text in quotes counts too, for `globalThis["Deno"]`.
  const asks = (file: string): boolean => /\bDeno\b/.test(codeOf(file));
  const asking = sourceFiles().filter(asks);
  const free =
    /^src\/(?:host\.ts$|feeds\/|cli\/|fake_venue\/|journal\/|session\/page\/|engine\/native\/|laws\/process\/)/;
  assertEquals(asking.filter((file) => !free.test(file)), []);
  assert(asking.includes("src/host.ts"), "the search for what asks the runtime finds nothing");
});

Deno.test("both cores have the same files in the same rooms", () => {
  // `assert` and `shorten` are built into Rust; `number` holds what is built into TypeScript; a folder of Rust has a list
  // of its files.
  const typescript = filesUnder("src/core", ".ts").filter((file) =>
    !file.endsWith("_test.ts") && !file.includes(".gen.")
  );
  const rust = filesUnder("rust/engine/src", ".rs").filter((file) =>
    !file.includes(".gen.") && !/(mod|lib)\.rs$/.test(file)
  );
  const alone = ["state/assert", "state/shorten", "state/number", "drive_buffer"];
  const names = (files: readonly string[]): string[] =>
    files.map((file) => file.replace(/\.(ts|rs)$/, "")).filter((file) => !alone.includes(file)).toSorted();
  assertEquals(names(typescript), names(rust));
});

Deno.test("ARCHITECTURE shows the rooms in their order", () => {
  const page = Deno.readTextFileSync(new URL("ARCHITECTURE.md", ROOT));
  const picture = page.match(/<!-- rooms -->\n+```\n([\s\S]*?)```/)?.[1];
  assert(picture !== undefined, "ARCHITECTURE has no picture of the rooms");
  const shown = picture.split("\n").flatMap((line) => line.match(/^(src\/\S*)/)?.[1] ?? []);
  assertEquals(shown.map((room) => room.replace(/\/$/, "")), ROOMS.flat());
});

function place(rooms: readonly (readonly string[])[], room: string): number {
  const found = rooms.findIndex((line) => line.includes(room));
  assert(found >= 0, `"${room}" is no room: name it in tests/rooms_test.ts`);
  return found;
}

/** The room of a file: its folder in `src`, or in `src/core`. */
function roomOf(file: string): string {
  const [, second, third, ...rest] = file.split("/");
  if (third === undefined) return "src";
  return second === "core" && rest.length > 0 ? `src/core/${third}` : `src/${second}`;
}

function rustRoom(module: string): string {
  const room = module.match(/^(state|exact|queue)\//)?.[1];
  return room ?? (module.startsWith("contract") ? "contract" : "machine");
}

function sourceFiles(): string[] {
  return filesUnder("src", ".ts").map((file) => `src/${file}`).filter((file) => !file.endsWith("_test.ts"));
}

/** Paths below a folder, from that folder on. */
function filesUnder(folder: string, ending: string): string[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, ROOT))].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return filesUnder(`${folder}/${name}`, ending).map((file) => `${name}/${file}`);
    return name.endsWith(ending) ? [name] : [];
  }).toSorted();
}

/** All imports of files by files, those of types and those that wait for their use included. */
function importsOf(files: readonly string[]): { readonly from: string; readonly to: string }[] {
  return files.flatMap((from) =>
    specifiersOf(from).filter((name) => name.startsWith(".")).map((name) => ({ from, to: resolved(from, name) }))
  );
}

/** Names from which a file imports or exports, in any quotes: the formatter's choice of them is no rule here. */
function specifiersOf(file: string): string[] {
  const pattern = /(?<![-\w"'`])(?:from|import)\s*\(?\s*(["'`])([^"'`\n]+)\1/g;
  return [...codeOf(file).matchAll(pattern)].map(([, , name]) => name!);
}

/** The text of a file without comments, whose examples import the package by its name and may use all of Deno. */
function codeOf(file: string): string {
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  // Strings are matched first and stay, for the slashes in them begin no comment.
  const stringOrComment = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[^]|[^`\\])*`|\/\*[^]*?\*\/|\/\/.*/g;
  return text.replace(stringOrComment, (found) => found.startsWith("/") ? "" : found);
}

/**
 * Paths in a Rust file that do not name their module right behind `crate::`. They are forbidden instead of resolved:
 * a group or a star at the root and a path through `super` would hide from the search for used modules. A test module
 * has its own file as `super`; no path leads beyond that.
 */
function unreadablePaths(text: string): string[] {
  const code = text.replace(/\/\/.*$/gm, "");
  const untested = code.replace(/^#\[cfg\(test\)\]\nmod \w+ \{\n[^]*?^\}/gm, "");
  return [
    ...code.matchAll(/\bcrate\b(?!::\w|\)).*/g),
    ...code.matchAll(/\bsuper::super\b.*/g),
    ...untested.matchAll(/\bsuper\b(?!\)).*/g),
  ].map(([path]) => path);
}

function resolved(from: string, path: string): string {
  return new URL(path, new URL(from, "file:///")).pathname.slice(1);
}

/** The circles of a graph, each from the file at which the search met it. */
function circlesIn(next: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [], done = new Set<string>(), path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file].join(" > "));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const other of next.get(file) ?? []) visit(other);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) visit(file);
  return circles;
}
