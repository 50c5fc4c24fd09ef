/**
 * The TypeScript core: events in, outputs out, nothing else.
 *
 * `apply` takes event records, `advance` pulls bars from packed columns; both drive the same state machine. Outputs
 * wait until they are read. The Rust core in `rust/engine` mirrors this folder file for file.
 *
 * @module
 */

import {
  BOUNDARY_BAD_COUNT,
  BOUNDARY_OK,
  EVENT_BAR,
  EVENT_CANCEL,
  EVENT_CASH,
  EVENT_CONVERSION,
  EVENT_DIVIDEND,
  EVENT_FILL_REPORT,
  EVENT_FUNDING,
  EVENT_HALT,
  EVENT_ORDER_REPORT,
  EVENT_PLACE,
  EVENT_POSITION_READ,
  EVENT_QUOTE,
  EVENT_REPLACE,
  EVENT_RISK,
  EVENT_SESSION,
  EVENT_SHUTDOWN,
  EVENT_SPLIT,
  EVENT_SPREAD,
  EVENT_STEP,
  EVENT_TICK,
  EVENT_TIMER,
  EVENT_TRANSFER,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_PRODUCER,
  LANE_PRODUCER_SEQUENCE,
  LANE_TIME_US,
  PLACE_OCO,
  PLACE_PARENT,
  REASON_RECORDED_ONLY,
  REASON_SEQUENCE_LIMIT,
  REASON_SHUT_DOWN,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_CURRENCY,
  RECORD_LANES,
  SESSION_PHASE,
  SESSION_PHASE_CLOSE,
  SESSION_PHASE_OPEN,
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_COMMISSION,
  STATUS_DATA_HIGH,
  STATUS_DATA_LOW,
  STATUS_EXTERNAL,
  STATUS_FREE_CASH,
  STATUS_INPUT_HIGH,
  STATUS_INPUT_LOW,
  STATUS_LIVE_ORDERS,
  STATUS_LOST_REPORTS,
  STATUS_MARK_HIGH,
  STATUS_MARK_LOW,
  STATUS_MARKS_COUNT,
  STATUS_NOTICES,
  STATUS_OTHER_PROFIT,
  STATUS_PENDING,
  STATUS_REALISED,
  STATUS_RETIRED_ORDERS,
  STATUS_SEQUENCE,
  STATUS_STEP_US,
  STATUS_VALUE,
} from "../contract/contract.gen.ts";
import { admit, isIntent } from "./admit.ts";
import { advance } from "./advance.ts";
import { checkConfiguration, type ConfigurationRefusal } from "./config.ts";
import type { DriveBuffer } from "./drive_buffer.ts";
import { freeCash } from "./exact/ledger.ts";
import { cancel, place, replace, setRisk } from "./intent.ts";
import { checkInvariants } from "./invariant.ts";
import { modelOf } from "./models.ts";
import { reportFill, reportOrder } from "./report.ts";
import { restoreState, snapshotState } from "./snapshot.ts";
import { assert } from "./state/assert.ts";
import { Columns, type ColumnsHash, loadColumns } from "./state/columns.ts";
import { Event } from "./state/event.ts";
import type { Model } from "./state/model.ts";
import { debug, NO_LANE, noteRefusal, WORD_LANE } from "./state/notices.ts";
import { State } from "./state/state.ts";
import { applyBar, applyHalt, closeStep, openStep, shutDown } from "./step.ts";

/** An engine with one configuration. Only one thread may use it, and it only moves forward. */
export class Core {
  #state: State;
  readonly #model: Model;
  #columns: Columns = new Columns();
  /** The cursor over the buffer of the last call, kept because most callers pass the same buffer again. */
  #event: Event | undefined;

  constructor(config: Float64Array) {
    this.#state = new State(config);
    this.#model = modelOf(config);
  }

  /** Checks a configuration. No core can be made from one that is refused. */
  static check(config: Float64Array): ConfigurationRefusal | undefined {
    return checkConfiguration(config);
  }

  /** Applies `count` event records. */
  apply(events: Float64Array, count: number): void {
    assert(count * RECORD_LANES <= events.length, "More events than the buffer holds");
    if (this.#event === undefined || !this.#event.reads(events)) this.#event = new Event(events);
    const event = this.#event;
    for (let index = 0; index < count; index++) {
      event.seek(index);
      applyEvent(this.#state, this.#model, event);
    }
  }

  /** Returns the number of outputs that wait to be read. */
  get pending(): number {
    return this.#state.outputs.pending;
  }

  /** Copies up to `capacity` waiting outputs into a buffer and returns their number. */
  read(out: Float64Array, capacity: number): number {
    return this.#state.outputs.read(out, capacity);
  }

  /**
   * Checks packed columns and keeps their layout. The status in the result shows whether they were accepted.
   *
   * `vouched` is the hash of an earlier load of the same values, which are then not checked again.
   */
  load(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, vouched?: ColumnsHash): Columns {
    const loaded = loadColumns(this.#state, columns, counts, bases, vouched);
    if (loaded.status !== BOUNDARY_OK) return loaded;
    this.#columns = loaded;
    this.#state.books.forgetRows();
    return loaded;
  }

  /**
   * Pulls bars up to a time, writes the marks of each step from a row on, and returns the number of steps. The first
   * half of `marks` takes the cash, the second half the value.
   */
  advance(columns: Float64Array, until_us: number, marks: Float64Array, row: number): number {
    assert(columns.length === this.#columns.length, "The columns are not those that were loaded");
    return advance(this.#state, this.#model, this.#columns, columns, until_us, marks, row);
  }

  /** Returns the time of the first coming step that could make a notice without an intent, or Infinity. */
  horizon(columns: Float64Array): number {
    assert(columns.length === this.#columns.length, "The columns are not those that were loaded");
    return this.#model.horizon(this.#state, this.#columns, columns);
  }

  /**
   * Pulls bars, applies event records, pulls further bars, reads waiting outputs and computes the horizon afterwards: a
   * turn of a strategy, with the step that its intents meet, in one call.
   */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void {
    // Lanes are doubles, and a double as an index costs a conversion at each use.
    const row = buffer.row | 0, events_count = buffer.events_count | 0;
    // A turn that pulls nothing is legal at any time: an open step, and a run that has ended, have a horizon too.
    let steps = buffer.until_us === -Infinity ? 0 : this.advance(columns, buffer.until_us, marks, row);
    if (events_count > 0) this.apply(buffer.events, events_count);
    if (buffer.then_us !== -Infinity) steps += this.advance(columns, buffer.then_us, marks, row + steps);
    const outputs = this.pending === 0 ? 0 : this.read(buffer.outputs, buffer.outputs_room);
    buffer.answer(steps, outputs, this.pending, this.horizon(columns));
  }

  /** Writes the status lanes. */
  status(out: Float64Array): void {
    const state = this.#state;
    out[STATUS_SEQUENCE] = state.sequence;
    out[STATUS_NOTICES] = state.outputs.sequence;
    out[STATUS_PENDING] = state.outputs.pending;
    out[STATUS_CHAIN_LOW] = state.chain.low;
    out[STATUS_CHAIN_HIGH] = state.chain.high;
    out[STATUS_INPUT_LOW] = state.input_hash_on ? state.input_hash.low : 0;
    out[STATUS_INPUT_HIGH] = state.input_hash_on ? state.input_hash.high : 0;
    const marks = state.mark_hash.sum();
    out[STATUS_MARK_LOW] = marks.low;
    out[STATUS_MARK_HIGH] = marks.high;
    out[STATUS_MARKS_COUNT] = state.mark_hash.count;
    out[STATUS_DATA_LOW] = this.#columns.hash_low;
    out[STATUS_DATA_HIGH] = this.#columns.hash_high;
    out[STATUS_STEP_US] = state.step_us;
    out[STATUS_CASH] = state.account.cash;
    out[STATUS_VALUE] = state.account.value;
    out[STATUS_FREE_CASH] = freeCash(state);
    out[STATUS_EXTERNAL] = state.account.external;
    out[STATUS_COMMISSION] = state.account.commission;
    out[STATUS_REALISED] = state.account.realised;
    out[STATUS_OTHER_PROFIT] = state.account.other_profit;
    out[STATUS_LIVE_ORDERS] = state.orders.live_count;
    out[STATUS_RETIRED_ORDERS] = state.orders.retired_count;
    out[STATUS_LOST_REPORTS] = state.orders.lost_reports;
  }

  /** Returns the whole state in canonical bytes, without the waiting outputs. */
  snapshot(): Uint8Array<ArrayBuffer> {
    return snapshotState(this.#state);
  }

  /** Restores the state of a snapshot and returns a boundary status. Changes nothing unless the status is zero. */
  restore(bytes: Uint8Array): number {
    if (bytes.length % 8 !== 0) return BOUNDARY_BAD_COUNT;
    const restored = new State(this.#state.config);
    const status = restoreState(restored, bytes);
    if (status !== BOUNDARY_OK) return status;
    this.#state = restored;
    this.#columns = new Columns();
    return BOUNDARY_OK;
  }
}

/** Gives an event its sequence and applies it, or refuses it. */
function applyEvent(state: State, model: Model, event: Event): void {
  if (state.may_be_plain && model.placePlain(state, event)) return;
  state.orders.leavePlain();
  if (state.orders.kept.length > 0) reviveNamed(state, event);
  state.event_kind = event.word(LANE_KIND);
  state.event_producer = event.word(LANE_PRODUCER);
  state.event_producer_sequence = event.word(LANE_PRODUCER_SEQUENCE);
  if (state.sequence === 0xffff_ffff) {
    noteRefusal(state, REASON_SEQUENCE_LIMIT, 0, 0, NO_LANE, 0, 0, 0);
    return;
  }
  if (state.marks_to_records) state.keepCommit();
  state.sequence++;
  if (state.input_hash_on) event.mixInto(state.input_hash);
  if (state.chain_on) state.chain.mix(state.sequence, 0);
  const time_before = state.time_us;
  const time_us = event.float(LANE_TIME_US);
  // A refusal carries the time of its event if that time is a whole number.
  if (Number.isInteger(time_us)) state.time_us = time_us + 0;
  if (state.shut_down) {
    noteRefusal(state, REASON_SHUT_DOWN, 0, event.word(LANE_INSTRUMENT), NO_LANE, 0, 0, 0);
    state.time_us = time_before;
    return;
  }
  if (!admit(state, event)) {
    state.time_us = time_before;
    return;
  }
  if (!isIntent(state.event_kind) && state.event_kind !== EVENT_SHUTDOWN) openStep(state, state.time_us);
  state.event_refused = false;
  dispatch(state, model, event);
  // Notices tell what came of an intent, and the chain takes in what it asked for.
  if (state.chain_on && isIntent(state.event_kind) && !state.event_refused) event.mixMeaning(state.chain);
  state.orders.retireOldest();
  if (state.checks) {
    const slot = state.orders.find(event.word(LANE_ORDER_ID));
    checkInvariants(state, slot < 0 ? undefined : state.orders.slots[slot]);
  }
}

/** Gives the ended orders that an event names their slots again, which plain ones have not. */
function reviveNamed(state: State, event: Event): void {
  state.orders.revive(event.word(LANE_ORDER_ID));
  if (event.word(LANE_KIND) !== EVENT_PLACE) return;
  state.orders.revive(event.word(PLACE_PARENT));
  state.orders.revive(event.word(PLACE_OCO));
}

function dispatch(state: State, model: Model, event: Event): void {
  const instrument = state.instruments[event.word(LANE_INSTRUMENT)]!;
  switch (state.event_kind) {
    case EVENT_BAR:
      return applyBar(state, event, instrument);
    case EVENT_STEP:
      return closeStep(state, model);
    case EVENT_ORDER_REPORT:
      return reportOrder(state, event, instrument);
    case EVENT_FILL_REPORT:
      return reportFill(state, event, instrument);
    case EVENT_PLACE:
      return place(state, model, event, instrument);
    case EVENT_CANCEL:
      return cancel(state, model, event, instrument);
    case EVENT_REPLACE:
      return replace(state, model, event, instrument);
    case EVENT_RISK:
      return setRisk(state, event);
    case EVENT_CASH:
      return model.pay(state, event);
    case EVENT_TRANSFER:
      return model.transfer(state, event);
    case EVENT_FUNDING:
      return model.takeRate(state, event, instrument);
    case EVENT_SPREAD:
      return model.takeSpread(state, event, instrument);
    case EVENT_DIVIDEND:
      return model.payDividend(state, event, instrument);
    case EVENT_SPLIT:
      return model.split(state, event, instrument);
    case EVENT_HALT:
      return applyHalt(state, model, event, instrument);
    case EVENT_CONVERSION:
      return noteRefusal(state, REASON_UNKNOWN_CURRENCY, 0, instrument.id, NO_LANE, 0, 0, 0);
    case EVENT_SESSION: {
      const phase = event.word(SESSION_PHASE);
      if (phase === SESSION_PHASE_OPEN || phase === SESSION_PHASE_CLOSE) return recorded(state, instrument.id);
      return noteRefusal(state, REASON_UNKNOWN_CODE, 0, instrument.id, WORD_LANE + SESSION_PHASE, phase, 0, 0);
    }
    case EVENT_QUOTE:
    case EVENT_TICK:
    case EVENT_TIMER:
      return recorded(state, instrument.id);
    case EVENT_SHUTDOWN:
      return shutDown(state, model, event);
    case EVENT_POSITION_READ:
      return model.positionRead(state, event);
    default:
      // NO_OP changes nothing here.
      return;
  }
}

function recorded(state: State, instrument: number): void {
  debug(state, REASON_RECORDED_ONLY, 0, instrument);
}
