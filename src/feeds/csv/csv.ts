/**
 * Reads prices from a delimited file of any common source: comma, semicolon or tab.
 *
 * The reader finds the names of columns, the kind of time stamps, the order of the rows and the timeframe in the file,
 * and lists its decisions in the feed's notes. An impossible value is an error that names the line.
 *
 * @module
 */

import { BadRows } from "../bad_rows.ts";
import { buildFeed } from "../build_feed.ts";
import { checkColumnNames, type ColumnNames, type ColumnPlan, planColumns } from "./column_names.ts";
import type { Feed } from "../feed.ts";
import { checkChoice, checkFeedOptions, FEED_OPTION_NAMES, type FeedOptions } from "../feed_options.ts";
import { type Header, readHeader } from "./header.ts";
import { CellScanner, endWithLineFeed } from "./parse_cells.ts";
import { lineOfOffset, readRows, type Rows } from "./read_rows.ts";
import { type DateOrder, inferDateOrder, StampReader } from "../time/time_stamp.ts";

/** Options of a file of prices. */
export interface CsvOptions extends FeedOptions {
  /**
   * Names of columns that are not found automatically, by role (`{ close: "Last" }`). For a file without a header: the
   * names of all columns by position (`["time", "open", "high", "low", "close", "volume"]`).
   */
  readonly columns?: ColumnNames;
  /**
   * `"none"`, the default, keeps the prices. `"back"` adjusts them: open, high, low and close are multiplied by
   * adjusted close / close, and volume is divided by the same factor.
   */
  readonly adjust?: "none" | "back";
}

const LINE_FEED = 0x0a;

/**
 * Reads a file of prices. It needs permission to read the file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const feed = await ct.csv("fixtures/prices/aapl.csv", { timeZone: "America/New_York" });
 * assertEquals([feed.name, feed.length, feed.decimals], ["aapl", 1260, 6]);
 * ```
 *
 * @param path The file, as a path or a `file:` URL.
 * @param options Facts that the file does not contain.
 * @returns The feed, with the file's name unless a name is given.
 * @throws {RangeError} If the file has no rows, a required column is not found, a row is bad (unless bad rows are
 * skipped), or times repeat or are out of order. Also if a local time does not exist or occurs twice.
 * @throws {TypeError} If an option is unknown or of the wrong kind.
 */
export async function csv(path: string | URL, options: CsvOptions = {}): Promise<Feed> {
  if (path instanceof URL && path.protocol !== "file:") {
    throw new TypeError(`Cannot read ${path}: only files are read; fetch it and pass its bytes to parseCsv`);
  }
  return parseCsv(await Deno.readFile(path), path instanceof URL ? decodeURIComponent(path.pathname) : path, options);
}

/**
 * Reads prices from the bytes of a file.
 *
 * A cell without a value (empty, `null`, `NaN`, `-`) makes a bad row in a price column, is zero in the volume column
 * and NaN in any other column. Each further column of numbers becomes a line of its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseCsv } from "@cracktrader/cracktrader";
 *
 * const text = "Date,Open,High,Low,Close\n2024-01-02,10,12,9.5,11\n2024-01-03,11,11.25,10,10.5\n";
 * const feed = parseCsv(new TextEncoder().encode(text), "example.csv");
 * assertEquals([...feed.columns.close], [11, 10.5]);
 * assertEquals(feed.decimals, 2);
 * ```
 *
 * @param bytes The file, as UTF-8.
 * @param source Its path, for messages and for the feed's name.
 * @param options Facts that the file does not contain.
 * @returns The feed.
 * @throws {RangeError} As {@linkcode csv}.
 * @throws {TypeError} As {@linkcode csv}.
 */
export function parseCsv(bytes: Uint8Array, source: string, options: CsvOptions = {}): Feed {
  const checked = checkFeedOptions(options, nameOfPath(source), [...FEED_OPTION_NAMES, "columns", "adjust"]);
  const adjust = checkChoice("adjust", options.adjust, ["none", "back"]) ?? "none";
  if (options.columns !== undefined) checkColumnNames(options.columns);

  const text = endWithLineFeed(bytes);
  const header = readHeader(text, source);
  const plan = planOf(header, options.columns, source);
  if (adjust === "back" && plan.adjustedClose === -1) {
    throw new RangeError(
      `Cannot adjust ${source}: it has no column of adjusted closes; name it with columns: { adjustedClose: "..." }`,
    );
  }
  const start = header.hasValues ? header.start : header.end;
  const from = { bytes: text, source, delimiter: header.delimiter, start, plan, needsAdjustedClose: adjust === "back" };
  const badRows = new BadRows(checked.onBadRow);
  const stamps = new StampReader(checked.dateOrder ?? dateOrderOf(text, header.delimiter, start, plan, source));
  const rows = readRows(from, stamps, badRows);

  const notes = [...header.notes, ...plan.notes, ...rows.notes];
  if (adjust === "back") adjustBack(rows);
  else if (plan.adjustedClose !== -1) {
    notes.push(`Adjusted close is present and not used; adjust: "back" uses it`);
  }
  return buildFeed(
    {
      ...rows,
      source,
      form: stamps.form ?? "date",
      stampFacts: stamps,
      origins: rows.offsets,
      adjusted: adjust === "back",
      sourceStamp: plan.stamp,
      notes,
      place: (offset) => `line ${lineOfOffset(text, offset)} of ${source}`,
    },
    checked,
    badRows,
  );
}

function planOf(header: Header, columns: ColumnNames | undefined, source: string): ColumnPlan {
  if (isByPosition(columns)) {
    if (columns.length > header.cells.length) {
      throw new RangeError(
        `Cannot name ${columns.length} columns of ${source}: its first line has ${header.cells.length} cells`,
      );
    }
    const names = header.cells.map((_, column) => columns[column] ?? "");
    return planColumns(names, {}, source);
  }
  if (header.hasValues) {
    throw new RangeError(
      `Cannot find a header in ${source}: its first line holds values, ${
        JSON.stringify(header.cells.slice(0, 6).join(" "))
      }; name the columns by position, columns: ["time", "open", "high", "low", "close", "volume"]`,
    );
  }
  return planColumns(header.cells, columns ?? {}, source);
}

function isByPosition(columns: ColumnNames | undefined): columns is readonly string[] {
  return Array.isArray(columns);
}

/**
 * Returns the order of day and month in `01/02/2006`. It reads only the dates, and in most files one cell is enough.
 */
function dateOrderOf(
  bytes: Uint8Array,
  delimiter: number,
  start: number,
  plan: ColumnPlan,
  source: string,
): DateOrder | undefined {
  const column = plan.date === -1 ? plan.time : plan.date;
  const order = inferDateOrder(textsOfColumn(bytes, delimiter, start, column));
  if (order === "ambiguous") {
    throw new RangeError(
      `Cannot tell months from days in column "${
        plan.names[column]
      }" of ${source}: no number in its dates is above 12; ` +
        `pass dateOrder: "mdy" (month first) or "dmy" (day first)`,
    );
  }
  return order === "none" ? undefined : order;
}

function* textsOfColumn(bytes: Uint8Array, delimiter: number, start: number, column: number): Generator<string> {
  const scanner = new CellScanner(bytes, delimiter);
  for (let position = start; position < bytes.length; position = scanner.rowEnd(position) + 1) {
    let cell = 0;
    scanner.span(position);
    while (cell < column && bytes[scanner.end] !== LINE_FEED) {
      scanner.span(scanner.end + 1);
      cell++;
    }
    if (cell === column) yield scanner.text();
  }
}

/**
 * Removes splits and dividends from prices, in place. Price times volume stays the same, so turnover in cash keeps its
 * value.
 */
function adjustBack(rows: Rows): void {
  const { open, high, low, close, volume, adjustedClose } = rows;
  for (let row = 0; row < close.length; row++) {
    const factor = adjustedClose![row]! / close[row]!;
    open[row]! *= factor;
    high[row]! *= factor;
    low[row]! *= factor;
    close[row]! *= factor;
    if (volume[row] !== 0) volume[row]! /= factor;
  }
}

export function nameOfPath(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? "";
  return file.replace(/\.(?:csv|txt|tsv|dat)$/i, "") || "csv";
}
