/**
 * The error of checkpoints.
 *
 * @module
 */

/**
 * What is wrong with a checkpoint.
 *
 * - `BAD_MAGIC`: it is none. `OTHER_VERSION`: another version of the package or of the contract wrote it.
 * - `CUT`, `DAMAGED`: the file ends too early, or a bit of it is another.
 * - `OTHER_CONFIGURATION`, `OTHER_DATA`: it belongs to another run; the message names the difference.
 * - `BAD_STATE`: the strategy holds what cannot be kept, or cannot take back what was kept.
 */
export type CheckpointErrorCode =
  | "BAD_MAGIC"
  | "OTHER_VERSION"
  | "CUT"
  | "DAMAGED"
  | "OTHER_CONFIGURATION"
  | "OTHER_DATA"
  | "BAD_STATE";

/** Thrown when a run cannot be kept in a checkpoint, or not be resumed from one. */
export class CheckpointError extends Error {
  /** Always `"CheckpointError"`. */
  override readonly name = "CheckpointError";
  /** What is wrong, as a code that stays the same between versions. */
  readonly code: CheckpointErrorCode;

  /** Makes an error of a code and a message. */
  constructor(code: CheckpointErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
