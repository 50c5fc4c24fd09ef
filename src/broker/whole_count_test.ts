import { assertEquals } from "@std/assert";
import { wholeOr } from "./whole_count.ts";

Deno.test("a count that misses a whole one by its last digits is that one, and nothing larger is forgiven", () => {
  assertEquals([wholeOr(3 - 1e-15, Math.floor), wholeOr(3 - 1e-14, Math.floor), wholeOr(0.5, Math.floor)], [3, 2, 0]);
});

Deno.test("near 2^53 a fraction of a lot is not taken for a rounding error", () => {
  // 7e15 / 3 is 2333333333333333 and a third.
  assertEquals(wholeOr(7e15 / 3, Math.floor), 2_333_333_333_333_333);
  assertEquals(wholeOr(0.30000000000000004 / 0.1, Math.floor), 3);
});
