/**
 * Sources that are known by the names of their columns, and the end of a bar that their times mark.
 *
 * A source is recognised only by names that no other one is known to write together. Files of other sources are left to
 * the option `stamp`.
 *
 * @module
 */

import type { SourceStamp } from "../stamped_end.ts";
import { normalizedName } from "../column_names.ts";

/** Names of time columns that say which end of a bar they mark, in the form of {@linkcode normalizedName}. */
const OPEN_TIMES = ["opentime", "openingtime", "starttime", "windowstart", "tsevent", "timeperiodstart"];
const CLOSE_TIMES = ["closetime", "closingtime", "endtime", "timeperiodend"];

/** A source whose times are the open of the bar. */
interface Source {
  /** Its name. */
  readonly name: string;
  /** Returns whether a file has its columns. */
  readonly isIt: (names: readonly string[], time: string) => boolean;
}

const SOURCES: readonly Source[] = [
  {
    // Stooq and Finam write names in angle brackets too, and have no count of ticks. Days and longer have no time.
    name: "MetaTrader",
    isIt: (names) => ["<DATE>", "<TICKVOL>"].every((name) => names.includes(name)),
  },
  {
    // "Datetime" alone is anybody's; yfinance adds payouts or the adjusted close, or sorts the prices by their names.
    name: "yfinance",
    isIt: (names, time) =>
      time === "Datetime" &&
      (hasAll(names, "dividends", "stocksplits") || hasAll(names, "adjclose") || isInOrder(names, SORTED_PRICES)),
  },
  {
    // The volume is there twice, counted in each of the two coins.
    name: "CryptoDataDownload",
    isIt: (names) =>
      normalized(names).some((name) => /^unix(?:time)?(?:stamp)?$/.test(name)) && hasAll(names, "date", "symbol") &&
      normalized(names).filter((name) => /^volume[\p{L}\p{N}]+$/u.test(name)).length === 2,
  },
  {
    name: "Dukascopy",
    isIt: (_, time) => ["gmttime", "localtime"].includes(normalizedName(time)),
  },
];

const SORTED_PRICES = ["close", "high", "low", "open"];

/**
 * Returns the end of a bar that the times of a file mark, if the name of their column or the source says it.
 *
 * @param names The names in the header.
 * @param time The name of the column of times.
 * @returns The end, or `undefined` if nothing says it.
 */
export function sourceStampOf(names: readonly string[], time: string): SourceStamp | undefined {
  const timeName = normalizedName(time);
  const end = OPEN_TIMES.includes(timeName) ? "open" : CLOSE_TIMES.includes(timeName) ? "close" : undefined;
  if (end !== undefined) {
    return {
      end,
      note: `The name of the time column says that times are the ${end} of the bar`,
      midnightsAreDates: false,
    };
  }
  const source = SOURCES.find(({ isIt }) => isIt(names, time));
  if (source === undefined) return undefined;
  return {
    end: "open",
    note:
      `The columns are those of ${source.name}, whose times are the open of the bar; stamp: "close" reads them as ` +
      `its close`,
    midnightsAreDates: true,
  };
}

function normalized(names: readonly string[]): readonly string[] {
  return names.map(normalizedName);
}

function hasAll(names: readonly string[], ...wanted: readonly string[]): boolean {
  const there = normalized(names);
  return wanted.every((name) => there.includes(name));
}

function isInOrder(names: readonly string[], wanted: readonly string[]): boolean {
  const there = normalized(names).filter((name) => wanted.includes(name));
  return there.length === wanted.length && there.every((name, index) => name === wanted[index]);
}
