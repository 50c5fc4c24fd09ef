/**
 * Reported execution: the order reports and fill reports of a venue.
 *
 * Order reports carry cumulative quantities and never move cash. Fills are incremental, and only they move cash. Every
 * order of arrival leads to the same state.
 *
 * @module
 */

import {
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILL_REPORT_COMMISSION,
  FILL_REPORT_FEE_LOTS,
  FILL_REPORT_FILL_ID_HIGH,
  FILL_REPORT_FILL_ID_LOW,
  FILL_REPORT_FLAG_COMMISSION_GIVEN,
  FILL_REPORT_FLAG_MASK,
  FILL_REPORT_FLAGS,
  FILL_REPORT_PRICE,
  FILL_REPORT_QUANTITY,
  FILL_RULE_REPORTED,
  LANE_ORDER_ID,
  LEVEL_DEBUG,
  LEVEL_INFO,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_EXPIRE,
  ORDER_EVENT_FILL_ALL,
  ORDER_EVENT_REFUSE_CANCEL,
  ORDER_EVENT_REFUSE_REPLACE,
  ORDER_EVENT_REJECT,
  ORDER_EVENT_REPLACE,
  ORDER_EVENT_TRIGGER,
  ORDER_REPORT_FILLED,
  ORDER_REPORT_REPORT,
  OUTCOME_ILLEGAL,
  OUTCOME_SAME,
  REASON_COUNT_BEYOND,
  REASON_DUPLICATE_FILL,
  REASON_DUPLICATE_REPORT,
  REASON_FILLS_MISSING,
  REASON_ILLEGAL_TRANSITION,
  REASON_LATE_CANCEL,
  REASON_LATE_FILL,
  REASON_NEGATIVE,
  REASON_NOT_REPORTED_VENUE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_ORDER_RETIRED,
  REASON_OUT_OF_RANGE,
  REASON_OVERFILL,
  REASON_REPORTED,
  REASON_REQUEST_REFUSED,
  REASON_STALE_REPORT,
  REASON_UNKNOWN_CODE,
  REASON_ZERO,
  REPORT_ACCEPTED,
  REPORT_CANCEL_REFUSED,
  REPORT_CANCELLED,
  REPORT_EXPIRED,
  REPORT_REPLACE_REFUSED,
  REPORT_REPLACED,
  REPORT_TRIGGERED,
  STATE_CANCEL_PENDING,
  STATE_FILLED,
  STATE_SUBMITTED,
} from "../contract/contract.gen.ts";
import { executeReported } from "./exact/fill.ts";
import { closable } from "./exact/size.ts";
import { endOrder, endSleepingChildren } from "./exact/tied.ts";
import { applyReplacement } from "./exact/replace.ts";
import { findOrder } from "./intent.ts";
import type { Event } from "./state/event.ts";
import type { Instrument } from "./state/fields.gen.ts";
import { alarm, NO_LANE, noteDiagnostic, noteOrder, noteRefusal, warn, WORD_LANE } from "./state/notices.ts";
import { isTerminal, move, type Order, outcomeOf } from "./state/order.ts";
import { type Refusal, refuse } from "./state/refusal.ts";
import type { State } from "./state/state.ts";

/** Order events by report code. Filled and partially filled imply acceptance only, because only fills fill an order. */
const EVENT_OF_REPORT: readonly number[] = [
  0,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_TRIGGER,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_REFUSE_CANCEL,
  ORDER_EVENT_REPLACE,
  ORDER_EVENT_REFUSE_REPLACE,
  ORDER_EVENT_REJECT,
  ORDER_EVENT_EXPIRE,
];

/** Applies an order report. */
export function reportOrder(state: State, event: Event, instrument: Instrument): void {
  const slot = findReported(state, event, instrument);
  if (slot < 0) return;
  const order = state.order(slot);
  const report = event.word(ORDER_REPORT_REPORT), filled = event.float(ORDER_REPORT_FILLED) + 0;
  const refusal = checkReport(report, filled, order);
  if (refusal !== undefined) return refuseReport(state, order, refusal);
  const stale = filled < order.reported, missing = filled > order.filled;
  if (stale) noteDiagnostic(state, LEVEL_DEBUG, REASON_STALE_REPORT, order.id, instrument.id, filled, order.reported);
  else order.reported = filled;
  applyReport(state, slot, report, stale || missing);
  if (missing) {
    noteDiagnostic(state, LEVEL_INFO, REASON_FILLS_MISSING, order.id, instrument.id, order.filled, filled);
  }
}

function checkReport(report: number, filled: number, order: Order): Refusal | undefined {
  if (report < REPORT_ACCEPTED || report > REPORT_EXPIRED) {
    return refuse(REASON_UNKNOWN_CODE, WORD_LANE + ORDER_REPORT_REPORT, report);
  }
  const refusal = checkCount(filled, ORDER_REPORT_FILLED, true);
  if (refusal !== undefined || filled <= order.capacity) return refusal;
  return refuse(REASON_COUNT_BEYOND, ORDER_REPORT_FILLED, filled);
}

/**
 * Applies a report by the table. If `told`, its quantity already caused a diagnostic, and only a late cancel emits
 * another.
 */
function applyReport(state: State, slot: number, report: number, told: boolean): void {
  const order = state.order(slot);
  const order_event = EVENT_OF_REPORT[report]!;
  const outcome = outcomeOf(order.state, order_event);
  if (outcome === OUTCOME_ILLEGAL) {
    warn(state, REASON_ILLEGAL_TRANSITION, order.id, order.instrument, order.state, order_event);
  } else if (outcome === OUTCOME_SAME) {
    // A trigger that is reported after the fill still counts.
    if (report === REPORT_TRIGGERED && !isTerminal(order.state)) order.triggered = true;
    const late = report === REPORT_CANCELLED && order.state === STATE_FILLED;
    const level = late ? LEVEL_INFO : LEVEL_DEBUG;
    if (late || !told) {
      noteDiagnostic(state, level, sameReason(order, report), order.id, order.instrument, order.state, report);
    }
  } else if (isTerminal(outcome) && (order.filled === 0 || order.filled < order.quantity)) {
    endOrder(state, slot, order_event, REASON_REPORTED);
  } else if (isTerminal(outcome)) {
    // All lots are filled and a replacement is undecided: the end refuses it. Fills that are late may still tell of it.
    rememberQuantity(order, order.replace_quantity);
    decide(state, slot, ORDER_EVENT_REFUSE_REPLACE, REASON_REPORTED);
  } else if (report === REPORT_REPLACED) {
    rememberQuantity(order, order.quantity);
    applyReplacement(state, order);
    decide(state, slot, order_event, REASON_REPORTED);
  } else if (report === REPORT_REPLACE_REFUSED) {
    decide(state, slot, order_event, REASON_REQUEST_REFUSED);
  } else {
    if (report === REPORT_TRIGGERED) order.triggered = true;
    move(order, order_event);
    noteOrder(state, order, report === REPORT_CANCEL_REFUSED ? REASON_REQUEST_REFUSED : REASON_REPORTED, 0);
  }
}

/** Moves an order on whose replacement is decided. If that leaves nothing to fill, the order is filled. */
function decide(state: State, slot: number, order_event: number, reason: number): void {
  const order = state.order(slot);
  forgetReplacement(order);
  const done = order.state === STATE_CANCEL_PENDING && order.filled > 0 && order.filled === order.quantity;
  move(order, done ? ORDER_EVENT_FILL_ALL : order_event);
  noteOrder(state, order, reason, 0);
  if (order.state !== STATE_FILLED) return;
  state.orders.end(slot);
  if (order.has_children) endSleepingChildren(state, order);
}

/** Remembers a quantity that the venue may have filled of, since fills that belong to it may come late. */
function rememberQuantity(order: Order, quantity: number): void {
  if (quantity > order.quantity_most) order.quantity_most = quantity;
}

/**
 * Returns the reason of a report that changes nothing: a late cancel, an end other than the order's, or a duplicate.
 */
function sameReason(order: Order, report: number): number {
  const claimed = outcomeOf(STATE_SUBMITTED, EVENT_OF_REPORT[report]!);
  if (!isTerminal(claimed) || claimed === order.state) return REASON_DUPLICATE_REPORT;
  return report === REPORT_CANCELLED && order.state === STATE_FILLED ? REASON_LATE_CANCEL : REASON_STALE_REPORT;
}

function forgetReplacement(order: Order): void {
  order.replace_quantity = 0;
  order.replace_limit = 0;
  order.replace_stop = 0;
}

/** Applies a fill report, once. */
export function reportFill(state: State, event: Event, instrument: Instrument): void {
  const slot = findReported(state, event, instrument);
  if (slot < 0) return;
  const order = state.order(slot);
  const price = event.float(FILL_REPORT_PRICE), lots = event.float(FILL_REPORT_QUANTITY);
  const fee_lots = event.float(FILL_REPORT_FEE_LOTS) + 0;
  const flags = event.word(FILL_REPORT_FLAGS), fee = event.float(FILL_REPORT_COMMISSION) + 0;
  const refusal = checkFill(flags, price, lots, fee, fee_lots);
  if (refusal !== undefined) return refuseReport(state, order, refusal);
  const id_high = event.word(FILL_REPORT_FILL_ID_HIGH), id_low = event.word(FILL_REPORT_FILL_ID_LOW);
  if (state.orders.hasFillId(slot, id_high, id_low)) {
    noteDiagnostic(state, LEVEL_DEBUG, REASON_DUPLICATE_FILL, order.id, instrument.id, lots, price);
    return;
  }
  const left = order.capacity - order.filled;
  if (lots > left) {
    refuseReport(state, order, refuse(REASON_OVERFILL, FILL_REPORT_QUANTITY, lots));
    return alarm(state, REASON_OVERFILL, order.id, instrument.id, lots, left);
  }
  if (fee_lots > 0 && !(order.is_buy && fee_lots < lots - closable(order, instrument, lots))) {
    refuseReport(state, order, refuse(REASON_NOT_SUPPORTED, FILL_REPORT_FEE_LOTS, fee_lots));
    return alarm(state, REASON_NOT_SUPPORTED, order.id, instrument.id, fee_lots, 0);
  }
  if (order.state === STATE_SUBMITTED) {
    move(order, ORDER_EVENT_ACCEPT);
    noteOrder(state, order, REASON_REPORTED, 0);
  }
  if (isTerminal(order.state)) warn(state, REASON_LATE_FILL, order.id, instrument.id, lots, order.state);
  const given = (flags & FILL_REPORT_FLAG_COMMISSION_GIVEN) !== 0;
  const commission = given ? fee : undefined;
  if (executeReported(state, slot, price, lots, commission, fee_lots, FILL_RULE_REPORTED, id_high, id_low)) {
    state.orders.addFillId(slot, id_high, id_low);
  } else state.orders.lost_reports++;
}

function checkFill(flags: number, price: number, lots: number, fee: number, fee_lots: number): Refusal | undefined {
  if ((flags & ~FILL_REPORT_FLAG_MASK) !== 0) return refuse(REASON_UNKNOWN_CODE, WORD_LANE + FILL_REPORT_FLAGS, flags);
  return checkCount(price, FILL_REPORT_PRICE, false) ?? checkCount(lots, FILL_REPORT_QUANTITY, false) ??
    checkFee(fee) ?? checkCount(fee_lots, FILL_REPORT_FEE_LOTS, true);
}

function findReported(state: State, event: Event, instrument: Instrument): number {
  const id = event.word(LANE_ORDER_ID);
  if (instrument.terms.execution !== EXECUTION_REPORTED) {
    noteRefusal(state, REASON_NOT_REPORTED_VENUE, id, instrument.id, NO_LANE, 0, 0, 0);
    return -1;
  }
  const slot = findOrder(state, event, instrument);
  if (slot < 0) state.orders.lost_reports++;
  if (slot < 0 && state.orders.find(id) < 0 && id !== 0 && id <= state.orders.retired_id_highest) {
    alarm(state, REASON_ORDER_RETIRED, id, instrument.id, 0, 0);
  }
  return slot;
}

/** Checks a count of steps, lots or money units. */
function checkCount(value: number, lane: number, zero: boolean): Refusal | undefined {
  if (value < 0) return refuse(REASON_NEGATIVE, lane, value);
  if (value === 0 && !zero) return refuse(REASON_ZERO, lane, value);
  if (value > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane, value);
  return Number.isInteger(value) ? undefined : refuse(REASON_OFF_GRID, lane, value);
}

/** Checks a fee in money units, negative for a rebate. */
function checkFee(fee: number): Refusal | undefined {
  if (Math.abs(fee) > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, FILL_REPORT_COMMISSION, fee);
  return Number.isInteger(fee) ? undefined : refuse(REASON_OFF_GRID, FILL_REPORT_COMMISSION, fee);
}

/** Refuses a report, and counts it as lost: the account may differ from the venue's from here on. */
function refuseReport(state: State, order: Order, { reason, lane, offending }: Refusal): void {
  state.orders.lost_reports++;
  noteRefusal(state, reason, order.id, order.instrument, lane, offending, 0, 0);
}
