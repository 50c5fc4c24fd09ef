/**
 * Invariants. After every event, if the configuration enables it, a violation is a fault. In a state from a snapshot, a
 * violation refuses the snapshot.
 *
 * @module
 */

import {
  RATE_SCALE,
  STATE_CREATED,
  STATE_FILLED,
  STATE_PARTIALLY_FILLED,
  STATE_SUBMITTED,
} from "../contract/contract.gen.ts";
import { shortCost } from "./exact/ledger.ts";
import { unpaidCost } from "./exact/margin.ts";
import { CoreFault } from "./state/assert.ts";
import { isTerminal, type Order } from "./state/order.ts";
import type { State } from "./state/state.ts";

/**
 * Largest ratio of the filled size to the quantity of an order with doubles. A fill rounds like the position that it
 * changes, and the rest is given back with a rounding of its own, so no few units in the last place bound it.
 */
const OVERFILL_FACTOR = 2;

/** Throws unless the ledger, the sums over instruments and one order hold. */
export function checkInvariants(state: State, order: Order | undefined): void {
  const broken = brokenLedger(state) ?? (order === undefined ? undefined : brokenOrder(state, order));
  if (broken !== undefined) throw new CoreFault(broken);
}

/** Returns whether a whole state is consistent: the ledger, each order and the counts over them. */
export function holdsTogether(state: State): boolean {
  if (brokenLedger(state) !== undefined || brokenCounts(state) !== undefined) return false;
  return state.orders.slots.every((order) => order.id === 0 || brokenOrder(state, order) === undefined);
}

/** Returns a message if conservation or a sum over instruments is broken. With doubles no sum is exact. */
function brokenLedger(state: State): string | undefined {
  if (!state.exact) return undefined;
  const { account } = state;
  const costs = [-account.cost], short_costs = [-account.short_cost], marks = [-account.marks];
  for (const instrument of state.instruments) {
    const { position_size, position_cost, mark } = instrument;
    costs.push(position_cost - unpaidCost(instrument));
    marks.push(mark);
    short_costs.push(shortCost(instrument));
    if (position_size === 0 && position_cost !== 0) return "A position of zero has a cost";
    if (position_size < 0 && position_cost > 0) return "A short position has a positive cost";
    if (position_size > 0 && position_cost < 0) return "A long position has a negative cost";
  }
  if (!sumsToZero(costs)) return "The costs of the positions do not add up";
  if (!sumsToZero(short_costs)) return "The costs of the shorts do not add up";
  if (!sumsToZero(marks)) return "The marks do not add up";
  const entries = [account.cash, account.cost, account.commission];
  entries.push(-account.external, -account.realised, -account.other_profit);
  return sumsToZero(entries) ? undefined : "The ledger does not sum to zero";
}

/** Returns whether integers below 2^53 add up to zero. High and low halves are summed apart, to bound partial sums. */
function sumsToZero(values: readonly number[]): boolean {
  let high = 0, low = 0;
  for (const value of values) {
    const half = Math.floor(value / 134_217_728);
    high += half;
    low += value - half * 134_217_728;
  }
  return high * 134_217_728 === -low;
}

/** Returns a message if an order is inconsistent. */
function brokenOrder(state: State, order: Order): string | undefined {
  if (order.filled < 0) return "An order has filled less than nothing";
  if ((order.state === STATE_CREATED || order.state === STATE_SUBMITTED) && order.rank !== 0) {
    return "An order rests that was not accepted";
  }
  if (order.state === STATE_PARTIALLY_FILLED && order.filled === 0) return "A partially filled order has no fill";
  if (state.exact) {
    if (order.filled > order.quantity) return "An order has filled more than its quantity";
    if (order.created_close < 0) return "An order was placed at a close below zero";
    if (order.state === STATE_FILLED && order.filled !== order.quantity) return "A filled order has lots left";
    if (order.trail_rate >= RATE_SCALE) return "An order lies at a distance of its whole price";
  }
  if (!state.exact && order.filled !== 0 && state.instrumentOf(order).bars === 0) {
    return "An order has filled in an instrument without a price";
  }
  // Doubles add up to a quantity only nearly: a fill that turns a position may pass it by a rounding and leave the order.
  if (!state.exact && order.filled > order.quantity * OVERFILL_FACTOR) {
    return "An order has filled far more than it had";
  }
  if (isTerminal(order.state) !== (order.ended !== 0)) return "An order that ended is not in the list of ended ones";
  return undefined;
}

/**
 * Returns a message if the counts are inconsistent. The number of events bounds each count, so no count overflows
 * before the sequence does.
 */
function brokenCounts(state: State): string | undefined {
  const { orders, sequence, account } = state;
  const ranks = new Set<number>(), ends = new Set<number>();
  let known = 0, live = 0, waiting = 0;
  for (const order of orders.slots) {
    if (order.id === 0) continue;
    known++;
    if (order.id > orders.id_highest) return "An order has an id above the highest";
    if (order.rank > orders.rank_highest || ranks.has(order.rank)) return "A rank is taken twice or above the highest";
    if (order.ended > orders.ended_highest || ends.has(order.ended)) return "An end is taken twice or above the last";
    if (order.rank !== 0) ranks.add(order.rank);
    if (order.ended !== 0) ends.add(order.ended);
    else live++;
    if (order.ended === 0 && order.rank === 0) waiting++;
    if (order.fills > 0 && order.fills + 2 > sequence) return "An order has more fills than there were events";
  }
  if (orders.live_count !== live) return "The live orders are not as many as their count";
  if (orders.ended_highest !== orders.retired_count + ends.size) {
    return "The ended orders are not as many as their count";
  }
  if (orders.rank_highest + waiting > sequence || orders.retired_count + known > sequence) {
    return "There are more orders than there were events";
  }
  for (const slot of state.submitted) {
    const order = state.order(slot);
    const waits = order.rank === 0 && (order.ended !== 0 || order.state === STATE_SUBMITTED);
    if (!waits) return "An order that waits for its check is past it";
  }
  if (new Set(state.submitted).size !== state.submitted.length) return "An order waits for its check twice";
  if (orders.lost_reports > sequence) return "There are more lost reports than events";
  if (orders.retired_id_highest > orders.id_highest) return "A retired order has an id above the highest";
  if (account.trips > sequence) return "There are more round trips than events";
  for (const instrument of state.instruments) {
    if (instrument.bars === 0 && (instrument.has_bar || instrument.time_us !== 0)) return "A last bar was not counted";
    if (instrument.bars > sequence) return "There are more bars than events";
    if (instrument.trip > account.trips) return "A round trip has a number above the highest";
    if (instrument.trip_bars_opened > instrument.bars) return "A round trip opened after the last bar";
    if (instrument.has_bar && !state.step_open) return "A bar belongs to a step that is not open";
  }
  return state.step_open && !state.step_seen ? "A step is open that was not seen" : undefined;
}
