/**
 * A refusal: the reason why an intent is wrong, the offending lane and its value. A check returns the first refusal
 * that it finds, or `undefined`, so that `??` joins checks.
 *
 * @module
 */

/** The refusal of an intent. */
export interface Refusal {
  readonly reason: number;
  readonly lane: number;
  /** The value in the lane. */
  readonly offending: number;
}

/** Makes a refusal. */
export function refuse(reason: number, lane: number, offending: number): Refusal {
  return { reason, lane, offending };
}
