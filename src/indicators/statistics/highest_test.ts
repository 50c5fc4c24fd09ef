import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { highest } from "./highest.ts";

function lineOf(values: ArrayLike<number>): Line {
  return new Line({ name: "price", clock: new Clock("aapl", values.length), values: Float64Array.from(values) });
}

/** Compares a window's values from oldest to newest, as Python does: the first stays unless a later one beats it. */
function naive(values: Float64Array, period: number): Float64Array {
  return values.map((_, i) => {
    const window = values.slice(Math.max(0, i + 1 - period), i + 1);
    if (window.length < period || window.some(Number.isNaN)) return NaN;
    return window.reduce((best, value) => value > best ? value : best);
  });
}

Deno.test("highest() equals the naive search on random values, with ties, signed zeros, NaN and infinities", () => {
  let state = 1;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const draws: (() => number)[] = [
    random,
    () => Math.floor(random() * 4),
    () => [0, -0, 1, -1, NaN, Infinity, -Infinity][Math.floor(random() * 7)]!,
    () => random() < 0.5 ? 0 : -0,
  ];
  for (const draw of draws) {
    for (const period of [1, 2, 3, 4, 7, 8, 9, 50]) {
      const values = Float64Array.from({ length: 500 }, draw);
      assertEquals(columnOf(highest(lineOf(values), period)), naive(values, period));
    }
  }
});

Deno.test("highest() equals the naive search on values that only rise, only fall or do not move", () => {
  for (const step of [1, -1, 0]) {
    const values = Float64Array.from({ length: 100 }, (_, i) => i * step);
    assertEquals(columnOf(highest(lineOf(values), 9)), naive(values, 9));
  }
});

Deno.test("highest() begins anew after a NaN", () => {
  assertEquals(columnOf(highest(lineOf([5, NaN, 4, 6, 7]), 2)), Float64Array.of(NaN, NaN, NaN, 6, 7));
});

Deno.test("highest() names itself and refuses a bad period", () => {
  assertEquals(highest(lineOf([1]), 1).name, "highest(price, 1)");
  assertThrows(() => highest(lineOf([1]), -1), RangeError, "Cannot compute highest with a period of -1");
});
