/**
 * A trading session: a date with the moments between which an exchange trades.
 *
 * @module
 */

/** A pause within a session, such as lunch. */
export interface SessionBreak {
  /** Its begin in microseconds since the epoch. */
  readonly startUs: number;
  /** Its end in microseconds since the epoch. */
  readonly endUs: number;
}

/**
 * A session of a calendar. A moment belongs to it from its open on and before its close.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const tokyo = await ct.calendar("XTKS");
 * const session: ct.TradingSession = tokyo.sessionOn("2024-01-04")!;
 * assertEquals(session.breaks.map(({ startUs, endUs }) => (endUs - startUs) / 6e7), [60]); // minutes
 * ```
 */
export interface TradingSession {
  /** Date of the session on the clock of its exchange, as in `"2024-01-02"`. One over midnight has the date of its end. */
  readonly date: string;
  /** Begin of trading in microseconds since the epoch. */
  readonly openUs: number;
  /** End of trading in microseconds since the epoch. */
  readonly closeUs: number;
  /** Pauses within it, ascending. */
  readonly breaks: readonly SessionBreak[];
}

/** The moments of a session without its date. */
export type SessionTimes = Omit<TradingSession, "date">;

/** Where a calendar has its sessions from. Days are counted from 1970-01-01, which is 0. */
export interface SessionSource {
  /** First day that is known, session or not; -Infinity without a limit. */
  readonly firstDay: number;
  /** Last day that is known, session or not; Infinity without a limit. */
  readonly lastDay: number;
  /** Returns the moments of the session of a known day, or undefined on a day without one. */
  timesOn(day: number): SessionTimes | undefined;
}
