import { assertThrows } from "@std/assert";
import { checkFactor } from "./factor.ts";

Deno.test("checkFactor() accepts finite numbers above zero, up to its limit", () => {
  for (const factor of [1e-300, 0.5, 2, 1e300]) checkFactor("bollinger", factor, "deviations");
  checkFactor("laguerreFilter", 0.999, "gamma", 1);
});

Deno.test("checkFactor() refuses other numbers with the value and the remedy", () => {
  for (const factor of [0, -0, -1, NaN, Infinity]) {
    assertThrows(
      () => checkFactor("bollinger", factor, "deviations"),
      RangeError,
      `Cannot compute bollinger with deviations ${factor}: give it a finite number above 0`,
    );
  }
  assertThrows(
    () => checkFactor("laguerreFilter", 1, "gamma", 1),
    RangeError,
    "Cannot compute laguerreFilter with gamma 1: give it a number above 0 and below 1",
  );
});

Deno.test("checkFactor() refuses what is not a number with its type", () => {
  assertThrows(
    () => checkFactor("bollinger", "2" as unknown as number, "deviations"),
    TypeError,
    'Cannot compute bollinger with "2" (string) as its deviations',
  );
});
