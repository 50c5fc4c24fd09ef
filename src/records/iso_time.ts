/**
 * Moments as text for programs: ISO 8601 in UTC, always of one width.
 *
 * @module
 */

const MILLISECOND_US = 1_000;

/**
 * Returns a moment as ISO 8601 text in UTC with six digits behind the second, as `2024-01-02T21:00:00.000000Z`. Texts of
 * one width sort as their moments do, and a reader that takes the form from the first row reads every other row too.
 *
 * @param timeUs The moment in whole microseconds since the epoch.
 */
export function isoTime(timeUs: number): string {
  const ms = Math.floor(timeUs / MILLISECOND_US), rest = timeUs - ms * MILLISECOND_US;
  // A Date has whole milliseconds.
  return `${new Date(ms).toISOString().slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}
