/**
 * The ledger with doubles: cash, positions at their average price and their value, in a fixed order of operations.
 *
 * Nothing is rounded and no sum is rearranged: equal inputs give equal bits, -0 included. The bits equal those of
 * backtrader's simulated broker.
 *
 * @module
 */

import {
  COMMISSION_NONE,
  COMMISSION_RATE,
  CONFIG_RULE_INTEREST,
  FILLER_NONE,
  INTEREST_IN_COMMISSION,
  ORDER_EVENT_FILL,
  ORDER_EVENT_FILL_ALL,
  REASON_FILLED,
  TRIP_CLOSED,
  TRIP_OPENED,
} from "../../contract/contract.gen.ts";
import type { QueuePrice } from "./price.ts";
import { floatProfit, floatValue, isMargined, leveraged, settlement, shortTakesCash } from "./valuation.ts";
import { assert } from "../state/assert.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { type Execution, noteFill, noteOrder, noteTrip } from "../state/notices.ts";
import { move, type Order } from "../state/order.ts";
import type { State } from "../state/state.ts";
import { openTrip } from "../state/trip.ts";

/** A position apart from the account: the result of a possible fill, or the private copy of the check at submission. */
export interface FloatPosition {
  size: number;
  /** Average price; zero if there is no position. */
  price: number;
}

/** The effect of a fill on a position. Both parts have the sign of the fill. */
export interface PositionChange {
  opened: number;
  closed: number;
}

/** Records the first access to an instrument's position, which fixes its place in the sum of the account's value. */
export function positionRead(state: State, instrument: number): void {
  if (state.positions_read.includes(instrument)) return;
  state.positions_read.push(instrument);
}

/** Moves a position by a signed size at a price; returns the part that opened and the part that closed. */
export function changePosition(position: FloatPosition, size: number, price: number): PositionChange {
  const before = position.size;
  position.size = before + size;
  if (position.size === 0) {
    position.price = 0;
    return { opened: 0, closed: size };
  }
  if (before === 0) {
    position.price = price;
    return { opened: size, closed: 0 };
  }
  if (before > 0 === size > 0) {
    position.price = (position.price * before + size * price) / position.size;
    return { opened: size, closed: 0 };
  }
  if (before > 0 === position.size > 0) return { opened: 0, closed: size };
  position.price = price;
  return { opened: position.size, closed: 0 - before };
}

/** Returns the commission of a size: a fraction of the notional, or an amount per unit. */
export function floatCommission(instrument: Instrument, size: number, price: number): number {
  if (instrument.terms.commission_kind === COMMISSION_NONE) return 0;
  const charged = Math.abs(size) * instrument.terms.commission_rate;
  return instrument.terms.commission_kind === COMMISSION_RATE ? charged * price : charged;
}

/**
 * Returns the cash left if an order filled at its placement price, and moves the copy of the position.
 *
 * @param taken whether a short sale takes cash
 */
export function cashAfter(
  instrument: Instrument,
  position: FloatPosition,
  cash: number,
  size: number,
  price: number,
  taken: boolean,
): number {
  const { opened, closed } = changePosition(position, size, price);
  let left = cash;
  if (closed !== 0) {
    left += leveraged(instrument, floatValue(instrument, 0 - closed, price, taken));
    left -= floatCommission(instrument, closed, price);
  }
  if (opened !== 0) {
    left -= leveraged(instrument, floatValue(instrument, opened, price, taken));
    left -= floatCommission(instrument, opened, price);
  }
  return left;
}

/**
 * The result of an execution. It holds the cash needed and available if the opening part was refused, otherwise zeros.
 */
export interface FloatOutcome {
  /** True if anything was filled. */
  readonly executed: boolean;
  /** True if the opening part was refused. */
  readonly refused: boolean;
  readonly needed: number;
  readonly available: number;
}

/**
 * Fills the rest of an order at a price, or as much of it as its filler allows, books it and emits the notices. The
 * closing part always fills; the opening part fills only if cash stays at or above zero.
 */
export function executeFloat(state: State, order: Order, instrument: Instrument, found: QueuePrice): FloatOutcome {
  assert(order.ended === 0, "An order that ended fills");
  positionRead(state, instrument.id);
  const { price, rule, flags } = found, size = order.sign * sizeOf(order, instrument, found);
  if (size === 0) return NOTHING_FILLED;
  const before = instrument.position_size, price_before = instrument.position_price;
  const intended: FloatPosition = { size: before, price: price_before };
  const change = changePosition(intended, size, price);
  const execution: Execution = {
    order_id: order.id,
    order_state: order.state,
    round_trip: order.round_trip,
    sign: order.sign,
    price,
    quantity: 0,
    closed: change.closed,
    notional: 0,
    closed_value: 0,
    opened_value: 0,
    closed_commission: 0,
    opened_commission: 0,
    fee_lots: 0,
    fee_value: 0,
    // A fill that closes nothing has a profit of zero times a price difference, which may be -0.
    pnl: floatProfit(instrument, 0 - change.closed, price_before, price),
    rule,
    flags,
    id_high: 0,
    id_low: order.fills + 1,
  };
  const taken = shortTakesCash(state);
  let cash = state.account.cash;
  if (change.closed !== 0) {
    execution.closed_value = floatValue(instrument, 0 - change.closed, price_before, taken);
    // Profit and loss of a margin position are settled, the last move with this fill.
    const profit = isMargined(instrument) ? execution.pnl * 0 : execution.pnl;
    cash += leveraged(instrument, execution.closed_value) + profit;
    execution.closed_commission = floatCommission(instrument, change.closed, price);
    cash -= execution.closed_commission;
    cash += settlement(instrument, 0 - change.closed, instrument.settle_price, price);
    state.account.cash = cash;
  }
  let opened = change.opened;
  const available = cash;
  if (opened !== 0) {
    execution.opened_value = floatValue(instrument, opened, price, taken);
    cash -= leveraged(instrument, execution.opened_value);
    execution.opened_commission = floatCommission(instrument, opened, price);
    cash -= execution.opened_commission;
    if (cash < 0) {
      opened = 0;
      execution.opened_value = 0;
      execution.opened_commission = 0;
    } else {
      // What was held before is settled at the price of the fill, from which the new part starts.
      if (Math.abs(intended.size) > Math.abs(opened)) {
        cash += settlement(instrument, intended.size - opened, instrument.settle_price, price);
      }
      instrument.settle_price = price;
      state.account.cash = cash;
    }
  }
  execution.quantity = change.closed + opened;
  if (execution.quantity !== 0) {
    const proper = execution.closed_commission + execution.opened_commission;
    if (change.closed !== 0 && state.rule(CONFIG_RULE_INTEREST) === INTEREST_IN_COMMISSION) {
      execution.closed_commission += instrument.interest;
      instrument.interest = 0;
    }
    state.account.commission += proper;
    book(state, order, instrument, execution, found.executed_us);
    // The order holds the position after the whole intended fill, including a refused part.
    order.position_size = intended.size;
    order.position_basis = intended.price;
    move(order, order.left === 0 ? ORDER_EVENT_FILL_ALL : ORDER_EVENT_FILL);
    execution.order_state = order.state;
    noteFloatExecution(state, instrument, execution, before, opened);
    noteOrder(state, order, REASON_FILLED, 0);
  }
  const refused = change.opened !== 0 && opened === 0;
  return {
    executed: execution.quantity !== 0,
    refused,
    needed: refused ? available - cash : 0,
    available: refused ? available : 0,
  };
}

/** An execution of which nothing came. */
const NOTHING_FILLED: FloatOutcome = { executed: false, refused: false, needed: 0, available: 0 };

/** Returns the unsigned size of the next fill: what is left, unless the filler allows less of the bar that fills it. */
function sizeOf(order: Order, instrument: Instrument, found: QueuePrice): number {
  if (instrument.terms.float.filler === FILLER_NONE) return order.left;
  const most = found.is_late ? instrument.before_most : instrument.shown_most, left = Math.abs(order.left);
  return most < left ? most : left;
}

/** Books a fill on the position, the order and the sums of the account. */
function book(
  state: State,
  order: Order,
  instrument: Instrument,
  execution: Execution,
  executed_us: number,
): void {
  const { price, quantity } = execution;
  const position: FloatPosition = { size: instrument.position_size, price: instrument.position_price };
  changePosition(position, quantity, price);
  instrument.position_size = position.size;
  instrument.position_price = position.price;
  instrument.interest_us = instrument.time_us;
  const commission = execution.closed_commission + execution.opened_commission;
  if (execution.closed !== 0) state.account.realised += execution.pnl;
  // An order that passed its quantity by a rounding gives the rest back, so the part can be negative.
  const part = order.sign * quantity, filled = order.filled + part;
  order.average_price = (order.filled * order.average_price + part * price) / filled;
  order.filled = filled;
  order.left -= part;
  order.fills++;
  order.notional += execution.closed_value + execution.opened_value;
  order.commission += commission;
  order.pnl += execution.pnl;
  order.executed_us = executed_us;
  if (execution.closed !== 0) {
    instrument.trip_pnl += floatProfit(instrument, 0 - execution.closed, instrument.trip_price, price);
    instrument.trip_exit_value += Math.abs(execution.closed) * price;
    instrument.trip_commission += execution.closed_commission;
  }
}

/** Emits the notices of the fill, the round trip that it closed and the one that it opened. */
function noteFloatExecution(
  state: State,
  instrument: Instrument,
  execution: Execution,
  before: number,
  opened: number,
): void {
  noteFill(state, instrument, execution);
  const flat = before === 0 || (execution.closed !== 0 && (opened !== 0 || instrument.position_size === 0));
  if (flat && before !== 0) noteTrip(state, instrument, execution, TRIP_CLOSED, 0);
  if (opened === 0) return;
  if (flat) openTrip(state, instrument, execution.round_trip, 0);
  enlargeTrip(instrument, execution, flat ? 0 : before, opened);
  if (flat) noteTrip(state, instrument, execution, TRIP_OPENED, instrument.position_size);
}

/**
 * Adds an opening part to the round trip of a size before. The average price of a new trip starts from zero lots at
 * zero. The size before is told, as doubles do not give it back when the part is subtracted.
 */
function enlargeTrip(instrument: Instrument, execution: Execution, before: number, opened: number): void {
  const size = instrument.position_size;
  instrument.trip_price = (before * instrument.trip_price + opened * execution.price) / size;
  instrument.trip_entry_quantity += opened;
  instrument.trip_entry_value += Math.abs(opened) * execution.price;
  instrument.trip_commission += execution.opened_commission;
  if (Math.abs(size) > Math.abs(instrument.trip_quantity_max)) instrument.trip_quantity_max = size;
}
