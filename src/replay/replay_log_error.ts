/**
 * The one error class of replay logs, with the fault of the file and its byte.
 *
 * @module
 */

/**
 * The fault of a replay log.
 *
 * - `BAD_MAGIC`: the file is no replay log. `OTHER_VERSION`: its format is of another version. `OTHER_LAYOUT`: its
 *   records have the layout of another contract.
 * - `BAD_HEADER`, `BAD_CHUNK`, `BAD_TRAILER`: the checksum is right, but the content is impossible, which means a
 *   defect of the writer.
 * - `DAMAGED`: a checksum does not agree with its bytes, or a segment of the log is missing or cannot be unpacked.
 * - `CUT`: the file ends inside its header or a chunk. `NO_TRAILER`: it ends between two chunks, without a trailer, so
 *   the run did not reach its end.
 * - `TRAILING_BYTES`: there are bytes after the trailer.
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

/** Thrown when bytes are no whole replay log that this version can read. */
export class ReplayLogError extends Error {
  /** Always `"ReplayLogError"`. */
  override readonly name = "ReplayLogError";
  /** The fault, as a code that stays the same between versions. */
  readonly code: ReplayLogErrorCode;
  /** Byte of the log with the fault, from 0. */
  readonly offset: number;

  /** Makes an error from a code, the byte with the fault, and a clause that describes it. */
  constructor(code: ReplayLogErrorCode, offset: number, clause: string) {
    super(`Cannot read the replay log at byte ${offset}: ${clause}`);
    this.code = code;
    this.offset = offset;
  }
}
