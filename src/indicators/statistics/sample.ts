/**
 * The option `sample` of statistics: whether values are all there are, or a sample of more.
 *
 * @module
 */

/** Options of statistics that have a form for samples. */
export interface SampleOptions {
  /**
   * True to take the values of the window for a sample of more, and correct for that, as by a division by `period - 1`
   * instead of `period`.
   */
  readonly sample?: boolean;
}

/**
 * Rejects a period that is too short for a statistic.
 *
 * @throws {RangeError} If it is.
 */
export function checkLeastPeriod(indicator: string, period: number, least: number, reason: string): void {
  if (!(period < least)) return;
  throw new RangeError(`Cannot compute ${indicator} with a period of ${period}: ${reason}; give it ${least} or more`);
}
