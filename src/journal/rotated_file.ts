/**
 * A file that bytes are added to, and whose bytes so far move to a compressed segment beside it when it would grow past a
 * limit.
 *
 * A rotation renames the file, which alone decides that its bytes are a segment, and then compresses the segment: into a
 * file with `.part`, which gets its name when the disk has it, before the bytes without `.gz` are removed. Whatever cuts
 * it off, each byte is in one part of the whole, and the next opening compresses what is left.
 *
 * @module
 */

import type { gzipSync } from "node:zlib";
import { builtIn, isFile } from "../host.ts";
import { openSegments, segmentPath, type SegmentReader, SEGMENTS_MAX, segmentsOf } from "../replay/file_segments.ts";
import { writeAll } from "../replay/log_sink.ts";

/** Size at which a file of a journal is rotated where nothing else is asked for, in bytes. */
export const ROTATE_BYTES: number = 16 * 2 ** 20;

/** A file that is open for adding bytes; one process has it. */
export class RotatedFile {
  /** Path of the file. */
  readonly path: string;
  readonly #limitBytes: number;
  readonly #beforeRotation: () => void;
  #file: Deno.FsFile;
  /** Bytes of the file, without its segments. */
  #size: number;
  #segments: number;

  private constructor(
    path: string,
    file: Deno.FsFile,
    segments: number,
    limitBytes: number,
    beforeRotation: () => void,
  ) {
    this.path = path;
    this.#file = file;
    this.#size = file.seekSync(0, Deno.SeekMode.End);
    this.#segments = segments;
    this.#limitBytes = limitBytes;
    this.#beforeRotation = beforeRotation;
  }

  /**
   * Opens a file, which is made if it is not there, and ends a rotation that was cut off.
   *
   * @param limitBytes Size that bytes are not added behind; any opening may have another one.
   * @param beforeRotation Called before the bytes of the file become a segment, which the disk then has.
   */
  static open(path: string, limitBytes: number = ROTATE_BYTES, beforeRotation: () => void = () => {}): RotatedFile {
    const { last, plain } = segmentsOf(path);
    for (const number of plain) finish(segmentPath(path, number));
    const file = Deno.openSync(path, { read: true, write: true, create: true });
    return new RotatedFile(path, file, last, limitBytes, beforeRotation);
  }

  /** Opens the file and its segments for reading, from the first byte on. */
  reader(): SegmentReader {
    return openSegments(this.path);
  }

  /** Returns the bytes of the file, without those of its segments. */
  tail(): Uint8Array<ArrayBuffer> {
    return Deno.readFileSync(this.path);
  }

  /** Cuts the file, without its segments, to so many bytes. */
  cut(size: number): void {
    this.#file.truncateSync(size);
    this.#size = this.#file.seekSync(size, Deno.SeekMode.Start);
  }

  /** Adds bytes, which are in the file when the call returns. */
  append(bytes: Uint8Array): void {
    const isFull = this.#size > 0 && this.#size + bytes.length > this.#limitBytes;
    if (isFull && this.#segments < SEGMENTS_MAX) this.#rotate();
    writeAll(this.#file, bytes);
    this.#size += bytes.length;
  }

  /** Lets the disk have all bytes. */
  sync(): void {
    this.#file.syncDataSync();
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }

  #rotate(): void {
    this.#beforeRotation();
    // A segment is whole, also behind a loss of power.
    this.sync();
    const segment = segmentPath(this.path, this.#segments + 1);
    Deno.renameSync(this.path, segment);
    syncFolderOf(segment);
    const next = Deno.openSync(this.path, { write: true, createNew: true });
    this.#file.close();
    this.#file = next;
    this.#size = 0;
    this.#segments++;
    compress(segment);
  }
}

/** Ends a rotation that was cut off. A segment that has its name with `.gz` is whole, whatever is beside it. */
function finish(segment: string): void {
  if (isFile(`${segment}.gz`)) Deno.removeSync(segment);
  else compress(segment);
}

/** Compresses a segment. Its bytes are removed when the disk has those that are compressed. */
function compress(segment: string): void {
  const { gzipSync: packed } = builtIn<{ gzipSync: typeof gzipSync }>("node:zlib");
  const bytes = packed(Deno.readFileSync(segment)), part = `${segment}.gz.part`;
  {
    using file = Deno.openSync(part, { write: true, create: true, truncate: true });
    writeAll(file, bytes);
    file.syncSync();
  }
  Deno.renameSync(part, `${segment}.gz`);
  syncFolderOf(segment);
  Deno.removeSync(segment);
}

/** Lets the disk have the names in the folder of a file. */
function syncFolderOf(path: string): void {
  try {
    using folder = Deno.openSync(/^(.*[\\/])?/.exec(path)![0] || ".");
    folder.syncSync();
  } catch {
    // Not every system opens a folder.
  }
}
