/**
 * Classes of backtrader for volume. recorded_class.ts tells the form.
 *
 * @module
 */

import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const VOLUME_CLASSES: readonly RecordedClass[] = [
  {
    names: ["WilliamsAD"],
    indicators: ["williamsAd"],
  },
];
