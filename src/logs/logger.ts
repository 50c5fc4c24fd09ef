/**
 * Loggers, which receive the entries of a log, and filters, which select entries.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogEntry, type LogLevel } from "./log_entry.ts";

/**
 * Receives the entries of a log, one method for each level. Any object with these four methods works. The second
 * argument has the data of the message, for programs.
 */
export interface Logger {
  /** Receives an entry for debugging. */
  debug(message: string, entry: LogEntry): void;
  /** Receives an entry of information. */
  info(message: string, entry: LogEntry): void;
  /** Receives an entry that may need attention. */
  warning(message: string, entry: LogEntry): void;
  /** Receives an entry about a loss, or about results that cannot be trusted. */
  error(message: string, entry: LogEntry): void;
  /**
   * Returns whether entries of a level and a category are wanted, so that others are never made. Without it, all are
   * wanted.
   */
  wants?(level: LogLevel, category: LogCategory): boolean;
}

/** Options of the loggers of this package. */
const FILTER_OPTIONS: readonly string[] = ["minimumLevel", "categories", "console"];

/** Returns the options of a logger, each read once. */
export function takenLoggerOptions<Options extends LogFilter>(options: Options): Options {
  return takenOptions(options, FILTER_OPTIONS, {
    noObject: (shown) => `Cannot make a logger with ${shown}: pass an object, such as { minimumLevel: "INFO" }`,
    unknown: (name) => `Cannot use option "${name}" of a logger: there are ${FILTER_OPTIONS.join(", ")}`,
  });
}

/** Selects the entries that are wanted. */
export interface LogFilter {
  /** Least level; `"DEBUG"`, and so all entries, by default. */
  readonly minimumLevel?: LogLevel;
  /** Categories; all by default. */
  readonly categories?: readonly LogCategory[];
}

/**
 * Returns the test of a filter.
 *
 * @param filter The filter.
 * @param minimumLevel The least level if the filter names none.
 * @throws {TypeError} If the filter has an option that does not exist.
 * @throws {RangeError} If the filter names a level or a category that does not exist.
 */
export function logFilter(
  given: LogFilter,
  minimumLevel: LogLevel = "DEBUG",
): (level: LogLevel, category: LogCategory) => boolean {
  const filter = takenLoggerOptions(given);
  const { minimumLevel: wanted = minimumLevel, categories: asked = LOG_CATEGORIES } = filter;
  const least = LOG_LEVELS.indexOf(wanted);
  if (least < 0) {
    throw new RangeError(
      `Cannot use ${inspected(filter.minimumLevel)} as minimumLevel: there are ${LOG_LEVELS.join(", ")}`,
    );
  }
  const levels = new Set(LOG_LEVELS.slice(least));
  if (!Array.isArray(asked)) {
    throw new TypeError(
      `Cannot use ${inspected(asked, 0)} as categories: pass an array of some of ${LOG_CATEGORIES.join(", ")}`,
    );
  }
  const categories = new Set(asked as readonly LogCategory[]);
  for (const category of categories) {
    if (LOG_CATEGORIES.includes(category)) continue;
    throw new RangeError(
      `Cannot use ${inspected(category)} as one of the categories: there are ${LOG_CATEGORIES.join(", ")}`,
    );
  }
  return (level, category) => levels.has(level) && categories.has(category);
}

/** Passes an entry to the method of its level. */
export function dispatchEntry(logger: Logger, entry: LogEntry): void {
  switch (entry.level) {
    case "DEBUG":
      return logger.debug(entry.message, entry);
    case "INFO":
      return logger.info(entry.message, entry);
    case "WARNING":
      return logger.warning(entry.message, entry);
    case "ERROR":
      return logger.error(entry.message, entry);
  }
}

/** Makes a logger that passes the entries of every level that a filter selects to one function. */
export function filteringLogger(wants: ReturnType<typeof logFilter>, take: (entry: LogEntry) => void): Logger {
  const log = (_message: string, entry: LogEntry): void => {
    if (wants(entry.level, entry.category)) take(entry);
  };
  return { debug: log, info: log, warning: log, error: log, wants };
}
