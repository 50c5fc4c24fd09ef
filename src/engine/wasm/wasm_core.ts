/**
 * The Rust core as WebAssembly, with the methods of the TypeScript one. This is the only file that calls into an engine
 * of the module.
 *
 * Buffers that live in the module's memory cross by their address: columns, and marks and drive buffers that the engine
 * has adopted. Other arrays are copied in and out.
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
  BOUNDARY_SNAPSHOT_CONFIGURATION,
  BOUNDARY_SNAPSHOT_VERSION,
  BOUNDARY_TOO_SMALL,
  DRIVE_HORIZON_US,
  DRIVE_LANES,
  DRIVE_MARKS_COUNT,
  DRIVE_PENDING,
  DRIVE_STEPS,
  DRIVE_THEN_US,
  DRIVE_UNTIL_US,
  RECORD_LANES,
} from "../../contract/contract.gen.ts";
import type { DriveBuffer } from "../../core/drive_buffer.ts";
import type { ColumnsHash } from "../../core/state/columns.ts";
import type { ColumnsLoad, CoreBackend } from "../backend.ts";
import { disposedError, poisonedError, requireRoom } from "../compiled_calls.ts";
import { EngineError } from "../engine_error.ts";
import type { MovableLanes } from "../movable_lanes.ts";
import type { SealedColumns } from "../sealed_columns.ts";
import { roomFor, takeBack } from "./rooms.ts";
import type { WasmExports, WasmRoom } from "./wasm_room.ts";

/** Lanes for the scalar arguments and scalar results of a call. */
const CONTROL_LANES = 4;
/** Lanes of the first room for copies. */
const SCRATCH_FIRST = 4096;
const NO_LANES = new Float64Array(0);

/** One engine of the module, in an instance of its own as long as it lives. Not shared between threads. */
export class WasmCore implements CoreBackend {
  readonly #sealed: SealedColumns | undefined;
  /** Undefined after the disposal. */
  #room: WasmRoom | undefined;
  readonly #exports: WasmExports;
  readonly #engine: number;
  #failure: string | undefined;
  #crossings = 0;
  #pending = 0;
  /** Room for the scalars of a call, and behind them for copies. */
  #control: number;
  #scratch_length = SCRATCH_FIRST;
  /** Columns of the last call, and where they lie. */
  #columns: Float64Array = NO_LANES;
  #columns_at = 0;
  /** Lanes of the drive buffer of the last call, and where they lie. */
  #drive_lanes: Float64Array = NO_LANES;
  #drive_at = 0;
  /** Marks of the last call, and where they lie. */
  #marks: Float64Array = NO_LANES;
  #marks_at = 0;
  /** Length of the room for marks that lie elsewhere; they have it as long as it is not zero. */
  #marks_room = 0;

  /**
   * Makes an engine from a configuration.
   *
   * @param sealed Columns that it is going to load; an instance that holds them already is taken then.
   * @throws {EngineError} `BAD_CONFIGURATION` if the module refuses the configuration, `PANIC` if it fails
   */
  constructor(module: WebAssembly.Module, config: Float64Array, sealed?: SealedColumns) {
    const room = roomFor(module, sealed);
    this.#sealed = sealed;
    this.#room = room;
    this.#exports = room.exports;
    this.#control = room.allocate(this.#scratch_length);
    const at = this.#copyIn(config, config.length, CONTROL_LANES);
    const make = (): number => this.#exports.ct_create(at, config.length, this.#control);
    this.#engine = this.#call("make an engine", make) >>> 0;
    if (this.#engine !== 0) return;
    const [status, reason, lane] = this.#controls();
    throw new EngineError(
      status === BOUNDARY_BAD_CONFIGURATION ? "BAD_CONFIGURATION" : status === BOUNDARY_PANIC ? "PANIC" : "BOUNDARY",
      status === BOUNDARY_BAD_CONFIGURATION
        ? `Cannot configure the engine: the module refuses lane ${lane} for reason ${reason}`
        : `Cannot make an engine: the module answers with status ${status}`,
    );
  }

  /** Number of calls into the module so far, including the one that made the engine. */
  get crossings(): number {
    return this.#crossings;
  }

  /** Number of queued outputs, after the last call. */
  get pending(): number {
    return this.#pending;
  }

  /** Moves a buffer into the module's memory until the disposal. */
  adopt(buffer: MovableLanes): void {
    this.#enter("adopt a buffer").house(buffer);
  }

  /** Applies `count` event records and copies up to `capacity` outputs, in one crossing. */
  applyAndRead(events: Float64Array, count: number, out: Float64Array, capacity: number): number {
    requireRoom(events, count);
    requireRoom(out, capacity);
    this.#enter("apply");
    const events_lanes = count * RECORD_LANES, out_lanes = capacity * RECORD_LANES;
    this.#require(CONTROL_LANES + events_lanes + out_lanes);
    const from = this.#copyIn(events, events_lanes, CONTROL_LANES), to = this.#at(CONTROL_LANES + events_lanes);
    const status = this.#call(
      "apply",
      () => this.#exports.ct_apply(this.#engine, from, count, to, capacity, this.#control),
    );
    if (status !== BOUNDARY_OK) throw refused("apply", status);
    return this.#readOut(out, to);
  }

  /** Copies up to `capacity` outputs into a buffer and returns the number copied. */
  read(out: Float64Array, capacity: number): number {
    requireRoom(out, capacity);
    this.#enter("read");
    this.#require(CONTROL_LANES + capacity * RECORD_LANES);
    const to = this.#at(CONTROL_LANES);
    const status = this.#call("read", () => this.#exports.ct_read(this.#engine, to, capacity, this.#control));
    if (status !== BOUNDARY_OK) throw refused("read", status);
    return this.#readOut(out, to);
  }

  /** Copies the outputs of a call from their room, and returns their number. */
  #readOut(out: Float64Array, from: number): number {
    const [count, pending] = this.#controls();
    this.#pending = pending;
    out.set(this.#room!.lanesAt(from, count * RECORD_LANES));
    return count;
  }

  /**
   * Checks packed columns and keeps their lengths and hash; the result has the status.
   *
   * `vouched` is the hash of an earlier load: its caller guarantees that the same values were accepted then.
   */
  load(columns: Float64Array, counts: Uint32Array, bases: Uint32Array, vouched?: ColumnsHash): ColumnsLoad {
    const room = this.#enter("load");
    if (counts.length !== bases.length) {
      return { status: BOUNDARY_BAD_COUNT, reason: 0, instrument: 0, row: 0, hash_low: 0, hash_high: 0 };
    }
    // Columns that are not sealed may have changed since an earlier load.
    if (columns !== this.#sealed?.columns) room.dropColumns();
    this.#placeColumns(room, columns);
    // The words take as many lanes as there are instruments.
    this.#require(CONTROL_LANES + counts.length);
    const words_at = this.#at(CONTROL_LANES), lanes = room.lanesAt(this.#control, CONTROL_LANES);
    lanes.set([vouched === undefined ? 0 : 1, vouched?.hash_low ?? 0, vouched?.hash_high ?? 0]);
    const words = new Uint32Array(lanes.buffer, words_at, counts.length * 2);
    words.set(counts);
    words.set(bases, counts.length);
    const status = this.#call(
      "load",
      () =>
        this.#exports.ct_load(this.#engine, this.#columns_at, columns.length, words_at, counts.length, this.#control),
    );
    const [first, second, third] = this.#controls();
    if (status === BOUNDARY_OK) return { status, reason: 0, instrument: 0, row: 0, hash_low: second, hash_high: third };
    if (status !== BOUNDARY_BAD_COLUMNS && status !== BOUNDARY_BAD_COUNT) throw refused("load", status);
    return { status, reason: first, instrument: second, row: third, hash_low: 0, hash_high: 0 };
  }

  /** Pulls bars up to a time, writes the marks of each step from a row on, and returns the number of steps. */
  advance(columns: Float64Array, until_us: number, marks: Float64Array, row: number): number {
    // Room that is made for the columns may detach the marks, so these come first.
    const room = this.#enter("advance"), marks_length = marks.length;
    if (marks !== this.#marks) this.#placeMarks(room, marks);
    if (columns !== this.#columns) this.#placeColumns(room, columns);
    room.lanesAt(this.#control, CONTROL_LANES).set([until_us, row]);
    const status = this.#call(
      "advance",
      () =>
        this.#exports.ct_advance(
          this.#engine,
          this.#columns_at,
          columns.length,
          this.#marks_at,
          marks_length,
          this.#control,
        ),
    );
    if (status !== BOUNDARY_OK) throw refused("advance", status);
    const [steps, pending] = this.#controls();
    this.#pending = pending;
    if (this.#marks_room > 0) this.#copyMarks(room, row, steps);
    return steps;
  }

  /** Returns the time of the next step that could emit a notice without an intent, or Infinity. */
  horizon(columns: Float64Array): number {
    const room = this.#enter("advance");
    if (columns !== this.#columns) this.#placeColumns(room, columns);
    const turn = room.lanesAt(this.#control, DRIVE_LANES);
    turn.fill(0);
    turn[DRIVE_UNTIL_US] = -Infinity;
    turn[DRIVE_THEN_US] = -Infinity;
    this.#drive(room, "advance", columns.length, 0, this.#control, DRIVE_LANES);
    const answer = room.lanesAt(this.#control, DRIVE_LANES);
    this.#pending = answer[DRIVE_PENDING]!;
    return answer[DRIVE_HORIZON_US]!;
  }

  /** Pulls bars, applies events, copies outputs and updates the horizon, in one crossing. */
  drive(columns: Float64Array, marks: Float64Array, buffer: DriveBuffer): void {
    // Room that is made for columns or buffer may detach the marks, so these come first.
    const room = this.#enter("drive"), marks_length = marks.length;
    if (marks !== this.#marks) this.#placeMarks(room, marks);
    if (columns !== this.#columns) this.#placeColumns(room, columns);
    if (buffer.lanes !== this.#drive_lanes) this.#placeDriveBuffer(room, buffer);
    const lanes = buffer.lanes;
    // The module reads the number of marks from the drive buffer, so it must be the length of this array.
    lanes[DRIVE_MARKS_COUNT] = marks_length;
    this.#drive(room, "drive", columns.length, this.#marks_at, this.#drive_at, lanes.length);
    this.#pending = buffer.lanes[DRIVE_PENDING]!;
    if (this.#marks_room > 0) this.#copyMarks(room, buffer.row, buffer.lanes[DRIVE_STEPS]!);
  }

  #drive(
    room: WasmRoom,
    action: string,
    columns_length: number,
    marks_at: number,
    buffer_at: number,
    buffer_length: number,
  ): void {
    let status: number;
    this.#crossings++;
    try {
      status = this.#exports.ct_drive(
        this.#engine,
        this.#columns_at,
        columns_length,
        marks_at,
        buffer_at,
        buffer_length,
      );
    } catch (error) {
      throw this.#trapped(action, error);
    }
    if (room.lanes.length === 0) room.renew();
    if (status !== BOUNDARY_OK) throw refused(action, status);
  }

  /** Writes the status lanes. */
  status(out: Float64Array): void {
    const room = this.#enter("tell the status");
    this.#require(CONTROL_LANES + out.length);
    const at = this.#at(CONTROL_LANES);
    const status = this.#call("tell the status", () => this.#exports.ct_status(this.#engine, at, out.length));
    if (status !== BOUNDARY_OK) throw refused("tell the status", status);
    out.set(room.lanesAt(at, out.length));
  }

  /** Returns the whole state in canonical bytes. Queued outputs are not part of it. */
  snapshot(): Uint8Array<ArrayBuffer> {
    for (;;) {
      const room = this.#enter("take a snapshot"), at = this.#at(CONTROL_LANES);
      const capacity = (this.#scratch_length - CONTROL_LANES) * Float64Array.BYTES_PER_ELEMENT;
      const status = this.#call(
        "take a snapshot",
        () => this.#exports.ct_snapshot(this.#engine, at, capacity, this.#control),
      );
      const [size] = this.#controls();
      if (status === BOUNDARY_OK) return room.bytesAt(at, size).slice();
      if (status !== BOUNDARY_TOO_SMALL) throw refused("take a snapshot", status);
      this.#require(CONTROL_LANES + Math.ceil(size / Float64Array.BYTES_PER_ELEMENT));
    }
  }

  /** Restores a snapshot and returns a boundary status; a status other than zero leaves the core unchanged. */
  restore(bytes: Uint8Array): number {
    const room = this.#enter("restore a snapshot");
    this.#require(CONTROL_LANES + Math.ceil(bytes.length / Float64Array.BYTES_PER_ELEMENT));
    const at = this.#at(CONTROL_LANES);
    room.bytesAt(at, bytes.length).set(bytes);
    const status = this.#call("restore a snapshot", () => this.#exports.ct_restore(this.#engine, at, bytes.length));
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
        throw refused("restore a snapshot", status);
    }
  }

  /** Frees the engine. Further calls of this method do nothing; other methods then throw. */
  dispose(): void {
    const room = this.#room;
    if (room === undefined) return;
    this.#room = undefined;
    // After a trap the instance is left to the garbage collector, with the buffers in it.
    if (this.#failure !== undefined) return;
    this.#crossings++;
    try {
      this.#exports.ct_free(this.#engine);
    } catch {
      return;
    }
    if (this.#marks_room > 0) room.free(this.#marks_at, this.#marks_room);
    room.free(this.#control, this.#scratch_length);
    room.clear();
    takeBack(room, this.#sealed);
  }

  /** Returns the room of the engine, or throws if the engine cannot be called. */
  #enter(action: string): WasmRoom {
    if (this.#room === undefined) {
      throw disposedError(action);
    }
    if (this.#failure !== undefined) {
      throw poisonedError(action, this.#failure);
    }
    return this.#room;
  }

  /** Makes a call, after which the memory may have grown, and returns its answer. */
  #call(action: string, call: () => number): number {
    this.#crossings++;
    let answer: number;
    try {
      answer = call();
    } catch (error) {
      throw this.#trapped(action, error);
    }
    this.#room!.renew();
    return answer;
  }

  #placeColumns(room: WasmRoom, columns: Float64Array): void {
    this.#columns_at = room.houseColumns(columns);
    this.#columns = columns;
  }

  #placeDriveBuffer(room: WasmRoom, buffer: DriveBuffer): void {
    if (buffer.lanes.buffer !== room.lanes.buffer) room.house(buffer);
    this.#drive_lanes = buffer.lanes;
    this.#drive_at = buffer.lanes.byteOffset;
  }

  /** Finds marks in the memory; those that lie elsewhere get room for a copy. */
  #placeMarks(room: WasmRoom, marks: Float64Array): void {
    if (marks.buffer === room.lanes.buffer && marks.length > 0) {
      if (this.#marks_room > 0) room.free(this.#marks_at, this.#marks_room);
      this.#marks_room = 0;
      this.#marks_at = marks.byteOffset;
    } else if (marks.length !== this.#marks_room) {
      if (this.#marks_room > 0) room.free(this.#marks_at, this.#marks_room);
      this.#marks_room = 0;
      this.#marks_at = room.allocate(marks.length);
      this.#marks_room = marks.length;
    }
    this.#marks = marks;
  }

  /** Copies the marks of some steps to the array that lies elsewhere. */
  #copyMarks(room: WasmRoom, row: number, steps: number): void {
    const marks = this.#marks, half = marks.length / 2;
    for (const from of [row, half + row]) {
      marks.set(room.lanesAt(this.#marks_at + from * Float64Array.BYTES_PER_ELEMENT, steps), from);
    }
  }

  /** Returns the scalars of the last call. */
  #controls(): [number, number, number] {
    const [first, second, third] = this.#room!.lanesAt(this.#control, CONTROL_LANES);
    return [first!, second!, third!];
  }

  /** Returns the address of a lane of the room for copies. */
  #at(lane: number): number {
    return this.#control + lane * Float64Array.BYTES_PER_ELEMENT;
  }

  /** Makes the room for copies larger if it has fewer lanes. Its content is lost. */
  #require(lanes: number): void {
    if (lanes <= this.#scratch_length) return;
    const room = this.#room!, length = Math.max(lanes, 2 * this.#scratch_length), larger = room.allocate(length);
    room.free(this.#control, this.#scratch_length);
    this.#control = larger;
    this.#scratch_length = length;
  }

  /** Copies lanes into the room for copies, from a lane on, and returns their address. */
  #copyIn(lanes: Float64Array, length: number, to: number): number {
    this.#require(to + length);
    const at = this.#at(to);
    this.#room!.lanesAt(at, length).set(length === lanes.length ? lanes : lanes.subarray(0, length));
    return at;
  }

  /** Returns the error for a trap. The instance is not called any more, as its state may be anything. */
  #trapped(action: string, error: unknown): EngineError {
    const panic = this.#room!.panicMessage();
    this.#failure = panic !== "" ? panic : error instanceof Error ? error.message : String(error);
    return new EngineError("PANIC", `Cannot ${action} as it failed inside the engine: ${this.#failure}`, {
      cause: error,
    });
  }
}

/** Returns the error for a status that is no result. */
function refused(action: string, status: number): EngineError {
  return new EngineError("BOUNDARY", `Cannot ${action}: the module answers with status ${status}`);
}
