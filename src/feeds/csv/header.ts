/**
 * The head of a delimited file: the lines before the rows, the delimiter and the names of the columns.
 *
 * @module
 */

import { CELL_BYTES_LIMIT, CellScanner, decodeText } from "./parse_cells.ts";
import { normalizedName } from "../column_names.ts";
import { plainNumberText } from "../number_text.ts";
import type { ColumnNames } from "./column_plan.ts";
import { namesPrices } from "./named_prices.ts";
import { shortText } from "./short_text.ts";

/** The head of a file. */
export interface Header {
  /** The byte between cells: comma, semicolon, tab or pipe. */
  readonly delimiter: number;
  /** The cells of the first relevant line, without empty cells at its end. */
  readonly cells: readonly string[];
  /** True if these cells hold values, so that the file has no header. */
  readonly hasValues: boolean;
  /** Offset of that line. */
  readonly start: number;
  /** Offset of the next line. */
  readonly end: number;
  /** Lines that were skipped, in sentences. */
  readonly notes: readonly string[];
}

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const TAB = 0x09;
const PIPE = 0x7c;

/** Lines before a header that say nothing of the rows: comments, an address, and the delimiter as spreadsheets note it. */
const IGNORED = [/^#/, /^https?:\/\/[^,;\t]*$/i, /^"?sep=.?"?$/i];

/** Delimiters of a line with a time and four prices, the least that a row of bars has. */
const LEAST_DELIMITERS = 4;

/** Lines behind a title in which the header is looked for. */
const LINES_TRIED = 30;

/**
 * Reads the head of a file. It skips a byte order mark, blank lines, comments (`#`), a line that is only an address,
 * `sep=;`, a line that numbers the columns, and titles, which are lines of few cells before one that names the prices.
 * It splits the next line into cells. The delimiter is a semicolon, tab or pipe if that line has enough of them for a
 * bar, since its commas may be decimal signs, and otherwise the most frequent of all. A comment that names the prices is
 * the header where rows follow it.
 *
 * @param bytes The file, ending with a line feed.
 * @param source The file, for messages.
 * @param columns Names of columns, if the user gave them.
 * @returns The head.
 * @throws {RangeError} If there is no relevant line, or a quote in it is not closed.
 */
export function readHeader(bytes: Uint8Array, source: string, columns: ColumnNames = {}): Header {
  const notes: string[] = [];
  const isHeader = headerTest(columns);
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let comment: (Pick<Header, "delimiter" | "cells" | "start"> & { readonly line: string }) | undefined;
  while (start < bytes.length) {
    const lineEnd = bytes.indexOf(LINE_FEED, start);
    const line = decodeText(bytes, start, Math.min(lineEnd, start + CELL_BYTES_LIMIT)).trim();
    if (line !== "" && !IGNORED.some((pattern) => pattern.test(line))) {
      const delimiter = detectDelimiter(bytes, start);
      const { cells, end, openQuote } = cellsOfLine(bytes, delimiter, start);
      if (isCount(cells)) {
        notes.push(
          `The line ${shortText(line)} only numbers the columns, as data frames write it, and was passed over`,
        );
      } else if (cells.length <= LEAST_DELIMITERS && !isHeader(cells) && isBeforeHeader(bytes, lineEnd + 1, isHeader)) {
        notes.push(`The line ${shortText(line)} before the header was passed over`);
      } else {
        if (openQuote !== undefined) {
          throw new RangeError(
            `Cannot read the header of ${source}: the quote in ${
              shortText(openQuote)
            } is not closed; close or remove it`,
          );
        }
        // A name of a column may be a number, as that of an average is.
        const hasValues = cells.some(isNumber) && !namesPrices(cells);
        if (comment === undefined) return { delimiter, cells, hasValues, start, end, notes };
        if (!hasValues) {
          notes.push(`The line ${shortText(comment.line)} before the header was passed over`);
          return { delimiter, cells, hasValues, start, end, notes };
        }
        notes.push(`The line ${shortText(comment.line)} is a comment that names the prices, and is read as the header`);
        const { start: commentStart, cells: names, delimiter: between } = comment;
        return { delimiter: between, cells: names, hasValues: false, start: commentStart, end: start, notes };
      }
    } else if (line !== "") {
      const delimiter = detectDelimiter(bytes, start), { cells } = cellsOfLine(bytes, delimiter, start);
      if (namesPrices(cells)) comment = { delimiter, cells, start, line };
      else notes.push(`The line ${shortText(line)} before the header was passed over`);
    }
    start = lineEnd + 1;
  }
  throw new RangeError(`Cannot read ${source}: it is empty`);
}

/** Returns the test of a line that may be the header, or with columns by position the first row. */
function headerTest(columns: ColumnNames): (cells: readonly string[]) => boolean {
  if (isByPosition(columns)) {
    return (cells) => cells.length >= columns.length && (cells.length > LEAST_DELIMITERS || cells.some(isNumber));
  }
  const given = Object.entries(columns).map(([role, name]) => [role, normalizedName(name)] as const);
  return (cells) => namesPrices(cells, Object.fromEntries(given));
}

function isByPosition(columns: ColumnNames): columns is readonly string[] {
  return Array.isArray(columns);
}

/** Returns whether a header follows, before any other line with the cells of a bar. */
function isBeforeHeader(bytes: Uint8Array, from: number, isHeader: (cells: readonly string[]) => boolean): boolean {
  let start = from;
  for (let line = 0; line < LINES_TRIED && start < bytes.length; line++) {
    const { cells } = cellsOfLine(bytes, detectDelimiter(bytes, start), start);
    if (isHeader(cells)) return true;
    if (cells.length > LEAST_DELIMITERS && !isCount(cells)) return false;
    start = bytes.indexOf(LINE_FEED, start) + 1;
  }
  return false;
}

/**
 * Returns whether cells are the numbers of the columns from 0 on, which a data frame without names writes as its header,
 * maybe behind an empty cell above its index. No bar has such prices, as its high would be below its low.
 */
function isCount(cells: readonly string[]): boolean {
  const counts = cells[0] === "" ? cells.slice(1) : cells;
  return counts.length > LEAST_DELIMITERS && counts.every((cell, column) => cell === String(column));
}

/** The cells of a line. */
export interface LineCells {
  /** The cells, without empty cells at the end. */
  readonly cells: readonly string[];
  /** Offset of the next line. */
  readonly end: number;
  /** The first cell with a quote that has no second one, if there is one. */
  readonly openQuote: string | undefined;
}

/**
 * Reads the cells of a line.
 *
 * @param bytes The file, ending with a line feed.
 * @param delimiter The byte between cells.
 * @param start Offset of the line.
 * @returns Its cells.
 */
export function cellsOfLine(bytes: Uint8Array, delimiter: number, start: number): LineCells {
  const scanner = new CellScanner(bytes, delimiter);
  const cells: string[] = [];
  let openQuote: string | undefined;
  scanner.end = start - 1;
  do {
    let first = scanner.end + 1;
    scanner.span(first);
    const text = scanner.text();
    while (bytes[first] === SPACE) first++;
    // A cell in quotes begins after its quote. Any other quote is a letter, and an odd number of them is a slip; so is a
    // cell that takes in other lines with their delimiters.
    const slips = scanner.textStart === first
      ? text.split('"').length % 2 === 0
      : text.includes("\n") && text.includes(String.fromCharCode(delimiter));
    if (slips) openQuote ??= text;
    cells.push(text);
  } while (bytes[scanner.end] !== LINE_FEED);
  while (cells.at(-1) === "") cells.pop();
  return { cells, end: scanner.end + 1, openQuote };
}

/**
 * Returns whether a cell of a first line holds a number, whatever its decimal sign.
 *
 * @param cell The text of the cell.
 * @returns Whether it does.
 */
export function isNumber(cell: string): boolean {
  return plainNumberText(cell) !== undefined || plainNumberText(cell, ",") !== undefined;
}

function detectDelimiter(bytes: Uint8Array, start: number): number {
  const counts = new Map([[COMMA, 0], [SEMICOLON, 0], [TAB, 0], [PIPE, 0]]);
  let inQuotes = false;
  for (let position = start; position < bytes.length && (inQuotes || bytes[position] !== LINE_FEED); position++) {
    const byte = bytes[position]!;
    if (byte === QUOTE) inQuotes = !inQuotes;
    else if (!inQuotes && counts.has(byte)) counts.set(byte, counts.get(byte)! + 1);
  }
  const least = Math.min(LEAST_DELIMITERS, counts.get(COMMA)! + 1);
  let delimiter = COMMA, most = 0;
  for (const byte of [TAB, SEMICOLON, PIPE]) {
    const count = counts.get(byte)!;
    if (count >= least && count > most) [delimiter, most] = [byte, count];
  }
  return delimiter;
}
