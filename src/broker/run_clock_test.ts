import { assertEquals } from "@std/assert";
import { RunClock } from "./run_clock.ts";

Deno.test("a clock stands before the first time until it is moved", () => {
  const clock = new RunClock(Float64Array.of(10, 20));
  assertEquals([clock.phase, clock.step, clock.timeUs], ["construction", -1, undefined as unknown as number]);
  clock.step = 1;
  assertEquals(clock.timeUs, 20);
});
