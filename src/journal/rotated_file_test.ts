import { assert, assertEquals } from "@std/assert";
import { gunzipSync, gzipSync } from "node:zlib";
import { readSegments } from "../../tests/read_segments.ts";
import { RotatedFile } from "./rotated_file.ts";

const LIMIT = 100;

/** Pieces of 1 to 40 bytes, which differ all along. */
function pieces(count: number): Uint8Array[] {
  let at = 0;
  return Array.from(
    { length: count },
    (_, number) => Uint8Array.from({ length: number * 7 % 40 + 1 }, () => at++ * 31),
  );
}

function all(added: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(added.flatMap((piece) => [...piece]));
}

function append(path: string, added: readonly Uint8Array[], limitBytes: number): void {
  const file = RotatedFile.open(path, limitBytes);
  for (const piece of added) file.append(piece);
  file.sync();
  file.close();
}

/** The names of the files in a folder, in their order. */
function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
}

Deno.test("bytes that would grow a file past its limit find it empty, and all parts together are what was added", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`, added = pieces(60);
  append(path, added, LIMIT);
  assertEquals(readSegments(path), all(added));
  const names = namesIn(folder), segments = names.filter((name) => name.endsWith(".log.gz"));
  assert(segments.length > 9, `${segments.length} segments`);
  assertEquals(names, [...segments, "run.log"]);
  assertEquals(segments[0], "run.00001.log.gz");
  for (const name of segments) {
    const { length } = gunzipSync(Deno.readFileSync(`${folder}/${name}`));
    assert(length > LIMIT - 40 && length <= LIMIT, `${length} bytes`);
  }
  assert(Deno.statSync(path).size <= LIMIT);
});

Deno.test("a piece above the limit is written as a whole, and a limit without end rotates nothing", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`, large = new Uint8Array(3 * LIMIT).fill(7);
  append(path, [large, large], LIMIT);
  assertEquals(namesIn(folder), ["run.00001.log.gz", "run.log"]);
  assertEquals(Deno.readFileSync(path), large);
  append(path, pieces(60), Infinity);
  assertEquals(namesIn(folder), ["run.00001.log.gz", "run.log"]);
});

Deno.test("each opening may have another limit", () => {
  const path = `${Deno.makeTempDirSync()}/run.log`, added = pieces(60);
  for (const [at, limitBytes] of [LIMIT, 1000, 1, Infinity, 50, LIMIT].entries()) {
    append(path, added.slice(10 * at, 10 * at + 10), limitBytes);
    assertEquals(readSegments(path), all(added.slice(0, 10 * at + 10)));
  }
});

Deno.test("others are asked before the bytes of a file become a segment", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`, sizes: number[] = [];
  const file = RotatedFile.open(path, LIMIT, () => sizes.push(Deno.statSync(path).size, namesIn(folder).length));
  for (let times = 0; times < 5; times++) file.append(new Uint8Array(60));
  file.close();
  assertEquals(sizes, [60, 1, 60, 2, 60, 3, 60, 4]);
});

Deno.test("a file is cut without its segments, and goes on there", () => {
  const path = `${Deno.makeTempDirSync()}/run.log`;
  append(path, [new Uint8Array(90).fill(1), new Uint8Array(90).fill(2)], LIMIT);
  const file = RotatedFile.open(path, LIMIT);
  assertEquals(file.tail(), new Uint8Array(90).fill(2));
  file.cut(10);
  file.append(new Uint8Array(90).fill(3));
  file.append(Uint8Array.of(4));
  file.close();
  assertEquals(readSegments(path), Uint8Array.of(...Array(90).fill(1), ...Array(10).fill(2), ...Array(90).fill(3), 4));
});

Deno.test("whatever step a rotation is cut off at, each byte is read once before and behind the next opening", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`, added = pieces(60), whole = all(added);
  append(path, added, LIMIT);
  const newest = namesIn(folder).findLast((name) => name.endsWith(".gz"))!, segment = newest.replace(".gz", "");
  const bytes = gunzipSync(Deno.readFileSync(`${folder}/${newest}`)), tail = Deno.readFileSync(path);
  const kept = whole.subarray(0, whole.length - tail.length), packed = gzipSync(bytes);
  const states: readonly [string, Readonly<Record<string, Uint8Array | undefined>>][] = [
    ["renamed", { [segment]: bytes, "run.log": undefined }],
    ["renamed, and a new file", { [segment]: bytes, "run.log": new Uint8Array() }],
    ["compressed in part", {
      [segment]: bytes,
      [`${newest}.part`]: packed.subarray(0, 20),
      "run.log": new Uint8Array(),
    }],
    ["compressed", { [segment]: bytes, [`${newest}.part`]: packed, "run.log": new Uint8Array() }],
    ["compressed, with its name", { [segment]: bytes, [newest]: packed, "run.log": new Uint8Array() }],
    ["the whole rotation", { [newest]: packed, "run.log": new Uint8Array() }],
  ];
  for (const [name, files] of states) {
    const copy = Deno.makeTempDirSync();
    for (const each of namesIn(folder)) {
      if (each !== newest && each !== "run.log") Deno.copyFileSync(`${folder}/${each}`, `${copy}/${each}`);
    }
    for (const [each, content] of Object.entries(files)) {
      if (content !== undefined) Deno.writeFileSync(`${copy}/${each}`, content);
    }
    assertEquals(readSegments(`${copy}/run.log`), kept, name);
    append(`${copy}/run.log`, [tail], LIMIT);
    assertEquals(readSegments(`${copy}/run.log`), whole, name);
    assertEquals(namesIn(copy), namesIn(folder), name);
  }
});

Deno.test("a segment that is compressed is whole, and what lies under its name without the ending is dropped", () => {
  for (const beside of ["", "torn", "x".repeat(999)]) {
    const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`, added = pieces(60);
    append(path, added, LIMIT);
    Deno.writeTextFileSync(`${folder}/run.00002.log`, beside);
    assertEquals(readSegments(path), all(added));
    RotatedFile.open(path, LIMIT).close();
    assertEquals([readSegments(path), namesIn(folder).includes("run.00002.log")], [all(added), false]);
  }
});

Deno.test("copies with dates in their names and folders are no segments, and stay as they are", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run.log`, added = pieces(60);
  append(path, added, LIMIT);
  const foreign = ["run.20240101.log", "run.20240101.log.gz", "run.2024.log.gz", "run.99999999999999999999.log.gz"];
  for (const name of foreign) Deno.writeTextFileSync(`${folder}/${name}`, name);
  for (const name of ["run.00099.log.gz", "run.00098.log"]) Deno.mkdirSync(`${folder}/${name}`);
  append(path, added, LIMIT);
  assertEquals(readSegments(path), all([...added, ...added]));
  for (const name of foreign) assertEquals(Deno.readTextFileSync(`${folder}/${name}`), name);
});
