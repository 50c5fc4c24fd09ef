import { assertEquals } from "@std/assert";
import { OUT_CAUSE, OUT_SEQUENCE, RECORD_LANES, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { Outputs } from "./outputs.ts";

Deno.test("Outputs gives its records in the order in which they were made, whatever the reader's room", () => {
  const outputs = new Outputs();
  let made = 0, got = 0;
  for (const room of [...Array(40).keys(), ...[...Array(40).keys()].reverse()]) {
    // So many records that the waiting ones move to the front and that the buffer grows, with some read and with none.
    for (let record = 0; record < 17; record++) {
      made++;
      outputs.beginZero(1, made, 2 * made, made);
      outputs.end(null);
    }
    const out = new Float64Array(room * RECORD_LANES), words = new Uint32Array(out.buffer);
    const count = outputs.read(out, room);
    assertEquals(count, Math.min(room, made - got));
    for (let record = 0; record < count; record++) {
      got++;
      const word = record * RECORD_WORDS;
      assertEquals([out[record * RECORD_LANES], words[word + OUT_SEQUENCE], words[word + OUT_CAUSE]], [
        got,
        got,
        2 * got,
      ]);
    }
    assertEquals(outputs.pending, made - got);
  }
});
