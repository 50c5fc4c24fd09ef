/**
 * Reads cells of a delimited text from its bytes.
 *
 * A plain number (a sign, digits, at most one decimal sign) is read without making a string. Its digits form one integer,
 * which is exact below 2^53, and the integer is divided by an exact power of ten (10^22 and less are exact). So there
 * is one rounding, and the result is the double that `Number()` gives for the same text (Clinger 1990, "How to read
 * floating point numbers accurately"). Every other text is returned as a string.
 *
 * The bytes must end with a line feed; {@linkcode endWithLineFeed} adds it.
 *
 * @module
 */

import { DECIMALS_LIMIT, type DecimalSign } from "../number_text.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** A byte that no byte equals. */
const NONE = -1;

/** Most bytes of a cell that are made a text. No number or time is nearly as long. */
export const CELL_BYTES_LIMIT: number = 2 ** 22;

/** Any nine digits fit into 31 bits. */
const GROUP_DIGITS = 9;

/** The powers of ten that a double holds exactly and that sixteen digits can need. */
const POWERS_OF_TEN = Float64Array.from({ length: 17 }, (_, exponent) => Number(`1e${exponent}`));

/** Integers below this limit are exact in a double, and so are all partial sums on the way to them. */
const MANTISSA_LIMIT = 2 ** 53;

/**
 * Reads the cells of one text, each from a given offset. The last result stays in the fields, so that reading a number
 * allocates nothing.
 */
export class CellScanner {
  /** Offset of the byte after the last cell: its delimiter, or the line feed that ends its row. */
  end = 0;
  /** Decimals of the last number, as written. */
  decimals = 0;
  /** Offset of the first byte of the last text, without spaces and quotes. */
  textStart = 0;
  /** Offset after the last byte of the last text. */
  textEnd = 0;

  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  /** The decimal sign of a cell without quotes: none if it separates cells. */
  readonly #point: number;
  readonly #quotedPoint: number;
  #digitsEnd = 0;
  #escaped = false;

  /**
   * Makes a scanner of a text. It reads nothing yet.
   *
   * @param bytes The text as UTF-8, ending with a line feed.
   * @param delimiter The byte between cells.
   * @param decimal The sign before the decimals of a number.
   */
  constructor(bytes: Uint8Array, delimiter: number, decimal: DecimalSign = ".") {
    this.#bytes = bytes;
    this.#delimiter = delimiter;
    this.#quotedPoint = decimal === "," ? COMMA : POINT;
    this.#point = this.#quotedPoint === delimiter ? NONE : this.#quotedPoint;
  }

  /**
   * Reads a plain number of at most sixteen digits into `target[index]` and sets {@linkcode CellScanner.end}.
   *
   * @param start Offset of the cell's first byte.
   * @param target The array for the number.
   * @param index Index of the number in the array.
   * @returns Whether the cell holds such a number. If not, nothing changes and {@linkcode CellScanner.span} reads the
   * cell.
   */
  readNumber(start: number, target: Float64Array, index: number): boolean {
    const bytes = this.#bytes;
    const point = this.#point;
    let position = start;
    let byte = bytes[position]!;
    let digit = byte - ZERO;
    const wholeStop = start + GROUP_DIGITS;
    let group = 0;
    // Nine digits at a time fit into a small integer, which is twice as fast as adding each digit to a double. The
    // unsigned difference of a byte that is no digit is a large number.
    while (digit >>> 0 < 10 && position < wholeStop) {
      group = (group * 10 + digit) | 0;
      byte = bytes[++position]!;
      digit = byte - ZERO;
    }
    let mantissa = group;
    let decimals = 0;
    if (byte === point || position === wholeStop) {
      if (byte === point) byte = bytes[++position]!;
      const groupStart = position;
      const groupStop = position + GROUP_DIGITS;
      digit = byte - ZERO;
      group = 0;
      while (digit >>> 0 < 10 && position < groupStop) {
        group = (group * 10 + digit) | 0;
        byte = bytes[++position]!;
        digit = byte - ZERO;
      }
      const power = POWERS_OF_TEN[position - groupStart]!;
      mantissa = mantissa * power + group;
      if (mantissa >= MANTISSA_LIMIT) return false;
      if (bytes[groupStart - 1] === point) {
        decimals = position - groupStart;
        mantissa /= power;
      }
    }
    const count = position - start;
    if ((byte !== this.#delimiter && byte !== LINE_FEED) || count === 0 || (count === 1 && bytes[start] === point)) {
      return this.#readUnusualNumber(start, target, index);
    }
    target[index] = mantissa;
    this.decimals = decimals;
    this.#digitsEnd = position;
    this.end = position;
    return true;
  }

  /**
   * Reads a number like `readNumber`, with the parts that it does not handle: a sign, spaces, quotes, a carriage
   * return, digits in other groups.
   */
  #readUnusualNumber(start: number, target: Float64Array, index: number): boolean {
    const bytes = this.#bytes;
    let position = start;
    let byte = bytes[position]!;
    while (byte === SPACE) byte = bytes[++position]!;
    const quoted = byte === QUOTE;
    const point = quoted ? this.#quotedPoint : this.#point;
    if (quoted) byte = bytes[++position]!;
    const negative = byte === MINUS;
    if (negative || byte === PLUS) byte = bytes[++position]!;

    let mantissa = 0;
    let digits = 0;
    let decimals = 0;
    let fraction = false;
    for (; (byte >= ZERO && byte <= NINE) || (byte === point && !fraction); byte = bytes[++position]!) {
      if (byte === point) {
        fraction = true;
        continue;
      }
      mantissa = mantissa * 10 + (byte - ZERO);
      digits++;
      if (fraction) decimals++;
    }
    if (digits === 0 || digits > 16 || mantissa >= MANTISSA_LIMIT) return false;
    const digitsEnd = position;

    if (quoted) {
      if (byte !== QUOTE) return false;
      byte = bytes[++position]!;
    }
    while (byte === SPACE) byte = bytes[++position]!;
    if (byte === CARRIAGE_RETURN) byte = bytes[++position]!;
    else if (byte === this.#delimiter) byte = LINE_FEED;
    if (byte !== LINE_FEED) return false;

    const value = mantissa / POWERS_OF_TEN[decimals]!;
    target[index] = negative ? -value : value;
    this.decimals = decimals;
    this.#digitsEnd = digitsEnd;
    this.end = position;
    return true;
  }

  /**
   * Returns the decimals of the last number of {@linkcode CellScanner.readNumber}, without trailing zeros.
   *
   * @param known Known decimals, which are returned at once if the number has no more as written.
   * @returns The larger of `known` and the number's decimals, at most {@linkcode DECIMALS_LIMIT}.
   */
  decimalsBeyond(known: number): number {
    let decimals = this.decimals;
    let last = this.#digitsEnd - 1;
    while (decimals > known && this.#bytes[last] === ZERO) {
      decimals--;
      last--;
    }
    return decimals > known ? Math.min(decimals, DECIMALS_LIMIT) : known;
  }

  /**
   * Finds the cell's text and end, and sets `textStart`, `textEnd` and `end`.
   *
   * A cell in double quotes may hold delimiters, line feeds and, written twice, quotes. A quote that is never closed is
   * read as a letter, so that the error names the row of that quote.
   *
   * @param start Offset of the cell's first byte.
   */
  span(start: number): void {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    let position = start;
    let byte = bytes[position]!;
    this.#escaped = false;
    while (byte === SPACE) byte = bytes[++position]!;
    if (byte === QUOTE && this.#quotedSpan(position)) return;
    this.textStart = position;
    while (byte !== delimiter && byte !== LINE_FEED) byte = bytes[++position]!;
    this.end = position;
    if (byte === LINE_FEED && position > this.textStart && bytes[position - 1] === CARRIAGE_RETURN) position--;
    while (position > this.textStart && bytes[position - 1] === SPACE) position--;
    this.textEnd = position;
  }

  /**
   * Returns the last text of {@linkcode CellScanner.span}.
   *
   * @returns The text, trimmed, with doubled quotes made single. Of a cell beyond {@linkcode CELL_BYTES_LIMIT} it is the
   * beginning.
   */
  text(): string {
    const end = Math.min(this.textEnd, this.textStart + CELL_BYTES_LIMIT);
    const text = decodeText(this.#bytes, this.textStart, end).trim();
    return this.#escaped ? text.replaceAll('""', '"') : text;
  }

  /**
   * Returns the offset of the line feed that ends the row around an offset.
   *
   * @param start Offset of the first byte of a cell.
   * @returns The offset of a line feed that is not inside quotes.
   */
  rowEnd(start: number): number {
    this.span(start);
    while (this.#bytes[this.end] !== LINE_FEED) this.span(this.end + 1);
    return this.end;
  }

  /** Reads a quoted cell. Returns false if the quotes are not well formed; the cell is then read as plain text. */
  #quotedSpan(open: number): boolean {
    const bytes = this.#bytes;
    let close = open + 1;
    let escaped = false;
    for (;; close++) {
      close = bytes.indexOf(QUOTE, close);
      if (close === -1) return false;
      if (bytes[close + 1] !== QUOTE) break;
      escaped = true;
      close++;
    }
    let position = close + 1;
    while (bytes[position] === SPACE) position++;
    if (bytes[position] === CARRIAGE_RETURN) position++;
    if (bytes[position] !== this.#delimiter && bytes[position] !== LINE_FEED) return false;
    this.textStart = open + 1;
    this.textEnd = close;
    this.end = position;
    this.#escaped = escaped;
    return true;
  }
}

/**
 * Returns the same bytes with a line feed at their end, so that a scan needs no other stop.
 *
 * @param bytes A text.
 * @returns The bytes themselves if they end with a line feed, else a copy.
 */
export function endWithLineFeed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0 && bytes[bytes.length - 1] === LINE_FEED) return bytes;
  const copy = new Uint8Array(bytes.length + 1);
  copy.set(bytes);
  copy[bytes.length] = LINE_FEED;
  return copy;
}

/**
 * Returns the text of a range of bytes.
 *
 * @param bytes UTF-8.
 * @param start Offset of the first byte.
 * @param end Offset after the last byte.
 * @returns The text; bytes that are not UTF-8 become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  // Short ASCII texts are by far the most frequent, and for them this loop is cheaper than a decoder.
  let text = "";
  if (end - start <= 32) {
    for (let position = start; position < end; position++) {
      const byte = bytes[position]!;
      if (byte >= 0x80) return new TextDecoder().decode(bytes.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return new TextDecoder().decode(bytes.subarray(start, end));
}
