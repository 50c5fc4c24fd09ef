/**
 * An instance of the WebAssembly module with its memory, where all buffers that cross lie.
 *
 * A memory that grows detaches every view on it. So a view is taken anew after any call that may have allocated, and
 * buffers that outlive a call are {@linkcode MovableLanes}, which get their new view at once.
 *
 * @module
 */

import { EngineError } from "../engine_error.ts";
import type { MovableLanes } from "../movable_lanes.ts";

/** Functions of the module. `rust/ffi/include/cracktrader.h` documents the arguments; all of them are numbers here. */
export interface WasmExports {
  /** The memory; not shared between threads. */
  readonly memory: { readonly buffer: ArrayBuffer };
  ct_layout(out: number, capacity: number): number;
  ct_create(config: number, count: number, control: number): number;
  ct_free(engine: number): void;
  ct_apply(engine: number, events: number, count: number, out: number, capacity: number, control: number): number;
  ct_read(engine: number, out: number, capacity: number, control: number): number;
  ct_load(
    engine: number,
    columns: number,
    columns_count: number,
    counts_and_bases: number,
    instruments_count: number,
    control: number,
  ): number;
  ct_advance(
    engine: number,
    columns: number,
    columns_count: number,
    marks: number,
    marks_count: number,
    control: number,
  ): number;
  ct_drive(
    engine: number,
    columns: number,
    columns_count: number,
    marks: number,
    buffer: number,
    buffer_count: number,
  ): number;
  ct_status(engine: number, out: number, count: number): number;
  ct_snapshot(engine: number, out: number, capacity: number, control: number): number;
  ct_restore(engine: number, bytes: number, size: number): number;
  ct_wasm_allocate(size: number): number;
  ct_wasm_free(buffer: number, size: number): void;
  ct_wasm_panic_message(): number;
}

/** Bytes of a lane. */
const LANE_BYTES = 8;
/** Most bytes of a buffer: the largest object of a 32-bit address space. */
export const BUFFER_BYTES_MAX: number = 2 ** 31 - 16;

/** A buffer that moved into the memory. */
interface Housed {
  readonly buffer: MovableLanes;
  readonly address: number;
  readonly length: number;
  /** The view that the buffer has. */
  view: Float64Array<ArrayBuffer>;
}

/** Columns in the memory. */
export interface HousedColumns {
  /** The array that they were copied from. */
  readonly source: Float64Array;
  readonly address: number;
}

/** An instance of the module. One engine at a time lives in it. */
export class WasmRoom {
  readonly module: WebAssembly.Module;
  readonly exports: WasmExports;
  /** A view on the whole memory. Its length is zero once the memory has grown; see {@linkcode renew}. */
  lanes: Float64Array<ArrayBuffer>;
  /** Columns that stay in the memory from one engine to the next. */
  columns: HousedColumns | undefined;
  readonly #message: number;
  #housed: Housed[] = [];

  /** Makes an instance. */
  constructor(module: WebAssembly.Module) {
    this.module = module;
    const { exports } = new WebAssembly.Instance(module, {});
    this.exports = exports as unknown as WasmExports;
    this.lanes = new Float64Array(this.exports.memory.buffer);
    this.#message = this.exports.ct_wasm_panic_message() >>> 0;
  }

  /** Size of the memory in bytes. */
  get size(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /** Takes the views anew if the memory has grown. */
  renew(): void {
    if (this.lanes.length > 0) return;
    this.lanes = new Float64Array(this.exports.memory.buffer);
    for (const housed of this.#housed) {
      // A buffer that went elsewhere by itself stays there.
      if (housed.buffer.content !== housed.view) continue;
      housed.view = this.lanesAt(housed.address, housed.length);
      housed.buffer.moveTo(housed.view);
    }
  }

  /** Returns a view on lanes of the memory, which the next call may detach. */
  lanesAt(address: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.lanes.buffer, address, length);
  }

  /** Returns a view on bytes of the memory, which the next call may detach. */
  bytesAt(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.lanes.buffer, address, length);
  }

  /**
   * Returns the address of room for lanes, whose content is not defined.
   *
   * @throws {EngineError} `WASM_MEMORY` if there is not so much room
   */
  allocate(length: number): number {
    if (length === 0) return 0;
    const size = length * LANE_BYTES;
    const address = size > BUFFER_BYTES_MAX ? 0 : this.exports.ct_wasm_allocate(size) >>> 0;
    this.renew();
    if (address !== 0) return address;
    throw new EngineError("WASM_MEMORY", tooLarge(`a buffer of ${size} bytes beside the ${this.size} that it has`));
  }

  /** Frees the room for lanes. */
  free(address: number, length: number): void {
    if (length > 0) this.exports.ct_wasm_free(address, length * LANE_BYTES);
  }

  /** Moves a buffer into the memory, until {@linkcode clear}. */
  house(buffer: MovableLanes): void {
    const { length } = buffer, address = this.allocate(length), view = this.lanesAt(address, length);
    if (buffer.content === undefined) view.fill(0);
    else view.set(buffer.content);
    // A buffer that had moved here before, and grew elsewhere since, has left its room.
    const before = this.#housed.find((housed) => housed.buffer === buffer);
    if (before !== undefined) this.free(before.address, before.length);
    this.#housed = this.#housed.filter((housed) => housed !== before);
    this.#housed.push({ buffer, address, length, view });
    buffer.moveTo(view);
  }

  /** Moves all buffers out again, so that their room is free. */
  clear(): void {
    for (const { buffer, address, length, view } of this.#housed) {
      if (buffer.content === view) buffer.moveTo(view.slice());
      this.free(address, length);
    }
    this.#housed = [];
  }

  /**
   * Returns the address of columns, which are copied in unless they are here.
   *
   * @throws {EngineError} `WASM_MEMORY` if they do not fit
   */
  houseColumns(source: Float64Array): number {
    if (this.columns?.source === source) return this.columns.address;
    this.dropColumns();
    const address = this.allocate(source.length);
    this.lanesAt(address, source.length).set(source);
    this.columns = { source, address };
    return address;
  }

  /** Frees the room of the columns. */
  dropColumns(): void {
    if (this.columns !== undefined) this.free(this.columns.address, this.columns.source.length);
    this.columns = undefined;
  }

  /** Returns the message of the last panic, without a call: after a trap the instance is not called any more. */
  panicMessage(): string {
    this.renew();
    const size = new Uint32Array(this.lanes.buffer, this.#message, 1)[0]!;
    return new TextDecoder().decode(this.bytesAt(this.#message + 4, size));
  }
}

/** Returns the message about something that the 32-bit memory does not hold, with the remedy. */
export function tooLarge(what: string): string {
  return `Cannot hold ${what} in the memory of WebAssembly: one buffer has 2 GB at most, and the memory 4 GB; ` +
    'use engineBackend "rust" or "typescript", or fewer bars';
}
