/**
 * The only error class of engines: a stable code for the problem, and the remedy in words.
 *
 * @module
 */

/**
 * Problem of an engine.
 *
 * - `BAD_CONFIGURATION`, `BAD_COLUMNS`, `BAD_SNAPSHOT`, `SNAPSHOT_VERSION`, `SNAPSHOT_CONFIGURATION`: the input was
 * refused; an existing engine is unchanged.
 * - `PANIC`: the call failed inside the engine, which cannot be used again. `POISONED`: an earlier call did.
 * - `DISPOSED`: the engine was disposed of.
 * - `LIBRARY_MISSING`, `LIBRARY_DAMAGED`, `LIBRARY_PLATFORM`, `LIBRARY_LAYOUT`, `LIBRARY_NOT_PERMITTED`: the Rust
 * library does not open.
 * - `WASM_MISSING`, `WASM_LAYOUT`: WebAssembly is not there, or its module is of another version of this package.
 * `WASM_MEMORY`: the data is larger than its 32-bit memory can hold; an existing engine is unchanged.
 * - `BOUNDARY`: the library refused a call that passed the checks of this package, which is a defect of the project.
 */
export type EngineErrorCode =
  | "BAD_CONFIGURATION"
  | "BAD_COLUMNS"
  | "BAD_SNAPSHOT"
  | "SNAPSHOT_VERSION"
  | "SNAPSHOT_CONFIGURATION"
  | "PANIC"
  | "POISONED"
  | "DISPOSED"
  | "LIBRARY_MISSING"
  | "LIBRARY_DAMAGED"
  | "LIBRARY_PLATFORM"
  | "LIBRARY_LAYOUT"
  | "LIBRARY_NOT_PERMITTED"
  | "WASM_MISSING"
  | "WASM_LAYOUT"
  | "WASM_MEMORY"
  | "BOUNDARY";

/** Thrown when an engine does not open, refuses its input, failed inside, or was disposed of. */
export class EngineError extends Error {
  /** Always `"EngineError"`. */
  override readonly name = "EngineError";
  /** Code of the problem; it stays the same between versions. */
  readonly code: EngineErrorCode;

  /** Makes an error from a code and a message. */
  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
