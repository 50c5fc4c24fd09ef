/**
 * What happens at the edge of a session, for the logger, for the readers of `logs()`, and for the journal.
 *
 * @module
 */

import type { LogCategory, LogEntry, LogFields, LogLevel } from "../logs/log_entry.ts";
import type { Logger } from "../logs/logger.ts";

/** Entries that a reader of `logs()` who is slow has at most; the oldest are let go. */
const WAITING_MOST = 10_000;

/** A page that has entries too, some of them also while a run is made again. */
export interface LogTap {
  /** Returns whether it takes entries of a level and a category. */
  wants(level: LogLevel, category: LogCategory, isMuted: boolean): boolean;
  /** Takes an entry. */
  entry(entry: LogEntry, isMuted: boolean): void;
}

/** Gives entries of a run to a logger and to all readers. */
export class EdgeLog implements Logger {
  /** True while a run is made again from its journal, whose entries were told before. */
  isMuted = false;
  /** The page of the run. */
  tap: LogTap | undefined;
  /** Receives the errors and warnings, whoever else wants them. */
  alert: ((entry: LogEntry) => void) | undefined;
  readonly #logger: Logger | undefined;
  readonly #readers: Set<(entry: LogEntry | undefined) => void> = new Set();
  #ended = false;

  constructor(logger: Logger | undefined) {
    this.#logger = logger;
  }

  wants(level: LogLevel, category: LogCategory): boolean {
    if (this.tap?.wants(level, category, this.isMuted) === true) return true;
    if (this.isMuted) return false;
    if (this.alert !== undefined && (level === "ERROR" || level === "WARNING")) return true;
    return this.#readers.size > 0 || this.#logger !== undefined && (this.#logger.wants?.(level, category) ?? true);
  }

  debug(message: string, entry: LogEntry): void {
    this.#tell("debug", message, entry);
  }

  info(message: string, entry: LogEntry): void {
    this.#tell("info", message, entry);
  }

  warning(message: string, entry: LogEntry): void {
    this.#tell("warning", message, entry);
  }

  error(message: string, entry: LogEntry): void {
    this.#tell("error", message, entry);
  }

  /** Tells a fact of the edge, which is no output of the core. */
  edge(level: LogLevel, category: LogCategory, timeUs: number, message: string, fields: LogFields = {}): void {
    const entry: LogEntry = { level, category, timeUs, sequence: 0, message, fields: { ...fields, source: "edge" } };
    this.#tell(level.toLowerCase() as "debug" | "info" | "warning" | "error", message, entry);
  }

  /** Ends all readers. */
  end(): void {
    this.#ended = true;
    for (const read of this.#readers) read(undefined);
  }

  /** Returns all entries from now on, until the run ends. */
  async *entries(): AsyncGenerator<LogEntry, void, void> {
    const waiting: LogEntry[] = [];
    let wake = (): void => {}, isOver = this.#ended;
    const read = (entry: LogEntry | undefined): void => {
      if (entry === undefined) isOver = true;
      else waiting.push(entry);
      if (waiting.length > WAITING_MOST) waiting.shift();
      wake();
    };
    this.#readers.add(read);
    try {
      while (true) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (isOver) return;
        await new Promise<void>((resolve) => wake = resolve);
      }
    } finally {
      this.#readers.delete(read);
    }
  }

  #tell(method: "debug" | "info" | "warning" | "error", message: string, entry: LogEntry): void {
    this.tap?.entry(entry, this.isMuted);
    if (this.isMuted) return;
    const { level, category } = entry;
    if (this.#logger !== undefined && (this.#logger.wants?.(level, category) ?? true)) {
      this.#logger[method](message, entry);
    }
    for (const read of this.#readers) read(entry);
    if (level === "ERROR" || level === "WARNING") this.alert?.(entry);
  }
}
