import { assertEquals } from "@std/assert";
import { scaleOf, spanText, timeText } from "./scale.ts";

Deno.test("a scale names round values within its span, with as many decimals as tell them apart", () => {
  assertEquals(scaleOf(0, 10, 100, 0, 5).ticks, [0, 5, 10]);
  assertEquals(scaleOf(1.01, 1.05, 0, 1, 4).ticks.map((tick) => tick.toFixed(2)), ["1.02", "1.04"]);
  assertEquals(scaleOf(1.01, 1.05, 0, 1, 4).decimals, 2);
  assertEquals(scaleOf(49_000, 51_000, 0, 1, 6).decimals, 0);
});

Deno.test("a scale puts its ends within its places, and a single value into the middle", () => {
  const { place } = scaleOf(0, 100, 200, 0, 5);
  assertEquals([place(50), place(0) < 200, place(100) > 0], [100, true, true]);
  assertEquals(scaleOf(7, 7, 0, 100, 3).place(7), 50);
  assertEquals(scaleOf(0, 0, 0, 100, 3).place(0), 50);
});

Deno.test("moments and spans are told in UTC and in the unit that fits", () => {
  const timeUs = Date.parse("2024-01-02T03:04:05Z") * 1000;
  assertEquals([timeText(timeUs, true), timeText(timeUs, false)], ["2024-01-02 03:04:05", "03:04"]);
  assertEquals([-5, 61e6, 300e6, 9e9].map(spanText), ["0 s", "61 s", "5 min", "2 h"]);
});
