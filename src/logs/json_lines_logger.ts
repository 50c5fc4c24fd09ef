/**
 * A logger that writes JSON Lines.
 *
 * @module
 */

import { isCallable } from "../options.ts";
import { inspected } from "../host.ts";
import type { LogEntry } from "./log_entry.ts";
import { filteringLogger, type LogFilter, logFilter, type Logger } from "./logger.ts";

/**
 * Makes a logger that writes each entry as one line of JSON, newline included.
 *
 * Numbers are written as the shortest text that reads back as the same number. Numbers that JSON cannot write are
 * strings: `"NaN"`, `"Infinity"`, `"-Infinity"` and `"-0"`.
 *
 * @param write Called with each line.
 * @param filter The entries that are wanted; all by default.
 * @throws {RangeError} If the filter names a level or a category that does not exist.
 *
 * @example A log in memory
 * ```ts
 * import { jsonLinesLogger } from "@cracktrader/cracktrader";
 *
 * const lines: string[] = [];
 * const logger = jsonLinesLogger((line) => lines.push(line), { minimumLevel: "INFO" });
 * logger.info("Hello", { level: "INFO", category: "engine", timeUs: 0, sequence: 1, message: "Hello", fields: {} });
 * console.log(lines.join(""));
 * ```
 */
export function jsonLinesLogger(write: (line: string) => void, filter: LogFilter = {}): Logger {
  if (!isCallable(write)) {
    throw new TypeError(`Cannot write JSON Lines with ${inspected(write, 0)}: pass a function that takes a line`);
  }
  return filteringLogger(logFilter(filter), (entry) => write(`${formatJsonLine(entry)}\n`));
}

/** Returns an entry as JSON, its keys always in the same order. */
export function formatJsonLine(entry: LogEntry): string {
  const { level, category, timeUs, sequence, message, fields } = entry;
  return JSON.stringify({ level, category, timeUs, sequence, message, fields }, (_key, value: unknown) => {
    if (typeof value !== "number") return value;
    if (Object.is(value, -0)) return "-0";
    return Number.isFinite(value) ? value : `${value}`;
  });
}
