import { assertAlmostEquals, assertEquals } from "@std/assert";
import { dailyEquity, returnRatios, returnsOf } from "./daily_returns.ts";

Deno.test("dailyEquity() takes the last value of each session date", () => {
  const days = Float64Array.of(1, 1, 2, 4, 4, 4);
  assertEquals(dailyEquity(days, Float64Array.of(10, 11, 12, 13, 14, 15)), {
    days: Float64Array.of(1, 2, 4),
    steps: Float64Array.of(2, 1, 3),
    equity: Float64Array.of(11, 12, 15),
  });
  const none = new Float64Array(0);
  assertEquals(dailyEquity(none, none), { days: none, steps: none, equity: none });
});

Deno.test("dailyEquity() counts a step whose date lies behind to the date that was reached", () => {
  assertEquals(
    dailyEquity(Float64Array.of(1, 2, 1, 2, 3, 2), Float64Array.of(10, 11, 12, 13, 14, 15)),
    { days: Float64Array.of(1, 2, 3), steps: Float64Array.of(1, 3, 2), equity: Float64Array.of(10, 13, 15) },
  );
});

Deno.test("returnsOf() relates each value to the one before it", () => {
  assertEquals(returnsOf(Float64Array.of(4, 5, 10, 5)), Float64Array.of(0.25, 1, -0.5));
  assertEquals(returnsOf(Float64Array.of(4)), new Float64Array(0));
  assertEquals(returnsOf(new Float64Array(0)), new Float64Array(0));
});

Deno.test("returnsOf() is null where a value to divide by is not above zero", () => {
  assertEquals(returnsOf(Float64Array.of(4, 0, 1)), null);
  assertEquals(returnsOf(Float64Array.of(4, -1, 1)), null);
  assertEquals(returnsOf(Float64Array.of(4, -1)), Float64Array.of(-1.25));
});

Deno.test("returnRatios() takes the sample deviation and the root of the periods", () => {
  // Mean 0.625 / 5 = 1/8. Differences from it: 1/2, -1/2, 1/2, -1/2, 0; their squares add up to 1, over n - 1 = 4 that is
  // 1/4, whose root is 1/2. Volatility 1/2 x 16 = 8, Sharpe (1/8) / (1/2) x 16 = 4.
  // Downside: (9/64 + 9/64) / 5, whose root is 3 / (8 sqrt(2.5)).
  const returns = Float64Array.of(0.625, -0.375, 0.625, -0.375, 0.125);
  assertEquals(returnRatios(returns, 256), { volatility: 8, sharpe: 4, sortino: 2 / Math.sqrt(0.05625), reasons: {} });
});

Deno.test("returnRatios() takes the downside deviation over all days", () => {
  // Mean 1/4; downside (1/4) / 4 = 1/16, whose root is 1/4; Sortino (1/4) / (1/4) x 4 = 4.
  assertEquals(returnRatios(Float64Array.of(-0.5, 0.5, 0.5, 0.5), 16).sortino, 4);
});

Deno.test("returnRatios() is null where there is nothing to divide by", () => {
  const none = (reason: string) => ({
    volatility: null,
    sharpe: null,
    sortino: null,
    reasons: { volatility: reason, sharpe: reason, sortino: reason },
  });
  assertEquals(returnRatios(null, 252), none("an equity to divide by is not above zero"));
  assertEquals(returnRatios(new Float64Array(0), 252), none("there are fewer than two returns"));
  assertEquals(returnRatios(Float64Array.of(0.1), 252), none("there are fewer than two returns"));
  const flat = {
    volatility: 0,
    sharpe: null,
    sortino: null,
    reasons: { sharpe: "the returns do not vary", sortino: "no return is below the risk-free rate" },
  };
  assertEquals(returnRatios(new Float64Array(3), 252), flat);
  // The rounded mean of ten times 0.1 need not be 0.1, yet equal returns have no deviation.
  assertEquals(returnRatios(new Float64Array(10).fill(0.1), 252), flat);
  assertEquals(returnRatios(Float64Array.of(0.25, 0.5), 1).sortino, null);
});

Deno.test("returnRatios() takes returns above the risk-free rate", () => {
  // A year of two periods at 56.25 % is twice 25 %. Above it: 0, 0.25, 0.5, with mean and deviation 0.25.
  const { volatility, sharpe, sortino, reasons } = returnRatios(Float64Array.of(0.25, 0.5, 0.75), 2, 0.5625);
  assertEquals([volatility, sharpe, sortino], [0.25 * Math.SQRT2, Math.SQRT2, null]);
  assertEquals(reasons, { sortino: "no return is below the risk-free rate" });
  // Above it: -0.25 and 0.75, with mean 0.25 and downside 0.25 / sqrt(2).
  assertAlmostEquals(returnRatios(Float64Array.of(0, 1), 2, 0.5625).sortino!, 2, 1e-15);
});

Deno.test("returnRatios() does not depend on the order of the returns", () => {
  const returns = Float64Array.from({ length: 500 }, (_value, index) => Math.sin(index * index) / 50);
  const ratios = returnRatios(returns, 252);
  assertEquals(returnRatios(returns.toReversed(), 252), ratios);
  assertEquals(returnRatios(returns.toSorted(), 252), ratios);
});
