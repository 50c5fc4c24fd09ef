/**
 * A logger that writes to the console.
 *
 * @module
 */

import { DAY_US, formatWallTime } from "../feeds/time/civil_date.ts";
import type { LogEntry } from "./log_entry.ts";
import { inspected } from "../host.ts";
import { filteringLogger, type LogFilter, logFilter, type Logger, takenLoggerOptions } from "./logger.ts";

/** Options of {@linkcode consoleLogger}. */
export interface ConsoleLoggerOptions extends LogFilter {
  /** Console that receives the lines; the global console by default. */
  readonly console?: Pick<Console, "debug" | "info" | "warn" | "error">;
}

/**
 * Makes a logger that writes each entry as a line to the console: time in UTC, level, category and message.
 *
 * @param given The entries that are wanted, `"INFO"` and above by default, and the console.
 * @throws {RangeError} If the options name a level or a category that does not exist.
 *
 * @example Warnings and errors of a run
 * ```ts
 * import { consoleLogger } from "@cracktrader/cracktrader";
 *
 * const logger = consoleLogger({ minimumLevel: "WARNING", categories: ["order", "risk"] });
 * logger.warning("Not enough free cash", {
 *   level: "WARNING",
 *   category: "risk",
 *   timeUs: 0,
 *   sequence: 1,
 *   message: "Not enough free cash",
 *   fields: {},
 * });
 * ```
 */
export function consoleLogger(given: ConsoleLoggerOptions = {}): Logger {
  const options = takenLoggerOptions(given), target = options.console === undefined ? console : options.console;
  for (const method of ["debug", "info", "warn", "error"] as const) {
    if (typeof target?.[method] === "function") continue;
    throw new TypeError(
      `Cannot log to console ${
        inspected(target, 0)
      }: it has no ${method}; pass a console, or leave it out for the global one`,
    );
  }
  return filteringLogger(logFilter(options, "INFO"), (entry) => {
    const line = formatLogLine(entry);
    if (entry.level === "DEBUG") target.debug(line);
    else if (entry.level === "INFO") target.info(line);
    else if (entry.level === "WARNING") target.warn(line);
    else target.error(line);
  });
}

/** Returns an entry as a line for people: `2024-01-02T23:59:59.999999Z INFO execution Order 1 bought ...`. */
export function formatLogLine(entry: LogEntry): string {
  const text = formatWallTime(entry.timeUs), midnight = entry.timeUs % DAY_US === 0;
  return `${text}${midnight ? "T00:00:00" : ""}Z ${entry.level.padEnd(7)} ${entry.category.padEnd(9)} ${entry.message}`;
}
