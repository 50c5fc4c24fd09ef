/**
 * Reads the feeds that a command line names.
 *
 * @module
 */

import { pathExists } from "./path_exists.ts";
import { csv } from "../feeds/csv/csv.ts";
import type { ParquetOptions } from "../parquet/parquet_options.ts";
import type { SessionOptions } from "../feeds/session_hours.ts";
import { type CsvOptions, nameOfSource } from "../feeds/csv/csv_options.ts";
import type { Bars } from "../feeds/bars.ts";
import type { NeededPermission } from "./command.ts";
import { type CommandLine, type Flag, numberOf } from "./flags.ts";
import { checkFeedNames, namedFlag, type NamedValue, splitNamed, truthOf, valueForFeed } from "./named_value.ts";
import type { Progress } from "./progress.ts";
import { UsageError } from "./usage_error.ts";

/** A flag that becomes an option of the reader of prices. */
interface FeedOptionFlag {
  /** Name of the flag. */
  readonly name: string;
  /** Name of the option. */
  readonly option: keyof CsvOptions;
  /** Placeholder of the value in the help. */
  readonly value: string;
  /** Summary for the help. */
  readonly summary: string;
  /** Makes the option from the text, which is the option itself by default; the reader checks it and names the choices. */
  readonly read?: (text: string, place: string) => unknown;
}

/** The flags of feed options, in the order of the help. A new option of the reader is a row here. */
const FEED_OPTIONS: readonly FeedOptionFlag[] = [
  {
    name: "timeframe",
    option: "timeframe",
    value: "TEXT",
    summary: "Length of a bar, such as 5m, 1h, 1d; inferred by default.",
  },
  {
    name: "stamp",
    option: "stamp",
    value: "END",
    summary: "Whether a row's time is the open or the close of its bar.",
  },
  {
    name: "time-zone",
    option: "timeZone",
    value: "ZONE",
    summary: "IANA name of the zone of the file's times; that of its offsets, or UTC, by default.",
  },
  {
    name: "session",
    option: "session",
    value: "HH:MM-HH:MM",
    summary: "Hours of the session, as in 17:00-16:00 for one over midnight, or 17:00-16:00,America/Chicago.",
    read: sessionOf,
  },
  {
    name: "calendar",
    option: "calendar",
    value: "NAME",
    summary:
      "Calendar of the exchange: XNYS, XNAS, XLON, XETR, XPAR, XTKS, XHKG, XSHG, XBOM, CMES, FX, 24/7, or a CSV " +
      "file of sessions with date, open, close and breaks.",
  },
  {
    name: "prices",
    option: "prices",
    value: "WHICH",
    summary: "Prices that a bar may have: positive, the default, or any, which trade as a future.",
  },
  {
    name: "date-order",
    option: "dateOrder",
    value: "ORDER",
    summary: "Order of day and month in 01/02/2006; inferred by default.",
  },
  {
    name: "columns",
    option: "columns",
    value: "COLUMNS",
    summary:
      "Names of columns that are not found, such as close:Settle,time:When; for a file without a header the names " +
      "of all columns, such as time,open,high,low,close,volume.",
    read: columnsOf,
  },
  {
    name: "symbol",
    option: "symbol",
    value: "SYMBOL",
    summary: "The instrument to read from a file that holds several.",
  },
  {
    name: "decimal",
    option: "decimal",
    value: "SIGN",
    summary: 'The decimal sign, "," or "."; inferred by default.',
  },
  {
    name: "adjust",
    option: "adjust",
    value: "HOW",
    summary: 'Whether prices are adjusted "back" by the adjusted close.',
  },
  {
    name: "on-bad-row",
    option: "onBadRow",
    value: "HOW",
    summary: "Whether a bad row is an error, or is left out with skip.",
  },
  {
    name: "decimals",
    option: "decimals",
    value: "N",
    summary: "Least decimals of the price grid; by default the most in any price.",
    read: numberOf,
  },
  {
    name: "trade",
    option: "trade",
    value: "true|false",
    summary: "Whether orders may be placed on a feed; false leaves its lines alone, as in vix=false.",
    read: truthOf,
  },
  {
    name: "prices",
    option: "prices",
    value: "positive|any",
    summary: 'The prices that bars may have; "any" for zero and below, on a feed without orders.',
  },
];

/** The permission for prices that are not a file. */
export const FEED_PERMISSION: NeededPermission = {
  flag: "--allow-net=HOST",
  purpose: "of each host whose address is given to --data",
};

/** The flags for the price files, and for facts that the files do not contain. */
export const FEED_FLAGS: readonly Flag[] = [
  {
    name: "data",
    value: "[NAME=]FILE",
    multiple: true,
    summary:
      "Prices as CSV or Parquet, from a file or an address. Several feeds are found by the strategy as this.feeds.NAME, the first one as this.data. A " +
      "file whose own name has an equals sign is written with its folder: --data ./a=b.csv.",
  },
  ...FEED_OPTIONS.map(namedFlag),
];

/** The flags for facts that files do not contain, without that for the files. */
export const FACT_FLAGS: readonly Flag[] = FEED_OPTIONS.map(namedFlag);

/** Larger files are announced, since reading one takes about a second. */
const LARGE_BYTES = 1 << 25;

/**
 * Returns the price files of a command line. A file that exists under the whole text of `--data` is meant as a whole,
 * also if its name has an equals sign.
 *
 * @throws {UsageError} If there is none.
 */
export function dataFiles(line: CommandLine): readonly NamedValue[] {
  const files = line.values("data").map((text) => pathExists(text) ? { name: undefined, text } : splitNamed(text));
  if (files.length === 0) throw new UsageError("Cannot go on without prices: name a file with --data");
  return files;
}

/**
 * Reads the feeds.
 *
 * @param further Returns further names that flags for facts may have, of files beside those of the feeds.
 * @returns feeds by name; the default is the name of the file
 * @throws {UsageError} if no feed is given, a file cannot be read, two feeds have the same name, or an option names no
 * feed
 * @throws {RangeError} if a file's content cannot be used
 */
export async function readFeeds(
  line: CommandLine,
  progress: Progress,
  further: (feeds: readonly string[]) => readonly string[] = () => [],
): Promise<Record<string, Bars>> {
  const files = dataFiles(line).map(({ name, text }) => ({ path: text, name: name ?? nameOfSource(text) }));
  const names = files.map(({ name }) => name), twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new UsageError(`Cannot use two feeds named ${JSON.stringify(twice)}: name them with --data NAME=FILE`);
  }
  checkFeedNames(line, FEED_OPTIONS.map(({ name }) => name), [...names, ...further(names)]);
  const feeds: [string, Bars][] = [];
  for (const { path, name } of files) {
    feeds.push([name, await readNamed(line, path, name, progress)]);
  }
  return Object.fromEntries(feeds);
}

/** Reads the prices of a file under a name, by the flags for that name. */
export async function readNamed(line: CommandLine, path: string, name: string, progress: Progress): Promise<Bars> {
  if (sizeOf(path) >= LARGE_BYTES) progress.announce(`Reading ${path}`);
  else progress.tell(`Reading ${path}`);
  return await readPrices(path, optionsFor(line, name));
}

function sessionOf(text: string, place: string): SessionOptions {
  const match = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})(?:,(.+))?$/.exec(text);
  if (match === null) {
    throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: write hours such as 17:00-16:00`);
  }
  const [, open, close, timeZone] = match as unknown as [string, string, string, string | undefined];
  return timeZone === undefined ? { open, close } : { open, close, timeZone };
}

/**
 * Reads the prices of a file for a feed, by the flags of the command line.
 *
 * @throws {UsageError} If the file cannot be read, or an option names no feed.
 * @throws {RangeError} If its content cannot be used.
 */
export async function readFileOf(line: CommandLine, path: string, feed: string): Promise<Bars> {
  checkFeedNames(line, FEED_OPTIONS.map(({ name }) => name), [feed]);
  return await readPrices(path, optionsFor(line, feed));
}

/** Returns whether a file or an address is that of a Parquet file, by its ending. */
export function isParquet(path: string): boolean {
  return /\.(?:parquet|pq)(?:[?#].*)?$/i.test(path);
}

async function readPrices(path: string, options: CsvOptions): Promise<Bars> {
  try {
    if (!isParquet(path)) return await csv(path, options);
    // Its packages are loaded for such a file alone.
    const { parquet } = await import("../parquet/parquet.ts");
    return await parquet(path, options as ParquetOptions);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || !(error instanceof Error)) throw error;
    // A path that is given on the command line needs no word on paths.
    const { message } = error instanceof Deno.errors.NotFound && error.cause instanceof Error ? error.cause : error;
    throw new UsageError(message.startsWith("Cannot ") ? message : `Cannot read the prices ${path}: ${message}`, {
      cause: error,
    });
  }
}

function optionsFor(line: CommandLine, name: string): CsvOptions {
  const options: Record<string, unknown> = { name };
  for (const { name: flag, option, read } of FEED_OPTIONS) {
    const text = valueForFeed(line, flag, name);
    if (text !== undefined) options[option] = read === undefined ? text : read(text, `--${flag}`);
  }
  return options;
}

/** Returns columns by role if every name has a role before it, else by position. */
function columnsOf(text: string): Record<string, string> | string[] {
  const names = text.split(","), roles = names.map((name) => /^([A-Za-z]+):(.+)$/.exec(name));
  if (roles.every((role) => role === null)) return names;
  if (roles.some((role) => role === null)) {
    throw new UsageError(
      `Cannot use ${JSON.stringify(text)} as --columns: write ROLE:NAME for each, or the names of all columns in order`,
    );
  }
  return Object.fromEntries(roles.map((role) => [role![1]!, role![2]!]));
}

/** Returns the size of a file in bytes, or zero if it is unknown. Reading the file then reports the reason. */
function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
