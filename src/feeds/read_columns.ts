/**
 * Makes a feed from columns in memory.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import { BadRows } from "./bad_rows.ts";
import type { StampFacts } from "./bar_ends.ts";
import type { SourceStamp } from "./stamped_end.ts";
import { buildFeed } from "./build_feed.ts";
import { type ColumnRole, columnsOfRoles, lastTradeNote, volumeNote } from "./column_names.ts";
import { sourceStampOf } from "./csv/source_stamp.ts";
import { formatWallTime } from "./time/civil_date.ts";
import { Bars } from "./bars.ts";
import { readFixedPoint } from "./fixed_point.ts";
import {
  type CheckedFeedOptions,
  checkFeedOptions,
  FEED_OPTION_NAMES,
  type FeedOptions,
  takenFeedOptions,
} from "./feed_options.ts";
import type { FeedData } from "./feed_data.ts";
import { decimalsOfNumber } from "./number_text.ts";
import { readPart } from "./slice.ts";
import { settleDateOrder } from "./time/date_order.ts";
import { type StampForm, StampReader, type TimeFault } from "./time/time_stamp.ts";
import { barFault, isBar, mendedRange } from "./validate_bars.ts";

/** Numbers of one column: an array or a typed array. */
export type NumberColumn =
  | readonly number[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/**
 * Times of the rows: dates, ISO texts, or counts of seconds, milliseconds, microseconds or nanoseconds since the epoch.
 * The size of a count decides its unit. Numbers such as 20240102 are dates.
 */
export type TimeColumn = readonly Date[] | readonly string[] | NumberColumn;

/** Columns of prices by the names that lines have. The time may have another name that files use, such as `Date`. */
export interface PriceColumns {
  /** The time of each row. */
  readonly time?: TimeColumn;
  /** First price of each bar. */
  readonly open: NumberColumn;
  /** Highest price of each bar. */
  readonly high: NumberColumn;
  /** Lowest price of each bar. */
  readonly low: NumberColumn;
  /** Last price of each bar. */
  readonly close: NumberColumn;
  /** Volume of each bar; zero without it. */
  readonly volume?: NumberColumn;
  /** Further columns of numbers or truth values by their names. */
  readonly [extra: string]: TimeColumn | readonly boolean[] | undefined;
}

/** Columns by names that files use, such as `Date`, `Open`, `High`, `Low` and `Close`. */
export interface FileColumns {
  /** None of this name: with it, columns are {@linkcode PriceColumns}. */
  readonly open?: undefined;
  /** Columns by their names. */
  readonly [name: string]: TimeColumn | readonly boolean[] | undefined;
}

/**
 * Columns of equal length, one entry for each bar: time, open, high, low, close and volume by these names, or by any
 * name under which `csv` finds them in a file, in any case. Any further column of numbers becomes a line of its own, and
 * so does one of truth values, as 1 and 0.
 */
export type BarsInput = PriceColumns | FileColumns;

/** Options of columns in memory. */
export type BarsOptions = FeedOptions;

const BAR_COLUMNS = ["open", "high", "low", "close", "volume"] as const;

/** A column of the user. */
interface NamedColumn {
  readonly name: string;
  readonly values: ColumnValues;
}

type ColumnValues = TimeColumn | readonly boolean[];

/** The columns of the user by their roles. */
interface Columns {
  readonly time: NamedColumn;
  /** The days, if the time is a time of day. */
  readonly date: NamedColumn | undefined;
  readonly prices: readonly (NamedColumn | undefined)[];
  readonly extra: readonly NamedColumn[];
  /** The names of all columns. */
  readonly names: readonly string[];
  readonly sourceStamp: SourceStamp | undefined;
  readonly notes: readonly string[];
}

/**
 * Makes a feed from columns in memory. The columns are copied. Their names are those of lines, `time`, `open`, `high`,
 * `low`, `close` and `volume`, or names under which `csv` finds them in a file, in any case.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bars } from "@cracktrader/cracktrader";
 *
 * const feed = bars({
 *   time: ["2024-01-02", "2024-01-03"],
 *   open: [10, 11],
 *   high: [12, 11.25],
 *   low: [9.5, 10],
 *   close: [11, 10.5],
 * }, { name: "example" });
 * assertEquals(feed.length, 2);
 * assertEquals(feed.stamp, "date");
 *
 * // Columns of a data frame, as files name them.
 * const named = { Date: ["2024-01-02"], Open: [10], High: [12], Low: [9.5], Close: [11], Volume: [500] };
 * assertEquals(bars(named).columns.volume[0], 500);
 * ```
 *
 * @param given The columns.
 * @param options Facts that the columns do not contain.
 * @returns The feed.
 * @throws {TypeError} If a column is missing or is no list of numbers, or an option is unknown.
 * @throws {RangeError} If columns differ in length, a row is bad (unless bad rows are skipped), or times repeat or are
 * out of order. Also if a local time does not exist or occurs twice.
 */
export function bars(given: BarsInput, options: BarsOptions = {}): Bars {
  const checked = checkFeedOptions(takenFeedOptions(options, FEED_OPTION_NAMES), "bars");
  return new Bars(readPart(readColumns(given, checked), checked.part));
}

/** The origin of rows, as messages name it. */
class Origin {
  readonly name: string;
  /** Index of the first row. */
  readonly #first: number;

  constructor(name: string, first: number) {
    this.name = name;
    this.#first = first;
  }

  /** Returns the name of a row. */
  row(row: number): string {
    return `index ${this.#first + row} of ${this.name}`;
  }

  toString(): string {
    return this.name;
  }
}

/**
 * Makes a feed from columns in memory, whole or as one block of many.
 *
 * @param given The columns.
 * @param checked Facts that the columns do not contain.
 * @param firstRow Index of the first row in its source, for messages.
 * @throws As {@linkcode bars}.
 */
export function readColumns(given: BarsInput, checked: CheckedFeedOptions, firstRow: number = 0): FeedData {
  const source = new Origin(checked.name, firstRow), columns = columnsByRole(takenColumns(given, source), source);
  const length = checkColumns(columns, source);
  const badRows = new BadRows(checked.onBadRow), { floor } = checked;
  const times = readTimes(columns, source, checked);

  const [open, high, low, close, volume] = columns.prices.map((column) =>
    column === undefined ? new Float64Array(length) : Float64Array.from(column.values as NumberColumn)
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const extra = new Map<string, Float64Array>();
  for (const { name, values } of columns.extra) {
    const isTruth = typeof values[0] === "boolean";
    extra.set(name, isTruth ? Float64Array.from(values, Number) : Float64Array.from(values as NumberColumn));
  }

  const fixed = readFixedPoint(columns.names, { open, high, low, close });
  const all = [times.stamps, open, high, low, close, volume, ...extra.values()];
  const origins = new Uint32Array(length);
  let kept = 0;
  let decimals = 0;
  for (let row = 0; row < length; row++) {
    const problem = times.problems.get(row);
    if (problem !== undefined || !isBarAt(open, high, low, close, volume, row, floor)) {
      badRows.add(() => {
        const fault = problem === undefined
          ? barFault(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor)!
          : { column: "time" as const, ...problem };
        const { name } = fault.column === "time" ? columns.time : columns.prices[BAR_COLUMNS.indexOf(fault.column)]!;
        return { place: `${source.row(row)}, column "${name}"`, reason: fault.reason, remedy: problem?.remedy };
      }, problem?.isFatal);
      continue;
    }
    for (const column of all) column[kept] = column[row]!;
    origins[kept++] = row;
    for (const column of [open, high, low, close]) decimals = decimalsOfNumber(column[row]!, decimals);
  }
  const trimmed = (column: Float64Array) => column.subarray(0, kept);
  return buildFeed(
    {
      source: source.name,
      timeNames: [columns.date, columns.time].flatMap((column) => column === undefined ? [] : [column.name]),
      stamps: trimmed(times.stamps),
      form: times.form,
      stampFacts: times.facts,
      open: trimmed(open),
      high: trimmed(high),
      low: trimmed(low),
      close: trimmed(close),
      volume: trimmed(volume),
      extra: new Map([...extra].map(([name, column]) => [name, trimmed(column)])),
      origins,
      decimals,
      adjusted: false,
      sourceStamp: columns.sourceStamp,
      notes: fixed === undefined ? columns.notes : [...columns.notes, fixed.note],
      place: (row) => source.row(row),
    },
    checked,
    badRows,
  );
}

/** Returns whether a row is a bar. Where high or low miss the other prices by noise alone, the row is mended. */
function isBarAt(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  row: number,
  floor: number,
): boolean {
  if (isBar(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor)) return true;
  const range = mendedRange(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!, floor);
  if (range === undefined) return false;
  high[row] = range.high;
  low[row] = range.low;
  return true;
}

/** Returns the columns that are given, each read once. */
function takenColumns(columns: BarsInput, source: Origin): ReadonlyMap<string, ColumnValues> {
  if (!isOptions(columns)) {
    throw new TypeError(
      `Cannot read ${inspected(columns, 0)} as bars: pass an object of columns, { time, open, high, low, close }`,
    );
  }
  const given: Readonly<Record<string, unknown>> = columns, taken = new Map<string, unknown>();
  for (const name in given) taken.set(name, given[name]);
  // An object of a class may have its columns as getters, which are not listed.
  for (const name of ["time", ...BAR_COLUMNS]) if (!taken.has(name)) taken.set(name, given[name]);
  for (const [name, column] of taken) {
    if (column === undefined) taken.delete(name);
    // An object of another class might change while it is read.
    else if (!Array.isArray(column) && (!ArrayBuffer.isView(column) || column instanceof DataView)) {
      throw new TypeError(
        `Cannot read the column "${name}" of ${source}: pass an array or a typed array, and not ${
          inspected(column, 0)
        }`,
      );
    }
  }
  return taken as ReadonlyMap<string, ColumnValues>;
}

/** A time of day beside a column of dates. */
const CLOCK = /^\d{1,2}:\d{2}/;

/** Finds the columns of a bar: by the names of lines, else by the names that files use. */
function columnsByRole(taken: ReadonlyMap<string, ColumnValues>, source: Origin): Columns {
  const names = [...taken.keys()], mapped: Partial<Record<ColumnRole, number>> = { symbol: -1 };
  for (const role of BAR_COLUMNS) if (taken.has(role)) mapped[role] = names.indexOf(role);
  const first = taken.get("time")?.[0];
  if (taken.has("time") && !(typeof first === "string" && CLOCK.test(first))) mapped.time = names.indexOf("time");
  const found = columnsOfRoles(names, mapped);
  if ("columns" in found) {
    const [one, other] = found.columns.map((column) => JSON.stringify(names[column]));
    throw new TypeError(
      `Cannot tell which column of ${source} is the ${found.role}: there are ${one} and ${other}; name it "${found.role}"`,
    );
  }
  const missing = (["time", "open", "high", "low", "close"] as const).find((role) => found[role] === -1);
  if (missing !== undefined) {
    throw new TypeError(
      `Cannot find the column "${missing}" in ${source}: its columns are ${
        names.join(", ") || "none"
      }; name it "${missing}"`,
    );
  }
  const column = (index: number): NamedColumn => ({ name: names[index]!, values: taken.get(names[index]!)! });
  const used = new Set([found.time, found.date, ...BAR_COLUMNS.map((role) => found[role])]);
  const closeNote = taken.has("close") ? undefined : lastTradeNote(names[found.close]!);
  const notes = [closeNote, volumeNote(names, found.volume)];
  return {
    time: column(found.time),
    date: found.date === -1 ? undefined : column(found.date),
    prices: BAR_COLUMNS.map((role) => found[role] === -1 ? undefined : column(found[role])),
    extra: names.flatMap((_, index) => used.has(index) ? [] : [column(index)]),
    names,
    sourceStamp: sourceStampOf(names, names[found.time]!),
    notes: notes.filter((note) => note !== undefined),
  };
}

/** Checks that the columns hold numbers and have one length, and returns that length. */
function checkColumns({ time, date, prices, extra }: Columns, source: Origin): number {
  const given = prices.filter((column) => column !== undefined), times = date === undefined ? [time] : [time, date];
  for (const { name, values } of [...times, ...given, ...extra]) {
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
      throw new TypeError(
        `Cannot read the column "${name}" of ${source}: it is a ${values.constructor.name}; ` +
          "pass numbers, as in Float64Array.from(column, Number)",
      );
    }
  }
  const length = time.values.length;
  for (const { name, values } of [...times, ...given, ...extra]) {
    if (values.length === length) continue;
    throw new RangeError(
      `Cannot read the column "${name}" of ${source}: it has ${values.length} entries and the column "${time.name}" ${length}`,
    );
  }
  for (const column of given) checkEntries(column, source, false);
  for (const column of extra) checkEntries(column, source, typeof column.values[0] === "boolean");
  return length;
}

/** Checks that all entries of a column are numbers, or truth values. */
function checkEntries({ name, values }: NamedColumn, source: Origin, isTruth: boolean): void {
  if (ArrayBuffer.isView(values)) return;
  for (let row = 0; row < values.length; row++) {
    if (isTruth ? typeof values[row] === "boolean" : typeof values[row] === "number") continue;
    throw new TypeError(
      `Cannot read ${source.row(row)}, column "${name}": expected ${isTruth ? "true or false" : "a number"}, ` +
        `found ${describe(values[row])}`,
    );
  }
}

interface Times {
  readonly stamps: Float64Array;
  readonly form: StampForm;
  readonly facts: StampFacts | undefined;
  /** The fault in the time of each bad row, by row. */
  readonly problems: ReadonlyMap<number, TimeFault>;
}

function readTimes(
  { time, date }: Columns,
  source: Origin,
  { dateOrder, epoch }: Pick<CheckedFeedOptions, "dateOrder" | "epoch">,
): Times {
  const first = time.values[0];
  if (date !== undefined) {
    const days = textsOf(date, source),
      clocks = textsOf(time, source),
      reader = readerOf(days, date, source, dateOrder);
    return readTexts(reader, days, (row) => reader.readDateAndClock(days[row]!.trim(), clocks[row]!.trim()));
  }
  // Where the rows before were counts, those of a later block that look like the digits of a date are counts, too.
  if (typeof first === "string" || epoch?.unit === undefined && isDateDigits(first)) {
    const texts = textsOf(time, source), reader = readerOf(texts, time, source, dateOrder);
    return readTexts(reader, texts, (row) => reader.readText(texts[row]!.trim()));
  }
  const times = time.values, stamps = new Float64Array(times.length), problems = new Map<number, TimeFault>();
  const isDate = first instanceof Date;
  checkKind(
    time,
    source,
    (one) => isDate ? one instanceof Date : typeof one === "number",
    isDate ? "a Date" : "a Date, a text or a number",
  );
  for (let row = 0; row < times.length; row++) {
    // A Date counts milliseconds at any size, so its unit needs no guess.
    stamps[row] = isDate ? (times[row] as Date).getTime() * 1000 : times[row] as number;
    if (Number.isFinite(stamps[row])) continue;
    problems.set(row, { reason: isDate ? "the Date is invalid" : `the time ${stamps[row]} is not a finite number` });
  }
  return { stamps, form: isDate ? "instant" : "epoch", facts: undefined, problems };
}

/** Returns a column of texts, or of numbers that are written as dates, as texts. */
function textsOf(column: NamedColumn, source: Origin): readonly string[] {
  const digits = isDateDigits(column.values[0]);
  if (digits) checkKind(column, source, (one) => typeof one === "number", "a number");
  else checkKind(column, source, (one) => typeof one === "string", "a text");
  return digits ? Array.from(column.values as ArrayLike<number>, String) : column.values as readonly string[];
}

/** Returns the reader of a column with dates. */
function readerOf(
  texts: readonly string[],
  column: NamedColumn,
  source: Origin,
  dateOrder: "mdy" | "dmy" | undefined,
): StampReader {
  const order = dateOrder ?? settleDateOrder(Array.from(texts), JSON.stringify(column.name), source.name);
  return new StampReader(order);
}

function readTexts(reader: StampReader, texts: readonly string[], stampOf: (row: number) => number): Times {
  const stamps = new Float64Array(texts.length), problems = new Map<number, TimeFault>();
  for (let row = 0; row < texts.length; row++) {
    stamps[row] = stampOf(row);
    if (Number.isNaN(stamps[row]!)) problems.set(row, reader.fault);
  }
  return { stamps, form: reader.form ?? "date", facts: reader, problems };
}

/** Returns whether a number is written as a date: 20240102, 2024010209, 202401020930 or 20240102093000. */
function isDateDigits(time: unknown): boolean {
  if (typeof time !== "number" || !/^(?:\d{8}|\d{10}|\d{12}|\d{14}(?:\.\d{1,3})?)$/.test(String(time))) return false;
  const reader = new StampReader();
  return !Number.isNaN(reader.readText(String(time))) && reader.form !== "epoch";
}

function checkKind(
  { name, values }: NamedColumn,
  source: Origin,
  isKind: (value: unknown) => boolean,
  kind: string,
): void {
  for (let row = 0; row < values.length; row++) {
    if (isKind(values[row])) continue;
    throw new TypeError(
      `Cannot read ${source.row(row)}, column "${name}": expected ${kind}, found ${describe(values[row])}`,
    );
  }
}

function describe(value: unknown): string {
  if (value instanceof Date) return `the Date ${formatWallTime(value.getTime() * 1000)}`;
  return inspected(value, 0);
}
