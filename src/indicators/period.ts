/**
 * The period check of all indicators.
 *
 * @module
 */

import { inspected } from "../host.ts";

/**
 * Rejects a period that is not a whole number of bars from 1 on, as a misspelt parameter would give a line of NaN.
 *
 * @param indicator Name of the indicator, for the message.
 * @param period The period to check.
 * @param parameter Name of the parameter, for the message.
 * @throws {TypeError} If the period is no number.
 * @throws {RangeError} If it is not whole or less than 1.
 */
export function checkPeriod(indicator: string, period: number, parameter: string = "period"): void {
  const remedy = "give it a whole number of bars from 1 on";
  if (typeof period !== "number") {
    throw new TypeError(
      `Cannot compute ${indicator} with ${inspected(period, 0)} (${typeof period}) as its ${parameter}: ${remedy}`,
    );
  }
  if (!Number.isSafeInteger(period) || period < 1) {
    throw new RangeError(`Cannot compute ${indicator} with a ${parameter} of ${period}: ${remedy}`);
  }
}
