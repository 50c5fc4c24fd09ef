import { assertEquals, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { Marks } from "./marks.ts";

Deno.test("marks that stay where they were made end in the same lanes, in units of the currency", () => {
  const marks = new Marks(2);
  assertEquals([marks.length, marks.content], [4, undefined]);
  const { lanes } = marks;
  lanes.set([100, 200, 300, 400]);
  const { cash, equity } = marks.take(100);
  assertEquals([[...cash], [...equity], marks.content], [[1, 2], [3, 4], undefined]);
  assertEquals([cash.buffer, equity.buffer], [lanes.buffer, lanes.buffer]);
});

Deno.test("marks that an engine moved end in lanes of their own, and let go of the engine's", () => {
  const marks = new Marks(1), lent = Float64Array.of(100, 200);
  marks.moveTo(lent);
  assertStrictEquals(marks.lanes, lent);
  const { cash, equity } = marks.take(100);
  assertEquals([[...cash], [...equity], [...lent], marks.content], [[1], [2], [100, 200], undefined]);
  assertNotStrictEquals(cash.buffer, lent.buffer);
});

Deno.test("a column of ended marks is converted when it is first read, and once", () => {
  const marks = new Marks(2), { lanes } = marks;
  lanes.set([100, 200, 300, 400]);
  const curves = marks.take(100);
  assertEquals([...lanes], [100, 200, 300, 400]);
  const { equity } = curves;
  assertEquals([...lanes], [100, 200, 3, 4]);
  assertStrictEquals(curves.equity, equity);
  assertEquals([[...curves.equity], [...curves.cash], [...curves.cash]], [[3, 4], [1, 2], [1, 2]]);
});
