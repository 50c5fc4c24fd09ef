/**
 * Classes of backtrader for patterns of bars. recorded_class.ts tells the form.
 *
 * @module
 */

import { fractals } from "../../../src/indicators/levels/fractals.ts";
import { heikinAshi, heikinAshiDelta } from "../../../src/indicators/patterns/heikin_ashi.ts";
import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const PATTERN_CLASSES: readonly RecordedClass[] = [
  {
    names: ["Fractal"],
    indicators: ["fractals"],
    params: { period: 5, bardist: 0.015, shift_to_potential_fractal: 2 },
    // It writes two bars back, where the fractal was not known, and a part of the price away from the bar.
    lines: ({ feed }, params) => {
      const { high, low } = fractals(feed), distance = params.number("bardist");
      return {
        fractal_bearish: { line: high.times(1 + distance), ahead: 2 },
        fractal_bullish: { line: low.times(1 - distance), ahead: 2 },
      };
    },
  },
  {
    names: ["HeikinAshi"],
    indicators: ["heikinAshi"],
    lines: ({ feed }) => {
      const { open, high, low, close } = heikinAshi(feed);
      return { ha_open: open, ha_high: high, ha_low: low, ha_close: close };
    },
  },
  {
    names: ["haDelta", "haD"],
    indicators: ["heikinAshiDelta"],
    params: { period: 3, movav: "SMA", autoheikin: true },
    lines: ({ feed }, params) => {
      const { delta, smoothed } = heikinAshiDelta(feed, params.number("period"), { average: params.average("movav") });
      return { haDelta: delta, smoothed };
    },
  },
];
