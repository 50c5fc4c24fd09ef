/**
 * Notices: the records of all actions of the core. Each takes the next output sequence and enters the chain.
 *
 * @module
 */

import {
  LEVEL_DEBUG,
  LEVEL_ERROR,
  LEVEL_INFO,
  LEVEL_WARNING,
  ORDER_VIEW_LATE,
  ORDER_VIEW_PROTECTIVE,
  ORDER_VIEW_REDUCE_ONLY,
  ORDER_VIEW_SELL,
  ORDER_VIEW_TRIGGERED,
  ORDER_VIEW_UNSIZED,
  OUT_COMMIT_CHAIN_HIGH,
  OUT_COMMIT_CHAIN_LOW,
  OUT_COMMIT_INPUT_HIGH,
  OUT_COMMIT_INPUT_LOW,
  OUT_COMMIT_MARK_HIGH,
  OUT_COMMIT_MARK_LOW,
  OUT_DIAGNOSTIC_EVENT,
  OUT_DIAGNOSTIC_EXPECTED,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUT_DIAGNOSTIC_PRODUCER,
  OUT_DIAGNOSTIC_PRODUCER_SEQUENCE,
  OUT_DIAGNOSTIC_VALUE,
  OUT_EXECUTION_BARS,
  OUT_EXECUTION_CASH,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_FLAGS,
  OUT_EXECUTION_INSTRUMENT,
  OUT_EXECUTION_LABEL,
  OUT_EXECUTION_ORDER_ID,
  OUT_EXECUTION_ORDERED,
  OUT_EXECUTION_PNL,
  OUT_EXECUTION_POSITION_COST,
  OUT_EXECUTION_POSITION_SIZE,
  OUT_EXECUTION_PRICE,
  OUT_EXECUTION_QUANTITY,
  OUT_EXECUTION_ROUND_TRIP,
  OUT_EXECUTION_VALUE,
  OUT_FILL_CASH,
  OUT_FILL_CLOSED,
  OUT_FILL_CLOSED_COMMISSION,
  OUT_FILL_CLOSED_VALUE,
  OUT_FILL_FILL_ID_HIGH,
  OUT_FILL_FILL_ID_LOW,
  OUT_FILL_FLAGS,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_OPENED_COMMISSION,
  OUT_FILL_OPENED_VALUE,
  OUT_FILL_ORDER_ID,
  OUT_FILL_PNL,
  OUT_FILL_POSITION_BASIS,
  OUT_FILL_POSITION_SIZE,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUT_MARK_CASH,
  OUT_MARK_VALUE,
  OUT_ORDER_AVERAGE_PRICE,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_EXECUTED_US,
  OUT_ORDER_FILLED,
  OUT_ORDER_FLAGS,
  OUT_ORDER_INSTRUMENT,
  OUT_ORDER_LIMIT,
  OUT_ORDER_OCO,
  OUT_ORDER_ORDER_ID,
  OUT_ORDER_PARENT,
  OUT_ORDER_PNL,
  OUT_ORDER_POSITION_BASIS,
  OUT_ORDER_POSITION_SIZE,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_ORDER_VALUE,
  OUT_REFUSAL_AVAILABLE,
  OUT_REFUSAL_INSTRUMENT,
  OUT_REFUSAL_LANE,
  OUT_REFUSAL_NEEDED,
  OUT_REFUSAL_ORDER_ID,
  OUT_REFUSAL_PRODUCER,
  OUT_REFUSAL_PRODUCER_SEQUENCE,
  OUT_REFUSAL_VALUE,
  OUT_ROUND_TRIP_BARS_CLOSED,
  OUT_ROUND_TRIP_BARS_OPENED,
  OUT_ROUND_TRIP_COMMISSION,
  OUT_ROUND_TRIP_ENTRY_QUANTITY,
  OUT_ROUND_TRIP_ENTRY_VALUE,
  OUT_ROUND_TRIP_EXIT_VALUE,
  OUT_ROUND_TRIP_FLAGS,
  OUT_ROUND_TRIP_INSTRUMENT,
  OUT_ROUND_TRIP_LABEL,
  OUT_ROUND_TRIP_OPENED_US,
  OUT_ROUND_TRIP_ORDER_ID,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_PRICE,
  OUT_ROUND_TRIP_QUANTITY,
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_ROUND_TRIP_ROUND_TRIP,
  OUTPUT_COMMIT,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_MARK,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  TRIP_CLOSED,
} from "../../contract/contract.gen.ts";
import type { Instrument } from "./fields.gen.ts";
import { type Order, signed } from "./order.ts";
import type { State } from "./state.ts";

/** Lane word of a refusal without a single offending lane. */
export const NO_LANE = 255;
/** Offset that separates the number of a word from that of a float lane. */
export const WORD_LANE = 32;

/** The effects of one execution, as its notices hold them. Signs are those of the position. */
export interface Execution {
  order_id: number;
  /** State of the order after the execution. */
  order_state: number;
  /** Label of the round trip that it may open. */
  round_trip: number;
  sign: number;
  price: number;
  /** Signed lots. */
  quantity: number;
  /** Signed lots that closed, a part of the quantity. */
  closed: number;
  /** Unsigned money units of both parts, with exact numbers. */
  notional: number;
  closed_value: number;
  opened_value: number;
  closed_commission: number;
  opened_commission: number;
  /** Unsigned lots of the opening part that the venue keeps, and their value. */
  fee_lots: number;
  fee_value: number;
  pnl: number;
  rule: number;
  flags: number;
  id_high: number;
  id_low: number;
}

/** Begins a notice whose lanes the caller writes, every one. */
function begin(state: State, kind: number, detail: number, reason: number): number {
  const out = state.outputs;
  out.sequence++;
  return out.begin(kind | detail << 8 | reason << 16, out.sequence, state.sequence, state.time_us);
}

/** Begins a notice whose reserved lanes stay zero. */
function beginZero(state: State, kind: number, detail: number, reason: number): number {
  const out = state.outputs;
  out.sequence++;
  return out.beginZero(kind | detail << 8 | reason << 16, out.sequence, state.sequence, state.time_us);
}

function end(state: State): void {
  state.outputs.end(state.chain_on ? state.chain : null);
}

/** Emits the notice of an order's state. `more_flags` are added to those of the order. */
export function noteOrder(state: State, order: Order, reason: number, more_flags: number): void {
  const lane = begin(state, OUTPUT_ORDER, order.state, reason), word = lane * 2;
  const { floats, words } = state.outputs;
  floats[lane + OUT_ORDER_QUANTITY] = signed(order.sign, order.quantity);
  floats[lane + OUT_ORDER_FILLED] = signed(order.sign, order.filled);
  floats[lane + OUT_ORDER_AVERAGE_PRICE] = order.average_price;
  floats[lane + OUT_ORDER_VALUE] = order.notional;
  floats[lane + OUT_ORDER_COMMISSION] = order.commission;
  floats[lane + OUT_ORDER_PNL] = order.pnl;
  floats[lane + OUT_ORDER_POSITION_SIZE] = order.position_size;
  floats[lane + OUT_ORDER_POSITION_BASIS] = order.position_basis;
  floats[lane + OUT_ORDER_LIMIT] = order.limit;
  floats[lane + OUT_ORDER_STOP] = order.stop;
  floats[lane + OUT_ORDER_EXECUTED_US] = order.executed_us;
  words[word + OUT_ORDER_ORDER_ID] = order.id;
  words[word + OUT_ORDER_INSTRUMENT] = order.instrument;
  words[word + OUT_ORDER_FLAGS] = viewFlags(order) | more_flags;
  words[word + OUT_ORDER_PARENT] = order.parent;
  words[word + OUT_ORDER_OCO] = order.oco;
  end(state);
}

/** Flag for {@linkcode noteOrder}: a fill came after the order's end. */
export const VIEW_LATE: number = ORDER_VIEW_LATE;

function viewFlags(order: Order): number {
  let flags = order.order_type;
  if (!order.is_buy) flags |= ORDER_VIEW_SELL;
  if (order.triggered) flags |= ORDER_VIEW_TRIGGERED;
  if (order.quantity === 0) flags |= ORDER_VIEW_UNSIZED;
  if (order.reduces) flags |= ORDER_VIEW_REDUCE_ONLY;
  if (order.protective) flags |= ORDER_VIEW_PROTECTIVE;
  return flags;
}

/** Emits the only notice of a simulated execution. Its lots close a position or open one. */
export function noteExecution(
  state: State,
  instrument: Instrument,
  execution: Execution,
  ordered: number,
  filled: number,
): void {
  const lane = begin(state, OUTPUT_EXECUTION, execution.order_state, execution.rule), word = lane * 2;
  const { floats, words } = state.outputs;
  floats[lane + OUT_EXECUTION_PRICE] = execution.price;
  floats[lane + OUT_EXECUTION_QUANTITY] = execution.quantity;
  floats[lane + OUT_EXECUTION_VALUE] = execution.notional;
  floats[lane + OUT_EXECUTION_COMMISSION] = execution.closed_commission + execution.opened_commission;
  floats[lane + OUT_EXECUTION_PNL] = execution.pnl;
  floats[lane + OUT_EXECUTION_POSITION_SIZE] = instrument.position_size;
  floats[lane + OUT_EXECUTION_POSITION_COST] = instrument.position_cost;
  floats[lane + OUT_EXECUTION_CASH] = state.account.cash;
  floats[lane + OUT_EXECUTION_ORDERED] = ordered;
  floats[lane + OUT_EXECUTION_FILLED] = filled;
  floats[lane + OUT_EXECUTION_BARS] = instrument.bars;
  words[word + OUT_EXECUTION_ORDER_ID] = execution.order_id;
  words[word + OUT_EXECUTION_INSTRUMENT] = instrument.id;
  words[word + OUT_EXECUTION_FLAGS] = execution.flags;
  words[word + OUT_EXECUTION_ROUND_TRIP] = instrument.trip;
  words[word + OUT_EXECUTION_LABEL] = instrument.trip_label;
  end(state);
}

/** Emits the notice of a fill. */
export function noteFill(state: State, instrument: Instrument, execution: Execution): void {
  const lane = begin(state, OUTPUT_FILL, execution.order_state, execution.rule), word = lane * 2;
  const { floats, words } = state.outputs;
  floats[lane + OUT_FILL_PRICE] = execution.price;
  floats[lane + OUT_FILL_QUANTITY] = execution.quantity;
  floats[lane + OUT_FILL_CLOSED] = execution.closed;
  floats[lane + OUT_FILL_CLOSED_VALUE] = execution.closed_value;
  floats[lane + OUT_FILL_OPENED_VALUE] = execution.opened_value;
  floats[lane + OUT_FILL_CLOSED_COMMISSION] = execution.closed_commission;
  floats[lane + OUT_FILL_OPENED_COMMISSION] = execution.opened_commission;
  floats[lane + OUT_FILL_PNL] = execution.pnl;
  floats[lane + OUT_FILL_POSITION_SIZE] = instrument.position_size;
  floats[lane + OUT_FILL_POSITION_BASIS] = positionBasis(state, instrument);
  floats[lane + OUT_FILL_CASH] = state.account.cash;
  words[word + OUT_FILL_ORDER_ID] = execution.order_id;
  words[word + OUT_FILL_INSTRUMENT] = instrument.id;
  words[word + OUT_FILL_FLAGS] = execution.flags;
  words[word + OUT_FILL_FILL_ID_HIGH] = execution.id_high;
  words[word + OUT_FILL_FILL_ID_LOW] = execution.id_low;
  end(state);
}

/** Returns the average price with doubles, the cost in money units with exact numbers. */
export function positionBasis(state: State, instrument: Instrument): number {
  return state.exact ? instrument.position_cost : instrument.position_price;
}

/** Emits the notice that a round trip opened or closed. */
export function noteTrip(
  state: State,
  instrument: Instrument,
  execution: Execution,
  detail: number,
  size: number,
): void {
  const lane = begin(state, OUTPUT_ROUND_TRIP, detail, 0), word = lane * 2;
  const { floats, words } = state.outputs;
  floats[lane + OUT_ROUND_TRIP_OPENED_US] = instrument.trip_opened_us;
  floats[lane + OUT_ROUND_TRIP_QUANTITY] = size;
  floats[lane + OUT_ROUND_TRIP_QUANTITY_MAX] = instrument.trip_quantity_max;
  floats[lane + OUT_ROUND_TRIP_ENTRY_VALUE] = instrument.trip_entry_value;
  floats[lane + OUT_ROUND_TRIP_EXIT_VALUE] = instrument.trip_exit_value;
  floats[lane + OUT_ROUND_TRIP_PNL] = instrument.trip_pnl;
  floats[lane + OUT_ROUND_TRIP_COMMISSION] = instrument.trip_commission;
  floats[lane + OUT_ROUND_TRIP_ENTRY_QUANTITY] = instrument.trip_entry_quantity;
  floats[lane + OUT_ROUND_TRIP_PRICE] = instrument.trip_price;
  floats[lane + OUT_ROUND_TRIP_BARS_OPENED] = instrument.trip_bars_opened;
  floats[lane + OUT_ROUND_TRIP_BARS_CLOSED] = detail === TRIP_CLOSED ? instrument.bars : 0;
  words[word + OUT_ROUND_TRIP_ORDER_ID] = execution.order_id;
  words[word + OUT_ROUND_TRIP_INSTRUMENT] = instrument.id;
  words[word + OUT_ROUND_TRIP_FLAGS] = instrument.trip_flags;
  words[word + OUT_ROUND_TRIP_ROUND_TRIP] = instrument.trip;
  words[word + OUT_ROUND_TRIP_LABEL] = instrument.trip_label;
  end(state);
}

/** Emits the refusal of an event or an order. `bad_lane` is the lane of the offending value, or {@linkcode NO_LANE}. */
export function noteRefusal(
  state: State,
  reason: number,
  order_id: number,
  instrument: number,
  bad_lane: number,
  value: number,
  needed: number,
  available: number,
): void {
  const lane = beginZero(state, OUTPUT_REFUSAL, state.event_kind & 255, reason), word = lane * 2;
  const { floats, words } = state.outputs;
  floats[lane + OUT_REFUSAL_NEEDED] = needed;
  floats[lane + OUT_REFUSAL_AVAILABLE] = available;
  floats[lane + OUT_REFUSAL_VALUE] = value;
  if (value !== value) state.outputs.may_hold_nan = true;
  state.event_refused = true;
  words[word + OUT_REFUSAL_ORDER_ID] = order_id;
  words[word + OUT_REFUSAL_INSTRUMENT] = instrument;
  words[word + OUT_REFUSAL_LANE] = bad_lane;
  words[word + OUT_REFUSAL_PRODUCER] = state.event_producer;
  words[word + OUT_REFUSAL_PRODUCER_SEQUENCE] = state.event_producer_sequence;
  end(state);
}

/** Emits a diagnostic. */
export function noteDiagnostic(
  state: State,
  level: number,
  reason: number,
  order_id: number,
  instrument: number,
  value: number,
  expected: number,
): void {
  const lane = beginZero(state, OUTPUT_DIAGNOSTIC, level, reason), word = lane * 2;
  const { floats, words } = state.outputs;
  floats[lane + OUT_DIAGNOSTIC_VALUE] = value;
  floats[lane + OUT_DIAGNOSTIC_EXPECTED] = expected;
  words[word + OUT_DIAGNOSTIC_ORDER_ID] = order_id;
  words[word + OUT_DIAGNOSTIC_INSTRUMENT] = instrument;
  words[word + OUT_DIAGNOSTIC_EVENT] = state.event_kind;
  words[word + OUT_DIAGNOSTIC_PRODUCER] = state.event_producer;
  words[word + OUT_DIAGNOSTIC_PRODUCER_SEQUENCE] = state.event_producer_sequence;
  end(state);
}

/** Emits a diagnostic: a request came for an order that has ended. */
export function noteEnded(state: State, order: Order, reason: number): void {
  noteDiagnostic(state, LEVEL_INFO, reason, order.id, order.instrument, order.state, 0);
}

/** Emits a diagnostic at level DEBUG. */
export function debug(state: State, reason: number, order_id: number, instrument: number): void {
  noteDiagnostic(state, LEVEL_DEBUG, reason, order_id, instrument, 0, 0);
}

/** Emits a diagnostic at level INFO. */
export function info(state: State, reason: number, order_id: number, instrument: number): void {
  noteDiagnostic(state, LEVEL_INFO, reason, order_id, instrument, 0, 0);
}

/** Emits a diagnostic at level WARNING. */
export function warn(
  state: State,
  reason: number,
  order_id: number,
  instrument: number,
  value: number,
  expected: number,
): void {
  noteDiagnostic(state, LEVEL_WARNING, reason, order_id, instrument, value, expected);
}

/** Emits a diagnostic at level ERROR. */
export function alarm(
  state: State,
  reason: number,
  order_id: number,
  instrument: number,
  value: number,
  expected: number,
): void {
  noteDiagnostic(state, LEVEL_ERROR, reason, order_id, instrument, value, expected);
}

/** Writes the mark of a step as a record. A mark is no notice: the mark hash takes its values from the step itself. */
export function noteMark(state: State): void {
  const out = state.outputs, lane = out.beginZero(OUTPUT_MARK, 0, state.sequence, state.time_us), floats = out.floats;
  floats[lane + OUT_MARK_CASH] = state.account.cash;
  floats[lane + OUT_MARK_VALUE] = state.account.value;
  out.end(null);
}

/** Writes the commit of the closed step: sequence and hashes after its last event. */
export function noteCommit(state: State): void {
  const out = state.outputs, lane = out.beginZero(OUTPUT_COMMIT, 0, state.commit_sequence, state.step_us);
  const word = 2 * lane;
  const words = out.words;
  words[word + OUT_COMMIT_CHAIN_LOW] = state.commit_lanes[0]!;
  words[word + OUT_COMMIT_CHAIN_HIGH] = state.commit_lanes[1]!;
  words[word + OUT_COMMIT_INPUT_LOW] = state.commit_lanes[2]!;
  words[word + OUT_COMMIT_INPUT_HIGH] = state.commit_lanes[3]!;
  out.floats[lane + OUT_COMMIT_MARK_LOW] = state.commit_lanes[4]!;
  out.floats[lane + OUT_COMMIT_MARK_HIGH] = state.commit_lanes[5]!;
  out.end(null);
}
