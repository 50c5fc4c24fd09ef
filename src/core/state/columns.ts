/**
 * Packed columns: the bars of all instruments in one buffer that the caller keeps.
 *
 * For each instrument in turn, its columns follow one another: time, begin, session day, open, high, low, close,
 * volume. The core keeps counts and cursors, never the buffer: every call passes the same view again.
 *
 * @module
 */

import {
  BAR_COLUMNS,
  BOUNDARY_BAD_COLUMNS,
  BOUNDARY_BAD_COUNT,
  BOUNDARY_OK,
  COLUMN_BEGIN_US,
  COLUMN_CLOSE,
  COLUMN_HIGH,
  COLUMN_LOW,
  COLUMN_OPEN,
  COLUMN_SESSION_DAY,
  COLUMN_VOLUME,
  EXACT_MAX,
  REASON_BAR_SHAPE,
  REASON_NEGATIVE,
  REASON_NONE,
  REASON_NOT_FINITE,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_TIME_BACK,
  TIME_US_MAX,
} from "../../contract/contract.gen.ts";
import { barShaped, checkPrice } from "./bar.ts";
import { Chain } from "./chain.ts";
import { Extremes } from "./extremes.ts";
import type { State } from "./state.ts";

/** The layout of the loaded columns: by instrument the number of bars, the number of the first bar, and the offset. */
export class Columns {
  /** Number of doubles in the packed buffer. */
  length = 0;
  /** Number of bars by instrument. */
  counts: number[] = [];
  /** Number of the first loaded bar by instrument; the bars before it came as events or from other columns. */
  bases: number[] = [];
  /** Offset of each instrument's columns. */
  offsets: number[] = [];
  /** Highs by instrument in blocks. */
  highs: Extremes[] = [];
  /** Lows by instrument in blocks. */
  lows: Extremes[] = [];
  /** Highest price by instrument, which bounds the marks of a position. */
  highest: number[] = [];
  /** Lowest price by instrument, which bounds them too. */
  lowest: number[] = [];
  /** Hash over all loaded values, two lanes. */
  hash_low = 0;
  hash_high = 0;
  /** Status of the last load; the fields below it hold the place of the first bad value. */
  status: number = BOUNDARY_OK;
  reason: number = REASON_NONE;
  instrument = 0;
  row = 0;
}

/** The hash of columns that passed the checks. */
export interface ColumnsHash {
  readonly hash_low: number;
  readonly hash_high: number;
}

/**
 * Checks packed columns and returns their layout. Nothing is kept if a value is bad. Columns with the hash of an
 * earlier load are not checked again, unless a bar came before them: only then does the load depend on anything else.
 */
export function loadColumns(
  state: State,
  columns: Float64Array,
  counts: Uint32Array,
  bases: Uint32Array,
  vouched?: ColumnsHash,
): Columns {
  const loaded = new Columns();
  if (counts.length !== bases.length || counts.length !== state.instruments.length) {
    loaded.status = BOUNDARY_BAD_COUNT;
    return loaded;
  }
  let offset = 0;
  for (const { id, bars } of state.instruments) {
    loaded.counts.push(counts[id]!);
    loaded.bases.push(bases[id]!);
    loaded.offsets.push(offset);
    offset += counts[id]! * BAR_COLUMNS;
    if (bars < bases[id]! || bars > bases[id]! + counts[id]!) return bad(loaded, REASON_OUT_OF_RANGE, id, 0);
  }
  if (columns.length !== offset) {
    loaded.status = BOUNDARY_BAD_COUNT;
    return loaded;
  }
  loaded.length = offset;
  const exact = state.exact;
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, offset = loaded.offsets[id]!, count = loaded.counts[id]!;
    const first = instrument.bars - loaded.bases[id]!;
    const before_us = instrument.bars > 0 ? instrument.time_us : -TIME_US_MAX;
    const known = vouched !== undefined && instrument.bars === 0;
    const row = known ? count : goodRows(columns, offset, count, first, before_us, exact);
    if (row === count) {
      const highs = new Extremes(columns, offset + COLUMN_HIGH * count, count, first, 1);
      const lows = new Extremes(columns, offset + COLUMN_LOW * count, count, first, -1);
      // A price may be below zero in the profile with doubles.
      loaded.highest.push(highs.most > 0 ? highs.most : 0);
      loaded.lowest.push(-lows.most);
      loaded.highs.push(highs);
      loaded.lows.push(lows);
      continue;
    }
    const last_us = row === first ? before_us : columns[offset + row - 1]!;
    return bad(loaded, checkRow(columns, offset, count, row, last_us, exact), id, row);
  }
  if (vouched === undefined) hashColumns(loaded, columns);
  else {
    loaded.hash_low = vouched.hash_low;
    loaded.hash_high = vouched.hash_high;
  }
  return loaded;
}

function bad(loaded: Columns, reason: number, instrument: number, row: number): Columns {
  loaded.status = BOUNDARY_BAD_COLUMNS;
  loaded.reason = reason;
  loaded.instrument = instrument;
  loaded.row = row;
  return loaded;
}

/**
 * Returns the first row from `first` on that is not certainly good, or the count. Comparisons only, no calls, for
 * speed.
 */
function goodRows(
  columns: Float64Array,
  offset: number,
  count: number,
  first: number,
  before_us: number,
  exact: boolean,
): number {
  const begins = offset + COLUMN_BEGIN_US * count, days = offset + COLUMN_SESSION_DAY * count;
  const opens = offset + COLUMN_OPEN * count, highs = offset + COLUMN_HIGH * count, lows = offset + COLUMN_LOW * count;
  const closes = offset + COLUMN_CLOSE * count, volumes = offset + COLUMN_VOLUME * count;
  for (let row = first; row < count; row++) {
    const time_us = columns[offset + row]!, begin_us = columns[begins + row]!, session_day = columns[days + row]!;
    const open = columns[opens + row]!, high = columns[highs + row]!, low = columns[lows + row]!;
    const close = columns[closes + row]!, volume = columns[volumes + row]!;
    // NaN fails every comparison, so only numbers pass.
    if (
      !(time_us > before_us && time_us <= TIME_US_MAX && begin_us >= before_us && begin_us < time_us &&
        session_day >= 0 && session_day <= 0xffff_ffff && low <= open && low <= close && high >= open &&
        high >= close && high < Infinity && low > -Infinity && volume >= 0 && volume < Infinity &&
        Math.floor(time_us) === time_us && Math.floor(begin_us) === begin_us &&
        Math.floor(session_day) === session_day)
    ) return row;
    if (
      exact && !(low > 0 && high <= EXACT_MAX && Math.floor(open) === open && Math.floor(high) === high &&
        Math.floor(low) === low && Math.floor(close) === close)
    ) return row;
    before_us = time_us;
  }
  return count;
}

/** Returns the reason if a row is bad. */
function checkRow(
  columns: Float64Array,
  offset: number,
  count: number,
  row: number,
  before_us: number,
  exact: boolean,
): number {
  const at = offset + row;
  const time_us = columns[at]!, begin_us = columns[at + COLUMN_BEGIN_US * count]!;
  const session_day = columns[at + COLUMN_SESSION_DAY * count]!, open = columns[at + COLUMN_OPEN * count]!;
  const high = columns[at + COLUMN_HIGH * count]!, low = columns[at + COLUMN_LOW * count]!;
  const close = columns[at + COLUMN_CLOSE * count]!, volume = columns[at + COLUMN_VOLUME * count]!;
  for (const value of [time_us, begin_us, session_day, open, high, low, close, volume]) {
    if (!Number.isFinite(value)) return REASON_NOT_FINITE;
  }
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

/** Hashes counts and columns, so that a log or a checkpoint can detect different data. */
function hashColumns(loaded: Columns, columns: Float64Array): void {
  const chain = new Chain();
  for (let id = 0; id < loaded.counts.length; id++) chain.mix(loaded.counts[id]!, loaded.bases[id]!);
  chain.mixWords(new Uint32Array(columns.buffer, columns.byteOffset, columns.length * 2), 0, columns.length * 2);
  loaded.hash_low = chain.low;
  loaded.hash_high = chain.high;
}

/** Returns the earliest time of a coming bar, or Infinity. */
export function nextTime(state: State, loaded: Columns, columns: Float64Array): number {
  if (loaded.counts.length === 1) {
    const cursor = state.instruments[0]!.bars - loaded.bases[0]!;
    return cursor < loaded.counts[0]! ? columns[cursor]! + 0 : Infinity;
  }
  let least = Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    const cursor = state.instruments[id]!.bars - loaded.bases[id]!;
    if (cursor >= loaded.counts[id]!) continue;
    const time_us = columns[loaded.offsets[id]! + cursor]!;
    if (time_us < least) least = time_us;
  }
  // A time of -0 is the time 0.
  return least + 0;
}
