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
import { shortText } from "./short_text.ts";
import { decideDecimalSign, type DecimalChoice, DecimalCommaFound, decimalConflict } from "./decimal_sign.ts";
import { footerAt } from "./footer.ts";
import { refuseZeros } from "./file_kind.ts";
import { lineOfOffset, lineText } from "./line_at.ts";
import {
  decimalsOfText,
  isMissingText,
  numberOfText,
  numberOfTruth,
  plainNumberText,
  plainVolumeText,
} from "../number_text.ts";
import { CELL_BYTES_LIMIT, CellScanner } from "./parse_cells.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { SymbolRows } from "./symbols.ts";
import { TextColumn } from "./text_column.ts";
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
  /** Columns of texts that are not used. */
  readonly texts: readonly TextColumn[];
  /** The decimal sign of the rows. */
  readonly decimal: DecimalChoice;
  /** Decisions, in sentences. */
  readonly notes: readonly string[];
}

/** The input of {@linkcode readRows}. */
export interface RowSource extends RowsPlace {
  /** True if a missing or impossible adjusted close makes a bad row. */
  readonly needsAdjustedClose: boolean;
  /** The decimal sign to begin with. */
  readonly decimal: DecimalChoice;
  /** True if the user gave the decimal sign, so that a number with another one is a bad row. */
  readonly isDecimalGiven: boolean;
  /** The symbol whose rows are read, if the user gave one and a column has symbols. */
  readonly symbol: string | undefined;
  /** True if the file did not end with a line end. */
  readonly endsWithinLine: boolean;
  /** The bound that prices have to be above. */
  readonly floor: number;
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

const SKIP = 0;
const PRICE = 1;
const VOLUME = 2;
const EXTRA = 3;
const STAMP = 4;
const DATE = 5;
const ADJUSTED = 6;
const SYMBOL = 7;
const TEXT = 8;

/**
 * Reads all rows.
 *
 * @param from The input.
 * @param stamps Reads the stamps.
 * @param badRows Receives the rows that cannot be used.
 * @returns The columns.
 * @throws {DecimalCommaFound} If the decimal sign is the comma and the point was assumed.
 * @throws {RangeError} At a bad row, if bad rows are errors; at a number that contradicts the decimal sign; at the
 * second symbol, if none is selected.
 */
export function readRows(from: RowSource, stamps: StampReader, badRows: BadRows): Rows {
  return new RowReader(from, stamps, badRows).read();
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
  /** Columns in which a truth value was found. */
  readonly #hasTruth = new Set<number>();
  /** Columns that already have a note about numbers in another form. */
  readonly #rewritten = new Set<number>();
  readonly #texts: TextColumn[] = [];
  readonly #textsByColumn: TextColumn[] = [];
  readonly #symbols: SymbolRows;
  #decimal: DecimalChoice;
  readonly #notes: string[] = [];
  /** Rows without a volume in a file with a column of it, and the number of the first one, from 1. */
  #withoutVolume = 0;
  #firstWithoutVolume = 0;
  #offsets: Uint32Array;
  #capacity: number;
  #row = 0;
  /** Offset after the last row that was kept. */
  #lastEnd = -1;
  #decimals = 0;
  #dateText = "";
  #clockText = "";
  #faultColumn = 0;
  #fault = "";
  #isFaultOfTime = false;

  constructor(from: RowSource, stamps: StampReader, badRows: BadRows) {
    const { bytes, plan } = from;
    this.#from = from;
    this.#bytes = bytes;
    this.#scanner = new CellScanner(bytes, from.delimiter, from.decimal.sign);
    this.#stamps = stamps;
    this.#badRows = badRows;
    this.#actions = new Uint8Array(plan.names.length);
    this.#symbols = new SymbolRows(from, from.symbol);
    this.#decimal = from.decimal;
    if (plan.symbol !== -1) this.#actions[plan.symbol] = SYMBOL;
    for (const column of plan.extra) this.#actions[column] = EXTRA;
    for (const column of [plan.open, plan.high, plan.low, plan.close]) this.#actions[column] = PRICE;
    if (plan.volume !== -1) this.#actions[plan.volume] = VOLUME;
    if (plan.adjustedClose !== -1) this.#actions[plan.adjustedClose] = from.needsAdjustedClose ? ADJUSTED : EXTRA;
    if (plan.date !== -1) this.#actions[plan.date] = DATE;
    this.#actions[plan.time] = STAMP;
    // The length of the first row is a fair guess for all rows, none of which has fewer bytes than columns. Unused room
    // costs nothing; growing does.
    const firstLength = Math.max(bytes.indexOf(LINE_FEED, from.start) - from.start, plan.names.length, 8);
    this.#capacity = Math.ceil((bytes.length - from.start) / firstLength * 1.25) + 16;
    this.#values = Array.from(this.#actions, (action) => new Float64Array(hasValues(action) ? this.#capacity : 0));
    this.#hasNumbers = plan.names.map(() => false);
    this.#offsets = new Uint32Array(this.#capacity);
  }

  read(): Rows {
    const bytes = this.#bytes;
    const scanner = this.#scanner;
    const symbols = this.#symbols, texts = this.#texts;
    const { start, symbol, plan } = this.#from;
    const hasSymbols = plan.symbol !== -1;
    let position = start;
    while (position < bytes.length) {
      const rowStart = position;
      const first = bytes[position]!;
      if (first === LINE_FEED || first === CARRIAGE_RETURN || first === SPACE) {
        const blankEnd = this.#endOfBlankLine(position);
        if (blankEnd !== -1) {
          position = blankEnd + 1;
          continue;
        }
      }
      if (symbol !== undefined && !symbols.isWanted(scanner, rowStart)) {
        position = scanner.rowEnd(rowStart) + 1;
        continue;
      }
      const row = this.#row;
      if (row === this.#capacity) this.#grow();
      const known = this.#decimals;
      if (this.#readCells(rowStart) && this.#isBar()) {
        if (hasSymbols) symbols.take();
        for (let index = 0; index < texts.length; index++) texts[index]!.take(row);
        this.#offsets[row] = rowStart;
        this.#row++;
        this.#lastEnd = scanner.end;
        position = scanner.end + 1;
      } else {
        this.#decimals = known;
        this.#reject(rowStart);
        // A quote that is not closed takes in lines up to the next quote, and those after the first may be good rows.
        position = bytes.indexOf(LINE_FEED, rowStart) + 1;
      }
    }
    return this.#finish();
  }

  /** Returns the end of a line without any letter, or -1. */
  #endOfBlankLine(position: number): number {
    for (let at = position;; at++) {
      const byte = this.#bytes[at];
      if (byte === LINE_FEED) return at;
      if (byte !== SPACE && byte !== CARRIAGE_RETURN && byte !== TAB) return -1;
    }
  }

  /** Returns whether the row is a bar. Where high or low miss the other prices by noise alone, the row is mended. */
  #isBar(): boolean {
    const { plan, floor } = this.#from, row = this.#row, values = this.#values;
    const open = values[plan.open]![row]!, close = values[plan.close]![row]!;
    const high = values[plan.high]![row]!, low = values[plan.low]![row]!;
    const volume = plan.volume === -1 ? 0 : values[plan.volume]![row]!;
    if (isBar(open, high, low, close, volume, floor)) return true;
    const range = mendedRange(open, high, low, close, volume, floor);
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
    this.#isFaultOfTime = false;
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
        if (this.#isTooLong(column)) return false;
        const stamp = stamps.readBytes(this.#bytes, scanner.textStart, scanner.textEnd);
        values[this.#row] = stamp;
        if (!Number.isNaN(stamp)) return true;
        this.#fault = stamps.problem;
        this.#isFaultOfTime = true;
        return false;
      }
      case SYMBOL:
        this.#symbols.see(scanner);
        return true;
      case TEXT:
        return this.#seeText(column);
      default:
        return !this.#isTooLong(column) && this.#readNumberText(action, column, scanner.text());
    }
  }

  #isTooLong(column: number): boolean {
    const length = this.#scanner.textEnd - this.#scanner.textStart;
    return length > CELL_BYTES_LIMIT && !this.#refuse(column, `the cell has ${length} bytes`);
  }

  #joinDateAndClock(): boolean {
    const { date, time } = this.#from.plan;
    const stamp = this.#stamps.readDateAndClock(this.#dateText, this.#clockText);
    this.#values[time]![this.#row] = stamp;
    if (!Number.isNaN(stamp)) return true;
    this.#faultColumn = this.#stamps.problem.startsWith("expected a time") ? time : date;
    this.#fault = this.#stamps.problem;
    this.#isFaultOfTime = true;
    return false;
  }

  #readNumberText(action: number, column: number, text: string): boolean {
    if (this.#decimal.isAssumed && text.includes(",")) this.#decideDecimalSign();
    const { sign } = this.#decimal;
    const plain = action === VOLUME ? plainVolumeText(text, sign) : plainNumberText(text, sign);
    const value = plain === undefined ? NaN : numberOfText(plain);
    const isNumber = Number.isFinite(value);
    this.#values[column]![this.#row] = isNumber ? value : action === VOLUME ? 0 : NaN;
    if (isNumber) {
      if (action === PRICE) this.#decimals = Math.max(this.#decimals, decimalsOfText(plain!));
      this.#hasNumbers[column] = true;
      if (plain !== text && plain !== text.replace(",", ".") && !this.#rewritten.has(column)) {
        this.#rewritten.add(column);
        this.#notes.push(`Column ${this.#nameOf(column)} is written as ${shortText(text)}, read as ${value}`);
      }
      return action !== ADJUSTED || value > 0 || this.#refuse(column, `the adjusted close ${value} is not above zero`);
    }
    const missing = isMissingText(text);
    if (action === EXTRA) return missing || this.#readExtraText(column, text);
    if (action === VOLUME && missing) {
      if (this.#withoutVolume++ === 0) this.#firstWithoutVolume = this.#row + 1;
      return true;
    }
    if (missing) return this.#refuse(column, "there is no value");
    if (plain !== undefined || !this.#hasOtherSign(action, text)) {
      return this.#refuse(column, `expected a number, found ${shortText(text)}`);
    }
    return this.#refuse(column, `expected a number with ${shortText(sign)} for its decimals, found ${shortText(text)}`);
  }

  /** Reads a cell of a further column that holds neither a number nor nothing. */
  #readExtraText(column: number, text: string): boolean {
    const truth = numberOfTruth(text);
    if (truth !== undefined && !this.#hasNumbers[column]) {
      this.#hasTruth.add(column);
      this.#values[column]![this.#row] = truth;
      return true;
    }
    if (text.includes("\0")) refuseZeros(this.#bytes, this.#scanner.textStart, this.#from.source);
    // A cell of another kind means that the column is no line. Nobody requested the column, so this is no error.
    this.#actions[column] = TEXT;
    this.#texts.push(this.#textsByColumn[column] = new TextColumn(this.#from, column));
    this.#notes.push(`Column ${this.#nameOf(column)} is not used: it holds ${shortText(text)}`);
    return this.#seeText(column);
  }

  #seeText(column: number): boolean {
    this.#textsByColumn[column]!.see(this.#scanner);
    return true;
  }

  /** Looks for the decimal sign in all numbers, as one has a comma. */
  #decideDecimalSign(): void {
    this.#decimal = decideDecimalSign(this.#from);
    if (this.#decimal.sign === ",") throw new DecimalCommaFound(this.#decimal);
  }

  /**
   * Returns whether a text is a number with the other decimal sign. If the sign was found in the file, one of them is
   * read wrongly, so this is an error even where bad rows are left out.
   */
  #hasOtherSign(action: number, text: string): boolean {
    const { isDecimalGiven, source } = this.#from;
    const other = this.#decimal.sign === "." ? "," : ".";
    const plain = action === VOLUME ? plainVolumeText(text, other) : plainNumberText(text, other);
    if (plain === undefined || isDecimalGiven) return plain !== undefined;
    if (this.#decimal.isAssumed) this.#decideDecimalSign();
    throw decimalConflict(text, lineOfOffset(this.#bytes, this.#scanner.textStart), this.#decimal, source);
  }

  #nameOf(column: number): string {
    return shortText(this.#from.plan.names[column]!);
  }

  #refuse(column: number, fault: string): boolean {
    this.#faultColumn = column;
    this.#fault = fault;
    return false;
  }

  /** Adds a row to the bad rows. */
  #reject(rowStart: number): void {
    refuseZeros(this.#bytes, rowStart, this.#from.source);
    const footer = footerAt(this.#bytes, this.#from.delimiter, rowStart);
    if (footer !== undefined) {
      this.#notes.push(`The line ${shortText(footer)} behind the last row was passed over`);
      return;
    }
    this.#badRows.add(() => {
      const { plan, source, floor } = this.#from;
      let column = this.#faultColumn;
      let reason = this.#fault;
      if (reason === "") {
        const at = (index: number) => index === -1 ? 0 : this.#values[index]![this.#row]!;
        const fault = barFault(at(plan.open), at(plan.high), at(plan.low), at(plan.close), at(plan.volume), floor)!;
        column = plan[fault.column];
        reason = fault.reason;
      }
      const line = lineOfOffset(this.#bytes, rowStart);
      return {
        place: `line ${line} of ${source}, column ${shortText(plan.names[column]!)}`,
        reason: `${reason} (the line is ${JSON.stringify(lineText(this.#bytes, rowStart))})`,
        remedy: this.#isFaultOfTime ? this.#stamps.remedy : undefined,
      };
    }, this.#isFaultOfTime && this.#stamps.isFatal);
  }

  #grow(): void {
    this.#capacity = Math.ceil(this.#capacity * 1.5);
    for (let column = 0; column < this.#values.length; column++) {
      if (!hasValues(this.#actions[column]!)) continue;
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
      const name = plan.names[index]!, quoted = this.#nameOf(index);
      if (this.#actions[index] !== EXTRA) continue;
      const isTruth = this.#hasTruth.has(index);
      if (isTruth && this.#hasNumbers[index]) {
        this.#notes.push(`Column ${quoted} is not used: it holds numbers and truth values`);
      } else if (!isTruth && !this.#hasNumbers[index]) {
        this.#notes.push(`Column ${quoted} is not used: it holds no number`);
      } else if (extra.has(name)) this.#notes.push(`Column ${quoted} is there twice; the first is used`);
      else {
        extra.set(name, column(index));
        if (isTruth) this.#notes.push(`Column ${quoted} holds true and false, read as 1 and 0`);
      }
    }
    const lineOfRow = (row: number) => lineOfOffset(this.#bytes, this.#offsets[row]!);
    const notes = [
      this.#symbols.note(),
      this.#volumeNote(),
      ...this.#texts.map((texts) => texts.note(length, lineOfRow)),
      this.#cutNote(),
    ];
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
      texts: this.#texts,
      decimal: this.#decimal,
      notes: [...this.#notes, ...notes.filter((note) => note !== undefined)],
    };
  }

  /** Returns a note if some rows have no volume, while others have: they are read as rows in which nothing was traded. */
  #volumeNote(): string | undefined {
    const count = this.#withoutVolume;
    if (count === 0 || count >= this.#row) return undefined;
    const { plan } = this.#from, first = this.#firstWithoutVolume;
    return `${count === 1 ? "A row has" : `${count} rows have`} no value in column ${
      shortText(plan.names[plan.volume]!)
    }, read as 0: ${count === 1 ? "" : "the first is "}row ${first}`;
  }

  /** Returns a note if the file ends within a number, as one does that was cut: 101.5 may have become 10. */
  #cutNote(): string | undefined {
    const bytes = this.#bytes, scanner = this.#scanner, last = this.#row - 1;
    if (!this.#from.endsWithinLine || last < 0 || this.#lastEnd !== bytes.length - 1) return undefined;
    const column = this.#actions.length - 1, action = this.#actions[column]!;
    if (!hasValues(action) || (action === STAMP && this.#stamps.form !== "epoch")) return undefined;
    if (!spanColumn(scanner, bytes, this.#offsets[last]!, column) || scanner.end !== bytes.length - 1) return undefined;
    // A quote, a letter or a space behind the digits shows that they are whole.
    const byte = bytes[bytes.length - 2]!;
    const endsInNumber = (byte >= ZERO && byte <= NINE) || byte === POINT || byte === COMMA;
    if (!endsInNumber || scanner.textEnd === scanner.textStart) return undefined;
    return `The last line has no line end; its last number is read as ${this.#values[column]![last]}: ` +
      "check that the file is whole";
  }
}

/** Returns whether a column has a value for each row. */
function hasValues(action: number): boolean {
  return action >= PRICE && action <= ADJUSTED && action !== DATE;
}
