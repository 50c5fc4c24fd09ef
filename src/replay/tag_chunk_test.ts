import { assert, assertEquals, assertThrows } from "@std/assert";
import { recordingConfiguration, ReplayLogWriter } from "./replay_log_writer.ts";
import { ChunkWriter } from "./chunk_writer.ts";
import { layoutHash } from "./log_format.ts";
import { MemorySink } from "./log_sink.ts";
import { ReplayLogReader } from "./replay_log_reader.ts";
import { decodeTags, encodeTags } from "./tag_chunk.ts";
import { makeWorkload } from "../../tests/fuzz/workload.ts";
import { Random } from "../laws/random.ts";

const bytesOf = (texts: readonly string[]): Uint8Array => new Uint8Array(encodeTags(texts).buffer);
const configuration = recordingConfiguration(makeWorkload(new Random(1), 10).configuration.lanes);

Deno.test("texts read back from bytes in whole lanes, whatever is in them", () => {
  for (const texts of [["a"], ["breakout", 'quo"te', "\n", "é\u{1f600}", "\0"], ["x".repeat(64)]]) {
    const bytes = bytesOf(texts);
    assertEquals(bytes.length % 8, 0);
    assertEquals(decodeTags(bytes), texts);
  }
});

Deno.test("bytes that no run writes are no texts", () => {
  const text = (json: string): Uint8Array => new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  for (
    const json of ["", "[]", "{}", '["a",1]', '[""]', '["a", "b"]', '["a"', `["${"x".repeat(65)}"]`, '["\\ud800"]']
  ) {
    assertEquals(decodeTags(text(json)), undefined, json);
  }
  assertEquals(decodeTags(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d, 0x20, 0x20, 0x20)), undefined);
  assertEquals(decodeTags(new Uint8Array([...bytesOf(["a"]), ...new Uint8Array(8).fill(0x20)])), undefined);
});

Deno.test("a log with a chunk of other bytes is refused, and many texts are divided", () => {
  const sink = new MemorySink(), writer = new ChunkWriter(sink), dataHash = "0".repeat(16);
  writer.header({ layoutHash: layoutHash(), dataHash, configuration, description: {} });
  const place = sink.bytes().length;
  writer.tags([""]);
  const error = assertThrows(() => [...new ReplayLogReader(sink.bytes()).chunks()]) as Error & { offset: number };
  assert(error.message.includes("texts of tags that no run writes"));
  assertEquals(error.offset, place);
  const many = new MemorySink(), texts = Array.from({ length: 2500 }, (_value, at) => `${at}`);
  new ReplayLogWriter(many, { configuration }).tags(texts);
  const chunks = [...new ReplayLogReader(many.bytes(), { allowUnfinished: true }).chunks()];
  assertEquals(chunks.map((chunk) => chunk.kind === "tags" ? [chunk.first, chunk.texts.length] : chunk.kind), [
    ...[[1, 1024], [1025, 1024], [2049, 452]],
    "break",
  ]);
});
