/**
 * A file whose first bytes were moved to compressed segments beside it, read as one.
 *
 * Segments of `run.log` are `run.00001.log.gz`, `run.00002.log.gz` and so on, in the order of their bytes, and the file
 * itself has what comes behind them. A segment that is not compressed yet, as its writer was cut off, has its name
 * without `.gz`. Segments of any size are read, one after the other.
 *
 * @module
 */

import type { gunzipSync } from "node:zlib";
import { builtIn, isNotFound, listFolder, type OpenFile, openFile, pathOfUrl, readWhole } from "../host.ts";

/** Digits of the number of a segment, so that names sort as numbers do. A date in a name has more of them. */
const DIGITS = 5;
/** Number of the last segment that a file may have. */
export const SEGMENTS_MAX: number = 10 ** DIGITS - 1;

/** Thrown when a segment is missing or damaged; whoever reads the file says what to do. */
export class SegmentError extends Error {
  /** Always `"SegmentError"`. */
  override readonly name = "SegmentError";
}

/** Folder, name and ending of a path: `"a/"`, `"run"` and `".log"`. */
function partsOf(path: string): readonly [folder: string, name: string, ending: string] {
  const [, folder = "", file = ""] = /^(.*[\\/])?(.*)$/s.exec(path)!, dot = file.lastIndexOf(".");
  return dot > 0 ? [folder, file.slice(0, dot), file.slice(dot)] : [folder, file, ""];
}

/**
 * Returns the path of a segment before it is compressed; `.gz` comes behind it.
 *
 * @param path Path of the file that the segment belongs to.
 * @param number Number of the segment, from 1.
 */
export function segmentPath(path: string, number: number): string {
  const [folder, name, ending] = partsOf(path);
  return `${folder}${name}.${String(number).padStart(DIGITS, "0")}${ending}`;
}

/** The segments that are beside a file. */
export interface SegmentList {
  /** Number of the last one; 0 without any. */
  readonly last: number;
  /** Numbers of those that are not compressed yet. */
  readonly plain: readonly number[];
}

/** Returns the segments beside a file. */
export function segmentsOf(path: string): SegmentList {
  const [folder, name, ending] = partsOf(path), plain: number[] = [];
  let last = 0;
  for (const entry of listFolder(folder === "" ? "." : folder)) {
    if (entry.isFolder || !entry.name.startsWith(`${name}.`)) continue;
    const rest = entry.name.slice(name.length + 1), [digits = ""] = /^\d{5}(?!\d)/.exec(rest) ?? [];
    const number = Number(digits), behind = rest.slice(digits.length), isPlain = behind === ending;
    if (number === 0 || (!isPlain && behind !== `${ending}.gz`)) continue;
    last = Math.max(last, number);
    if (isPlain) plain.push(number);
  }
  return { last, plain };
}

/**
 * Opens a file with its segments.
 *
 * @param source The file; it may be missing where segments are there, as its writer was cut off.
 * @param start Bytes that the whole begins with. A file that begins with them has no segments, and its folder is not read.
 * @throws {SegmentError} While it is read, if a segment is missing or damaged.
 */
export function openSegments(source: string | URL, start?: Uint8Array): SegmentReader {
  const path = source instanceof URL ? pathOfUrl(source) : source;
  if (start !== undefined) {
    const whole = openWhole(source, path, start);
    if (whole !== undefined) return whole;
  }
  while (true) {
    const { last } = segmentsOf(path), file = opened(source, last);
    // Whoever writes it may have moved the bytes of this very file.
    if (segmentsOf(path).last === last) return new SegmentReader(path, last, file, new Uint8Array());
    file?.close();
  }
}

/** Joins pieces of bytes. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Opens a file that has no segments before it; undefined if it may have some. */
function openWhole(source: string | URL, path: string, start: Uint8Array): SegmentReader | undefined {
  let file: OpenFile;
  try {
    file = openFile(source);
  } catch (error) {
    if (isNotFound(error) && hasSegments(path)) return undefined;
    throw error;
  }
  try {
    const begin = new Uint8Array(start.length);
    let length = 0;
    for (let read: number | null = 0; read !== null && length < begin.length;) {
      read = file.readSync(begin.subarray(length));
      length += read ?? 0;
    }
    const isWhole = length === start.length && begin.every((byte, at) => byte === start[at]);
    if (isWhole || !hasSegments(path)) return new SegmentReader(path, 0, file, begin.subarray(0, length));
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return undefined;
}

function hasSegments(path: string): boolean {
  try {
    return segmentsOf(path).last > 0;
  } catch {
    // A folder that may not be read shows none.
    return false;
  }
}

function opened(source: string | URL, last: number): OpenFile | undefined {
  try {
    return openFile(source);
  } catch (error) {
    if (isNotFound(error) && last > 0) return undefined;
    throw error;
  }
}

/** A part of the whole, with the byte at which it begins. */
interface Part {
  readonly path: string;
  readonly begin: number;
}

/** Bytes that are read from a file at once. */
const PIECE_BYTES = 1 << 20;

/** Reads segments and the file behind them from beginning to end. A segment lies in memory as a whole. */
export class SegmentReader implements OpenFile {
  readonly #path: string;
  readonly #last: number;
  readonly #file: OpenFile | undefined;
  readonly #parts: Part[] = [];
  #begin: Uint8Array;
  #offset = 0;
  /** Number of the segment at hand; behind the last one it is the file. */
  #number = 0;
  #bytes: Uint8Array = new Uint8Array();
  #plain: OpenFile | undefined;

  /** Begins at the first byte of the first segment, of which `begin` has those that were read from the file already. */
  constructor(path: string, last: number, file: OpenFile | undefined, begin: Uint8Array) {
    this.#path = path;
    this.#last = last;
    this.#file = file;
    this.#begin = begin;
  }

  /** Number of bytes read so far, of all parts. */
  get offset(): number {
    return this.#offset;
  }

  /** Returns the file that a byte lies in, among those that were read, and its number there. */
  placeOf(byte: number): { readonly path: string; readonly byte: number } {
    const { path, begin } = this.#parts.findLast((part) => part.begin <= byte) ?? { path: this.#path, begin: 0 };
    return { path, byte: byte - begin };
  }

  /** Reads the next bytes into a buffer and returns how many came, or null at the end. */
  readSync(into: Uint8Array): number | null {
    if (into.length === 0) return 0;
    while (true) {
      const read = this.#readPart(into);
      if (read > 0) {
        this.#offset += read;
        return read;
      }
      if (this.#number > this.#last) return null;
      this.#goOn();
    }
  }

  /** Returns the next bytes, as many as come; undefined at the end. */
  readPiece(): Uint8Array | undefined {
    const piece = new Uint8Array(PIECE_BYTES), read = this.readSync(piece);
    return read === null ? undefined : piece.subarray(0, read);
  }

  /** Closes all files. */
  close(): void {
    this.#plain?.close();
    this.#plain = undefined;
    this.#file?.close();
  }

  /** Reads from the part at hand; 0 at its end. */
  #readPart(into: Uint8Array): number {
    if (this.#bytes.length > 0) {
      const part = this.#bytes.subarray(0, into.length);
      into.set(part);
      this.#bytes = this.#bytes.subarray(part.length);
      return part.length;
    }
    const file = this.#number > this.#last ? this.#file : this.#plain;
    return file?.readSync(into) ?? 0;
  }

  /** Goes on with the next segment, or with the file itself. */
  #goOn(): void {
    this.#plain?.close();
    this.#plain = undefined;
    const number = ++this.#number, path = segmentPath(this.#path, number);
    if (number > this.#last) {
      this.#parts.push({ path: this.#path, begin: this.#offset });
      this.#bytes = this.#begin;
      return;
    }
    // A writer may compress it in this very moment.
    for (const isPacked of [true, false, true]) {
      try {
        if (isPacked) this.#bytes = unpacked(readWhole(`${path}.gz`), `${path}.gz`);
        else this.#plain = openFile(path);
        this.#parts.push({ path: isPacked ? `${path}.gz` : path, begin: this.#offset });
        return;
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
    throw new SegmentError(`${path}.gz is missing`);
  }
}

function unpacked(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return builtIn<{ gunzipSync: typeof gunzipSync }>("node:zlib").gunzipSync(bytes);
  } catch (error) {
    throw new SegmentError(`${path} cannot be unpacked (${(error as Error).message})`, { cause: error });
  }
}
