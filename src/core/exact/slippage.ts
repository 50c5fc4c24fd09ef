/**
 * Slippage: the price of a market order or of a triggered stop, moved against the trader.
 *
 * @module
 */

import { FILL_FLAG_CLAMPED, FILL_FLAG_SLIPPED, RATE_SCALE } from "../../contract/contract.gen.ts";
import { fillOrder } from "./fill.ts";
import { rated, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, type Scale } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

const UNIT: Scale = { numerator: 1, first: 1, second: 1, denominator: 1 };

/** Returns a price that slippage moves: against the trader to a tick, or without a tick to the nearest step. */
function slippedPrice(order: Order, instrument: Instrument, price: number): number {
  const { slippage_rate, tick } = instrument.terms;
  if (slippage_rate === 0) return price;
  const rate = order.is_buy ? RATE_SCALE + slippage_rate : RATE_SCALE - slippage_rate;
  if (rate <= 0) return 0;
  const rounding = tick === 0 ? ROUND_HALF_EVEN : order.is_buy ? ROUND_UP : ROUND_DOWN;
  const moved = rated(price, 1, UNIT, rate, rounding);
  if (tick === 0 || moved === Infinity) return moved;
  const beyond = moved % tick;
  if (beyond === 0) return moved;
  return order.is_buy ? moved - beyond + tick : moved - beyond;
}

/** Returns the price at which a market order fills at the open. */
export function priceAtOpen(order: Order, instrument: Instrument): number {
  return withinBar(order, instrument, slippedPrice(order, instrument, instrument.open));
}

/** Returns a price that slippage moved, within the range of the bar. */
function withinBar(order: Order, instrument: Instrument, wanted: number): number {
  return order.is_buy
    ? (wanted > instrument.high ? instrument.high : wanted)
    : (wanted < instrument.low ? instrument.low : wanted);
}

/** Fills at a price that slippage moves against the trader, within the range of the bar. */
export function fillSlipped(
  state: State,
  slot: number,
  instrument: Instrument,
  price: number,
  rule: number,
  flags: number,
  part: number,
): void {
  const order = state.order(slot);
  const wanted = slippedPrice(order, instrument, price);
  const used = withinBar(order, instrument, wanted);
  let all = flags;
  if (used !== price) all |= FILL_FLAG_SLIPPED;
  if (used !== wanted) all |= FILL_FLAG_CLAMPED;
  fillOrder(state, slot, used, rule, all, part);
}
