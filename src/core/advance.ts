/**
 * Advancing: pulls bars from packed columns. A pulled bar or step has the same effect as its event in a log.
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
  COLUMN_BEGIN_US,
  COLUMN_CLOSE,
  COLUMN_HIGH,
  COLUMN_LOW,
  COLUMN_OPEN,
  COLUMN_SESSION_DAY,
  COLUMN_VOLUME,
  EVENT_BAR,
  EVENT_STEP,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_TIME_US,
  RECORD_LANES,
  RECORD_WORDS,
} from "../contract/contract.gen.ts";
import { assert } from "./state/assert.ts";
import { type Columns, nextTime } from "./state/columns.ts";
import type { Model } from "./state/model.ts";
import type { State } from "./state/state.ts";
import { closeShortStep, closeStep, finishMarks, openStep, showBar } from "./step.ts";

/**
 * Pulls bars up to a time: for each distinct time the bars by ascending instrument id, then the event `step`. Writes
 * cash and value of each step to the two columns of `marks`, from a row on. Stops early if the columns are full.
 * Returns the number of steps.
 *
 * A step that is open already, by an event of its own time, is pulled into and closed.
 *
 * A step before the horizon can make no notice, so it only marks and skips the broker's other phases. A short step, in
 * which orders fill at the open and nothing else can happen, skips all but that.
 */
export function advance(
  state: State,
  model: Model,
  loaded: Columns,
  columns: Float64Array,
  until_us: number,
  marks: Float64Array,
  row: number,
): number {
  assert(!state.shut_down, "Cannot advance after the run has ended");
  const capacity = marks.length / 2;
  // The quiet loop writes no mark records and builds no bar records for the input hash, so it runs only without both.
  const may_be_quiet = !state.marks_to_records && !state.input_hash_on;
  // Where invariants are checked every step is a full one, so a run with checks is the proof of a run without.
  const may_be_short = may_be_quiet && !state.checks;
  let at = row;
  while (at < capacity) {
    const time_us = nextTime(state, loaded, columns);
    if (time_us > until_us || time_us === Infinity) break;
    // Events of the step's own time may have come before its bars, as money does that comes on that day.
    const is_open = state.step_open, is_full = is_open || state.account.transfer !== 0;
    assert(!is_open || time_us === state.step_us, "Cannot advance to another time while a step is open");
    assert(!is_open || state.bars_of_step.length === 0, "Cannot advance in a step that has bars already");
    assert(
      is_open || !state.step_seen || time_us > state.step_us,
      "Cannot advance to a bar that lies before the last step",
    );
    if (is_full) {
      pullStep(state, model, loaded, columns, time_us);
    } else if (state.orders.plain >= 0 && model.stepPlain(state, loaded, columns, time_us)) {
      finishMarks(state);
      state.orders.retireOldest();
    } else if (state.orders.plain >= 0) {
      // The order is one like any other from now on, and so is the step.
      state.orders.leavePlain();
      continue;
    } else if (may_be_short && model.isShort(state, loaded, columns)) {
      pullShortStep(state, model, loaded, columns, time_us);
    } else {
      const steps = may_be_quiet ? model.quiet(state, loaded, columns, until_us, marks, at) : 0;
      at += steps;
      if (steps > 0) continue;
      pullStep(state, model, loaded, columns, time_us);
    }
    marks[at] = state.account.cash;
    marks[capacity + at] = state.account.value;
    at++;
  }
  return at - row;
}

/** Pulls the bars of one time and closes their step. */
function pullStep(state: State, model: Model, loaded: Columns, columns: Float64Array, time_us: number): void {
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
      columns[from + COLUMN_BEGIN_US * count]! + 0,
      columns[from + COLUMN_SESSION_DAY * count]! + 0,
      columns[from + COLUMN_OPEN * count]!,
      columns[from + COLUMN_HIGH * count]!,
      columns[from + COLUMN_LOW * count]!,
      columns[from + COLUMN_CLOSE * count]!,
      columns[from + COLUMN_VOLUME * count]! + 0,
    );
  }
  begin(state, EVENT_STEP);
  if (state.input_hash_on) hashStep(state);
  closeStep(state, model);
  state.orders.retireOldest();
}

/**
 * Pulls the bar of a short step and closes it. Only what its orders ask for is read: each column is a place of its own in
 * memory, which the processor has to wait for.
 */
function pullShortStep(state: State, model: Model, loaded: Columns, columns: Float64Array, time_us: number): void {
  const instrument = state.instruments[0]!, count = loaded.counts[0]!, from = instrument.bars - loaded.bases[0]!;
  const { slips, needs_volume } = instrument.terms, open = columns[from + COLUMN_OPEN * count]!;
  // The range of the bar bounds what slippage moves, and nothing else asks for it.
  const high = !slips ? open : columns[from + COLUMN_HIGH * count]!;
  const low = !slips ? open : columns[from + COLUMN_LOW * count]!;
  const volume = needs_volume ? columns[from + COLUMN_VOLUME * count]! : 0;
  state.time_us = time_us;
  openStep(state, time_us);
  begin(state, EVENT_BAR);
  // The bar begins where the last one ended, or later.
  showBar(state, instrument, instrument.time_us, 0, open, high, low, columns[from + COLUMN_CLOSE * count]!, volume);
  begin(state, EVENT_STEP);
  closeShortStep(state, model);
  state.orders.retireOldest();
}

/** Gives an event of the columns its sequence, as in a log. */
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

/** Adds to the input hash the bar record that corresponds to a row of the columns. */
function hashBar(state: State, columns: Float64Array, from: number, count: number, id: number): void {
  record.fill(0);
  record[LANE_TIME_US] = columns[from]!;
  record[BAR_OPEN] = columns[from + COLUMN_OPEN * count]!;
  record[BAR_HIGH] = columns[from + COLUMN_HIGH * count]!;
  record[BAR_LOW] = columns[from + COLUMN_LOW * count]!;
  record[BAR_CLOSE] = columns[from + COLUMN_CLOSE * count]!;
  record[BAR_VOLUME] = columns[from + COLUMN_VOLUME * count]!;
  record[BAR_BEGIN_US] = columns[from + COLUMN_BEGIN_US * count]!;
  record_words[LANE_KIND] = EVENT_BAR;
  record_words[LANE_INSTRUMENT] = id;
  record_words[BAR_SESSION_DAY] = columns[from + COLUMN_SESSION_DAY * count]!;
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
