import { assertEquals } from "@std/assert";
import { Clock } from "../../lines/clock.ts";
import { columnOf, Line } from "../../lines/line.ts";
import { barsSince } from "./bars_since.ts";

Deno.test("barsSince() counts from the last time, through holes, and is NaN before the first", () => {
  const values = Float64Array.of(NaN, 0, 0, 1, 0, NaN, 0, -0.5, 1, 0), clock = new Clock("aapl", values.length);
  const line = barsSince(new Line({ name: "c", clock, minPeriod: 2, values }));
  assertEquals([line.name, line.minPeriod], ["barsSince(c)", 2]);
  assertEquals(columnOf(line), Float64Array.of(NaN, NaN, NaN, 0, 1, 2, 3, 0, 0, 1));
  assertEquals(columnOf(line.atMost(2)), Float64Array.of(NaN, 0, 0, 1, 1, 1, 0, 1, 1, 1));
});
