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

Deno.test("a reader copies its record, and reads another buffer once it is attached to it", () => {
  const record = (value: number): Float64Array => new Float64Array(RECORD_LANES).fill(value);
  const reader = new OutputReader(Float64Array.of(...record(1), ...record(2)));
  const copy = new Float64Array(2 * RECORD_LANES);
  reader.seek(1);
  reader.copy(copy, RECORD_LANES);
  assertEquals(copy, Float64Array.of(...record(0), ...record(2)));
  reader.attach(record(3));
  reader.copy(copy, 0);
  assertEquals(copy, Float64Array.of(...record(3), ...record(2)));
});
