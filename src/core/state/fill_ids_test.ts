import { assertEquals } from "@std/assert";
import { FillIds } from "./fill_ids.ts";

Deno.test("FillIds keeps each fill id once, ascending, in whatever order they come", () => {
  const ids = new FillIds(), model = new Set<number>();
  let state = 3;
  for (let n = 0; n < 5_000; n++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    const high = state >>> 28, low = state % 300;
    const known = model.has(high * 1_000 + low);
    assertEquals(ids.has(high, low), known);
    assertEquals(ids.add(high, low), !known);
    model.add(high * 1_000 + low);
  }
  const wanted = [...model].sort((a, b) => a - b).flatMap((key) => [Math.floor(key / 1_000), key % 1_000]);
  assertEquals(ids.words, wanted);
});
