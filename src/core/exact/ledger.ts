/**
 * The ledger with exact numbers: cash, positions at cost, commission and realised profit, in double entry.
 *
 * cash + cost of positions + commission paid - profit realised - profit of payments - money from outside is zero after
 * every event, as an equality of integers.
 *
 * @module
 */

import {
  EXACT_MAX,
  FILL_FLAG_AMBIGUOUS,
  MARGIN_NONE,
  REASON_AMOUNT_LIMIT,
  REASON_FIGURE_LIMIT,
  SETTLEMENT_PAID,
  TRIP_CLOSED,
  TRIP_OPENED,
} from "../../contract/contract.gen.ts";
import { equityGain, equityOnMargin, unpaidCost } from "./margin.ts";
import { amount, lostBySum, share } from "../state/amount.ts";
import { assert } from "../state/assert.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { alarm, type Execution, noteFill, noteTrip, warn } from "../state/notices.ts";
import { type Order, signed } from "../state/order.ts";
import type { State } from "../state/state.ts";
import { openTrip } from "../state/trip.ts";

/**
 * Returns the cash that an opening may use. The proceeds of open shorts and as much again are set aside. With margin, the
 * values of positions on margin count too, less what is set aside for them.
 */
export function freeCash(state: State): number {
  return state.on_margin ? freeOnMargin(state, 0) : state.account.cash - 2 * state.account.short_cost;
}

/** Returns the cash that an opening in an instrument may use at a price, at which its own position counts. */
export function freeCashAt(state: State, instrument: Instrument, price: number): number {
  return state.on_margin ? freeOnMargin(state, equityGain(instrument, price)) : freeCash(state);
}

/** Returns the free cash of an account with margin and a gain. A sum of its parts may pass 2^53 on the way. */
function freeOnMargin(state: State, gain: number): number {
  const { cash, short_cost } = state.account, equity = equityOnMargin(state);
  const paid = cash - 2 * short_cost, first = paid + equity, sum = first + gain;
  const lost = lostBySum(cash, -2 * short_cost, paid) + lostBySum(paid, equity, first) + lostBySum(first, gain, sum);
  return sum + lost;
}

// An execution is booked and its notices are emitted before the next one begins, so one object serves them all.
const scratch: Execution = {
  order_id: 0,
  order_state: 0,
  round_trip: 0,
  sign: 1,
  price: 0,
  quantity: 0,
  closed: 0,
  notional: 0,
  closed_value: 0,
  opened_value: 0,
  closed_commission: 0,
  opened_commission: 0,
  fee_lots: 0,
  fee_value: 0,
  pnl: 0,
  rule: 0,
  flags: 0,
  id_high: 0,
  id_low: 0,
};

/** Begins an execution; {@linkcode book} adds its effects. The object is valid until the next execution begins. */
export function beginExecution(
  order: Pick<Order, "id" | "state" | "round_trip" | "sign" | "fills">,
  price: number,
  closing: number,
  opening: number,
  rule: number,
  flags: number,
): Execution {
  scratch.order_id = order.id;
  scratch.order_state = order.state;
  scratch.round_trip = order.round_trip;
  scratch.sign = order.sign;
  scratch.price = price;
  scratch.quantity = signed(order.sign, closing + opening);
  scratch.closed = signed(order.sign, closing);
  scratch.notional = 0;
  scratch.closed_value = 0;
  scratch.opened_value = 0;
  scratch.closed_commission = 0;
  scratch.opened_commission = 0;
  scratch.fee_lots = 0;
  scratch.fee_value = 0;
  scratch.pnl = 0;
  scratch.rule = rule;
  scratch.flags = flags;
  scratch.id_high = 0;
  scratch.id_low = order.fills + 1;
  return scratch;
}

/** Returns whether every sum stays exact if up to an amount of money moves and some lots open. A NaN returns false. */
export function canBook(state: State, instrument: Instrument, moved: number, opened: number): boolean {
  return Math.abs(state.account.cash) + moved <= EXACT_MAX && Math.abs(state.account.cost) + moved <= EXACT_MAX &&
    Math.abs(state.account.realised) + moved <= EXACT_MAX && Math.abs(state.account.commission) + moved <= EXACT_MAX &&
    Math.abs(instrument.trip_commission) + moved <= EXACT_MAX &&
    state.account.short_cost + moved <= EXACT_MAX && Math.abs(instrument.position_cost) + moved <= EXACT_MAX &&
    Math.abs(instrument.position_size) + opened <= EXACT_MAX;
}

/** Returns the cost that a closing part of some lots releases, unsigned. */
export function costReleased(instrument: Instrument, lots: number): number {
  const size = Math.abs(instrument.position_size), cost = Math.abs(instrument.position_cost);
  return lots === size ? cost : share(cost, lots, size);
}

/**
 * Books one execution that passed all checks: moves cash, cost, commission and profit, the position and its round trip.
 * `closed_notional` and `opened_notional` are unsigned money units.
 */
export function book(
  state: State,
  instrument: Instrument,
  execution: Execution,
  closed_notional: number,
  opened_notional: number,
): void {
  const { account } = state, sign = execution.sign, paid = instrument.terms.settlement === SETTLEMENT_PAID;
  const closed = Math.abs(execution.closed), opened = Math.abs(execution.quantity) - closed;
  assert(closed + opened > 0, "An execution of nothing is booked");
  assert(closed <= Math.abs(instrument.position_size), "More is closed than the position has");
  execution.notional = closed_notional + opened_notional;
  account.short_cost -= shortCost(instrument);
  if (closed > 0) {
    // A long position has a positive cost: a sale brings notional and releases cost. A short position mirrors it.
    const released = costReleased(instrument, closed);
    const pnl = sign < 0 ? closed_notional - released : released - closed_notional;
    instrument.position_cost += sign * released;
    if (paid) {
      account.cost += sign * released;
      account.cash -= sign * closed_notional;
    } else account.cash += pnl;
    account.realised += pnl;
    execution.closed_value = signed(-sign, released);
    execution.pnl = pnl;
    instrument.trip_pnl += pnl;
    instrument.trip_commission += execution.closed_commission;
  }
  if (opened > 0) {
    instrument.position_cost += sign * opened_notional;
    if (paid) {
      account.cost += sign * opened_notional;
      account.cash -= sign * opened_notional;
    }
    execution.opened_value = signed(sign, opened_notional);
  }
  if (execution.fee_lots > 0) {
    // A fee in kind sells its lots at the price of the fill and pays the commission with the proceeds.
    assert(sign > 0 && execution.fee_lots < opened, "A fee in kind takes more than a purchase opened");
    instrument.position_cost -= execution.fee_value;
    if (paid) {
      account.cost -= execution.fee_value;
      account.cash += execution.fee_value;
    }
  }
  const commission = execution.closed_commission + execution.opened_commission;
  account.cash -= commission;
  account.commission += commission;
  const before = instrument.position_size;
  instrument.position_size += execution.quantity - execution.fee_lots;
  account.short_cost += shortCost(instrument);
  bookTrip(state, instrument, execution, before, closed_notional, opened_notional);
}

/** Adds a booked execution to the sums of its order. */
export function addToOrder(
  state: State,
  order: Order,
  instrument: Instrument,
  execution: Execution,
  notional: number,
): void {
  assert(order.id === execution.order_id, "An execution is added to another order");
  order.filled += Math.abs(execution.quantity);
  assert(order.filled <= order.quantity, "An order fills beyond its quantity");
  order.opened += Math.abs(execution.quantity) - Math.abs(execution.closed) - execution.fee_lots;
  order.fills++;
  order.notional += notional;
  order.commission += execution.closed_commission + execution.opened_commission;
  order.pnl += execution.pnl;
  order.executed_us = state.time_us;
  order.position_size = instrument.position_size;
  order.position_basis = instrument.position_cost;
}

/** Returns the cost of a short that no margin covers. */
export function shortCost(instrument: Instrument): number {
  if (instrument.position_size >= 0 || instrument.terms.margin_kind !== MARGIN_NONE) return 0;
  return -instrument.position_cost;
}

/** Updates the round trip. {@linkcode noteReported} emits its notices, except for the close in a flip. */
function bookTrip(
  state: State,
  instrument: Instrument,
  execution: Execution,
  before: number,
  closed_notional: number,
  opened_notional: number,
): void {
  const opened = execution.quantity - execution.closed;
  instrument.trip_exit_value = figure(state, instrument, instrument.trip_exit_value, closed_notional);
  if ((execution.flags & FILL_FLAG_AMBIGUOUS) !== 0 && before !== 0) instrument.trip_flags |= FILL_FLAG_AMBIGUOUS;
  if (opened === 0) return;
  if (before + execution.closed === 0) {
    // A reported flip closes the old round trip in the same fill. Its notice comes before the fields change.
    if (before !== 0) noteTrip(state, instrument, execution, TRIP_CLOSED, 0);
    openTrip(state, instrument, execution.round_trip, execution.flags & FILL_FLAG_AMBIGUOUS);
  }
  const lots = figure(state, instrument, Math.abs(instrument.trip_entry_quantity), Math.abs(opened));
  instrument.trip_entry_quantity = signed(execution.sign, lots);
  instrument.trip_entry_value = figure(state, instrument, instrument.trip_entry_value, opened_notional);
  instrument.trip_commission += execution.opened_commission;
  if (Math.abs(instrument.position_size) > Math.abs(instrument.trip_quantity_max)) {
    instrument.trip_quantity_max = instrument.position_size;
  }
}

/**
 * Adds to a figure of the round trip, which stays at 2^53 - 1 with a diagnostic. No order is refused for its sake: a
 * figure that refused a close would trap the position.
 */
function figure(state: State, instrument: Instrument, sum: number, added: number): number {
  if (sum + added <= EXACT_MAX) return sum + added;
  if (sum < EXACT_MAX) warn(state, REASON_FIGURE_LIMIT, 0, instrument.id, EXACT_MAX, 0);
  return EXACT_MAX;
}

/** Returns the signed lots of the position before a booked execution. */
export function sizeBefore(instrument: Instrument, execution: Execution): number {
  return instrument.position_size - execution.quantity + execution.fee_lots;
}

/** Emits the notices of a booked fill of a venue: the fill, then the round trip if it opened or closed. */
export function noteReported(state: State, instrument: Instrument, execution: Execution): void {
  noteFill(state, instrument, execution);
  const before = sizeBefore(instrument, execution);
  if (instrument.position_size === 0) noteTrip(state, instrument, execution, TRIP_CLOSED, 0);
  else if (before + execution.closed === 0) {
    noteTrip(state, instrument, execution, TRIP_OPENED, instrument.position_size);
  }
}

/** Marks one instrument at its close and updates the sum of marks. */
export function markInstrument(state: State, instrument: Instrument): void {
  const mark = markOf(instrument);
  if (mark === Infinity) {
    alarm(state, REASON_AMOUNT_LIMIT, 0, instrument.id, instrument.close, EXACT_MAX);
    return;
  }
  const value = signed(instrument.position_size < 0 ? -1 : 1, mark) - unpaidCost(instrument);
  const marks = state.account.marks - instrument.mark + value;
  if (Math.abs(marks) > EXACT_MAX || Math.abs(state.account.marks - instrument.mark) > EXACT_MAX) {
    alarm(state, REASON_AMOUNT_LIMIT, 0, instrument.id, instrument.close, EXACT_MAX);
    return;
  }
  state.account.marks = marks;
  instrument.mark = value;
}

/** Returns the signed value of the position at a price, less what is not paid of it; Infinity past the limits. */
export function signedValue(instrument: Instrument, price: number): number {
  const size = instrument.position_size;
  if (size === 0) return 0;
  return signed(size < 0 ? -1 : 1, amount(price, Math.abs(size), instrument.terms.scale)) - unpaidCost(instrument);
}

/** Marks one instrument at the price of its fill, for the rest of the step. The step's end marks it at the close. */
export function markAtFill(state: State, instrument: Instrument, price: number): void {
  const value = signedValue(instrument, price), marks = state.account.marks - instrument.mark + value;
  if (Math.abs(value) > EXACT_MAX || Math.abs(marks) > EXACT_MAX) return;
  state.account.marks = marks;
  instrument.mark = value;
}

/** Returns the value of the position at the close, unsigned: round_half_even(close * lots * scale). */
export function markOf(instrument: Instrument): number {
  const lots = Math.abs(instrument.position_size), scale = instrument.terms.scale;
  if (lots === 0) return 0;
  if (instrument.mark_size !== lots) {
    // lots * numerator = whole * denominator + rest, so that a mark needs no product past 2^53.
    const numerator = lots * scale.numerator;
    instrument.mark_size = lots;
    instrument.mark_whole = numerator <= EXACT_MAX ? Math.floor(numerator / scale.denominator) : -1;
    instrument.mark_rest = numerator - instrument.mark_whole * scale.denominator;
  }
  const high = instrument.close * instrument.mark_whole, low = instrument.close * instrument.mark_rest;
  if (instrument.mark_whole < 0 || low > EXACT_MAX || high > EXACT_MAX) {
    return amount(instrument.close, lots, scale);
  }
  if (low === 0) return high;
  const quotient = Math.floor(low / scale.denominator);
  const remainder = low - quotient * scale.denominator, rest = scale.denominator - remainder;
  const total = high + quotient;
  if (total >= EXACT_MAX) return Infinity;
  return remainder > rest || (remainder === rest && total % 2 === 1) ? total + 1 : total;
}
