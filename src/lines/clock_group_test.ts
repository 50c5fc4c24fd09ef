import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "./clock.ts";
import { ClockGroup } from "./clock_group.ts";
import { GivenColumn } from "./column.ts";

function groupOf(...feeds: number[][]): ClockGroup {
  return new ClockGroup(feeds.map((times, id) => ({ name: "abcd"[id]!, timeUs: Float64Array.from(times) })));
}

Deno.test("a joint clock has the distinct times of its feeds, from the first on", () => {
  const group = groupOf([2, 4, 6], [3, 4, 7]), [a, b] = group.feeds, joint = group.join([a!, b!]);
  assertEquals([joint.name, joint.length, joint.index], ["a+b", 5, -1]);
  assertEquals(group.timesOf(joint), Float64Array.of(2, 3, 4, 6, 7));
  assertEquals(group.derived, [joint]);
});

Deno.test("there is one joint clock for each set of feeds, however they are joined", () => {
  const group = groupOf([1], [2], [3]), [a, b, c] = group.feeds as [Clock, Clock, Clock];
  const ab = group.join([a, b]), abc = group.join([ab, c]);
  assertEquals(group.join([a, a]), a);
  for (const clocks of [[b, a], [ab, a], [b, ab], [a, b, a]]) assertEquals(group.join(clocks) === ab, true);
  for (const clocks of [[c, ab], [a, b, c], [group.join([b, c]), a], [abc, b]]) {
    assertEquals(group.join(clocks) === abc, true);
  }
  assertEquals(group.derived.map(({ name }) => name), ["a+b", "a+b+c", "b+c"]);
});

Deno.test("a column is carried over to the value that was known at each bar, once for each clock", () => {
  const group = groupOf([2, 4, 6], [1, 3, 5, 9]), [a, b] = group.feeds as [Clock, Clock], joint = group.join([a, b]);
  const source = new GivenColumn(Float64Array.of(20, 40, 60)), column = group.carry(source, a, joint);
  column.extend(joint.length - 1);
  assertEquals(column.values, Float64Array.of(NaN, 20, 20, 40, 40, 60, 60));
  assertEquals(group.carry(source, a, joint) === column, true);
  assertEquals(group.carry(source, a, a) === source, true);
});

Deno.test("a column of a joint clock is carried over to a wider one", () => {
  const group = groupOf([2, 4], [3], [1, 5]), [a, b, c] = group.feeds as [Clock, Clock, Clock];
  const ab = group.join([a, b]), abc = group.join([ab, c]);
  const column = group.carry(new GivenColumn(Float64Array.of(2, 3, 4)), ab, abc);
  column.extend(4);
  assertEquals(column.values, Float64Array.of(NaN, 2, 3, 4, 4));
});

Deno.test("a minimum period is carried over as the bars up to the first with a value, and keeps what is missing", () => {
  const group = groupOf([2, 4, 6], [1, 3, 5, 9]), [a, b] = group.feeds as [Clock, Clock], joint = group.join([a, b]);
  assertEquals([1, 2, 3, 4, 9].map((period) => group.carryPeriod(period, a, joint)), [2, 4, 6, 8, 13]);
  assertEquals([1, 4, 5].map((period) => group.carryPeriod(period, b, joint)), [1, 7, 8]);
  assertEquals(group.carryPeriod(5, a, a), 5);
});

Deno.test("derived clocks follow the time of a step, of the last of several too", () => {
  const group = groupOf([1, 3], [2, 3]),
    joint = group.join(group.feeds),
    wide = group.derive("x", Float64Array.of(3, 9));
  const at = (timeUs: number): unknown[] => {
    group.follow(timeUs);
    return [joint.index, joint.isNew, wide.index, wide.isNew];
  };
  assertEquals([0, 1, 3, 4, 9].map(at), [
    [-1, false, -1, false],
    [0, true, -1, false],
    [2, true, 0, true],
    [2, false, 0, false],
    [2, false, 1, true],
  ]);
});

Deno.test("a clock that is derived while the run goes on stands at its moment", () => {
  const group = groupOf([1, 4], [2, 3, 9]), [a, b] = group.feeds as [Clock, Clock];
  a.index = 0;
  b.index = 1;
  b.isNew = true;
  const joint = group.join([a, b]), bars = group.derive("bars", Float64Array.of(2, 4));
  assertEquals([joint.index, joint.isNew, bars.index, bars.isNew], [2, true, 0, false]);
});

Deno.test("the clocks of a run end together, are known as its own, and go step by step together", () => {
  const group = new ClockGroup(
    [{ name: "a", timeUs: Float64Array.of(1) }, { name: "b", timeUs: Float64Array.of(1) }],
    true,
  );
  const joint = group.join(group.feeds), clocks = [...group.feeds, joint], other = new Clock("a", 1);
  assertEquals(clocks.map((clock) => ClockGroup.of(clock) === group), [true, true, true]);
  assertEquals(ClockGroup.of(other), undefined);
  assertEquals(clocks.map(({ stepwise }) => stepwise), [true, true, true]);
  group.end();
  assertEquals(clocks.map(({ ended }) => ended), [true, true, true]);
  assertThrows(() => group.timesOf(other), RangeError, 'Cannot use clock "a" in another run than its own');
});

Deno.test("bars that were made of others come with the first step at or after the moment at which they are known", () => {
  const group = groupOf([2, 4, 6], [3, 9]), times = group.stepsOf(Float64Array.of(1, 3, 5, 6, 6, 7, 9, 10));
  assertEquals(times, Float64Array.of(2, 3, 6, 6, 6, 9, 9));
  const clock = group.derive("larger", times), joint = group.join([clock, group.feeds[0]!]), seen: unknown[] = [];
  assertEquals(group.timesOf(joint), Float64Array.of(2, 3, 4, 6, 9));
  for (const step of [2, 3, 4, 6, 9]) {
    group.follow(step);
    seen.push([clock.index, clock.isNew, joint.index]);
  }
  assertEquals(seen, [[0, true, 0], [1, true, 1], [1, false, 2], [4, true, 3], [6, true, 4]]);
});
