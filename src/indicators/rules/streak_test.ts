import { assertEquals } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { streak } from "./streak.ts";

Deno.test("streak() counts rises up and falls down, begins anew at an equal value, and after a hole", () => {
  const values = Float64Array.of(20, 20.5, 20.75, 19.75, 19.5, 19.35, 19.35, 19.4, NaN, 1, 2, 3),
    clock = new Clock("x", 12);
  const line = streak(new Line({ name: "close", clock, values }));
  assertEquals([line.name, line.minPeriod], ["streak(close)", 2]);
  // The first values are those of the example of the book.
  assertEquals(columnOf(line), Float64Array.of(NaN, 1, 2, -1, -2, -3, 0, 1, NaN, NaN, 1, 2));
});
