import { assertEquals } from "@std/assert";
import { PRODUCER_HOLES_MAX } from "../../contract/contract.gen.ts";
import { Producer, SEQUENCE_GAP, SEQUENCE_GAP_FULL, SEQUENCE_LATE, SEQUENCE_NEXT, SEQUENCE_SEEN } from "./sequence.ts";

Deno.test("Producer tells next, gap, late and seen as a set of numbers does", () => {
  const producer = new Producer(1), seen = new Set<number>();
  let state = 11, highest = 0;
  for (let n = 0; n < 3_000; n++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    const number = state % 4 === 0 ? highest + 1 + (state >>> 8) % 3 : 1 + (state >>> 8) % (highest + 2);
    const wanted = seen.has(number)
      ? SEQUENCE_SEEN
      : number === highest + 1
      ? SEQUENCE_NEXT
      : number > highest
      ? (producer.holes.length / 2 === PRODUCER_HOLES_MAX ? SEQUENCE_GAP_FULL : SEQUENCE_GAP)
      : SEQUENCE_LATE;
    assertEquals(producer.look(number), wanted, `number ${number} after ${highest}`);
    if (wanted === SEQUENCE_SEEN) continue;
    producer.take(number);
    seen.add(number);
    highest = Math.max(highest, number);
  }
});

Deno.test("Producer gives the oldest hole up when there are too many, and takes its numbers for seen", () => {
  const producer = new Producer(1);
  for (let hole = 0; hole < PRODUCER_HOLES_MAX; hole++) producer.take(2 * hole + 2);
  assertEquals(producer.look(1), SEQUENCE_LATE);
  assertEquals(producer.look(2 * PRODUCER_HOLES_MAX + 2), SEQUENCE_GAP_FULL);
  producer.take(2 * PRODUCER_HOLES_MAX + 2);
  assertEquals(producer.look(1), SEQUENCE_SEEN);
  assertEquals(producer.look(3), SEQUENCE_LATE);
});
