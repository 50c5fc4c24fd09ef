/**
 * What a check of an intent came to.
 *
 * @module
 */

import { REASON_NONE } from "../../contract/contract.gen.ts";
import { NO_LANE } from "./notices.ts";

/** A reason and the lane that it is about. */
export interface Verdict {
  reason: number;
  lane: number;
  value: number;
}

/** Says what is wrong, and with which lane. */
export function refuse(reason: number, lane: number, value: number): Verdict {
  return { reason, lane, value };
}

/** Nothing is wrong. */
export const FINE: Verdict = { reason: REASON_NONE, lane: NO_LANE, value: 0 };
