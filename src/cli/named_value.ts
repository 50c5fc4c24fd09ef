/**
 * Values of a flag for all feeds or for the one that is named: `--tick 0.01`, `--tick aapl=0.25`.
 *
 * @module
 */

import type { CommandLine, Flag } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

/** A value, and the name of the feed that it is for; without a name it is for all of them. */
export interface NamedValue {
  readonly name: string | undefined;
  readonly text: string;
}

/** Returns a flag whose value may have the name of a feed before it. */
export function namedFlag(flag: { name: string; value: string; summary: string }): Flag {
  return { name: flag.name, value: `[NAME=]${flag.value}`, multiple: true, summary: flag.summary };
}

/** Splits a text at its first equals sign. A name has no slash, so a path with an equals sign in it stays whole. */
export function splitNamed(text: string): NamedValue {
  const match = /^([^=\\/]+)=(.+)$/s.exec(text);
  return match === null ? { name: undefined, text } : { name: match[1]!, text: match[2]! };
}

/**
 * Returns a text as true or false.
 *
 * @throws {UsageError} If it is neither.
 */
export function truthOf(text: string, place: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new UsageError(`Cannot use ${JSON.stringify(text)} as ${place}: write true or false`);
}

/**
 * Returns the value of a flag for a feed: the one with its name, otherwise the one for all feeds.
 *
 * @throws {UsageError} If there are two.
 */
export function valueForFeed(line: CommandLine, flag: string, feed: string): string | undefined {
  const given = line.values(flag).map(splitNamed);
  const [own, common] = [feed, undefined].map((name) => {
    const texts = given.filter((one) => one.name === name).map((one) => one.text);
    if (texts.length > 1) throw new UsageError(`Cannot use --${flag} twice for ${name ?? "all feeds"}`);
    return texts[0];
  });
  return own ?? common;
}

/**
 * Checks that every name before a value is that of a feed.
 *
 * @throws {UsageError} If there is no such feed.
 */
export function checkFeedNames(line: CommandLine, flags: readonly string[], feeds: readonly string[]): void {
  for (const flag of flags) {
    for (const { name } of line.values(flag).map(splitNamed)) {
      if (name === undefined || feeds.includes(name)) continue;
      throw new UsageError(
        `Cannot find the feed ${JSON.stringify(name)} of --${flag}: there are ${feeds.join(", ")}; ` +
          "a feed is named by --data NAME=FILE, and otherwise like its file without the ending",
      );
    }
  }
}
