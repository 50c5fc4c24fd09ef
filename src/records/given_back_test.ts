import { assertEquals } from "@std/assert";
import { giveBack } from "./given_back.ts";

Deno.test("memory that is given back is empty for all who hold a part of it, and giving it back again does nothing", () => {
  const whole = Float64Array.of(1, 2, 3), part = whole.subarray(1), other = Float64Array.of(4);
  giveBack(part);
  assertEquals([whole.length, part.length, part[0], other.length], [0, 0, undefined, 1]);
  giveBack(whole);
});

Deno.test("memory that other threads read stays", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  giveBack(shared);
  assertEquals(shared.length, 2);
});
