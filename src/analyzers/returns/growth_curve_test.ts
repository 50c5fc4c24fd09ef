/**
 * Growth without the money that comes and goes, worked out by hand.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { growthCurve, growthScales, moneyWeightedReturn, netOf } from "./growth_curve.ts";

const flow = (step: number, amount: number): { step: number; timeUs: number; amount: number } => ({
  step,
  timeUs: step,
  amount,
});

Deno.test("without money from outside the growth is the equity itself", () => {
  const equity = Float64Array.of(100, 110, 99);
  assertEquals(growthCurve(equity, 100, [], 0) === equity, true);
  assertEquals(growthCurve(equity, 100, [flow(5, 10)], 0) === equity, true);
});

Deno.test("money that comes or goes changes no growth, and later steps grow from there", () => {
  // 100 to 110; 90 come and 200 become 220; 20 go, and 200 stay 200.
  const equity = Float64Array.of(110, 220, 200), flows = [flow(4, 90), flow(5, -20)];
  const growth = growthCurve(equity, 100, flows, 3);
  assertEquals(growth[0], 110);
  assertAlmostEquals(growth[1]!, 121, 1e-12);
  assertEquals(growth[2], growth[1]);
  assertEquals(netOf(flows), 70);
});

Deno.test("an account of nothing grows out of nothing", () => {
  assertEquals([...growthCurve(Float64Array.of(0, 50), 100, [flow(1, 50)], 0)], [0, 0]);
  assertEquals([...growthCurve(Float64Array.of(-10, 0), 100, [flow(1, 10)], 0)], [-10, 0]);
});

Deno.test("while all money is away the growth stays, and goes on when some comes back", () => {
  // 100 to 110; all of it goes, and nothing is there; 50 come, and 55 are a tenth more.
  const equity = Float64Array.of(110, 0, 0, 50, 55), flows = [flow(1, -110), flow(3, 50)];
  const growth = growthCurve(equity, 100, flows, 0);
  assertEquals([...growth.subarray(0, 4)], [110, 110, 110, 110]);
  assertAlmostEquals(growth[4]!, 121, 1e-12);
  // In parts that add up to all of it but for a rounding: 0.1 + 0.2 is not 0.3.
  assertEquals([...growthCurve(Float64Array.of(0.3, 0), 0.3, [flow(1, -0.1), flow(1, -0.2)], 0)], [0.3, 0.3]);
  // A step that loses what a flow left is a loss of all of it.
  assertEquals([...growthCurve(Float64Array.of(100, 0), 100, [flow(1, -99)], 0)], [100, 0]);
});

Deno.test("a profit is scaled to the account without the money that came or went", () => {
  assertEquals(growthScales(Float64Array.of(100, 110), 100, [], 0), undefined);
  // 100 to 110; 90 come: a unit of money is 110 / 200 of one of the growth from there on.
  const scales = growthScales(Float64Array.of(110, 220, 200), 100, [flow(4, 90), flow(5, -20)], 3)!;
  assertEquals([...scales.subarray(0, 2)], [1, 110 / 200]);
  assertAlmostEquals(scales[2]!, 121 / 200, 1e-15);
});

Deno.test("the money-weighted return is the rate at which all money comes to the last value", () => {
  // 100 for two years and 100 for one, at 10 %: 121 + 110.
  assertAlmostEquals(moneyWeightedReturn(100, 2, [{ amount: 100, left: 1 }], 231)!, 0.1, 1e-12);
  assertAlmostEquals(moneyWeightedReturn(100, 2, [], 81)!, -0.1, 1e-12);
  assertEquals(moneyWeightedReturn(100, 2, [{ amount: -20, left: 1 }], 80), 0);
  assertEquals(moneyWeightedReturn(100, 0, [], 80), null);
  assertEquals(moneyWeightedReturn(100, 1, [], -5), null);
});
