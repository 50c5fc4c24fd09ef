/**
 * The error of checkpoints.
 *
 * @module
 */

/**
 * The fault of a checkpoint.
 *
 * - `BAD_MAGIC`: the file is no checkpoint. `OTHER_VERSION`: another version of the package or of the contract wrote
 *   it.
 * - `CUT`: the file ends too early. `DAMAGED`: the checksum does not match its bytes.
 * - `OTHER_CONFIGURATION`, `OTHER_DATA`: it belongs to another run; the message names the difference.
 * - `BAD_STATE`: a value of the strategy cannot be saved, or cannot be restored.
 * - `BAD_CONTENT`: its checksum is right, and a value in it is none that a run has saved; the message names the field.
 * - `UNREADABLE`: the file cannot be read; the message has the reason.
 */
export type CheckpointErrorCode =
  | "BAD_MAGIC"
  | "OTHER_VERSION"
  | "CUT"
  | "DAMAGED"
  | "OTHER_CONFIGURATION"
  | "OTHER_DATA"
  | "BAD_STATE"
  | "BAD_CONTENT"
  | "UNREADABLE";

/** Thrown when a run cannot be saved in a checkpoint, or cannot be resumed from one. */
export class CheckpointError extends Error {
  /** Always `"CheckpointError"`. */
  override readonly name = "CheckpointError";
  /** The fault, as a code that stays the same between versions. */
  readonly code: CheckpointErrorCode;

  /** Makes an error from a code and a message. */
  constructor(code: CheckpointErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
