import { assertEquals } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { highestSince, lowestSince } from "./highest_since.ts";

Deno.test("highestSince() and lowestSince() begin at each time, count its bar, and leave out bars without a value", () => {
  const clock = new Clock("aapl", 9);
  const c = new Line({ name: "c", clock, values: Float64Array.of(0, 1, 0, NaN, 0, 2, 0, 0, 1) });
  const x = new Line({ name: "x", clock, values: Float64Array.of(9, 5, 7, 4, NaN, NaN, 3, 6, 2) });
  assertEquals(columnOf(highestSince(c, x)), Float64Array.of(NaN, 5, 7, 7, 7, NaN, 3, 6, 2));
  assertEquals(columnOf(lowestSince(c, x)), Float64Array.of(NaN, 5, 5, 4, 4, NaN, 3, 3, 2));
  assertEquals([highestSince(c, x).name, lowestSince(c, x).name], ["highestSince(c, x)", "lowestSince(c, x)"]);
});
