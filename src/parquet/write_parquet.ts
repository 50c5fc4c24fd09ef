/**
 * Writes bars to a Parquet file.
 *
 * @module
 */

import { writeWhole } from "../checkpoint/atomic_file.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { checkChoice } from "../feeds/feed_options.ts";
import { SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { inspected, targetPath } from "../host.ts";
import { takenOptions } from "../options.ts";
import { FACTS_KEY, factsText } from "./bar_facts.ts";
import { sealed } from "./checksum.ts";
import { type SchemaElement, writtenBytes, type WrittenColumn, type WrittenFile } from "./packages.ts";

/** Options of a Parquet file that is written. */
export interface WriteParquetOptions {
  /**
   * The packing of its pages: `"snappy"`, which every reader knows; `"gzip"`, smaller and slower; or `"none"`. Default:
   * `"snappy"`.
   */
  readonly compression?: "snappy" | "gzip" | "none";
}

const CODECS = { snappy: "SNAPPY", gzip: "GZIP", none: "UNCOMPRESSED" } as const;
/** Rows of a row group. */
const GROUP_ROWS = 100_000;
/** The program, as the file names it. */
export const WRITER = "cracktrader";
/** Columns of the file by their names, beside prices and volume. */
export const TIME = "time", BEGIN = "begin", SESSION = "session";
const PRICES = ["open", "high", "low", "close", "volume"] as const;

/**
 * Writes bars to a Parquet file, from which `parquet` reads equal bars. The file takes the place of an old one when it is
 * whole.
 *
 * The columns are `time`, the end of each bar as a moment in microseconds; `begin`, its begin, where that does not follow
 * from the timeframe; `session`, its session date; `open`, `high`, `low`, `close` and `volume` as doubles; and each further
 * column by its name. The other facts of the bars are a text in JSON under the name `cracktrader`, with a checksum of all
 * columns, which `parquet` checks. pandas, polars and DuckDB read the file.
 *
 * It needs permission: `--allow-read` and `--allow-write` of the file, and of the same with `.part` behind its name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { parquet, writeParquet } from "@cracktrader/cracktrader/parquet";
 *
 * const folder = await Deno.makeTempDir(), bars = await ct.sample("aapl");
 * await writeParquet(`${folder}/aapl.parquet`, bars);
 * assertEquals((await parquet(`${folder}/aapl.parquet`)).columns, bars.columns);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param path The file, as a path or a `file:` URL.
 * @param bars The bars.
 * @param options The packing.
 * @throws {TypeError} If these are no bars, a column of theirs was written to, or an option is unknown.
 * @throws {FileError} If the file cannot be written; what was there before is unchanged then.
 */
export async function writeParquet(
  path: string | URL,
  bars: Bars,
  options: WriteParquetOptions = {},
): Promise<void> {
  const { compression } = takenOptions(options, ["compression"], {
    noObject: (shown) => `Cannot use ${shown} as options: pass an object, such as { compression: "gzip" }`,
    unknown: (name) => `Cannot use option "${name}" of writeParquet: there is compression alone`,
  });
  const packing = checkChoice("compression", compression, ["snappy", "gzip", "none"]) ?? "snappy";
  const target = targetPath(path);
  if (!(bars instanceof Bars)) {
    throw new TypeError(`Cannot write ${inspected(bars, 0)} to ${inspected(target, 0)}: pass bars, as ct.csv returns`);
  }
  writeWhole(target, await parquetBytes(feedOf(bars), packing));
}

/** Returns the bytes of a file with bars. */
export async function parquetBytes(
  feed: FeedData,
  compression: "snappy" | "gzip" | "none" = "snappy",
): Promise<Uint8Array<ArrayBuffer>> {
  return await writtenBytes(await contentOf(feed, compression));
}

async function contentOf(feed: FeedData, compression: "snappy" | "gzip" | "none"): Promise<WrittenFile> {
  const { columns, extra, length: _, ...facts } = feed;
  const schema: SchemaElement[] = [], columnData: WrittenColumn[] = [];
  const add = (element: SchemaElement, column: Omit<WrittenColumn, "name">): void => {
    schema.push({ ...element, repetition_type: "REQUIRED" });
    columnData.push({ name: element.name, ...column });
  };
  const moment = (column: string, values: Float64Array): void =>
    add(
      { name: column, type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" } },
      { data: BigInt64Array.from(values, BigInt), encoding: "DELTA_BINARY_PACKED" },
    );
  const double = (column: string, values: Float64Array): void =>
    // A table of different values would join zeros of both signs.
    add({ name: column, type: "DOUBLE" }, { data: values, encoding: "PLAIN" });

  moment(TIME, columns.timeUs);
  if (!beginFollows(feed)) moment(BEGIN, columns.beginUs);
  add(
    { name: SESSION, type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
    { data: Int32Array.from(columns.sessionDay, (day) => day - SESSION_DAY_OFFSET), encoding: "RLE_DICTIONARY" },
  );
  for (const column of PRICES) double(column, columns[column]);
  const taken = new Set<string>([TIME, BEGIN, SESSION, ...PRICES]), names: [string, string][] = [];
  for (const [extraName, values] of Object.entries(extra)) {
    let column = extraName;
    while (taken.has(column)) column += "_";
    taken.add(column);
    names.push([extraName, column]);
    double(column, values);
  }
  return {
    schema: [{ name: "bars", num_children: schema.length }, ...schema],
    columnData,
    kvMetadata: [{ key: FACTS_KEY, value: await sealed(factsText({ ...facts, extra: names }), feed) }],
    createdBy: WRITER,
    codec: CODECS[compression],
    rowGroupSize: GROUP_ROWS,
  };
}

/** Returns whether each bar begins a timeframe before its end, but not before the end of the bar before it. */
function beginFollows({ columns: { timeUs, beginUs }, timeframeUs }: FeedData): boolean {
  return beginUs.every((begin, row) => begin === beginOf(timeUs, row, timeframeUs));
}

/** Returns the begin of a bar in a file without a column of begins. */
export function beginOf(timeUs: Float64Array, row: number, timeframeUs: number): number {
  return Math.max(timeUs[row]! - timeframeUs, row === 0 ? -Infinity : timeUs[row - 1]!);
}
