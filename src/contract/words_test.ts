import { assertEquals } from "@std/assert";
import { wordsOf } from "./words.ts";

Deno.test("the words of lanes are theirs alone, low word first, in the same memory", () => {
  const all = Float64Array.of(7, 1, -0, 9), words = wordsOf(all.subarray(1, 3));
  assertEquals([...words], [0, 0x3ff0_0000, 0, 0x8000_0000]);
  words[3] = 0;
  assertEquals(Object.is(all[2], 0), true);
  assertEquals(wordsOf(new Float64Array(0)).length, 0);
});
