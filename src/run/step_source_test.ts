import { assertEquals } from "@std/assert";
import { ClockGroup } from "../lines/clock_group.ts";
import { FIRST, type Readiness, READY, stepsOf, WARMING } from "./step_source.ts";

/** Enters every step from one on. */
function entered(steps: ReturnType<typeof stepsOf>, from = 0): Readiness[] {
  return Array.from({ length: steps.length - from }, (_value, at) => steps.enter(from + at));
}

/** The clocks of feeds of the given times, with the minimum period of each. */
function clocksOf(...feeds: [times: number[], minPeriod: number][]): ClockGroup {
  const group = new ClockGroup(feeds.map(([times], id) => ({ name: `${id}`, timeUs: Float64Array.from(times) })));
  group.feeds.forEach((clock, id) => clock.minPeriod = feeds[id]![1]);
  return group;
}

const TIMES = Float64Array.of(1, 2, 3, 4);

Deno.test("the steps of one feed are its bars, and its readiness follows from the step", () => {
  const group = clocksOf([[1, 2, 3, 4], 3]), clock = group.feeds[0]!;
  const steps = stepsOf(group, TIMES, "all");
  assertEquals(entered(steps), [WARMING, WARMING, FIRST, READY]);
  assertEquals([clock.index, clock.isNew, steps.warmUpBars, steps.started], [3, true, 2, false]);
  assertEquals(entered(stepsOf(group, TIMES, "any"), 2), [FIRST, READY]);
});

Deno.test("the warm-up of one feed is never longer than the feed", () => {
  assertEquals(stepsOf(clocksOf([[1, 2], 5]), Float64Array.of(1, 2), "all").warmUpBars, 2);
});

Deno.test("a clock of several feeds moves on the steps that have a bar of its feed", () => {
  const group = clocksOf([[1, 3], 1], [[2, 3, 4], 2]), steps = stepsOf(group, TIMES, "all"), seen: unknown[] = [];
  for (let step = 0; step < steps.length; step++) {
    seen.push([steps.enter(step), ...group.feeds.flatMap(({ index, isNew }) => [index, isNew])]);
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
  const group = clocksOf([[1, 3], 1], [[2, 3, 4], 2]);
  assertEquals(entered(stepsOf(group, TIMES, "any")), [FIRST, READY, READY, READY]);
  group.feeds.forEach((clock, id) => clock.index = [0, -1][id]!);
  const resumed = stepsOf(group, TIMES, "any", 0, { warmUpBars: 7, started: true });
  assertEquals([entered(resumed, 1), resumed.warmUpBars], [[READY, READY, READY], 7]);
});

Deno.test('a joint clock follows its feeds, and counts for the start "all" but not for "any"', () => {
  const make = (): ClockGroup => {
    const group = clocksOf([[1, 3], 1], [[3, 4], 1], [[2], 1]);
    group.join(group.feeds.slice(0, 2)).minPeriod = 3;
    return group;
  };
  const group = make(), steps = stepsOf(group, TIMES, "all"), seen: unknown[] = [];
  for (let step = 0; step < steps.length; step++) {
    seen.push([steps.enter(step), ...group.derived.flatMap(({ index, isNew }) => [index, isNew])]);
  }
  assertEquals(seen, [[WARMING, 0, true], [WARMING, 0, false], [WARMING, 1, true], [FIRST, 2, true]]);
  assertEquals(steps.warmUpBars, 3);
  assertEquals(entered(stepsOf(make(), TIMES, "any")), [FIRST, READY, READY, READY]);
});

Deno.test("one feed with a derived clock is driven as several are", () => {
  const group = clocksOf([[1, 2, 3, 4], 1]), days = group.derive("days", Float64Array.of(2, 4));
  days.minPeriod = 2;
  const steps = stepsOf(group, TIMES, "all"), seen: number[] = [];
  for (let step = 0; step < steps.length; step++) seen.push(steps.enter(step), group.feeds[0]!.index, days.index);
  assertEquals(seen, [WARMING, 0, -1, WARMING, 1, 0, WARMING, 2, 0, FIRST, 3, 1]);
});

Deno.test("a joint clock that is made while the steps go on is followed from then on", () => {
  const group = clocksOf([[1, 3], 1], [[2, 4], 1]), steps = stepsOf(group, TIMES, "all");
  steps.enter(0);
  steps.enter(1);
  const joint = group.join(group.feeds);
  joint.minPeriod = 9;
  assertEquals([joint.index, joint.isNew], [1, true]);
  assertEquals([steps.enter(2), joint.index, joint.isNew], [READY, 2, true]);
});
