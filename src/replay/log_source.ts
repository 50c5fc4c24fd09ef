/**
 * The source of a log, and its reader.
 *
 * @module
 */

import { checkedPath, inspected, shortName, unreadable } from "../host.ts";
import { openSegments, SegmentError, type SegmentReader } from "./file_segments.ts";
import { LOG_MAGIC } from "./log_format.ts";
import { ReplayLogError } from "./replay_log_error.ts";

/** A log: its bytes, or the path of its file, of which segments may lie beside it. */
export type ReplayLogSource = Uint8Array | string | URL;

/** Reads a log from beginning to end, in pieces. */
export class LogReader implements Disposable {
  readonly #bytes: Uint8Array | undefined;
  readonly #file: SegmentReader | undefined;
  #offset = 0;

  /** Opens a log. */
  constructor(source: ReplayLogSource) {
    if (source instanceof Uint8Array) {
      if ((source.buffer as ArrayBuffer).detached) {
        throw new TypeError("Cannot read a replay log whose bytes were transferred away: pass them before, or a copy");
      }
      this.#bytes = source;
    } else if (typeof source === "string" || source instanceof URL) {
      this.#file = openedLog(source);
    } else throw new TypeError(`Cannot read ${inspected(source, 0)} as a replay log: pass its bytes or its path`);
  }

  /** Number of bytes read so far. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Returns the next bytes in a buffer of their own. There are fewer than requested only at the end.
   *
   * @throws {ReplayLogError} DAMAGED if a segment of the log is missing or damaged
   */
  read(count: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#file === undefined
      // No `slice` here: on a Buffer of Node it would share memory.
      ? new Uint8Array(this.#bytes!.subarray(this.#offset, this.#offset + count))
      : readFile(this.#file, count);
    this.#offset += bytes.length;
    return bytes;
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file?.close();
  }
}

/** Opens the file of a log. One that begins as a log does is whole, and any other one has segments before it. */
function openedLog(source: string | URL): SegmentReader {
  const path = checkedPath(source, "read a replay log at");
  try {
    return openSegments(path, LOG_MAGIC);
  } catch (error) {
    throw unreadable(`the replay log ${shortName(String(path))}`, error);
  }
}

function readFile(file: SegmentReader, count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count);
  let length = 0;
  while (length < count) {
    const read = readPart(file, bytes.subarray(length));
    if (read === null) return bytes.slice(0, length);
    length += read;
  }
  return bytes;
}

function readPart(file: SegmentReader, into: Uint8Array): number | null {
  try {
    return file.readSync(into);
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    throw new ReplayLogError(
      "DAMAGED",
      file.offset,
      `${error.message}; put it back, or let its run make the log again in a folder without it and its segments`,
    );
  }
}
