/**
 * Slippage: the price of a market order or of a triggered stop, moved against the trader.
 *
 * A rate, an amount, the spread that events tell and the impact of the order's own size add up. The range of the bar
 * bounds the price, unless the instrument lets it leave the bar, or lets the order wait for the next one. Limits slip
 * only where the instrument says so, and never past their limit.
 *
 * @module
 */

import {
  EXACT_MAX,
  FILL_FLAG_CLAMPED,
  FILL_FLAG_SLIPPED,
  FILL_RULE_ENTRY_PRICE,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_OPEN,
  FILL_RULE_PLACEMENT_CLOSE,
  FILL_RULE_SESSION_OPEN,
  FILL_RULE_STOP_GAP,
  FILL_RULE_TOUCH_OPEN,
  RATE_SCALE,
  SLIPPAGE_FLAG_BEYOND_BAR,
  SLIPPAGE_FLAG_LIMITS,
  SLIPPAGE_FLAG_NOT_AT_OPEN,
  SLIPPAGE_FLAG_OR_NO_FILL,
} from "../../contract/contract.gen.ts";
import { beginCharge } from "./commission.ts";
import { fillOrder } from "./fill.ts";
import { isExhausted, lotsAhead, PART_ALL } from "./size.ts";
import { fillsAtPlacement, marketPrice } from "./reach.ts";
import { rated, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, type Scale } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { isStop, type Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

const UNIT: Scale = { numerator: 1, first: 1, second: 1, denominator: 1 };

/** Returns a price that slippage moves: against the trader to a tick, or without a tick to the nearest step. */
function slippedPrice(order: Order, instrument: Instrument, price: number, impact: number): number {
  const { slippage_rate, slippage_steps, tick } = instrument.terms, slippage = slippage_rate + impact;
  const steps = slippage_steps + instrument.spread;
  if (slippage === 0 && steps === 0) return price;
  const rate = order.is_buy ? RATE_SCALE + slippage : RATE_SCALE - slippage;
  if (rate <= 0) return 0;
  const rounding = tick === 0 ? ROUND_HALF_EVEN : order.is_buy ? ROUND_UP : ROUND_DOWN;
  let moved = rated(price, 1, UNIT, rate, rounding);
  if (moved === Infinity) return moved;
  if (steps !== 0) moved = order.is_buy ? moved + steps : moved - steps;
  if (moved <= 0) return 0;
  if (tick === 0) return moved;
  const beyond = moved % tick;
  if (beyond === 0) return moved;
  return order.is_buy ? moved - beyond + tick : moved - beyond;
}

/** Returns the rate of the impact of an order's size: that of the bar's whole volume, times the square of the share. */
function impactOf(state: State, order: Order, instrument: Instrument, price: number, rule: number): number {
  const { slippage_impact, volume_lots_numerator, volume_lots_denominator } = instrument.terms;
  if (slippage_impact === 0) return 0;
  const traded = instrument.volume * volume_lots_numerator / volume_lots_denominator;
  beginCharge(state, instrument, order.charged, rule);
  // What opens at the price of the open follows what closed there, and both are one size in the market.
  if (order.filled === 0 || order.executed_us !== state.time_us) {
    order.impact_lots = lotsAhead(state, order, instrument, price);
  }
  const lots = order.impact_lots;
  if (lots >= traded) return slippage_impact;
  const share = lots / traded;
  return Math.ceil(slippage_impact * share * share);
}

/** Returns the price at which a market order fills with the next bar, without the impact of its size. */
export function marketFillPrice(order: Order, instrument: Instrument): number {
  const { slips, slippage_flags } = instrument.terms, price = marketPrice(order, instrument);
  const placed = fillsAtPlacement(order, instrument), rule = placed ? FILL_RULE_PLACEMENT_CLOSE : FILL_RULE_OPEN;
  if (!slips || (!placed && (slippage_flags & SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0)) return price;
  return bounded(order, instrument, slippedPrice(order, instrument, price, 0), rule);
}

/** Returns a price that slippage wants, as far as the range of the bar bounds it. No bar is there at a placement. */
function bounded(order: Order, instrument: Instrument, wanted: number, rule: number): number {
  const leaves = rule === FILL_RULE_PLACEMENT_CLOSE ||
    (instrument.terms.slippage_flags & SLIPPAGE_FLAG_BEYOND_BAR) !== 0;
  if (leaves && wanted <= EXACT_MAX) return wanted;
  if (instrument.ahead) return order.created_close;
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
  const { slips, slippage_flags } = instrument.terms;
  if (!slips || ((slippage_flags & SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0 && isAtOpen(rule)) || isExhausted(instrument)) {
    fillOrder(state, slot, price, rule, flags, part);
    return;
  }
  const order = state.order(slot), impact = impactOf(state, order, instrument, price, rule);
  const wanted = slippedPrice(order, instrument, price, impact);
  fillBounded(state, slot, instrument, price, wanted, rule, flags, part);
}

/** Fills a limit, which slips only where its instrument says so, and to its limit at most. */
export function fillLimit(
  state: State,
  slot: number,
  instrument: Instrument,
  price: number,
  rule: number,
  flags: number,
  part: number,
): void {
  const { slips, slippage_flags } = instrument.terms, order = state.order(slot);
  const stays = !slips || (slippage_flags & SLIPPAGE_FLAG_LIMITS) === 0 || price === order.limit;
  if (
    stays || ((slippage_flags & SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0 && isAtOpen(rule)) || isExhausted(instrument)
  ) {
    fillOrder(state, slot, price, rule, flags, part);
    return;
  }
  const moved = slippedPrice(order, instrument, price, impactOf(state, order, instrument, price, rule));
  const passes = order.is_buy ? moved > order.limit : moved < order.limit, wanted = passes ? order.limit : moved;
  fillBounded(state, slot, instrument, price, wanted, rule, flags, part);
}

/** Fills a protective order at the price of its entry: a stop as a market order, which slips. */
export function fillAtEntry(state: State, slot: number, instrument: Instrument, flags: number): void {
  const order = state.order(slot), price = order.woken_price;
  if (isStop(order)) fillSlipped(state, slot, instrument, price, FILL_RULE_ENTRY_PRICE, flags, PART_ALL);
  else fillLimit(state, slot, instrument, price, FILL_RULE_ENTRY_PRICE, flags, PART_ALL);
}

/** Returns whether a rule fills at the open. */
function isAtOpen(rule: number): boolean {
  return rule === FILL_RULE_OPEN || rule === FILL_RULE_STOP_GAP || rule === FILL_RULE_LIMIT_OPEN ||
    rule === FILL_RULE_TOUCH_OPEN || rule === FILL_RULE_SESSION_OPEN;
}

/** Fills at a price that slippage wants, as far as the range of the bar bounds it. */
function fillBounded(
  state: State,
  slot: number,
  instrument: Instrument,
  price: number,
  wanted: number,
  rule: number,
  flags: number,
  part: number,
): void {
  const order = state.order(slot), { slippage_flags } = instrument.terms;
  const outside = order.is_buy ? wanted > instrument.high : wanted < instrument.low;
  if (outside && (slippage_flags & SLIPPAGE_FLAG_OR_NO_FILL) !== 0 && rule !== FILL_RULE_PLACEMENT_CLOSE) {
    order.tried_us = state.time_us;
    return;
  }
  const used = bounded(order, instrument, wanted, rule);
  let all = flags;
  if (used !== price) all |= FILL_FLAG_SLIPPED;
  if (used !== wanted) all |= FILL_FLAG_CLAMPED;
  fillOrder(state, slot, used, rule, all, part);
}
