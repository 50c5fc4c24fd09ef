/**
 * What makes four prices a bar, and rows a series.
 *
 * @module
 */

/** What is wrong with a bar, and in which of its columns. */
export interface BarFault {
  /** The column to look at. */
  readonly column: "open" | "high" | "low" | "close" | "volume";
  /** What is wrong, as the end of a sentence. */
  readonly reason: string;
}

/**
 * Whether four prices and a volume are a bar: finite, prices above zero, open and close between low and high, volume not
 * negative.
 *
 * @param open First price.
 * @param high Highest price.
 * @param low Lowest price.
 * @param close Last price.
 * @param volume Volume.
 * @returns Whether they are; {@linkcode barFault} says what is wrong otherwise.
 */
export function isBar(open: number, high: number, low: number, close: number, volume: number): boolean {
  // Written so that NaN fails everywhere.
  return low > 0 && high < Infinity && open >= low && open <= high && close >= low && close <= high &&
    volume >= 0 && volume < Infinity;
}

/**
 * Says what is wrong with a bar.
 *
 * @param open First price.
 * @param high Highest price.
 * @param low Lowest price.
 * @param close Last price.
 * @param volume Volume.
 * @returns The first fault, or `undefined` if there is none.
 */
export function barFault(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): BarFault | undefined {
  for (const [column, price] of [["open", open], ["high", high], ["low", low], ["close", close]] as const) {
    if (!Number.isFinite(price)) return { column, reason: `the price ${price} is not a finite number` };
    if (price <= 0) return { column, reason: `the price ${price} is not above zero` };
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

/** How the times of a series follow one another. */
export interface TimeOrder {
  /** A direction; or what breaks it: two neighbours of one time, or two that go against it. */
  readonly kind: "ascending" | "descending" | "duplicate" | "mixed";
  /** Index of the second of the two neighbours that break the direction; the number of times if none do. */
  readonly index: number;
}

/**
 * Finds out how times follow one another. The direction of a series that has both is the one from its first to its last
 * row.
 *
 * @param timesUs Times in microseconds.
 * @returns Their order, with the first neighbours that break it.
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
