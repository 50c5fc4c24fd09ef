import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { LAYOUT } from "../../contract/contract.gen.ts";
import { recordLayout } from "../../contract/layout.ts";
import { testRust } from "../../../tests/engines.ts";
import { installedLibrary, makePipe, pathOf, run, temporaryFolder } from "../../../tests/boundary/installed_library.ts";
import type { EngineErrorCode } from "../engine_error.ts";
import type { BackendProblem } from "../backend.ts";
import { type LibraryOptions, openLibrary, verifyLibrary } from "./library.ts";
import { sha256Hex } from "./sha256.ts";

/** A library that a test opens stays open, as all do. */
const OPENS = { sanitizeResources: false } as const;

function refused(options: LibraryOptions, code: EngineErrorCode): BackendProblem {
  const library = openLibrary(options);
  assert(!library.found, "the library was found");
  assertEquals(library.code, code, library.message);
  return library;
}

/** Puts a library and its `current.json` into a folder; what that file says can be changed. */
function install(folder: URL, bytes: Uint8Array, said: Readonly<Record<string, unknown>> = {}): void {
  const sha256 = sha256Hex(bytes), file = `libcracktrader-${sha256.slice(0, 12)}.so`;
  Deno.writeFileSync(new URL(file, folder), bytes);
  const current = { file, sha256, target: Deno.build.target, ...said };
  Deno.writeTextFileSync(new URL("current.json", folder), JSON.stringify(current));
}

Deno.test("openLibrary() says where it looked when there is no library", () => {
  using folder = temporaryFolder();
  const { message, remedy } = refused({ folders: [folder.url] }, "LIBRARY_MISSING");
  assertEquals(message, `there is none in ${pathOf(folder.url)}`);
  assertMatch(remedy, /^run "deno task install-rust" in /);
});

Deno.test("openLibrary() says which file is missing when its path is given", () => {
  using folder = temporaryFolder();
  const path = pathOf(new URL("none.so", folder.url));
  assertEquals(refused({ libraryPath: path }, "LIBRARY_MISSING").message, `there is no file ${path}`);
  assertEquals(verifyLibrary(path), [`there is no file ${path}`]);
});

Deno.test("openLibrary() does not take what is no path or file: URL", () => {
  const url = new URL("https://example.com/lib.so");
  assertThrows(
    () => openLibrary({ libraryPath: url }),
    TypeError,
    'Cannot use "https://example.com/lib.so" as libraryPath: it must be a path or a file: URL',
  );
  assertThrows(
    () => openLibrary({ libraryPath: "file:///a%ZZ" }),
    TypeError,
    'Cannot use "file:///a%ZZ" as libraryPath',
  );
  assertThrows(() => openLibrary({ libraryPath: "" }), TypeError, 'Cannot use "" as libraryPath');
  assertThrows(() => openLibrary({ libraryPath: 7 as unknown as string }), TypeError, "Cannot use 7 as libraryPath");
});

Deno.test("openLibrary() refuses a current.json that names no library of its own folder", () => {
  using folder = temporaryFolder();
  const file = new URL("current.json", folder.url);
  const texts = ["", "null", "[]", '"a"', "{}", '{ "file": "../libcracktrader-0123456789ab.so" }'];
  texts.push(JSON.stringify({ file: "../libcracktrader-0123456789ab.so", sha256: "", target: Deno.build.target }));
  for (const text of texts) {
    Deno.writeTextFileSync(file, text);
    const { message } = refused({ folders: [folder.url] }, "LIBRARY_DAMAGED");
    assertEquals(message, `${pathOf(file)} does not name a library`, text);
  }
});

Deno.test("openLibrary() refuses a library that was built for another platform", () => {
  using folder = temporaryFolder();
  install(folder.url, new Uint8Array(8), { target: "riscv64gc-unknown-haiku" });
  const { message } = refused({ folders: [folder.url] }, "LIBRARY_PLATFORM");
  assertEquals(message, `the one in ${pathOf(folder.url)} was built for "riscv64gc-unknown-haiku"`);
  install(folder.url, new Uint8Array(8), { target: "\x1b[2J\nhaiku" });
  assertStringIncludes(refused({ folders: [folder.url] }, "LIBRARY_PLATFORM").message, '"\\u001b[2J\\nhaiku"');
});

Deno.test("openLibrary() reads no pipe, no folder and no huge file in the place of current.json or of a library", async () => {
  using folder = temporaryFolder();
  const note = new URL("current.json", folder.url), options = { folders: [folder.url] };
  const notAFile = `${pathOf(note)} is not a regular file`;
  if (Deno.build.os !== "windows") {
    await makePipe(pathOf(note));
    assertEquals(refused(options, "LIBRARY_DAMAGED").message, notAFile);
    Deno.removeSync(note);
    const pipe = new URL("libcracktrader-0123456789ab.so", folder.url);
    await makePipe(pathOf(pipe));
    assertEquals(
      refused({ libraryPath: pipe }, "LIBRARY_DAMAGED").message,
      `${pathOf(pipe)} is not a regular file`,
    );
    install(folder.url, new Uint8Array(8), { file: "libcracktrader-0123456789ab.so" });
    assertEquals(refused(options, "LIBRARY_DAMAGED").message, `${pathOf(pipe)} is not a regular file`);
    Deno.removeSync(note);
  }
  Deno.mkdirSync(note);
  assertEquals(refused(options, "LIBRARY_DAMAGED").message, notAFile);
  Deno.removeSync(note);
  Deno.writeTextFileSync(note, " ".repeat(70_000));
  assertEquals(
    refused(options, "LIBRARY_DAMAGED").message,
    `${pathOf(note)} has 70000 bytes, and more than 65536 are not read`,
  );
  const huge = new URL("huge.so", folder.url);
  {
    using file = Deno.openSync(huge, { write: true, create: true });
    file.truncateSync(3_000_000_000);
  }
  assertMatch(
    refused({ libraryPath: huge }, "LIBRARY_DAMAGED").message,
    /has 3000000000 bytes, and more than 268435456/,
  );
});

Deno.test("openLibrary() reads current.json again if the library that it named was replaced meanwhile", () => {
  using folder = temporaryFolder();
  const text = new TextEncoder().encode("not a library");
  install(folder.url, text);
  const { file } = JSON.parse(Deno.readTextFileSync(new URL("current.json", folder.url)));
  install(folder.url, text, { file: "libcracktrader-000000000000.so" });
  // The first look at the missing file is when the next installation ends.
  const statSync = Deno.statSync;
  let looks = 0;
  Deno.statSync = (path) => {
    if (String(path).endsWith("-000000000000.so") && ++looks === 1) install(folder.url, text);
    return statSync(path);
  };
  try {
    const { message } = refused({ folders: [folder.url] }, "LIBRARY_DAMAGED");
    assertEquals([message, looks], [`${pathOf(new URL(file, folder.url))} is not a dynamic library`, 1]);
    install(folder.url, text, { file: "libcracktrader-000000000001.so" });
    assertMatch(refused({ folders: [folder.url] }, "LIBRARY_MISSING").message, /^there is none in /);
  } finally {
    Deno.statSync = statSync;
  }
});

Deno.test("openLibrary() refuses a file that is no library", () => {
  using folder = temporaryFolder();
  install(folder.url, new TextEncoder().encode("not a library"));
  assertMatch(refused({ folders: [folder.url] }, "LIBRARY_DAMAGED").message, /\.so is not a dynamic library$/);
  const file = new URL("a file.so", folder.url);
  Deno.writeTextFileSync(file, "not a library");
  for (const libraryPath of [file, file.href, pathOf(file)]) {
    const { message } = refused({ libraryPath }, "LIBRARY_DAMAGED");
    assertEquals(message, `${pathOf(file)} is not a dynamic library`);
  }
});

testRust("openLibrary() refuses a library of which a byte was changed", {}, () => {
  using folder = temporaryFolder();
  const bytes = Deno.readFileSync(installedLibrary()), sha256 = sha256Hex(bytes);
  bytes[bytes.length >> 1]! ^= 1;
  install(folder.url, bytes, { sha256 });
  const { message } = refused({ folders: [folder.url] }, "LIBRARY_DAMAGED");
  assertMatch(message, /does not have the SHA-256 that current\.json names$/);
});

testRust(
  "openLibrary() compares a library at a path with the digits in its name, if it has the name of an installed one",
  OPENS,
  () => {
    using folder = temporaryFolder();
    const bytes = Deno.readFileSync(installedLibrary()), name = installedLibrary().pathname.split("/").at(-1)!;
    bytes[bytes.length >> 1]! ^= 1;
    const file = new URL(name, folder.url);
    Deno.writeFileSync(file, bytes);
    assertMatch(
      refused({ libraryPath: file }, "LIBRARY_DAMAGED").message,
      /does not have the SHA-256 whose first digits are in its name$/,
    );
    bytes[bytes.length >> 1]! ^= 1;
    Deno.writeFileSync(file, bytes);
    assert(openLibrary({ libraryPath: file }).found);
  },
);

testRust("openLibrary() refuses a library that was replaced between its check and its opening", OPENS, () => {
  using folder = temporaryFolder();
  const bytes = Deno.readFileSync(installedLibrary());
  install(folder.url, bytes);
  const file = new URL(JSON.parse(Deno.readTextFileSync(new URL("current.json", folder.url))).file, folder.url);
  const other = new URL("other.so", folder.url), dlopen = Deno.dlopen;
  Deno.dlopen = ((path: string | URL, symbols: Deno.ForeignLibraryInterface) => {
    Deno.writeFileSync(other, bytes);
    Deno.renameSync(other, file);
    return dlopen(path, symbols);
  }) as typeof Deno.dlopen;
  try {
    const { message } = refused({ folders: [folder.url] }, "LIBRARY_DAMAGED");
    assertEquals(message, `${pathOf(file)} was replaced while it was opened`);
  } finally {
    Deno.dlopen = dlopen;
  }
  assert(openLibrary({ folders: [folder.url] }).found, "one that is left alone is opened");
});

testRust("openLibrary() reads the name anew where the library was taken away while it was opened", OPENS, () => {
  using folder = temporaryFolder();
  const bytes = Deno.readFileSync(installedLibrary()), newer = new Uint8Array([...bytes, 0]), dlopen = Deno.dlopen;
  install(folder.url, bytes);
  Deno.dlopen = ((path: string | URL, symbols: Deno.ForeignLibraryInterface) => {
    Deno.dlopen = dlopen;
    const library = dlopen(path, symbols);
    Deno.removeSync(path);
    install(folder.url, newer);
    return library;
  }) as typeof Deno.dlopen;
  try {
    const opened = openLibrary({ folders: [folder.url] });
    assert(opened.found, JSON.stringify(opened));
    assertMatch(opened.path, new RegExp(`-${sha256Hex(newer).slice(0, 12)}\\.so$`));
  } finally {
    Deno.dlopen = dlopen;
  }
});

testRust("openLibrary() refuses a library that was cut off, at any place", {}, () => {
  using folder = temporaryFolder();
  const bytes = Deno.readFileSync(installedLibrary()), file = new URL("cut.so", folder.url);
  for (const share of [0, 0.001, 0.3, 0.6, 0.9, 0.999]) {
    Deno.writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * share)));
    refused({ libraryPath: file }, "LIBRARY_DAMAGED");
  }
});

testRust("openLibrary() refuses a library whose layout table is another", OPENS, () => {
  using folder = temporaryFolder();
  const bytes = Deno.readFileSync(installedLibrary());
  const at = indexOfLayout(bytes) + 7 * 4;
  const view = new DataView(bytes.buffer);
  view.setUint32(at, view.getUint32(at, true) + 1, true);
  install(folder.url, bytes);
  const { message, remedy } = refused({ folders: [folder.url] }, "LIBRARY_LAYOUT");
  const entry = LAYOUT[7]!;
  assertStringIncludes(
    message,
    `was built from another contract: ${recordLayout()[7]!.name} is ${entry + 1} there and ${entry} here`,
  );
  assertMatch(remedy, /^run "deno task install-rust" in /);
  assertEquals(openLibrary({ folders: [folder.url] }).found, false);
});

testRust("openLibrary() refuses a library that lacks a function", OPENS, async () => {
  using folder = temporaryFolder();
  const source = new URL("tiny.c", folder.url), library = new URL("tiny.so", folder.url);
  Deno.writeTextFileSync(
    source,
    "unsigned ct_layout(unsigned *out, unsigned capacity) { (void)out; return capacity; }",
  );
  const compiled = await run("cc", ["-shared", "-fPIC", "-o", pathOf(library), pathOf(source)]);
  assertEquals(compiled.code, 0, compiled.stderr);
  assertMatch(
    refused({ libraryPath: library }, "LIBRARY_LAYOUT").message,
    /was built from another contract: .*ct_/,
  );
});

testRust("openLibrary() takes a whole library from a folder or a path with spaces, and opens it once", OPENS, () => {
  using folder = temporaryFolder();
  const spaced = new URL("a%20folder/", folder.url);
  Deno.mkdirSync(spaced);
  install(spaced, Deno.readFileSync(installedLibrary()));
  const library = openLibrary({ folders: [folder.url, spaced] });
  assert(library.found, JSON.stringify(library));
  assertEquals(openLibrary({ folders: [spaced] }), library);
  assertEquals(openLibrary({ libraryPath: library.path }), library);
  assertEquals(verifyLibrary(library.path), []);
});

testRust("openLibrary() stops at a folder whose library is damaged", OPENS, () => {
  using damaged = temporaryFolder();
  using whole = temporaryFolder();
  install(damaged.url, new Uint8Array(100));
  install(whole.url, Deno.readFileSync(installedLibrary()));
  refused({ folders: [damaged.url, whole.url] }, "LIBRARY_DAMAGED");
});

testRust("openLibrary() finds the installed library, which verifyLibrary() finds nothing wrong with", {}, () => {
  const library = openLibrary();
  assert(library.found);
  assertEquals(library.path, pathOf(installedLibrary()));
  assertEquals(verifyLibrary(library.path), []);
});

testRust(
  "openLibrary() names the flag that a path with a comma and a space takes",
  { permissions: { ffi: false } },
  () => {
    const { remedy } = refused({ libraryPath: "my libs/a,b.so" }, "LIBRARY_NOT_PERMITTED");
    assertEquals(remedy, 'run with "--allow-ffi=my libs/a,,b.so"');
  },
);

/** Where the layout table begins in a library. */
function indexOfLayout(bytes: Uint8Array): number {
  const table = new Uint8Array(LAYOUT.buffer);
  for (let at = 0; at < bytes.length; at += 4) {
    if (table.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  throw new Error("Cannot find the layout table in the library");
}
