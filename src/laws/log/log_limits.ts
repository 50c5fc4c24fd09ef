/**
 * The limits of the laws of proportion: amounts past the limits of the engine, and numbers that are not integers.
 *
 * @module
 */

import {
  CONFIG_RULE_MATCHING,
  CONFIG_RULE_NUMBERS,
  EVENT_FLOATS,
  MATCHING_TWO_PASSES,
  NUMBERS_EXACT,
  OUT_CODE,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  REASON_AMOUNT_LIMIT,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import { isNotice } from "./played_log.ts";

/** Returns whether outputs report amounts past the limits, where no law of proportion can hold. */
export function isBeyondLimits(outputs: Uint32Array): boolean {
  for (let at = OUT_CODE; at < outputs.length; at += RECORD_WORDS) {
    const code = outputs[at]!, kind = code & 255;
    // The upper half of a fill's code is the rule of its price, and so no reason.
    if (kind !== OUTPUT_FILL && kind !== OUTPUT_EXECUTION && isNotice(kind) && code >>> 16 === REASON_AMOUNT_LIMIT) {
      return true;
    }
  }
  return false;
}

/** Returns whether all numbers of an event are whole and far from the limits. */
export function isOnGrid(floats: Float64Array): boolean {
  for (let lane = 0; lane < EVENT_FLOATS; lane++) {
    if (!(Number.isInteger(floats[lane]) && Math.abs(floats[lane]!) <= 2 ** 51)) return false;
  }
  return true;
}

/** Returns whether a configuration has exact numbers. */
export function hasExactNumbers(configuration: Float64Array): boolean {
  return configuration[CONFIG_RULE_NUMBERS] === NUMBERS_EXACT;
}

/**
 * Returns whether orders are matched in two passes, where the order of registration has no effect, instead of in a
 * queue.
 */
export function hasTwoPasses(configuration: Float64Array): boolean {
  return configuration[CONFIG_RULE_MATCHING] === MATCHING_TWO_PASSES;
}
