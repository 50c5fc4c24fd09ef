/**
 * Reads the rows of a delimited file into columns.
 *
 * One pass reads the bytes. Numbers and common stamps are read in place; only other cells become strings. A row is kept
 * only if all of its cells could be read and its prices form a bar. Its offset is kept too, so that later errors can
 * name its line.
 *
 * @module
 */

import type { BadRows } from "../bad_rows.ts";
import type { ColumnPlan } from "./column_names.ts";
import { decimalsOfText, isMissingText, numberOfText, plainNumberText, plainVolumeText } from "../number_text.ts";
import { CellScanner, decodeText } from "./parse_cells.ts";
import type { StampReader } from "../time/time_stamp.ts";
import { barFault, isBar, mendedRange } from "../validate_bars.ts";

/** The columns of a file, one entry for each kept row, in the order of the file. */
export interface Rows {
  /** Stamps from the {@linkcode StampReader}. */
  readonly stamps: Float64Array;
  /** First prices. */
  readonly open: Float64Array;
  /** Highest prices. */
  readonly high: Float64Array;
  /** Lowest prices. */
  readonly low: Float64Array;
  /** Last prices. */
  readonly close: Float64Array;
  /** Volumes; zero in a file without volume. */
  readonly volume: Float64Array;
  /** Adjusted closes, if the file has them. */
  readonly adjustedClose: Float64Array | undefined;
  /** Further columns of numbers, by name. */
  readonly extra: ReadonlyMap<string, Float64Array>;
  /** Offset in the file of each row. */
  readonly offsets: Uint32Array;
  /** Most decimals of a price as written. */
  readonly decimals: number;
  /** Decisions, in sentences. */
  readonly notes: readonly string[];
}

/** The input of {@linkcode readRows}. */
export interface RowSource {
  /** The file, ending with a line feed. */
  readonly bytes: Uint8Array;
  /** The file, for messages. */
  readonly source: string;
  /** The byte between cells. */
  readonly delimiter: number;
  /** Offset of the first row. */
  readonly start: number;
  /** Indices of the columns of a bar. */
  readonly plan: ColumnPlan;
  /** True if a missing or impossible adjusted close makes a bad row. */
  readonly needsAdjustedClose: boolean;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

const SKIP = 0;
const PRICE = 1;
const VOLUME = 2;
const EXTRA = 3;
const STAMP = 4;
const DATE = 5;
const ADJUSTED = 6;

/** Offsets of rows are kept in 32 bits, which limits the size of a file. */
const BYTES_LIMIT = 2 ** 32;

/**
 * Reads all rows.
 *
 * @param from The input.
 * @param stamps Reads the stamps.
 * @param badRows Receives the rows that cannot be used.
 * @returns The columns.
 * @throws {RangeError} At a bad row, if bad rows are errors.
 */
export function readRows(from: RowSource, stamps: StampReader, badRows: BadRows): Rows {
  if (from.bytes.length >= BYTES_LIMIT) {
    throw new RangeError(
      `Cannot read ${from.source}: it has ${from.bytes.length} bytes and the limit is ${BYTES_LIMIT}`,
    );
  }
  return new RowReader(from, stamps, badRows).read();
}

/**
 * Returns the number of the line at an offset.
 *
 * @param bytes A text.
 * @param offset An offset in it.
 * @returns The number of the line, from 1.
 */
export function lineOfOffset(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let position = bytes.indexOf(LINE_FEED); position !== -1 && position < offset; line++) {
    position = bytes.indexOf(LINE_FEED, position + 1);
  }
  return line;
}

/**
 * Returns the line at an offset, for a message.
 *
 * @param bytes A text.
 * @param offset Offset of the beginning of the line.
 * @returns Its text, shortened if it is long.
 */
export function lineText(bytes: Uint8Array, offset: number): string {
  const text = decodeText(bytes, offset, bytes.indexOf(LINE_FEED, offset)).trim();
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

class RowReader {
  readonly #from: RowSource;
  readonly #bytes: Uint8Array;
  readonly #scanner: CellScanner;
  readonly #stamps: StampReader;
  readonly #badRows: BadRows;
  /** Treatment of each column. */
  readonly #actions: Uint8Array;
  /** Values of each column of numbers or stamps. */
  readonly #values: Float64Array[];
  /** True for each column in which a number was found. */
  readonly #hasNumbers: boolean[];
  /** Columns that already have a note about numbers in another form. */
  readonly #rewritten = new Set<number>();
  readonly #notes: string[] = [];
  #offsets: Uint32Array;
  #capacity: number;
  #row = 0;
  #decimals = 0;
  #dateText = "";
  #clockText = "";
  #faultColumn = 0;
  #fault = "";

  constructor(from: RowSource, stamps: StampReader, badRows: BadRows) {
    const { bytes, plan } = from;
    this.#from = from;
    this.#bytes = bytes;
    this.#scanner = new CellScanner(bytes, from.delimiter);
    this.#stamps = stamps;
    this.#badRows = badRows;
    this.#actions = new Uint8Array(plan.names.length);
    for (const column of plan.extra) this.#actions[column] = EXTRA;
    for (const column of [plan.open, plan.high, plan.low, plan.close]) this.#actions[column] = PRICE;
    if (plan.volume !== -1) this.#actions[plan.volume] = VOLUME;
    if (plan.adjustedClose !== -1) this.#actions[plan.adjustedClose] = from.needsAdjustedClose ? ADJUSTED : EXTRA;
    if (plan.date !== -1) this.#actions[plan.date] = DATE;
    this.#actions[plan.time] = STAMP;
    // The length of the first row is a fair guess for all rows. Unused room costs nothing; growing does.
    const firstLength = Math.max(bytes.indexOf(LINE_FEED, from.start) - from.start, 8);
    this.#capacity = Math.ceil((bytes.length - from.start) / firstLength * 1.25) + 16;
    this.#values = Array.from(this.#actions, (action) => new Float64Array(action === SKIP ? 0 : this.#capacity));
    this.#hasNumbers = plan.names.map(() => false);
    this.#offsets = new Uint32Array(this.#capacity);
  }

  read(): Rows {
    const bytes = this.#bytes;
    const scanner = this.#scanner;
    const { start } = this.#from;
    let position = start;
    while (position < bytes.length) {
      const rowStart = position;
      const first = bytes[position]!;
      if (first === LINE_FEED || first === CARRIAGE_RETURN || first === SPACE) {
        const lineEnd = bytes.indexOf(LINE_FEED, position);
        if (decodeText(bytes, position, lineEnd).trim() === "") {
          position = lineEnd + 1;
          continue;
        }
      }
      const row = this.#row;
      if (row === this.#capacity) this.#grow();
      const known = this.#decimals;
      if (this.#readCells(rowStart) && this.#isBar()) {
        this.#offsets[row] = rowStart;
        this.#row++;
        position = scanner.end + 1;
      } else {
        this.#decimals = known;
        this.#reject(rowStart);
        position = scanner.rowEnd(rowStart) + 1;
      }
    }
    return this.#finish();
  }

  /** Returns whether the row is a bar. Where high or low miss the other prices by noise alone, the row is mended. */
  #isBar(): boolean {
    const { plan } = this.#from, row = this.#row, values = this.#values;
    const open = values[plan.open]![row]!, close = values[plan.close]![row]!;
    const high = values[plan.high]![row]!, low = values[plan.low]![row]!;
    const volume = plan.volume === -1 ? 0 : values[plan.volume]![row]!;
    if (isBar(open, high, low, close, volume)) return true;
    const range = mendedRange(open, high, low, close, volume);
    if (range === undefined) return false;
    values[plan.high]![row] = range.high;
    values[plan.low]![row] = range.low;
    return true;
  }

  /** Reads the cells of one row into the columns. Returns false, with the fault set, if the row cannot be used. */
  #readCells(rowStart: number): boolean {
    const bytes = this.#bytes;
    const scanner = this.#scanner;
    const actions = this.#actions;
    const last = actions.length - 1;
    const row = this.#row;
    let position = rowStart;
    this.#fault = "";
    for (let column = 0; column <= last; column++) {
      const action = actions[column]!;
      if (action >= PRICE && action <= EXTRA && scanner.readNumber(position, this.#values[column]!, row)) {
        if (action === PRICE) {
          if (scanner.decimals > this.#decimals) this.#decimals = scanner.decimalsBeyond(this.#decimals);
        } else if (action === EXTRA) this.#hasNumbers[column] = true;
      } else if (!this.#readOther(action, position, column)) {
        this.#faultColumn = column;
        return false;
      }
      if (bytes[scanner.end] === LINE_FEED && column < last) {
        this.#faultColumn = column + 1;
        this.#fault = `the row has ${column + 1} cells and the header ${last + 1}`;
        return false;
      }
      position = scanner.end + 1;
    }
    // A delimiter at the end of each line makes an empty cell after the last column, so empty cells there are no fault.
    for (let cells = last + 2; bytes[scanner.end] !== LINE_FEED; cells++) {
      scanner.span(scanner.end + 1);
      if (scanner.textEnd === scanner.textStart) continue;
      this.#faultColumn = last;
      this.#fault = `the row has ${cells} cells or more and the header ${last + 1}`;
      return false;
    }
    return this.#from.plan.date === -1 || this.#joinDateAndClock();
  }

  /** Reads a cell that is not a plain number. */
  #readOther(action: number, position: number, column: number): boolean {
    const scanner = this.#scanner;
    const stamps = this.#stamps;
    const values = this.#values[column]!;
    if (action === STAMP && stamps.form === "epoch" && scanner.readNumber(position, values, this.#row)) return true;
    scanner.span(position);
    switch (action) {
      case SKIP:
        return true;
      case DATE:
        this.#dateText = scanner.text();
        return true;
      case STAMP: {
        if (this.#from.plan.date !== -1) {
          this.#clockText = scanner.text();
          return true;
        }
        const stamp = stamps.readBytes(this.#bytes, scanner.textStart, scanner.textEnd);
        values[this.#row] = stamp;
        if (Number.isNaN(stamp)) this.#fault = stamps.problem;
        return !Number.isNaN(stamp);
      }
      default:
        return this.#readNumberText(action, column, scanner.text());
    }
  }

  #joinDateAndClock(): boolean {
    const { date, time } = this.#from.plan;
    const stamp = this.#stamps.readDateAndClock(this.#dateText, this.#clockText);
    this.#values[time]![this.#row] = stamp;
    if (!Number.isNaN(stamp)) return true;
    this.#faultColumn = this.#stamps.problem.startsWith("expected a time") ? time : date;
    this.#fault = this.#stamps.problem;
    return false;
  }

  #readNumberText(action: number, column: number, text: string): boolean {
    const plain = action === VOLUME ? plainVolumeText(text) : plainNumberText(text);
    const value = numberOfText(plain);
    const isNumber = Number.isFinite(value);
    this.#values[column]![this.#row] = isNumber ? value : action === VOLUME ? 0 : NaN;
    if (isNumber) {
      if (action === PRICE) this.#decimals = Math.max(this.#decimals, decimalsOfText(plain));
      this.#hasNumbers[column] = true;
      if (plain !== text && !this.#rewritten.has(column)) {
        this.#rewritten.add(column);
        this.#notes.push(
          `Column "${this.#from.plan.names[column]}" is written as ${JSON.stringify(text)}, read as ${value}`,
        );
      }
      return action !== ADJUSTED || value > 0 || this.#refuse(column, `the adjusted close ${value} is not above zero`);
    }
    const missing = isMissingText(text);
    if (action === EXTRA) {
      if (missing) return true;
      // A cell of another kind means that the column is no line. Nobody requested the column, so this is no error.
      this.#actions[column] = SKIP;
      this.#notes.push(`Column "${this.#from.plan.names[column]}" is not used: it holds ${JSON.stringify(text)}`);
      return true;
    }
    if (action === VOLUME && missing) return true;
    return this.#refuse(column, missing ? "there is no value" : `expected a number, found ${JSON.stringify(text)}`);
  }

  #refuse(column: number, fault: string): boolean {
    this.#faultColumn = column;
    this.#fault = fault;
    return false;
  }

  /** Adds a row to the bad rows. */
  #reject(rowStart: number): void {
    this.#badRows.add(() => {
      const { plan, source } = this.#from;
      let column = this.#faultColumn;
      let reason = this.#fault;
      if (reason === "") {
        const at = (index: number) => index === -1 ? 0 : this.#values[index]![this.#row]!;
        const fault = barFault(at(plan.open), at(plan.high), at(plan.low), at(plan.close), at(plan.volume))!;
        column = plan[fault.column];
        reason = fault.reason;
      }
      const line = lineOfOffset(this.#bytes, rowStart);
      return {
        place: `line ${line} of ${source}, column "${plan.names[column]}"`,
        reason: `${reason} (the line is ${JSON.stringify(lineText(this.#bytes, rowStart))})`,
      };
    });
  }

  #grow(): void {
    this.#capacity = Math.ceil(this.#capacity * 1.5);
    for (let column = 0; column < this.#values.length; column++) {
      if (this.#actions[column] === SKIP) continue;
      const values = new Float64Array(this.#capacity);
      values.set(this.#values[column]!);
      this.#values[column] = values;
    }
    const offsets = new Uint32Array(this.#capacity);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }

  #finish(): Rows {
    const { plan, needsAdjustedClose } = this.#from;
    const length = this.#row;
    // The part after the last row was never written, and so takes no memory.
    const column = (index: number) => this.#values[index]!.subarray(0, length);
    const extra = new Map<string, Float64Array>();
    for (let index = 0; index < plan.names.length; index++) {
      const name = plan.names[index]!;
      if (this.#actions[index] !== EXTRA) continue;
      if (!this.#hasNumbers[index]) this.#notes.push(`Column "${name}" is not used: it holds no number`);
      else if (extra.has(name)) this.#notes.push(`Column "${name}" is there twice; the first is used`);
      else extra.set(name, column(index));
    }
    return {
      stamps: column(plan.time),
      open: column(plan.open),
      high: column(plan.high),
      low: column(plan.low),
      close: column(plan.close),
      volume: plan.volume === -1 ? new Float64Array(length) : column(plan.volume),
      adjustedClose: needsAdjustedClose ? column(plan.adjustedClose) : undefined,
      extra,
      offsets: this.#offsets.subarray(0, length),
      decimals: this.#decimals,
      notes: this.#notes,
    };
  }
}
