/**
 * The part of a bar's volume that counts as bought or sold: Chaikin's money flow.
 *
 * @module
 */

/**
 * Returns the volume times the place of the close in the range of the bar, from -1 at the low to 1 at the high; 0 for a
 * bar without a range. Evaluated as in TA-Lib.
 */
export function moneyFlow(high: number, low: number, close: number, volume: number): number {
  const range = high - low;
  return range > 0 ? (((close - low) - (high - close)) / range) * volume : 0;
}
