/**
 * The ruin of an account ahead: the first step of the columns at which its value could fall to zero or below.
 *
 * The answer may be early, never late. An account whose value is at or below zero has to rise above zero first, so there
 * the question is when it could rise.
 *
 * @module
 */

import { firstCrossing } from "./account_ahead.ts";
import { unpaidCost } from "./margin.ts";
import { amount } from "../state/amount.ts";
import type { Columns } from "../state/columns.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { State } from "../state/state.ts";

/** Returns the time of the first step at which the value could cross zero, or Infinity. */
export function firstRuin(state: State, loaded: Columns, columns: Float64Array): number {
  const falling = state.account.value > 0;
  if (falling && isSafe(state)) return Infinity;
  const part = (instrument: Instrument, lowest: number, highest: number): number =>
    extremeMark(instrument, falling, lowest, highest);
  return firstCrossing(state, loaded, columns, part, (value) => crosses(value, falling));
}

/** Returns whether no price ruins the account: it has cash above zero, and only positions that are paid and long. */
function isSafe(state: State): boolean {
  if (state.account.cash <= 0) return false;
  for (const instrument of state.instruments) {
    if (instrument.position_size < 0 || instrument.mark < 0 || unpaidCost(instrument) !== 0) return false;
  }
  return true;
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
