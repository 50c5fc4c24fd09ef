/**
 * Instances of the module that wait for their next engine.
 *
 * An engine has an instance to itself, so that a trap ends that engine alone. An instance whose engine was disposed of is
 * used again: its memory is there already, and it may hold the columns that the next engine loads. So a sweep of runs
 * over the same bars copies them once.
 *
 * @module
 */

import type { SealedColumns } from "../sealed_columns.ts";
import { WasmRoom } from "./wasm_room.ts";

/** Most instances that wait without columns. */
const IDLE_MAX = 2;
/** Most bytes of memory with which an instance waits without columns. */
const IDLE_BYTES_MAX = 2 ** 27;
/** Most bytes beside its columns with which an instance waits, unless the columns themselves are larger. */
const BESIDE_COLUMNS_MAX = 2 ** 27;

const idle: WasmRoom[] = [];
/** An instance for each of the sealed columns. It is let go together with them. */
const holding: WeakMap<SealedColumns, WasmRoom> = new WeakMap();

/** Returns an instance for an engine, if possible one that holds the columns which the engine is going to load. */
export function roomFor(module: WebAssembly.Module, sealed: SealedColumns | undefined): WasmRoom {
  const warm = sealed === undefined ? undefined : holding.get(sealed);
  if (warm?.module === module) {
    holding.delete(sealed!);
    return warm;
  }
  const at = idle.findLastIndex((room) => room.module === module);
  return at < 0 ? new WasmRoom(module) : idle.splice(at, 1)[0]!;
}

/** Takes an instance back whose engine was disposed of. */
export function takeBack(room: WasmRoom, sealed: SealedColumns | undefined): void {
  const columns = sealed?.columns;
  if (columns !== undefined && room.columns?.source === columns) {
    const { byteLength } = columns;
    if (room.size - byteLength <= Math.max(BESIDE_COLUMNS_MAX, byteLength)) holding.set(sealed!, room);
    return;
  }
  room.dropColumns();
  if (idle.length < IDLE_MAX && room.size <= IDLE_BYTES_MAX) idle.push(room);
}
