import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { makeHardLink, makeLink, makePipe, pathOf, temporaryFolder } from "../../tests/boundary/installed_library.ts";
import { FileError } from "../checkpoint/atomic_file.ts";
import { checkFiles, type NamedFile, openOutput, type OutputFile } from "./output_files.ts";
import { UsageError } from "./usage_error.ts";

/** Runs a test with the path of a folder of its own. */
async function inFolder(test: (folder: string) => void | Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  await test(pathOf(folder.url).replace(/[\\/]$/, ""));
}

const log = (path: string): OutputFile => ({ flag: "--log", path, kind: "replay log" });
const checkpoint = (path: string): OutputFile => ({
  ...{ flag: "--checkpoint", path, kind: "checkpoint", replaces: "--resume" },
});
const data = (path: string): NamedFile => ({ flag: "--data", path });

function refusal(inputs: readonly NamedFile[], outputs: readonly OutputFile[], force = false): string {
  return assertThrows(() => checkFiles(inputs, outputs, force), UsageError).message;
}

Deno.test("an output that is an input is refused with both names, however it is written, by force too", async () => {
  await inFolder(async (folder) => {
    const prices = `${folder}/d.csv`, link = `${folder}/link`, name = `${folder}/name`, inner = `${folder}/inner`;
    Deno.writeTextFileSync(prices, "prices");
    await makeHardLink(prices, name);
    await makeLink(prices, link);
    await makeLink(folder, inner);
    const paths = [
      ...[prices, `${folder}/./d.csv`, `${folder}/../${folder.split("/").at(-1)}/d.csv`, `${folder}//d.csv`],
      ...[link, name, `${inner}/d.csv`, new URL(`file://${encodeURI(prices)}`).href],
    ];
    for (const path of paths) {
      for (const force of [false, true]) {
        assertEquals(
          refusal([data(prices)], [log(path)], force),
          `Cannot write --log ${path}: it is the file of --data ${prices}, which would be lost; name another one`,
        );
        assertStringIncludes(
          refusal([data(path)], [checkpoint(prices)], force),
          `Cannot write --checkpoint ${prices}: it is the file of --data ${path}, which`,
        );
      }
    }
    assertEquals(Deno.readTextFileSync(prices), "prices");
  });
});

Deno.test("two outputs of one file are refused, also one that is not there yet, in any case of letters", async () => {
  await inFolder(async (folder) => {
    await makeLink(folder, `${folder}/inner`);
    const pairs = [["same", "same"], ["same", "./same"], ["same", "inner/same"], ["Same", "same"], ["é", "e\u0301"]];
    for (const [first, second] of pairs) {
      assertEquals(
        refusal([], [log(`${folder}/${first}`), checkpoint(`${folder}/${second}`)]),
        `Cannot write --log ${folder}/${first}: it is the file of --checkpoint ${folder}/${second}, which would be ` +
          "lost; name another one",
      );
    }
    checkFiles([], [log(`${folder}/one`), checkpoint(`${folder}/other`)], false);
    assertEquals([...Deno.readDirSync(folder)].map((entry) => entry.name), ["inner"]);
  });
});

Deno.test("the part that is written first is an output too", async () => {
  await inFolder((folder) => {
    const part = `${folder}/run.part`;
    assertEquals(
      refusal([], [checkpoint(`${folder}/run`), log(part)]),
      `Cannot write --checkpoint ${folder}/run: it is written to ${part} first, and that is the file of --log ${part}, ` +
        "which would be lost; name another one",
    );
    Deno.writeTextFileSync(part, "prices");
    assertStringIncludes(refusal([data(part)], [log(`${folder}/run`)]), `that is the file of --data ${part}`);
    assertEquals(
      refusal([], [log(`${folder}/run`)]),
      `Cannot write --log ${folder}/run: the file ${part} holds something that is no replay log; name another one, or ` +
        "replace it with --force",
    );
  });
});

Deno.test("a run may go on from the checkpoint that it keeps, and from no other output", async () => {
  await inFolder((folder) => {
    const path = `${folder}/last`, resume = { flag: "--resume", path };
    Deno.writeTextFileSync(path, "CTCKPT");
    checkFiles([resume], [checkpoint(path)], false);
    assertStringIncludes(refusal([resume], [log(path)]), `is the file of --resume ${path}, which would be lost`);
  });
});

Deno.test("a file that holds something else is replaced by force alone", async () => {
  await inFolder((folder) => {
    const path = `${folder}/file`;
    for (
      const [content, isLog] of [["", true], ["CTL", true], ["CTLOG\r\n\0rest", true], ["CTCKPT\0\0", false]] as const
    ) {
      Deno.writeTextFileSync(path, content);
      if (isLog) checkFiles([], [log(path)], false);
      else {
        assertEquals(
          refusal([], [log(path)]),
          `Cannot write --log ${path}: the file ${path} holds something that is no replay log; name another one, or ` +
            "replace it with --force",
        );
        checkFiles([], [checkpoint(path)], false);
      }
    }
    for (const content of ["time,open,high,low,close\n", "import * as ct", "{}"]) {
      Deno.writeTextFileSync(path, content);
      for (const kind of ["replay log", "checkpoint", "log in JSON Lines"] as const) {
        assertStringIncludes(refusal([], [{ flag: "--out", path, kind }]), `holds something that is no ${kind}`);
        checkFiles([], [{ flag: "--out", path, kind }], true);
      }
    }
    Deno.writeTextFileSync(path, '{"log":"CTLOG","version":1}\n');
    checkFiles([], [{ flag: "--export", path, kind: "log in JSON Lines" }], false);
  });
});

Deno.test("a file that may not be looked at is not written", { permissions: { read: false } }, () => {
  assertStringIncludes(
    refusal([data("d.csv")], [log("d.log")]),
    'Cannot tell which file --log d.log is: Requires read access to "d.log"',
  );
});

Deno.test("an output takes the place of the old file when it is whole, and a pipe takes it at once", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/run.log`;
    Deno.writeTextFileSync(path, "old");
    {
      using file = openOutput(path);
      file.writeSync(Uint8Array.of(1));
      assertEquals(Deno.readTextFileSync(path), "old");
    }
    assertEquals(Deno.readTextFileSync(path), "old");
    {
      using file = openOutput(path);
      file.writeSync(Uint8Array.of(1));
      file.commit();
    }
    assertEquals(Deno.readFileSync(path), Uint8Array.of(1));
    assertThrows(() => openOutput(folder), FileError, `Cannot write ${folder}: it is a folder; name a file`);
    if (Deno.build.os === "windows") return;
    const pipe = `${folder}/pipe`;
    await makePipe(pipe);
    checkFiles([], [log(pipe)], false);
    const reading = Deno.readFile(pipe);
    {
      using file = openOutput(pipe);
      file.writeSync(Uint8Array.of(5, 6));
      file.commit();
      assertEquals(file.keepPart(), pipe);
    }
    assertEquals(await reading, Uint8Array.of(5, 6));
    assert(Deno.statSync(pipe).isFifo);
  });
});
