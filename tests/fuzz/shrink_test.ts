import { assert, assertEquals } from "@std/assert";
import { shrinkList } from "./shrink.ts";

Deno.test("shrinkList() leaves what the fault needs, and nothing else", () => {
  const list = Array.from({ length: 500 }, (_entry, at) => at);
  const fails = (tried: readonly number[]): boolean => [3, 250, 251, 499].every((each) => tried.includes(each));
  assertEquals(shrinkList(list, fails, 2000), [3, 250, 251, 499]);
});

Deno.test("shrinkList() ends after its attempts with a list that still fails", () => {
  let attempts = 0;
  const shrunk = shrinkList(Array.from({ length: 200 }, (_entry, at) => at), (tried) => {
    attempts++;
    return tried.includes(77);
  }, 9);
  assertEquals(attempts, 9);
  assert(shrunk.includes(77) && shrunk.length < 200);
});
