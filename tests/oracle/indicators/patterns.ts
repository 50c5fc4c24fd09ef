/**
 * Classes of backtrader for patterns of bars. recorded_class.ts tells the form.
 *
 * @module
 */

import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const PATTERN_CLASSES: readonly RecordedClass[] = [
  {
    names: ["Fractal"],
    indicators: ["fractals"],
    params: { period: 5, bardist: 0.015, shift_to_potential_fractal: 2 },
  },
  {
    names: ["HeikinAshi"],
    indicators: ["heikinAshi"],
  },
  {
    names: ["haDelta", "haD"],
    indicators: ["heikinAshiDelta"],
    params: { period: 3, movav: "SMA", autoheikin: true },
  },
];
