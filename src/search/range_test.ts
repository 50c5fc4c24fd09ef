import { assertEquals, assertThrows } from "@std/assert";
import { range } from "./range.ts";

Deno.test("a range has both ends, and its decimals are those that are written", () => {
  assertEquals(range(5, 50, 15), [5, 20, 35, 50]);
  assertEquals(range(1, 3), [1, 2, 3]);
  assertEquals(range(2, 2), [2]);
  assertEquals(range(0.1, 0.7, 0.1), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  assertEquals(range(-0.02, 0.02, 0.01), [-0.02, -0.01, 0, 0.01, 0.02]);
  assertEquals(range(1e-6, 3e-6, 1e-6), [1e-6, 2e-6, 3e-6]);
});

Deno.test("a range that does not end at its end is refused with the end that it could have", () => {
  assertThrows(() => range(5, 49, 5), RangeError, "do not end at 49; pass 45 as its end");
  assertThrows(() => range(0, 1, 0.3), RangeError, "pass 0.9 as its end");
  assertThrows(() => range(5, 4), RangeError, "pass the smaller number first");
  assertThrows(() => range(1, 5, 0), RangeError, "pass a number above 0");
  assertThrows(() => range(1, 5, -1), RangeError, "pass a number above 0");
  assertThrows(() => range(0, 1e7), RangeError, "it has at most 1000000");
  assertThrows(() => range(0, 1, 1e-15), RangeError, "at most 12 decimals");
  assertThrows(() => range("1" as unknown as number, 5), TypeError, 'Cannot make a range with from "1"');
  assertThrows(() => range(1, Infinity), TypeError, "with to Infinity");
});
