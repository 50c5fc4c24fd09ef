/**
 * The events of packed columns: the bars and steps that a core pulls, as the records of a log.
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

/** The bars that a run pulls, in the form in which the core received them. */
export interface RecordedColumns {
  /** The columns of each instrument: time, begin, session day, open, high, low, close, volume. */
  readonly columns: Float64Array;
  /** Number of bars of each instrument. */
  readonly counts: Uint32Array;
}

/** Number of events that are collected before they are taken. */
const BLOCK_EVENTS = 512;

/** Gives the events of columns, step by step, in the order in which the core counts them. */
export class ColumnEvents {
  readonly #take: (records: Float64Array, count: number) => void;
  #columns: Float64Array = new Float64Array(0);
  #counts: Uint32Array = new Uint32Array(0);
  /** Index of the first lane of each instrument's columns. */
  #offsets: readonly number[] = [];
  /** Index of the next bar of each instrument. */
  #cursors: Uint32Array = new Uint32Array(0);
  readonly #floats: Float64Array = new Float64Array(BLOCK_EVENTS * RECORD_LANES);
  readonly #words: Uint32Array = new Uint32Array(this.#floats.buffer);
  #count = 0;

  /**
   * Begins at the first step of columns.
   *
   * @param take takes the first `count` records of a buffer, which is written again afterwards
   * @throws {RangeError} if the length of the columns does not match the counts
   */
  constructor(columns: RecordedColumns, take: (records: Float64Array, count: number) => void) {
    this.#take = take;
    this.goOn(columns);
  }

  /**
   * Goes on with the columns of the next block.
   *
   * @throws {RangeError} if the length of the columns does not match the counts
   */
  goOn({ columns, counts }: RecordedColumns): void {
    const offsets: number[] = [];
    let offset = 0;
    for (const count of counts) {
      offsets.push(offset);
      offset += count * BAR_COLUMNS;
    }
    if (columns.length !== offset) {
      throw new RangeError(
        `Cannot record columns of ${columns.length} doubles: the counts say that there are ${offset}`,
      );
    }
    this.#columns = columns;
    this.#counts = counts;
    this.#offsets = offsets;
    this.#cursors = new Uint32Array(counts.length);
  }

  /** Time of the next step; Infinity after the last. */
  get nextUs(): number {
    let least = Infinity;
    for (let id = 0; id < this.#counts.length; id++) {
      const cursor = this.#cursors[id]!;
      if (cursor >= this.#counts[id]!) continue;
      const timeUs = this.#columns[this.#offsets[id]! + cursor]!;
      if (timeUs < least) least = timeUs;
    }
    // A step at -0 equals one at 0, so its time becomes 0. A bar keeps the lane of its column.
    return least + 0;
  }

  /** Passes over the steps before a time. */
  skipTo(timeUs: number): void {
    for (let id = 0; id < this.#counts.length; id++) {
      const offset = this.#offsets[id]!, count = this.#counts[id]!;
      while (this.#cursors[id]! < count && this.#columns[offset + this.#cursors[id]!]! < timeUs) this.#cursors[id]!++;
    }
  }

  /** Gives the bars of the step at a time, which is the next one. */
  bars(timeUs: number): void {
    for (let id = 0; id < this.#counts.length; id++) {
      const cursor = this.#cursors[id]!, count = this.#counts[id]!, from = this.#offsets[id]! + cursor;
      if (cursor >= count || this.#columns[from] !== timeUs) continue;
      this.#bar(id, from, count);
      this.#cursors[id] = cursor + 1;
    }
  }

  /** Gives the end of the step at a time. */
  end(timeUs: number): void {
    this.#begin(EVENT_STEP, timeUs);
  }

  /** Lets the events be taken that wait. */
  flush(): void {
    if (this.#count > 0) this.#take(this.#floats, this.#count);
    this.#count = 0;
  }

  /** Writes the records of rows of the columns, with the values that the core mixes into its input hash. */
  #bar(id: number, from: number, count: number): void {
    const columns = this.#columns, floats = this.#floats;
    const lane = this.#begin(EVENT_BAR, columns[from]!), word = lane * 2;
    floats[lane + BAR_BEGIN_US] = columns[from + COLUMN_BEGIN_US * count]!;
    this.#words[word + BAR_SESSION_DAY] = columns[from + COLUMN_SESSION_DAY * count]!;
    floats[lane + BAR_OPEN] = columns[from + COLUMN_OPEN * count]!;
    floats[lane + BAR_HIGH] = columns[from + COLUMN_HIGH * count]!;
    floats[lane + BAR_LOW] = columns[from + COLUMN_LOW * count]!;
    floats[lane + BAR_CLOSE] = columns[from + COLUMN_CLOSE * count]!;
    floats[lane + BAR_VOLUME] = columns[from + COLUMN_VOLUME * count]!;
    this.#words[word + LANE_INSTRUMENT] = id;
  }

  /** Begins a record and returns its first lane. All other lanes are zero. */
  #begin(kind: number, timeUs: number): number {
    if (this.#count === BLOCK_EVENTS) this.flush();
    const lane = this.#count * RECORD_LANES;
    this.#floats.fill(0, lane, lane + RECORD_LANES);
    this.#floats[lane + LANE_TIME_US] = timeUs;
    this.#words[this.#count * RECORD_WORDS + LANE_KIND] = kind;
    this.#count++;
    return lane;
  }
}
