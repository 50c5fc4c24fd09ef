import { assertEquals } from "@std/assert";
import { DAY_US } from "../../feeds/time/civil_date.ts";
import { TimeZone } from "../../feeds/time/time_zone.ts";
import { drawdowns, type WorstDrawdown, worstDrawdown } from "./drawdown.ts";

const UTC = new TimeZone("UTC");

Deno.test("drawdowns() counts from the highest equity so far, the initial cash included", () => {
  assertEquals(
    drawdowns(Float64Array.of(96, 128, 64, 128, 256, -256), 128),
    Float64Array.of(0.25, 0, 0.5, 0, 0, 2),
  );
  assertEquals(drawdowns(new Float64Array(0), 128), new Float64Array(0));
});

Deno.test("worstDrawdown() counts days from the last step at a peak to the step that reaches it again", () => {
  // The peak of 100 is left after day 1 and reached on day 4; the one of 110 is left after day 5 and never reached.
  const equity = Float64Array.of(100, 100, 90, 75, 100, 110, 109, 109);
  assertEquals(worst(equity, 100), { fraction: 0.25, days: 3 });
  assertEquals(worst(equity.subarray(4), 100), { fraction: 1 / 110, days: 2 });
});

Deno.test("worstDrawdown() is zero for an account that never falls, has one step or none", () => {
  assertEquals(worst(Float64Array.of(100, 100, 101, 105), 100), { fraction: 0, days: 0 });
  assertEquals(worst(Float64Array.of(75), 100), { fraction: 0.25, days: 0 });
  assertEquals(worst(new Float64Array(0), 100), { fraction: 0, days: 0 });
});

Deno.test("worstDrawdown() counts days by the clock, whose change makes none longer", () => {
  // New York put its clock forward on 2024-03-10, a day of 23 hours.
  const zone = new TimeZone("America/New_York");
  const timeUs = Float64Array.from([8, 11, 12], (day) => zone.endOfDateUs(Date.UTC(2024, 2, day) * 1000 / DAY_US));
  assertEquals(worstDrawdown(timeUs, Float64Array.of(4, 3, 4), 4, zone), { fraction: 0.25, days: 4 });
});

Deno.test("worstDrawdown() equals a model that looks at every pair of steps", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 200; round++) {
    let value = 20;
    const equity = Float64Array.from(
      { length: Math.floor(random() * 40) },
      () => value += Math.floor(random() * 5) - 2,
    );
    assertEquals(worst(equity, 20), pairModel([20, ...equity]));
  }
});

function worst(equity: Float64Array, cashInitial: number): WorstDrawdown {
  return worstDrawdown(equity.map((_value, day) => day * DAY_US), equity, cashInitial, UTC);
}

/** Values one day apart, but for the first, which is there at the time of the second. */
function pairModel(values: readonly number[]): WorstDrawdown {
  let fraction = 0, days = 0;
  values.forEach((high, from) => {
    values.forEach((low, to) => {
      if (to > from && low < high) fraction = Math.max(fraction, (high - low) / high);
      const isPeak = values.slice(0, from).every((value) => value <= high);
      const isUnder = values.slice(from + 1, to).every((value) => value < high);
      const isEnd = low >= high || to === values.length - 1;
      if (to > from && isPeak && isUnder && isEnd && (low < high || to > from + 1)) {
        days = Math.max(days, Math.max(0, to - 1) - Math.max(0, from - 1));
      }
    });
  });
  return { fraction, days };
}
