import { assertEquals } from "@std/assert";
import { HighestAge, LowestAge } from "./extreme_age.ts";

Deno.test("HighestAge and LowestAge tell how long ago the newest extreme of each window was", () => {
  let state = 7;
  const values = Array.from({ length: 500 }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % 7);
  for (const period of [1, 2, 3, 10, 40]) {
    const highest = new HighestAge(period), lowest = new LowestAge(period);
    values.forEach((value, i) => {
      const window = values.slice(Math.max(0, i + 1 - period), i + 1).reverse(), isFull = i + 1 >= period;
      const ages = [highest.update(value), lowest.update(value)];
      const expected = [window.indexOf(Math.max(...window)), window.indexOf(Math.min(...window))];
      assertEquals(ages, isFull ? expected : [NaN, NaN], `value ${i}, period ${period}`);
    });
  }
});
