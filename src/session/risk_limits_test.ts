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

Deno.test("the bar that ends at midnight is the last one of its day", () => {
  const watch = new RiskWatch(takenRiskLimits({ maxDailyLoss: 50 }));
  const take = (timeUs: number, value: number): string | undefined =>
    watch.take({ timeUs, value, grossNotional: 0 })?.command;
  assertEquals([take(DAY - 2, 1000), take(DAY - 1, 960), take(DAY, 920)], [undefined, undefined, "stop-entries"]);
  const other = new RiskWatch(takenRiskLimits({ maxDailyLoss: 50 }));
  for (const [timeUs, value] of [[DAY - 1, 1000], [DAY, 960], [DAY + 1, 920]] as const) {
    assertEquals(other.take({ timeUs, value, grossNotional: 0 }), undefined);
  }
});

Deno.test("a drawdown counts from the highest value, over days", () => {
  assertEquals(asked({ maxDrawdown: 0.1 }, [100, 200, "day", 185, 179, "day", 150]), [
    "179 stop-entries",
    "150 cancel",
  ]);
});

/** What limits ask for, by values of the account and the money from outside that is in them. */
function askedWith(limits: RiskLimits, states: readonly (readonly [value: number, flows: number])[]): string[] {
  const watch = new RiskWatch(takenRiskLimits(limits));
  return states.flatMap(([value, flows], at) => {
    const found = watch.take({ timeUs: DAY + at, value, flows, grossNotional: 0 });
    return found === undefined ? [] : [`${at} ${found.command}`];
  });
}

Deno.test("a withdrawal is no loss, and a deposit hides none", () => {
  const limits: readonly RiskLimits[] = [{ maxDailyLoss: 50 }, { maxDrawdown: 0.05 }];
  for (const limit of limits) {
    assertEquals(askedWith(limit, [[1000, 0], [800, -200], [0, -1000], [1000, 0], [1500, 500]]), []);
    // 100 of 1,500 are lost beside 500 that come in, and 65 of 800 beside 200 that go out.
    assertEquals(askedWith(limit, [[1000, 0], [1400, 500]]), ["1 stop-entries"]);
    assertEquals(askedWith(limit, [[1000, 0], [735, -200]]), ["1 stop-entries"]);
  }
  // A drawdown stays the fraction that it was, whatever comes in or goes out.
  const watch = new RiskWatch({ maxDrawdown: 0.5 });
  const drawdown = (value: number, flows: number): number => {
    watch.take({ timeUs: DAY, value, flows, grossNotional: 0 });
    return watch.values.maxDrawdown!;
  };
  assertEquals([drawdown(1000, 0), drawdown(900, 0), drawdown(1800, 900), drawdown(450, -450)], [0, 0.1, 0.1, 0.1]);
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
