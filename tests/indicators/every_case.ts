/**
 * All cases of indicators.
 *
 * @module
 */

import { AVERAGE_CASES } from "./average_cases.ts";
import type { IndicatorCase } from "./indicator_case.ts";
import { LEVELS_CASES } from "./levels_cases.ts";
import { MOMENTUM_CASES } from "./momentum_cases.ts";
import { PATTERNS_CASES } from "./patterns_cases.ts";
import { RULES_CASES } from "./rules_cases.ts";
import { STATISTICS_CASES } from "./statistics_cases.ts";
import { TREND_CASES } from "./trend_cases.ts";
import { VOLATILITY_CASES } from "./volatility_cases.ts";
import { VOLUME_CASES } from "./volume_cases.ts";

/** One case or more of every indicator. */
export const EVERY_CASE: readonly IndicatorCase[] = [
  ...AVERAGE_CASES,
  ...LEVELS_CASES,
  ...MOMENTUM_CASES,
  ...PATTERNS_CASES,
  ...RULES_CASES,
  ...STATISTICS_CASES,
  ...TREND_CASES,
  ...VOLATILITY_CASES,
  ...VOLUME_CASES,
];
