/**
 * Reads prices from a Parquet file of pandas, polars, DuckDB, Spark or any other program, or of `writeParquet`.
 *
 * @module
 */

import { type BadRow, BadRows } from "../feeds/bad_rows.ts";
import { Bars } from "../feeds/bars.ts";
import { buildFeed } from "../feeds/build_feed.ts";
import { loadedCalendar } from "../feeds/calendar/given_calendar.ts";
import { listOfTexts, shortText } from "../feeds/csv/short_text.ts";
import { sourceStampOf } from "../feeds/csv/source_stamp.ts";
import { adjustBack, splitNote } from "../feeds/csv/splits.ts";
import { tickVolume } from "../feeds/csv/tick_volume.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { decimalsOfNumber } from "../feeds/number_text.ts";
import { readPart } from "../feeds/slice.ts";
import { formatWallTime } from "../feeds/time/civil_date.ts";
import { barFault, isBar, mendedRange, orderOfTimes } from "../feeds/validate_bars.ts";
import { columnsOf, type FileColumns } from "./file_columns.ts";
import { type FileTimes, timesOf } from "./file_times.ts";
import { openParquet, type ParquetFile, type ReadNumbers } from "./parquet_file.ts";
import {
  type CheckedParquetOptions,
  checkParquetOptions,
  type ParquetOptions,
  takenParquetOptions,
} from "./parquet_options.ts";
import { isWritten, writtenBars } from "./written_bars.ts";

/**
 * Reads a Parquet file of prices, from the disk or from an address.
 *
 * Columns are found by their names, as `ct.csv` finds them; the time may be the index of a data frame of pandas. Doubles
 * keep their bits, decimal numbers are rounded once, and moments are cut to microseconds. The zone that pandas, polars or
 * Arrow wrote for the times is the zone of the bars, unless `timeZone` sets it. A price that is null makes a bad row, a
 * volume that is null is zero. Each further column of numbers or truth values becomes a line. Of a file that
 * `writeParquet` wrote the bars are those that were written.
 *
 * It needs permission: `--allow-read` of the file, or `--allow-net` of the address's host.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parquet } from "@cracktrader/cracktrader/parquet";
 *
 * const bars = await parquet("fixtures/parquet/pandas_minutes.parquet", { stamp: "open" });
 * assertEquals([bars.name, bars.timeZone, bars.length], ["pandas_minutes", "America/New_York", 120]);
 * ```
 *
 * @param path The file, as a path, a `file:` URL, or an `http:` or `https:` address.
 * @param options Facts that the file does not contain.
 * @returns The bars, with the file's name unless a name or a symbol is given.
 * @throws {RangeError} If it is no whole Parquet file or is encrypted, a required column is not found or holds something
 * else than it should, a row is bad (unless bad rows are skipped), or times repeat or are out of order. Also if the file
 * holds several instruments and no `symbol` selects one.
 * @throws {TypeError} If an option is unknown or of the wrong kind.
 * @throws {Deno.errors.NotCapable} If there is no permission for the file or the address.
 */
export async function parquet(path: string | URL, options: ParquetOptions = {}): Promise<Bars> {
  // A wrong option is told before anything is read.
  const { calendar: given, ...taken } = takenParquetOptions(options);
  checkParquetOptions(taken, "");
  const calendar = await loadedCalendar(given, taken.timeZone);
  const all = calendar === undefined ? taken : { ...taken, calendar };
  checkParquetOptions(all, "");
  const file = await openParquet(path), checked = checkParquetOptions(all, file.source);
  return new Bars(isWritten(file) ? await writtenBars(file, checked) : await otherBars(file, checked));
}

const BAR_COLUMNS = ["open", "high", "low", "close", "volume"] as const;

/** Columns of the rows of one instrument. */
interface FileRows {
  readonly columns: FileColumns;
  readonly times: FileTimes;
  readonly prices: readonly ReadNumbers[];
  readonly adjustedClose: Float64Array | undefined;
  readonly extra: ReadonlyMap<string, Float64Array>;
  /** Returns whether a row is one of the instrument. */
  readonly isWanted: (row: number) => boolean;
}

async function otherBars(file: ParquetFile, options: CheckedParquetOptions): Promise<FeedData> {
  const { source } = file, columns = columnsOf(file, options.columns, options.symbol), { plan } = columns;
  const needsAdjusted = options.adjust === "back";
  if (needsAdjusted && plan.adjustedClose === -1) {
    throw new RangeError(
      `Cannot adjust ${source}: it has no column of adjusted closes; name it with columns: { adjustedClose: "..." }`,
    );
  }
  const rows = await readRows(file, columns, options), badRows = new BadRows(options.feed.onBadRow);
  const { times } = rows, { floor } = options.feed, kept = keptRows(file, rows, badRows, needsAdjusted, floor);
  const [open, high, low, close, given] = kept.prices, ticks = tickVolume({ volume: given!, extra: kept.extra }, plan);
  const priced = {
    ...{ open: open!, high: high!, low: low!, close: close!, volume: ticks?.volume ?? given! },
    ...{ stamps: kept.stamps, extra: kept.extra, adjustedClose: needsAdjusted ? kept.adjustedClose : undefined },
  };
  refuseJoined(source, kept.stamps, columns);
  const notes = [...columns.notes, ...kept.notes];
  if (ticks !== undefined) notes.push(ticks.note);
  const decimals = decimalsOf([open!, high!, low!, close!]);
  if (needsAdjusted) adjustBack(priced);
  else if (plan.adjustedClose !== -1) notes.push(`Adjusted close is present and not used; adjust: "back" uses it`);
  if (kept.stamps.length > 0) {
    const split = splitNote(priced, plan, needsAdjusted, (row) => dateText(times, kept.stamps[row]!));
    if (split !== undefined) notes.push(split);
  }
  const zone = options.feed.timeZone ?? times.timeZone;
  if (options.feed.timeZone === undefined && zone !== undefined) {
    notes.push(`The file names ${zone.name} as the zone of its times, which is taken as time zone; timeZone sets it`);
  }
  const feed = buildFeed(
    {
      ...priced,
      timeNames: [plan.date, plan.time].filter((column) => column !== -1).map((column) => plan.names[column]!),
      ...{ source, form: times.form, stampFacts: times.facts, origins: kept.origins, decimals, notes },
      // Prices that were adjusted have no column of adjusted closes beside them.
      extra: needsAdjusted
        ? new Map([...kept.extra].filter(([name]) => name !== plan.names[plan.adjustedClose]))
        : kept.extra,
      adjusted: needsAdjusted,
      sourceStamp: sourceStampOf(plan.names, plan.names[plan.time]!),
      place: (row) => file.place(row),
    },
    { ...options.feed, timeZone: zone },
    badRows,
  );
  return readPart(feed, options.feed.part);
}

async function readRows(file: ParquetFile, columns: FileColumns, options: CheckedParquetOptions): Promise<FileRows> {
  const { plan, forms } = columns, prices: ReadNumbers[] = [];
  const isWanted = await symbolRows(file, columns, options.symbol);
  const times = await timesOf(file, columns, options.feed.dateOrder);
  for (const role of BAR_COLUMNS) {
    const form = forms[plan[role]];
    prices.push(
      form === undefined ? { values: new Float64Array(file.length), nulls: undefined } : await file.numbers(form),
    );
  }
  const extra = new Map<string, Float64Array>(), names = plan.names;
  for (const form of columns.extra) {
    const name = names[forms.indexOf(form)]!;
    extra.set(name, (await file.numbers(form)).values);
  }
  const adjusted = names[plan.adjustedClose];
  return {
    ...{ columns, times, prices, extra, isWanted },
    adjustedClose: adjusted === undefined ? undefined : extra.get(adjusted),
  };
}

/** Returns which rows are those of one instrument: of the selected one, or of the only one. */
async function symbolRows(
  file: ParquetFile,
  { plan, forms }: FileColumns,
  symbol: string | undefined,
): Promise<(row: number) => boolean> {
  const form = forms[plan.symbol];
  if (form === undefined) {
    const isStacked = plan.names.some((name, column) => name !== forms[column]!.name);
    if (symbol === undefined || isStacked) return () => true;
    throw new RangeError(
      `Cannot select the symbol ${shortText(symbol)} in ${file.source}: no column is known to name instruments; say ` +
        `which one does with columns: { symbol: "..." }, or leave symbol out if the file has one instrument`,
    );
  }
  const texts = form.kind === "text" ? await file.textsOf(form) : Array.from((await file.numbers(form)).values, String);
  const there = new Set(texts.filter((text) => text !== null));
  if (symbol === undefined && there.size <= 1) return () => true;
  if (symbol !== undefined && there.has(symbol)) return (row) => texts[row] === symbol;
  const listed = listOfTexts([...there].sort());
  throw new RangeError(
    symbol === undefined
      ? `Cannot read ${file.source} as one instrument: its column "${form.name}" has ${there.size} symbols, ${listed}; ` +
        `pass symbol to select one of them`
      : `Cannot find the symbol ${shortText(symbol)} in ${file.source}: its column "${form.name}" has ${listed}`,
  );
}

/** Rows that are bars. */
interface KeptRows {
  readonly stamps: Float64Array;
  readonly prices: readonly Float64Array[];
  readonly adjustedClose: Float64Array | undefined;
  readonly extra: ReadonlyMap<string, Float64Array>;
  readonly origins: Uint32Array;
  readonly notes: readonly string[];
}

/** Keeps the rows that are bars, in place; the others are bad. */
function keptRows(
  file: ParquetFile,
  rows: FileRows,
  badRows: BadRows,
  needsAdjusted: boolean,
  floor: number,
): KeptRows {
  const { times: { stamps }, prices, adjustedClose, extra, isWanted } = rows, origins = new Uint32Array(file.length);
  const [open, high, low, close, volume] = prices.map(({ values }) => values) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const all = [stamps, open, high, low, close, volume, ...extra.values()];
  let kept = 0, withoutVolume = 0, firstWithoutVolume = 0;
  for (let row = 0; row < file.length; row++) {
    if (!isWanted(row)) continue;
    // Without a trade some sources write no volume: null, or NaN.
    if (Number.isNaN(volume[row]!)) {
      if (withoutVolume++ === 0) firstWithoutVolume = row;
      volume[row] = 0;
    }
    if (!isKept(rows, row, needsAdjusted, { open, high, low, close, volume }, floor)) {
      const isFatal = !Number.isFinite(rows.times.stamps[row]!) && rows.times.problem(row).isFatal;
      badRows.add(() => faultOf(file, rows, row, floor), isFatal);
      continue;
    }
    if (kept !== row) { for (const column of all) column[kept] = column[row]!; }
    origins[kept++] = row;
  }
  const cut = (column: Float64Array): Float64Array => column.subarray(0, kept);
  const notes = [...singleNote(rows.columns)];
  if (withoutVolume > 0) {
    const rowsText = withoutVolume === 1 ? "1 row has no volume" : `${withoutVolume} rows have no volume`;
    notes.push(`${rowsText}, which is read as zero, the first at ${file.place(firstWithoutVolume)}`);
  }
  return {
    stamps: cut(stamps),
    prices: [open, high, low, close, volume].map(cut),
    adjustedClose: adjustedClose === undefined ? undefined : cut(adjustedClose),
    extra: new Map([...extra].map(([name, column]) => [name, cut(column)])),
    origins,
    notes,
  };
}

type Prices = Readonly<Record<(typeof BAR_COLUMNS)[number], Float64Array>>;

/** Returns whether a row is a bar. Where high or low miss the other prices by noise alone, the row is mended. */
function isKept(
  { times: { stamps }, adjustedClose }: FileRows,
  row: number,
  needsAdjusted: boolean,
  { open, high, low, close, volume }: Prices,
  floor: number,
): boolean {
  if (!Number.isFinite(stamps[row]!)) return false;
  if (needsAdjusted && !(adjustedClose![row]! > 0 && adjustedClose![row]! < Infinity)) return false;
  if (isBar(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor)) return true;
  const range = mendedRange(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor);
  if (range === undefined) return false;
  high[row] = range.high;
  low[row] = range.low;
  return true;
}

/** Returns the place of a bad row, its column and its fault. */
function faultOf(file: ParquetFile, rows: FileRows, row: number, floor: number): BadRow {
  const { columns: { plan, forms }, times, prices, adjustedClose } = rows;
  const told = (column: number, reason: string) => ({
    place: `${file.place(row)}, column "${forms[column]!.name}"`,
    reason,
  });
  if (!Number.isFinite(times.stamps[row]!)) {
    return { ...told(plan.time, times.problem(row).reason), remedy: times.problem(row).remedy };
  }
  const isNull = BAR_COLUMNS.find((_, index) => prices[index]!.nulls?.[row] === 1 && index < 4);
  if (isNull !== undefined) return told(plan[isNull], "the price is null");
  const [open, high, low, close, volume] = prices.map(({ values }) => values[row]!);
  const fault = barFault(open!, high!, low!, close!, volume!, floor);
  if (fault !== undefined) return told(plan[fault.column], fault.reason);
  return told(plan.adjustedClose, `the adjusted close ${adjustedClose?.[row]} is no price above zero`);
}

function singleNote({ plan, forms }: FileColumns): string[] {
  const single = ([...BAR_COLUMNS] as const).filter((role) =>
    forms[plan[role]]?.isSingle === true && role !== "volume"
  );
  return single.length === 0
    ? []
    : [`Prices are numbers of 32 bits (${single.join(", ")}), which hold some 7 digits; DOUBLE keeps more`];
}

/** Refuses rows whose times come again, if a column of texts may name their instruments. */
function refuseJoined(source: string, stamps: Float64Array, { texts }: FileColumns): void {
  const [column] = texts, { kind } = orderOfTimes(stamps);
  if (column === undefined || kind === "ascending" || kind === "descending") return;
  throw new RangeError(
    `Cannot read ${source} as one instrument: its times repeat or run back, and column ${
      shortText(column.name)
    } has texts; if it names instruments, pass columns: { symbol: ${
      shortText(column.name)
    } } and symbol, else sort the ` +
      `rows by time and remove repeated ones`,
  );
}

function decimalsOf(prices: readonly Float64Array[]): number {
  let decimals = 0;
  for (const column of prices) for (const price of column) decimals = decimalsOfNumber(price, decimals);
  return decimals;
}

function dateText({ form }: FileTimes, stamp: number): string {
  return form === "epoch" ? String(stamp) : formatWallTime(stamp);
}
