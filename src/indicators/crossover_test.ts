import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../lines/clock.ts";
import { columnOf, Line } from "../lines/line.ts";
import { crossover } from "./crossover.ts";

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
  ["not at a NaN nor at the bar after it", [-1, NaN, 1, -1], [0, 0, -1]],
  ["not from an equality after a NaN", [-1, NaN, 0, 1, -1], [0, 0, 0, -1]],
  ["between infinities", [-Infinity, Infinity, -Infinity], [1, -1]],
];

for (const [name, values, crossings] of CASES) {
  Deno.test(`crossover() crosses ${name}`, () => {
    assertEquals(columnOf(crossover(lineOf(values), 0)), Float64Array.of(NaN, ...crossings));
    const zero = lineOf(values.map(() => 0));
    assertEquals(columnOf(crossover(lineOf(values), zero)), Float64Array.of(NaN, ...crossings));
    const mirrored = crossings.map((crossing) => crossing === 0 ? 0 : -crossing);
    assertEquals(columnOf(crossover(zero, lineOf(values))), Float64Array.of(NaN, ...mirrored));
  });
}

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
