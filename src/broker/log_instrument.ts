/**
 * The facts of an instrument that a log needs: its name, and the conversion from the engine's counts to display units.
 *
 * @module
 */

import { lowestPrice } from "./any_prices.ts";
import { parseRational, toNumber } from "./rational.ts";

/** An instrument for a log. The instruments of a backtest have all of these members. */
export interface LogInstrument {
  /** Name of the instrument. */
  readonly name: string;
  /** Returns a count of price steps in display units. */
  price(steps: number): number;
  /** Returns a distance between two prices in steps in display units. */
  distance(steps: number): number;
  /** Returns a count of lots in display units. */
  size(lots: number): number;
}

/** Name and grids of an instrument, the grids as decimals or fractions such as `"0.01"` or `"1/32"`. */
export interface InstrumentGrids {
  readonly name: string;
  /** Display price of one price step. */
  readonly resolution: number | string;
  /** Display size of one lot. */
  readonly lot: number | string;
  /** Price of no step, where prices may be zero and below; 0 by default. */
  readonly pricesFrom?: number | string;
}

/**
 * Makes an instrument from its grids, in the form of a replay log's header.
 *
 * @throws {RangeError} If a grid is not a positive number.
 */
export function gridInstrument(grids: InstrumentGrids): LogInstrument {
  const distance = unitOfGrid(grids.resolution, `resolution of "${grids.name}"`);
  const price = priceFrom(distance, grids.pricesFrom);
  const size = unitOfGrid(grids.lot, `lot of "${grids.name}"`);
  return { name: grids.name, price, distance, size };
}

/**
 * Returns the conversion of prices from that of their distances.
 *
 * @param pricesFrom Price of no step; 0 by default.
 */
export function priceFrom(
  distance: (steps: number) => number,
  pricesFrom: number | string = 0,
): (steps: number) => number {
  // The steps below zero are a whole number, whatever rounding errors the division has.
  const zero = Math.round(-lowestPrice(pricesFrom) / distance(1));
  return (steps) => distance(steps - zero);
}

/** Makes an instrument whose numbers are shown unchanged: doubles, or counts of unknown grids. */
export function plainInstrument(name: string): LogInstrument {
  const same = (count: number): number => count;
  return { name, price: same, distance: same, size: same };
}

/**
 * Returns the conversion of counts of a grid. One division, so that a whole count of hundredths gives the same double as
 * its decimal text.
 */
export function unitOfGrid(grid: number | string, what: string): (count: number) => number {
  const { numerator, denominator } = parseRational(grid, what);
  const up = toNumber(numerator, what), down = toNumber(denominator, what);
  return (count) => count * up / down;
}
