/**
 * What the sessions of a feed tell of its current bar: the hours of its session, and its place within it.
 *
 * @module
 */

import { dateOf } from "../feeds/calendar/date_text.ts";
import { barPlace, placeGrid } from "../feeds/calendar/bar_schedule.ts";
import { rowOfDay, rowUntilDay, type SessionTable } from "../feeds/calendar/session_table.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { DAY_US, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";

/** The parts of a feed that tell of its sessions. */
export type SessionFacts = Pick<
  FeedData,
  "name" | "timeframeUs" | "timeZone" | "sessions" | "resampledFrom" | "counted"
>;

/** Tells of the session of a bar, given the end of the bar and its session day. It never looks at another bar. */
export class SessionHoursOfBars {
  readonly #feed: SessionFacts;
  /** The session day that was asked for last, and its row: most bars have the session of the bar before. */
  #day = NaN;
  #rowOfDay = -1;
  /** The table of that row: bars that come block by block have one for each block. */
  #tableOfRow: SessionTable | undefined;

  /** Keeps the facts of a feed. */
  constructor(feed: SessionFacts) {
    this.#feed = feed;
  }

  /** Returns whether a bar is the first scheduled one of its session. */
  isFirst(endUs: number, day: number): boolean {
    this.#checkScheduled("isSessionFirst");
    return this.#isDaily || this.#place("isSessionFirst", endUs, day).first;
  }

  /** Returns whether a bar is the last scheduled one of its session. */
  isLast(endUs: number, day: number): boolean {
    this.#checkScheduled("isSessionLast");
    return this.#isDaily || this.#place("isSessionLast", endUs, day).last;
  }

  /** Returns the begin of the session of a bar in microseconds since the epoch. */
  openUs(_endUs: number, day: number): number {
    const table = this.#table("sessionOpensAt");
    if (table !== undefined) return table.openUs[this.#row(table, day)]!;
    return new TimeZone(this.#feed.timeZone).latestTimeUs((day - SESSION_DAY_OFFSET) * DAY_US);
  }

  /** Returns the end of the session of a bar in microseconds since the epoch. */
  closeUs(endUs: number, day: number): number {
    const table = this.#table("sessionClosesAt");
    return table === undefined ? endUs : table.closeUs[this.#row(table, day)]!;
  }

  get #isDaily(): boolean {
    return this.#feed.timeframeUs >= DAY_US;
  }

  #place(asked: string, endUs: number, day: number): ReturnType<typeof barPlace> {
    const table = this.#table(asked)!;
    const shape = { lengthUs: this.#feed.timeframeUs, grid: placeGrid(this.#feed) };
    return barPlace(table, this.#row(table, day), endUs, shape);
  }

  /** Rejects bars that no hours schedule. */
  #checkScheduled(asked: string): void {
    const { name, counted } = this.#feed;
    if (counted !== true) return;
    throw new RangeError(
      `Cannot read ${asked} of feed "${name}": its bars end when they hold so many others, so much volume or such a ` +
        "range, and no hours tell when that is; read it of the bars that they are made of",
    );
  }

  /** Returns the table; undefined for dates without hours. */
  #table(asked: string): SessionTable | undefined {
    const { sessions, name } = this.#feed;
    if (sessions !== undefined || this.#isDaily) return sessions;
    throw new RangeError(
      `Cannot read ${asked} of feed "${name}": its bars are shorter than a day, and nothing tells the hours of its ` +
        'sessions; pass calendar, as in calendar: await ct.calendar("XNYS"), or session: { open: "09:30", close: ' +
        '"16:00" } when reading it',
    );
  }

  #row(table: SessionTable, day: number): number {
    if (day !== this.#day || table !== this.#tableOfRow) this.#rowOfDay = this.#search(table, day);
    this.#day = day;
    this.#tableOfRow = table;
    return this.#rowOfDay;
  }

  #search(table: SessionTable, day: number): number {
    // A bar of weeks or months has the last session up to its date.
    const row = this.#feed.timeframeUs > DAY_US ? rowUntilDay(table, day) : rowOfDay(table, day);
    if (row >= 0) return row;
    throw new RangeError(
      `Cannot tell the session of ${dateOf(day - SESSION_DAY_OFFSET)} of feed "${this.#feed.name}": the calendar ` +
        `${table.calendar} has none on that date; leave the bar out, or pass another calendar`,
    );
  }
}
