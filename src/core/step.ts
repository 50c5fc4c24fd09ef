/**
 * The step: which events may come when, what market events do, and the phases of the broker.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  CASH_AMOUNT,
  CASH_CURRENCY,
  CONFIG_RULE_MATCHING,
  CONFIG_RULE_NUMBERS,
  EVENT_BAR,
  EVENT_FLOATS,
  EVENT_FLOATS_USED,
  EVENT_PLACE,
  EVENT_QUOTE,
  EVENT_SHUTDOWN,
  EVENT_STEP,
  EVENT_TICK,
  EVENT_WORDS_USED,
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILL_RULE_CLOSE_AT_END,
  HALT_HALTED,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_PRODUCER,
  LANE_PRODUCER_SEQUENCE,
  LANE_TIME_US,
  LEVEL_ERROR,
  LEVEL_WARNING,
  MATCHING_QUEUE,
  NUMBERS_DOUBLES,
  NUMBERS_EXACT,
  PRODUCERS_MAX,
  REASON_AMOUNT_LIMIT,
  REASON_BAR_REPEATED,
  REASON_BAR_SHAPE,
  REASON_DUPLICATE,
  REASON_GAP,
  REASON_HALTED,
  REASON_HOLES_GIVEN_UP,
  REASON_INSUFFICIENT_CASH,
  REASON_INTENT_TIME,
  REASON_LATE_SEQUENCE,
  REASON_NEGATIVE,
  REASON_NONE,
  REASON_NOT_FINITE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_RESERVED_LANE,
  REASON_RESUMED,
  REASON_STEP_CLOSED,
  REASON_STEP_OPEN,
  REASON_TIME_BACK,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_CURRENCY,
  REASON_UNKNOWN_INSTRUMENT,
  REASON_UNKNOWN_KIND,
  REASON_UNKNOWN_PRODUCER,
  REASON_ZERO,
  RECORD_WORDS,
  SHUTDOWN_CLOSE_POSITIONS,
  TIME_US_MAX,
} from "../contract/contract.gen.ts";
import { amount } from "./state/amount.ts";
import { valueOfPositions } from "./queue/ledger.ts";
import { barShaped, checkPrice } from "./state/bar.ts";
import { runQueue } from "./queue/broker.ts";
import { commissionOf } from "./exact/commission.ts";
import type { Event } from "./state/event.ts";
import { expireOrders } from "./exact/expire.ts";
import type { Instrument } from "./state/instrument.ts";
import { beginExecution, book, canBook, freeCash, markInstrument, noteExecution } from "./exact/ledger.ts";
import { endProtection } from "./exact/fill.ts";
import { matchStep } from "./exact/match.ts";
import { info, NO_LANE, noteCommit, noteDiagnostic, noteMark, noteRefusal, warn, WORD_LANE } from "./state/notices.ts";
import { looseOrder } from "./state/order.ts";
import { Producer, SEQUENCE_GAP_FULL, SEQUENCE_LATE, SEQUENCE_NEXT, SEQUENCE_SEEN } from "./state/sequence.ts";
import type { State } from "./state/state.ts";

const scratch = new Float64Array(1);
const scratch_words = new Uint32Array(scratch.buffer);

/** Refuses the event at hand and returns false. */
function refuse(state: State, event: Event, reason: number, lane: number, value: number): boolean {
  noteRefusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0, 0);
  return false;
}

/** Decides whether an event may be applied, and takes its producer's number in; says why when it may not. */
export function admit(state: State, event: Event): boolean {
  const kind = event.word(LANE_KIND);
  const floats = EVENT_FLOATS_USED[kind] ?? 0, words = EVENT_WORDS_USED[kind] ?? 0;
  if (floats === 0) return refuse(state, event, REASON_UNKNOWN_KIND, WORD_LANE + LANE_KIND, kind);
  const wild = event.firstNotFinite(floats);
  if (wild >= 0) return refuse(state, event, REASON_NOT_FINITE, wild, event.float(wild));
  const float_word = event.firstNotZero(floats * 2, EVENT_FLOATS * 2);
  if (float_word >= 0) return refuse(state, event, REASON_RESERVED_LANE, float_word >> 1, 0);
  const word = event.firstNotZero(words, RECORD_WORDS);
  if (word >= 0) return refuse(state, event, REASON_RESERVED_LANE, WORD_LANE + word, event.word(word));
  const time_us = event.float(LANE_TIME_US);
  if (Math.abs(time_us) > TIME_US_MAX) return refuse(state, event, REASON_OUT_OF_RANGE, LANE_TIME_US, time_us);
  if (!Number.isInteger(time_us)) return refuse(state, event, REASON_OFF_GRID, LANE_TIME_US, time_us);
  const instrument = event.word(LANE_INSTRUMENT);
  if (instrument >= state.instruments.length) {
    return refuse(state, event, REASON_UNKNOWN_INSTRUMENT, WORD_LANE + LANE_INSTRUMENT, instrument);
  }
  const id = event.word(LANE_PRODUCER), number = event.word(LANE_PRODUCER_SEQUENCE);
  if (id > PRODUCERS_MAX || (id === 0) !== (number === 0)) {
    return refuse(state, event, REASON_UNKNOWN_PRODUCER, WORD_LANE + LANE_PRODUCER, id);
  }
  const producer = id === 0 ? undefined : producerOf(state, id);
  const look = producer === undefined ? SEQUENCE_NEXT : producer.look(number);
  if (look === SEQUENCE_SEEN) {
    return refuse(state, event, REASON_DUPLICATE, WORD_LANE + LANE_PRODUCER_SEQUENCE, number);
  }
  const timing = checkTime(state, kind, time_us);
  if (timing !== REASON_NONE) return refuse(state, event, timing, LANE_TIME_US, time_us);
  if (producer !== undefined) {
    const expected = producer.highest + 1;
    producer.take(number);
    if (look === SEQUENCE_LATE) info(state, REASON_LATE_SEQUENCE, 0, instrument);
    else if (look !== SEQUENCE_NEXT) {
      warn(state, REASON_GAP, 0, instrument, number, expected);
      if (look === SEQUENCE_GAP_FULL) warn(state, REASON_HOLES_GIVEN_UP, 0, instrument, id, 0);
    }
  }
  return true;
}

function producerOf(state: State, id: number): Producer {
  let at = 0;
  while (at < state.producers.length && state.producers[at]!.id < id) at++;
  const found = state.producers[at];
  if (found !== undefined && found.id === id) return found;
  const producer = new Producer(id);
  state.producers.splice(at, 0, producer);
  return producer;
}

/** Intents follow their step; everything else belongs to a step or, when it is no market event, comes after it. */
function checkTime(state: State, kind: number, time_us: number): number {
  if (kind >= EVENT_PLACE) {
    if (state.step_open) return REASON_STEP_OPEN;
    if (!state.step_seen || time_us > state.step_us) return REASON_INTENT_TIME;
    return time_us < state.step_us ? REASON_TIME_BACK : REASON_NONE;
  }
  if (state.step_open) {
    if (kind === EVENT_SHUTDOWN || time_us > state.step_us) return REASON_STEP_OPEN;
    return time_us < state.step_us ? REASON_TIME_BACK : REASON_NONE;
  }
  if (!state.step_seen || time_us > state.step_us) return REASON_NONE;
  if (time_us < state.step_us) return REASON_TIME_BACK;
  const market = kind === EVENT_BAR || kind === EVENT_QUOTE || kind === EVENT_TICK || kind === EVENT_STEP;
  return market ? REASON_STEP_CLOSED : REASON_NONE;
}

/** Opens the step of this time unless it is open or done. */
export function openStep(state: State, time_us: number): void {
  if (state.step_open || (state.step_seen && time_us === state.step_us)) return;
  if (state.step_seen && state.marks_to_records) noteCommit(state);
  state.step_us = time_us;
  state.step_seen = true;
  state.step_open = true;
}

/** Takes a bar in: the instrument shows it from now on. */
export function applyBar(state: State, event: Event, instrument: Instrument): void {
  const open = event.float(BAR_OPEN), high = event.float(BAR_HIGH), low = event.float(BAR_LOW);
  const close = event.float(BAR_CLOSE), volume = event.float(BAR_VOLUME), begin_us = event.float(BAR_BEGIN_US);
  const exact = state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_EXACT;
  for (let lane = BAR_OPEN; exact && lane <= BAR_CLOSE; lane++) {
    const reason = checkPrice(event.float(lane));
    if (reason !== REASON_NONE) {
      refuse(state, event, reason, lane, event.float(lane));
      return;
    }
  }
  if (volume < 0) {
    refuse(state, event, REASON_NEGATIVE, BAR_VOLUME, volume);
    return;
  }
  if (!Number.isInteger(begin_us)) {
    refuse(state, event, REASON_OFF_GRID, BAR_BEGIN_US, begin_us);
    return;
  }
  if (instrument.has_bar) {
    refuse(state, event, REASON_BAR_REPEATED, NO_LANE, 0);
    return;
  }
  const shaped = barShaped(open, high, low, close) && begin_us < state.time_us &&
    (instrument.bars === 0 || begin_us >= instrument.time_us) && begin_us >= -TIME_US_MAX;
  if (!shaped) {
    refuse(state, event, REASON_BAR_SHAPE, NO_LANE, 0);
    return;
  }
  showBar(state, instrument, begin_us + 0, event.word(BAR_SESSION_DAY), open, high, low, close, volume + 0);
}

/** Shows a bar that was checked. */
export function showBar(
  state: State,
  instrument: Instrument,
  begin_us: number,
  session_day: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): void {
  instrument.time_us = state.time_us;
  instrument.begin_us = begin_us;
  instrument.session_day = session_day;
  instrument.open = open;
  instrument.high = high;
  instrument.low = low;
  instrument.close = close;
  instrument.volume = volume;
  instrument.bars++;
  instrument.has_bar = true;
  const bars = state.bars_of_step;
  let at = bars.length;
  bars.push(instrument.id);
  // Kept by ascending id, so that nothing depends on the order in which the bars of a step arrive.
  for (; at > 0 && bars[at - 1]! > instrument.id; at--) bars[at] = bars[at - 1]!;
  bars[at] = instrument.id;
}

/** Closes the step: expire, match, mark. What a fill means for other orders happens with the fill. */
export function closeStep(state: State): void {
  if (state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE) {
    runQueue(state);
    state.orders.compact();
  } else if (state.orders.resting.length > state.orders.resting_ended) {
    expireOrders(state);
    matchStep(state);
    state.orders.compact();
  }
  markStep(state);
  const queue = state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE;
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    instrument.has_bar = false;
    if (!queue) forgetBar(instrument);
  }
  state.bars_of_step.length = 0;
  state.step_open = false;
}

/**
 * Forgets what of a bar nothing asks for once its step is over: orders meet a bar in its own step, and later marks and
 * sizes take the close. Queue matching shows stale bars and keeps them whole.
 */
function forgetBar(instrument: Instrument): void {
  instrument.begin_us = 0;
  instrument.session_day = 0;
  instrument.open = 0;
  instrument.high = 0;
  instrument.low = 0;
  instrument.volume = 0;
}

/** Marks what has a new price and feeds cash and value to the chain. */
function markStep(state: State): void {
  if (state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_DOUBLES) {
    state.marks = valueOfPositions(state);
    finishMarks(state);
    return;
  }
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    if (instrument.position_size !== 0 || instrument.mark !== 0) markInstrument(state, instrument);
  }
  finishMarks(state);
}

function finishMarks(state: State): void {
  const value = state.cash + state.marks;
  const exact = state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_EXACT;
  if (exact && (Math.abs(value) > EXACT_MAX || Math.abs(state.cash) > EXACT_MAX)) {
    noteDiagnostic(state, LEVEL_ERROR, REASON_AMOUNT_LIMIT, 0, 0, value, EXACT_MAX);
  } else state.value = value;
  if (state.chain_on) {
    scratch[0] = state.cash;
    state.chain.mix(scratch_words[0]!, scratch_words[1]!);
    scratch[0] = state.value;
    state.chain.mix(scratch_words[0]!, scratch_words[1]!);
  }
  if (state.marks_to_records) noteMark(state);
}

/** Halts an instrument or lets it go on. */
export function applyHalt(state: State, event: Event, instrument: Instrument): void {
  const halted = event.word(HALT_HALTED);
  if (halted > 1) {
    refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + HALT_HALTED, halted);
    return;
  }
  instrument.halted = halted === 1;
  info(state, halted === 1 ? REASON_HALTED : REASON_RESUMED, 0, instrument.id);
}

/** Moves cash into the account or out of it. */
export function applyCash(state: State, event: Event): void {
  const paid = event.float(CASH_AMOUNT);
  if (state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_DOUBLES) refuse(state, event, REASON_NOT_SUPPORTED, NO_LANE, paid);
  else if (event.word(CASH_CURRENCY) !== 0) {
    refuse(state, event, REASON_UNKNOWN_CURRENCY, WORD_LANE + CASH_CURRENCY, event.word(CASH_CURRENCY));
  } else if (paid === 0) refuse(state, event, REASON_ZERO, CASH_AMOUNT, 0);
  else if (!Number.isInteger(paid)) refuse(state, event, REASON_OFF_GRID, CASH_AMOUNT, paid);
  else if (Math.abs(paid) > EXACT_MAX || state.cash + paid > EXACT_MAX || Math.abs(state.external + paid) > EXACT_MAX) {
    refuse(state, event, REASON_OUT_OF_RANGE, CASH_AMOUNT, paid);
  } else if (paid < 0 && freeCash(state) + paid < 0) {
    noteRefusal(state, REASON_INSUFFICIENT_CASH, 0, 0, CASH_AMOUNT, paid, -paid, freeCash(state));
  } else {
    state.cash += paid;
    state.external += paid;
  }
}

/** Ends the run; closes what is open at the last close when asked to. */
export function shutDown(state: State, event: Event): void {
  const close_positions = event.word(SHUTDOWN_CLOSE_POSITIONS);
  if (close_positions > 1) {
    refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + SHUTDOWN_CLOSE_POSITIONS, close_positions);
    return;
  }
  if (close_positions === 1 && state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_DOUBLES) {
    refuse(state, event, REASON_NOT_SUPPORTED, WORD_LANE + SHUTDOWN_CLOSE_POSITIONS, close_positions);
    return;
  }
  if (close_positions === 1) {
    for (const instrument of state.instruments) if (instrument.position_size !== 0) closePosition(state, instrument);
    finishMarks(state);
  }
  state.shut_down = true;
}

/** Closes a position at the last close with an execution that belongs to no order. */
function closePosition(state: State, instrument: Instrument): void {
  if (instrument.execution === EXECUTION_REPORTED) {
    noteDiagnostic(state, LEVEL_WARNING, REASON_NOT_SUPPORTED, 0, instrument.id, instrument.position_size, 0);
    return;
  }
  const order = looseOrder();
  order.instrument = instrument.id;
  order.sign = instrument.position_size > 0 ? -1 : 1;
  const lots = Math.abs(instrument.position_size);
  const notional = amount(instrument.close, lots, instrument.scale);
  const commission = commissionOf(instrument, instrument.close, lots, 0);
  if (!canBook(state, instrument, notional + commission, 0)) {
    noteRefusal(state, REASON_AMOUNT_LIMIT, 0, instrument.id, NO_LANE, instrument.close, EXACT_MAX, 0);
    return;
  }
  const execution = beginExecution(order, instrument.close, lots, 0, FILL_RULE_CLOSE_AT_END, 0);
  execution.closed_commission = commission;
  book(state, order, instrument, execution, notional, 0);
  noteExecution(state, order, instrument, execution);
  endProtection(state, instrument);
  markInstrument(state, instrument);
}
