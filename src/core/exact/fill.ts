/**
 * Fills with exact numbers: sizing, affordability, booking, and the effect of a fill on other orders.
 *
 * @module
 */

import {
  COMMISSION_SCHEDULE,
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILL_FLAG_LATE,
  FILL_RULE_LIMIT,
  FILL_RULE_PLACEMENT_CLOSE,
  MARGIN_NONE,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_FILL,
  ORDER_EVENT_FILL_ALL,
  ORDER_EVENT_REJECT,
  ORDER_EVENT_REQUEST_CANCEL,
  ORDER_EVENT_SUBMIT,
  ORDER_EVENT_TRIGGER,
  ORDER_FLAG_PROTECTIVE,
  OUTCOME_LATE,
  RATE_SCALE,
  REASON_AMOUNT_LIMIT,
  REASON_BELOW_LOT,
  REASON_BELOW_SHARE,
  REASON_CUT_TO_CASH,
  REASON_DUST,
  REASON_FILLED,
  REASON_INSUFFICIENT_CASH,
  REASON_NEGATIVE_CASH,
  REASON_NONE,
  REASON_NOT_WHOLE,
  REASON_NOTHING_OPENED,
  REASON_NOTHING_TO_CLOSE,
  REASON_OCO,
  REASON_ON_TARGET,
  REASON_PARENT_ENDED,
  REASON_POSITION_CLOSED,
  REASON_PROTECTION_FILLED,
  REASON_SHARE_TAKEN,
  REASON_TO_BE_PLACED,
  REASON_TRIGGER,
  REASON_UNPROTECTED,
  STATE_CANCEL_PENDING,
  STATE_CREATED,
  TRIGGER_TOUCH,
  VALIDITY_FOK,
} from "../../contract/contract.gen.ts";
import { enter } from "./due.ts";
import {
  beginCharge,
  commissionOf,
  countTraded,
  lotsOnMargin,
  lotsWithin,
  lotsWorth,
  openingCost,
  scheduleCharge,
} from "./commission.ts";
import {
  addToOrder,
  beginExecution,
  book,
  canBook,
  freeCash,
  freeCashAt,
  markAtFill,
  markInstrument,
  noteReported,
  signedValue,
  sizeBefore,
} from "./ledger.ts";
import { beginAtEntry, isAtDistance } from "./trail.ts";
import { openingNeed } from "./margin.ts";
import { amount, lostBySum, share, shareDown } from "../state/amount.ts";
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
import { isTerminal, move, type Order, outcomeOf, signed, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** The part that closes a position. */
export const PART_CLOSING = 1;
/** All that is left, closing and opening. */
export const PART_ALL = 2;

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

/** Fixes the lots that orders of an instrument may take in the bar of the step. */
export function limitVolume(instrument: Instrument): void {
  const { volume_limit_numerator, volume_limit_denominator } = instrument.terms;
  const lots = Math.floor(instrument.volume * volume_limit_numerator / volume_limit_denominator);
  instrument.volume_left = lots < EXACT_MAX ? lots : EXACT_MAX;
}

/** Returns whether orders have taken all that the bar has for them. */
export function isExhausted(instrument: Instrument): boolean {
  return instrument.terms.volume_limit_numerator !== 0 && instrument.volume_left === 0;
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

/** Returns the lots that an order asks for at a price, as far as the limit of the bar lets it. */
export function lotsAhead(state: State, order: Order, instrument: Instrument, price: number): number {
  let lots = order.quantity - order.filled;
  if (order.unsized) {
    const held = Math.abs(instrument.position_size), opposite = order.sign * instrument.position_size < 0;
    if (order.aim !== 0) lots = Math.abs(distanceToTarget(state, order, instrument, price));
    else if (order.whole && opposite) lots = held;
    else lots = lotsWithin(instrument, price, budgetOf(state, order, instrument, price), 0);
  }
  if (order.reduces) lots = closable(order, instrument, lots);
  return instrument.terms.volume_limit_numerator !== 0 && lots > instrument.volume_left ? instrument.volume_left : lots;
}

/** Returns the lots of an order that would close a position. */
export function closable(order: Order, instrument: Instrument, left: number): number {
  if (order.sign * instrument.position_size >= 0) return 0;
  const size = Math.abs(instrument.position_size);
  return left < size ? left : size;
}

/** Computes the quantity of an order whose size the fill decides; returns whether the order may continue. */
function sizeOrder(state: State, slot: number, instrument: Instrument, price: number, part: number): boolean {
  const order = state.order(slot);
  if (order.aim !== 0) return takeAim(state, slot, instrument, price, part);
  const held = Math.abs(instrument.position_size), opposite = order.sign * instrument.position_size < 0;
  if (order.whole && order.reduces && !opposite) {
    endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOTHING_TO_CLOSE);
    return false;
  }
  if (part === PART_CLOSING && !opposite) return false;
  if (order.whole && opposite) {
    order.quantity = held;
    return true;
  }
  let budget = budgetOf(state, order, instrument, price), cut = false;
  const free = freeCashAt(state, instrument, price), on_margin = instrument.terms.margin_kind !== MARGIN_NONE;
  if (!opposite && !on_margin && budget > free) {
    budget = free;
    cut = true;
    debug(state, REASON_CUT_TO_CASH, order.id, instrument.id);
  }
  let lots = lotsWithin(instrument, price, budget, 0);
  if (!opposite && on_margin && lots > 0) {
    // A budget is a notional with commission; what is free pays for its margin.
    const affordable = lotsOnMargin(instrument, price, free, 0);
    if (affordable < lots) {
      lots = affordable;
      budget = free;
      cut = true;
      debug(state, REASON_CUT_TO_CASH, order.id, instrument.id);
    }
  }
  if (lots === 0) {
    // A size that free cash has cut to nothing lacks cash; a request below one lot lacks size.
    refuseSize(state, slot, instrument, price, budget, cut ? REASON_INSUFFICIENT_CASH : REASON_BELOW_LOT);
    return false;
  }
  order.quantity = lots;
  return true;
}

/** Returns the free cash that an order may use at a price: all of it, or the part of its basket. */
function freeFor(state: State, order: Order, instrument: Instrument, price: number): number {
  const free = freeCashAt(state, instrument, price);
  return order.basket !== 0 && order.share < free ? order.share : free;
}

/** Returns the lots that free cash allows to open at a price. */
function lotsAffordable(instrument: Instrument, price: number, free: number, filled_before: number): number {
  return instrument.terms.margin_kind === MARGIN_NONE
    ? lotsWithin(instrument, price, free, filled_before)
    : lotsOnMargin(instrument, price, free, filled_before);
}

/** Rejects an order whose amount does not reach for one lot. */
function refuseSize(
  state: State,
  slot: number,
  instrument: Instrument,
  price: number,
  budget: number,
  reason: number,
): void {
  let needed = openingCost(instrument, price, 1, 0);
  if (reason === REASON_INSUFFICIENT_CASH && instrument.terms.margin_kind !== MARGIN_NONE) {
    const notional = amount(price, 1, instrument.terms.scale);
    needed = openingNeed(instrument, notional, 1) + needed - notional;
  }
  const least = needed <= EXACT_MAX ? needed : EXACT_MAX;
  const available = budget > 0 ? budget : 0;
  noteRefusal(state, reason, state.order(slot).id, instrument.id, NO_LANE, price, least, available);
  endOrder(state, slot, ORDER_EVENT_REJECT, reason);
}

/** Returns the amount that an order may spend: its cash, or its share of the account's value at the fill. */
function budgetOf(state: State, order: Order, instrument: Instrument, price: number): number {
  if (order.cash > 0) return order.cash;
  const value = valueAtFill(state, instrument, price);
  const budget = value > 0 ? shareDown(value, order.whole ? RATE_SCALE : order.fraction, RATE_SCALE) : 0;
  return budget <= EXACT_MAX ? budget : EXACT_MAX;
}

/** Returns the account's value with an instrument at a price; the others are at their last fill or close. */
function valueAtFill(state: State, instrument: Instrument, price: number): number {
  const { cash } = state.account, others = state.account.marks - instrument.mark, own = signedValue(instrument, price);
  if (Math.abs(own) === Infinity) return own > 0 ? EXACT_MAX : 0;
  const first = cash + others, sum = first + own;
  // The cash with the marks may pass 2^53 where all three together do not.
  const value = sum + (lostBySum(cash, others, first) + lostBySum(first, own, sum));
  return value <= EXACT_MAX ? value : EXACT_MAX;
}

/** Returns the lots, signed, of the position that an order aims at, at a price. */
export function targetLots(state: State, order: Order, instrument: Instrument, price: number): number {
  let target = order.target;
  if (order.by_money) target = lotsWorth(instrument, price, budgetOf(state, order, instrument, price));
  return signed(order.aim, target);
}

/**
 * Returns the lots, signed, that take the position to the target of an order at a price. Their sign is right beyond the
 * range of amounts too.
 */
export function distanceToTarget(state: State, order: Order, instrument: Instrument, price: number): number {
  return targetLots(state, order, instrument, price) - instrument.position_size;
}

/** Turns a target into a quantity; returns whether the order may continue. */
function takeAim(state: State, slot: number, instrument: Instrument, price: number, part: number): boolean {
  const order = state.order(slot), distance = distanceToTarget(state, order, instrument, price);
  if (part === PART_CLOSING && order.sign * instrument.position_size >= 0) return false;
  // Slippage can carry the price to where the position is on the target, or past it.
  if (distance * order.sign <= 0) {
    endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_ON_TARGET);
    return false;
  }
  if (Math.abs(distance) > EXACT_MAX) {
    noteRefusal(state, REASON_AMOUNT_LIMIT, order.id, instrument.id, NO_LANE, price, EXACT_MAX, freeCash(state));
    endOrder(state, slot, ORDER_EVENT_REJECT, REASON_AMOUNT_LIMIT);
    return false;
  }
  order.quantity = Math.abs(distance);
  return true;
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

/** Tells that the trigger of an order was reached: it is a limit order from now on. */
export function trigger(state: State, order: Order): void {
  order.triggered = true;
  move(order, ORDER_EVENT_TRIGGER);
  noteOrder(state, order, REASON_TRIGGER, 0);
}

/** Ends an order by the table, emits its notice, and ends the children that wait for it. */
export function endOrder(state: State, slot: number, order_event: number, reason: number): void {
  const order = state.order(slot);
  move(order, order_event);
  order.executed_us = state.time_us;
  noteOrder(state, order, reason, 0);
  state.orders.end(slot);
  if (order.entry_share > 0) leaveShare(state, order);
  if (order.has_children) endSleepingChildren(state, order);
}

/**
 * Leaves the share of a target that ends to no other one: of what its entry opens from now on, the next one takes its
 * own share behind it. Shares of several that ended are one, rounded once.
 */
function leaveShare(state: State, ended: Order): void {
  const parent = state.orders.find(ended.parent);
  if (parent < 0 || state.order(parent).ended !== 0) return;
  for (const slot of state.orders.tied) {
    const order = state.order(slot), follows = order.parent === ended.parent && order.rank > ended.rank;
    if (!follows || order.ended !== 0 || order.entry_share === 0) continue;
    for (const share_of of [ended.share_before, ended.entry_share]) {
      order.share_before += share(RATE_SCALE - order.share_before, share_of, RATE_SCALE);
    }
    return;
  }
}

/** Returns the slots of the live orders that fills in an instrument can lead to, and of some that ended. */
function tiedTo(state: State, instrument: Instrument): readonly number[] {
  return instrument.terms.execution === EXECUTION_REPORTED ? state.orders.at_venue : state.orders.tied;
}

/** Cancels an order because of another one. At a venue it is told as to be cancelled, and a report decides. */
function drop(state: State, slot: number, reason: number): void {
  const order = state.order(slot), reported = state.instrumentOf(order).terms.execution === EXECUTION_REPORTED;
  if (!reported || order.state === STATE_CREATED) endOrder(state, slot, ORDER_EVENT_CANCEL, reason);
  else if (outcomeOf(order.state, ORDER_EVENT_REQUEST_CANCEL) === STATE_CANCEL_PENDING) {
    move(order, ORDER_EVENT_REQUEST_CANCEL);
    noteOrder(state, order, reason, 0);
  }
}

/** Drops the other members of an order's one-cancels-other group. */
function endGroup(state: State, slot: number): void {
  const { group } = state.order(slot);
  for (const other of tiedTo(state, state.instrumentOf(state.order(slot)))) {
    const order = state.order(other);
    if (other === slot || order.ended !== 0 || order.group !== group) continue;
    if (isTerminal(outcomeOf(order.state, ORDER_EVENT_CANCEL))) drop(state, other, REASON_OCO);
  }
}

/** Takes the lots of a target for a share from the order that protects all of its entry. */
function shrinkGroup(state: State, slot: number, lots: number): void {
  const { group } = state.order(slot);
  for (const other of tiedTo(state, state.instrumentOf(state.order(slot)))) {
    const order = state.order(other);
    if (other === slot || order.ended !== 0 || order.group !== group || order.entry_share > 0) continue;
    if (order.quantity - lots <= order.filled) drop(state, other, REASON_OCO);
    else {
      order.quantity -= lots;
      noteOrder(state, order, REASON_SHARE_TAKEN, 0);
    }
  }
}

/** Drops the awake protective orders of an instrument whose position is closed or has changed sign. */
export function endProtection(state: State, instrument: Instrument): void {
  for (const slot of tiedTo(state, instrument)) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.instrument !== instrument.id) continue;
    if ((order.flags & ORDER_FLAG_PROTECTIVE) === 0 || !order.active) continue;
    drop(state, slot, REASON_POSITION_CLOSED);
  }
}

/** Ends what is left of an entry whose protection has closed what it opened. */
function endEntry(state: State, order: Order): void {
  const slot = state.orders.find(order.parent);
  if (slot >= 0 && state.order(slot).ended === 0) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_PROTECTION_FILLED);
}

/** Tells that the edge has to place a protective order at its venue, or to replace it with its new quantity. */
export function tellPlacement(state: State, order: Order): void {
  if (order.state === STATE_CREATED) move(order, ORDER_EVENT_SUBMIT);
  noteOrder(state, order, REASON_TO_BE_PLACED, 0);
}

/** Gives the protective orders at a venue the lots that their entry has opened so far. */
function raiseChildren(state: State, parent: Order, execution: Execution): void {
  let told = 0;
  for (const slot of tiedTo(state, state.instrumentOf(parent))) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.parent !== parent.id || !order.protective) continue;
    if (order.state === STATE_CANCEL_PENDING) continue;
    if (!order.active && isAtDistance(order)) {
      beginAtEntry(order, state.instrumentOf(order).terms.tick, execution.price);
    }
    order.active = true;
    order.quantity = parent.opened;
    tellPlacement(state, order);
    told++;
  }
  const opened = Math.abs(execution.quantity) - Math.abs(execution.closed) - execution.fee_lots;
  if (told === 0) warn(state, REASON_UNPROTECTED, parent.id, parent.instrument, opened, 0);
}

/**
 * Wakes the protective orders of an entry. Each takes the lots that the entry opened; those for a share take theirs of
 * all that it has opened so far and the ones before them left. One whose share is no lot yet sleeps on.
 */
function wakeChildren(state: State, parent: Order, execution: Execution): void {
  const opened = parent.opened;
  assert(opened > 0, "An entry that has opened nothing wakes its protection");
  let woken = 0;
  const came_back = execution.rule === FILL_RULE_LIMIT && parent.triggered_us === state.time_us &&
    parent.kind.trigger !== TRIGGER_TOUCH;
  const newly = Math.abs(execution.quantity) - Math.abs(execution.closed);
  let left = opened;
  for (const slot of state.orders.tied) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.parent !== parent.id || !order.protective) continue;
    if (order.entry_share > 0) {
      left -= share(left, order.share_before, RATE_SCALE);
      const lots = share(left, order.entry_share, RATE_SCALE);
      if (lots > order.quantity) order.quantity = lots;
      left = order.quantity < left ? left - order.quantity : 0;
    } else order.quantity += newly;
    woken++;
    if (order.quantity === 0) continue;
    if (!order.active) {
      order.active = true;
      if (isAtDistance(order)) beginAtEntry(order, state.instrumentOf(order).terms.tick, execution.price);
      enter(state, slot);
    }
    state.orders.wake(slot);
    // An entry at the close of its placement was there before this bar, so its protection meets the whole of it.
    if (execution.rule !== FILL_RULE_PLACEMENT_CLOSE) order.woken_us = state.time_us;
    order.woken_price = execution.price;
    order.woken_rule = execution.rule;
    order.woken_trigger = came_back ? parent.stop : 0;
  }
  const lots = Math.abs(execution.quantity);
  if (woken === 0 && opened > lots) warn(state, REASON_UNPROTECTED, parent.id, parent.instrument, lots, 0);
}

/**
 * Ends the protective orders of an entry that ended before they woke, unless fills of the entry are on their way. An
 * entry that filled has closed a position only, or has opened too little for their shares.
 */
export function endSleepingChildren(state: State, parent: Order): void {
  if (parent.reported > parent.filled) return;
  const reason = parent.opened > 0
    ? REASON_BELOW_SHARE
    : parent.filled > 0
    ? REASON_NOTHING_OPENED
    : REASON_PARENT_ENDED;
  for (const slot of tiedTo(state, state.instrumentOf(parent))) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.parent !== parent.id || order.active) continue;
    endOrder(state, slot, ORDER_EVENT_CANCEL, reason);
  }
}
