/**
 * The Rust core, with the methods of the TypeScript one. The only file that calls into the library.
 *
 * The library keeps no address beyond a call, so all buffers belong to the caller. Nothing between a buffer and its
 * count is checked by the runtime; so every count that crosses is taken from, or compared with, the buffer's length
 * here.
 *
 * @module
 */

import {
  BOUNDARY_BAD_COLUMNS,
  BOUNDARY_BAD_CONFIGURATION,
  BOUNDARY_BAD_COUNT,
  BOUNDARY_BAD_SNAPSHOT,
  BOUNDARY_OK,
  BOUNDARY_PANIC,
  BOUNDARY_POISONED,
  BOUNDARY_SNAPSHOT_CONFIGURATION,
  BOUNDARY_SNAPSHOT_VERSION,
  BOUNDARY_TOO_SMALL,
  DRIVE_MARKS_COUNT,
  DRIVE_PENDING,
  RECORD_LANES,
} from "../../contract/contract.gen.ts";
import type { ColumnsHash } from "../../core/state/columns.ts";
import { DriveBuffer } from "../../core/drive_buffer.ts";
import type { ColumnsLoad, CoreBackend } from "../backend.ts";
import { EngineError } from "../engine_error.ts";
import type { Symbols } from "./symbols.ts";

/** Doubles that a call uses to take its scalar arguments and hand back its scalar results. */
const CONTROL_LANES = 4;
/** Room for a first snapshot; a bigger one says how big it is. */
const SNAPSHOT_SIZE_FIRST = 16_384;
const NO_RECORDS = new Float64Array(0);
/** A turn in which nothing is done and nothing fits, so that it tells the horizon alone. */
const LOOK = new DriveBuffer(0, 0);

/** What it takes to free an engine whose owner is gone. */
interface Held {
  readonly handle: Deno.PointerObject;
  readonly free: Symbols["ct_free"];
}

let leaked = 0;

/** A net, not a plan: it does not run at exit, and nobody knows when it runs before. */
const leakNet = new FinalizationRegistry<Held>((held) => {
  leaked++;
  held.free(held.handle);
});

/** Number of cores that were collected without having been disposed of. */
export function leakedCoresCount(): number {
  return leaked;
}

/** One engine of the Rust library. Not shared between threads. */
export class NativeCore implements CoreBackend {
  readonly #symbols: Symbols;
  #handle: Deno.PointerObject | null;
  #failure: string | null = null;
  #crossings = 0;
  #pending = 0;
  #snapshot_size = SNAPSHOT_SIZE_FIRST;
  readonly #control = new Float64Array(CONTROL_LANES);

  /**
   * Makes an engine of a configuration.
   *
   * @throws {EngineError} `BAD_CONFIGURATION` if the library refuses the configuration, `PANIC` if it fails
   */
  constructor(symbols: Symbols, config: Float64Array<ArrayBuffer>) {
    this.#symbols = symbols;
    this.#crossings++;
    this.#handle = symbols.ct_create(config, config.length, this.#control);
    if (this.#handle === null) {
      const [status, reason, lane] = this.#control;
      if (status === BOUNDARY_BAD_CONFIGURATION) {
        throw new EngineError(
          "BAD_CONFIGURATION",
          `Cannot configure the engine: the library refuses lane ${lane} for reason ${reason}`,
        );
      }
      const code = status === BOUNDARY_PANIC ? "PANIC" : "BOUNDARY";
      throw new EngineError(code, `Cannot make an engine: the library answers with status ${status}`);
    }
    leakNet.register(this, { handle: this.#handle, free: symbols.ct_free }, this);
  }

  /** Calls into the library so far, the one that made the engine included. */
  get crossings(): number {
    return this.#crossings;
  }

  /** Outputs that wait, as of the last call. */
  get pending(): number {
    return this.#pending;
  }

  /** Applies `count` event records. */
  apply(events: Float64Array, count: number): void {
    this.applyAndRead(events, count, NO_RECORDS, 0);
  }

  /** Applies `count` event records and copies up to `capacity` waiting outputs, in one crossing. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number {
    const handle = this.#enter("apply");
    requireRoom(events, count);
    requireRoom(out, capacity);
    const status = this.#symbols.ct_apply(handle, raw(events), count, raw(out), capacity, this.#control);
    if (status !== BOUNDARY_OK) throw this.#failed("apply", status);
    this.#pending = this.#control[1]!;
    return this.#control[0]!;
  }

  /** Copies up to `capacity` waiting outputs into a buffer and returns how many. */
  read(out: Float64Array, capacity: number): number {
    const handle = this.#enter("read");
    requireRoom(out, capacity);
    const status = this.#symbols.ct_read(handle, raw(out), capacity, this.#control);
    if (status !== BOUNDARY_OK) throw this.#failed("read", status);
    this.#pending = this.#control[1]!;
    return this.#control[0]!;
  }

  /**
   * Checks packed columns and notes what they hold; the status in the result says whether they were taken.
   *
   * Who vouches with the hash of an earlier load says that the values were found good then and are the same.
   */
  load(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, vouched?: ColumnsHash): ColumnsLoad {
    const handle = this.#enter("load"), control = this.#control;
    if (counts.length !== bases.length) {
      return { status: BOUNDARY_BAD_COUNT, reason: 0, instrument: 0, row: 0, hash_low: 0, hash_high: 0 };
    }
    control[0] = vouched === undefined ? 0 : 1;
    control[1] = vouched?.hash_low ?? 0;
    control[2] = vouched?.hash_high ?? 0;
    const countsAndBases = new Uint32Array(counts.length * 2);
    countsAndBases.set(counts);
    countsAndBases.set(bases, counts.length);
    const status = this.#symbols.ct_load(
      handle,
      raw(columns),
      columns.length,
      countsAndBases,
      counts.length,
      control,
    );
    if (status !== BOUNDARY_OK && status !== BOUNDARY_BAD_COLUMNS && status !== BOUNDARY_BAD_COUNT) {
      throw this.#failed("load", status);
    }
    const [first, second, third] = control as unknown as [number, number, number];
    if (status === BOUNDARY_OK) return { status, reason: 0, instrument: 0, row: 0, hash_low: second, hash_high: third };
    return { status, reason: first, instrument: second, row: third, hash_low: 0, hash_high: 0 };
  }

  /** Pulls bars up to a time, writes the marks of each step from a row on, and returns the number of steps. */
  advance(columns: Float64Array, until_us: number, marks: Float64Array, row: number): number {
    const handle = this.#enter("advance");
    this.#control[0] = until_us;
    this.#control[1] = row;
    const status = this.#symbols.ct_advance(
      handle,
      raw(columns),
      columns.length,
      raw(marks),
      marks.length,
      this.#control,
    );
    if (status !== BOUNDARY_OK) throw this.#failed("advance", status);
    this.#pending = this.#control[1]!;
    return this.#control[0]!;
  }

  /** Time of the first step to come that could make a notice if no intent comes, or Infinity. */
  horizon(columns: Float64Array): number {
    LOOK.ask(-Infinity, 0, 0, 0);
    this.#drive("advance", columns, NO_RECORDS, LOOK.lanes);
    return LOOK.horizon_us;
  }

  /** Pulls bars, applies events, reads waiting outputs and tells the horizon, in one crossing. */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void {
    this.#drive("drive", columns, marks, buffer.lanes);
  }

  #drive(action: string, columns: Float64Array, marks: Float64Array, lanes: Float64Array<ArrayBuffer>): void {
    const handle = this.#enter(action);
    // The library takes the number of marks from the drive buffer, so it is this one and no other.
    lanes[DRIVE_MARKS_COUNT] = marks.length;
    const status = this.#symbols.ct_drive(handle, raw(columns), columns.length, raw(marks), lanes, lanes.length);
    if (status !== BOUNDARY_OK) throw this.#failed(action, status);
    this.#pending = lanes[DRIVE_PENDING]!;
  }

  /** Fills in the status lanes. */
  status(out: Float64Array): void {
    const handle = this.#enter("tell the status");
    const status = this.#symbols.ct_status(handle, raw(out), out.length);
    if (status !== BOUNDARY_OK) throw this.#failed("tell the status", status);
  }

  /** Returns the whole state in canonical bytes. Outputs that wait are not part of it. */
  snapshot(): Uint8Array<ArrayBuffer> {
    for (;;) {
      const handle = this.#enter("take a snapshot");
      const bytes = new Uint8Array(this.#snapshot_size);
      const status = this.#symbols.ct_snapshot(handle, bytes, bytes.length, this.#control);
      const size = this.#control[0]!;
      if (status === BOUNDARY_OK) return bytes.slice(0, size);
      if (status !== BOUNDARY_TOO_SMALL) throw this.#failed("take a snapshot", status);
      this.#snapshot_size = size;
    }
  }

  /** Takes a snapshot's state over; returns a boundary status, and changes nothing unless it is zero. */
  restore(bytes: Uint8Array): number {
    const handle = this.#enter("restore a snapshot");
    const status = this.#symbols.ct_restore(handle, raw(bytes), bytes.length);
    switch (status) {
      case BOUNDARY_OK:
        this.#pending = 0;
        return status;
      case BOUNDARY_BAD_COUNT:
      case BOUNDARY_BAD_SNAPSHOT:
      case BOUNDARY_SNAPSHOT_VERSION:
      case BOUNDARY_SNAPSHOT_CONFIGURATION:
        return status;
      default:
        throw this.#failed("restore a snapshot", status);
    }
  }

  /** Frees the engine. Further calls of it do nothing, those of other methods throw. */
  dispose(): void {
    const handle = this.#handle;
    if (handle === null) return;
    this.#handle = null;
    leakNet.unregister(this);
    this.#crossings++;
    this.#symbols.ct_free(handle);
  }

  /** The handle for a call, if the engine can take one. */
  #enter(action: string): Deno.PointerObject {
    if (this.#handle === null) {
      throw new EngineError("DISPOSED", `Cannot ${action} as the engine was disposed of`);
    }
    if (this.#failure !== null) {
      throw new EngineError(
        "POISONED",
        `Cannot ${action} as an earlier call failed inside the engine: ${this.#failure}`,
      );
    }
    this.#crossings++;
    return this.#handle;
  }

  /** The error for a status that is not a result, with the engine's own words where it failed inside. */
  #failed(action: string, status: number): EngineError {
    if (status !== BOUNDARY_PANIC && status !== BOUNDARY_POISONED) {
      return new EngineError("BOUNDARY", `Cannot ${action}: the library answers with status ${status}`);
    }
    this.#failure = this.#errorMessage();
    return new EngineError("PANIC", `Cannot ${action} as it failed inside the engine: ${this.#failure}`);
  }

  #errorMessage(): string {
    this.#crossings++;
    const bytes = new Uint8Array(1024);
    const size = this.#symbols.ct_error(this.#handle, bytes, bytes.length);
    return new TextDecoder().decode(bytes.subarray(0, Math.min(size, bytes.length)));
  }
}

/** Fails unless a buffer holds a number of records: the library would go beyond its end. */
function requireRoom(records: Float64Array, count: number): void {
  if (!(count * RECORD_LANES <= records.length)) {
    throw new RangeError(`Cannot pass ${count} records: the buffer holds ${Math.floor(records.length / RECORD_LANES)}`);
  }
}

/** The view as the runtime's types want it; at run time a view of shared memory is as good. */
function raw<View extends Float64Array | Uint8Array>(view: View): View & ArrayBufferView<ArrayBuffer> {
  return view as View & ArrayBufferView<ArrayBuffer>;
}
