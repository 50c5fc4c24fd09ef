import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeLink, makePipe } from "../tests/boundary/installed_library.ts";
import {
  checkedPath,
  checkWritable,
  copyRights,
  inspected,
  isFile,
  kindOf,
  openFile,
  openOwned,
  pathOfUrl,
  permittedVariable,
  readWhole,
  realPath,
  removeFile,
  renameFile,
  targetPath,
  unreadable,
  urlOfPath,
} from "./host.ts";

/** A variable of a name that the tests may set. */
const VARIABLE = "CRACKTRADER_HOST_TEST";

Deno.test("a value is shown as the console shows it, as deep as is asked for", () => {
  assertEquals([inspected("a"), inspected(-0), inspected(new URL("file:///a"))], [
    '"a"',
    "-0",
    '"file:///a"',
  ]);
  assertEquals(inspected({ a: { b: { c: 1 } } }), "{ a: { b: { c: 1 } } }");
  assertEquals(inspected({ a: { b: 1 } }, 0), Deno.inspect({ a: { b: 1 } }, { depth: 0 }));
});

Deno.test("a value in a message is one line, not long, and never an error of its own", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const throwing = {
    get [Symbol.toStringTag](): string {
      throw new Error("its own");
    },
  };
  assertEquals(inspected(proxy), "a value that cannot be shown");
  for (
    const value of ["x".repeat(1e6), Array(1e6).fill(1), class Long {}, throwing, Symbol("a"), Object.create(null)]
  ) {
    const text = inspected(value, 0);
    assert(text.length <= 303 && !text.includes("\n"), text);
  }
  assertEquals(inspected(class Named {}), 'the function "Named"');
  assertEquals(inspected(new Error("told")), 'the error "told"');
});

Deno.test("an error of the system keeps its class and gets the file and a remedy", () => {
  const missing = assertThrows(() => openFile("none/none"), Deno.errors.NotFound),
    told = unreadable("none/none", missing);
  assertEquals([told instanceof Deno.errors.NotFound, told.cause], [true, missing]);
  assert(/^Cannot read none\/none: No such file .*; check the path$/.test(told.message), told.message);
  assert(unreadable("x", new Error("other")) instanceof RangeError);
  assertThrows(() => checkedPath(new URL("https://127.0.0.1/a"), "read"), TypeError, "Cannot read https://127.0.0.1/a");
  assertEquals(checkedPath("a", "read"), "a");
  assertEquals([targetPath("a"), targetPath(new URL("file:///a"))], ["a", new URL("file:///a")]);
  assertThrows(() => targetPath(new URL("https://127.0.0.1/a")), TypeError, "Cannot write https://127.0.0.1/a");
  for (const [wrong, shown] of [["", '""'], [5, "5"], [undefined, "undefined"], [{}, "{}"]] as const) {
    const message = `Cannot write ${shown}: pass the path of a file as a text, or a file: URL`;
    assertThrows(() => targetPath(wrong), TypeError, message);
  }
});

Deno.test("a variable of the environment is read where it is set and not empty", () => {
  try {
    assertEquals(permittedVariable(VARIABLE), undefined);
    Deno.env.set(VARIABLE, "");
    assertEquals(permittedVariable(VARIABLE), undefined);
    Deno.env.set(VARIABLE, "rust");
    assertEquals(permittedVariable(VARIABLE), "rust");
  } finally {
    Deno.env.delete(VARIABLE);
  }
});

Deno.test("a variable that may not be read is not asked for", { permissions: { env: false } }, () => {
  assertEquals(permittedVariable(VARIABLE), undefined);
});

Deno.test("a file is written by one program at a time, renamed over another, read in pieces and whole", () => {
  const folder = Deno.makeTempDirSync(), first = `${folder}/first`, second = `${folder}/second #1`;
  try {
    Deno.writeFileSync(second, new Uint8Array(50));
    Deno.writeFileSync(first, Uint8Array.of(9, 9, 9, 9));
    const owned = openOwned(first, false)!;
    assertEquals(openOwned(first, false), undefined);
    owned.writeSync(Uint8Array.of(1, 2, 3));
    owned.syncSync();
    renameFile(first, second);
    // The lock is that of the file which now has another name.
    const next = openOwned(first, true)!;
    next.close();
    owned.close();
    removeFile(first);
    assertEquals([isFile(first), isFile(second), isFile(folder)], [false, true, false]);
    assertEquals(readWhole(second), Uint8Array.of(1, 2, 3));
    assertEquals(readWhole(urlOfPath(second)), Uint8Array.of(1, 2, 3));
    const file = openFile(second), piece = new Uint8Array(2), rest = new Uint8Array(2);
    try {
      assertEquals([file.readSync(piece), file.readSync(rest), file.readSync(rest)], [2, 1, null]);
    } finally {
      file.close();
    }
    assertEquals([...piece, rest[0]], [1, 2, 3]);
    assertThrows(() => readWhole(first), Deno.errors.NotFound);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a write-protected file is no file to write, and its rights go over to another one", () => {
  const folder = Deno.makeTempDirSync(), one = `${folder}/one`, other = `${folder}/other`;
  try {
    Deno.writeTextFileSync(one, "kept");
    Deno.writeTextFileSync(other, "");
    checkWritable(one);
    assertEquals(Deno.readTextFileSync(one), "kept");
    assertThrows(() => checkWritable(`${folder}/none/file`), Deno.errors.NotFound);
    if (Deno.build.os === "windows") return;
    Deno.chmodSync(one, 0o640);
    copyRights(one, other);
    assertEquals(Deno.statSync(other).mode! & 0o777, 0o640);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("what lies at a path is told without following a link", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    Deno.writeTextFileSync(`${folder}/file`, "");
    assertEquals([kindOf(`${folder}/file`), kindOf(folder), kindOf(`${folder}/none`)], ["file", "folder", "nothing"]);
    if (Deno.build.os === "windows") return;
    await makePipe(`${folder}/pipe`);
    assertEquals(kindOf(`${folder}/pipe`), "device or pipe");
    await makeLink(`${folder}/file`, `${folder}/link`);
    assertEquals([kindOf(`${folder}/link`), realPath(`${folder}/link`)], ["link", `${folder}/file`]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a path and its URL are the same file, signs of URLs included", () => {
  const path = pathOfUrl(new URL("a b#c?d", urlOfPath("folder/")));
  assertEquals(urlOfPath("mod.ts").href, new URL("../mod.ts", import.meta.url).href);
  assert(path.endsWith("folder/a b"), path);
  for (
    const name of ["a b#c?d", "a%20b.ts", "100%", "a\nb\tc", "ä", ...(Deno.build.os === "windows" ? [] : ["a\\b"])]
  ) {
    assertEquals(pathOfUrl(urlOfPath(`folder/${name}`)), `${pathOfUrl(urlOfPath("folder"))}/${name}`);
  }
});
