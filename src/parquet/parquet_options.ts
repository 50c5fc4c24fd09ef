/**
 * The options of a Parquet file.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { type ColumnNames, takenColumnNames } from "../feeds/csv/column_plan.ts";
import { nameOfSource } from "../feeds/csv/csv_options.ts";
import {
  checkChoice,
  type CheckedFeedOptions,
  checkFeedOptions,
  FEED_OPTION_NAMES,
  type FeedOptions,
  takenFeedOptions,
} from "../feeds/feed_options.ts";
import type { ColumnRole } from "../feeds/column_names.ts";

/** Names of columns by role, as in `{ close: "settle" }`. */
export type ParquetColumns = Readonly<Partial<Record<ColumnRole, string>>>;

/**
 * Options of a Parquet file: those of every reader of bars, and facts about its columns. A file that `writeParquet` wrote
 * has these facts in itself; of it `name`, `trade`, `decimals`, `from`, `to`, `session` and `calendar` can be changed.
 */
export interface ParquetOptions extends FeedOptions {
  /** Names of columns that are not found automatically, by role. Default: found by their names, as in a file of text. */
  readonly columns?: ParquetColumns;
  /**
   * `"none"` keeps the prices. `"back"` adjusts them: open, high, low and close are multiplied by adjusted close /
   * close, and volume is divided by the same factor. Default: `"none"`.
   */
  readonly adjust?: "none" | "back";
  /**
   * The instrument whose rows are read, for a file that holds several: an entry of the column that names them. It is also
   * the feed's name unless a name is given. Default: none; a file that holds several is an error that lists them.
   */
  readonly symbol?: string;
}

/** Options with their defaults filled in. */
export interface CheckedParquetOptions {
  /** The options that all readers share. */
  readonly feed: CheckedFeedOptions;
  /** Names of columns by role. */
  readonly columns: ParquetColumns;
  /** Whether prices are adjusted. */
  readonly adjust: "none" | "back";
  /** The selected instrument, if given. */
  readonly symbol: string | undefined;
  /** Names of the options that are given. */
  readonly given: ReadonlySet<string>;
}

const OWN_OPTIONS: readonly string[] = [...FEED_OPTION_NAMES, "columns", "adjust", "symbol"];

/** Returns the options, each read once. */
export function takenParquetOptions(options: ParquetOptions): ParquetOptions {
  return takenFeedOptions(options, OWN_OPTIONS);
}

/**
 * Checks options and fills in defaults.
 *
 * @param options The options, as {@linkcode takenParquetOptions} returns them.
 * @param source The file, for the name.
 * @throws {TypeError} If an option is of the wrong kind.
 * @throws {RangeError} If an option has a value that is not allowed.
 */
export function checkParquetOptions(options: ParquetOptions, source: string): CheckedParquetOptions {
  const symbol: unknown = options.symbol, columns: ColumnNames = takenColumnNames(options.columns ?? {});
  if (symbol !== undefined && (typeof symbol !== "string" || symbol === "")) {
    throw new TypeError(`Cannot use symbol ${inspected(symbol)}: pass a text that is not empty, such as "AAPL"`);
  }
  if (Array.isArray(columns)) {
    throw new TypeError(
      `Cannot use columns ${inspected(columns, 1)}: the columns of a Parquet file have names; pass names by role, ` +
        `{ close: "settle" }`,
    );
  }
  return {
    feed: checkFeedOptions(options, symbol ?? nameOfSource(source)),
    columns: columns as ParquetColumns,
    adjust: checkChoice("adjust", options.adjust, ["none", "back"]) ?? "none",
    symbol,
    given: new Set(Object.entries(options).flatMap(([name, value]) => value === undefined ? [] : [name])),
  };
}
