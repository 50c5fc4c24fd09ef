import { assertEquals } from "@std/assert";
import { RunClock } from "./run_clock.ts";

Deno.test("a clock stands before the first time until it is moved", () => {
  const clock = new RunClock(Float64Array.of(10, 20));
  assertEquals([clock.phase, clock.step, clock.timeUs], ["construction", -1, NaN]);
  clock.step = 1;
  assertEquals(clock.timeUs, 20);
});

Deno.test("between two blocks a clock has the number and the time of the last step", () => {
  const clock = new RunClock(Float64Array.of(10, 20));
  clock.step = 1;
  clock.goOn(Float64Array.of(30));
  assertEquals([clock.step, clock.number, clock.timeUs], [-1, 1, 20]);
  // A block without a step changes nothing.
  clock.goOn(new Float64Array(0));
  clock.goOn(Float64Array.of(40, 50));
  assertEquals([clock.number, clock.timeUs], [2, 30]);
  clock.step = 0;
  assertEquals([clock.number, clock.timeUs], [3, 40]);
});
