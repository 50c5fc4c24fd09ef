import { assertEquals } from "@std/assert";
import { barFault, isBar, orderOfTimes } from "./validate_bars.ts";

Deno.test("barFault() finds a fault exactly where isBar() says no", () => {
  const values = [NaN, -1, 0, 1, 2, 3, Infinity];
  for (const open of values) {
    for (const high of values) {
      for (const low of values) {
        for (const close of values) {
          for (const volume of [NaN, -1, 0, 5, Infinity]) {
            const bar = [open, high, low, close, volume] as const;
            const fault = barFault(...bar);
            if (isBar(...bar) !== (fault === undefined)) assertEquals({ bar, fault }, undefined);
          }
        }
      }
    }
  }
});

Deno.test("barFault() names the column and the values", () => {
  assertEquals(barFault(10, 9, 11, 10, 0), { column: "high", reason: "the high 9 is below the low 11" });
  assertEquals(barFault(10, 12, 9, 13, 0), { column: "close", reason: "the close 13 is above the high 12" });
  assertEquals(barFault(8, 12, 9, 10, 0), { column: "open", reason: "the open 8 is below the low 9" });
  assertEquals(barFault(0, 12, 9, 10, 0), {
    column: "open",
    reason:
      'the price 0 is not above zero, as prices of stocks are: if it is right, pass prices: "any", and trade the feed as a ' +
      "future, or with trade: false for lines alone",
  });
  assertEquals(barFault(10, 12, 9, 10, -3), { column: "volume", reason: "the volume -3 is negative" });
});

Deno.test("orderOfTimes() finds the direction and the first neighbours that break it", () => {
  const cases = [
    [[], "ascending", 0],
    [[1], "ascending", 1],
    [[1, 2, 3], "ascending", 3],
    [[3, 2, 1], "descending", 3],
    [[1, 1], "duplicate", 1],
    [[3, 2, 2, 1], "duplicate", 2],
    [[1, 2, 5, 4, 6], "mixed", 3],
    [[6, 5, 7, 4], "mixed", 2],
  ] as const;
  for (const [times, kind, index] of cases) assertEquals(orderOfTimes(Float64Array.from(times)), { kind, index });
});
