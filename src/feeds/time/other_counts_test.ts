import { assertEquals } from "@std/assert";
import { otherCounts } from "./other_counts.ts";

Deno.test("otherCounts() tells the kind of numbers that would pass for counts since the epoch", () => {
  const cases: readonly (readonly [readonly number[], string])[] = [
    [[2_401_020_930], "as digits of a date it is 2024-01-02T09:30:00"],
    [[1_704_060_930, 1_704_060_935, 1_704_061_000], "as digits of a date it is 2017-04-06T09:30:00"],
    [[240_102_093_000, 240_102_093_100, 240_102_100_000], "as digits of a date it is 2024-01-02T09:30:00"],
    [[20_240_102_093_000_000], "as digits of a date it is 2024-01-02T09:30:00"],
    [[638_397_846_000_000_000, 638_398_710_000_000_000], "as ticks of .NET it is 2024-01-02T09:30:00"],
    [[133_486_614_000_000_000], "as a FILETIME of Windows it is 2024-01-02T09:30:00"],
    [[13_348_661_400_000_000], "as microseconds since 1601 it is 2024-01-02T09:30:00"],
  ];
  for (const [counts, kind] of cases) {
    const text = otherCounts(Float64Array.from(counts))?.(counts[0]!);
    assertEquals(text, `the time ${counts[0]} seems to be no count since 1970; ${kind}`);
  }
});

Deno.test("otherCounts() lets counts since the epoch pass", () => {
  const daily = (from: number, step: number) => Float64Array.from({ length: 100 }, (_, row) => from + row * step);
  const cases = [
    daily(1_704_067_200, 60),
    daily(1_704_060_000, 86_400),
    daily(1_704_067_200_000, 86_400_000),
    daily(240_105_600_000, 86_400_000),
    daily(1_704_067_200_000_000, 60e6),
    daily(631_152_000_000_000_000, 86_400e9),
    daily(133_486_614_000_000_000, 86_400e9),
    Float64Array.of(1_704_060_930),
    new Float64Array(0),
  ];
  for (const counts of cases) assertEquals(otherCounts(counts), undefined, String(counts[0]));
});
