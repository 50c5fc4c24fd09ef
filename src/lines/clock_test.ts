import { assertEquals, assertThrows } from "@std/assert";
import { Clock } from "./clock.ts";

Deno.test("Clock stands before the first bar when it is made", () => {
  const clock = new Clock("aapl", 250);
  assertEquals(clock.index, -1);
  assertEquals(clock.length, 250);
  assertEquals(clock.minPeriod, 1);
});

Deno.test("Clock of a feed without bars is legal", () => {
  assertEquals(new Clock("empty", 0).length, 0);
});

Deno.test("Clock refuses a length that is not a whole number from 0 on and names it", () => {
  for (const length of [-1, 1.5, NaN, Infinity]) {
    assertThrows(() => new Clock("aapl", length), RangeError, `a clock of ${length} bars for feed "aapl"`);
  }
});

Deno.test("Clock.view follows the clock and cannot move it", () => {
  const clock = new Clock("aapl", 3), view = clock.view as { index: number; name: string };
  clock.index = 2;
  assertEquals([view.index, view.name], [2, "aapl"]);
  assertThrows(() => view.index = 1, TypeError);
  assertEquals(clock.index, 2);
});
