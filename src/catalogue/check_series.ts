/**
 * The check of a series: its files against the index, its bars against their months, and its holes.
 *
 * @module
 */

import { type Calendar, sourceOf } from "../feeds/calendar/calendar.ts";
import { calendarHoles } from "../feeds/calendar/calendar_holes.ts";
import { type CalendarOption, givenCalendar, loadedCalendar } from "../feeds/calendar/given_calendar.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { noteOnHoles } from "../feeds/holes.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatTimeframe, parseTimeframe } from "../feeds/time/timeframe.ts";
import { withSessions } from "../parquet/sessions_anew.ts";
import { joinedRows, monthOfDay } from "./months.ts";
import { factFaults } from "./row_diff.ts";
import type { SeriesFolder } from "./series_folder.ts";
import { fileOfMonth, INDEX_FILE, type Revision, type SeriesIndex } from "./series_index.ts";

/** Options of a check. */
export interface CheckOptions {
  /** The symbol that is checked. Default: all. */
  readonly symbol?: string;
  /** The timeframe that is checked. Default: all. */
  readonly timeframe?: string | number;
  /** The calendar against which holes are looked for. Default: none; a hole is a span in which rows are missing. */
  readonly calendar?: CalendarOption;
}

/** The check of a series. */
export interface SeriesCheck {
  /** The symbol. */
  readonly symbol: string;
  /** The timeframe. */
  readonly timeframe: string;
  /** Number of bars that were read. */
  readonly bars: number;
  /** Faults of files, as sentences: missing, damaged, changed, or not in the index. */
  readonly faults: readonly string[];
  /** Bars that two files have, or the file of another month, as sentences. */
  readonly overlaps: readonly string[];
  /** Holes, as sentences; by a calendar, one for each session and place. */
  readonly holes: readonly string[];
  /** The files that were kept when revisions took their places. These are no fault. */
  readonly revisions: readonly Revision[];
}

/** The check of a catalogue. */
export interface CheckReport {
  /** True if no series has a fault, an overlap or a hole. */
  readonly ok: boolean;
  /** The series, by symbol and timeframe. */
  readonly series: readonly SeriesCheck[];
}

/**
 * Checks a series.
 *
 * @throws {RangeError} If there is no such calendar.
 */
export async function checkSeries(
  folder: SeriesFolder,
  names: { readonly symbol: string; readonly timeframe: string },
  calendar: CalendarOption | undefined,
): Promise<SeriesCheck> {
  const faults: string[] = [], index = indexOf(folder, faults);
  if (index === undefined) return { ...names, bars: 0, faults, overlaps: [], holes: [], revisions: [] };
  const known = new Set([INDEX_FILE, ...index.months.map(({ month }) => fileOfMonth(month))]);
  for (const { file, sha256 } of index.revisions) {
    known.add(file);
    const found = folder.hashOf(file);
    if (found !== sha256) faults.push(`${file}: ${found === undefined ? "it is missing" : "it was changed"}`);
  }
  for (const file of folder.files()) if (!known.has(file)) faults.push(`${file}: ${strangerText(file)}`);
  const months = await readMonths(folder, index, faults);
  const overlaps = overlapsOf(months);
  const bars = months.reduce((sum, { feed }) => sum + feed.length, 0);
  const holes = bars === 0 || overlaps.length > 0
    ? []
    : await holesOf(joinedRows(months.map(({ feed }) => feed)), calendar);
  return { ...names, bars, faults, overlaps, holes, revisions: index.revisions };
}

function indexOf(folder: SeriesFolder, faults: string[]): SeriesIndex | undefined {
  try {
    const index = folder.index();
    if (index === undefined) faults.push(`${INDEX_FILE}: it is missing; import the files of the folder anew`);
    return index;
  } catch (error) {
    faults.push(messageOf(error));
    return undefined;
  }
}

function strangerText(file: string): string {
  if (file.endsWith(".part")) return "it is a part of a file, as an import that was broken off leaves it; remove it";
  const isKept = /\.r\d+\.parquet$/.test(file);
  return `it is not in the index; ${isKept ? "an import that was broken off kept it" : "import it, or move it away"}`;
}

interface CheckedMonth {
  readonly month: string;
  readonly feed: FeedData;
}

async function readMonths(folder: SeriesFolder, index: SeriesIndex, faults: string[]): Promise<CheckedMonth[]> {
  const months: CheckedMonth[] = [];
  for (const { month, sha256 } of index.months) {
    const file = fileOfMonth(month);
    try {
      const found = await folder.month(month);
      if (found === undefined) faults.push(`${file}: it is missing`);
      else {
        const [other] = months.length === 0 ? [] : factFaults(months[0]!.feed, found.feed);
        if (other !== undefined) {
          faults.push(
            `${file}: its ${other.fact} ${other.newer}, and in ${fileOfMonth(months[0]!.month)} ${other.older}`,
          );
        } else months.push({ month, feed: found.feed });
        if (found.sha256 !== sha256) faults.push(`${file}: it is not the file that the index has; it was changed`);
      }
    } catch (error) {
      faults.push(`${file}: ${messageOf(error)}`);
    }
  }
  return months;
}

function overlapsOf(months: readonly CheckedMonth[]): string[] {
  const overlaps: string[] = [];
  let previous: CheckedMonth | undefined;
  for (const one of months) {
    const { month, feed } = one, { timeUs, sessionDay } = feed.columns, file = fileOfMonth(month);
    const strange = sessionDay.findIndex((day) => monthOfDay(day) !== month);
    if (strange !== -1) overlaps.push(`${file}: its bar ${strange} is of ${monthOfDay(sessionDay[strange]!)}`);
    const before = previous?.feed.columns.timeUs.at(-1) ?? -Infinity,
      both = timeUs.filter((time) => time <= before).length;
    if (both > 0) {
      overlaps.push(`${file}: ${both} of its bars do not lie behind those of ${fileOfMonth(previous!.month)}`);
    }
    previous = one;
  }
  return overlaps;
}

async function holesOf(feed: FeedData, given: CalendarOption | undefined): Promise<string[]> {
  const timeZone = new TimeZone(feed.timeZone), timeframe = parseTimeframe(formatTimeframe(feed.timeframeUs));
  if (given === undefined) {
    const note = noteOnHoles(feed.columns, timeframe, timeZone);
    return note === undefined ? [] : [note];
  }
  const loaded = await loadedCalendar(given, feed.timeZone);
  const calendar: Calendar = givenCalendar(loaded, feed.timeZone);
  const unknown = unknownDates(feed, calendar);
  if (unknown !== undefined) return [unknown];
  if (timeframe.us > DAY_US) return [];
  const { columns, sessions } = withSessions(feed, { calendar, session: undefined }, (row) => `bar ${row}`);
  const { sessions: missing, within } = calendarHoles(columns, timeframe, sessions!);
  return [
    ...missing.map((date) => `The session of ${date} has no bar`),
    ...within.map(({ bars, afterUs }) =>
      `${bars} ${bars === 1 ? "bar is" : "bars are"} missing after ${formatWallTime(timeZone.wallTimeUs(afterUs))}`
    ),
  ];
}

/** Returns a sentence if the calendar does not know the dates of all bars, so that no holes can be told by it. */
function unknownDates({ columns: { sessionDay } }: FeedData, calendar: Calendar): string | undefined {
  const { firstDay, lastDay } = sourceOf(calendar), [first, last] = [sessionDay[0]!, sessionDay.at(-1)!];
  if (first - SESSION_DAY_OFFSET >= firstDay && last - SESSION_DAY_OFFSET <= lastDay) return undefined;
  return `The calendar ${calendar.name} is known from ${calendar.validFrom} to ${calendar.validTo}, which is not the ` +
    "time of all bars, so that no hole is told by it";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
