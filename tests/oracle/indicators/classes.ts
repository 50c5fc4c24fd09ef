/**
 * All classes of backtrader that are mapped or wait, by name and alias.
 *
 * @module
 */

import { AVERAGE_CLASSES } from "./averages.ts";
import { LEVEL_CLASSES } from "./levels.ts";
import { MOMENTUM_CLASSES } from "./momentum.ts";
import { PATTERN_CLASSES } from "./patterns.ts";
import type { RecordedClass } from "./recorded_class.ts";
import { RULE_CLASSES } from "./rules.ts";
import { STATISTICS_CLASSES } from "./statistics.ts";
import { TREND_CLASSES } from "./trend.ts";
import { VOLATILITY_CLASSES } from "./volatility.ts";
import { VOLUME_CLASSES } from "./volume.ts";

/** All classes. */
export const CLASSES: readonly RecordedClass[] = [
  ...AVERAGE_CLASSES,
  ...LEVEL_CLASSES,
  ...MOMENTUM_CLASSES,
  ...PATTERN_CLASSES,
  ...RULE_CLASSES,
  ...STATISTICS_CLASSES,
  ...TREND_CLASSES,
  ...VOLATILITY_CLASSES,
  ...VOLUME_CLASSES,
];

const BY_NAME: ReadonlyMap<string, RecordedClass> = new Map(
  CLASSES.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

/** Returns the class with a name or alias. */
export function classNamed(name: string): RecordedClass | undefined {
  return BY_NAME.get(name);
}

/** Returns whether a class has a name or alias. */
export function isClass(name: string): boolean {
  return BY_NAME.has(name);
}
