import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { when } from "./when.ts";

const clock = new Clock("aapl", 5);

function lineOf(name: string, values: readonly number[], minPeriod = 1): Line {
  return new Line({ name, clock, minPeriod, values: Float64Array.from(values) });
}

const c = lineOf("c", [1, 0, NaN, -2, 0]), a = lineOf("a", [10, 20, 30, NaN, NaN]), b = lineOf("b", [1, 2, 3, 4, 5]);

Deno.test("when() chooses between lines and numbers, and is NaN where the condition is", () => {
  const table: [line: Line, name: string, values: number[]][] = [
    [when(c, a, b), "when(c, a, b)", [10, 2, NaN, NaN, 5]],
    [when(c, a, 7), "when(c, a, 7)", [10, 7, NaN, NaN, 7]],
    [when(c, 7, b), "when(c, 7, b)", [7, 2, NaN, 7, 5]],
    [when(c, 0, -1), "when(c, 0, -1)", [0, -1, NaN, 0, -1]],
    [when(c, NaN, b), "when(c, NaN, b)", [NaN, 2, NaN, NaN, 5]],
    [when(c, c, c), "when(c, c, c)", [1, 0, NaN, -2, 0]],
  ];
  for (const [line, name, values] of table) {
    assertEquals(line.name, name);
    assertEquals(columnOf(line), Float64Array.from(values), name);
  }
});

Deno.test("when() is valid once the condition and both lines are", () => {
  const line = when(c, lineOf("late", [NaN, NaN, 1, 2, 3], 3), lineOf("later", [NaN, NaN, NaN, 4, 5], 4));
  assertEquals(line.minPeriod, 4);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN, NaN, 2, 5));
});

Deno.test("when() refuses what is neither a line nor a number", () => {
  assertThrows(() => when(1 as unknown as Line, 1, 2), TypeError, 'Cannot make line "when(1, 1, 2)" from 1');
  assertThrows(() => when(c, "1" as unknown as number, 2), TypeError, "give it a line");
  assertThrows(() => when(c, 1, undefined as unknown as number), TypeError, "from undefined");
});
