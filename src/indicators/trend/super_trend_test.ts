import { assert, assertEquals } from "@std/assert";
import { inputsOf, seriesOf } from "../../../tests/indicators/indicator_case.ts";
import { columnOf } from "../../lines/line.ts";
import { atr } from "../volatility/atr.ts";
import { superTrend } from "./super_trend.ts";

/** The published reference of Pine's `ta.supertrend`, line for line; its direction -1 is up. */
function pine(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  range: Float64Array,
  factor: number,
): number[] {
  let upper = 0, lower = 0, line = NaN;
  return Array.from(close, (value, bar) => {
    const width = factor * range[bar]!, middle = (high[bar]! + low[bar]!) / 2, before = close[bar - 1] ?? NaN;
    if (Number.isNaN(width)) return NaN;
    const upperBefore = upper, lowerBefore = lower;
    // Only the first bar of all has no close before it: Pine holds a band of 0 there, and ours begins with its own.
    const isHeld = bar > 0;
    upper = !isHeld || middle + width < upperBefore || before > upperBefore ? middle + width : upperBefore;
    lower = !isHeld || middle - width > lowerBefore || before < lowerBefore ? middle - width : lowerBefore;
    const isFirst = bar === 0 || Number.isNaN(range[bar - 1]!);
    const direction = isFirst ? 1 : line === upperBefore ? (value > upper ? -1 : 1) : value < lower ? 1 : -1;
    return line = direction === -1 ? lower : upper;
  });
}

Deno.test("superTrend() is that of Pine, also where both bands are one", () => {
  let meetings = 0;
  for (let seed = 1; seed < 30; seed++) {
    const columns = seriesOf("walk", seed, 300), { open, high, low, close } = columns;
    // Ticks: most bars have one price, which is that of the bar before or one step from it.
    for (let i = 0; i < close.length; i++) close[i] = 100 + Math.round(close[i]! - 100);
    for (let i = 0; i < close.length; i++) open[i] = high[i] = low[i] = close[i]!;
    for (const [period, factor] of [[1, 0.5], [1, 1], [2, 0.5], [10, 3]] as const) {
      const { feed } = inputsOf(columns).inputs, range = columnOf(atr(feed, period, { countsFirst: true }));
      const made = superTrend(feed, period, factor), line = columnOf(made.line);
      assertEquals(
        [...line.subarray(period)],
        pine(high, low, close, range, factor).slice(period),
        `${seed}, ${period}`,
      );
      const upper = columnOf(made.upper), lower = columnOf(made.lower);
      meetings += upper.filter((value, bar) => value === lower[bar]).length;
    }
  }
  assert(meetings > 100);
});
