import { assert, assertEquals } from "@std/assert";
import { partOfTime, returnFacts, TIME_PARTS } from "./return_facts.ts";

Deno.test("the facts of four returns are those worked out by hand", () => {
  // Mean 0.01; differences -0.03, -0.01, 0.01, 0.03; sum of squares 0.002, of fourth powers 0.00000164.
  const facts = returnFacts(Float64Array.of(-0.02, 0, 0.02, 0.04));
  assertEquals([facts.count, facts.mean], [4, 0.01]);
  assert(Math.abs(facts.deviation - Math.sqrt(0.002 / 3)) < 1e-17);
  assert(Math.abs(facts.sharpe! - 0.01 / Math.sqrt(0.002 / 3)) < 1e-15);
  assert(Math.abs(facts.skewness) < 1e-15);
  assert(Math.abs(facts.kurtosis - 0.00000164 / 4 / (0.002 / 4) ** 2) < 1e-12);
});

Deno.test("returns that do not vary have no Sharpe ratio, and neither have none", () => {
  const flat = returnFacts(Float64Array.of(0.1, 0.1, 0.1)), none = returnFacts(new Float64Array(0));
  assertEquals([flat.deviation, flat.sharpe, flat.skewness, flat.kurtosis], [0, null, 0, 3]);
  assertEquals([none.count, none.mean, none.sharpe], [0, 0, null]);
});

Deno.test("the parts of the time hold each return once, as sums and as sums of squares", () => {
  const returns = Float64Array.from({ length: 130 }, (_none, at) => at + 1), { parts } = returnFacts(returns);
  assertEquals([parts.length, partOfTime(0, 130), partOfTime(TIME_PARTS, 130)], [128, 0, 130]);
  assertEquals(parts[0], 1 + 2);
  assertEquals(parts.slice(0, TIME_PARTS).reduce((sum, value) => sum + value), 130 * 131 / 2);
  assertEquals(parts.slice(TIME_PARTS).reduce((sum, value) => sum + value), 130 * 131 * 261 / 6);
});
