/**
 * A refusal: what is wrong with an intent, in which lane, and the value that lane holds.
 *
 * A check returns the first refusal that it finds, or nothing, so that checks are joined by `??`.
 *
 * @module
 */

/** Why an intent is refused. */
export interface Refusal {
  readonly reason: number;
  readonly lane: number;
  /** The value that the lane holds. */
  readonly offending: number;
}

/** Makes a refusal. */
export function refuse(reason: number, lane: number, offending: number): Refusal {
  return { reason, lane, offending };
}
