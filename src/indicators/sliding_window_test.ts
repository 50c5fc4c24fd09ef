import { assertEquals } from "@std/assert";
import { SlidingWindow } from "./sliding_window.ts";

Deno.test("a sliding window holds the last values, the oldest first, wherever it stands", () => {
  const window = new SlidingWindow(3), shown: number[][] = [];
  for (let value = 1; value <= 8; value++) {
    if (window.push(value)) shown.push([...window.values.subarray(window.start, window.start + window.length)]);
  }
  assertEquals(shown, [[1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6], [5, 6, 7], [6, 7, 8]]);
});

Deno.test("a sliding window of one value is full at once", () => {
  const window = new SlidingWindow(1);
  assertEquals([window.push(7), window.values[window.start]], [true, 7]);
  assertEquals([window.push(8), window.values[window.start]], [true, 8]);
});
