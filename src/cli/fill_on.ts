/**
 * The flag `--fill-on`: finer bars of a feed, on which its orders are matched.
 *
 * @module
 */

import type { Bars } from "../feeds/bars.ts";
import type { CommandLine, Flag } from "./flags.ts";
import { type NamedValue, splitNamed } from "./named_value.ts";
import { pathExists } from "./path_exists.ts";
import type { Progress } from "./progress.ts";
import { readNamed } from "./read_feeds.ts";
import { UsageError } from "./usage_error.ts";

/** The flag for finer bars on which orders are matched. */
export const FILL_ON_FLAG: Flag = {
  name: "fill-on",
  value: "[NAME=]FILE",
  multiple: true,
  summary: "Finer bars of a feed, on which its orders are matched. Flags for their facts call them NAME:fill, as in " +
    "--stamp spy:fill=open.",
};

/** Returns the files of finer bars, with the names of their feeds. */
export function fillFiles(line: CommandLine): readonly NamedValue[] {
  return line.values(FILL_ON_FLAG.name).map((text) => pathExists(text) ? { name: undefined, text } : splitNamed(text));
}

/** Returns the names by which flags call the finer bars of feeds. */
export function fineNames(line: CommandLine, feeds: readonly string[]): readonly string[] {
  return fillFiles(line).flatMap(({ name = feeds.length === 1 ? feeds[0] : undefined }) =>
    name === undefined ? [] : [fineName(name)]
  );
}

/**
 * Reads the finer bars on which orders are matched.
 *
 * @param feeds The feeds of the run by name.
 * @returns The option `fillOn`; nothing without the flag.
 * @throws {UsageError} If a file cannot be read, names no feed, or is one of several for a feed.
 * @throws {RangeError} If its content cannot be used.
 */
export async function readFillOn(
  line: CommandLine,
  feeds: Readonly<Record<string, Bars>>,
  progress: Progress,
): Promise<{ readonly fillOn?: Readonly<Record<string, Bars>> }> {
  const names = Object.keys(feeds), read: [string, Bars][] = [], flag = `--${FILL_ON_FLAG.name}`;
  for (const { name = names.length === 1 ? names[0] : undefined, text } of fillFiles(line)) {
    if (name === undefined) {
      throw new UsageError(
        `Cannot use ${flag} ${text} without the name of its feed: write ${flag} NAME=FILE with one of ${
          names.join(", ")
        }`,
      );
    }
    if (!names.includes(name)) {
      throw new UsageError(`Cannot find the feed ${JSON.stringify(name)} of ${flag}: there are ${names.join(", ")}`);
    }
    if (read.some(([known]) => known === name)) throw new UsageError(`Cannot use ${flag} twice for ${name}`);
    read.push([name, await readNamed(line, text, fineName(name), progress)]);
  }
  return read.length === 0 ? {} : { fillOn: Object.fromEntries(read) };
}

function fineName(feed: string): string {
  return `${feed}:fill`;
}
