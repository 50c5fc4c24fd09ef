import { assertEquals } from "@std/assert";
import { distinctTimes, firstAfter, lastUntil } from "./ordered_times.ts";

Deno.test("firstAfter finds the first time after another, or from it on", () => {
  const times = Float64Array.of(1, 2, 4);
  assertEquals([0, 1, 2, 5].map((time) => firstAfter(times, time, false)), [0, 1, 2, 3]);
  assertEquals([0, 1, 2, 3, 5].map((time) => firstAfter(times, time, true)), [0, 0, 1, 2, 3]);
});

Deno.test("lastUntil finds the last time up to another, from any place", () => {
  for (let length = 0; length < 20; length++) {
    const times = Float64Array.from({ length }, (_value, at) => 3 * at + at % 2);
    for (let time = -2; time < 3 * length + 3; time++) {
      const expected = times.findLastIndex((each) => each <= time);
      for (let near = -2; near < length + 2; near++) assertEquals(lastUntil(times, time, near), expected);
    }
  }
});

Deno.test("distinctTimes merges columns, of which some may be empty, and gives each time once", () => {
  const columns = [[1, 4, 9], [], [2, 4], [-3, 9, 10]].map((times) => Float64Array.from(times));
  assertEquals(distinctTimes(columns), Float64Array.of(-3, 1, 2, 4, 9, 10));
  assertEquals(distinctTimes([Float64Array.of(), Float64Array.of()]), Float64Array.of());
  assertEquals(distinctTimes([columns[0]!]), columns[0]!);
});
