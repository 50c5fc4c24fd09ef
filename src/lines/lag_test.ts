import { assertEquals } from "@std/assert";
import { Lag, lagging } from "./lag.ts";

Deno.test("Lag gives each value so many values later, and NaN before", () => {
  for (const bars of [1, 2, 5]) {
    const lag = new Lag(bars), values = [1, 2, 3, NaN, 5, 6, 7, 8, 9, 10];
    assertEquals(values.map((value) => lag.update(value)), values.map((_value, at) => values[at - bars] ?? NaN));
  }
});

Deno.test("lagging computes bar by bar and whole segments alike, and reads nothing outside of the segment", () => {
  const { start, fill } = lagging(2, (value, before) => 10 * value + before), update = start();
  const input = Float64Array.of(9, 1, 2, 3, 4, 9), output = new Float64Array(6);
  fill({ inputs: [input], outputs: [output], from: 1, until: 5 });
  assertEquals(output.subarray(3, 5), Float64Array.of(31, 42));
  assertEquals([1, 2, 3, 4].map((value) => update(value)), [NaN, NaN, 31, 42]);
});
