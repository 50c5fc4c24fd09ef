/**
 * Fills with exact numbers: affordability and booking of simulated and of reported ones.
 *
 * @module
 */

import {
  COMMISSION_SCHEDULE,
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILL_FLAG_LATE,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_FILL,
  ORDER_EVENT_FILL_ALL,
  ORDER_EVENT_REJECT,
  OUTCOME_LATE,
  REASON_AMOUNT_LIMIT,
  REASON_CUT_TO_CASH,
  REASON_DUST,
  REASON_FILLED,
  REASON_INSUFFICIENT_CASH,
  REASON_NEGATIVE_CASH,
  REASON_NONE,
  REASON_NOT_WHOLE,
  REASON_NOTHING_TO_CLOSE,
  STATE_CANCEL_PENDING,
  VALIDITY_FOK,
} from "../../contract/contract.gen.ts";
import { beginCharge, commissionOf, countTraded, scheduleCharge } from "./commission.ts";
import {
  addToOrder,
  beginExecution,
  book,
  canBook,
  freeCashAt,
  markAtFill,
  markInstrument,
  noteReported,
  sizeBefore,
} from "./ledger.ts";
import { openingNeed } from "./margin.ts";
import { amount, share } from "../state/amount.ts";
import { assert } from "../state/assert.ts";
import type { Instrument } from "../state/fields.gen.ts";
import {
  debug,
  type Execution,
  NO_LANE,
  noteExecution,
  noteOrder,
  noteRefusal,
  VIEW_LATE,
  warn,
} from "../state/notices.ts";
import { isTerminal, move, type Order, signed, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";
import { closable, freeFor, lotsAffordable, PART_ALL, PART_CLOSING, refuseSize, sizeOrder } from "./size.ts";
import {
  endEntry,
  endGroup,
  endOrder,
  endProtection,
  endSleepingChildren,
  raiseChildren,
  shrinkGroup,
  trigger,
  wakeChildren,
} from "./tied.ts";

/**
 * Fills a simulated order at a price: the closing part and, with `PART_ALL`, the opening part, each as its own fill. If
 * the opening part is refused, the order ends and the closing part stays filled.
 */
export function fillOrder(state: State, slot: number, price: number, rule: number, flags: number, part: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  beginCharge(state, instrument, order.charged, rule);
  const limited = instrument.terms.volume_limit_numerator !== 0;
  if (limited && !beginLimited(state, order, instrument, part)) return;
  if (order.unsized && !sizeOrder(state, slot, instrument, price, part)) return;
  assert(order.ended === 0, "An order that has ended fills");
  let left = order.quantity - order.filled;
  let closing = closable(order, instrument, left);
  // What closes and opens takes two executions, and what reduces may be cut.
  if (order.validity === VALIDITY_FOK && closing > 0 && closing < left) {
    endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_WHOLE);
    return;
  }
  if (order.reduces) {
    if (closing === 0) {
      endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOTHING_TO_CLOSE);
      return;
    }
    order.quantity = order.filled + closing;
    left = closing;
  }
  // An order that fills whole or not takes no part of what the bar has.
  if (limited && order.validity === VALIDITY_FOK && left > instrument.volume_left) {
    if (closing > 0 || part === PART_ALL) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_WHOLE);
    return;
  }
  if (closing > 0) {
    const lots = limited && closing > instrument.volume_left ? instrument.volume_left : closing;
    if (!execute(state, slot, price, lots, 0, rule, flags)) return;
    if (lots < closing) {
      waitForBar(state, order);
      return;
    }
    left -= closing;
    closing = 0;
  }
  if (part === PART_CLOSING || left === 0 || isTerminal(order.state)) return;
  if (order.by_money && (order.filled > 0 || order.aim !== 0)) {
    // The closing part filled in full. Free cash cuts the opening part of an order that is sized by money.
    beginCharge(state, instrument, order.charged, rule);
    const free = freeFor(state, order, instrument, price);
    const affordable = lotsAffordable(instrument, price, free, order.filled);
    if (affordable < left) {
      debug(state, REASON_CUT_TO_CASH, order.id, instrument.id);
      order.quantity = order.filled + affordable;
      left = affordable;
      if (left === 0) {
        if (order.filled > 0) endOrder(state, slot, ORDER_EVENT_FILL_ALL, REASON_CUT_TO_CASH);
        else refuseSize(state, slot, instrument, price, free, REASON_INSUFFICIENT_CASH);
        return;
      }
    }
  }
  if (!limited || left <= instrument.volume_left) {
    execute(state, slot, price, 0, left, rule, flags);
    return;
  }
  const lots = instrument.volume_left;
  if (lots === 0 || execute(state, slot, price, 0, lots, rule, flags)) waitForBar(state, order);
}

/**
 * Begins the fill of an order whose bar has a limit; returns whether the bar has lots for it. A stop that is reached is
 * a market order from then on, because its rest fills in later bars.
 */
function beginLimited(state: State, order: Order, instrument: Instrument, part: number): boolean {
  if (waitsForTrigger(order)) trigger(state, order);
  if (instrument.volume_left > 0) return true;
  // In the pass of the closing parts, an order without one is not asked to wait.
  if (part === PART_ALL || closable(order, instrument, 1) > 0) waitForBar(state, order);
  return false;
}

/** Lets an order wait for the next bar, as this one has no more for it. */
function waitForBar(state: State, order: Order): void {
  order.tried_us = state.time_us;
}

/** Checks and books one execution of a simulated order; returns whether it was booked. */
function execute(
  state: State,
  slot: number,
  price: number,
  closing: number,
  opening: number,
  rule: number,
  flags: number,
): boolean {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  const lots = closing + opening;
  const notional = amount(price, lots, instrument.terms.scale);
  beginCharge(state, instrument, order.charged, rule);
  const commission = commissionOf(instrument, price, lots, order.filled);
  let reason = REASON_NONE;
  const moved = notional + Math.abs(commission);
  const needed = (opening > 0 && state.on_margin ? openingNeed(instrument, notional, lots) : notional) + commission;
  const available = freeCashAt(state, instrument, price);
  if (!canBook(state, instrument, moved, opening)) reason = REASON_AMOUNT_LIMIT;
  else if (opening > 0 && notional === 0) reason = REASON_DUST;
  else if (opening > 0 && available < needed) reason = REASON_INSUFFICIENT_CASH;
  if (reason !== REASON_NONE) {
    noteRefusal(
      state,
      reason,
      order.id,
      instrument.id,
      NO_LANE,
      price,
      needed <= EXACT_MAX ? needed : EXACT_MAX,
      available,
    );
    endOrder(state, slot, order.filled > 0 ? ORDER_EVENT_CANCEL : ORDER_EVENT_REJECT, reason);
    return false;
  }
  const execution = beginExecution(order, price, closing, opening, rule, flags);
  if (closing > 0) execution.closed_commission = commission;
  else execution.opened_commission = commission;
  const cash_before = state.account.cash;
  if (instrument.terms.volume_limit_numerator !== 0) instrument.volume_left -= lots;
  chargeOrder(state, order, instrument, price, lots, notional);
  book(state, instrument, execution, closing > 0 ? notional : 0, closing > 0 ? 0 : notional);
  addToOrder(state, order, instrument, execution, notional);
  // Until its close, a position is worth what it last filled at, for the sizes of orders in other instruments.
  if (instrument.ahead) markInstrument(state, instrument);
  else if (state.bars_of_step.length > 1 || state.on_margin) markAtFill(state, instrument, price);
  settle(state, slot, execution);
  // With margin, cash below zero is a loan.
  if (state.account.cash < 0 && cash_before >= 0 && !state.on_margin) {
    warn(state, REASON_NEGATIVE_CASH, order.id, instrument.id, state.account.cash, 0);
  }
  return true;
}

/** Adds a fill to what a schedule charges its order, and to what was traded. */
function chargeOrder(
  state: State,
  order: Order,
  instrument: Instrument,
  price: number,
  lots: number,
  notional: number,
): void {
  if (instrument.terms.commission_kind === COMMISSION_SCHEDULE) {
    order.charged += scheduleCharge(instrument, price, lots, order.filled);
  }
  countTraded(state, instrument, price, lots, notional);
}

/**
 * Books a reported fill even if cash becomes negative. Without a reported commission, the instrument's scheme applies.
 * A fee in kind is commission too: its lots, valued at the price of the fill, leave the opening part.
 */
export function executeReported(
  state: State,
  slot: number,
  price: number,
  lots: number,
  commission: number | undefined,
  fee_lots: number,
  rule: number,
  id_high: number,
  id_low: number,
): boolean {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  const closing = closable(order, instrument, lots), opening = lots - closing;
  const closed_notional = amount(price, closing, instrument.terms.scale);
  const opened_notional = amount(price, opening, instrument.terms.scale);
  beginCharge(state, instrument, order.charged, rule);
  let closed_commission = 0, opened_commission = 0;
  if (commission !== undefined) {
    closed_commission = signed(commission < 0 ? -1 : 1, share(Math.abs(commission), closing, lots));
    opened_commission = commission - closed_commission;
  } else {
    if (closing > 0) closed_commission = commissionOf(instrument, price, closing, order.filled);
    if (closing > 0 && instrument.terms.commission_kind === COMMISSION_SCHEDULE) {
      instrument.charged += scheduleCharge(instrument, price, closing, order.filled);
    }
    if (opening > 0) opened_commission = commissionOf(instrument, price, opening, order.filled + closing);
  }
  const fee_value = amount(price, fee_lots, instrument.terms.scale);
  const fees = Math.abs(closed_commission) + Math.abs(opened_commission) + fee_value;
  const moved = closed_notional + opened_notional + fees;
  // Rebates and fees of other orders offset each other in the account, so the order's own sums are checked too.
  const holds = Math.abs(order.commission) + fees <= EXACT_MAX && order.notional + moved <= EXACT_MAX;
  if (!holds || !canBook(state, instrument, moved, opening)) {
    noteRefusal(state, REASON_AMOUNT_LIMIT, order.id, instrument.id, NO_LANE, price, EXACT_MAX, 0);
    return false;
  }
  const late = isTerminal(order.state);
  const execution = beginExecution(order, price, closing, opening, rule, late ? FILL_FLAG_LATE : 0);
  execution.closed_commission = closed_commission;
  execution.opened_commission = opened_commission + fee_value;
  execution.fee_lots = fee_lots;
  execution.fee_value = fee_value;
  execution.id_high = id_high;
  execution.id_low = id_low;
  const cash_before = state.account.cash;
  // Before the first bar, the venue's price is the only known price.
  if (instrument.bars === 0) instrument.close = price;
  chargeOrder(state, order, instrument, price, lots, closed_notional + opened_notional);
  book(state, instrument, execution, closed_notional, opened_notional);
  // A fill beyond the quantity tells of a replacement that is undecided, or that came after the fill.
  if (order.filled + lots > order.quantity) order.quantity = order.filled + lots;
  addToOrder(state, order, instrument, execution, closed_notional + opened_notional);
  markInstrument(state, instrument);
  settle(state, slot, execution);
  if (state.account.cash < 0 && cash_before >= 0) {
    warn(state, REASON_NEGATIVE_CASH, order.id, instrument.id, state.account.cash, 0);
  }
  return true;
}

/** Moves the order on after its booking, emits the notices, and applies the fill to its group and children. */
function settle(state: State, slot: number, execution: Execution): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  const reported = instrument.terms.execution === EXECUTION_REPORTED;
  // Under a cancellation, an undecided replacement may still add lots.
  const undecided = order.state === STATE_CANCEL_PENDING && order.replacing;
  const all = order.filled === order.quantity && !undecided;
  const outcome = move(order, all ? ORDER_EVENT_FILL_ALL : ORDER_EVENT_FILL);
  const trip_closed = order.sign * sizeBefore(instrument, execution) < 0 && order.sign * instrument.position_size >= 0;
  execution.order_state = order.state;
  if (reported) {
    noteReported(state, instrument, execution);
    noteOrder(state, order, REASON_FILLED, outcome === OUTCOME_LATE ? VIEW_LATE : 0);
  } else {
    noteExecution(state, instrument, execution, signed(order.sign, order.quantity), signed(order.sign, order.filled));
  }
  if (isTerminal(order.state)) state.orders.end(slot);
  const limited = !reported && instrument.terms.volume_limit_numerator !== 0;
  // A protective order that fills in part leaves the rest of the position to its group.
  const in_part = order.protective && !reported && !isTerminal(order.state);
  if (order.group !== 0) {
    if (order.entry_share > 0) shrinkGroup(state, slot, Math.abs(execution.quantity));
    else if (!in_part) endGroup(state, slot);
  }
  if (trip_closed) endProtection(state, instrument);
  if (limited && order.protective && (trip_closed || !in_part)) {
    endEntry(state, order);
  }
  if (order.has_children && execution.quantity !== execution.closed) {
    if (reported) raiseChildren(state, order, execution);
    else wakeChildren(state, order, execution);
  }
  if (order.has_children && isTerminal(order.state)) endSleepingChildren(state, order);
}
