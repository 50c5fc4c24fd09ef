/**
 * What a size costs, what a position is worth, and what it pays without a fill: settlement of margin positions and
 * interest. Everything is a fixed order of operations on doubles.
 *
 * @module
 */

import { CONFIG_RULE_SHORT_CASH, HOLDING_MARGIN, SHORT_CASH_TAKEN } from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { State } from "../state/state.ts";

/** Microseconds of a day. */
const DAY_US = 86_400_000_000;

/** Returns the profit of a signed size that moves from one price to another. */
export function floatProfit(instrument: Instrument, size: number, from: number, to: number): number {
  return size * (to - from) * instrument.terms.multiplier;
}

/** Returns whether a margin is set aside for a position in place of its value. */
export function isMargined(instrument: Instrument): boolean {
  return instrument.terms.float.holding === HOLDING_MARGIN;
}

/** Returns the money that a size of either sign sets aside at a price. */
function marginOf(instrument: Instrument, size: number, price: number): number {
  const { margin, margin_rate } = instrument.terms.float;
  return Math.abs(size) * (margin_rate === 0 ? margin : price * margin_rate);
}

/**
 * Returns what a signed size is worth at a price: negative for a short, unless it is margined, or its sale takes cash,
 * which `taken` tells.
 */
export function floatValue(instrument: Instrument, size: number, price: number, taken: boolean): number {
  if (isMargined(instrument)) return marginOf(instrument, size, price);
  return taken ? Math.abs(size) * price : size * price;
}

/** Returns whether a short sale takes cash, as a purchase does. */
export function shortTakesCash(state: State): boolean {
  return state.rule(CONFIG_RULE_SHORT_CASH) === SHORT_CASH_TAKEN;
}

/** Returns the cash that a value takes or gives: leverage divides what is above zero. */
export function leveraged(instrument: Instrument, value: number): number {
  return value > 0 ? value / instrument.terms.float.leverage : value;
}

/** Returns what a move of the price pays at once on a signed size: a margin position alone is settled. */
export function settlement(instrument: Instrument, size: number, from: number, to: number): number {
  return isMargined(instrument) ? floatProfit(instrument, size, from, to) : 0;
}

/** Returns the number of the day of a time. */
function dayOf(time_us: number): number {
  return Math.floor(time_us / DAY_US);
}

/**
 * Charges the interest of the days since the last charge on each position that has it, from the cash at once. A closing
 * fill tells it.
 */
export function chargeInterest(state: State): void {
  let sum = 0;
  for (const id of state.positions_read) {
    const instrument = state.instruments[id]!, size = instrument.position_size;
    if (size === 0) continue;
    const { interest_daily, interest_long } = instrument.terms.float;
    const days = dayOf(instrument.time_us) - dayOf(instrument.interest_us);
    instrument.interest_us = instrument.time_us;
    if (days <= 0 || (size > 0 && !interest_long)) continue;
    const charged = days * interest_daily * Math.abs(size) * instrument.position_price;
    instrument.interest += charged;
    sum += charged;
  }
  state.account.cash -= sum;
  state.account.other_profit -= sum;
}

/** Pays profit and loss of margin positions up to the closes that their instruments show. */
export function settlePositions(state: State): void {
  for (const id of state.positions_read) {
    const instrument = state.instruments[id]!, size = instrument.position_size;
    if (size === 0 || !isMargined(instrument)) continue;
    state.account.cash += floatProfit(instrument, size, instrument.settle_price, instrument.close);
    instrument.settle_price = instrument.close;
  }
}

/** Takes the transfers that wait into the cash, in their order. */
export function takeTransfers(state: State): void {
  for (const paid of state.transfers) {
    state.account.cash += paid;
    state.account.external += paid;
  }
  state.transfers.length = 0;
}

/**
 * Returns the value of all positions at the closes that their instruments show, summed by first access. A value above
 * zero adds its cost without leverage first, then its open profit.
 */
export function valueOfPositions(state: State): number {
  const taken = shortTakesCash(state);
  let sum = 0;
  for (const id of state.positions_read) {
    const instrument = state.instruments[id]!, { position_size, position_price, close } = instrument;
    const value = positionValue(instrument, taken);
    if (value > 0) {
      const profit = floatProfit(instrument, position_size, position_price, close);
      sum += (value - profit) / instrument.terms.float.leverage;
      sum += profit;
    } else sum += value;
    instrument.mark = value;
  }
  return sum;
}

/** Returns the value of a position at the close that its instrument shows. */
function positionValue(instrument: Instrument, taken: boolean): number {
  const { position_size, position_price, close } = instrument;
  if (!taken || position_size >= 0 || isMargined(instrument)) {
    const value = floatValue(instrument, position_size, close, taken);
    return taken ? Math.abs(value) : value;
  }
  // The cash that a short took is worth more as the price falls.
  return Math.abs(position_price * position_size + (position_price - close) * position_size);
}
