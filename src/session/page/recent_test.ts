import { assertEquals } from "@std/assert";
import { Counter, Recent } from "./recent.ts";

Deno.test("the last items are kept in their order, and those behind a number are found", () => {
  const counter = new Counter(), recent = new Recent<string>(counter, 3);
  assertEquals(recent.behind(0), []);
  recent.add("a");
  recent.add("b");
  assertEquals([recent.behind(0), recent.behind(1), recent.behind(2)], [["a", "b"], ["b"], []]);
  for (const item of ["c", "d", "e"]) recent.add(item);
  assertEquals([recent.behind(0), recent.behind(4), recent.length], [["c", "d", "e"], ["e"], 3]);
});

Deno.test("items of several kinds share one order of numbers", () => {
  const counter = new Counter(), one = new Recent<string>(counter, 9), other = new Recent<string>(counter, 9);
  one.add("a");
  other.add("b");
  one.add("c");
  assertEquals([counter.last, one.behind(1), other.behind(1), other.behind(2)], [3, ["c"], ["b"], []]);
});

Deno.test("a million items take the room of the last ones", () => {
  const recent = new Recent<number>(new Counter(), 200);
  for (let item = 0; item < 1_000_000; item++) recent.add(item);
  assertEquals([recent.length, recent.behind(0)[0], recent.behind(999_999)], [200, 999_800, [999_999]]);
});
