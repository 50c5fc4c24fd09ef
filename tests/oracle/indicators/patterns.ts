/**
 * Classes of backtrader for patterns of bars. recorded_class.ts tells the form.
 *
 * @module
 */

import * as indicators from "../../../src/indicators/mod.ts";
import { fractals } from "../../../src/indicators/levels/fractals.ts";
import { heikinAshi, heikinAshiDelta } from "../../../src/indicators/patterns/heikin_ashi.ts";
import { NotThere, type RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const PATTERN_CLASSES: readonly RecordedClass[] = [
  {
    names: ["Fractal"],
    indicators: ["fractals"],
    params: { period: 5, bardist: 0.015, shift_to_potential_fractal: 2 },
    // It writes two bars back, where the fractal was not known, and a part of the price away from the bar.
    lines: ({ feed }, params) => {
      const distance = params.number("bardist"), period = params.number("period");
      const bars = params.number("shift_to_potential_fractal"), ahead = 2;
      if (period !== 2 * bars + 1) throw new NotThere(`a fractal of ${period} bars with ${bars} behind it`);
      const { high, low } = fractals(feed, bars);
      return {
        fractal_bearish: { line: high.times(1 + distance), ahead },
        fractal_bullish: { line: low.times(1 - distance), ahead },
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
      const period = params.number("period"), average = params.average("movav");
      if (!params.flag("autoheikin")) {
        const haDelta = feed.close.minus(feed.open);
        return { haDelta, smoothed: indicators[average](haDelta, period) };
      }
      const { delta, smoothed } = heikinAshiDelta(feed, period, { average });
      return { haDelta: delta, smoothed };
    },
  },
];
