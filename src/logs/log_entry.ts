/**
 * One entry of a log: the content of an output record or an accepted order, in display units and in words.
 *
 * @module
 */

/** Severity of an entry, from details for debugging to results that cannot be trusted. */
export type LogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** Subject of an entry. */
export type LogCategory = "data" | "order" | "execution" | "ledger" | "risk" | "session" | "engine";

/** Value of a field of an entry: prices, sizes and money in display units, codes as names. */
export type LogValue = string | number | boolean;

/** Fields of an entry by name. Fields without a meaning, such as the limit of a market order, are left out. */
export type LogFields = Readonly<Record<string, LogValue>>;

/** One entry of a log. */
export interface LogEntry {
  /** Severity. */
  readonly level: LogLevel;
  /** Subject. */
  readonly category: LogCategory;
  /** Time of the event that caused it, in microseconds since the epoch. */
  readonly timeUs: number;
  /** Sequence of the notice, gap-free from 1; zero for accepted orders, marks and commits, which are no notices. */
  readonly sequence: number;
  /** The fact, as a sentence. */
  readonly message: string;
  /** The fact, as data. */
  readonly fields: LogFields;
}

/** All levels, the least severe first. */
export const LOG_LEVELS: readonly LogLevel[] = ["DEBUG", "INFO", "WARNING", "ERROR"];

/** All categories. */
export const LOG_CATEGORIES: readonly LogCategory[] = [
  "data",
  "order",
  "execution",
  "ledger",
  "risk",
  "session",
  "engine",
];
