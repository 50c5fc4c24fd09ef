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

/** The moments at which the position of one feed is closed. */
export class ExitSchedule {
  /** For each bar what is due at its end: {@linkcode EVE} and the others, added up; zero for nothing. */
  readonly due: Uint8Array;
  readonly #feed: ExitFacts;
  /** The grid that each bar shows, from which the next one follows. */
  readonly #grids: readonly BarGrid[];

  /** Makes the schedule of a feed with hours, or of bars of a day and longer. */
  constructor(feed: ExitFacts) {
    this.#feed = feed;
    this.#grids = this.#isDaily ? [] : gridsOf(feed);
    this.due = new Uint8Array(feed.length);
    for (let row = 0; row < feed.length; row++) this.due[row] = this.#isDaily ? EVE | CLOSED : this.#dueOf(row);
    const { sessionDay } = feed.columns;
    // These two only tell the run where to look: what it does at the second bar follows from what it saw at the first.
    for (let row = 1; row < feed.length; row++) {
      if (sessionDay[row]! === sessionDay[row - 1]! || (this.due[row - 1]! & CLOSED) !== 0) continue;
      this.due[row - 1]! |= BROKEN_OFF;
      this.due[row]! |= AFTER_BREAK;
    }
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
   * Returns whether an order for the close filled late: at another bar than the one for whose close it was placed.
   *
   * @param placedUs End of the bar at which it was placed.
   * @param filledUs End of the bar in which it filled.
   */
  isLate(placedUs: number, filledUs: number): boolean {
    const { columns: { timeUs, sessionDay }, sessions, timeframeUs } = this.#feed;
    // Dates alone do not tell which date comes next, and longer bars hold several.
    if (sessions === undefined || timeframeUs > DAY_US) return false;
    const placed = rowAt(timeUs, placedUs), filled = rowAt(timeUs, filledUs), day = sessionDay[filled]!;
    if (this.#isDaily) return day > dayAfter(sessions, sessionDay[placed]!);
    const session = rowOfDay(sessions, sessionDay[placed]!);
    const { row } = scheduledNext(sessions, session, placedUs, { lengthUs: timeframeUs, grid: this.#grids[placed]! })!;
    return day !== sessions.day[row]! || filledUs - timeframeUs >= sessions.closeUs[row]!;
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
