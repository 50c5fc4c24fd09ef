import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { countTrue } from "./count_true.ts";

Deno.test("countTrue() counts the bars of its window, of which one without a value is not true", () => {
  const values = Float64Array.of(1, 0, -2, 5, NaN, 1, 0, 0), clock = new Clock("aapl", values.length);
  const c = new Line({ name: "c", clock, values });
  assertEquals(columnOf(countTrue(c, 1)), Float64Array.of(1, 0, 1, 1, 0, 1, 0, 0));
  assertEquals(columnOf(countTrue(c, 3)), Float64Array.of(NaN, NaN, 2, 2, 2, 2, 1, 1));
  assertEquals([countTrue(c, 3).name, countTrue(c, 3).minPeriod], ["countTrue(c, 3)", 3]);
  assertThrows(() => countTrue(c, null as unknown as number), TypeError, "as its period");
});
