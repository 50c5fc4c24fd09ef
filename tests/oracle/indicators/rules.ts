/**
 * Classes of backtrader for rules. recorded_class.ts tells the form.
 *
 * @module
 */

import { crossedAbove, crossedBelow, crossover } from "../../../src/indicators/rules/crossover.ts";
import type { RecordedClass } from "./recorded_class.ts";

/** The classes. */
export const RULE_CLASSES: readonly RecordedClass[] = [
  {
    names: ["CrossOver"],
    indicators: ["crossover"],
    lines: ({ line, other }) => ({ crossover: crossover(line, other) }),
  },
  {
    names: ["CrossUp"],
    indicators: ["crossedAbove"],
    lines: ({ line, other }) => ({ cross: crossedAbove(line, other) }),
  },
  {
    names: ["CrossDown"],
    indicators: ["crossedBelow"],
    lines: ({ line, other }) => ({ cross: crossedBelow(line, other) }),
  },
];
