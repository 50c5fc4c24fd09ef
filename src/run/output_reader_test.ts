import { assertEquals } from "@std/assert";
import { OUT_CODE, RECORD_LANES, RECORD_WORDS } from "../contract/contract.gen.ts";
import { OutputReader } from "./output_reader.ts";

Deno.test("kind, detail and reason share a word, and lanes are counted from the head of the record", () => {
  const reader = new OutputReader(new Float64Array(3 * RECORD_LANES));
  const words = new Uint32Array(reader.buffer.buffer);
  for (let record = 0; record < 3; record++) {
    words[record * RECORD_WORDS + OUT_CODE] = 250 + record | 7 << 8 | 60_000 << 16;
    reader.buffer[record * RECORD_LANES + 1] = record / 3;
  }
  for (let record = 2; record >= 0; record--) {
    reader.seek(record);
    assertEquals([reader.kind, reader.detail, reader.reason], [250 + record, 7, 60_000]);
    assertEquals(reader.float(1), record / 3);
    assertEquals(reader.word(OUT_CODE), words[record * RECORD_WORDS + OUT_CODE]);
  }
});

Deno.test("a reader of part of a buffer sees that part", () => {
  const whole = new Float64Array(4 * RECORD_LANES);
  whole[2 * RECORD_LANES + 5] = 42;
  const reader = new OutputReader(whole.subarray(2 * RECORD_LANES));
  reader.seek(0);
  assertEquals(reader.float(5), 42);
});

Deno.test("the buffer of a reader is full when it holds as many records as it has room for", () => {
  const reader = new OutputReader();
  const capacity = reader.buffer.length / RECORD_LANES;
  assertEquals([reader.isFull(capacity), reader.isFull(capacity - 1), reader.isFull(0)], [true, false, false]);
});
