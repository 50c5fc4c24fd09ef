/**
 * Accruals: what falls due on positions and on cash without a fill. Funding, the cost of borrowing, interest and
 * dividends are profit or loss that has happened, so no lack of cash refuses them.
 *
 * A rate that is due at the end of its step is due on what is there then, after all fills, at the closes: an order that
 * filled at the open of the bar holds the position when its funding is settled. A rate that is due at once, and a
 * dividend, belong to those who held before the bar, at the last closes. Each amount is rounded once.
 *
 * @module
 */

import {
  ACCRUAL_BORROW,
  ACCRUAL_FUNDING,
  ACCRUAL_INTEREST,
  ACCRUAL_LOAN,
  DIVIDEND_DENOMINATOR,
  DIVIDEND_NUMERATOR,
  DUE_AT_END,
  DUE_AT_ONCE,
  EXACT_MAX,
  FUNDING_ACCRUAL,
  FUNDING_DUE,
  FUNDING_RATE,
  LANE_INSTRUMENT,
  LEVEL_INFO,
  RATE_LIMIT,
  RATE_SCALE,
  REASON_AMOUNT_LIMIT,
  REASON_BORROW,
  REASON_DIVIDEND,
  REASON_FUNDING,
  REASON_INTEREST,
  REASON_NEGATIVE,
  REASON_NEGATIVE_CASH,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_UNKNOWN_CODE,
  REASON_ZERO,
} from "../../contract/contract.gen.ts";
import { matchAhead } from "./placed.ts";
import { rated, ROUND_HALF_EVEN, share } from "../state/amount.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { alarm, noteDiagnostic, noteRefusal, warn, WORD_LANE } from "../state/notices.ts";
import type { State } from "../state/state.ts";

/** Takes a rate: settles it at once, or lets it wait for the end of the step. Rates of one kind that wait add up. */
export function takeRate(state: State, event: Event, instrument: Instrument): void {
  const rate = event.float(FUNDING_RATE), accrual = event.word(FUNDING_ACCRUAL), { account } = state;
  const at_once = event.word(FUNDING_DUE) === DUE_AT_ONCE;
  if (accrual < ACCRUAL_FUNDING || accrual > ACCRUAL_LOAN) {
    refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + FUNDING_ACCRUAL, accrual);
    return;
  }
  if (!at_once && event.word(FUNDING_DUE) !== DUE_AT_END) {
    refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + FUNDING_DUE, event.word(FUNDING_DUE));
    return;
  }
  const before = at_once
    ? 0
    : accrual === ACCRUAL_FUNDING
    ? instrument.funding_rate
    : accrual === ACCRUAL_BORROW
    ? instrument.borrow_rate
    : accrual === ACCRUAL_INTEREST
    ? account.interest_rate
    : account.loan_rate;
  const sum = before + rate;
  if (rate === 0) refuse(state, event, REASON_ZERO, FUNDING_RATE, 0);
  else if (!Number.isInteger(rate)) refuse(state, event, REASON_OFF_GRID, FUNDING_RATE, rate);
  else if (Math.abs(rate) >= RATE_LIMIT || Math.abs(sum) >= RATE_LIMIT) {
    refuse(state, event, REASON_OUT_OF_RANGE, FUNDING_RATE, rate);
  } else if (at_once) {
    matchAhead(state);
    if (accrual === ACCRUAL_FUNDING) settleFunding(state, instrument, rate);
    else if (accrual === ACCRUAL_BORROW) settleBorrow(state, instrument, rate);
    else {settleInterest(
        state,
        instrument.id,
        accrual === ACCRUAL_INTEREST ? rate : 0,
        accrual === ACCRUAL_LOAN ? rate : 0,
      );}
  } else {
    account.accruals++;
    if (accrual === ACCRUAL_FUNDING) instrument.funding_rate = sum;
    else if (accrual === ACCRUAL_BORROW) instrument.borrow_rate = sum;
    else if (accrual === ACCRUAL_INTEREST) account.interest_rate = sum;
    else account.loan_rate = sum;
  }
}

/** Pays a dividend on the position that was held before the bar of the step. */
export function payDividend(state: State, event: Event, instrument: Instrument): void {
  const numerator = event.float(DIVIDEND_NUMERATOR), denominator = event.float(DIVIDEND_DENOMINATOR);
  for (const lane of [DIVIDEND_NUMERATOR, DIVIDEND_DENOMINATOR]) {
    const value = event.float(lane);
    if (value < 0) return refuse(state, event, REASON_NEGATIVE, lane, value);
    if (value === 0) return refuse(state, event, REASON_ZERO, lane, 0);
    if (value > EXACT_MAX) return refuse(state, event, REASON_OUT_OF_RANGE, lane, value);
    if (!Number.isInteger(value)) return refuse(state, event, REASON_OFF_GRID, lane, value);
  }
  matchAhead(state);
  const lots = instrument.position_size, amount = share(numerator, Math.abs(lots), denominator);
  book(state, REASON_DIVIDEND, instrument.id, lots < 0 ? -amount : amount);
}

/** Settles the rates of the step on positions, by ascending instrument, and then on the cash. */
export function settleRates(state: State): void {
  const { account } = state;
  for (const instrument of state.instruments) {
    const { funding_rate, borrow_rate } = instrument;
    instrument.funding_rate = 0;
    instrument.borrow_rate = 0;
    settleFunding(state, instrument, funding_rate);
    settleBorrow(state, instrument, borrow_rate);
  }
  const { interest_rate, loan_rate } = account;
  account.accruals = 0;
  account.interest_rate = 0;
  account.loan_rate = 0;
  settleInterest(state, 0, interest_rate, loan_rate);
}

/** Settles funding: a long position pays a rate above zero, a short one receives it. */
function settleFunding(state: State, instrument: Instrument, rate: number): void {
  const funding = dueOn(instrument, rate);
  book(state, REASON_FUNDING, instrument.id, instrument.position_size > 0 === rate > 0 ? -funding : funding);
}

/** Settles what a short position pays for the lots that it borrows. */
function settleBorrow(state: State, instrument: Instrument, rate: number): void {
  const borrow = instrument.position_size < 0 ? dueOn(instrument, rate) : 0;
  book(state, REASON_BORROW, instrument.id, rate > 0 ? -borrow : borrow);
}

/** Settles interest on the cash: one rate where it is above zero, the other where it is below. */
function settleInterest(state: State, instrument: number, interest_rate: number, loan_rate: number): void {
  const { cash } = state.account, rate = cash > 0 ? interest_rate : loan_rate;
  // Both signs turn the amount: that of the rate, and that of the cash.
  const amount = share(Math.abs(cash), Math.abs(rate), RATE_SCALE);
  book(state, REASON_INTEREST, instrument, cash > 0 === rate > 0 ? amount : -amount);
}

/** Returns what a rate makes on a position at the last close, unsigned. */
function dueOn({ position_size, close, terms }: Instrument, rate: number): number {
  if (position_size === 0 || rate === 0) return 0;
  return rated(close, Math.abs(position_size), terms.scale, Math.abs(rate), ROUND_HALF_EVEN);
}

/** Books an amount as profit or loss and notes it; nothing for an amount of zero, and none that passes the limits. */
function book(state: State, reason: number, instrument: number, paid: number): void {
  if (paid === 0) return;
  const { account } = state, cash_before = account.cash;
  if (!(Math.abs(account.cash + paid) <= EXACT_MAX && Math.abs(account.other_profit + paid) <= EXACT_MAX)) {
    alarm(state, REASON_AMOUNT_LIMIT, 0, instrument, 0, EXACT_MAX);
    return;
  }
  account.cash += paid;
  account.other_profit += paid;
  noteDiagnostic(state, LEVEL_INFO, reason, 0, instrument, paid, 0);
  if (account.cash < 0 && cash_before >= 0) warn(state, REASON_NEGATIVE_CASH, 0, instrument, account.cash, 0);
}

function refuse(state: State, event: Event, reason: number, lane: number, value: number): void {
  noteRefusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0, 0);
}
