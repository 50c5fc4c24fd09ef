import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { installedLibrary, makePipe, pathOf, ROOT, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { testRust } from "../../tests/engines.ts";
import { openLibrary } from "../engine/native/library.ts";
import { sha256Hex } from "../engine/native/sha256.ts";
import { type CurrentLibrary, storeLibrary } from "./library_store.ts";

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function files(folder: URL): string[] {
  return [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
}

function current(folder: URL): CurrentLibrary {
  return JSON.parse(Deno.readTextFileSync(new URL("current.json", folder)));
}

const good = (): void => {};

Deno.test("a library gets a name from its content, and current.json names it", async () => {
  using folder = temporaryFolder();
  const lib = new URL("some/lib/", folder.url), bytes = bytesOf("one");
  const stored = await storeLibrary(lib, bytes, (library) => assertEquals(Deno.readFileSync(library), bytes));
  assertEquals(stored.sha256, sha256Hex(bytes));
  assertEquals([stored.target, stored.file.includes(stored.sha256.slice(0, 12))], [Deno.build.target, true]);
  assertEquals([current(lib), files(lib)], [stored, ["current.json", "install.lock", stored.file]]);
});

Deno.test("the library before stays for who has read its name, and the one before that goes", async () => {
  using folder = temporaryFolder();
  const names: string[] = [];
  for (const text of ["one", "two", "three"]) {
    names.push((await storeLibrary(folder.url, bytesOf(text), good)).file);
  }
  Deno.writeTextFileSync(new URL("mine.so", folder.url), "");
  assertEquals(files(folder.url), ["current.json", "install.lock", "mine.so", names[1]!, names[2]!].sort());
  assertEquals((await storeLibrary(folder.url, bytesOf("three"), good)).file, names[2]);
  assertEquals(files(folder.url), ["current.json", "install.lock", "mine.so", names[2]!].sort());
});

Deno.test("a library that is not good is taken away, and the one that was current still is", async () => {
  using folder = temporaryFolder();
  const bad = (): never => {
    throw new Error("It is bad");
  };
  await assertRejects(() => storeLibrary(folder.url, bytesOf("zero"), bad), Error, "It is bad");
  assertEquals(files(folder.url), ["install.lock"]);
  const first = await storeLibrary(folder.url, bytesOf("one"), good);
  await assertRejects(() => storeLibrary(folder.url, bytesOf("two"), bad), Error, "It is bad");
  await assertRejects(() => storeLibrary(folder.url, bytesOf("one"), bad), Error, "It is bad");
  assertEquals([current(folder.url), files(folder.url)], [first, ["current.json", "install.lock", first.file]]);
});

Deno.test("a library that was damaged since and a current.json that was are written anew", async () => {
  using folder = temporaryFolder();
  const stored = await storeLibrary(folder.url, bytesOf("one"), good);
  Deno.writeTextFileSync(new URL(stored.file, folder.url), "on");
  Deno.writeTextFileSync(new URL("current.json", folder.url), "{");
  assertEquals(await storeLibrary(folder.url, bytesOf("one"), good), stored);
  assertEquals(Deno.readTextFileSync(new URL(stored.file, folder.url)), "one");
  assertEquals(current(folder.url), stored);
});

Deno.test("a pipe or a folder in the place of a file is named, and nothing waits for it", async () => {
  using folder = temporaryFolder();
  const note = new URL("current.json", folder.url);
  const refused = async (): Promise<string> =>
    (await assertRejects(() => storeLibrary(folder.url, bytesOf("one"), good), Error)).message;
  const message = `Cannot install the Rust library: ${pathOf(note)} is not a regular file; remove it`;
  Deno.mkdirSync(note);
  assertEquals(await refused(), message);
  Deno.removeSync(note);
  if (Deno.build.os !== "windows") {
    await makePipe(pathOf(note));
    assertEquals(await refused(), message);
    Deno.removeSync(note);
  }
  await storeLibrary(folder.url, bytesOf("one"), good);
});

Deno.test("what a killed installation has left is removed when it is old, and nothing else is", async () => {
  using folder = temporaryFolder();
  const old = new Date(Date.now() - 2 * 3_600_000), left = ["temporary-1", "libcracktrader-0123456789ab.so.part"];
  for (const name of [...left, "temporary-2", "new.part", "mine.txt"]) {
    Deno.writeTextFileSync(new URL(name, folder.url), "");
    if (left.includes(name) || name === "mine.txt") Deno.utimeSync(new URL(name, folder.url), old, old);
  }
  const { file } = await storeLibrary(folder.url, bytesOf("one"), good);
  assertEquals(files(folder.url), ["current.json", "install.lock", file, "mine.txt", "new.part", "temporary-2"].sort());
});

Deno.test("an installation within the check of another one waits for it", async () => {
  using folder = temporaryFolder();
  const ends: string[] = [], check = Promise.withResolvers<void>(), begun = Promise.withResolvers<void>();
  const slow = storeLibrary(folder.url, bytesOf("slow"), () => {
    begun.resolve();
    return check.promise;
  }).then(() => void ends.push("slow"));
  await begun.promise;
  const waiting = Promise.withResolvers<void>();
  const fast = storeLibrary(folder.url, bytesOf("fast"), good, waiting.resolve).then(() => void ends.push("fast"));
  await waiting.promise;
  check.resolve();
  await Promise.all([slow, fast]);
  assertEquals(ends, ["slow", "fast"]);
  assertEquals(Deno.readTextFileSync(new URL(current(folder.url).file, folder.url)), "fast");
});

Deno.test("a library that is removed while it is being installed is no success", async () => {
  using folder = temporaryFolder();
  // As an installation without the lock would do it.
  const removes = (library: URL): void => Deno.removeSync(library);
  const error = await assertRejects(() => storeLibrary(folder.url, bytesOf("one"), removes), Error);
  assertStringIncludes(error.message, "another installation has removed it meanwhile: install it again");
});

/** Installs builds that differ from each other and from those of other processes, each checked as an installation is. */
const INSTALLER = `
import { storeLibrary } from ${JSON.stringify(new URL("src/cli/library_store.ts", ROOT).href)};
import { openLibrary } from ${JSON.stringify(new URL("src/engine/native/library.ts", ROOT).href)};
const [folder, source, number, builds] = Deno.args, whole = Deno.readFileSync(source);
for (let build = 0; build < Number(builds); build++) {
  const bytes = new Uint8Array(whole.length + 4 + Number(number) * 100 + build);
  bytes.set(whole);
  await storeLibrary(new URL(folder), bytes, (library) => {
    const opened = openLibrary({ libraryPath: library });
    if (!opened.found) throw new Error(opened.message);
  });
}
`;

/** Opens the current library again and again until it is told to end, and says what was wrong. */
const READER = `
import { openLibrary } from ${JSON.stringify(new URL("src/engine/native/library.ts", ROOT).href)};
const folder = new URL(Deno.args[0]), end = new URL("end", folder), problems = new Set();
let reads = 0;
for (let ended = false; !ended; reads++) {
  try { ended = Deno.statSync(end).isFile; } catch {}
  const opened = openLibrary({ folders: [folder] });
  if (!opened.found) problems.add(opened.message);
}
console.log(JSON.stringify({ reads, problems: [...problems] }));
`;

testRust("installations of different builds at the same moment all succeed, and every reader finds a good library", {
  sanitizeResources: false,
}, async () => {
  using folder = temporaryFolder();
  const library = pathOf(installedLibrary()), lib = new URL("lib/", folder.url);
  const start = (code: string, ...args: string[]): Promise<Deno.CommandOutput> => {
    const program = pathOf(new URL(`${args.length}.ts`, folder.url));
    Deno.writeTextFileSync(program, code);
    const path = pathOf(lib);
    return new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-prompt", "--no-lock", "--no-check", "--quiet", `--allow-read=${path},${library}`],
        ...[`--allow-write=${path}`, `--allow-ffi=${path}`, program, ...args],
      ],
      stdin: "null",
    }).output();
  };
  await storeLibrary(lib, Deno.readFileSync(library), good);
  const reader = start(READER, lib.href);
  const installers = await Promise.all(
    ["1", "2", "3"].map((number) => start(INSTALLER, lib.href, library, number, "8")),
  );
  for (const { success, stderr } of installers) assert(success, new TextDecoder().decode(stderr));
  Deno.writeTextFileSync(new URL("end", lib), "");
  const { stdout, stderr } = await reader;
  const { reads, problems } = JSON.parse(new TextDecoder().decode(stdout) || "{}");
  assertEquals(problems, [], new TextDecoder().decode(stderr));
  assert(reads > 0);
  const opened = openLibrary({ folders: [lib] });
  assert(opened.found, JSON.stringify(opened));
  const kept = files(lib).filter((name) => name.startsWith("libcracktrader-"));
  assertEquals(kept.length, 2, "the current build and the one before it");
  assertEquals(files(lib).filter((name) => !kept.includes(name)), ["current.json", "end", "install.lock"]);
});
