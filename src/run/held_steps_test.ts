import { assertEquals } from "@std/assert";
import { HeldSteps } from "./held_steps.ts";

Deno.test("the column is written from one change to the next", () => {
  const held = new HeldSteps(6);
  held.until(1, false);
  held.until(4, true);
  held.until(5, false);
  assertEquals([Array.from(held.column), held.from], [[0, 1, 1, 1, 0, 0], 5]);
  held.until(6, true);
  assertEquals(Array.from(held.column), [0, 1, 1, 1, 0, 1]);
});
