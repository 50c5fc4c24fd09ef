/**
 * Prices as columns, read from a file without the package under comparison.
 *
 * @module
 */

/** Prices of a file, an element a bar. */
export interface Prices {
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
}

/** Reads a table with a header row and the columns Open, High, Low and Close. */
export function readPrices(text: string): Prices {
  const [header, ...rows] = text.trimEnd().split("\n").map((line) => line.split(","));
  const column = (name: string): number[] => {
    const place = header!.indexOf(name);
    if (place < 0) throw new RangeError(`Cannot read the prices: the header has no ${name}`);
    return rows.map((row) => Number(row[place]));
  };
  return { open: column("Open"), high: column("High"), low: column("Low"), close: column("Close") };
}

/** Scale that makes every price of the files an integer below 2^62: a price of 1 or more has no bits below 2^-52. */
const MEAN_SCALE = 2 ** 52;

/** Returns the exactly rounded sum of the last values up to a bar, over their number. */
export function meanAt(values: readonly number[], bar: number, count: number): number {
  let sum = 0n;
  for (let at = bar - count + 1; at <= bar; at++) sum += BigInt(values[at]! * MEAN_SCALE);
  return Number(sum) / MEAN_SCALE / count;
}

/** Returns the greatest of the last values up to a bar. */
export function highestAt(values: readonly number[], bar: number, count: number): number {
  return Math.max(...values.slice(bar - count + 1, bar + 1));
}

/** Returns the least of the last values up to a bar. */
export function lowestAt(values: readonly number[], bar: number, count: number): number {
  return Math.min(...values.slice(bar - count + 1, bar + 1));
}
