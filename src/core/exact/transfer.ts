/**
 * Money that a strategy pays in or takes out, which the next step has ahead of its orders.
 *
 * @module
 */

import {
  EXACT_MAX,
  EXECUTION_REPORTED,
  LANE_INSTRUMENT,
  LEVEL_INFO,
  REASON_INSUFFICIENT_CASH,
  REASON_NEGATIVE_CASH,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_TRANSFER,
  REASON_TRANSFER_REPORTED,
  REASON_UNKNOWN_CURRENCY,
  REASON_ZERO,
  TRANSFER_AMOUNT,
  TRANSFER_CURRENCY,
} from "../../contract/contract.gen.ts";
import { freeCash } from "./ledger.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { alarm, NO_LANE, noteDiagnostic, noteRefusal, warn, WORD_LANE } from "../state/notices.ts";
import type { State } from "../state/state.ts";

/** Moves money from outside into the account, or below zero out of it, and notes it. */
export function moveOutside(state: State, paid: number): void {
  state.account.cash += paid;
  state.account.external += paid;
  // An account that is emptied is not ruined: its value is nothing before the step is marked.
  if (paid < 0 && state.account.cash === 0 && holdsNothing(state)) state.account.value = 0;
  noteDiagnostic(state, LEVEL_INFO, REASON_TRANSFER, 0, 0, paid, 0);
}

/**
 * Takes what a strategy moves, which the next step has. Nothing but intents can come before that step's broker, so the
 * cash of now decides. A venue's cash is not the strategy's to move.
 */
export function transfer(state: State, event: Event): void {
  const paid = event.float(TRANSFER_AMOUNT), { account } = state, free = freeCash(state) + account.transfer;
  const sum = Math.abs(account.transfer) + Math.abs(paid);
  if (state.instruments.some(isReported)) refuse(state, event, REASON_TRANSFER_REPORTED, NO_LANE, 0);
  else if (event.word(TRANSFER_CURRENCY) !== 0) {
    refuse(state, event, REASON_UNKNOWN_CURRENCY, WORD_LANE + TRANSFER_CURRENCY, event.word(TRANSFER_CURRENCY));
  } else if (paid === 0) refuse(state, event, REASON_ZERO, TRANSFER_AMOUNT, 0);
  else if (!Number.isInteger(paid)) refuse(state, event, REASON_OFF_GRID, TRANSFER_AMOUNT, paid);
  else if (Math.abs(account.cash) + sum > EXACT_MAX || Math.abs(account.external) + sum > EXACT_MAX) {
    refuse(state, event, REASON_OUT_OF_RANGE, TRANSFER_AMOUNT, paid);
  } else if (paid < 0 && free + paid < 0) {
    noteRefusal(state, REASON_INSUFFICIENT_CASH, 0, 0, TRANSFER_AMOUNT, paid, -paid, free);
  } else account.transfer += paid;
}

/** Moves what the strategy asked for with this step, ahead of its orders. */
export function moveTransfer(state: State): void {
  const paid = state.account.transfer;
  if (paid === 0) return;
  const { account } = state, cash_before = account.cash;
  account.transfer = 0;
  // Other payments of this step can have taken the account to its limit since.
  if (Math.abs(account.cash + paid) > EXACT_MAX || Math.abs(account.external + paid) > EXACT_MAX) {
    alarm(state, REASON_OUT_OF_RANGE, 0, 0, paid, 0);
    return;
  }
  moveOutside(state, paid);
  // A payment of this step can have taken cash that was there when the withdrawal was asked for.
  if (account.cash < 0 && cash_before >= 0) warn(state, REASON_NEGATIVE_CASH, 0, 0, account.cash, 0);
}

function holdsNothing(state: State): boolean {
  return state.instruments.every((instrument) => instrument.position_size === 0);
}

function isReported(instrument: Instrument): boolean {
  return instrument.terms.execution === EXECUTION_REPORTED;
}

function refuse(state: State, event: Event, reason: number, lane: number, value: number): void {
  noteRefusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0, 0);
}
