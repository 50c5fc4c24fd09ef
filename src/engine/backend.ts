/**
 * The port to a core: the calls that an {@linkcode Engine} makes, and the result of opening a core.
 *
 * @module
 */

import type { DriveBuffer } from "../core/drive_buffer.ts";
import type { ColumnsHash } from "../core/state/columns.ts";
import type { EngineErrorCode } from "./engine_error.ts";
import type { MovableLanes } from "./movable_lanes.ts";
import type { SealedColumns } from "./sealed_columns.ts";

/** Result of a load of columns: a boundary status, and the place of the first bad value. */
export interface ColumnsLoad {
  /** Boundary status: zero if the core accepted the columns. */
  readonly status: number;
  /** Reason code of the refusal, or zero. */
  readonly reason: number;
  /** Instrument of the first bad value. */
  readonly instrument: number;
  /** Row of the first bad value within that instrument's columns. */
  readonly row: number;
  /** Hash of accepted columns, first lane. */
  readonly hash_low: number;
  /** Hash of accepted columns, second lane. */
  readonly hash_high: number;
}

/**
 * One engine inside a core. It queues outputs until they are read. The caller checks arguments.
 *
 * A core that fails inside throws and is not used again. An `EngineError` with a code other than `PANIC` is no failure.
 */
export interface CoreBackend {
  /** Number of calls out of the runtime so far; 0 for a core inside the runtime. */
  readonly crossings: number;
  /** Number of outputs in the queue. Costs no crossing. */
  readonly pending: number;
  /**
   * Takes a buffer into the core's own memory, if it has any, so that calls with it copy nothing. Any call may give the
   * buffer other lanes, and the disposal moves it out again. A call with another drive buffer adopts that one.
   */
  adopt(buffer: MovableLanes): void;
  /** Applies `count` event records, copies up to `capacity` outputs into a buffer, and returns the number copied. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number;
  /** Copies up to `capacity` outputs into a buffer and returns the number copied. */
  read(out: Float64Array, capacity: number): number;
  /**
   * Checks packed columns and keeps their lengths and hash. `vouched` is the hash of an earlier load of the same
   * columns, which makes a second check of the values unnecessary.
   */
  load(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, vouched?: ColumnsHash): ColumnsLoad;
  /** Pulls bars up to a time, writes marks from a row on, and returns the number of steps. */
  advance(columns: Float64Array, until_us: number, marks: Float64Array, row: number): number;
  /** Returns the time of the next step that could emit a notice without an intent, or Infinity. */
  horizon(columns: Float64Array): number;
  /** Pulls bars, applies events, copies outputs and updates the horizon, as the drive buffer asks. */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void;
  /** Writes the status lanes. */
  status(out: Float64Array): void;
  /** Returns the whole state in canonical bytes. */
  snapshot(): Uint8Array<ArrayBuffer>;
  /** Restores a snapshot and returns a boundary status; a status other than zero leaves the core unchanged. */
  restore(bytes: Uint8Array): number;
  /** Frees the core. Further calls of this method do nothing. */
  dispose(): void;
}

/** Options of an engine that its backend needs. */
export interface BackendOptions {
  /** Path or `file:` URL of the Rust library; without it the checkout and the user's cache are searched. */
  readonly libraryPath?: string | URL;
  /** Columns that the engine is going to load, if they are known. */
  readonly sealed?: SealedColumns | undefined;
}

/** A backend that opened. */
export interface OpenedBackend {
  readonly found: true;
  /** Path of the library file; absent for a backend without one. */
  readonly path?: string;
  /** Makes a core from a checked configuration, which it copies. */
  readonly make: (config: Float64Array) => CoreBackend;
}

/** A backend that did not open, with the cause. */
export interface BackendProblem {
  readonly found: false;
  readonly code: EngineErrorCode;
  /** The problem, as a clause without a full stop. */
  readonly message: string;
  /** The remedy, as a clause without a full stop. */
  readonly remedy: string;
}
