/**
 * What measures of volatility share: the logarithm of a ratio of prices, and their scaling to a year.
 *
 * @module
 */

/** Options of the measures of volatility. */
export interface AnnualOptions {
  /**
   * Bars in a year, such as 252 for trading days: the volatility is that of a year. By default it is that of a bar.
   */
  readonly barsPerYear?: number;
}

/** The logarithm of the ratio of two prices, NaN if one of them is not above 0. */
export function logRatio(price: number, base: number): number {
  return price > 0 && base > 0 ? Math.log(price / base) : NaN;
}
