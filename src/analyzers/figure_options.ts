/**
 * The options of figures, and the bounds within which there is something to work out.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** Fewest and most returns in a year: one in a century, and one in each 30 microseconds. */
const PERIODS_LEAST = 0.01, PERIODS_MOST = 1e12;
/** Largest risk-free rate of a year, above that of any money that was ever lent. */
const RISK_FREE_MOST = 1000;

/**
 * Rejects a number of returns in a year with which nothing can be worked out.
 *
 * @throws {RangeError} If it is no number, or out of its bounds.
 */
export function checkPeriodsPerYear(periodsPerYear: unknown): void {
  if (periodsPerYear === undefined) return;
  if (typeof periodsPerYear === "number" && periodsPerYear >= PERIODS_LEAST && periodsPerYear <= PERIODS_MOST) return;
  throw new RangeError(
    `Cannot use periodsPerYear ${inspected(periodsPerYear)}: pass a number above zero, such as 252 or 365, from ` +
      `${PERIODS_LEAST} to ${PERIODS_MOST}`,
  );
}

/**
 * Rejects a risk-free rate of a year with which nothing can be worked out.
 *
 * @throws {RangeError} If it is no number, or out of its bounds.
 */
export function checkRiskFree(riskFree: unknown): void {
  if (riskFree === undefined) return;
  if (typeof riskFree === "number" && riskFree > -1 && riskFree <= RISK_FREE_MOST) return;
  throw new RangeError(
    `Cannot use riskFree ${inspected(riskFree)}: pass a fraction of a year, such as 0.03 for 3 %, above -1 and up to ` +
      `${RISK_FREE_MOST}`,
  );
}
