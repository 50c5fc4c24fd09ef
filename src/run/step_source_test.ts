import { assertEquals } from "@std/assert";
import { Clock } from "../lines/clock.ts";
import { FIRST, type Readiness, READY, stepsOf, WARMING } from "./step_source.ts";

/** Enters every step from one on. */
function entered(steps: ReturnType<typeof stepsOf>, from = 0): Readiness[] {
  return Array.from({ length: steps.length - from }, (_value, at) => steps.enter(from + at));
}

function clockOf(length: number, minPeriod: number): Clock {
  const clock = new Clock("x", length);
  clock.minPeriod = minPeriod;
  return clock;
}

Deno.test("the steps of one feed are its bars, and its readiness follows from the step", () => {
  const clock = clockOf(4, 3), times = Float64Array.of(1, 2, 3, 4);
  const steps = stepsOf([clock], [times], times, "all");
  assertEquals(entered(steps), [WARMING, WARMING, FIRST, READY]);
  assertEquals([clock.index, clock.isNew, steps.warmUpBars, steps.started], [3, true, 2, false]);
  assertEquals(entered(stepsOf([clock], [times], times, "any"), 2), [FIRST, READY]);
});

Deno.test("the warm-up of one feed is never longer than the feed", () => {
  const times = Float64Array.of(1, 2);
  assertEquals(stepsOf([clockOf(2, 5)], [times], times, "all").warmUpBars, 2);
});

Deno.test("a clock of several feeds moves on the steps that have a bar of its feed", () => {
  const clocks = [clockOf(2, 1), clockOf(3, 2)], feedTimes = [Float64Array.of(1, 3), Float64Array.of(2, 3, 4)];
  const steps = stepsOf(clocks, feedTimes, Float64Array.of(1, 2, 3, 4), "all"), seen: unknown[] = [];
  for (let step = 0; step < steps.length; step++) {
    seen.push([steps.enter(step), ...clocks.flatMap(({ index, isNew }) => [index, isNew])]);
  }
  assertEquals(seen, [
    [WARMING, 0, true, -1, false],
    [WARMING, 0, false, 0, true],
    [FIRST, 1, true, 1, true],
    [READY, 1, false, 2, true],
  ]);
  assertEquals([steps.warmUpBars, steps.started], [2, true]);
});

Deno.test('one ready feed is enough with start "any", and a resumed source does not start twice', () => {
  const clocks = [clockOf(2, 1), clockOf(3, 2)], feedTimes = [Float64Array.of(1, 3), Float64Array.of(2, 3, 4)];
  const times = Float64Array.of(1, 2, 3, 4);
  assertEquals(entered(stepsOf(clocks, feedTimes, times, "any")), [FIRST, READY, READY, READY]);
  clocks.forEach((clock, id) => clock.index = [0, -1][id]!);
  const resumed = stepsOf(clocks, feedTimes, times, "any", { warmUpBars: 7, started: true });
  assertEquals([entered(resumed, 1), resumed.warmUpBars], [[READY, READY, READY], 7]);
});
