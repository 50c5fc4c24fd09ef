/**
 * Packed columns: the bars of all instruments in one buffer that the caller keeps, and the pull of bars from it.
 *
 * For each instrument in turn lie its columns one after the other: time, begin, session day, open, high, low, close,
 * volume. The core keeps counts and cursors, never the buffer: every call passes the same view again.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_COLUMNS,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  BOUNDARY_BAD_COLUMNS,
  BOUNDARY_BAD_COUNT,
  BOUNDARY_OK,
  CONFIG_RULE_NUMBERS,
  EVENT_BAR,
  EVENT_STEP,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_TIME_US,
  NUMBERS_EXACT,
  REASON_BAR_SHAPE,
  REASON_NEGATIVE,
  REASON_NONE,
  REASON_NOT_FINITE,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_TIME_BACK,
  RECORD_LANES,
  RECORD_WORDS,
  TIME_US_MAX,
} from "../contract/contract.gen.ts";
import { assert } from "./assert.ts";
import { Chain } from "./chain.ts";
import { barShaped, checkPrice, closeStep, openStep, showBar } from "./step.ts";
import type { State } from "./state.ts";

/** What was loaded: how many bars of each instrument, from which bar on, and where they lie. */
export class Columns {
  /** Doubles in the packed buffer. */
  length = 0;
  /** Bars by instrument. */
  counts: number[] = [];
  /** Number of the first loaded bar by instrument: bars seen before it came another way. */
  bases: number[] = [];
  /** Where each instrument's columns begin. */
  offsets: number[] = [];
  /** Hash over all that was loaded, two lanes. */
  hash_low = 0;
  hash_high = 0;
  /** Status of the last load, with the place of the first bad value. */
  status: number = BOUNDARY_OK;
  reason: number = REASON_NONE;
  instrument = 0;
  row = 0;
}

/** Checks packed columns and notes what they hold. Nothing is kept when a value is bad. */
export function loadColumns(state: State, columns: Float64Array, counts: Uint32Array, bases: Uint32Array): Columns {
  const loaded = new Columns();
  let offset = 0;
  for (let id = 0; id < state.instruments.length; id++) {
    loaded.counts.push(counts[id]!);
    loaded.bases.push(bases[id]!);
    loaded.offsets.push(offset);
    offset += counts[id]! * BAR_COLUMNS;
    if (state.instruments[id]!.bars < bases[id]! || state.instruments[id]!.bars > bases[id]! + counts[id]!) {
      return bad(loaded, REASON_OUT_OF_RANGE, id, 0);
    }
  }
  loaded.length = offset;
  if (columns.length !== offset || counts.length !== bases.length || counts.length !== state.instruments.length) {
    loaded.status = BOUNDARY_BAD_COUNT;
    return loaded;
  }
  const exact = state.rule(CONFIG_RULE_NUMBERS) === NUMBERS_EXACT;
  for (let id = 0; id < loaded.counts.length; id++) {
    const first = state.instruments[id]!.bars - loaded.bases[id]!;
    let before_us = first > 0 || state.instruments[id]!.bars > 0 ? state.instruments[id]!.time_us : -TIME_US_MAX;
    for (let row = first; row < loaded.counts[id]!; row++) {
      const reason = checkRow(columns, loaded.offsets[id]!, loaded.counts[id]!, row, before_us, exact);
      if (reason !== REASON_NONE) return bad(loaded, reason, id, row);
      before_us = columns[loaded.offsets[id]! + row]!;
    }
  }
  hashColumns(loaded, columns);
  return loaded;
}

function bad(loaded: Columns, reason: number, instrument: number, row: number): Columns {
  loaded.status = BOUNDARY_BAD_COLUMNS;
  loaded.reason = reason;
  loaded.instrument = instrument;
  loaded.row = row;
  return loaded;
}

function checkRow(
  columns: Float64Array,
  offset: number,
  count: number,
  row: number,
  before_us: number,
  exact: boolean,
): number {
  const at = offset + row;
  const time_us = columns[at]!, begin_us = columns[at + count]!, session_day = columns[at + 2 * count]!;
  const open = columns[at + 3 * count]!, high = columns[at + 4 * count]!, low = columns[at + 5 * count]!;
  const close = columns[at + 6 * count]!, volume = columns[at + 7 * count]!;
  // A sum is finite only if its terms are, or if infinities meet as NaN, which is not finite either.
  if (!Number.isFinite(time_us + begin_us + session_day + open + high + low + close + volume)) return REASON_NOT_FINITE;
  if (!Number.isInteger(time_us) || !Number.isInteger(begin_us) || !Number.isInteger(session_day)) {
    return REASON_OFF_GRID;
  }
  if (Math.abs(time_us) > TIME_US_MAX || begin_us < -TIME_US_MAX) return REASON_OUT_OF_RANGE;
  if (session_day < 0 || session_day > 0xffff_ffff) return REASON_OUT_OF_RANGE;
  if (time_us <= before_us) return REASON_TIME_BACK;
  if (exact) {
    let reason = checkPrice(open);
    if (reason === REASON_NONE) reason = checkPrice(high);
    if (reason === REASON_NONE) reason = checkPrice(low);
    if (reason === REASON_NONE) reason = checkPrice(close);
    if (reason !== REASON_NONE) return reason;
  }
  if (volume < 0) return REASON_NEGATIVE;
  if (!barShaped(open, high, low, close) || begin_us >= time_us || begin_us < before_us) return REASON_BAR_SHAPE;
  return REASON_NONE;
}

/** Hashes counts and columns, so that a log or checkpoint can tell whether it meets the same data. */
function hashColumns(loaded: Columns, columns: Float64Array): void {
  const chain = new Chain();
  for (let id = 0; id < loaded.counts.length; id++) chain.mix(loaded.counts[id]!, loaded.bases[id]!);
  const words = new Uint32Array(columns.buffer, columns.byteOffset, columns.length * 2);
  for (let at = 0; at < words.length; at += 2) chain.mix(words[at]!, words[at + 1]!);
  loaded.hash_low = chain.low;
  loaded.hash_high = chain.high;
}

/**
 * Pulls bars up to a time: per distinct time the bars by ascending instrument id, then the event `step`. Writes cash
 * and value of each step to two columns of `marks` from a row on and returns the number of steps; stops early when the
 * columns are full.
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
    state.time_us = time_us;
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
        columns[from + 2 * count]!,
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
    marks[at] = state.cash;
    marks[capacity + at] = state.value;
    at++;
  }
  return at - row;
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

/** Earliest time of a bar that is still to come, or Infinity. */
export function nextTime(state: State, loaded: Columns, columns: Float64Array): number {
  let least = Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    const cursor = state.instruments[id]!.bars - loaded.bases[id]!;
    if (cursor >= loaded.counts[id]!) continue;
    const time_us = columns[loaded.offsets[id]! + cursor]!;
    if (time_us < least) least = time_us;
  }
  return least;
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
  for (let word = 0; word < RECORD_WORDS; word += 2) state.input_hash.mix(record_words[word]!, record_words[word + 1]!);
}
