import { assertEquals } from "@std/assert";
import { exponentialFactor, Smoothing } from "./smoothing.ts";
import { CorrectedAverage } from "./zero_lag.ts";

/** The average by a look at every gain, the lowest first. */
function byEveryGain(values: readonly number[], period: number, gainLimit: number): number[] {
  const factor = exponentialFactor(period), smoothing = new Smoothing(period, factor);
  let before = NaN;
  return values.map((value) => {
    const smooth = smoothing.update(value);
    if (Number.isNaN(before)) return before = smooth;
    let least = Infinity, best = smooth;
    for (let gain = -gainLimit; gain <= gainLimit; gain++) {
      const average = factor * (smooth + gain / 10 * (value - before)) + (1 - factor) * before;
      if (Math.abs(value - average) < least) [least, best] = [Math.abs(value - average), average];
    }
    return before = best;
  });
}

Deno.test("the zero lag average has the gain of the least error, and of equal errors the lowest one", () => {
  let state = 17;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const series: Record<string, () => number> = {
    prices: () => Math.round(9900 + random() * 200) / 100,
    "few values": () => Math.floor(random() * 3),
    "both signs": () => random() - 0.5,
    "moves of a last bit": () => 1 + Math.floor(random() * 3) * 2 ** -52,
    "mixed magnitudes": () => (random() - 0.5) * 2 ** Math.floor(random() * 120 - 60),
    "moves of some last bits": () => 1 + Math.floor(random() * 100) * 2 ** -52,
    "leaps beyond the digits of the rest": () => random() < 0.1 ? 2 ** 54 * (1 + random()) : random() * 64,
    "up to the largest": () => (2 * random() - 1) * Number.MAX_VALUE,
  };
  for (const [name, draw] of Object.entries(series)) {
    for (const [period, gainLimit] of [[1, 50], [2, 1], [5, 50], [20, 50], [20, 7]] as const) {
      const values = Array.from({ length: 2000 }, draw), average = new CorrectedAverage(period, gainLimit);
      assertEquals(
        values.map((value) => average.update(value)),
        byEveryGain(values, period, gainLimit),
        `${name}, period ${period}, limit ${gainLimit}`,
      );
    }
  }
});
