/**
 * One entry of a log: what an output record says, in display units and in words.
 *
 * @module
 */

/** How much an entry matters, from what is of interest only to who looks for something to what cannot be trusted. */
export type LogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** What an entry is about. */
export type LogCategory = "data" | "order" | "execution" | "ledger" | "risk" | "session" | "engine";

/** Value of a field of an entry: prices, sizes and money in display units, codes as names. */
export type LogValue = string | number | boolean;

/** Fields of an entry by name. Those that say nothing, such as the limit of a market order, are left out. */
export type LogFields = Readonly<Record<string, LogValue>>;

/** One entry of a log. */
export interface LogEntry {
  /** How much it matters. */
  readonly level: LogLevel;
  /** What it is about. */
  readonly category: LogCategory;
  /** Time of the event that caused it, in microseconds since the epoch. */
  readonly timeUs: number;
  /** Sequence of the notice, gap-free from 1; zero for marks and commits, which are no notices. */
  readonly sequence: number;
  /** What happened, as a sentence. */
  readonly message: string;
  /** What happened, as data. */
  readonly fields: LogFields;
}

/** All levels, the least first. */
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
