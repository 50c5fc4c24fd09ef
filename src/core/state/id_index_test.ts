import { assertEquals } from "@std/assert";
import { IdIndex } from "./id_index.ts";

Deno.test("IdIndex finds what a map finds, through growth, removals and ids that crowd together", () => {
  const index = new IdIndex(), model = new Map<number, number>();
  let state = 7;
  for (let n = 0; n < 60_000; n++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    // Consecutive ids, and eights of ids that share their slots: after spreading they are 1 to 500.
    const neighbour = state % 4_000 + 1, together = Math.imul(neighbour >>> 3, 0x0e8b_2f51) << 3 | neighbour & 7;
    const id = state % 3 === 0 ? neighbour : together >>> 0;
    if (model.has(id) && state % 5 < 3) {
      index.remove(id);
      model.delete(id);
    } else if (!model.has(id)) {
      index.add(id, n);
      model.set(id, n);
    }
    assertEquals(index.get(id), model.get(id) ?? -1);
  }
  assertEquals(index.count, model.size);
  for (const [id, value] of model) assertEquals(index.get(id), value);
});
