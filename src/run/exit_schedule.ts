/**
 * When the position of a feed has to be closed so that nothing stays open over the close of a session.
 *
 * Everything follows from the end of a bar, the timeframe and the hours of sessions; no decision looks at a later bar.
 *
 * @module
 */

import { type BarGrid, barPlace, gridsOf, placeGrid, scheduledNext } from "../feeds/calendar/bar_schedule.ts";
import { rowOfDay, type SessionTable } from "../feeds/calendar/session_table.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";

/** The bar that is scheduled next is the last one of its session, so orders for its close are due. */
export const EVE = 1;
/** The bar is the last one of its session, or lies outside of all sessions: nothing may be open after it. */
export const CLOSED = 2;
/** The bar is the last one that its session has in the data, though others were scheduled after it. */
export const BROKEN_OFF = 4;
/** The bar is the first one after such a session. */
export const AFTER_BREAK = 8;

/** Facts of a feed that decide when its position is closed. */
export type ExitFacts = Pick<FeedData, "columns" | "length" | "sessions" | "timeframeUs" | "resampledFrom">;

/** The close for which an order was placed. */
export interface ExpectedClose {
  /** Date of its session as a day number; an earlier bar is not late. */
  readonly day: number;
  /** A bar of that session that begins from this time on is late too. */
  readonly closeUs: number;
}

/** The end of a schedule, behind which that of the next bars goes on. */
interface ScheduleEnd {
  readonly grid: BarGrid;
  /** Date of the last bar; NaN without one. */
  readonly day: number;
  /** True if nothing was due to stay open behind it. */
  readonly isClosed: boolean;
}

const NO_BARS: ScheduleEnd = { grid: "open", day: NaN, isClosed: true };

/** The moments at which the position of one feed is closed. */
export class ExitSchedule {
  /** For each bar what is due at its end: {@linkcode EVE} and the others, added up; zero for nothing. */
  readonly due: Uint8Array;
  readonly #feed: ExitFacts;
  /** The grid that each bar shows, from which the next one follows. */
  readonly #grids: readonly BarGrid[];
  readonly #before: ScheduleEnd;

  /**
   * Makes the schedule of a feed with hours, or of bars of a day and longer.
   *
   * @param before Schedule of the bars before those of the feed, where these come block by block.
   */
  constructor(feed: ExitFacts, before?: ExitSchedule) {
    this.#feed = feed;
    this.#before = before === undefined ? NO_BARS : before.#end;
    this.#grids = this.#isDaily ? [] : gridsOf(feed, this.#before.grid);
    this.due = new Uint8Array(feed.length);
    for (let row = 0; row < feed.length; row++) this.due[row] = this.#isDaily ? EVE | CLOSED : this.#dueOf(row);
    const { sessionDay } = feed.columns;
    // These two only tell the run where to look: what it does at the second bar follows from what it saw at the first.
    for (let row = 1; row < feed.length; row++) {
      if (sessionDay[row]! === sessionDay[row - 1]! || (this.due[row - 1]! & CLOSED) !== 0) continue;
      this.due[row - 1]! |= BROKEN_OFF;
      this.due[row]! |= AFTER_BREAK;
    }
    if (feed.length === 0) return;
    const { day, isClosed } = this.#before;
    if (!isClosed && day !== sessionDay[0]!) this.due[0]! |= AFTER_BREAK;
  }

  /** Marks the last bar as one behind which its session may break off, as no later bar is known. */
  leaveOpen(): void {
    const last = this.due.length - 1;
    if (last >= 0 && (this.due[last]! & CLOSED) === 0) this.due[last]! |= BROKEN_OFF;
  }

  get #end(): ScheduleEnd {
    const last = this.#feed.length - 1;
    if (last < 0) return this.#before;
    return {
      grid: this.#grids[last] ?? "open",
      day: this.#feed.columns.sessionDay[last]!,
      isClosed: (this.due[last]! & CLOSED) !== 0,
    };
  }

  /** Returns what is due at the end of the bar that ends at a time; nothing where none ends. */
  dueAt(endUs: number): number {
    const { timeUs } = this.#feed.columns, row = rowAt(timeUs, endUs);
    return timeUs[row] === endUs ? this.due[row]! : 0;
  }

  /** The end of the last bar; NaN without one. */
  get endUs(): number {
    return this.#feed.columns.timeUs[this.#feed.length - 1] ?? NaN;
  }

  get #isDaily(): boolean {
    return this.#feed.timeframeUs >= DAY_US;
  }

  #dueOf(row: number): number {
    const { columns, timeframeUs } = this.#feed, table = this.#feed.sessions!, endUs = columns.timeUs[row]!;
    const session = rowOfDay(table, columns.sessionDay[row]!);
    const { inside, last } = barPlace(table, session, endUs, { lengthUs: timeframeUs, grid: placeGrid(this.#feed) });
    const next = scheduledNext(table, session, endUs, { lengthUs: timeframeUs, grid: this.#grids[row]! });
    return (!inside || last ? CLOSED : 0) | (next?.last === true ? EVE : 0);
  }

  /**
   * Returns the close for which an order was placed; undefined where nothing tells it.
   *
   * @param placedUs End of the bar at which it was placed.
   */
  expected(placedUs: number): ExpectedClose | undefined {
    const { columns: { timeUs, sessionDay }, sessions, timeframeUs } = this.#feed;
    // Dates alone do not tell which date comes next, and longer bars hold several.
    if (sessions === undefined || timeframeUs > DAY_US) return undefined;
    const placed = rowAt(timeUs, placedUs), day = sessionDay[placed]!;
    if (this.#isDaily) return { day: dayAfter(sessions, day), closeUs: Infinity };
    const shape = { lengthUs: timeframeUs, grid: this.#grids[placed]! };
    const { row } = scheduledNext(sessions, rowOfDay(sessions, day), placedUs, shape)!;
    return { day: sessions.day[row]!, closeUs: sessions.closeUs[row]! };
  }

  /**
   * Returns whether an order for a close filled late: at another bar than the one for whose close it was placed.
   *
   * @param filledUs End of the bar in which it filled.
   */
  isLate({ day, closeUs }: ExpectedClose, filledUs: number): boolean {
    const { columns: { timeUs, sessionDay }, timeframeUs } = this.#feed, filled = sessionDay[rowAt(timeUs, filledUs)]!;
    if (this.#isDaily) return filled > day;
    return filled !== day || filledUs - timeframeUs >= closeUs;
  }
}

/** Returns the row of a bar by its end. */
function rowAt(timeUs: Float64Array, endUs: number): number {
  let low = 0, high = timeUs.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeUs[middle]! < endUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the date of the session after a date. */
function dayAfter({ day }: SessionTable, after: number): number {
  return day.find((each) => each > after) ?? Infinity;
}
