/**
 * Advancing: the pull of bars from packed columns, as the events that a log would hold.
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
  CONFIG_RULE_MATCHING,
  EVENT_BAR,
  EVENT_STEP,
  EXACT_MAX,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_TIME_US,
  MATCHING_QUEUE,
  RECORD_LANES,
  RECORD_WORDS,
  VALIDITY_DAY,
} from "../contract/contract.gen.ts";
import { assert } from "./state/assert.ts";
import { type Columns, nextTime } from "./state/columns.ts";
import { horizonOf } from "./exact/horizon.ts";
import { markOf } from "./exact/ledger.ts";
import type { State } from "./state/state.ts";
import { closeStep, openStep, showBar } from "./step.ts";

/**
 * Pulls bars up to a time: per distinct time the bars by ascending instrument id, then the event `step`. Writes cash
 * and value of each step to two columns of `marks` from a row on and returns the number of steps; stops early when the
 * columns are full.
 *
 * Up to the horizon nothing can be said, so there the bars only mark: those steps skip the broker's other phases.
 */
export function advance(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  until_us: number,
  marks: Float64Array,
  row: number,
): number {
  assert(!state.step_open && !state.shut_down, "Cannot advance while a step is open or after the run has ended");
  const capacity = marks.length / 2;
  let at = row;
  while (at < capacity) {
    const time_us = nextTime(state, loaded, columns);
    if (time_us > until_us || time_us === Infinity) break;
    assert(!state.step_seen || time_us > state.step_us, "Cannot advance to a bar that lies before the last step");
    if (loaded.counts.length === 1 && isQuiet(state)) {
      const quiet_us = horizonOf(state, loaded, columns);
      if (quiet_us > time_us) {
        const steps = advanceQuietly(state, loaded, columns, until_us, quiet_us, marks, at);
        at += steps;
        if (steps > 0) continue;
      }
    }
    pullStep(state, loaded, columns, time_us);
    marks[at] = state.cash;
    marks[capacity + at] = state.value;
    at++;
  }
  return at - row;
}

/** Pulls the bars of one time and closes their step. */
function pullStep(state: State, loaded: Columns, columns: Float64Array, time_us: number): void {
  state.time_us = time_us;
  if (state.marks_to_records) state.keepCommit();
  openStep(state, time_us);
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!;
    const cursor = instrument.bars - loaded.bases[id]!, count = loaded.counts[id]!;
    const from = loaded.offsets[id]! + cursor;
    if (cursor >= count || columns[from] !== time_us) continue;
    begin(state, EVENT_BAR);
    if (state.input_hash_on) hashBar(state, columns, from, count, id);
    showBar(
      state,
      instrument,
      columns[from + count]! + 0,
      columns[from + 2 * count]! + 0,
      columns[from + 3 * count]!,
      columns[from + 4 * count]!,
      columns[from + 5 * count]!,
      columns[from + 6 * count]!,
      columns[from + 7 * count]! + 0,
    );
  }
  begin(state, EVENT_STEP);
  if (state.input_hash_on) hashStep(state);
  closeStep(state);
  state.orders.retireOldest();
}

/** Whether steps before the horizon change nothing but marks: no record is written and no day is still to be noted. */
function isQuiet(state: State): boolean {
  if (state.marks_to_records || state.input_hash_on) return false;
  if (state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE) return false;
  const orders = state.orders;
  if (orders.resting.length === orders.resting_ended) return true;
  for (const slot of orders.resting) {
    const order = orders.slots[slot]!;
    if (order.ended === 0 && order.validity === VALIDITY_DAY && order.day === 0) return false;
  }
  return true;
}

const mark = new Float64Array(2);
const mark_words = new Int32Array(mark.buffer);

/**
 * Pulls the bars of a single instrument up to a time and before another, marking each: what {@linkcode pullStep} does
 * when no order can fill or end. Keeps the chain in local variables; returns the number of steps.
 */
function advanceQuietly(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  until_us: number,
  before_us: number,
  marks: Float64Array,
  row: number,
): number {
  const instrument = state.instruments[0]!, count = loaded.counts[0]!, capacity = marks.length / 2;
  const first = instrument.bars - loaded.bases[0]!;
  const rows = count - first < capacity - row ? count - first : capacity - row;
  assert(state.sequence + 2 * rows <= 0xffff_ffff, "Cannot advance past 2^32 - 1 events");
  const closes = 6 * count, cash = state.cash, size = instrument.position_size;
  const lanes = state.chain.lanes;
  mark[0] = cash;
  const cash_low = mark_words[0]!, cash_high = mark_words[1]!;
  let low = lanes[0]! | 0, high = lanes[1]! | 0, sequence = state.sequence | 0;
  let value = cash + state.marks, steps = 0;
  if (value > EXACT_MAX || value < -EXACT_MAX) return 0;
  // A mark that is a whole multiple of the close takes one multiplication; the first mark of a size finds that out.
  if (size !== 0) {
    instrument.close = columns[first + closes]!;
    markOf(instrument);
  }
  const multiple = size !== 0 && instrument.mark_rest === 0 ? instrument.mark_whole : -1;
  for (; steps < rows; steps++) {
    const from = first + steps, time_us = columns[from]!;
    if (time_us > until_us || time_us >= before_us) break;
    if (size !== 0) {
      const close = columns[from + closes]!;
      let marked = close * multiple;
      if (marked < 0 || marked > EXACT_MAX) {
        instrument.close = close;
        marked = markOf(instrument);
        // What passes a limit is said, which is for the whole step to do.
        if (marked === Infinity) break;
      }
      const worth = cash + (size < 0 ? -marked : marked);
      if (worth > EXACT_MAX || worth < -EXACT_MAX) break;
      value = worth;
    }
    mark[1] = value;
    // The bar's sequence, the step's sequence, cash, value: as the events would feed them one by one.
    sequence++;
    let a = Math.imul(low ^ sequence, 0x9e3779b1), b = Math.imul(high, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    sequence++;
    a = Math.imul(low ^ sequence, 0x9e3779b1);
    b = Math.imul(high, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    a = Math.imul(low ^ cash_low, 0x9e3779b1);
    b = Math.imul(high ^ cash_high, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    a = Math.imul(low ^ mark_words[2]!, 0x9e3779b1);
    b = Math.imul(high ^ mark_words[3]!, 0x85ebca77);
    low = ((a << 13) | (a >>> 19)) + b | 0;
    high = ((b << 17) | (b >>> 15)) ^ a;
    marks[row + steps] = cash;
    marks[capacity + row + steps] = value;
  }
  if (steps === 0) return 0;
  if (state.chain_on) state.chain.set(low, high);
  if (size !== 0) instrument.mark = value - cash;
  state.marks = instrument.mark;
  state.value = value;
  state.sequence += 2 * steps;
  state.event_kind = EVENT_STEP;
  state.event_producer = 0;
  state.event_producer_sequence = 0;
  const last = first + steps - 1;
  state.time_us = state.step_us = columns[last]! + 0;
  state.step_seen = true;
  // Of a bar whose step is over only this is left.
  instrument.bars += steps;
  instrument.time_us = state.time_us;
  instrument.close = columns[last + closes]!;
  return steps;
}

/** Gives an event of the columns its sequence, as the log would. */
function begin(state: State, kind: number): void {
  assert(state.sequence < 0xffff_ffff, "Cannot advance past 2^32 - 1 events");
  state.sequence++;
  state.event_kind = kind;
  state.event_producer = 0;
  state.event_producer_sequence = 0;
  if (state.chain_on) state.chain.mix(state.sequence, 0);
}

const record = new Float64Array(RECORD_LANES);
const record_words = new Uint32Array(record.buffer);

/** Feeds the input hash with the bar record that a row of the columns equals. */
function hashBar(state: State, columns: Float64Array, from: number, count: number, id: number): void {
  record.fill(0);
  record[LANE_TIME_US] = columns[from]!;
  record[BAR_OPEN] = columns[from + 3 * count]!;
  record[BAR_HIGH] = columns[from + 4 * count]!;
  record[BAR_LOW] = columns[from + 5 * count]!;
  record[BAR_CLOSE] = columns[from + 6 * count]!;
  record[BAR_VOLUME] = columns[from + 7 * count]!;
  record[BAR_BEGIN_US] = columns[from + count]!;
  record_words[LANE_KIND] = EVENT_BAR;
  record_words[LANE_INSTRUMENT] = id;
  record_words[BAR_SESSION_DAY] = columns[from + 2 * count]!;
  mixRecord(state);
}

function hashStep(state: State): void {
  record.fill(0);
  record[LANE_TIME_US] = state.time_us;
  record_words[LANE_KIND] = EVENT_STEP;
  mixRecord(state);
}

function mixRecord(state: State): void {
  state.input_hash.mixWords(record_words, 0, RECORD_WORDS);
}
