/**
 * The one error class of engines: what went wrong as a stable code, and what to do about it in words.
 *
 * @module
 */

/**
 * What went wrong with an engine.
 *
 * - `BAD_CONFIGURATION`, `BAD_COLUMNS`, `BAD_SNAPSHOT`, `SNAPSHOT_VERSION`, `SNAPSHOT_CONFIGURATION`: input was refused;
 *   the engine, if there is one, is as it was.
 * - `PANIC`: the call failed inside the engine, which cannot be used again. `POISONED`: an earlier call did.
 * - `DISPOSED`: the engine was disposed of.
 * - `LIBRARY_MISSING`, `LIBRARY_DAMAGED`, `LIBRARY_PLATFORM`, `LIBRARY_LAYOUT`, `LIBRARY_NOT_PERMITTED`: the Rust
 *   library cannot be had.
 * - `BOUNDARY`: the library refused a call that this side took for a good one, which is a defect of the project.
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
  | "BOUNDARY";

/** Thrown when an engine cannot be had, refuses its input, failed inside, or is gone. */
export class EngineError extends Error {
  /** Always `"EngineError"`. */
  override readonly name = "EngineError";
  /** What went wrong, as a code that stays the same between versions. */
  readonly code: EngineErrorCode;

  /** Makes an error of a code and a message. */
  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
