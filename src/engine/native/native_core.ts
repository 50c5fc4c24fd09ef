/**
 * The Rust core, with the methods of the TypeScript one. This is the only file that calls into the library.
 *
 * The library keeps no address after a call, so all buffers belong to the caller. The runtime does not compare a buffer
 * with its count. So this file takes every count from the length of its buffer, or compares both.
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
} from "../../contract/contract.gen.ts";
import type { ColumnsHash } from "../../core/state/columns.ts";
import { DriveBuffer } from "../../core/drive_buffer.ts";
import type { ColumnsLoad, CoreBackend } from "../backend.ts";
import { disposedError, poisonedError, requireRoom } from "../compiled_calls.ts";
import { EngineError } from "../engine_error.ts";
import type { Symbols } from "./symbols.ts";

/** Number of doubles for the scalar arguments and scalar results of a call. */
const CONTROL_LANES = 4;
/** Size of the first snapshot buffer in bytes; the library reports the size of a larger snapshot. */
const SNAPSHOT_SIZE_FIRST = 16_384;
const NO_RECORDS = new Float64Array(0);
/** A turn without work and without room, which only updates the horizon. */
const LOOK = new DriveBuffer(0, 0);

/** The data that frees an engine whose owner was collected. */
interface Held {
  readonly handle: Deno.PointerObject;
  readonly free: Symbols["ct_free"];
}

let leaked = 0;

/** A safety net for owners that forget to dispose: it does not run at exit, and its time is unknown. */
const leakNet = new FinalizationRegistry<Held>((held) => {
  leaked++;
  held.free(held.handle);
});

/** Returns the number of cores that were collected without disposal. */
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
  readonly #columns: BufferAddress;
  readonly #marks: BufferAddress;
  readonly #lanes: BufferAddress;

  /**
   * Makes an engine from a configuration.
   *
   * @throws {EngineError} `BAD_CONFIGURATION` if the library refuses the configuration, `PANIC` if it fails
   */
  constructor(symbols: Symbols, config: Float64Array<ArrayBuffer>) {
    this.#symbols = symbols;
    this.#columns = new BufferAddress(symbols);
    this.#marks = new BufferAddress(symbols);
    this.#lanes = new BufferAddress(symbols);
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

  /** Number of calls into the library so far, including the one that made the engine. */
  get crossings(): number {
    return this.#crossings;
  }

  /** Number of queued outputs, after the last call. */
  get pending(): number {
    return this.#pending;
  }

  /** Does nothing: the library reads and writes buffers wherever they lie. */
  adopt(): void {}

  /** Applies `count` event records. */
  apply(events: Float64Array, count: number): void {
    this.applyAndRead(events, count, NO_RECORDS, 0);
  }

  /** Applies `count` event records and copies up to `capacity` outputs, in one crossing. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number {
    const handle = this.#enter("apply");
    requireRoom(events, count);
    requireRoom(out, capacity);
    const status = this.#symbols.ct_apply(handle, raw(events), count, raw(out), capacity, this.#control);
    if (status !== BOUNDARY_OK) throw this.#failed("apply", status);
    this.#pending = this.#control[1]!;
    return this.#control[0]!;
  }

  /** Copies up to `capacity` outputs into a buffer and returns the number copied. */
  read(out: Float64Array, capacity: number): number {
    const handle = this.#enter("read");
    requireRoom(out, capacity);
    const status = this.#symbols.ct_read(handle, raw(out), capacity, this.#control);
    if (status !== BOUNDARY_OK) throw this.#failed("read", status);
    this.#pending = this.#control[1]!;
    return this.#control[0]!;
  }

  /**
   * Checks packed columns and keeps their lengths and hash; the result has the status.
   *
   * `vouched` is the hash of an earlier load: its caller guarantees that the same values were accepted then.
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

  /** Returns the time of the next step that could emit a notice without an intent, or Infinity. */
  horizon(columns: Float64Array): number {
    LOOK.ask(-Infinity, 0, 0, 0);
    this.#drive("advance", columns, NO_RECORDS, LOOK.lanes);
    return LOOK.horizon_us;
  }

  /** Pulls bars, applies events, copies outputs and updates the horizon, in one crossing. */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void {
    this.#drive("drive", columns, marks, buffer.lanes);
  }

  #drive(action: string, columns: Float64Array, marks: Float64Array, lanes: Float64Array<ArrayBuffer>): void {
    const handle = this.#enter(action);
    // The library reads the number of marks from the drive buffer, so it must be the length of this array.
    lanes[DRIVE_MARKS_COUNT] = marks.length;
    const status = this.#symbols.ct_drive(
      handle,
      this.#columns.of(columns),
      columns.length,
      this.#marks.of(marks),
      this.#lanes.of(lanes),
      lanes.length,
    );
    if (status !== BOUNDARY_OK) throw this.#failed(action, status);
    this.#pending = lanes[DRIVE_PENDING]!;
  }

  /** Writes the status lanes. */
  status(out: Float64Array): void {
    const handle = this.#enter("tell the status");
    const status = this.#symbols.ct_status(handle, raw(out), out.length);
    if (status !== BOUNDARY_OK) throw this.#failed("tell the status", status);
  }

  /** Returns the whole state in canonical bytes. Queued outputs are not part of it. */
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

  /** Restores a snapshot and returns a boundary status; a status other than zero leaves the core unchanged. */
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

  /** Frees the engine. Further calls of this method do nothing; other methods then throw. */
  dispose(): void {
    const handle = this.#handle;
    if (handle === null) return;
    this.#handle = null;
    leakNet.unregister(this);
    this.#crossings++;
    this.#symbols.ct_free(handle);
  }

  /** Returns the handle for a call, or throws if the engine cannot be called. */
  #enter(action: string): Deno.PointerObject {
    if (this.#handle === null) {
      throw disposedError(action);
    }
    if (this.#failure !== null) {
      throw poisonedError(action, this.#failure);
    }
    this.#crossings++;
    return this.#handle;
  }

  /** Returns the error for a status that is no result; after a failure inside with the engine's own message. */
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

/** The address of a buffer that many calls pass one after the other: to pass the buffer itself takes several times as long. */
class BufferAddress {
  readonly #symbols: Symbols;
  #view: Float64Array | undefined;
  #address: Deno.PointerValue = null;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
  }

  /**
   * Returns the address of a buffer. It stays the same as long as the array does; where the array has lost its buffer, its
   * length is zero, and the library then looks at no address.
   */
  of(view: Float64Array): Deno.PointerValue {
    if (view !== this.#view) {
      // A small array lies among the objects that the collector moves, until its buffer is asked for.
      const { buffer, byteOffset, byteLength } = raw(view);
      // Deno tells addresses to programs with every permission for libraries alone, and the library to any.
      this.#address = this.#symbols.ct_address(new Uint8Array(buffer, byteOffset, byteLength));
      this.#view = view;
    }
    return this.#address;
  }
}

/** Casts a view to the type that the runtime declares; at run time shared memory works as well. */
function raw<View extends Float64Array | Uint8Array>(view: View): View & ArrayBufferView<ArrayBuffer> {
  return view as View & ArrayBufferView<ArrayBuffer>;
}
