/**
 * All rules of the exact model by example, in the order of the reference page.
 *
 * @module
 */

import { ACCOUNT_EVENTS } from "./account_events.ts";
import { BARS_AND_PASSES } from "./bars_and_passes.ts";
import { DISTANCES, SHARES } from "./distances.ts";
import { FIRST_BARS, TOUCHES } from "./first_bars.ts";
import { MARGIN } from "./margin.ts";
import { MONEY_TOPICS } from "./money.ts";
import { ORDER_LIFE } from "./order_life.ts";
import { ORDER_TYPES } from "./order_types.ts";
import { PROTECTION_TOPICS } from "./protection.ts";
import type { RuleTopic } from "./rule_example.ts";
import { SIZE_TOPICS } from "./sizes.ts";
import { TRAILING } from "./trailing.ts";

/** Every topic. */
export const RULE_TOPICS: readonly RuleTopic[] = [
  ...BARS_AND_PASSES,
  ...ORDER_TYPES,
  TRAILING,
  TOUCHES,
  FIRST_BARS,
  ...SIZE_TOPICS,
  ...MONEY_TOPICS,
  MARGIN,
  ACCOUNT_EVENTS,
  ...PROTECTION_TOPICS,
  DISTANCES,
  SHARES,
  ...ORDER_LIFE,
];
