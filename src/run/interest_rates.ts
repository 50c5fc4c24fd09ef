/**
 * The option `interest`: rates of a year on the cash of the account.
 *
 * @module
 */

import { annualRate } from "../broker/accrual_terms.ts";
import { takenOptions } from "../options.ts";

/**
 * Interest of the account, as rates of a year.
 *
 * @example 3 % on cash, 6 % on a debt
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const interest: ct.InterestRates = { cash: 0.03, debt: 0.06 };
 * console.log(interest.debt);
 * ```
 */
export interface InterestRates {
  /** Rate on cash above 0, which is received; below 0 it is paid. Default: 0. */
  readonly cash?: number;
  /** Rate on cash below 0, which is paid. Default: 0. */
  readonly debt?: number;
}

/**
 * Returns the option `interest`, each rate read once.
 *
 * @throws {TypeError} If it is no object of rates.
 * @throws {RangeError} If a rate is out of range.
 */
export function takenInterest(given: InterestRates): InterestRates {
  const taken = takenOptions(given, ["cash", "debt"], {
    noObject: (shown) => `Cannot use interest ${shown}: pass an object, such as { cash: 0.03, debt: 0.06 }`,
    unknown: (name) => `Cannot find option "${name}" of interest: there are cash and debt`,
  });
  for (const name of ["cash", "debt"] as const) {
    if (taken[name] !== undefined) annualRate(taken[name], `interest.${name}`);
  }
  return taken;
}
