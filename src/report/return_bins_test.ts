import { assert, assertEquals } from "@std/assert";
import { returnBins } from "./return_bins.ts";

Deno.test("every return is in one interval, and zero is a border", () => {
  const returns = [-0.031, -0.0001, 0, 0.004, 0.05, 0.0499, NaN];
  const bins = returnBins(returns);
  assertEquals(bins.reduce((sum, { count }) => sum + count, 0), 6);
  assert(bins.some(({ from }) => from === 0));
  for (const [at, bin] of bins.entries()) {
    const isLast = at === bins.length - 1;
    const inside = returns.filter((value) => value >= bin.from && (isLast ? value <= bin.until : value < bin.until));
    assertEquals(bin.count, inside.length, JSON.stringify(bin));
  }
});

Deno.test("one return, or several that are the same, make one picture; none makes no interval", () => {
  assertEquals(returnBins([]), []);
  assertEquals(returnBins([0]).map(({ count }) => count), [1]);
  assertEquals(returnBins([0.5, 0.5]).reduce((sum, { count }) => sum + count, 0), 2);
  assertEquals(returnBins([-1e9, 1e-9]).reduce((sum, { count }) => sum + count, 0), 2);
});
