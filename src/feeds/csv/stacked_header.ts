/**
 * Headers of several lines: data frames whose columns have a name and a symbol, as yfinance writes them.
 *
 * ```
 * Price,Close,Close,High,High,...
 * Ticker,AAPL,MSFT,AAPL,MSFT,...
 * Date,,,,,...
 * 2024-01-02,185.64,370.87,188.44,375.9,...
 * ```
 *
 * The first two lines may be in the other order, and have no name of their own. The third line is there if the index of
 * the data frame has a name.
 *
 * @module
 */

import { isKnownName, normalizedName } from "../column_names.ts";
import { cellsOfLine, type Header, isNumber } from "./header.ts";
import { isMissingText } from "../number_text.ts";
import { severalSymbolsError, unknownSymbolError } from "./symbols.ts";

/** A header of several lines. */
export interface StackedHeader {
  /** Names of the columns by position. */
  readonly names: readonly string[];
  /** Symbol of each column; empty for a column that belongs to all. */
  readonly symbols: readonly string[];
  /** First cell of the first line, by which the column of the index may be called as well. */
  readonly label: string;
  /** Number of its lines. */
  readonly lines: number;
  /** Offset of the first row. */
  readonly end: number;
}

const LINE_FEED = 0x0a;

/** Names that the lines with names and with symbols have of their own, in their first cell. */
const NAMES_LABELS = ["price", "attributes", "attribute", "field"];
const SYMBOLS_LABELS = ["ticker", "tickers", "symbol", "symbols", ""];

const PRICES = ["open", "high", "low", "close"] as const;

/**
 * Finds out whether a header has several lines, and reads them.
 *
 * @param bytes The file, ending with a line feed.
 * @param header Its first line.
 * @returns The header, or `undefined` if it has one line.
 */
export function readStackedHeader(bytes: Uint8Array, header: Header): StackedHeader | undefined {
  if (header.hasValues || header.end >= bytes.length) return undefined;
  const second = cellsOfLine(bytes, header.delimiter, header.end);
  const namesFirst = isPair(header.cells, second.cells);
  if (!namesFirst && !isPair(second.cells, header.cells)) return undefined;
  const [names, symbols] = namesFirst ? [header.cells, second.cells] : [second.cells, header.cells];

  let end = second.end, lines = 2, index = "";
  if (end < bytes.length && bytes[end] !== LINE_FEED) {
    const third = cellsOfLine(bytes, header.delimiter, end);
    if (third.cells.length === 1 && !isNumber(third.cells[0]!) && third.end < bytes.length) {
      index = third.cells[0]!;
      end = third.end;
      lines = 3;
    }
  }
  const symbolOf = (column: number) => isLabel(column, names) ? "" : symbols[column] ?? "";
  const count = Math.max(names.length, symbols.length);
  const hasTime = names.some((name, column) => column > 0 && symbolOf(column) === "" && isKnownName("time", name));
  const first = index !== "" ? index : isKnownName("time", names[0]!) ? names[0]! : hasTime ? "" : "Date";
  return {
    names: Array.from({ length: count }, (_, column) => column === 0 ? first : names[column] ?? ""),
    symbols: Array.from({ length: count }, (_, column) => column === 0 ? "" : symbolOf(column)),
    label: header.cells[0]!,
    lines,
    end,
  };
}

/**
 * Returns the names of the columns of one symbol, and of the columns that belong to all. Other columns have no name.
 *
 * @param stacked The header.
 * @param symbol The symbol, if the user gave one.
 * @param source The file, for messages.
 * @returns The names by position, and the symbol.
 * @throws {RangeError} If there are several symbols and none is given, or the given one is not there.
 */
export function namesOfSymbol(
  stacked: StackedHeader,
  symbol: string | undefined,
  source: string,
): { names: readonly string[]; symbol: string } {
  const symbols = [...new Set(stacked.symbols)].filter((each) => each !== "");
  if (symbol === undefined && symbols.length > 1) throw severalSymbolsError(source, "its header", symbols);
  if (symbol !== undefined && !symbols.includes(symbol)) {
    throw unknownSymbolError(symbol, `the header of ${source}`, symbols);
  }
  const chosen = symbol ?? symbols[0]!;
  const names = stacked.names.map((name, column) => ["", chosen].includes(stacked.symbols[column]!) ? name : "");
  return { names, symbol: chosen };
}

/** Returns whether the cells of one line are names of columns and those of the other one their symbols. */
function isPair(names: readonly string[], symbols: readonly string[]): boolean {
  const label = normalizedName(symbols[0] ?? "");
  if (!SYMBOLS_LABELS.includes(label) && !NAMES_LABELS.includes(normalizedName(names[0] ?? ""))) return false;
  return PRICES.every((price) => {
    const columns = names.flatMap((name, column) =>
      isKnownName(price, name) && !isLabel(column, names) ? [column] : []
    );
    return columns.length > 0 && columns.every((column) => isSymbol(symbols[column] ?? ""));
  });
}

/** The line of names may be called "Price", which is also a name of the close. */
function isLabel(column: number, names: readonly string[]): boolean {
  return column === 0 && NAMES_LABELS.includes(normalizedName(names[0]!));
}

function isSymbol(cell: string): boolean {
  return cell !== "" && !isNumber(cell) && !isMissingText(cell);
}
