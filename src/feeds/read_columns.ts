/**
 * Makes a feed from columns in memory.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import { BadRows } from "./bad_rows.ts";
import type { StampFacts } from "./bar_ends.ts";
import { buildFeed } from "./build_feed.ts";
import { formatWallTime } from "./time/civil_date.ts";
import { Bars } from "./bars.ts";
import { checkFeedOptions, FEED_OPTION_NAMES, type FeedOptions, takenFeedOptions } from "./feed_options.ts";
import { decimalsOfNumber } from "./number_text.ts";
import { inferDateOrder, type StampForm, StampReader } from "./time/time_stamp.ts";
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

/**
 * Columns of equal length, one entry for each bar. Any further column of numbers becomes a line of its own, and so does
 * one of truth values, as 1 and 0.
 */
export interface BarsInput {
  /** The time of each row. */
  readonly time: TimeColumn;
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

/** Options of columns in memory. */
export type BarsOptions = FeedOptions;

const BAR_COLUMNS = ["open", "high", "low", "close", "volume"] as const;

/**
 * Makes a feed from columns in memory. The columns are copied.
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
  const source = checked.name, columns = takenColumns(given, source);
  const length = checkColumns(columns, source);
  const badRows = new BadRows(checked.onBadRow);
  const times = readTimes(columns.time, source, checked.dateOrder);

  const [open, high, low, close, volume] = BAR_COLUMNS.map((name) => {
    const column = columns[name] as NumberColumn | undefined;
    return column === undefined ? new Float64Array(length) : Float64Array.from(column);
  }) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const extra = new Map<string, Float64Array>();
  for (const [name, column] of Object.entries(columns)) {
    if (name === "time" || (BAR_COLUMNS as readonly string[]).includes(name) || column === undefined) continue;
    const isTruth = typeof column[0] === "boolean";
    extra.set(name, isTruth ? Float64Array.from(column, Number) : Float64Array.from(column as NumberColumn));
  }

  const all = [times.stamps, open, high, low, close, volume, ...extra.values()];
  const origins = new Uint32Array(length);
  let kept = 0;
  let decimals = 0;
  for (let row = 0; row < length; row++) {
    const problem = times.problems.get(row);
    if (problem !== undefined || !isBarAt(open, high, low, close, volume, row)) {
      badRows.add(() => {
        const fault = problem === undefined
          ? barFault(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!)!
          : { column: "time", reason: problem };
        return { place: `index ${row} of ${source}, column "${fault.column}"`, reason: fault.reason };
      });
      continue;
    }
    for (const column of all) column[kept] = column[row]!;
    origins[kept++] = row;
    for (const column of [open, high, low, close]) decimals = decimalsOfNumber(column[row]!, decimals);
  }
  const trimmed = (column: Float64Array) => column.subarray(0, kept);
  return new Bars(buildFeed(
    {
      source,
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
      sourceStamp: undefined,
      notes: [],
      place: (row) => `index ${row} of ${source}`,
    },
    checked,
    badRows,
  ));
}

/** Returns whether a row is a bar. Where high or low miss the other prices by noise alone, the row is mended. */
function isBarAt(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  row: number,
): boolean {
  if (isBar(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!)) return true;
  const range = mendedRange(open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!);
  if (range === undefined) return false;
  high[row] = range.high;
  low[row] = range.low;
  return true;
}

/** Returns the columns, each read once. */
function takenColumns(columns: BarsInput, source: string): BarsInput {
  if (!isOptions(columns)) {
    throw new TypeError(
      `Cannot read ${inspected(columns, 0)} as bars: pass an object of columns, { time, open, high, low, close }`,
    );
  }
  const taken: Record<string, unknown> = Object.create(null);
  for (const name in columns) taken[name] = columns[name];
  for (const name of ["time", ...BAR_COLUMNS]) if (!(name in taken)) taken[name] = columns[name];
  for (const [name, column] of Object.entries(taken)) {
    // An object of another class might change while it is read.
    if (column === undefined || Array.isArray(column) || ArrayBuffer.isView(column)) continue;
    throw new TypeError(
      `Cannot read the column "${name}" of ${source}: pass an array or a typed array, and not ${inspected(column, 0)}`,
    );
  }
  return taken as unknown as BarsInput;
}

/** Checks that the columns exist, hold numbers and have one length, and returns that length. */
function checkColumns(columns: BarsInput, source: string): number {
  for (const name of ["time", "open", "high", "low", "close"]) {
    if (columns[name] === undefined) {
      throw new TypeError(
        `Cannot find the column "${name}" in ${source}: its columns are ${Object.keys(columns).join(", ") || "none"}`,
      );
    }
  }
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined) continue;
    if (typeof column !== "object" || !Number.isInteger(column?.length)) {
      throw new TypeError(
        `Cannot read the column "${name}" of ${source}: pass an array or a typed array, and not ${
          inspected(column, 0)
        }`,
      );
    }
    if (column instanceof BigInt64Array || column instanceof BigUint64Array) {
      throw new TypeError(
        `Cannot read the column "${name}" of ${source}: it is a ${column.constructor.name}; ` +
          "pass numbers, as in Float64Array.from(column, Number)",
      );
    }
  }
  const length = columns.time.length;
  for (const [name, column] of Object.entries(columns)) {
    if (column === undefined) continue;
    if (column.length !== length) {
      throw new RangeError(
        `Cannot read the column "${name}" of ${source}: it has ${column.length} entries and the column "time" ${length}`,
      );
    }
    if (name === "time" || ArrayBuffer.isView(column)) continue;
    const isTruth = typeof column[0] === "boolean" && !(BAR_COLUMNS as readonly string[]).includes(name);
    for (let row = 0; row < length; row++) {
      if (isTruth ? typeof column[row] === "boolean" : typeof column[row] === "number") continue;
      throw new TypeError(
        `Cannot read index ${row} of ${source}, column "${name}": expected ${
          isTruth ? "true or false" : "a number"
        }, ` +
          `found ${describe(column[row])}`,
      );
    }
  }
  return length;
}

interface Times {
  readonly stamps: Float64Array;
  readonly form: StampForm;
  readonly facts: StampFacts | undefined;
  /** The fault in the time of each bad row, by row. */
  readonly problems: ReadonlyMap<number, string>;
}

function readTimes(times: TimeColumn, source: string, dateOrder: "mdy" | "dmy" | undefined): Times {
  const stamps = new Float64Array(times.length);
  const problems = new Map<number, string>();
  const first = times[0];
  const digits = isDateDigits(first);
  if (typeof first === "string" || digits) {
    if (digits) checkKind(times, source, (time) => typeof time === "number", "a number");
    else checkKind(times, source, (time) => typeof time === "string", "a text");
    const texts = digits ? Array.from(times as ArrayLike<number>, String) : times as ArrayLike<string>;
    const order = dateOrder ?? inferDateOrder(Array.from(texts));
    if (order === "ambiguous") {
      throw new RangeError(
        `Cannot tell months from days in column "time" of ${source}: no number in its dates is above 12; ` +
          `pass dateOrder: "mdy" (month first) or "dmy" (day first)`,
      );
    }
    const reader = new StampReader(order === "none" ? undefined : order);
    for (let row = 0; row < texts.length; row++) {
      stamps[row] = reader.readText(texts[row]!.trim());
      if (Number.isNaN(stamps[row]!)) problems.set(row, reader.problem);
    }
    return { stamps, form: reader.form ?? "date", facts: reader, problems };
  }
  const isDate = first instanceof Date;
  checkKind(
    times,
    source,
    (time) => isDate ? time instanceof Date : typeof time === "number",
    isDate ? "a Date" : "a Date, a text or a number",
  );
  for (let row = 0; row < times.length; row++) {
    // A Date counts milliseconds at any size, so its unit needs no guess.
    stamps[row] = isDate ? (times[row] as Date).getTime() * 1000 : times[row] as number;
    if (Number.isFinite(stamps[row])) continue;
    problems.set(row, isDate ? "the Date is invalid" : `the time ${stamps[row]} is not a finite number`);
  }
  return { stamps, form: isDate ? "instant" : "epoch", facts: undefined, problems };
}

/** Returns whether a number is written as a date: 20240102, 202401020930 or 20240102093000. */
function isDateDigits(time: unknown): boolean {
  if (typeof time !== "number" || !/^(?:\d{8}|\d{12}|\d{14})$/.test(String(time))) return false;
  const reader = new StampReader();
  return !Number.isNaN(reader.readText(String(time))) && reader.form !== "epoch";
}

function checkKind(times: TimeColumn, source: string, isKind: (time: unknown) => boolean, kind: string): void {
  for (let row = 0; row < times.length; row++) {
    if (isKind(times[row])) continue;
    throw new TypeError(
      `Cannot read index ${row} of ${source}, column "time": expected ${kind}, found ${describe(times[row])}`,
    );
  }
}

function describe(value: unknown): string {
  if (value instanceof Date) return `the Date ${formatWallTime(value.getTime() * 1000)}`;
  return inspected(value, 0);
}
