/**
 * The reason why laws that compare runs are not applicable to a strategy whose runs differ.
 *
 * @module
 */

/** The reason; reports and their summary share it. */
export const NOT_REPEATING = "the strategy does not repeat";
