import { assertEquals } from "@std/assert";
import { floorQuotient } from "./floor_quotient.ts";

Deno.test("a quotient is rounded down, on either side of zero", () => {
  const cases = [[7, 2, 3], [-7, 2, -4], [7, -2, -4], [-7, -2, 3], [6, 2, 3], [0.5, 2, 0]] as const;
  for (const [dividend, divisor, quotient] of cases) assertEquals(floorQuotient(dividend, divisor), quotient);
});

Deno.test("a quotient that a division would round up stays below the whole number", () => {
  // Python: 1.0 // 0.1 is 9.0, and 1.0 / 0.1 is 10.0.
  assertEquals([floorQuotient(1, 0.1), 1 / 0.1], [9, 10]);
});
