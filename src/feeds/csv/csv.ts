/**
 * Reads prices from a delimited file of any common source: comma, semicolon or tab.
 *
 * The reader finds the names of columns, the decimal sign, the kind of time stamps, the order of the rows and the
 * timeframe in the file, and lists its decisions in the feed's notes. An impossible value is an error that names the
 * line.
 *
 * @module
 */

import { type BadRowPolicy, BadRows } from "../bad_rows.ts";
import { buildFeed } from "../build_feed.ts";
import { loadedCalendar } from "../calendar/given_calendar.ts";
import { isKnownName, normalizedName } from "../column_names.ts";
import { settleClockColumn, textsOfColumn } from "./clock_column.ts";
import { type ColumnNames, type ColumnPlan, planColumns } from "./column_plan.ts";
import { shortText } from "./short_text.ts";
import { checkCsvOptions, type CheckedCsvOptions, type CsvOptions, takenCsvOptions } from "./csv_options.ts";
import { DecimalCommaFound, firstDecimalSign } from "./decimal_sign.ts";
import { Bars } from "../bars.ts";
import { refuseOtherKind, refuseZeros } from "./file_kind.ts";
import { readFixedPoint } from "../fixed_point.ts";
import { type Header, isNumber, readHeader } from "./header.ts";
import { suggestColumns, textOfSuggestion } from "./headerless.ts";
import { lineOfOffset, lineText } from "./line_at.ts";
import { endLines } from "./line_ends.ts";
import { CellScanner } from "./parse_cells.ts";
import { isSpaced } from "./named_prices.ts";
import { settleVolumeColumn, unknownVolumeNote } from "./no_volume.ts";
import { explainByNumbers } from "./number_key.ts";
import { readRows, type Rows, type RowSource } from "./read_rows.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { checkSize, readSource } from "./source_bytes.ts";
import { sourceStampOf } from "./source_stamp.ts";
import { adjustBack, splitNote } from "./splits.ts";
import { namesOfSymbol, readStackedHeader, type StackedHeader } from "./stacked_header.ts";
import { settleSymbolColumn } from "./symbols.ts";
import { readPart } from "../slice.ts";
import { asUtf8 } from "./text_encoding.ts";
import { refuseThirtySeconds } from "./thirty_seconds.ts";
import { tickVolume } from "./tick_volume.ts";
import { type DateOrder, settleDateOrder } from "../time/date_order.ts";
import { StampReader } from "../time/time_stamp.ts";
import { orderOfTimes } from "../validate_bars.ts";
import { inspected } from "../../host.ts";

/**
 * Reads a file of prices, from the disk or from an address. A file that is packed with gzip is unpacked.
 *
 * It needs permission: `--allow-read` of the file, or `--allow-net` of the address's host.
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
 * @param path The file, as a path, a `file:` URL, or an `http:` or `https:` address.
 * @param options Facts that the file does not contain.
 * @returns The feed, with the file's name unless a name or a symbol is given.
 * @throws {RangeError} If the file has no rows, a required column is not found, a row is bad (unless bad rows are
 * skipped), times repeat or are out of order, or a local time does not exist or occurs twice. Also if the file holds
 * several instruments and no `symbol` selects one, if its decimal sign cannot be told, if it is no delimited text or
 * larger than 2 GiB, or if a server does not answer with it.
 * @throws {TypeError} If an option is unknown or of the wrong kind.
 * @throws {Deno.errors.NotCapable} If there is no permission for the file or the address.
 */
export async function csv(path: string | URL, options: CsvOptions = {}): Promise<Bars> {
  // A wrong option is told before anything is read.
  const { calendar: given, ...taken } = takenCsvOptions(options);
  checkCsvOptions(taken, "");
  const calendar = await loadedCalendar(given, taken.timeZone);
  const all = calendar === undefined ? taken : { ...taken, calendar };
  checkCsvOptions(all, "");
  const { bytes, source } = await readSource(path);
  return parseCsv(bytes, source, all);
}

/**
 * Reads prices from the bytes of a file.
 *
 * A cell without a value (empty, `null`, `NaN`, `-`) makes a bad row in a price column, is zero in the volume column
 * and NaN in any other column. Each further column of numbers becomes a line of its own, and so does one of `true` and
 * `false`, as 1 and 0.
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
 * @example One of several instruments, with commas before the decimals
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseCsv } from "@cracktrader/cracktrader";
 *
 * const text = "Date;Name;Open;High;Low;Close\n" +
 *   "2024-01-02;SAP;140,5;142;139,5;141,25\n2024-01-02;BMW;100,5;101;99,5;100\n";
 * const feed = parseCsv(new TextEncoder().encode(text), "example.csv", { symbol: "SAP", timeframe: "1d" });
 * assertEquals([feed.name, feed.length, feed.columns.close[0]], ["SAP", 1, 141.25]);
 * ```
 *
 * @param bytes The file, as UTF-8 or windows-1252.
 * @param source Its path, for messages and for the feed's name.
 * @param options Facts that the file does not contain.
 * @returns The feed.
 * @throws {RangeError} As {@linkcode csv}; also if the bytes are packed with gzip, which only {@linkcode csv} unpacks.
 * @throws {TypeError} As {@linkcode csv}, and if the bytes or the source are none.
 */
export function parseCsv(bytes: Uint8Array, source: string, options: CsvOptions = {}): Bars {
  if (!(bytes instanceof Uint8Array)) {
    const remedy = typeof bytes === "string" ? ", such as new TextEncoder().encode(text)" : ", or its path to csv()";
    throw new TypeError(`Cannot read ${inspected(bytes, 0)}: pass the bytes of a file as a Uint8Array${remedy}`);
  }
  if (typeof source !== "string") {
    throw new TypeError(`Cannot use ${inspected(source, 0)} as the source: pass the file's path or name as a text`);
  }
  const checked = checkCsvOptions(options, source);
  if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.detached) {
    throw new TypeError(
      `Cannot read ${source}: its bytes were transferred away: pass them before, or a copy, bytes.slice()`,
    );
  }
  checkSize(bytes.length, source);
  refuseOtherKind(bytes, source);
  // A Buffer of Node is such an array with other methods, of which some are slower.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { bytes: readable, notes: encodingNotes } = asUtf8(plain);
  checkSize(readable.length, source);
  const { bytes: text, endsWithinLine, notes: lineNotes } = endLines(readable);
  const header = readHeader(text, source, checked.columns);
  refuseZeros(text, header.start, source);
  const layout = withNotes(encodingNotes, () => layoutOf(text, header, checked, source));
  const needsAdjustedClose = checked.adjust === "back";
  if (needsAdjustedClose && layout.plan.adjustedClose === -1) {
    throw new RangeError(
      `Cannot adjust ${source}: it has no column of adjusted closes; name it with columns: { adjustedClose: "..." }`,
    );
  }
  const unsettled: RowsPlace = { bytes: text, source, delimiter: header.delimiter, ...layout };
  const counted = { ...unsettled, plan: settleVolumeColumn(unsettled) };
  const { plan, clockDigits } = settleClockColumn(counted, isTimeGiven(checked.columns));
  const place: RowsPlace = { ...unsettled, plan };
  const dateOrder = checked.feed.dateOrder ?? dateOrderOf(place);
  const decimal = firstDecimalSign(place, checked.decimal), isDecimalGiven = checked.decimal !== undefined;
  const { symbol } = layout, { floor } = checked.feed;
  const from = { ...place, needsAdjustedClose, decimal, isDecimalGiven, symbol, endsWithinLine, floor };
  const { rows: found, stamps, badRows } = readWithDecimalSign(
    from,
    () => new StampReader(dateOrder, clockDigits),
    checked.feed.onBadRow,
  );

  const ticks = isRoleGiven(checked.columns, "volume") ? undefined : tickVolume(found, plan);
  const rows = ticks === undefined ? found : { ...found, volume: ticks.volume };
  refuseJoined(rows, place);
  if (!isDecimalGiven) refuseThirtySeconds(place, rows.offsets);
  const fixed = readFixedPoint(plan.names, rows);
  const notes = [...encodingNotes, ...lineNotes, ...header.notes, ...layout.notes, ...plan.notes];
  for (const note of [rows.decimal.note, ...rows.notes, ticks?.note, fixed?.note]) {
    if (note !== undefined) notes.push(note);
  }
  const isVolumeSettled = layout.plan.volume !== -1 || isByPosition(checked.columns);
  const noVolume = isVolumeSettled || isRoleGiven(checked.columns, "volume")
    ? undefined
    : unknownVolumeNote(plan, rows.extra);
  if (noVolume !== undefined) notes.push(noVolume);
  if (needsAdjustedClose) adjustBack(rows);
  else if (plan.adjustedClose !== -1) {
    notes.push(`Adjusted close is present and not used; adjust: "back" uses it`);
  }
  const split = splitNote(rows, plan, needsAdjustedClose, (row) => dateText(place, rows.offsets[row]!));
  if (split !== undefined) notes.push(split);
  const feed = buildFeed(
    {
      ...rows,
      decimals: fixed?.decimals ?? rows.decimals,
      source,
      timeNames: timeNamesOf(plan),
      form: stamps.form ?? "date",
      stampFacts: stamps,
      origins: rows.offsets,
      adjusted: needsAdjustedClose,
      sourceStamp: sourceStampOf(plan.names, plan.names[plan.time]!),
      notes,
      place: (offset) => `line ${lineOfOffset(text, offset)} of ${source}`,
      text: (offset) => lineText(text, offset),
    },
    checked.feed,
    badRows,
  );
  return new Bars(readPart(feed, checked.feed.part));
}

interface ReadRows {
  readonly rows: Rows;
  readonly stamps: StampReader;
  readonly badRows: BadRows;
}

/** Reads the rows, and once more from the first one if a number shows that the decimal sign is the comma. */
function readWithDecimalSign(from: RowSource, newStamps: () => StampReader, onBadRow: BadRowPolicy): ReadRows {
  const stamps = newStamps(), badRows = new BadRows(onBadRow);
  try {
    return { rows: readRows(from, stamps, badRows), stamps, badRows };
  } catch (error) {
    if (!(error instanceof DecimalCommaFound)) throw error;
    return readWithDecimalSign({ ...from, decimal: error.choice }, newStamps, onBadRow);
  }
}

/** The columns of a file, and the place of its first row. */
interface Layout {
  readonly plan: ColumnPlan;
  readonly start: number;
  /** The symbol that selects rows. */
  readonly symbol: string | undefined;
  readonly notes: readonly string[];
}

/** Adds notes to the error about a layout: names in a wrong encoding are not found. */
function withNotes(notes: readonly string[], read: () => Layout): Layout {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError) || notes.length === 0) throw error;
    throw new RangeError([error.message, ...notes].join(". "));
  }
}

function layoutOf(bytes: Uint8Array, header: Header, options: CheckedCsvOptions, source: string): Layout {
  const { columns, symbol } = options;
  const stacked = readStackedHeader(bytes, header);
  if (stacked !== undefined) return layoutOfStacked(stacked, header, options, source);
  const start = header.hasValues ? header.start : header.end;
  const found = planOf(bytes, header, columns, source);
  const plan = isRoleGiven(columns, "symbol")
    ? found
    : settleSymbolColumn({ bytes, source, delimiter: header.delimiter, start, plan: found });
  if (symbol !== undefined && plan.symbol === -1) {
    throw new RangeError(
      `Cannot select the symbol ${shortText(symbol)} in ${source}: no column is known to name instruments; ` +
        `say which one does with columns: { symbol: "..." }, or leave symbol out if the file has one instrument`,
    );
  }
  return { plan, start, symbol, notes: [] };
}

function layoutOfStacked(
  stacked: StackedHeader,
  header: Header,
  { columns, symbol }: CheckedCsvOptions,
  source: string,
): Layout {
  const { end, label, lines } = stacked;
  if (isByPosition(columns)) {
    const plan = planByPosition(columns, header, source);
    return { plan, start: end, symbol: undefined, notes: [`The header has ${lines} lines`] };
  }
  const chosen = namesOfSymbol(stacked, symbol, source), names = [...chosen.names];
  // The index may be called by the word above it as well.
  if (columns?.time !== undefined && normalizedName(columns.time) === normalizedName(label)) names[0] = columns.time;
  return {
    plan: planColumns(names, columns ?? {}, source),
    start: end,
    symbol: undefined,
    notes: [`The header has ${lines} lines, of which one names the symbol ${shortText(chosen.symbol)}`],
  };
}

function planOf(bytes: Uint8Array, header: Header, columns: ColumnNames | undefined, source: string): ColumnPlan {
  if (isByPosition(columns)) return planByPosition(columns, header, source);
  const { cells } = header, line = shortText(cells.slice(0, 6).join(" "));
  if (isSpaced(cells, isNumber)) {
    throw new RangeError(
      `Cannot read ${source}: spaces stand between the cells of its first line, ${line}; ` +
        "write commas, semicolons, tabs or pipes between them",
    );
  }
  if (header.hasValues && cells.length < BAR_CELLS) {
    throw new RangeError(
      `Cannot find bars in ${source}: its first line holds values, ${line}, which are ${cells.length}, and a bar has at ` +
        `least ${BAR_CELLS}: a time, open, high, low and close; make bars of ticks or quotes before they are read`,
    );
  }
  if (header.hasValues) {
    throw new RangeError(
      `Cannot find a header in ${source}: its first line holds values, ${line}; name the columns by position, ${
        textOfSuggestion(suggestColumns(bytes, header))
      }`,
    );
  }
  if (cells.length < BAR_CELLS && !PRICES.some((role) => cells.some((cell) => isKnownName(role, cell)))) {
    throw new RangeError(
      `Cannot find the header of ${source}: its columns are ${line}, ${cells.length} of at least ${BAR_CELLS}, ` +
        "and no line behind it names open, high, low and close; say how they are named with columns: " +
        '{ time: "...", open: "...", high: "...", low: "...", close: "..." }, or name all columns by position with ' +
        'columns: ["time", "open", "high", "low", "close"]',
    );
  }
  return planColumns(cells, columns ?? {}, source);
}

/** Cells of the least row: a time and four prices. */
const BAR_CELLS = 5;
const PRICES = ["open", "high", "low", "close"] as const;

function planByPosition(columns: readonly string[], header: Header, source: string): ColumnPlan {
  if (columns.length > header.cells.length) {
    throw new RangeError(
      `Cannot name ${columns.length} columns of ${source}: its first line has ${header.cells.length} cells; ` +
        "name no more, and remove lines before the header",
    );
  }
  return planColumns(header.cells.map((_, column) => columns[column] ?? ""), {}, source);
}

function isByPosition(columns: ColumnNames | undefined): columns is readonly string[] {
  return Array.isArray(columns);
}

function isRoleGiven(columns: ColumnNames | undefined, role: "symbol" | "volume"): boolean {
  return columns !== undefined && !isByPosition(columns) && columns[role] !== undefined;
}

/** Returns whether the user said which columns have the time. */
function isTimeGiven(columns: ColumnNames | undefined): boolean {
  return columns !== undefined && (isByPosition(columns) || columns.time !== undefined || columns.date !== undefined);
}

/** Refuses rows whose times come again, if a column of texts or of numbers shows that they are those of several instruments. */
function refuseJoined(rows: Rows, place: RowsPlace): void {
  const { texts, stamps, offsets } = rows;
  const { kind } = orderOfTimes(stamps);
  if (kind === "ascending" || kind === "descending") return;
  for (const column of texts) {
    const error = column.explainOrder(stamps, offsets);
    if (error !== undefined) throw error;
  }
  const error = explainByNumbers(place, rows);
  if (error !== undefined) throw error;
}

/**
 * Returns the order of day and month in `01/02/2006`. It reads only the dates, and in most files one cell is enough.
 */
function dateOrderOf(place: RowsPlace): DateOrder | undefined {
  const { plan, source } = place;
  const column = plan.date === -1 ? plan.time : plan.date;
  return settleDateOrder(textsOfColumn(place, column), shortText(plan.names[column]!), source);
}

/** Returns the names of the columns of date and time. */
function timeNamesOf({ names, date, time }: ColumnPlan): readonly string[] {
  return [date, time].filter((column) => column !== -1).map((column) => names[column]!);
}

/** Returns the date or time of a row as it is written. */
function dateText({ bytes, delimiter, plan }: RowsPlace, offset: number): string {
  const scanner = new CellScanner(bytes, delimiter);
  spanColumn(scanner, bytes, offset, plan.date === -1 ? plan.time : plan.date);
  return scanner.text();
}
