/**
 * The check of indicators' factors: parameters that are no numbers of bars.
 *
 * @module
 */

import { inspected } from "../host.ts";

/**
 * Rejects a factor that is not a finite number above zero, such as a number of deviations.
 *
 * @param indicator Name of the indicator, for the message.
 * @param factor The factor to check.
 * @param parameter Name of the parameter, for the message.
 * @param limit A number that the factor must not reach, if there is one.
 * @throws {TypeError} If the factor is no number.
 * @throws {RangeError} If it is not finite, not above zero, or not below the limit.
 */
export function checkFactor(indicator: string, factor: number, parameter: string, limit: number = Infinity): void {
  const remedy = limit === Infinity ? "give it a finite number above 0" : `give it a number above 0 and below ${limit}`;
  if (typeof factor !== "number") {
    throw new TypeError(
      `Cannot compute ${indicator} with ${inspected(factor, 0)} (${typeof factor}) as its ${parameter}: ${remedy}`,
    );
  }
  if (!(factor > 0 && factor < limit)) {
    throw new RangeError(`Cannot compute ${indicator} with ${parameter} ${factor}: ${remedy}`);
  }
}
