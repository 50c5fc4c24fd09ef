/**
 * The log of a run: reads output records from the engine and calls the logger for each.
 *
 * A run without a logger has no such log, and so pays nothing for it.
 *
 * @module
 */

import { isCallable, waitedKind } from "../options.ts";
import { RECORD_LANES } from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import { OutputReader } from "../records/output_reader.ts";
import { acceptedEntry, type AcceptedOrder } from "./accepted_order.ts";
import { LogRenderer, type LogUnits } from "./log_renderer.ts";
import { dispatchEntry, type Logger } from "./logger.ts";

/** Names of the methods that a logger must have. */
const METHODS = ["debug", "info", "warning", "error"] as const;

/** Renders output records and passes the entries to a logger. */
export class OutputLog {
  readonly #logger: Logger;
  readonly #renderer: LogRenderer;
  /** The reader of the last buffer, kept since a run always passes the same buffer. */
  #reader: OutputReader | undefined;

  /**
   * Makes the log of a run.
   *
   * @param logger The logger that receives the entries.
   * @param units Names and grids of the run's instruments, and its money unit.
   * @throws {TypeError} If the logger lacks a method, or one is async.
   */
  constructor(logger: Logger, units: LogUnits) {
    const missing = METHODS.filter((name) => !isCallable((logger as Partial<Logger> | null)?.[name]));
    if (missing.length > 0) {
      throw new TypeError(
        `Cannot log to ${inspected(logger, 0)}: a logger has the methods ${METHODS.join(", ")}, ` +
          `and this one lacks ${missing.join(", ")}`,
      );
    }
    for (const name of METHODS) {
      const kind = waitedKind(logger[name]);
      if (kind === undefined) continue;
      throw new TypeError(
        `Cannot log to a logger whose ${name} is ${kind}: a run waits for no promise; write ${name} as a plain method`,
      );
    }
    if (logger.wants !== undefined && !isCallable(logger.wants)) {
      throw new TypeError(
        `Cannot ask a logger whose wants is ${inspected(logger.wants, 0)}: leave it out, or pass a function`,
      );
    }
    this.#logger = logger;
    this.#renderer = new LogRenderer(units);
  }

  /** Logs an order that a simulated venue took, which no record tells. */
  accepted(order: AcceptedOrder): void {
    if (this.#logger.wants?.("DEBUG", "order") !== false) dispatchEntry(this.#logger, acceptedEntry(order));
  }

  /**
   * Logs the first `count` records of a buffer of outputs, in their order.
   *
   * @throws {RangeError} If the buffer does not hold so many records.
   */
  take(floats: Float64Array, count: number = floats.length / RECORD_LANES): void {
    if (!(Number.isInteger(count) && count >= 0 && count * RECORD_LANES <= floats.length)) {
      throw new RangeError(`Cannot log ${count} records: the buffer holds ${floats.length / RECORD_LANES} of them`);
    }
    if (this.#reader?.buffer !== floats) this.#reader = new OutputReader(floats);
    const reader = this.#reader, renderer = this.#renderer, logger = this.#logger;
    for (let index = 0; index < count; index++) {
      reader.seek(index);
      const found = renderer.classify(reader);
      if (logger.wants?.(found.level, found.category) === false) continue;
      dispatchEntry(logger, renderer.render(reader, found));
    }
  }
}
