/**
 * The one error class of replay logs: what is wrong with the file, and at which byte.
 *
 * @module
 */

/**
 * What is wrong with a replay log.
 *
 * - `BAD_MAGIC`: the file is no replay log. `OTHER_VERSION`: its format is of another version. `OTHER_LAYOUT`: its
 *   records were laid out by another contract.
 * - `BAD_HEADER`, `BAD_CHUNK`, `BAD_TRAILER`: the checksum is right, but what it covers cannot be: a defect of whatever
 *   wrote it.
 * - `DAMAGED`: a checksum does not agree with its bytes.
 * - `CUT`: the file ends inside its header or a chunk. `NO_TRAILER`: it ends between two chunks, without a trailer; the
 *   run that wrote it did not come to its end.
 * - `TRAILING_BYTES`: something follows the trailer.
 */
export type ReplayLogErrorCode =
  | "BAD_MAGIC"
  | "OTHER_VERSION"
  | "OTHER_LAYOUT"
  | "BAD_HEADER"
  | "BAD_CHUNK"
  | "BAD_TRAILER"
  | "DAMAGED"
  | "CUT"
  | "NO_TRAILER"
  | "TRAILING_BYTES";

/** Thrown when bytes are not a whole replay log that this version can read. */
export class ReplayLogError extends Error {
  /** Always `"ReplayLogError"`. */
  override readonly name = "ReplayLogError";
  /** What is wrong, as a code that stays the same between versions. */
  readonly code: ReplayLogErrorCode;
  /** Byte of the log that it is about, from 0. */
  readonly offset: number;

  /** Makes an error of a code, the byte that it is about, and the clause that says what is wrong there. */
  constructor(code: ReplayLogErrorCode, offset: number, clause: string) {
    super(`Cannot read the replay log at byte ${offset}: ${clause}`);
    this.code = code;
    this.offset = offset;
  }
}
