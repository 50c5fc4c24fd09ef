import { existsSync } from "node:fs";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testRust } from "../../../tests/engines.ts";
import {
  installedLibrary,
  LIBRARY_FOLDER,
  pathOf,
  ROOT,
  run,
  runModule,
  temporaryFolder,
} from "../../../tests/boundary/installed_library.ts";
import { COMMANDS } from "../../cli/command_table.ts";
import { LAYOUT } from "../../contract/contract.gen.ts";
import { type LibraryOptions, openLibrary } from "./library.ts";
import { sha256Hex } from "./sha256.ts";

/** Pages that name commands: they all are held against the commands that there are. */
const PAGES: readonly string[] = [
  "src/engine/native/TROUBLESHOOTING.md",
  "docs/coming-from-the-python-engine.md",
  "docs/runs.md",
  "tasks/PROMOTION.md",
  "README.md",
  "ARCHITECTURE.md",
  "PROOFS.md",
  "CONTRIBUTING.md",
];
/** The folder of the page's examples. */
const EXAMPLE_FOLDER = "/home/me/cracktrader/rust/lib/";
const PAGE = readPage("src/engine/native/TROUBLESHOOTING.md");
/** A library that a test opens stays open, as all do. */
const OPENS = { sanitizeResources: false } as const;

function readPage(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** Demands a row of the page that quotes what comes now, in words of the example's folder. */
function assertRow(folder: URL, options: LibraryOptions, code: string, numbers: RegExp = /$^/g): void {
  const library = openLibrary(options);
  assert(!library.found, "the library was found");
  assertEquals(library.code, code, library.message);
  assertQuoted(folder, library.message, code, numbers);
}

function assertQuoted(folder: URL, message: string, code: string, numbers: RegExp = /$^/g): void {
  const general = (text: string): string => text.replace(numbers, "N").replace(/cracktrader-[0-9a-f]{12}/g, "NAME");
  // A message that begins with the path is quoted from behind it.
  const quoted = general(message.replaceAll(pathOf(folder), EXAMPLE_FOLDER)).replace(/^\S+\.so /, "");
  const rows = PAGE.split("\n").filter((line) => line.startsWith(`| \`${code}\``));
  assert(rows.some((row) => general(row).includes(`\`${quoted}\``)), `no row of ${code} quotes: ${quoted}`);
}

/** Puts a library and its `current.json` into a folder; what that file says can be changed. */
function install(folder: URL, bytes: Uint8Array, said: Readonly<Record<string, unknown>> = {}): void {
  const sha256 = sha256Hex(bytes), file = `libcracktrader-${sha256.slice(0, 12)}.so`;
  Deno.writeFileSync(new URL(file, folder), bytes);
  Deno.writeTextFileSync(
    new URL("current.json", folder),
    JSON.stringify({ file, sha256, target: Deno.build.target, ...said }),
  );
}

Deno.test("the troubleshooting page has every code of an engine's errors, and no other", () => {
  const source = Deno.readTextFileSync(new URL("../engine_error.ts", import.meta.url));
  const union = /export type EngineErrorCode =([^;]*);/.exec(source)![1]!;
  const codes = [...union.matchAll(/"([A-Z_]+)"/g)].map((match) => match[1]!);
  const rows = PAGE.split("\n").filter((line) => line.startsWith("| `"));
  const told = new Set(
    rows.flatMap((row) => [...row.split(" | ")[0]!.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code!)),
  );
  assertEquals([...told].sort(), codes.sort());
});

Deno.test("the troubleshooting page quotes what is said of a library that is missing, foreign or no library", () => {
  using folder = temporaryFolder();
  const { url } = folder, folders = [url];
  assertRow(url, { folders }, "LIBRARY_MISSING");
  assertRow(url, { libraryPath: new URL("none.so", url) }, "LIBRARY_MISSING");
  install(url, new Uint8Array(8), { target: "riscv64gc-unknown-haiku" });
  assertRow(url, { folders }, "LIBRARY_PLATFORM");
  install(url, new TextEncoder().encode("not a library"));
  assertRow(url, { folders }, "LIBRARY_DAMAGED");
  Deno.writeTextFileSync(new URL("current.json", url), "{}");
  const quoted = "current.json does not name a library";
  const library = openLibrary({ folders });
  assert(!library.found && library.message.endsWith(quoted), JSON.stringify(library));
  assertStringIncludes(PAGE, `\`${EXAMPLE_FOLDER}${quoted}\``);
  Deno.removeSync(new URL("current.json", url));
  Deno.mkdirSync(new URL("current.json", url));
  assertRow(url, { folders }, "LIBRARY_DAMAGED");
});

testRust(
  "the troubleshooting page quotes what is said of a library that was changed, cut or is of another contract",
  OPENS,
  () => {
    using folder = temporaryFolder();
    const { url } = folder, whole = Deno.readFileSync(installedLibrary()), sha256 = sha256Hex(whole);
    const changed = whole.slice();
    changed[changed.length >> 1]! ^= 1;
    install(url, changed, { sha256 });
    assertRow(url, { folders: [url] }, "LIBRARY_DAMAGED");
    install(url, whole.slice(0, 100_000));
    assertRow(url, { folders: [url] }, "LIBRARY_DAMAGED", /\d+(?= bytes)|(?<=at least )\d+/g);
    const named = new URL(`libcracktrader-${sha256.slice(0, 12)}.so`, url);
    Deno.writeFileSync(named, changed);
    assertRow(url, { libraryPath: named }, "LIBRARY_DAMAGED");
    const other = whole.slice(), view = new DataView(other.buffer), at = indexOfLayout(other) + 7 * 4;
    view.setUint32(at, view.getUint32(at, true) + 1, true);
    install(url, other);
    assertRow(url, { folders: [url] }, "LIBRARY_LAYOUT", /(?<=is |and )\d+/g);
  },
);

testRust("the troubleshooting page quotes what is said without a permission", {}, async () => {
  for (const flags of [["--allow-read"], ["--allow-ffi"]]) {
    const { code, stderr } = await runModule("report_backend.ts", flags, ["rust"]);
    assertEquals(code, 1);
    const message = /"rust": (.*?)\. To mend it/.exec(stderr);
    assert(message !== null, stderr);
    assertQuoted(LIBRARY_FOLDER, message[1]!, "LIBRARY_NOT_PERMITTED");
  }
});

/** Where the layout table begins in a library. */
function indexOfLayout(bytes: Uint8Array): number {
  const table = new Uint8Array(LAYOUT.buffer);
  for (let at = 0; at < bytes.length; at += 4) {
    if (table.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  throw new Error("Cannot find the layout table in the library");
}

/** Every task that a page names, with the flags that stand behind it there. */
function namedTasks(page: string): Map<string, Set<string>> {
  const tasks = new Map<string, Set<string>>();
  for (const [, name, rest] of readPage(page).matchAll(/\bdeno(?:@\S+)? task ([a-z][a-z:.-]*[a-z])([^\n`|#]*)/g)) {
    // Flags behind " -- " are for another program.
    const flags = rest!.split(/ -- /)[0]!.matchAll(/(?<=[\s[])--[a-z][a-z-]*/g);
    const known = tasks.get(name!) ?? new Set<string>();
    for (const [flag] of flags) known.add(flag);
    tasks.set(name!, known);
  }
  return tasks;
}

for (const page of PAGES) {
  Deno.test(`every command that ${page} names is there and has the flags that it is given`, async () => {
    const { tasks } = JSON.parse(readPage("deno.json")) as { tasks: Record<string, { command: string }> };
    const named = namedTasks(page);
    assert(named.size > 0, "the page names no task");
    for (const [, name] of readPage(page).matchAll(/@cracktrader\/cracktrader\/cli ([a-z][a-z-]*)/g)) {
      assert(COMMANDS.some((command) => command.name === name), `there is no command ${name}`);
    }
    for (const [name, flags] of named) {
      const task = tasks[name];
      assert(task !== undefined, `there is no task ${name}`);
      if (flags.size === 0) continue;
      const { code, stdout, stderr } = await run(Deno.execPath(), ["task", "--quiet", name, "--help"]);
      assertEquals(code, 0, stderr);
      for (const flag of flags) assertStringIncludes(stdout, flag, `of ${name}`);
    }
  });

  Deno.test(`every file that ${page} links to is there`, () => {
    const links = [...readPage(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
    assert(links.length > 0, "the page links to nothing");
    const missing = links.filter((link) => !existsSync(new URL(link, new URL(page, ROOT))));
    assertEquals(missing, []);
  });
}
