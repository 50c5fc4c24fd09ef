import { assertEquals, assertRejects } from "@std/assert";
import { temporaryFolder } from "../../tests/boundary/installed_library.ts";
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
  assertEquals([current(lib), files(lib)], [stored, ["current.json", stored.file]]);
});

Deno.test("the library before stays for who has read its name, and the one before that goes", async () => {
  using folder = temporaryFolder();
  const names: string[] = [];
  for (const text of ["one", "two", "three"]) {
    names.push((await storeLibrary(folder.url, bytesOf(text), good)).file);
  }
  Deno.writeTextFileSync(new URL("mine.so", folder.url), "");
  assertEquals(files(folder.url), ["current.json", "mine.so", names[1]!, names[2]!].sort());
  assertEquals((await storeLibrary(folder.url, bytesOf("three"), good)).file, names[2]);
  assertEquals(files(folder.url), ["current.json", "mine.so", names[2]!].sort());
});

Deno.test("a library that is not good is taken away, and the one that was current still is", async () => {
  using folder = temporaryFolder();
  const bad = (): never => {
    throw new Error("It is bad");
  };
  await assertRejects(() => storeLibrary(folder.url, bytesOf("zero"), bad), Error, "It is bad");
  assertEquals(files(folder.url), []);
  const first = await storeLibrary(folder.url, bytesOf("one"), good);
  await assertRejects(() => storeLibrary(folder.url, bytesOf("two"), bad), Error, "It is bad");
  await assertRejects(() => storeLibrary(folder.url, bytesOf("one"), bad), Error, "It is bad");
  assertEquals([current(folder.url), files(folder.url)], [first, ["current.json", first.file]]);
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
