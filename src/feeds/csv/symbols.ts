/**
 * Files that hold several instruments in long form: a column names the instrument of each row.
 *
 * Rows of several instruments are never joined to one series: the user selects one.
 *
 * @module
 */

import { isMissingText } from "../number_text.ts";
import { normalizedName } from "../column_names.ts";
import type { ColumnPlan } from "./column_plan.ts";
import { listOfTexts, shortText } from "./short_text.ts";
import { isNumber } from "./header.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, sameBytes, spanColumn } from "./rows_place.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Names of columns in which a whole number is the code of an instrument, in the form of {@linkcode normalizedName}. */
const CODE_NAMES = [
  "symbol",
  "ticker",
  "sym",
  "tic",
  "tickersymbol",
  "stocksymbol",
  "tradingsymbol",
  "instrumentid",
  "instrumenttoken",
  "securityid",
  "secid",
  "seccode",
  "stockcode",
  "code",
  "cusip",
  "sedol",
  "wkn",
  "permno",
  "gvkey",
];

/** Rows in which a cell of the column of symbols is looked for. */
const ROWS_TRIED = 100;

/**
 * Makes the column of symbols a further column of numbers if it holds numbers that are no codes.
 *
 * @param place The rows.
 * @returns The columns.
 */
export function settleSymbolColumn({ bytes, delimiter, start, plan }: RowsPlace): ColumnPlan {
  if (plan.symbol === -1) return plan;
  const scanner = new CellScanner(bytes, delimiter);
  let text = "";
  for (let position = start, row = 0; position < bytes.length && row < ROWS_TRIED && isMissingText(text); row++) {
    if (spanColumn(scanner, bytes, position, plan.symbol)) text = scanner.text();
    position = bytes.indexOf(LINE_FEED, position) + 1;
  }
  if (!isNumber(text)) return plan;
  if (/^\d+$/.test(text) && CODE_NAMES.includes(normalizedName(plan.names[plan.symbol]!))) return plan;
  return { ...plan, symbol: -1, extra: [...plan.extra, plan.symbol].toSorted((a, b) => a - b) };
}

/** Holds the rows of a file to one symbol: the one that is selected, or else the only one. */
export class SymbolRows {
  readonly #place: RowsPlace;
  readonly #wanted: string | undefined;
  #first: string | undefined = undefined;
  /** The symbol of the row that is read, and the place of the last one with other bytes. */
  #current = "";
  #start = 0;
  #end = -1;
  #others = 0;

  /**
   * Starts before the first row.
   *
   * @param place The rows.
   * @param wanted The selected symbol, if there is one.
   */
  constructor(place: RowsPlace, wanted: string | undefined) {
    this.#place = place;
    this.#wanted = wanted;
  }

  /**
   * Returns whether a row has the selected symbol.
   *
   * @param scanner A scanner of the file.
   * @param rowStart Offset of the row.
   * @returns Whether it has.
   */
  isWanted(scanner: CellScanner, rowStart: number): boolean {
    const { bytes, plan } = this.#place;
    const isThere = spanColumn(scanner, bytes, rowStart, plan.symbol);
    if (isThere) this.see(scanner);
    if (isThere && this.#current === this.#wanted) return true;
    this.#others++;
    return false;
  }

  /**
   * Sees the symbol of a row, which may still turn out to be bad.
   *
   * @param scanner A scanner whose last text is the symbol.
   */
  see(scanner: CellScanner): void {
    const { textStart, textEnd } = scanner;
    if (sameBytes(this.#place.bytes, this.#start, this.#end, textStart, textEnd)) return;
    this.#start = textStart;
    this.#end = textEnd;
    this.#current = scanner.text();
  }

  /**
   * Takes the row whose symbol was seen last.
   *
   * @throws {RangeError} If it has another symbol than the rows before.
   */
  take(): void {
    if (this.#current === this.#first) return;
    if (this.#first !== undefined) {
      const { source, plan } = this.#place, column = `its column ${shortText(plan.names[plan.symbol]!)}`;
      const otherRemedy = `, or columns: { symbol: "" } if the column does not name instruments`;
      throw severalSymbolsError(source, column, symbolsIn(this.#place), otherRemedy);
    }
    this.#first = this.#current;
  }

  /**
   * Returns the sentence for the feed's notes.
   *
   * @returns The symbol, and the number of rows of others; `undefined` in a file without symbols.
   * @throws {RangeError} If no row has the selected symbol.
   */
  note(): string | undefined {
    const { plan } = this.#place;
    if (plan.symbol === -1) return undefined;
    const column = `Column ${shortText(plan.names[plan.symbol]!)}`;
    if (this.#wanted === undefined) {
      return this.#first === undefined ? undefined : `${column} has the symbol ${shortText(this.#first)} in every row`;
    }
    const symbols = this.#first === undefined ? symbolsIn(this.#place) : [];
    if (symbols.length > 0 && !symbols.includes(this.#wanted)) {
      const place = `column ${shortText(plan.names[plan.symbol]!)} of ${this.#place.source}`;
      throw unknownSymbolError(this.#wanted, place, symbols);
    }
    if (this.#others === 0) return `${column} has the symbol ${shortText(this.#wanted)} in every row`;
    return `${column} selects ${shortText(this.#wanted)}; ${this.#others} rows of other symbols were left out`;
  }
}

/** Most symbols that a message names. */
const SHOWN = 5;

/**
 * Returns the symbols of a file.
 *
 * @param place The rows.
 * @returns The symbols, in the order of their first rows.
 */
function symbolsIn({ bytes, delimiter, start, plan }: RowsPlace): readonly string[] {
  const symbols = new Set<string>();
  const scanner = new CellScanner(bytes, delimiter);
  for (let position = start; position < bytes.length;) {
    const isBlank = bytes[position] === LINE_FEED || bytes[position] === CARRIAGE_RETURN;
    if (spanColumn(scanner, bytes, position, plan.symbol) && !isBlank) symbols.add(scanner.text());
    while (bytes[scanner.end] !== LINE_FEED) scanner.span(scanner.end + 1);
    position = scanner.end + 1;
  }
  return [...symbols];
}

/**
 * Returns the error of a file with several symbols of which none is selected.
 *
 * @param source The file.
 * @param place The part of it that has the symbols, such as `its column "Name"`.
 * @param symbols The symbols.
 * @param otherRemedy What else the user may do, as a clause.
 * @returns The error.
 */
export function severalSymbolsError(
  source: string,
  place: string,
  symbols: readonly string[],
  otherRemedy: string = "",
): RangeError {
  return new RangeError(
    `Cannot read ${source} as one instrument: ${place} has ${symbols.length} symbols, ${
      listOfTexts(symbols, SHOWN)
    }; ` +
      `pass symbol: ${shortText(symbols[0]!)} to read the rows of one${otherRemedy}`,
  );
}

/**
 * Returns the error of a symbol that a file does not have.
 *
 * @param symbol The symbol that is asked for.
 * @param place The part of the file that has the symbols.
 * @param symbols The symbols.
 * @returns The error.
 */
export function unknownSymbolError(symbol: string, place: string, symbols: readonly string[]): RangeError {
  // A symbol in other letters is the likeliest slip, so it is named first.
  const alike = symbols.filter((other) => other.toLowerCase() === symbol.toLowerCase());
  const shown = [...alike, ...symbols.filter((other) => !alike.includes(other))];
  const all = symbols.length === 1 ? "its symbol is" : `its ${symbols.length} symbols are`;
  return new RangeError(
    `Cannot find the symbol ${shortText(symbol)} in ${place}: ${all} ${listOfTexts(shown, SHOWN)}; pass one of them`,
  );
}
