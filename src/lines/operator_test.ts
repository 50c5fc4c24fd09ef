import { assertEquals } from "@std/assert";
import { describeOperation, describeUnary, isTrue, operate, operateOn } from "./operator.ts";

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
  assertEquals([operate(">=", 2, 1), operate(">=", 1, 1), operate(">=", 1, 2)], [1, 1, 0]);
  assertEquals([operate("<=", 2, 1), operate("<=", 1, 1), operate("<=", 1, 2)], [0, 1, 1]);
  assertEquals([operate("==", 0, -0), operate("==", 1, 1), operate("==", 0.3, 0.1 + 0.2)], [1, 1, 0]);
  for (const operator of [">", "<", ">=", "<=", "=="] as const) {
    assertEquals([operate(operator, NaN, 1), operate(operator, 1, NaN), operate(operator, NaN, NaN)], [0, 0, 0]);
  }
});

Deno.test("operate() takes every number but 0 and NaN as true", () => {
  assertEquals([-1, 0.5, Infinity, 0, -0, NaN].map(isTrue), [true, true, true, false, false, false]);
  assertEquals([operate("and", 2, -1), operate("and", 2, 0), operate("and", NaN, 1)], [1, 0, 0]);
  assertEquals([operate("or", 0, -1), operate("or", 0, NaN), operate("or", NaN, 1)], [1, 0, 1]);
});

Deno.test("operateOn() is Math, and not() is 1 for 0 alone", () => {
  assertEquals([operateOn("-", 2), operateOn("abs", -2), operateOn("sqrt", 9), operateOn("sign", -3)], [-2, 2, 3, -1]);
  assertEquals([operateOn("log", Math.E), operateOn("exp", 1), operateOn("log", 0)], [1, Math.E, -Infinity]);
  assertEquals([operateOn("sqrt", -1), operateOn("log", -1)], [NaN, NaN]);
  for (const operator of ["-", "abs", "sqrt", "log", "exp", "sign"] as const) {
    assertEquals(operateOn(operator, NaN), NaN, operator);
  }
  assertEquals([0, -0, 1, -1, NaN].map((value) => operateOn("not", value)), [1, 1, 0, 0, 0]);
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
  assertEquals([describeUnary("-", "high"), describeUnary("not", "(a > 1)")], ["-high", "not((a > 1))"]);
});
