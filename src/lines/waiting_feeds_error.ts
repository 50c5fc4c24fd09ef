/**
 * The error of a run over feeds that may wait, where it lacks what a run over bars in memory has.
 *
 * @module
 */

/**
 * Thrown by {@linkcode run} for what needs bars that are over or to come, such as an option or a value too many bars back.
 * The message names it and the remedy.
 */
export class WaitingFeedsError extends RangeError {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "WaitingFeedsError";
}
