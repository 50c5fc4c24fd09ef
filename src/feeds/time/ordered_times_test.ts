import { assertEquals } from "@std/assert";
import { distinctTimes, firstAfter } from "./ordered_times.ts";

Deno.test("firstAfter finds the first time after another, or from it on", () => {
  const times = Float64Array.of(1, 2, 4);
  assertEquals([0, 1, 2, 5].map((time) => firstAfter(times, time, false)), [0, 1, 2, 3]);
  assertEquals([0, 1, 2, 3, 5].map((time) => firstAfter(times, time, true)), [0, 0, 1, 2, 3]);
});

Deno.test("distinctTimes merges columns, of which some may be empty, and gives each time once", () => {
  const columns = [[1, 4, 9], [], [2, 4], [-3, 9, 10]].map((times) => Float64Array.from(times));
  assertEquals(distinctTimes(columns), Float64Array.of(-3, 1, 2, 4, 9, 10));
  assertEquals(distinctTimes([Float64Array.of(), Float64Array.of()]), Float64Array.of());
  assertEquals(distinctTimes([columns[0]!]), columns[0]!);
});
