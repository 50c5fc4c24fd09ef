import { assertEquals, assertThrows } from "@std/assert";
import { type RiskLimits, RiskWatch, takenRiskLimits } from "./risk_limits.ts";

const DAY = 86_400_000_000;

/** What limits ask for, by the value of the account; a value of a second day follows "day". */
function asked(limits: RiskLimits, values: readonly (number | "day")[], grossNotional: number = 0): string[] {
  const watch = new RiskWatch(takenRiskLimits(limits));
  let day = 0;
  return values.flatMap((value) => {
    if (value === "day") day++;
    if (value === "day") return [];
    const found = watch.take({ timeUs: day * DAY, value, grossNotional });
    return found === undefined ? [] : [`${value} ${found.command}`];
  });
}

Deno.test("a daily loss stops entries once, twice the loss cancels all, and a day begins anew", () => {
  assertEquals(asked({ maxDailyLoss: 10 }, [100, 90, 89, 88, 80, 79, 60]), ["89 stop-entries", "79 cancel"]);
  assertEquals(asked({ maxDailyLoss: 10 }, [100, 92, "day", 88, 83, 81]), ["81 stop-entries"]);
});

Deno.test("a drawdown counts from the highest value, over days", () => {
  assertEquals(asked({ maxDrawdown: 0.1 }, [100, 200, "day", 185, 179, "day", 150]), [
    "179 stop-entries",
    "150 cancel",
  ]);
});

Deno.test("a notional stops entries and never cancels", () => {
  assertEquals(asked({ maxGrossNotional: 50 }, [100, 100], 500), ["100 stop-entries"]);
  assertEquals(asked({ maxGrossNotional: 500 }, [100, 100], 500), []);
});

Deno.test("a limit that cannot be is named", () => {
  assertThrows(() => takenRiskLimits({ maxDrawdown: 2 }), RangeError, "maxDrawdown 2");
  assertThrows(() => takenRiskLimits({ maxStaleBars: 0.5 }), RangeError, "maxStaleBars 0.5");
  assertThrows(() => takenRiskLimits({ maxLoss: 1 } as RiskLimits), TypeError, "maxLoss");
});
