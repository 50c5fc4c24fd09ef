import { assertEquals } from "@std/assert";
import { exactSum } from "../../feeds/exact_sum.ts";
import { WeightedSum } from "./weighted_sum.ts";

Deno.test("a weighted sum is the exactly rounded sum of the rounded products, also of values of all sizes", () => {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const draws: readonly (() => number)[] = [
    () => Math.round(random() * 1e5) / 100,
    () => (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20),
    () => [1e16, 1, -1e16, 3e-17][Math.floor(random() * 4)]!,
  ];
  for (const draw of draws) {
    for (const length of [1, 2, 7, 30]) {
      const weights = Float64Array.from({ length }, () => random() * 3 - 1), sum = new WeightedSum(weights);
      const values = Float64Array.from({ length: 200 }, draw);
      for (let bar = 0; bar < values.length; bar++) {
        const value = sum.update(values[bar]!);
        if (bar + 1 < length) assertEquals(value, NaN);
        else {
          const window = values.subarray(bar + 1 - length, bar + 1);
          assertEquals(value, exactSum(window.map((number, at) => number * weights[at]!)));
        }
      }
    }
  }
});
