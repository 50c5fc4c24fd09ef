/**
 * The columns of packed bars, in their order. For each instrument in turn, they follow one another.
 *
 * @module
 */

/** Each column by its name and meaning. */
export const BAR_COLUMNS: readonly (readonly [name: string, doc: string])[] = [
  ["time_us", "end of the bar, when it is known"],
  ["begin_us", "begin of the bar"],
  ["session_day", "session day"],
  ["open", "open"],
  ["high", "high"],
  ["low", "low"],
  ["close", "close"],
  ["volume", "volume in display units"],
];
