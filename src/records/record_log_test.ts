import { assertEquals } from "@std/assert";
import { RECORD_LANES } from "../contract/contract.gen.ts";
import { OutputReader } from "./output_reader.ts";
import { RecordLog } from "./record_log.ts";

Deno.test("records come back in order with their steps and every bit, over any number of pages", () => {
  const log = new RecordLog(), notice = new OutputReader(new Float64Array(RECORD_LANES));
  const words = new Uint32Array(notice.buffer.buffer), count = 5000;
  for (let record = 0; record < count; record++) {
    notice.buffer[0] = record === 7 ? -0 : record / 7;
    for (let word = 20; word < 32; word++) words[word] = record * word;
    log.append(notice, record >> 1);
  }
  assertEquals(log.count, count);
  let at = 0;
  log.forEach((notice, bar) => {
    assertEquals([notice.float(0), bar], [at === 7 ? -0 : at / 7, at >> 1]);
    for (let word = 20; word < 32; word++) assertEquals(notice.word(word), at * word);
    at++;
  });
  assertEquals(at, count);
});

Deno.test("an empty log visits nothing", () => {
  let visits = 0;
  new RecordLog().forEach(() => visits++);
  assertEquals(visits, 0);
});
