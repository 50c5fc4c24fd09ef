/**
 * The facts of an instrument that a log needs: its name, and the conversion from the engine's counts to display units.
 *
 * @module
 */

import { parseRational, toNumber } from "../broker/rational.ts";

/** An instrument for a log. The instruments of a backtest have all of these members. */
export interface LogInstrument {
  /** Name of the instrument. */
  readonly name: string;
  /** Returns a count of price steps in display units. */
  price(steps: number): number;
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
}

/**
 * Makes an instrument from its grids, in the form of a replay log's header.
 *
 * @throws {RangeError} If a grid is not a positive number.
 */
export function gridInstrument(grids: InstrumentGrids): LogInstrument {
  const price = scaleOf(grids.resolution, `resolution of "${grids.name}"`);
  const size = scaleOf(grids.lot, `lot of "${grids.name}"`);
  return { name: grids.name, price, size };
}

/** Makes an instrument whose numbers are shown unchanged: doubles, or counts of unknown grids. */
export function plainInstrument(name: string): LogInstrument {
  const same = (count: number): number => count;
  return { name, price: same, size: same };
}

/** One division, so that a whole count of hundredths gives the same double as its decimal text. */
function scaleOf(grid: number | string, what: string): (count: number) => number {
  const { numerator, denominator } = parseRational(grid, what);
  const up = toNumber(numerator, what), down = toNumber(denominator, what);
  return (count) => count * up / down;
}
