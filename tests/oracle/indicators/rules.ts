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
    lines: ({ line, level }) => ({ crossover: crossover(line, level) }),
  },
  {
    names: ["CrossUp"],
    indicators: ["crossedAbove"],
    lines: ({ line, level }) => ({ cross: crossedAbove(line, level) }),
  },
  {
    names: ["CrossDown"],
    indicators: ["crossedBelow"],
    lines: ({ line, level }) => ({ cross: crossedBelow(line, level) }),
  },
];
