import { assertThrows } from "@std/assert";
import { checkPeriod } from "./period.ts";

Deno.test("checkPeriod() accepts whole numbers from 1 on", () => {
  for (const period of [1, 2, 1e9]) checkPeriod("sma", period);
});

Deno.test("checkPeriod() refuses other numbers with the value and the remedy", () => {
  for (const period of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => checkPeriod("sma", period),
      RangeError,
      `Cannot compute sma with a period of ${period}: give it a whole number of bars from 1 on`,
    );
  }
});

Deno.test("checkPeriod() refuses what is not a number with its type", () => {
  assertThrows(() => checkPeriod("sma", "10" as unknown as number), TypeError, 'with "10" (string) as its period');
  assertThrows(() => checkPeriod("sma", undefined as unknown as number), TypeError, "with undefined (undefined)");
});
