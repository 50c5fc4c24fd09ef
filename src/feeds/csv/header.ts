/**
 * The head of a delimited file: the lines before the rows, the delimiter and the names of the columns.
 *
 * @module
 */

import { CELL_BYTES_LIMIT, CellScanner, decodeText } from "./parse_cells.ts";
import { plainNumberText } from "../number_text.ts";
import { shortText } from "./short_text.ts";

/** The head of a file. */
export interface Header {
  /** The byte between cells: comma, semicolon or tab. */
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

/** Lines before a header that say nothing of the rows: comments, an address, and the delimiter as spreadsheets note it. */
const IGNORED = [/^#/, /^https?:\/\/[^,;\t]*$/i, /^"?sep=.?"?$/i];

/** Delimiters of a line with a time and four prices, the least that a row of bars has. */
const LEAST_DELIMITERS = 4;

/**
 * Reads the head of a file. It skips a byte order mark, blank lines, comments (`#`), a line that is only an address,
 * `sep=;`, and a line that numbers the columns, and splits the next line into cells. The delimiter is a semicolon or tab
 * if that line has enough of them for a bar, since its commas may be decimal signs, and otherwise the most frequent of
 * comma, semicolon and tab.
 *
 * @param bytes The file, ending with a line feed.
 * @param source The file, for messages.
 * @returns The head.
 * @throws {RangeError} If there is no relevant line, or a quote in it is not closed.
 */
export function readHeader(bytes: Uint8Array, source: string): Header {
  const notes: string[] = [];
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (start < bytes.length) {
    const lineEnd = bytes.indexOf(LINE_FEED, start);
    const line = decodeText(bytes, start, Math.min(lineEnd, start + CELL_BYTES_LIMIT)).trim();
    if (line !== "" && !IGNORED.some((pattern) => pattern.test(line))) {
      const delimiter = detectDelimiter(bytes, start);
      const { cells, end, openQuote } = cellsOfLine(bytes, delimiter, start);
      if (openQuote !== undefined) {
        throw new RangeError(
          `Cannot read the header of ${source}: the quote in ${shortText(openQuote)} is not closed; close or remove it`,
        );
      }
      if (!isCount(cells)) return { delimiter, cells, hasValues: cells.some(isNumber), start, end, notes };
      notes.push(`The line ${shortText(line)} only numbers the columns, as data frames write it, and was passed over`);
    } else if (line !== "") notes.push(`The line ${shortText(line)} before the header was passed over`);
    start = lineEnd + 1;
  }
  throw new RangeError(`Cannot read ${source}: it is empty`);
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
  let commas = 0, semicolons = 0, tabs = 0;
  let inQuotes = false;
  for (let position = start; position < bytes.length && (inQuotes || bytes[position] !== LINE_FEED); position++) {
    const byte = bytes[position]!;
    if (byte === QUOTE) inQuotes = !inQuotes;
    else if (inQuotes) continue;
    else if (byte === COMMA) commas++;
    else if (byte === SEMICOLON) semicolons++;
    else if (byte === TAB) tabs++;
  }
  if (Math.max(semicolons, tabs) >= Math.min(LEAST_DELIMITERS, commas + 1)) return semicolons > tabs ? SEMICOLON : TAB;
  return COMMA;
}
