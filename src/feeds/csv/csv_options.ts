/**
 * Checks the options of a file of prices.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import {
  checkChoice,
  type CheckedFeedOptions,
  checkFeedOptions,
  FEED_OPTION_NAMES,
  type FeedOptions,
  takenFeedOptions,
} from "../feed_options.ts";
import type { DecimalSign } from "../number_text.ts";
import { type ColumnNames, takenColumnNames } from "./column_plan.ts";

/**
 * Options of a file of prices.
 *
 * @example Columns of other names, commas before the decimals, and one of several instruments
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const text = "Tag;Werte;Auf;Hoch;Tief;Zu\n2024-01-02;SAP;140,5;142;139,5;141,25\n2024-01-02;BMW;100,5;101;99,5;100\n";
 * const options: ct.CsvOptions = {
 *   columns: { time: "Tag", symbol: "Werte", open: "Auf", high: "Hoch", low: "Tief", close: "Zu" },
 *   decimal: ",",
 *   symbol: "BMW",
 *   timeframe: "1d",
 * };
 * const feed = ct.parseCsv(new TextEncoder().encode(text), "prices.csv", options);
 * assertEquals([feed.name, feed.columns.open[0]], ["BMW", 100.5]);
 * ```
 */
export interface CsvOptions extends FeedOptions {
  /**
   * Names of columns that are not found automatically, by role (`{ close: "Settle" }`). For a file without a header: the
   * names of all columns by position (`["time", "open", "high", "low", "close", "volume"]`). Default: found by the
   * names in the header.
   */
  readonly columns?: ColumnNames;
  /**
   * `"none"` keeps the prices. `"back"` adjusts them: open, high, low and close are multiplied by adjusted close /
   * close, and volume is divided by the same factor. Default: `"none"`.
   */
  readonly adjust?: "none" | "back";
  /**
   * The sign before the decimals of a number. Default: the numbers of the file decide; where all of them can be read
   * with both, it is the comma in a file with semicolons between cells, else an error asks for this option.
   */
  readonly decimal?: "," | ".";
  /**
   * The instrument whose rows are read, for a file that holds several: an entry of the column that names them, or of
   * the header. It is also the feed's name unless a name is given. Default: none; a file that holds several is an
   * error that lists them.
   */
  readonly symbol?: string;
}

/** Options with their defaults filled in. */
export interface CheckedCsvOptions {
  /** The options that all readers share. */
  readonly feed: CheckedFeedOptions;
  /** Names of columns, if given. */
  readonly columns: ColumnNames | undefined;
  /** Whether prices are adjusted. */
  readonly adjust: "none" | "back";
  /** The decimal sign, if given. */
  readonly decimal: DecimalSign | undefined;
  /** The selected instrument, if given. */
  readonly symbol: string | undefined;
}

/**
 * Checks options and fills in defaults.
 *
 * @param given The given options.
 * @param source The file, for the name.
 * @returns The checked options.
 * @throws {TypeError} If an option is unknown or of the wrong kind.
 * @throws {RangeError} If an option has a value that is not allowed.
 */
export function checkCsvOptions(given: CsvOptions, source: string): CheckedCsvOptions {
  const options = takenCsvOptions(given);
  const symbol: unknown = options.symbol;
  if (symbol !== undefined && (typeof symbol !== "string" || symbol === "")) {
    throw new TypeError(`Cannot use symbol ${inspected(symbol)}: pass a text that is not empty, such as "AAPL"`);
  }
  const feed = checkFeedOptions(options, symbol ?? nameOfSource(source));
  return {
    feed,
    columns: options.columns === undefined ? undefined : takenColumnNames(options.columns),
    adjust: checkChoice("adjust", options.adjust, ["none", "back"]) ?? "none",
    decimal: checkChoice("decimal", options.decimal, [",", "."]),
    symbol,
  };
}

/** Returns the options, each read once. */
export function takenCsvOptions(options: CsvOptions): CsvOptions {
  return takenFeedOptions(options, [...FEED_OPTION_NAMES, "columns", "adjust", "decimal", "symbol"]);
}

/** Returns the name of a feed by the file or the address of its prices. */
export function nameOfSource(source: string): string {
  const path = /^https?:\/\//i.test(source) && URL.canParse(source) ? pathOfAddress(new URL(source)) : source;
  const file = path.split(/[\\/]/).at(-1) ?? "";
  return file.replace(/\.(?:gz|gzip)$/i, "").replace(/\.(?:csv|txt|tsv|dat|parquet|pq)$/i, "") || "csv";
}

function pathOfAddress(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}
