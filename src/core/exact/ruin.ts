/**
 * The ruin of an account ahead: the first step of the columns at which its value could fall to zero or below.
 *
 * The answer may be early, never late. An account whose value is at or below zero has to rise above zero first, so there
 * the question is when it could rise.
 *
 * @module
 */

import { COLUMN_HIGH, COLUMN_LOW } from "../../contract/contract.gen.ts";
import { unpaidCost } from "./margin.ts";
import { amount } from "../state/amount.ts";
import { type Columns, nextTime } from "../state/columns.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { State } from "../state/state.ts";

/** Bars of each instrument in one look ahead. Only an account that its columns could ruin looks ahead. */
const WINDOW = 256;

/** Returns the time of the first step at which the value could cross zero, or Infinity. */
export function firstRuin(state: State, loaded: Columns, columns: Float64Array): number {
  // Without columns there is no step to come.
  if (loaded.length === 0) return Infinity;
  const falling = state.account.value > 0;
  let far = state.account.cash, near = far, end_us = Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!;
    far += extremeMark(instrument, falling, loaded.lowest[id]!, loaded.highest[id]!);
  }
  if (!crosses(far, falling)) return Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, offset = loaded.offsets[id]!, count = loaded.counts[id]!;
    const cursor = instrument.bars - loaded.bases[id]!, end = cursor + WINDOW < count ? cursor + WINDOW : count;
    let lowest = Infinity, highest = 0;
    for (let row = cursor; instrument.position_size !== 0 && row < end; row++) {
      const low = columns[offset + COLUMN_LOW * count + row]!, high = columns[offset + COLUMN_HIGH * count + row]!;
      if (low < lowest) lowest = low;
      if (high > highest) highest = high;
    }
    near += extremeMark(instrument, falling, lowest, highest);
    if (instrument.position_size !== 0 && end < count && columns[offset + end]! < end_us) {
      end_us = columns[offset + end]!;
    }
  }
  return crosses(near, falling) ? nextTime(state, loaded, columns) : end_us;
}

/** Returns whether a value crosses zero. */
function crosses(value: number, falling: boolean): boolean {
  return falling ? value <= 0 : value > 0;
}

/**
 * Returns the worst mark of a position while its price stays within bounds, or the best one. The mark at hand counts
 * too, because it stays until a bar comes.
 */
function extremeMark(instrument: Instrument, worst: boolean, lowest: number, highest: number): number {
  const size = instrument.position_size, mark = instrument.mark;
  let ahead = 0;
  if (size !== 0) {
    // Without a bar to come, the mark stays.
    if (lowest > highest) return mark;
    const price = size > 0 === worst ? lowest : highest;
    ahead = amount(price, Math.abs(size), instrument.terms.scale);
    if (size < 0) ahead = 0 - ahead;
    ahead -= unpaidCost(instrument);
  }
  return ahead < mark === worst ? ahead : mark;
}
