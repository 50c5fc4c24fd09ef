import { assertEquals } from "@std/assert";
import { SortedWindow } from "./sorted_window.ts";

Deno.test("SortedWindow holds the last values ascending, and counts below and up to a value, as a sort does", () => {
  let state = 20060102;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (const period of [1, 2, 3, 7, 20]) {
    const window = new SortedWindow(period), seen: number[] = [];
    for (let i = 0; i < 500; i++) {
      // Few different values, so that many are equal.
      const value = Math.floor(random() * 9) - 4;
      seen.push(value);
      const isFull = window.push(value), last = seen.slice(-period).toSorted((a, b) => a - b);
      assertEquals(isFull, seen.length >= period);
      assertEquals([...window.values].slice(0, last.length), last.map((each) => each + 0));
      if (!isFull) continue;
      for (const limit of [-5, -1.5, 0, 3, 9]) {
        assertEquals(window.countBelow(limit), last.filter((each) => each < limit).length);
        assertEquals(window.countUpTo(limit), last.filter((each) => each <= limit).length);
      }
    }
  }
});

Deno.test("SortedWindow takes infinities and -0, which counts as 0", () => {
  const window = new SortedWindow(3);
  for (const value of [Infinity, -0, -Infinity]) window.push(value);
  assertEquals([...window.values], [-Infinity, 0, Infinity]);
  for (const value of [1, -0, 0]) window.push(value);
  assertEquals([...window.values], [0, 0, 1]);
});
