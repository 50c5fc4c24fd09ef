/**
 * The index of a series: its months with the hash of each file, and the files that a revision has taken the place of. It
 * is a text in JSON, `index.json`, beside the files.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import { isMonth } from "./months.ts";

/** Name of the file. */
export const INDEX_FILE = "index.json";
/** Version of its form. */
const FORMAT = 1;

/** A month of a series. */
export interface MonthEntry {
  /** The month, as `2024-01`; its file is `2024-01.parquet`. */
  readonly month: string;
  /** SHA-256 of the file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Number of its bars. */
  readonly bars: number;
  /** End of its first bar in microseconds since the epoch. */
  readonly firstUs: number;
  /** End of its last bar. */
  readonly lastUs: number;
}

/** A file that was kept when a revision took its place. */
export interface Revision {
  /** Its month. */
  readonly month: string;
  /** Name of the file, as `2024-01.r1.parquet`. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** Number of its bars. */
  readonly bars: number;
  /** What the newer file has in its place, as a sentence. */
  readonly note: string;
}

/** The index of a series. */
export interface SeriesIndex {
  /** The symbol. */
  readonly symbol: string;
  /** The timeframe, as `5m`. */
  readonly timeframe: string;
  /** IANA name of the zone of dates and sessions. */
  readonly timeZone: string;
  /** The months in order. */
  readonly months: readonly MonthEntry[];
  /** The files that were kept, in the order in which they were replaced. */
  readonly revisions: readonly Revision[];
}

/** Returns the name of the file of a month. */
export function fileOfMonth(month: string): string {
  return `${month}.parquet`;
}

/** Returns the index as a text. */
export function indexText(index: SeriesIndex): string {
  return `${JSON.stringify({ format: FORMAT, ...index }, null, 2)}\n`;
}

/**
 * Reads an index.
 *
 * @param text The text.
 * @param path Path of the file, for messages.
 * @throws {RangeError} If it is none.
 */
export function readIndex(text: string, path: string): SeriesIndex {
  const fail = (reason: string): never => {
    throw new RangeError(
      `Cannot read ${path}: ${reason}; move it away and import the files of its folder anew, into another catalogue`,
    );
  };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    fail(`it is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isOptions(read)) fail("it is no index of a series");
  const { format, ...index } = read as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) {
    fail(`its form is ${inspected(format, 0)}, and this version of the package knows ${FORMAT}`);
  }
  const { symbol, timeframe, timeZone, months, revisions } = index;
  if (![symbol, timeframe, timeZone].every((value) => typeof value === "string")) fail("a fact is missing");
  if (!isListOf(months, isMonthEntry)) fail("its list of months is none");
  if (!isListOf(revisions, isRevision)) fail("its list of revisions is none");
  return { symbol, timeframe, timeZone, months, revisions } as SeriesIndex;
}

function isListOf(value: unknown, isOne: (item: Readonly<Record<string, unknown>>) => boolean): boolean {
  return Array.isArray(value) &&
    value.every((item) => isOptions(item) && isOne(item as unknown as Readonly<Record<string, unknown>>));
}

function isMonthEntry({ month, sha256, bars, firstUs, lastUs }: Readonly<Record<string, unknown>>): boolean {
  return typeof month === "string" && isMonth(month) && isHash(sha256) &&
    [bars, firstUs, lastUs].every((number) => Number.isSafeInteger(number));
}

function isRevision({ month, file, sha256, bars, note }: Readonly<Record<string, unknown>>): boolean {
  return typeof month === "string" && isMonth(month) && isHash(sha256) && Number.isSafeInteger(bars) &&
    typeof file === "string" && /^\d{4}-\d{2}\.r\d+\.parquet$/.test(file) && typeof note === "string";
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
