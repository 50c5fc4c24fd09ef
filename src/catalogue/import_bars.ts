/**
 * The import of bars into a series. It writes all that is new, and nothing that was there is lost: where values were
 * revised it is refused, or the older file is kept beside the newer one.
 *
 * @module
 */

import { partOf } from "../checkpoint/atomic_file.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { barTimeText } from "./bar_time.ts";
import { byMonth, filteredRows, joinedRows, mergedRows, rowsOf } from "./months.ts";
import { diffFeeds, factFaults, type RowChange, type RowDiff } from "./row_diff.ts";
import { type NewMonth, newMonth, type ReadMonth, type SeriesFolder } from "./series_folder.ts";
import { fileOfMonth, type MonthEntry, type Revision, type SeriesIndex } from "./series_index.ts";

/** The report of an import. */
export interface ImportReport {
  /** The symbol. */
  readonly symbol: string;
  /** The timeframe, as `5m`. */
  readonly timeframe: string;
  /** Number of bars that were added. */
  readonly added: number;
  /** Number of bars that were there already, with the same values. */
  readonly same: number;
  /** Number of bars that took the place of others of the same time. */
  readonly revised: number;
  /**
   * Number of stored bars, between the first and the last imported one, that the import does not have. They stay, but with
   * `revision: "adopt"` they go out of the series with the older file.
   */
  readonly missing: number;
  /** The months whose files were written, as `2024-01`. */
  readonly months: readonly string[];
  /** The older files that were kept. */
  readonly revisions: readonly Revision[];
}

/** The way of an import. */
export interface ImportTerms {
  /** The symbol. */
  readonly symbol: string;
  /** The timeframe. */
  readonly timeframe: string;
  /** What is done where values were revised. */
  readonly revision: "refuse" | "adopt";
}

/** A month that an import changes. */
interface MonthPlan {
  readonly month: string;
  readonly older: ReadMonth | undefined;
  /** The bars of the month after the import. */
  readonly feed: FeedData;
  /** The difference of the imported bars from the stored ones between the first and the last imported bar. */
  readonly diff: RowDiff;
}

/**
 * Imports bars.
 *
 * @throws {RangeError} If the bars are none that the series can go on with, or values were revised and that is refused.
 * @throws {FileError} If a file cannot be written.
 */
export async function importBars(folder: SeriesFolder, bars: FeedData, terms: ImportTerms): Promise<ImportReport> {
  if (bars.length === 0) throw new RangeError(`Cannot import ${terms.symbol}: "${bars.name}" has no bars`);
  if (bars.counted === true || bars.growing === true) {
    throw new RangeError(
      `Cannot import the bars "${bars.name}": they have no length of time, as bars of ticks, volume or prices have none; ` +
        "import the bars that they were made of",
    );
  }
  using file = folder.change();
  const index = folder.index(), plans: MonthPlan[] = [];
  const firstUs = bars.columns.timeUs[0]!, lastUs = bars.columns.timeUs.at(-1)!, parts = byMonth(bars);
  const touched = (index?.months ?? []).filter((entry) => entry.lastUs >= firstUs && entry.firstUs <= lastUs);
  for (const month of [...new Set([...parts.keys(), ...touched.map(({ month }) => month)])].toSorted()) {
    plans.push(await planOf(folder, index, month, parts.get(month) ?? rowsOf(bars, 0, 0), [firstUs, lastUs], terms));
  }
  if (plans.every(({ older }) => older === undefined)) checkFacts(await lastMonth(folder, index), bars, terms);
  const sum = (count: "added" | "same" | "revised" | "removed"): number =>
    plans.reduce((total, { diff }) => total + diff[count], 0);
  if (sum("revised") > 0 && terms.revision === "refuse") throw revisedError(plans, bars, terms);

  const emptied = plans.find(({ feed }) => feed.length === 0);
  if (emptied !== undefined) {
    throw new RangeError(
      `Cannot adopt "${bars.name}" for ${terms.symbol} ${terms.timeframe}: it has no bar of ${emptied.month}, whose ${
        emptied.older!.feed.length
      } stored bars lie between its first and its last one; import the parts before and behind that month`,
    );
  }

  const entries = new Map((index?.months ?? []).map((entry) => [entry.month, entry]));
  const revisions: Revision[] = [], written: string[] = [];
  for (const { month, older, feed, diff } of plans) {
    const isReplaced = diff.revised > 0 || (terms.revision === "adopt" && diff.removed > 0);
    if (isReplaced) revisions.push(keepOlder(folder, index, month, older!, diff));
    if (isReplaced || diff.added > 0) {
      const made: NewMonth = await newMonth(month, stored(feed, terms.symbol));
      folder.write(fileOfMonth(month), made.bytes);
      entries.set(month, made.entry);
      written.push(month);
    } else if (older !== undefined) entries.set(month, entryOf(month, older));
  }
  const months = [...entries.values()].toSorted((a, b) => a.month < b.month ? -1 : 1), { symbol, timeframe } = terms;
  const next: SeriesIndex = {
    ...{ symbol, timeframe, timeZone: bars.timeZone, months },
    revisions: [...index?.revisions ?? [], ...revisions],
  };
  if (JSON.stringify(next) !== JSON.stringify(index)) folder.commit(file, next);
  return {
    ...{ symbol, timeframe, added: sum("added"), same: sum("same"), revised: sum("revised"), missing: sum("removed") },
    ...{ months: written, revisions },
  };
}

/** Returns bars as they are stored: by the name of their series, as an instrument of its own. */
function stored(feed: FeedData, symbol: string): FeedData {
  const { instrument: _, resampledFrom: __, sessions: ___, previousEndUs: ____, ...rest } = feed;
  return { ...rest, name: symbol, trade: rest.anyPrices !== true };
}

async function planOf(
  folder: SeriesFolder,
  index: SeriesIndex | undefined,
  month: string,
  part: FeedData,
  [firstUs, lastUs]: readonly [number, number],
  terms: ImportTerms,
): Promise<MonthPlan> {
  const older = await folder.month(month);
  if (older === undefined) return { month, older, feed: part, diff: diffFeeds(rowsOf(part, 0, 0), part) };
  checkFacts(older.feed, part, terms);
  const { timeUs } = older.feed.columns,
    isOutside = (row: number): boolean => timeUs[row]! < firstUs || timeUs[row]! > lastUs;
  const diff = diffFeeds(filteredRows(older.feed, (row) => !isOutside(row)), part);
  // What the import does not have stays, but where the import is to take the place of what is there.
  const staying = terms.revision === "adopt" ? filteredRows(older.feed, isOutside) : older.feed;
  const isWhole = diff.added === 0 && diff.revised === 0;
  const known = index?.months.find((entry) => entry.month === month)?.sha256;
  // An import that was broken off has written months that the index does not know; the same import goes on from them.
  if (known !== older.sha256 && !isWhole) {
    throw new RangeError(
      `Cannot import into ${folder.pathOf(fileOfMonth(month))}: ${
        known === undefined ? "the index does not have that file" : "it is not the file that the index has"
      }, so another program changed it, or an import was broken off; repeat that import, or move the file away`,
    );
  }
  const isUnchanged = isWhole && (terms.revision === "refuse" || diff.removed === 0);
  return { month, older, feed: isUnchanged ? older.feed : mergedRows(staying, part), diff };
}

/** Returns the bars of the last month that is stored, if there is one. */
async function lastMonth(folder: SeriesFolder, index: SeriesIndex | undefined): Promise<FeedData | undefined> {
  const last = index?.months.at(-1);
  return last === undefined ? undefined : (await folder.month(last.month))?.feed;
}

/** Refuses bars that cannot be one series with those that are stored. */
function checkFacts(there: FeedData | undefined, bars: FeedData, { symbol, timeframe }: ImportTerms): void {
  if (there === undefined) return;
  const [fault] = factFaults(there, bars);
  if (fault === undefined) return;
  throw new RangeError(
    `Cannot import the bars "${bars.name}" into ${symbol} ${timeframe}: its ${fault.fact} ${
      fault.fact.endsWith("s") ? "are" : "is"
    } ` +
      `${fault.newer}, and the stored bars have ${fault.older}; read it with options that make them equal, or import it ` +
      "into another catalogue",
  );
}

/** Thrown for an import with revised values that is refused; nothing was written. */
export class RevisedBarsError extends RangeError {
  /** The message without its remedy, which is another one on a command line. */
  readonly finding: string;

  /** Makes the error of a finding. */
  constructor(finding: string) {
    super(
      `${finding}; look at diff, and import with revision: "adopt", which keeps the older file beside the newer one`,
    );
    this.finding = finding;
  }
}

function revisedError(
  plans: readonly MonthPlan[],
  bars: FeedData,
  { symbol, timeframe }: ImportTerms,
): RevisedBarsError {
  const changes = plans.flatMap(({ diff }) => diff.changes).filter(({ kind }) => kind === "revised");
  const one = changes.length === 1;
  return new RevisedBarsError(
    `Cannot import the bars "${bars.name}" into ${symbol} ${timeframe}: ${changes.length} ${
      one ? "bar has" : "bars have"
    } other ` +
      `values than ${one ? "the stored one" : "those that are stored"}, the first at ${changeText(changes[0]!, bars)}`,
  );
}

/** Returns a revised row as a text: `2024-01-03: close 10 is now 10.5`. */
function changeText({ timeUs, values }: RowChange, bars: FeedData): string {
  const text = values.map(({ column, older, newer }) => `${column} ${older} is now ${newer}`).join(", ");
  return `${barTimeText(timeUs, bars)}: ${text}`;
}

/** Keeps the file of a month under another name, and returns what the index says of it. */
function keepOlder(
  folder: SeriesFolder,
  index: SeriesIndex | undefined,
  month: string,
  { bytes, sha256, feed }: ReadMonth,
  { added, removed, revised }: RowDiff,
): Revision {
  const files = new Set([...folder.files(), ...(index?.revisions ?? []).map(({ file }) => file)]);
  let number = 1;
  const nameOf = (): string => `${month}.r${number}.parquet`;
  // The name of a part is taken too, as its file may still come.
  while (files.has(nameOf()) || files.has(partOf(nameOf()))) number++;
  const file = nameOf();
  folder.write(file, bytes);
  return {
    ...{ month, file, sha256, bars: feed.length },
    note: `A later import has ${revised} bars with other values, ${added} more and ${removed} less`,
  };
}

function entryOf(month: string, { sha256, feed }: ReadMonth): MonthEntry {
  const { timeUs } = feed.columns;
  return { month, sha256, bars: feed.length, firstUs: timeUs[0]!, lastUs: timeUs.at(-1)! };
}

/** Returns the rows of stored months between two moments, which newer rows can be compared with. */
export function rowsBetween(months: readonly FeedData[], firstUs: number, lastUs: number): FeedData {
  const all = joinedRows(months), { timeUs } = all.columns;
  return filteredRows(all, (row) => timeUs[row]! >= firstUs && timeUs[row]! <= lastUs);
}
