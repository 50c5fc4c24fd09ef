/**
 * Calendars of your own: the functions of `ct.calendars`.
 *
 * @module
 */

export { sessions } from "./session_rows.ts";
export { weekly } from "./weekly_calendar.ts";
