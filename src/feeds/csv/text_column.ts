/**
 * Watches a column of texts that the reader does not use, since it may name the instrument of each row under a name that
 * is not known.
 *
 * @module
 */

import { orderOfTimes } from "../validate_bars.ts";
import { listOfTexts, shortText } from "./short_text.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, sameBytes, spanColumn } from "./rows_place.ts";

/** A column with more texts than this names no instruments. */
const TEXTS_LIMIT = 1000;

/** Most texts that a message names. */
const SHOWN = 5;

/** The texts of one column. */
export class TextColumn {
  /** Index of the column. */
  readonly column: number;

  readonly #place: RowsPlace;
  readonly #scanner: CellScanner;
  /** The first row of each text. */
  readonly #firstRows = new Map<string, number>();
  /** Number of rows whose text differs from that of the row before. */
  #changes = 0;
  /** True while the column may name instruments. */
  #isOpen = true;
  /** The cell of the last row that was taken, and that of the row that is read. */
  #takenStart = 0;
  #takenEnd = -1;
  #start = 0;
  #end = 0;

  /**
   * Makes a column without rows.
   *
   * @param place The rows.
   * @param column Its index.
   */
  constructor(place: RowsPlace, column: number) {
    this.#place = place;
    this.column = column;
    this.#scanner = new CellScanner(place.bytes, place.delimiter);
  }

  /**
   * Sees the cell of a row, which may still turn out to be bad.
   *
   * @param scanner A scanner whose last text is the cell.
   */
  see(scanner: CellScanner): void {
    this.#start = scanner.textStart;
    this.#end = scanner.textEnd;
  }

  /**
   * Takes the row whose cell was seen last.
   *
   * @param row Index of the row.
   */
  take(row: number): void {
    if (!this.#isOpen) return;
    const isSame = sameBytes(this.#place.bytes, this.#takenStart, this.#takenEnd, this.#start, this.#end);
    this.#takenStart = this.#start;
    this.#takenEnd = this.#end;
    if (isSame) return;
    this.#scanner.textStart = this.#start;
    this.#scanner.textEnd = this.#end;
    const text = this.#scanner.text();
    if (!this.#firstRows.has(text)) this.#firstRows.set(text, row);
    this.#changes++;
    this.#isOpen = this.#firstRows.size <= TEXTS_LIMIT;
  }

  /**
   * Returns a note if the column has several texts, each in one block of rows, as joined files of instruments have.
   *
   * @param rows Number of rows.
   * @param lineOf Returns the line of a row.
   * @returns The note.
   */
  note(rows: number, lineOf: (row: number) => number): string | undefined {
    const [first, second] = this.#firstRows, count = this.#firstRows.size;
    if (!this.#isOpen || second === undefined || this.#changes > count || rows < 2 * count) return undefined;
    return `Column ${this.#name()} goes from ${shortText(first![0])} to ${shortText(second[0])} at line ${
      lineOf(second[1])
    } and never back; ${this.#remedy()}`;
  }

  /**
   * Returns the error of rows that have no order as a whole and have one for each text of the column.
   *
   * @param stamps The stamps of all rows, in the order of the file.
   * @param offsets The offset of each row.
   * @returns The error, or `undefined` if the column does not explain the order.
   */
  explainOrder(stamps: Float64Array, offsets: Uint32Array): RangeError | undefined {
    if (!this.#isOpen || this.#firstRows.size < 2) return undefined;
    const { bytes, source } = this.#place, scanner = this.#scanner;
    const byText = new Map<string, number[]>();
    for (const [row, offset] of offsets.entries()) {
      spanColumn(scanner, bytes, offset, this.column);
      const text = scanner.text(), times = byText.get(text);
      if (times === undefined) byText.set(text, [stamps[row]!]);
      else times.push(stamps[row]!);
    }
    for (const times of byText.values()) {
      const { kind } = orderOfTimes(Float64Array.from(times));
      if (kind !== "ascending" && kind !== "descending") return undefined;
    }
    const texts = [...this.#firstRows.keys()];
    return new RangeError(
      `Cannot read ${source} as one instrument: its times repeat or run back, and column ${this.#name()} has ` +
        `${texts.length} texts, ${listOfTexts(texts, SHOWN)}, each with times in order; ${this.#remedy()}`,
    );
  }

  #name(): string {
    return shortText(this.#place.plan.names[this.column]!);
  }

  #remedy(): string {
    const [text] = this.#firstRows.keys();
    return `if it names instruments, pass columns: { symbol: ${this.#name()} } and symbol: ${shortText(text!)}`;
  }
}
