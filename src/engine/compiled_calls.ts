/**
 * Checks that calls into a compiled core have in common, wherever that core runs.
 *
 * @module
 */

import { RECORD_LANES } from "../contract/contract.gen.ts";
import { EngineError } from "./engine_error.ts";

/**
 * Throws unless a buffer holds a number of records: the core would read or write past its end.
 *
 * @throws {RangeError} If it does not.
 */
export function requireRoom(records: Float64Array, count: number): void {
  if (!(count * RECORD_LANES <= records.length)) {
    throw new RangeError(`Cannot pass ${count} records: the buffer holds ${Math.floor(records.length / RECORD_LANES)}`);
  }
}

/** Returns the error of a call to an engine that is disposed of. */
export function disposedError(action: string): EngineError {
  return new EngineError("DISPOSED", `Cannot ${action} as the engine was disposed of`);
}

/** Returns the error of a call to an engine that has failed in an earlier one. */
export function poisonedError(action: string, failure: string): EngineError {
  return new EngineError("POISONED", `Cannot ${action} as an earlier call failed inside the engine: ${failure}`);
}
