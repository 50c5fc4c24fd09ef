import { assert, assertEquals, assertThrows } from "@std/assert";
import { crc32 } from "node:zlib";
import { RECORD_WORDS } from "../contract/contract.gen.ts";
import { Random } from "../laws/random.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { CHUNK_HEAD_BYTES, HEADER_HEAD_BYTES } from "./log_format.ts";
import { MemorySink } from "./log_sink.ts";
import { recordEvents } from "./record_events.ts";
import { type ReplayLogChunk, ReplayLogReader } from "./replay_log_reader.ts";
import { ReplayLogError, type ReplayLogErrorCode } from "./replay_log_error.ts";

function logOf(seed: number, events: number, chunkRecords: number): Uint8Array<ArrayBuffer> {
  const workload = makeWorkload(new Random(seed), events), sink = new MemorySink();
  const options = { engineBackend: "typescript", environmentOverride: false, chunkRecords } as const;
  recordEvents(workload.configuration.lanes, workload.events, sink, options);
  return sink.bytes();
}

/** Reads a log to its end. */
function readAll(bytes: Uint8Array, allowUnfinished: boolean = false): ReplayLogChunk[] {
  return [...new ReplayLogReader(bytes, { allowUnfinished }).chunks()];
}

function errorOf(bytes: Uint8Array): ReplayLogError {
  return assertThrows(() => readAll(bytes), ReplayLogError) as ReplayLogError;
}

function assertRefused(bytes: Uint8Array, code: ReplayLogErrorCode, offset: number): void {
  const error = errorOf(bytes);
  assertEquals([error.code, error.offset], [code, offset], error.message);
}

/** Where chunks begin, the trailer last, and where the log ends. */
function boundaries(bytes: Uint8Array): number[] {
  return [...readAll(bytes).map((chunk) => chunk.offset), bytes.length];
}

/** The log with words changed and every checksum made right again, as another writer would have written it. */
function rewritten(bytes: Uint8Array, change: (words: Uint32Array<ArrayBuffer>) => void): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes), words = new Uint32Array(copy.buffer), places = boundaries(bytes);
  change(words);
  words[10] = crc32(copy.subarray(HEADER_HEAD_BYTES, places[0]!));
  words[11] = crc32(copy.subarray(0, 44));
  let checksum = words[11]!;
  for (let at = 0; at < places.length - 1; at++) {
    const from = places[at]!;
    words[from / 4 + 2] = crc32(copy.subarray(from + CHUNK_HEAD_BYTES, places[at + 1]!));
    checksum = words[from / 4 + 3] = crc32(copy.subarray(from, from + 12), checksum);
  }
  return copy;
}

Deno.test("a log gives its events back, each output behind the event that made it, in chunks of the size asked for", () => {
  const { events } = makeWorkload(new Random(2), 700), chunks = readAll(logOf(2, 700, 64));
  const words = chunks.flatMap((chunk) => chunk.kind === "events" ? [...chunk.words] : []);
  assertEquals(Uint32Array.from(words), new Uint32Array(events.buffer));
  const numbers = { events: 0, outputs: 0 };
  for (const chunk of chunks) {
    if (chunk.kind === "trailer") {
      assertEquals([chunk.events, chunk.outputs], [numbers.events, numbers.outputs]);
      continue;
    }
    assert(
      chunk.kind !== "break" && chunk.kind !== "tags" && chunk.count <= 64 &&
        chunk.words.length === chunk.count * RECORD_WORDS,
    );
    assertEquals(chunk.first, numbers[chunk.kind] + 1);
    assertEquals(chunk.floats.buffer, chunk.words.buffer);
    numbers[chunk.kind] += chunk.count;
  }
  assertEquals(chunks.at(-1)!.kind, "trailer");
  assert(numbers.outputs > 300 && chunks.length > 20);
});

Deno.test("a log is read the same from its file", async () => {
  const bytes = logOf(3, 300, 50), path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const reader = new ReplayLogReader(path);
    assertEquals(reader.header, new ReplayLogReader(bytes).header);
    assertEquals([...reader.chunks()], readAll(bytes));
    // An iteration that is left in the middle closes the file, or the sanitizer of this test would tell.
    for (const chunk of reader.chunks()) if (chunk.kind === "outputs") break;
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("any flipped bit is an error at or before its byte", () => {
  const bytes = logOf(4, 260, 40), random = new Random(4), codes = new Set<string>();
  const heads = Array.from(
    { length: (HEADER_HEAD_BYTES + CHUNK_HEAD_BYTES) * 8 },
    (_bit, at) => at < HEADER_HEAD_BYTES * 8 ? at : boundaries(bytes)[1]! * 8 + at - HEADER_HEAD_BYTES * 8,
  );
  const anywhere = Array.from({ length: 1500 }, () => random.below(bytes.length * 8));
  for (const bit of [...heads, ...anywhere]) {
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    const error = errorOf(bytes);
    assert(error.offset <= bit >> 3, `${bit}: ${error.message}`);
    codes.add(error.code);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
  }
  // Damage is never taken for a cut file, nor for one that another contract laid out.
  assertEquals([...codes].sort(), ["BAD_MAGIC", "DAMAGED", "OTHER_VERSION"]);
  assertEquals(readAll(bytes).at(-1)!.kind, "trailer");
});

Deno.test("a log that is cut says where and after which event, and what is whole can be read", () => {
  const bytes = logOf(5, 260, 40), places = boundaries(bytes), whole = readAll(bytes);
  const cuts = Array.from({ length: Math.floor(bytes.length / 64) }, (_cut, at) => at * 64);
  for (const cut of [...cuts, ...places.slice(0, -1), 1, 7, 8, 47, 49, bytes.length - 1]) {
    const part = bytes.subarray(0, cut),
      error = errorOf(part),
      chunks = places.filter((place) => place <= cut).length - 1;
    const atBoundary = places.includes(cut);
    assertEquals([error.code, error.offset], [atBoundary ? "NO_TRAILER" : "CUT", cut]);
    if (chunks < 0) {
      assertEquals(error.message, `Cannot read the replay log at byte ${cut}: the file ends inside its header`);
      assertThrows(() => readAll(part, true), ReplayLogError);
      continue;
    }
    const before = whole.slice(0, chunks);
    const events = before.reduce((sum, chunk) => sum + (chunk.kind === "events" ? chunk.count : 0), 0);
    assert(error.message.endsWith(` after event ${events}`), error.message);
    const prefix = readAll(part, true);
    assertEquals(prefix.slice(0, -1), before);
    assertEquals(prefix.at(-1), { kind: "break", offset: places[chunks]!, problem: error });
  }
});

Deno.test("chunks that are left out or change places are found, although each is whole", () => {
  const bytes = logOf(6, 300, 40),
    places = boundaries(bytes),
    parts = places.slice(0, -1).map((from, at) => bytes.subarray(from, places[at + 1]!));
  const glued = (chosen: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from([bytes.subarray(0, places[0]!), ...chosen].flatMap((part) => [...part]));
  assertEquals(glued(parts), bytes);
  assertRefused(glued([parts[0]!, ...parts.slice(2)]), "DAMAGED", places[1]!);
  assertRefused(glued([parts[0]!, parts[2]!, parts[1]!, ...parts.slice(3)]), "DAMAGED", places[1]!);
  assertRefused(glued([parts[0]!, ...parts]), "DAMAGED", places[1]!);
});

Deno.test("bytes after a trailer are refused", () => {
  const bytes = logOf(7, 60, 40);
  assertRefused(Uint8Array.from([...bytes, 0]), "TRAILING_BYTES", bytes.length);
  assertRefused(Uint8Array.from([...bytes, ...bytes]), "TRAILING_BYTES", bytes.length);
});

Deno.test("a file of another kind, version or contract is refused with what it is", () => {
  const bytes = logOf(7, 60, 40);
  assertRefused(new TextEncoder().encode("time,open,high,low,close\n"), "BAD_MAGIC", 0);
  assertRefused(new TextEncoder().encode("CTLOG\n"), "BAD_MAGIC", 5);
  assertRefused(new Uint8Array(0), "CUT", 0);
  const version = rewritten(bytes, (words) => words[2] = 2);
  assertRefused(version, "OTHER_VERSION", 8);
  assert(errorOf(version).message.endsWith("its format has version 2, this package reads version 1"));
  assertRefused(rewritten(bytes, (words) => words[6]! ^= 1), "OTHER_LAYOUT", 24);
});

Deno.test("an impossible log with right checksums is refused as a defect of its writer", () => {
  const bytes = logOf(8, 300, 40), places = boundaries(bytes), first = places[0]! / 4, trailer = places.at(-2)! / 4;
  const refused = (change: (words: Uint32Array<ArrayBuffer>) => void, code: ReplayLogErrorCode, offset: number): void =>
    assertRefused(rewritten(bytes, change), code, offset);
  refused((words) => words[5] = 1, "BAD_HEADER", 12);
  refused((words) => words[4] = 0x1000001, "BAD_HEADER", 12);
  refused((words) => words[3] = 0xffffffff, "BAD_HEADER", 12);
  // The version of the contract in the configuration, then the brace that begins the description.
  refused((words) => words[HEADER_HEAD_BYTES / 4 + 1] = 0, "BAD_HEADER", HEADER_HEAD_BYTES);
  const text = HEADER_HEAD_BYTES + new Uint32Array(bytes.buffer)[3]! * 8;
  refused((words) => new Uint8Array(words.buffer)[text] = 0x20, "BAD_HEADER", text);
  refused((words) => words[first] = 5, "BAD_CHUNK", places[0]!);
  refused((words) => words[first] = 2, "BAD_CHUNK", places[0]!);
  refused((words) => words[first + 1] = 0, "BAD_CHUNK", places[0]!);
  refused((words) => words[first + 1] = 8193, "BAD_CHUNK", places[0]!);
  refused((words) => words[trailer + 1]!++, "BAD_CHUNK", places.at(-2)!);
  for (const lane of [0, 1, 2, 3]) {
    refused((words) => new Float64Array(words.buffer)[trailer / 2 + 2 + lane]!++, "BAD_TRAILER", places.at(-2)!);
  }
  assertEquals(rewritten(bytes, () => {}), bytes);
});

Deno.test("a description that is nested too deep to be written again is refused", () => {
  const bytes = logOf(8, 300, 40), lanes = new Uint32Array(bytes.buffer)[3]! * 8;
  const described = (text: string): Uint8Array<ArrayBuffer> => {
    const copy = new Uint8Array(HEADER_HEAD_BYTES + lanes + Math.ceil(text.length / 8) * 8);
    copy.set(bytes.subarray(0, HEADER_HEAD_BYTES + lanes));
    copy.set(new TextEncoder().encode(text), HEADER_HEAD_BYTES + lanes);
    const words = new Uint32Array(copy.buffer);
    words[4] = text.length;
    words[10] = crc32(copy.subarray(HEADER_HEAD_BYTES));
    words[11] = crc32(copy.subarray(0, 44));
    return copy;
  };
  const nested = (levels: number) => `{"d":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  assertEquals(Object.keys(new ReplayLogReader(described(nested(900))).header.description), ["d"]);
  for (const levels of [1000, 200_000]) {
    assertRefused(described(nested(levels)), "BAD_HEADER", HEADER_HEAD_BYTES + lanes);
    const { message } = errorOf(described(nested(levels)));
    assert(message.endsWith("its description is nested deeper than 1000 levels"), message);
  }
});
