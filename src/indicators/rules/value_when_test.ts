import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { valueWhen } from "./value_when.ts";

const clock = new Clock("aapl", 8);
const c = new Line({ name: "c", clock, values: Float64Array.of(0, 1, 0, NaN, 1, 1, 0, 1) });
const x = new Line({ name: "x", clock, values: Float64Array.of(10, 11, 12, 13, NaN, 15, 16, 17) });

Deno.test("valueWhen() keeps the value of the last time, or of an earlier one", () => {
  const table: [occurrence: number, values: number[]][] = [
    [0, [NaN, 11, 11, 11, NaN, 15, 15, 17]],
    [1, [NaN, NaN, NaN, NaN, 11, NaN, NaN, 15]],
    [2, [NaN, NaN, NaN, NaN, NaN, 11, 11, NaN]],
    [3, [NaN, NaN, NaN, NaN, NaN, NaN, NaN, 11]],
    [4, [NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN]],
  ];
  for (const [occurrence, values] of table) {
    const line = valueWhen(c, x, occurrence);
    assertEquals(columnOf(line), Float64Array.from(values), `${occurrence}`);
    assertEquals([line.name, line.minPeriod], [`valueWhen(c, x, ${occurrence})`, 1]);
  }
});

Deno.test("valueWhen() refuses an occurrence that is none", () => {
  for (const occurrence of [-1, 0.5, NaN, Infinity]) {
    assertThrows(() => valueWhen(c, x, occurrence), RangeError, `with an occurrence of ${occurrence}`);
  }
  assertThrows(() => valueWhen(c, x, "1" as unknown as number), TypeError, 'occurrence "1"');
  assertThrows(() => valueWhen(c, 1 as unknown as Line), TypeError, "as its line: pass one line");
});
