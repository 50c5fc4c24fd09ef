/**
 * The error of a strategy that cannot be proved because it fails by itself.
 *
 * @module
 */

/** Thrown if a strategy throws in the run on which laws are to be checked, or leaves an error that nobody catches. */
export class StrategyFailedError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override name = "StrategyFailedError";
}
