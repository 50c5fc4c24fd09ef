import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { Marks } from "./marks.ts";

Deno.test("marks that stay where they were made end in the same lanes, in units of the currency", () => {
  const marks = new Marks(2);
  assertEquals([marks.length, marks.content], [4, undefined]);
  const { lanes } = marks;
  lanes.set([100, 200, 300, 400]);
  const shown = marks.take(100);
  assertEquals([...shown], [1, 2, 3, 4]);
  assertStrictEquals(shown, lanes);
});

Deno.test("marks that an engine moved end in lanes of their own, and let go of the engine's", () => {
  const marks = new Marks(1), lent = Float64Array.of(100, 200);
  marks.moveTo(lent);
  assertStrictEquals(marks.lanes, lent);
  const shown = marks.take(100);
  assertEquals([[...shown], [...lent], marks.content], [[1, 2], [100, 200], undefined]);
  assertNotStrictEquals(shown.buffer, lent.buffer);
});
