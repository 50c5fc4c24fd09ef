/**
 * Money that moves without an order: payments of a log, and the closing of positions at the end of a run.
 *
 * @module
 */

import {
  CASH_AMOUNT,
  CASH_CURRENCY,
  CASH_PURPOSE,
  CASH_PURPOSE_TRANSFER,
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILL_RULE_CLOSE_AT_END,
  FILL_RULE_LIQUIDATION,
  FILL_RULE_SPLIT,
  LANE_INSTRUMENT,
  LEVEL_INFO,
  LEVEL_WARNING,
  REASON_ADJUSTMENT,
  REASON_AMOUNT_LIMIT,
  REASON_FEE,
  REASON_FUNDING,
  REASON_INSUFFICIENT_CASH,
  REASON_INTEREST,
  REASON_NEGATIVE_CASH,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_REBATE,
  REASON_TRANSFER,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_CURRENCY,
  REASON_ZERO,
  STATE_CREATED,
} from "../../contract/contract.gen.ts";
import { beginCharge, commissionOf, countTraded } from "./commission.ts";
import { endProtection } from "./tied.ts";
import { beginExecution, book, canBook, freeCash, markInstrument } from "./ledger.ts";
import { matchAhead } from "./placed.ts";
import { moveOutside } from "./transfer.ts";
import { amount, rated, ROUND_HALF_EVEN } from "../state/amount.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, noteDiagnostic, noteExecution, noteRefusal, warn, WORD_LANE } from "../state/notices.ts";
import type { State } from "../state/state.ts";

/** Reasons in the diagnostics of payments, by purpose. */
const REASON_OF_PURPOSE: readonly number[] = [
  REASON_TRANSFER,
  REASON_FUNDING,
  REASON_INTEREST,
  REASON_FEE,
  REASON_REBATE,
  REASON_ADJUSTMENT,
];

/**
 * Moves cash into the account or out of it. A transfer is money from outside and may not take what is set aside. Every
 * other payment is profit or loss that has happened, so no lack of cash refuses it.
 */
export function pay(state: State, event: Event): void {
  const paid = event.float(CASH_AMOUNT), purpose = event.word(CASH_PURPOSE);
  if (event.word(CASH_CURRENCY) !== 0) {
    refuse(state, event, REASON_UNKNOWN_CURRENCY, WORD_LANE + CASH_CURRENCY, event.word(CASH_CURRENCY));
  } else if (purpose >= REASON_OF_PURPOSE.length) {
    refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + CASH_PURPOSE, purpose);
  } else if (paid === 0) refuse(state, event, REASON_ZERO, CASH_AMOUNT, 0);
  else if (!Number.isInteger(paid)) refuse(state, event, REASON_OFF_GRID, CASH_AMOUNT, paid);
  else if (Math.abs(paid) > EXACT_MAX) refuse(state, event, REASON_OUT_OF_RANGE, CASH_AMOUNT, paid);
  else {
    matchAhead(state);
    take(state, event, paid, purpose);
  }
}

/** Takes a payment of a known purpose, unless the account cannot hold it. */
function take(state: State, event: Event, paid: number, purpose: number): void {
  const { account } = state, sum = purpose === CASH_PURPOSE_TRANSFER ? account.external : account.other_profit;
  if (Math.abs(account.cash + paid) > EXACT_MAX || Math.abs(sum + paid) > EXACT_MAX) {
    refuse(state, event, REASON_OUT_OF_RANGE, CASH_AMOUNT, paid);
  } else if (purpose !== CASH_PURPOSE_TRANSFER) {
    bookPayment(state, event, paid, REASON_OF_PURPOSE[purpose]!);
  } else {
    // What the strategy takes out with this step is spoken for.
    const free = freeCash(state) + (account.transfer < 0 ? account.transfer : 0);
    if (paid < 0 && free + paid < 0) {
      noteRefusal(state, REASON_INSUFFICIENT_CASH, 0, 0, CASH_AMOUNT, paid, -paid, free);
    } else moveOutside(state, paid);
  }
}

/** Books a payment as profit or loss and notes it. */
function bookPayment(state: State, event: Event, paid: number, reason: number): void {
  const { account } = state, instrument = event.word(LANE_INSTRUMENT), cash_before = account.cash;
  account.cash += paid;
  account.other_profit += paid;
  noteDiagnostic(state, LEVEL_INFO, reason, 0, instrument, paid, 0);
  if (account.cash < 0 && cash_before >= 0) warn(state, REASON_NEGATIVE_CASH, 0, instrument, account.cash, 0);
}

function refuse(state: State, event: Event, reason: number, lane: number, value: number): void {
  noteRefusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0, 0);
}

/** Closes all positions at their last closes and returns true. */
export function closeOut(state: State): boolean {
  for (const instrument of state.instruments) {
    if (instrument.position_size !== 0) closePosition(state, instrument, FILL_RULE_CLOSE_AT_END);
  }
  return true;
}

/** An execution without an order holds zeros in the lanes of the order. */
const NO_ORDER = { id: 0, state: STATE_CREATED, round_trip: 0, fills: 0 };

/** Closes a whole position as {@linkcode closeLots} does. */
export function closePosition(state: State, instrument: Instrument, rule: number): boolean {
  return closeLots(state, instrument, Math.abs(instrument.position_size), rule);
}

/**
 * Closes lots of a position at the last close with an execution that belongs to no order, and returns whether it was
 * booked. A liquidation costs its fee too, and what a split pays in cash costs nothing.
 */
export function closeLots(state: State, instrument: Instrument, lots: number, rule: number): boolean {
  if (instrument.terms.execution === EXECUTION_REPORTED) {
    noteDiagnostic(state, LEVEL_WARNING, REASON_NOT_SUPPORTED, 0, instrument.id, instrument.position_size, 0);
    return false;
  }
  const notional = amount(instrument.close, lots, instrument.terms.scale);
  beginCharge(state, instrument, 0, rule);
  let commission = rule === FILL_RULE_SPLIT ? 0 : commissionOf(instrument, instrument.close, lots, 0);
  if (rule === FILL_RULE_LIQUIDATION) {
    const { scale, liquidation_rate } = instrument.terms;
    commission += rated(instrument.close, lots, scale, liquidation_rate, ROUND_HALF_EVEN);
  }
  if (!canBook(state, instrument, notional + Math.abs(commission), 0)) {
    noteRefusal(state, REASON_AMOUNT_LIMIT, 0, instrument.id, NO_LANE, instrument.close, EXACT_MAX, 0);
    return false;
  }
  const sign = instrument.position_size > 0 ? -1 : 1, order = { ...NO_ORDER, sign };
  const execution = beginExecution(order, instrument.close, lots, 0, rule, 0);
  execution.closed_commission = commission;
  countTraded(state, instrument, instrument.close, lots, notional);
  book(state, instrument, execution, notional, 0);
  noteExecution(state, instrument, execution, 0, 0);
  if (instrument.position_size === 0) endProtection(state, instrument);
  markInstrument(state, instrument);
  return true;
}
