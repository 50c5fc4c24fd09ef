/**
 * One engine over either core: it chooses the core, manages its life, and turns failures into readable errors.
 *
 * Both cores are the same state machine and emit the same bytes. Importing this module has no effect; an engine looks
 * for the library when it is made.
 *
 * @module
 */

import { inspected } from "../host.ts";
import {
  BAR_COLUMNS,
  BOUNDARY_OK,
  BOUNDARY_SNAPSHOT_CONFIGURATION,
  BOUNDARY_SNAPSHOT_VERSION,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_RULE_NUMBERS,
  RECORD_LANES,
  STATUS_COUNT,
} from "../contract/contract.gen.ts";
import { checkConfiguration } from "../core/config.ts";
import type { DriveBuffer } from "../core/drive_buffer.ts";
import type { ColumnsHash } from "../core/state/columns.ts";
import type { ColumnsLoad, CoreBackend } from "./backend.ts";
import { chooseBackend, type EngineBackend, type EngineOptions, wantedEngine } from "./choice.ts";
import { EngineError } from "./engine_error.ts";
import type { MovableLanes } from "./movable_lanes.ts";
import { describeReason, describeRefusal } from "./refusal_text.ts";
import type { SealedColumns } from "./sealed_columns.ts";

export type { EngineBackend, EngineChoice, EngineOptions } from "./choice.ts";
export { EngineError, type EngineErrorCode } from "./engine_error.ts";

/** Options of {@linkcode Engine.advance}. */
export interface AdvanceOptions {
  /** Two columns for cash and value of each step, cash in the first half; their length limits the number of steps. */
  readonly marks: Float64Array;
  /** Row of the marks for the first step; 0 by default. */
  readonly row?: number;
  /** Last time to advance to, in microseconds since the epoch; all bars by default. */
  readonly untilUs?: number;
}

const NO_RECORDS = new Float64Array(0);

/**
 * A trading engine: events in, outputs out, over the Rust core, natively or as WebAssembly, or the TypeScript one.
 *
 * Records are 128 bytes each in a `Float64Array`, 16 lanes a record. An engine is forward only and belongs to one
 * thread. Dispose of it when done: `using engine = new Engine(config)`.
 */
export class Engine implements Disposable {
  /** The engine in use, and the reason for the choice. */
  readonly backend: EngineBackend;
  readonly #core: CoreBackend;
  readonly #instruments_count: number;
  /** Rule of numbers, which decides how prices of columns are checked. */
  readonly #numbers: number;
  #columns_length = 0;
  #disposed = false;
  /** Message of a failure inside the core. */
  #failure: string | undefined;

  /**
   * Makes an engine of a configuration, the stage CONFIGURE of a run.
   *
   * @param config the configuration's lanes
   * @param sealed columns that the engine is going to load, if they are known: the choice then counts with their size,
   * and memory that holds them already is used again
   * @throws {EngineError} `BAD_CONFIGURATION` for a refused configuration, with lane, value and reason; a code that
   * begins with `LIBRARY_` or `WASM_` if Rust or WebAssembly was chosen by name and does not open
   * @throws {RangeError} if option or environment variable names no engine
   */
  constructor(config: Float64Array, options: EngineOptions = {}, sealed?: SealedColumns) {
    if (!(config instanceof Float64Array)) {
      throw new TypeError(`Cannot use ${inspected(config)} as configuration: it must be a Float64Array`);
    }
    const wanted = wantedEngine(options);
    const refusal = checkConfiguration(config);
    if (refusal !== undefined) {
      throw new EngineError("BAD_CONFIGURATION", describeRefusal(config, refusal.reason, refusal.lane));
    }
    this.#instruments_count = config[CONFIG_INSTRUMENTS_COUNT]!;
    this.#numbers = config[CONFIG_RULE_NUMBERS]!;
    const { backend, make } = chooseBackend(wanted, { ...options, sealed });
    this.#core = make(config);
    this.backend = backend;
  }

  /** Number of calls into the Rust core so far; 0 on TypeScript. */
  get crossings(): number {
    return this.#core.crossings;
  }

  /**
   * Takes a buffer into the engine's memory, if it has any of its own, so that calls with it copy nothing. Any later call
   * may give the buffer other lanes, so they are taken from the buffer each time. The disposal moves it out again.
   */
  adopt(buffer: MovableLanes): void {
    this.#require("adopt a buffer");
    this.#core.adopt(buffer);
  }

  /** Number of output records in the queue. Costs no crossing. */
  get pending(): number {
    this.#require("count outputs");
    return this.#core.pending;
  }

  /**
   * Applies event records and copies outputs into a buffer up to its capacity; the others stay queued for
   * {@linkcode read}. One crossing.
   *
   * @param events buffer of event records, 16 lanes each
   * @param count number of records to apply; all that the buffer holds by default
   * @param out buffer for whole output records; none by default
   * @returns number of output records in `out`
   * @throws {RangeError} if a buffer does not hold whole records, or fewer than `count`
   */
  apply(events: Float64Array, count: number = recordsCount("events", events), out?: Float64Array): number {
    const capacity = out === undefined ? 0 : recordsCount("outputs", out);
    if (!(Number.isInteger(count) && count >= 0 && count <= recordsCount("events", events))) {
      throw new RangeError(
        `Cannot apply ${count} events: the buffer holds ${events.length / RECORD_LANES} of them`,
      );
    }
    this.#require("apply events");
    try {
      return this.#core.applyAndRead(events, count, out ?? NO_RECORDS, capacity);
    } catch (error) {
      throw this.#failed("apply events", error);
    }
  }

  /**
   * Copies outputs into a buffer, oldest first.
   *
   * @returns number of output records in `out`
   * @throws {RangeError} if the buffer does not hold whole records
   */
  read(out: Float64Array): number {
    const capacity = recordsCount("outputs", out);
    this.#require("read outputs");
    try {
      return this.#core.read(out, capacity);
    } catch (error) {
      throw this.#failed("read outputs", error);
    }
  }

  /** Returns all outputs in a new buffer, empty if there are none. */
  readAll(): Float64Array<ArrayBuffer> {
    const out = new Float64Array(this.pending * RECORD_LANES);
    if (out.length > 0) this.read(out);
    return out;
  }

  /**
   * Checks packed columns and keeps their lengths and hash. Every later call with columns must pass the same ones.
   *
   * @param columns for each instrument time, begin, session day, open, high, low, close and volume of all its bars
   * @param counts bars of each instrument
   * @param bases number of the first bar of each instrument; zeros by default
   * @throws {EngineError} `BAD_COLUMNS` for a refused value, with instrument, row and reason
   * @throws {RangeError} if the lengths do not fit each other or the configuration
   */
  loadColumns(columns: Float64Array, counts: Uint32Array, bases: Uint32Array = new Uint32Array(counts.length)): void {
    this.#require("load columns");
    if (counts.length !== this.#instruments_count || bases.length !== counts.length) {
      throw new RangeError(
        `Cannot load columns with ${counts.length} counts and ${bases.length} bases: ` +
          `there must be one of each for every instrument, ${this.#instruments_count}`,
      );
    }
    const length = counts.reduce((sum, count) => sum + count, 0) * BAR_COLUMNS;
    if (columns.length !== length) {
      throw new RangeError(`Cannot load columns of ${columns.length} doubles: the counts say that there are ${length}`);
    }
    this.#load(columns, counts, bases);
  }

  /**
   * Loads sealed columns like {@linkcode loadColumns}; values that this engine accepted before are not checked again.
   */
  loadSealed(sealed: SealedColumns): void {
    const kind = `${this.backend.name} ${this.#numbers}`;
    this.#require("load columns");
    const load = this.#load(
      sealed.columns,
      sealed.counts,
      new Uint32Array(sealed.counts.length),
      sealed.found.get(kind),
    );
    sealed.found.set(kind, { hash_low: load.hash_low, hash_high: load.hash_high });
  }

  #load(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, vouched?: ColumnsHash): ColumnsLoad {
    let load: ColumnsLoad;
    try {
      load = this.#core.load(columns, counts, bases, vouched);
    } catch (error) {
      throw this.#failed("load columns", error);
    }
    if (load.status !== BOUNDARY_OK) {
      throw new EngineError(
        "BAD_COLUMNS",
        `Cannot load columns as row ${load.row} of instrument ${load.instrument} is refused: ` +
          describeReason(load.reason),
      );
    }
    this.#columns_length = columns.length;
    return load;
  }

  /**
   * Pulls bars from the loaded columns up to a time: for each distinct time the bars by ascending instrument, then the
   * step. Stops earlier when the marks are full. One crossing.
   *
   * @returns number of steps, each with its row in the marks
   * @throws {RangeError} if the columns are not the loaded ones, or row or time are out of range
   */
  advance(columns: Float64Array, options: AdvanceOptions): number {
    const { marks, row = 0, untilUs = Infinity } = options;
    this.#require("advance");
    this.#requireLoaded(columns);
    if (marks.length % 2 !== 0 || !(Number.isInteger(row) && row >= 0 && row <= marks.length / 2)) {
      throw new RangeError(`Cannot write marks from row ${row} on: the buffer has ${marks.length / 2} rows`);
    }
    if (Number.isNaN(untilUs)) throw new RangeError("Cannot advance until NaN: it must be a time in microseconds");
    if (overlap(columns, marks)) {
      throw new RangeError("Cannot write marks into the columns: pass a buffer of their own");
    }
    try {
      return this.#core.advance(columns, untilUs, marks, row);
    } catch (error) {
      throw this.#failed("advance", error);
    }
  }

  /**
   * Returns the time of the next step that could emit a notice without an intent, in microseconds since the epoch, or
   * Infinity. It may be early, never late. The call changes nothing.
   */
  horizon(columns: Float64Array): number {
    this.#require("look ahead");
    this.#requireLoaded(columns);
    try {
      return this.#core.horizon(columns);
    } catch (error) {
      throw this.#failed("look ahead", error);
    }
  }

  /**
   * Does the work of a strategy's turn in one crossing. It pulls bars up to a time, applies the events in the drive
   * buffer, copies outputs to it up to its capacity, and updates the horizon. {@linkcode DriveBuffer.ask} sets the
   * request; afterwards the drive buffer holds the results.
   *
   * @throws {RangeError} if the columns are not the loaded ones, or row, time or count are out of range
   */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void {
    this.#require("drive");
    this.#requireLoaded(columns);
    const { row, until_us, events_count, then_us } = buffer;
    if (!(marks.length % 2 === 0 && row >= 0 && row <= marks.length / 2 && Math.floor(row) === row)) {
      throw new RangeError(`Cannot write marks from row ${row} on: the buffer has ${marks.length / 2} rows`);
    }
    const events_room = buffer.events.length / RECORD_LANES;
    if (!(events_count >= 0 && events_count <= events_room && Math.floor(events_count) === events_count)) {
      throw new RangeError(`Cannot apply ${events_count} events: the drive buffer holds ${events_room} of them`);
    }
    if (Number.isNaN(until_us) || Number.isNaN(then_us)) {
      throw new RangeError("Cannot advance until NaN: it must be a time in microseconds");
    }
    try {
      this.#core.drive(columns, marks, buffer);
    } catch (error) {
      throw this.#failed("drive", error);
    }
  }

  /** Writes the status lanes and returns them. */
  status(out: Float64Array = new Float64Array(STATUS_COUNT)): Float64Array {
    this.#require("tell the status");
    if (out.length < STATUS_COUNT) {
      throw new RangeError(`Cannot fill in the status: the buffer has ${out.length} of ${STATUS_COUNT} lanes`);
    }
    try {
      this.#core.status(out);
      return out;
    } catch (error) {
      throw this.#failed("tell the status", error);
    }
  }

  /** Returns the whole state in canonical bytes, which either engine restores. Queued outputs are not part of it. */
  snapshot(): Uint8Array<ArrayBuffer> {
    this.#require("take a snapshot");
    try {
      return this.#core.snapshot();
    } catch (error) {
      throw this.#failed("take a snapshot", error);
    }
  }

  /**
   * Restores the state of a snapshot. Queued outputs are dropped, and columns must be loaded again.
   *
   * @throws {EngineError} `BAD_SNAPSHOT`, `SNAPSHOT_VERSION` or `SNAPSHOT_CONFIGURATION` for a refused snapshot; the
   * engine is then unchanged
   */
  restore(bytes: Uint8Array): void {
    this.#require("restore a snapshot");
    let status: number;
    try {
      status = this.#core.restore(bytes);
    } catch (error) {
      throw this.#failed("restore a snapshot", error);
    }
    switch (status) {
      case BOUNDARY_OK:
        this.#columns_length = 0;
        return;
      case BOUNDARY_SNAPSHOT_VERSION:
        throw new EngineError("SNAPSHOT_VERSION", "Cannot restore the snapshot: another version wrote it");
      case BOUNDARY_SNAPSHOT_CONFIGURATION:
        throw new EngineError(
          "SNAPSHOT_CONFIGURATION",
          "Cannot restore the snapshot: it was taken under another configuration",
        );
      default:
        throw new EngineError("BAD_SNAPSHOT", `Cannot restore the snapshot: its ${bytes.length} bytes are damaged`);
    }
  }

  /** Frees the engine. Further calls of this method do nothing; every other method then throws. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#core.dispose();
  }

  #require(action: string): void {
    if (this.#disposed) throw new EngineError("DISPOSED", `Cannot ${action} as the engine was disposed of`);
    if (this.#failure !== undefined) {
      throw new EngineError(
        "POISONED",
        `Cannot ${action} as an earlier call failed inside the engine: ${this.#failure}`,
      );
    }
  }

  #requireLoaded(columns: Float64Array): void {
    if (columns.length !== this.#columns_length) {
      throw new RangeError(
        `Cannot use columns of ${columns.length} doubles: those that were loaded have ${this.#columns_length}`,
      );
    }
  }

  /**
   * Returns the error for a failure of a core. A core that failed inside may be in any state, so it is not used again.
   */
  #failed(action: string, error: unknown): EngineError {
    if (error instanceof EngineError && error.code !== "PANIC") return error;
    const message = error instanceof Error ? error.message : String(error);
    this.#failure = message;
    if (error instanceof EngineError) return error;
    return new EngineError("PANIC", `Cannot ${action} as it failed inside the engine: ${message}`, { cause: error });
  }
}

function overlap(one: Float64Array, other: Float64Array): boolean {
  return one.buffer === other.buffer && one.byteOffset < other.byteOffset + other.byteLength &&
    other.byteOffset < one.byteOffset + one.byteLength;
}

function recordsCount(what: string, records: Float64Array): number {
  if (!(records instanceof Float64Array) || records.length % RECORD_LANES !== 0) {
    const size = records instanceof Float64Array ? `a buffer of ${records.length} lanes` : inspected(records);
    throw new RangeError(`Cannot use ${size} for ${what}: it must be whole records of ${RECORD_LANES} lanes`);
  }
  // Its length is zero, so that it would pass for a buffer without records.
  if (records.buffer instanceof ArrayBuffer && records.buffer.detached) {
    throw new RangeError(`Cannot use a buffer for ${what} that was transferred to elsewhere`);
  }
  return records.length / RECORD_LANES;
}
