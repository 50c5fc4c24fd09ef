/**
 * The available models, by the choice of the rule MATCHING.
 *
 * @module
 */

import { CONFIG_RULE_MATCHING } from "../contract/contract.gen.ts";
import { EXACT_MODEL } from "./exact/model.ts";
import { QUEUE_MODEL } from "./queue/model.ts";
import type { Model } from "./state/model.ts";

const MODELS: readonly Model[] = [EXACT_MODEL, QUEUE_MODEL];

/** Returns the model of a configuration whose rules are in range. */
export function modelOf(config: Float64Array): Model {
  return MODELS[config[CONFIG_RULE_MATCHING]!]!;
}
