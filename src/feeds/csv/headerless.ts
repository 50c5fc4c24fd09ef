/**
 * Finds out by the first rows of a file without a header which columns it has, so that the error can tell what to pass.
 *
 * The shapes of Binance, Kraken, Coinbase and MetaTrader are known. In any other file the columns follow from what the
 * cells hold, and the order of the prices from what makes them bars.
 *
 * @module
 */

import { plainNumberText } from "../number_text.ts";
import { StampReader } from "../time/time_stamp.ts";
import { isBar } from "../validate_bars.ts";
import { cellsOfLine, type Header, isNumber } from "./header.ts";

/** Columns by position, and the end of a bar that its time marks. */
export interface Suggestion {
  /** Names of all columns that are used; an empty name leaves a column out. */
  readonly columns: readonly string[];
  /**
   * The end of the bar, where the source is known to mark it; `"ask"` where a time of day is there and the source is not
   * known; `undefined` where the times are dates.
   */
  readonly stamp: "open" | "ask" | undefined;
}

/** The kind of a cell. */
type Kind = "date" | "clock" | "moment" | "epoch" | "number" | "text";

/** Rows whose prices decide in which order they stand. */
const ROWS_TRIED = 50;

/** Counts since the epoch are at least this, which is March 1973 in seconds. */
const EPOCH_LEAST = 1e8;

/** Orders of four prices, the commonest first. */
const PRICE_ORDERS = [
  ["open", "high", "low", "close"],
  ["low", "high", "open", "close"],
  ["open", "close", "high", "low"],
  ["open", "close", "low", "high"],
  ["open", "low", "high", "close"],
  ["high", "low", "open", "close"],
] as const;

/** Columns behind those of the bar, by the source's count of columns. */
const BINANCE = ["close_time", "quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume"];
const METATRADER_5 = ["tick_volume", "volume", "spread"];

/**
 * Returns the columns of a file without a header.
 *
 * @param bytes The file, ending with a line feed.
 * @param header Its first line.
 * @returns The columns; without anything to go by, those of a file with a time and a bar.
 */
export function suggestColumns(bytes: Uint8Array, header: Header): Suggestion {
  const { cells } = header;
  const kinds = kindsOf(cells);
  const names: string[] = cells.map(() => "");
  const time = kinds.findIndex((kind) => kind === "moment" || kind === "date" || kind === "epoch");
  const clock = time !== -1 && kinds[time] === "date" && kinds[time + 1] === "clock" ? time + 1 : -1;
  const first = firstPrice(kinds, clock === -1 ? time : clock);
  if (time === -1 || first === -1) {
    const columns = ["time", "open", "high", "low", "close", "volume"].slice(0, cells.length);
    return { columns, stamp: undefined };
  }
  names[time] = clock === -1 ? "time" : "date";
  if (clock !== -1) names[clock] = "time";
  const symbol = kinds.indexOf("text");
  if (symbol !== -1 && symbol < first && cells[symbol] !== "") names[symbol] = "symbol";
  orderOfPrices(bytes, header, first).forEach((name, index) => names[first + index] = name);

  const rest = first + 4;
  const secondTime = Number(cells[rest + 1]) / Number(cells[time]);
  const isBinance = kinds[time] === "epoch" && cells.length === 12 && secondTime >= 1 && secondTime < 1.1;
  const isMetaTrader5 = clock !== -1 && kinds.length - rest === 3 &&
    kinds.slice(rest).every((kind) => kind === "number");
  if (isMetaTrader5) METATRADER_5.forEach((name, index) => names[rest + index] = name);
  else if (kinds[rest] === "number") {
    names[rest] = "volume";
    if (isBinance) BINANCE.forEach((name, index) => names[rest + 1 + index] = name);
    else if (kinds[time] === "epoch" && cells.length === rest + 2 && /^\d+$/.test(cells[rest + 1]!)) {
      names[rest + 1] = "trades";
    }
  }
  while (names.at(-1) === "") names.pop();
  // Exchanges of coins count from the begin of a bar, and MetaTrader, which writes its dates with points, does so too.
  const isKnown = kinds[time] === "epoch" || (clock !== -1 && /^\d{4}\.\d\d\.\d\d$/.test(cells[time]!));
  return { columns: names, stamp: isKnown ? "open" : kinds[time] === "date" && clock === -1 ? undefined : "ask" };
}

/**
 * Returns what to pass, in the form of options.
 *
 * @param suggestion The columns.
 * @returns The text for a message.
 */
export function textOfSuggestion({ columns, stamp }: Suggestion): string {
  const list = `columns: [${columns.map((name) => JSON.stringify(name)).join(", ")}]`;
  if (stamp === undefined) return list;
  return stamp === "open"
    ? `${list}, stamp: "open"`
    : `${list}, stamp: "open" or "close", whichever a row's time marks`;
}

function kindsOf(cells: readonly string[]): readonly Kind[] {
  const kinds: Kind[] = [];
  let hasTime = false;
  for (const cell of cells) {
    // Four and six digits are a time of day only behind a date.
    const isClock = kinds.at(-1) === "date" && !kinds.includes("clock") &&
      (/^\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?(?:\s?[AaPp]\.?[Mm]\.?)?$/.test(cell) ||
        /^(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?$/.test(cell));
    // Behind a time, a large volume is a number and no count since the epoch.
    const kind: Kind = isClock
      ? "clock"
      : (hasTime ? undefined : timeKind(cell)) ?? (isNumber(cell) ? "number" : "text");
    hasTime ||= kind === "date" || kind === "moment" || kind === "epoch";
    kinds.push(kind);
  }
  return kinds;
}

function timeKind(cell: string): "date" | "moment" | "epoch" | undefined {
  const readers = [new StampReader("mdy"), new StampReader("dmy")];
  const form = readers.find((reader) => !Number.isNaN(reader.readText(cell)))?.form;
  if (form !== "epoch") return form === "local" || form === "instant" ? "moment" : form;
  return Number(cell) >= EPOCH_LEAST && Number.isInteger(Number(cell)) ? "epoch" : undefined;
}

/** Returns the first of four columns of numbers, behind the time if there are four, else anywhere. */
function firstPrice(kinds: readonly Kind[], time: number): number {
  const isFour = (start: number) => [0, 1, 2, 3].every((index) => kinds[start + index] === "number");
  for (let start = time + 1; start < kinds.length; start++) if (isFour(start)) return start;
  return kinds.findIndex((_, start) => isFour(start));
}

/** Returns the first order of the prices in which the first rows are bars. */
function orderOfPrices(bytes: Uint8Array, header: Header, first: number): readonly string[] {
  const rows: number[][] = [];
  for (let end = header.start; rows.length < ROWS_TRIED && end < bytes.length;) {
    const line = cellsOfLine(bytes, header.delimiter, end);
    end = line.end;
    const texts = line.cells.slice(first, first + 4);
    const numbers = texts.map((text) => Number(plainNumberText(text) ?? plainNumberText(text, ",")));
    if (numbers.length === 4 && numbers.every(Number.isFinite)) rows.push(numbers);
  }
  const fits = PRICE_ORDERS.find((order) => {
    const [open, high, low, close] = ["open", "high", "low", "close"].map((name) => order.indexOf(name as "open"));
    return rows.every((row) => isBar(row[open!]!, row[high!]!, row[low!]!, row[close!]!, 0));
  });
  return fits ?? PRICE_ORDERS[0];
}
