import { assertEquals, assertThrows } from "@std/assert";
import { quantile, statisticsOf } from "./statistics.ts";

Deno.test("statistics are those worked out by hand", () => {
  // 2, 4, 4, 4, 5, 5, 8, 8: sum 40, squared distances from 5: 9+1+1+1+0+0+9+9 = 30, by 7. p95 lies between the eights.
  assertEquals(statisticsOf([8, 4, 5, 2, 4, 8, 4, 5]), {
    mean: 5,
    median: 4.5,
    p95: 8,
    min: 2,
    standardDeviation: Math.sqrt(30 / 7),
  });
  assertEquals(statisticsOf([3, 1, 2]), { mean: 2, median: 2, p95: 2.9, min: 1, standardDeviation: 1 });
});

Deno.test("the series keeps its order", () => {
  const values = [3, 1, 2];
  statisticsOf(values);
  assertEquals(values, [3, 1, 2]);
});

Deno.test("a quantile at a value is that value, the ends included", () => {
  const sorted = [1, 10, 100];
  // Of 21 values the 95th percentile is the twentieth.
  assertEquals(quantile(Array.from({ length: 21 }, (_, index) => index * index), 0.95), 361);
  assertEquals([0, 0.5, 1, 0.25].map((share) => quantile(sorted, share)), [1, 10, 100, 5.5]);
});

Deno.test("a single value has no deviation, and no value has no quantile", () => {
  assertThrows(() => statisticsOf([1]), RangeError, "statistics of 1 values");
  assertThrows(() => quantile([], 0.5), RangeError, "quantile of no values");
});
