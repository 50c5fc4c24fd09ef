/**
 * Reads the feeds that a command line names.
 *
 * @module
 */

import { csv } from "../feeds/csv/csv.ts";
import type { CsvOptions } from "../feeds/csv/csv_options.ts";
import type { Feed } from "../feeds/feed.ts";
import type { CommandLine, Flag } from "./flags.ts";
import type { Progress } from "./progress.ts";
import { UsageError } from "./usage_error.ts";

/** The flags for the price files, and for facts that the files do not contain. */
export const FEED_FLAGS: readonly Flag[] = [
  {
    name: "data",
    value: "[NAME=]FILE",
    multiple: true,
    summary: "Prices as CSV. Several feeds are found by the strategy as this.feeds.NAME, the first one as this.data.",
  },
  ...[
    { name: "timeframe", value: "[NAME=]TEXT", summary: "Length of a bar, such as 5m, 1h, 1d; inferred by default." },
    { name: "stamp", value: "[NAME=]END", summary: "Whether a row's time is the open or the close of its bar." },
    { name: "time-zone", value: "[NAME=]ZONE", summary: "IANA name of the zone of the file's times; UTC by default." },
    { name: "adjust", value: "[NAME=]HOW", summary: 'Whether prices are adjusted "back" by the adjusted close.' },
  ].map((flag) => ({ ...flag, multiple: true, summary: `${flag.summary} For all feeds, or the one that is named.` })),
];

const NAMED = /^([A-Za-z_][\w-]*)=(.+)$/s;
/** Larger files are announced, since reading one takes about a second. */
const LARGE_BYTES = 1 << 25;

/**
 * Reads the feeds.
 *
 * @returns feeds by name; the default is the name of the file
 * @throws {UsageError} if no feed is given, a file cannot be read, two feeds have the same name, or an option names no
 * feed
 * @throws {RangeError} if a file's content cannot be used
 */
export async function readFeeds(line: CommandLine, progress: Progress): Promise<Record<string, Feed>> {
  const sources = line.values("data").map(splitName);
  if (sources.length === 0) throw new UsageError("Cannot go on without prices: name a file with --data");
  const feeds: Record<string, Feed> = {};
  const used = new Set<string>();
  for (const source of sources) {
    const path = source.text, size = sizeOf(path);
    if (size >= LARGE_BYTES) progress.announce(`Reading ${path}`);
    else progress.tell(`Reading ${path}`);
    const options = optionsFor(line, source.name);
    if (source.name !== undefined) used.add(source.name);
    const feed = await readPrices(path, options);
    const name = source.name ?? feed.name;
    if (Object.hasOwn(feeds, name)) {
      throw new UsageError(`Cannot use two feeds named ${JSON.stringify(name)}: name them with --data NAME=FILE`);
    }
    feeds[name] = feed;
  }
  for (const flag of ["timeframe", "stamp", "time-zone", "adjust"]) {
    for (const { name } of line.values(flag).map(splitName)) {
      if (name !== undefined && !used.has(name)) {
        const names = [...used].join(", ");
        throw new UsageError(
          `Cannot find the feed ${JSON.stringify(name)} of --${flag}: ` +
            (names === "" ? "name it with --data NAME=FILE" : `the named ones are ${names}`),
        );
      }
    }
  }
  return feeds;
}

async function readPrices(path: string, options: CsvOptions): Promise<Feed> {
  try {
    return await csv(path, options);
  } catch (error) {
    // Errors about content or options have good texts. The system's own errors do not name the file.
    if (error instanceof RangeError || error instanceof TypeError || !(error instanceof Error)) throw error;
    throw new UsageError(`Cannot read the prices ${path}: ${error.message}`, { cause: error });
  }
}

function optionsFor(line: CommandLine, name: string | undefined): CsvOptions {
  const timeframe = valueFor(line, "timeframe", name), stamp = valueFor(line, "stamp", name);
  const timeZone = valueFor(line, "time-zone", name), adjust = valueFor(line, "adjust", name);
  return {
    ...(timeframe === undefined ? {} : { timeframe }),
    // The reader checks the value and names the choices.
    ...(stamp === undefined ? {} : { stamp: stamp as "open" | "close" }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(adjust === undefined ? {} : { adjust: adjust as "none" | "back" }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Returns the value for a feed: the one with its name, otherwise the one for all feeds. */
function valueFor(line: CommandLine, flag: string, feed: string | undefined): string | undefined {
  const given = line.values(flag).map(splitName);
  const found = [undefined, ...(feed === undefined ? [] : [feed])].map((name) => {
    const texts = given.filter((one) => one.name === name).map((one) => one.text);
    if (texts.length > 1) throw new UsageError(`Cannot use --${flag} twice for ${name ?? "all feeds"}`);
    return texts[0];
  });
  return found[1] ?? found[0];
}

function splitName(text: string): { name: string | undefined; text: string } {
  const match = NAMED.exec(text);
  return match === null ? { name: undefined, text } : { name: match[1]!, text: match[2]! };
}

/** Returns the size of a file in bytes, or zero if it is unknown. Reading the file then reports the reason. */
function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
