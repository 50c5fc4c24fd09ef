import { assertEquals } from "@std/assert";
import { describeOperation, operate } from "./operator.ts";

Deno.test("operate() is IEEE 754 arithmetic, also where the result is not finite", () => {
  assertEquals(operate("+", 0.1, 0.2), 0.1 + 0.2);
  assertEquals(operate("-", 1, 1), 0);
  assertEquals(operate("*", -1, 0), -0);
  assertEquals(operate("/", 1, 0), Infinity);
  assertEquals(operate("/", 0, 0), NaN);
});

Deno.test("operate() compares to 1 or 0, and to 0 where a number is NaN", () => {
  assertEquals([operate(">", 2, 1), operate(">", 1, 1), operate(">", 1, 2)], [1, 0, 0]);
  assertEquals([operate("<", 2, 1), operate("<", 1, 1), operate("<", 1, 2)], [0, 0, 1]);
  assertEquals([operate(">", NaN, 1), operate("<", 1, NaN)], [0, 0]);
});

Deno.test("operate() keeps the left number in min and max unless the right one is strictly beyond it", () => {
  assertEquals([operate("min", 1, 2), operate("min", 2, 1), operate("max", 1, 2), operate("max", 2, 1)], [1, 1, 2, 2]);
  assertEquals([operate("min", 0, -0), operate("max", -0, 0)], [0, -0]);
  assertEquals([operate("min", NaN, 1), operate("min", 1, NaN)], [NaN, 1]);
  assertEquals([operate("max", NaN, 1), operate("max", 1, NaN)], [NaN, 1]);
});

Deno.test("describeOperation() writes min and max as calls and the others between their operands", () => {
  assertEquals(describeOperation("-", "high", "low"), "(high - low)");
  assertEquals(describeOperation("max", "high", "5"), "max(high, 5)");
});
