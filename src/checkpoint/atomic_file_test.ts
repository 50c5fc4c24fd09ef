import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeLink, makePipe } from "../../tests/boundary/installed_library.ts";
import { AtomicFile, FileError, writeWhole } from "./atomic_file.ts";

/** Runs a test in a folder of its own, which must then hold these files. */
async function inFolder(test: (folder: string) => void | Promise<void>, left: readonly string[]): Promise<void> {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    await test(folder);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), left);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("a file is written whole, over an older one too, and nothing is left beside it", async () => {
  await inFolder((folder) => {
    const path = `${folder}/a b.checkpoint`, url = new URL(`file://${folder}/c%20d.checkpoint`);
    for (const size of [100_000, 3, 0]) {
      const bytes = new Uint8Array(size).fill(size);
      for (const target of [path, url]) {
        writeWhole(target, bytes);
        assertEquals(Deno.readFileSync(target), bytes);
      }
    }
  }, ["a b.checkpoint", "c d.checkpoint"]);
});

Deno.test("content that is not committed leaves the old file and no part", async () => {
  await inFolder((folder) => {
    const path = `${folder}/file`;
    for (const before of [undefined, "before"]) {
      if (before !== undefined) Deno.writeTextFileSync(path, before);
      using file = new AtomicFile(path);
      file.writeSync(Uint8Array.of(1, 2));
      assertEquals(file.path, path);
    }
    assertEquals(Deno.readTextFileSync(path), "before");
    const kept = new AtomicFile(path);
    kept.writeSync(Uint8Array.of(1, 2));
    assertEquals(kept.keepPart(), `${path}.part`);
    kept[Symbol.dispose]();
    assertEquals(Deno.readFileSync(`${path}.part`), Uint8Array.of(1, 2));
    assertThrows(() => kept.writeSync(Uint8Array.of(3)), FileError, "it was closed before");
    writeWhole(path, Uint8Array.of(7));
    assertEquals(Deno.readFileSync(path), Uint8Array.of(7));
  }, ["file"]);
});

Deno.test("the file that a failed write was for is named, the old one stays, and no part does", async () => {
  await inFolder((folder) => {
    const path = `${folder}/run.checkpoint`, openSync = Deno.openSync;
    writeWhole(path, Uint8Array.of(1));
    /** Has the steps of writing fail as on a full disk. */
    const failing = (member: "writeSync" | "syncSync"): void => {
      Deno.openSync = (name, options) => {
        const file = openSync(name, options);
        file[member] = () => {
          throw new Error("No space left on device (os error 28)");
        };
        return file;
      };
    };
    for (const member of ["writeSync", "syncSync"] as const) {
      failing(member);
      try {
        const error = assertThrows(() => writeWhole(path, Uint8Array.of(2)), FileError);
        assertEquals(
          error.message,
          `Cannot write ${path}: No space left on device (os error 28); what was there before is unchanged`,
        );
        assertEquals(error.path, path);
      } finally {
        Deno.openSync = openSync;
      }
      assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["run.checkpoint"]);
    }
    assertEquals(Deno.readFileSync(path), Uint8Array.of(1));
    const nowhere = assertThrows(() => writeWhole(`${folder}/no folder/file`, Uint8Array.of(2)), FileError);
    assert(nowhere.message.startsWith(`Cannot write ${folder}/no folder/file: No such file or directory`));
    assert(nowhere.message.endsWith("; check that its folder is there; what was there before is unchanged"));
  }, ["run.checkpoint"]);
});

Deno.test("a file that may not be written keeps its content, whoever may write to its folder", async () => {
  await inFolder((folder) => {
    const path = `${folder}/protected`, openSync = Deno.openSync;
    Deno.writeTextFileSync(path, "kept");
    // Nothing is protected from an administrator, so the answer of the system is played.
    Deno.openSync = (name, options) => {
      if (options?.append) throw new Deno.errors.PermissionDenied("Permission denied (os error 13)");
      return openSync(name, options);
    };
    try {
      assertThrows(() => writeWhole(path, Uint8Array.of(2)), FileError, `Cannot write ${path}: Permission denied`);
    } finally {
      Deno.openSync = openSync;
    }
    assertEquals(Deno.readTextFileSync(path), "kept");
  }, ["protected"]);
});

Deno.test("what is not permitted is named with the file", { permissions: { read: ["."], write: false } }, () => {
  const error = assertThrows(() => writeWhole("some.checkpoint", Uint8Array.of(2)), FileError);
  assert(error.message.startsWith('Cannot write some.checkpoint: Requires write access to "'), error.message);
});

Deno.test("a link is followed and stays a link, and a folder, a pipe or a link to nothing is refused by name", async () => {
  await inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/folder`);
    assertThrows(
      () => writeWhole(`${folder}/folder`, Uint8Array.of(1)),
      FileError,
      `Cannot write ${folder}/folder: it is a folder; name a file`,
    );
    Deno.mkdirSync(`${folder}/file.part`);
    assertThrows(
      () => writeWhole(`${folder}/file`, Uint8Array.of(1)),
      FileError,
      `Cannot write ${folder}/file: there is a folder named ${folder}/file.part, where it is written first: remove it`,
    );
    Deno.removeSync(`${folder}/file.part`);
    writeWhole(`${folder}/file`, Uint8Array.of(1));
    if (Deno.build.os === "windows") return;
    await makeLink(`${folder}/file`, `${folder}/link`);
    writeWhole(`${folder}/link`, Uint8Array.of(2));
    assertEquals([Deno.readLinkSync(`${folder}/link`), Deno.readFileSync(`${folder}/file`)], [
      `${folder}/file`,
      Uint8Array.of(2),
    ]);
    Deno.removeSync(`${folder}/file`);
    assertThrows(
      () => writeWhole(`${folder}/link`, Uint8Array.of(1)),
      FileError,
      `Cannot write ${folder}/link: it is a link to nothing; name the file itself`,
    );
    await makePipe(`${folder}/pipe`);
    assertThrows(
      () => writeWhole(`${folder}/pipe`, Uint8Array.of(1)),
      FileError,
      `Cannot write ${folder}/pipe: it is a device or pipe; name a file`,
    );
    Deno.removeSync(`${folder}/pipe`);
    Deno.removeSync(`${folder}/link`);
    Deno.removeSync(`${folder}/folder`);
  }, []);
});

Deno.test("a second writer of a file is refused, or waits", async () => {
  await inFolder((folder) => {
    const path = `${folder}/file`;
    using first = new AtomicFile(path);
    assertThrows(
      () => new AtomicFile(path),
      FileError,
      `Cannot write ${path}: another program is writing it; give each program a file of its own`,
    );
    first.writeSync(Uint8Array.of(1));
    first.commit();
    writeWhole(path, Uint8Array.of(2));
    assertEquals(Deno.readFileSync(path), Uint8Array.of(2));
  }, ["file"]);
});

/** Writes a file many times, all of its bytes the same, and reads it in between. */
const WRITER = `
import { writeWhole } from ${JSON.stringify(new URL("atomic_file.ts", import.meta.url).href)};
const [path, number] = Deno.args;
for (let write = 0; write < 150; write++) {
  writeWhole(path, new Uint8Array(50_000 + 1_000 * Number(number)).fill(Number(number)));
  const bytes = Deno.readFileSync(path);
  if (bytes.length !== 50_000 + 1_000 * bytes[0] || bytes.some((byte) => byte !== bytes[0])) throw new Error("Torn");
}
`;

Deno.test("processes that write one file at the same time all succeed, and it is always a whole one", async () => {
  await inFolder(async (folder) => {
    const program = `${folder}/writer.ts`, path = `${folder}/run.checkpoint`;
    Deno.writeTextFileSync(program, WRITER);
    const writers = ["1", "2", "3"].map((number) =>
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--no-prompt", "--no-lock", "--quiet", `--allow-read=${folder}`],
          ...[`--allow-write=${path},${path}.part`, program, path, number],
        ],
        stdin: "null",
      }).output()
    );
    for (const { success, stderr } of await Promise.all(writers)) {
      assert(success, new TextDecoder().decode(stderr));
    }
    Deno.removeSync(program);
  }, ["run.checkpoint"]);
});
