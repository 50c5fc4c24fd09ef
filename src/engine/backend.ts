/**
 * The port to a core: what a core does for an {@linkcode Engine}, and how it is had.
 *
 * @module
 */

import type { DriveBuffer } from "../core/drive_buffer.ts";
import type { ColumnsHash } from "../core/state/columns.ts";
import type { EngineErrorCode } from "./engine_error.ts";

/** Result of a load of columns: a boundary status, and the place of the first bad value. */
export interface ColumnsLoad {
  /** Boundary status: zero when the columns were taken. */
  readonly status: number;
  /** Reason code of the refusal, or zero. */
  readonly reason: number;
  /** Instrument of the first bad value. */
  readonly instrument: number;
  /** Row of the first bad value within that instrument's columns. */
  readonly row: number;
  /** Hash of the columns if they were taken, first lane. */
  readonly hash_low: number;
  /** Hash of the columns if they were taken, second lane. */
  readonly hash_high: number;
}

/**
 * One engine inside a core. Outputs wait in it until they are read. Arguments are checked before they come here.
 *
 * A core that fails inside throws and is not used again. An `EngineError` with a code other than `PANIC` is no failure.
 */
export interface CoreBackend {
  /** Calls out of the runtime's own code so far; 0 for a core that is part of it. */
  readonly crossings: number;
  /** Outputs that wait to be read. Costs no crossing. */
  readonly pending: number;
  /** Applies `count` event records, copies up to `capacity` waiting outputs into a buffer and returns how many. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number;
  /** Copies up to `capacity` waiting outputs into a buffer and returns how many. */
  read(out: Float64Array, capacity: number): number;
  /**
   * Checks packed columns and notes what they hold. The hash of an earlier load vouches that the values were found good
   * then, so that they are not checked again.
   */
  load(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, vouched?: ColumnsHash): ColumnsLoad;
  /** Pulls bars up to a time, writes marks from a row on, and returns the number of steps. */
  advance(columns: Float64Array, until_us: number, marks: Float64Array, row: number): number;
  /** Time of the first step to come that could make a notice if no intent comes, or Infinity. */
  horizon(columns: Float64Array): number;
  /** Pulls bars, applies events, reads waiting outputs and tells the horizon, as the drive buffer asks. */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void;
  /** Fills in the status lanes. */
  status(out: Float64Array): void;
  /** Returns the whole state in canonical bytes. */
  snapshot(): Uint8Array<ArrayBuffer>;
  /** Takes a snapshot's state over; returns a boundary status, and changes nothing unless it is zero. */
  restore(bytes: Uint8Array): number;
  /** Frees the core. Further calls of it do nothing. */
  dispose(): void;
}

/** Part of an engine's options that a backend is opened with. */
export interface BackendOptions {
  /** Path or `file:` URL of the Rust library; without it the checkout and the user's cache are searched. */
  readonly libraryPath?: string | URL;
}

/** A backend that can be had. */
export interface OpenedBackend {
  readonly found: true;
  /** Path of the file that it was opened from, if there is one. */
  readonly path?: string;
  /** Makes a core of a configuration that was checked, and keeps no hold on it. */
  readonly make: (config: Float64Array) => CoreBackend;
}

/** Why a backend cannot be had. */
export interface BackendProblem {
  readonly found: false;
  readonly code: EngineErrorCode;
  /** Clause without a full stop that says what is wrong. */
  readonly message: string;
  /** Clause without a full stop that says what mends it. */
  readonly remedy: string;
}
