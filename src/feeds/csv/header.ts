/**
 * The head of a delimited file: the lines before the rows, the delimiter and the names of the columns.
 *
 * @module
 */

import { CellScanner, decodeText } from "./parse_cells.ts";
import { numberOfText, plainNumberText } from "../number_text.ts";

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
const QUOTE = 0x22;
const DELIMITERS = [0x2c, 0x3b, 0x09] as const;

/**
 * Reads the head of a file. It skips a byte order mark, blank lines, comments (`#`) and a line that is only an address,
 * and splits the next line into cells. The delimiter is the most frequent of comma, semicolon and tab in that line.
 *
 * @param bytes The file, ending with a line feed.
 * @param source The file, for messages.
 * @returns The head.
 * @throws {RangeError} If there is no relevant line, or the text is not UTF-8.
 */
export function readHeader(bytes: Uint8Array, source: string): Header {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes[1] === 0) {
    throw new RangeError(`Cannot read ${source}: it is written in UTF-16; save it as UTF-8`);
  }
  const notes: string[] = [];
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (start < bytes.length) {
    const lineEnd = bytes.indexOf(LINE_FEED, start);
    const line = decodeText(bytes, start, lineEnd).trim();
    if (line !== "" && !line.startsWith("#") && !/^https?:\/\/[^,;\t]*$/i.test(line)) break;
    if (line !== "") notes.push(`The line ${JSON.stringify(line)} before the header was passed over`);
    start = lineEnd + 1;
  }
  if (start >= bytes.length) throw new RangeError(`Cannot read ${source}: it is empty`);

  const delimiter = detectDelimiter(bytes, start);
  const scanner = new CellScanner(bytes, delimiter);
  const cells: string[] = [];
  scanner.end = start - 1;
  do {
    scanner.span(scanner.end + 1);
    cells.push(scanner.text());
  } while (bytes[scanner.end] !== LINE_FEED);
  while (cells.at(-1) === "") cells.pop();
  const hasValues = cells.some((cell) => !Number.isNaN(numberOfText(plainNumberText(cell))));
  return { delimiter, cells, hasValues, start, end: scanner.end + 1, notes };
}

function detectDelimiter(bytes: Uint8Array, start: number): number {
  const counts = new Map<number, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let inQuotes = false;
  for (let position = start; position < bytes.length && (inQuotes || bytes[position] !== LINE_FEED); position++) {
    const byte = bytes[position]!;
    if (byte === QUOTE) inQuotes = !inQuotes;
    else if (!inQuotes && counts.has(byte)) counts.set(byte, counts.get(byte)! + 1);
  }
  return [...counts].reduce((most, entry) => entry[1] > most[1] ? entry : most)[0];
}
