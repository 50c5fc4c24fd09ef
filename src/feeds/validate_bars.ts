/**
 * Checks that four prices form a bar, and that rows form a series.
 *
 * @module
 */

/** The fault of a bar, and its column. */
export interface BarFault {
  /** The column with the fault. */
  readonly column: "open" | "high" | "low" | "close" | "volume";
  /** The fault, as the end of a sentence. */
  readonly reason: string;
}

/** The floor of prices that may be zero and below; the floor of all others is zero. */
export const NO_FLOOR: number = -Infinity;

/**
 * Returns whether four prices and a volume form a bar: finite, prices above a floor, open and close between low and high,
 * volume not negative.
 *
 * @param open First price.
 * @param high Highest price.
 * @param low Lowest price.
 * @param close Last price.
 * @param volume Volume.
 * @param floor The floor.
 * @returns True if they do; {@linkcode barFault} returns the fault otherwise.
 */
export function isBar(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  floor: number = 0,
): boolean {
  // In this form every comparison with NaN fails.
  return low > floor && high < Infinity && open >= low && open <= high && close >= low && close <= high &&
    volume >= 0 && volume < Infinity;
}

/**
 * Returns the fault of a bar.
 *
 * @param open First price.
 * @param high Highest price.
 * @param low Lowest price.
 * @param close Last price.
 * @param volume Volume.
 * @param floor The floor.
 * @returns The first fault, or `undefined` if there is none.
 */
export function barFault(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  floor: number = 0,
): BarFault | undefined {
  for (const [column, price] of [["open", open], ["high", high], ["low", low], ["close", close]] as const) {
    if (!Number.isFinite(price)) return { column, reason: `the price ${price} is not a finite number` };
    if (price <= floor) {
      return {
        column,
        reason:
          `the price ${price} is not above zero, as prices of stocks are: if it is right, pass prices: "any", and ` +
          "trade the feed as a future, or with trade: false for lines alone",
      };
    }
  }
  if (high < low) return { column: "high", reason: `the high ${high} is below the low ${low}` };
  for (const [column, price] of [["open", open], ["close", close]] as const) {
    if (price > high) return { column, reason: `the ${column} ${price} is above the high ${high}` };
    if (price < low) return { column, reason: `the ${column} ${price} is below the low ${low}` };
  }
  if (!Number.isFinite(volume)) return { column: "volume", reason: `the volume ${volume} is not a finite number` };
  if (volume < 0) return { column: "volume", reason: `the volume ${volume} is negative` };
  return undefined;
}

/** Digits in which prices of a bar are compared. Arithmetic on prices leaves noise in the digits after them. */
const BAR_DIGITS = 12;

/** The extremes of a bar. */
export interface BarRange {
  /** The highest of the four prices. */
  readonly high: number;
  /** The lowest of the four prices. */
  readonly low: number;
}

/**
 * Returns high and low that enclose the open and the close of a bar, if they miss them by noise alone: prices that are
 * equal in 12 digits are equal, so that a high of 76.5 with an open of 76.50000000000001 is no fault.
 *
 * @param open First price.
 * @param high Highest price.
 * @param low Lowest price.
 * @param close Last price.
 * @param volume Volume.
 * @param floor The floor.
 * @returns The range, or `undefined` if the prices form no bar in 12 digits either.
 */
export function mendedRange(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  floor: number = 0,
): BarRange | undefined {
  const [first, highest, lowest, last] = [open, high, low, close].map((price) => Number(price.toPrecision(BAR_DIGITS)));
  if (!isBar(first!, highest!, lowest!, last!, volume, floor)) return undefined;
  return { high: Math.max(open, high, low, close), low: Math.min(open, high, low, close) };
}

/** The order of the times of a series. */
export interface TimeOrder {
  /**
   * A direction, or the break of it: two equal neighbours (`"duplicate"`), or two against the direction (`"mixed"`).
   */
  readonly kind: "ascending" | "descending" | "duplicate" | "mixed";
  /** Index of the second neighbour at the break; the number of times if there is none. */
  readonly index: number;
}

/**
 * Returns the order of times. In a series with both directions, the direction from its first to its last row counts.
 *
 * @param timesUs Times in microseconds.
 * @returns The order, with the first break.
 */
export function orderOfTimes(timesUs: Float64Array): TimeOrder {
  const last = timesUs.length - 1;
  const descending = last > 0 && timesUs[last]! < timesUs[0]!;
  const sign = descending ? -1 : 1;
  for (let index = 1; index <= last; index++) {
    const step = sign * (timesUs[index]! - timesUs[index - 1]!);
    if (step > 0) continue;
    return { kind: step === 0 ? "duplicate" : "mixed", index };
  }
  return { kind: descending ? "descending" : "ascending", index: timesUs.length };
}
