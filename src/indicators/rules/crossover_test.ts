import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { crossedAbove, crossedBelow, crossover } from "./crossover.ts";

const clocks = new Map<number, Clock>();

function lineOf(values: number[], name = "close"): Line {
  const clock = clocks.get(values.length) ?? new Clock("aapl", values.length);
  clocks.set(values.length, clock);
  return new Line({ name, clock, values: Float64Array.from(values) });
}

/** Each row: what it shows, the values of the crossing line, what `crossover` with the level 0 gives from bar 2 on. */
const CASES: [name: string, values: number[], crossings: number[]][] = [
  ["up and down", [-1, 1, 2, -1, -2], [1, 0, -1, 0]],
  ["through equality, at the bar that leaves it", [-1, 0, 0, 1], [0, 0, 1]],
  ["not where it only touches and turns back", [-1, 0, -1, 0, -2], [0, 0, 0, 0]],
  ["not on leaving an equality it began with", [0, 1, -1], [0, -1]],
  ["not on leaving a longer equality it began with", [0, 0, 0, 1, 1], [0, 0, 0, 0]],
  ["-0 as equality", [-1, -0, 1], [0, 1]],
  ["not at a NaN nor at the bar after it, where it begins anew", [-1, NaN, 1, -1], [NaN, NaN, -1]],
  ["not from an equality after a NaN", [-1, NaN, 0, 1, -1], [NaN, NaN, 0, -1]],
  ["between infinities", [-Infinity, Infinity, -Infinity], [1, -1]],
];

for (const [name, values, crossings] of CASES) {
  Deno.test(`crossover() crosses ${name}`, () => {
    assertEquals(columnOf(crossover(lineOf(values), 0)), Float64Array.of(NaN, ...crossings));
    const zero = lineOf(values.map(() => 0));
    assertEquals(columnOf(crossover(lineOf(values), zero)), Float64Array.of(NaN, ...crossings));
    assertEquals(
      columnOf(crossedAbove(lineOf(values), 0)),
      Float64Array.of(NaN, ...crossings.map((side) => side === side ? +(side > 0) : NaN)),
    );
    assertEquals(
      columnOf(crossedBelow(lineOf(values), zero)),
      Float64Array.of(NaN, ...crossings.map((side) => side === side ? +(side < 0) : NaN)),
    );
    const mirrored = crossings.map((crossing) => crossing === 0 ? 0 : -crossing);
    assertEquals(columnOf(crossover(zero, lineOf(values))), Float64Array.of(NaN, ...mirrored));
  });
}

/** Crossings of a level by the formula: the side before is that of the last difference that is not zero, or of the first. */
function naive(values: readonly number[], level: number): Float64Array {
  const side = (value: number): number => value > level ? 1 : value < level ? -1 : 0;
  return Float64Array.from(values, (value, at) => {
    if (at === 0 || Number.isNaN(value) || Number.isNaN(values[at - 1])) return NaN;
    const begin = values.slice(0, at).findLastIndex(Number.isNaN) + 1, before = values.slice(begin, at);
    const last = side(before.findLast((earlier) => earlier - level !== 0) ?? before[0]!);
    return side(value) * last < 0 ? side(value) : 0;
  });
}

Deno.test("crossover() equals its formula on random values, with equalities, NaN and infinities", () => {
  let state = 1;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const draws: (() => number)[] = [
    () => Math.floor(random() * 3) + 99,
    () => 100 + random() - 0.5,
    () => [100, 99, 101, NaN, Infinity, -Infinity][Math.floor(random() * 6)]!,
  ];
  for (const draw of draws) {
    const values = Array.from({ length: 500 }, draw), expected = naive(values, 100);
    assertEquals(columnOf(crossover(lineOf(values), 100)), expected);
    assertEquals(columnOf(crossover(lineOf(values), lineOf(values.map(() => 100)))), expected);
  }
});

Deno.test("crossover() needs one bar more than the slower line", () => {
  const fast = lineOf([1, 2, 3]);
  const slow = new Line({ name: "slow", clock: clocks.get(3)!, minPeriod: 2, values: Float64Array.of(NaN, 3, 1) });
  const line = crossover(fast, slow);
  assertEquals(line.minPeriod, 3);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN, 1));
});

Deno.test("crossover() names itself and refuses NaN, other feeds and what is not a line", () => {
  const line = lineOf([1, 2]);
  assertEquals(crossover(line, 1.5).name, "crossover(close, 1.5)");
  assertThrows(() => crossover(line, NaN), RangeError, "NaN is not a level");
  assertThrows(() => crossover(line, undefined as unknown as number), TypeError, "from undefined");
  const other = new Line({ name: "close", clock: new Clock("msft", 2), values: new Float64Array(2) });
  assertThrows(() => crossover(line, other), RangeError, 'feed "msft"');
});

Deno.test("crossedAbove() and crossedBelow() name themselves and refuse NaN as a level", () => {
  assertEquals(crossedAbove(lineOf([1]), 70).name, "crossedAbove(close, 70)");
  assertEquals(crossedBelow(lineOf([1]), lineOf([1], "open")).name, "crossedBelow(close, open)");
  assertThrows(() => crossedAbove(lineOf([1]), NaN), RangeError, "NaN is not a level that can be crossed");
});
