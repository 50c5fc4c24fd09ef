/**
 * What changes an instrument as a whole: a split, and the end of its trading.
 *
 * A split comes ahead of the bar of its step, whose prices are for new lots. The cost of the position stays, so that its
 * average price changes with its lots. Old lots that do not come to whole new ones are closed at the last close, without
 * commission. Every order on the instrument is cancelled, as its prices and lots mean something else from now on.
 *
 * @module
 */

import {
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILL_RULE_FEED_ENDED,
  FILL_RULE_SPLIT,
  LEVEL_INFO,
  REASON_AMOUNT_LIMIT,
  REASON_BAR_REPEATED,
  REASON_BEFORE_SPLIT,
  REASON_FEED_ENDED,
  REASON_NEGATIVE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_SPLIT,
  REASON_ZERO,
  SCALE_FACTOR_LIMIT,
  SPLIT_DENOMINATOR,
  SPLIT_NUMERATOR,
} from "../../contract/contract.gen.ts";
import { closeLots, closePosition } from "./account.ts";
import { markInstrument } from "./ledger.ts";
import { cancelOrders } from "./liquidation.ts";
import { matchAhead } from "./placed.ts";
import { share } from "../state/amount.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { alarm, info, NO_LANE, noteDiagnostic, noteRefusal } from "../state/notices.ts";
import type { State } from "../state/state.ts";

/** Splits the lots of an instrument. */
export function splitLots(state: State, event: Event, instrument: Instrument): void {
  for (const lane of [SPLIT_NUMERATOR, SPLIT_DENOMINATOR]) {
    const value = event.float(lane);
    if (value < 0) return refuse(state, instrument, REASON_NEGATIVE, lane, value);
    if (value === 0) return refuse(state, instrument, REASON_ZERO, lane, 0);
    if (value >= SCALE_FACTOR_LIMIT) return refuse(state, instrument, REASON_OUT_OF_RANGE, lane, value);
    if (!Number.isInteger(value)) return refuse(state, instrument, REASON_OFF_GRID, lane, value);
  }
  if (instrument.terms.execution === EXECUTION_REPORTED) {
    return refuse(state, instrument, REASON_NOT_SUPPORTED, NO_LANE, instrument.position_size);
  }
  if (instrument.has_bar) return refuse(state, instrument, REASON_BAR_REPEATED, NO_LANE, 0);
  matchAhead(state);
  const divisor = greatestDivisor(event.float(SPLIT_NUMERATOR), event.float(SPLIT_DENOMINATOR));
  const numerator = event.float(SPLIT_NUMERATOR) / divisor, denominator = event.float(SPLIT_DENOMINATOR) / divisor;
  const size = Math.abs(instrument.position_size), odd = size % denominator;
  const lots = share(size - odd, numerator, denominator), close = share(instrument.close, denominator, numerator);
  if (lots === Infinity || close === Infinity) {
    alarm(state, REASON_AMOUNT_LIMIT, 0, instrument.id, 0, EXACT_MAX);
    return;
  }
  cancelOrders(state, instrument, REASON_BEFORE_SPLIT);
  if (odd > 0 && !closeLots(state, instrument, odd, FILL_RULE_SPLIT)) return;
  const before = instrument.position_size;
  instrument.position_size = before < 0 ? 0 - lots : lots;
  instrument.close = close;
  if (lots > 0) markInstrument(state, instrument);
  noteDiagnostic(state, LEVEL_INFO, REASON_SPLIT, 0, instrument.id, instrument.position_size, before);
}

/** Ends the trading of an instrument: halts it, cancels its orders, and closes its position at the last close. */
export function endTrading(state: State, instrument: Instrument): void {
  if (instrument.terms.execution === EXECUTION_REPORTED) {
    return refuse(state, instrument, REASON_NOT_SUPPORTED, NO_LANE, instrument.position_size);
  }
  matchAhead(state);
  instrument.halted = true;
  info(state, REASON_FEED_ENDED, 0, instrument.id);
  cancelOrders(state, instrument, REASON_FEED_ENDED);
  if (instrument.position_size !== 0) closePosition(state, instrument, FILL_RULE_FEED_ENDED);
}

/** Returns the greatest common divisor of two numbers above zero. */
function greatestDivisor(first: number, second: number): number {
  let larger = first, smaller = second;
  while (smaller !== 0) {
    const rest = larger % smaller;
    larger = smaller;
    smaller = rest;
  }
  return larger;
}

function refuse(state: State, instrument: Instrument, reason: number, lane: number, value: number): void {
  noteRefusal(state, reason, 0, instrument.id, lane, value, 0, 0);
}
