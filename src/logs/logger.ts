/**
 * Loggers, which take the entries of a log, and filters, which choose among them.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogEntry, type LogLevel } from "./log_entry.ts";

/**
 * Takes the entries of a log, one method a level. Any object with these four methods will do; the entry behind the
 * message is for readers of data instead of words.
 */
export interface Logger {
  /** Takes an entry that is of interest only in a search for something. */
  debug(message: string, entry: LogEntry): void;
  /** Takes an entry that is worth knowing. */
  info(message: string, entry: LogEntry): void;
  /** Takes an entry that is worth a look. */
  warning(message: string, entry: LogEntry): void;
  /** Takes an entry that says that something was lost or cannot be trusted. */
  error(message: string, entry: LogEntry): void;
  /** Tells whether entries of a level and a category are wanted, so that others are not even made; all are by default. */
  wants?(level: LogLevel, category: LogCategory): boolean;
}

/** The choice of the entries that are wanted. */
export interface LogFilter {
  /** Least level; `"DEBUG"` by default, which is everything. */
  readonly minimumLevel?: LogLevel;
  /** Categories; all by default. */
  readonly categories?: readonly LogCategory[];
}

/**
 * Makes the test that a filter stands for.
 *
 * @param filter The filter.
 * @param minimumLevel The least level where the filter names none.
 * @throws {RangeError} If the filter names a level or a category that does not exist.
 */
export function logFilter(
  filter: LogFilter,
  minimumLevel: LogLevel = "DEBUG",
): (level: LogLevel, category: LogCategory) => boolean {
  const least = LOG_LEVELS.indexOf(filter.minimumLevel ?? minimumLevel);
  if (least < 0) {
    throw new RangeError(
      `Cannot use ${inspected(filter.minimumLevel)} as minimumLevel: there are ${LOG_LEVELS.join(", ")}`,
    );
  }
  const levels = new Set(LOG_LEVELS.slice(least)), categories = new Set(filter.categories ?? LOG_CATEGORIES);
  for (const category of categories) {
    if (LOG_CATEGORIES.includes(category)) continue;
    throw new RangeError(
      `Cannot use ${inspected(category)} as one of the categories: there are ${LOG_CATEGORIES.join(", ")}`,
    );
  }
  return (level, category) => levels.has(level) && categories.has(category);
}

/** Hands an entry to the method of its level. */
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

/** Makes a logger that hands the entries which a filter wants to one function, whatever their level. */
export function filteringLogger(wants: ReturnType<typeof logFilter>, take: (entry: LogEntry) => void): Logger {
  const log = (_message: string, entry: LogEntry): void => {
    if (wants(entry.level, entry.category)) take(entry);
  };
  return { debug: log, info: log, warning: log, error: log, wants };
}
