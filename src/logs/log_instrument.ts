/**
 * What a log has to know of an instrument: its name, and the way from the engine's counts to display units.
 *
 * @module
 */

import { parseRational, toNumber } from "../broker/rational.ts";

/** An instrument as a log shows it. The instruments of a backtest have all of this. */
export interface LogInstrument {
  /** Name of the instrument. */
  readonly name: string;
  /** A count of price steps in display units. */
  price(steps: number): number;
  /** A count of lots in display units. */
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
 * Makes an instrument of its grids, as a replay log's header holds them.
 *
 * @throws {RangeError} If a grid is not a positive number.
 */
export function gridInstrument(grids: InstrumentGrids): LogInstrument {
  const price = scaleOf(grids.resolution, `resolution of "${grids.name}"`);
  const size = scaleOf(grids.lot, `lot of "${grids.name}"`);
  return { name: grids.name, price, size };
}

/** An instrument whose numbers are shown as the engine has them: doubles, or counts whose grids nobody knows. */
export function plainInstrument(name: string): LogInstrument {
  const same = (count: number): number => count;
  return { name, price: same, size: same };
}

/** One division, so that a whole count of hundredths is the double that its decimal text reads as. */
function scaleOf(grid: number | string, what: string): (count: number) => number {
  const { numerator, denominator } = parseRational(grid, what);
  const up = toNumber(numerator, what), down = toNumber(denominator, what);
  return (count) => count * up / down;
}
