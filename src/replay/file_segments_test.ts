import { assertEquals, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { readSegments } from "../../tests/read_segments.ts";
import { openSegments, SegmentError, segmentPath, type SegmentReader, segmentsOf } from "./file_segments.ts";

const text = (name: string): Uint8Array => new TextEncoder().encode(name);

/** A folder with files of these texts; those with `.gz` are compressed. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = Deno.makeTempDirSync();
  for (const [name, content] of Object.entries(files)) {
    Deno.writeFileSync(`${folder}/${name}`, name.endsWith(".gz") ? gzipSync(text(content)) : text(content));
  }
  return folder;
}

/** Reads in pieces of three bytes. */
function readBy3(file: SegmentReader): string {
  const piece = new Uint8Array(3), bytes: number[] = [];
  for (let read = file.readSync(piece); read !== null; read = file.readSync(piece)) {
    bytes.push(...piece.subarray(0, read));
  }
  file.close();
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

Deno.test("segments are read one after the other, those not compressed yet too, and the file behind them", () => {
  const segments = { "run.00001.log.gz": "abcdefgh", "run.00002.log.gz": "", "run.00003.log": "ijklm" };
  for (
    const [files, whole] of [[{ ...segments, "run.log": "nop" }, "abcdefghijklmnop"], [
      segments,
      "abcdefghijklm",
    ]] as const
  ) {
    const path = `${folderOf(files)}/run.log`;
    assertEquals(new TextDecoder().decode(readSegments(path)), whole);
    assertEquals(readBy3(openSegments(path)), whole);
    assertEquals(readBy3(openSegments(new URL(`file://${path}`))), whole);
    assertEquals(readBy3(openSegments(path, text("xyz"))), whole);
    assertEquals(segmentsOf(path), { last: 3, plain: [3] });
  }
});

Deno.test("the names of segments sort, and no other name is one", () => {
  assertEquals(segmentPath("a/run.log", 12), "a/run.00012.log");
  assertEquals(segmentPath("run", 123_456), "run.123456");
  const others = [
    "run.00007.log.gz.part",
    "run.007.log.gz",
    "a.run.00007.log.gz",
    "run.00007.jsonl.gz",
    "run.00000.log",
  ];
  const folder = folderOf(Object.fromEntries(["run.log", "run.00001.log.gz", ...others].map((name) => [name, "a"])));
  assertEquals(segmentsOf(`${folder}/run.log`), { last: 1, plain: [] });
  assertEquals(segmentsOf(`${folder}/none.log`), { last: 0, plain: [] });
});

Deno.test("a file that begins as the whole does is read alone", () => {
  const folder = folderOf({ "run.00001.log.gz": "abcdefgh", "run.log": "abXY" });
  assertEquals(readBy3(openSegments(`${folder}/run.log`, text("ab"))), "abXY");
  const alone = folderOf({ "run.log": "a" });
  assertEquals(readBy3(openSegments(`${alone}/run.log`, text("ab"))), "a");
});

Deno.test("a place tells the file that a byte lies in", () => {
  const folder = folderOf({ "run.00001.log.gz": "abc", "run.00002.log.gz": "defg", "run.log": "h" });
  const file = openSegments(`${folder}/run.log`);
  readBy3(file);
  assertEquals([0, 2, 3, 6, 7].map((byte) => file.placeOf(byte)), [
    { path: `${folder}/run.00001.log.gz`, byte: 0 },
    { path: `${folder}/run.00001.log.gz`, byte: 2 },
    { path: `${folder}/run.00002.log.gz`, byte: 0 },
    { path: `${folder}/run.00002.log.gz`, byte: 3 },
    { path: `${folder}/run.log`, byte: 0 },
  ]);
  assertEquals(file.offset, 8);
});

Deno.test("a segment that is missing or damaged is an error with its path, behind the bytes before it", () => {
  const whole = { "run.00001.log.gz": "abc", "run.00002.log.gz": "defg", "run.00003.log.gz": "h", "run.log": "i" };
  const cases: readonly [string, (path: string) => void, string][] = [
    ["missing", (path) => Deno.removeSync(path), "is missing"],
    ["cut", (path) => Deno.truncateSync(path, Deno.statSync(path).size - 3), "cannot be unpacked (unexpected end"],
    ["no gzip", (path) => Deno.writeTextFileSync(path, "defg"), "cannot be unpacked ("],
  ];
  for (const [name, damage, said] of cases) {
    const folder = folderOf(whole), path = `${folder}/run.00002.log.gz`;
    damage(path);
    const file = openSegments(`${folder}/run.log`), error = assertThrows(() => readBy3(file), SegmentError, said, name);
    assertEquals([error.message.startsWith(path), file.offset], [true, 3]);
    file.close();
  }
  assertThrows(() => openSegments(`${folderOf({})}/run.log`), Deno.errors.NotFound);
  assertThrows(() => openSegments("no/such/run.log", text("ab")), Deno.errors.NotFound);
});
