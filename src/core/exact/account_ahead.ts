/**
 * The account ahead: the first step of the columns at which a sum over its positions could cross a bound.
 *
 * The answer may be early, never late. All bars ahead are asked first, by their extremes; only where these could cross
 * it, the bars of a window are.
 *
 * @module
 */

import { COLUMN_HIGH, COLUMN_LOW } from "../../contract/contract.gen.ts";
import { type Columns, nextTime } from "../state/columns.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { State } from "../state/state.ts";

/** Bars of each instrument in one look ahead. Only an account that its columns could bring there looks ahead. */
const WINDOW = 256;

/**
 * Returns the time of the first step at which cash and the parts of all instruments could add up to a sum that crosses,
 * or Infinity. A part is the extreme one of a position while its price stays within bounds.
 */
export function firstCrossing(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  part: (instrument: Instrument, lowest: number, highest: number) => number,
  crosses: (sum: number) => boolean,
): number {
  // Without columns there is no step to come.
  if (loaded.length === 0) return Infinity;
  let far = state.account.cash, near = far, end_us = Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    far += part(state.instruments[id]!, loaded.lowest[id]!, loaded.highest[id]!);
  }
  if (!crosses(far)) return Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, offset = loaded.offsets[id]!, count = loaded.counts[id]!;
    const cursor = instrument.bars - loaded.bases[id]!, end = cursor + WINDOW < count ? cursor + WINDOW : count;
    let lowest = Infinity, highest = 0;
    for (let row = cursor; instrument.position_size !== 0 && row < end; row++) {
      const low = columns[offset + COLUMN_LOW * count + row]!, high = columns[offset + COLUMN_HIGH * count + row]!;
      if (low < lowest) lowest = low;
      if (high > highest) highest = high;
    }
    near += part(instrument, lowest, highest);
    if (instrument.position_size !== 0 && end < count && columns[offset + end]! < end_us) {
      end_us = columns[offset + end]!;
    }
  }
  return crosses(near) ? nextTime(state, loaded, columns) : end_us;
}
