/**
 * Classes of backtrader for levels of price. recorded_class.ts tells the form.
 *
 * @module
 */

import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const LEVEL_CLASSES: readonly RecordedClass[] = [
  {
    names: ["PivotPoint"],
    indicators: ["pivotPoints"],
    params: { open: false, close: false },
    idle: ["_autoplot"],
  },
  {
    names: ["FibonacciPivotPoint"],
    indicators: ["pivotPoints"],
    params: { open: false, close: false, level1: 0.382, level2: 0.618, level3: 1.0 },
    idle: ["_autoplot"],
  },
  {
    names: ["DemarkPivotPoint"],
    indicators: ["pivotPoints"],
    idle: ["open", "close", "level1", "level2", "level3", "_autoplot"],
  },
];
