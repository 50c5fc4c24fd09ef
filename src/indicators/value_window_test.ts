import { assertEquals } from "@std/assert";
import { ValueWindow } from "./value_window.ts";

Deno.test("ValueWindow counts the last values below a limit, and those up to it", () => {
  const window = new ValueWindow(3);
  assertEquals([window.isFull, window.countBelow(Infinity)], [false, 0]);
  const counts = [2, 1, 2, 3, 2].map((value) => {
    window.push(value);
    return [window.isFull, window.countBelow(2), window.countUpTo(2)];
  });
  assertEquals(counts, [[false, 0, 1], [false, 1, 2], [true, 1, 3], [true, 1, 2], [true, 0, 2]]);
});
