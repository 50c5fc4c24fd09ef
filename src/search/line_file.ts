/**
 * A file of JSON Lines to which programs add: its first line says what it is.
 *
 * A process that dies while it writes leaves a line without an end, which is cut off when the file is opened again.
 *
 * @module
 */

import { FileError } from "../checkpoint/atomic_file.ts";
import { appendSynced, cutFile, isNotFound, pathOfUrl, readWhole } from "../host.ts";

/** A file of JSON Lines. */
export class LineFile {
  /** Path of the file. */
  readonly path: string;
  /** True once the file has its first line. */
  #begun = false;

  /** Keeps the path, and touches nothing. */
  constructor(path: string | URL) {
    this.path = path instanceof URL ? pathOfUrl(path) : path;
  }

  /**
   * Returns the values of the lines; none if there is no file.
   *
   * @param what Words for a line, for messages: `"trial of a search"`.
   * @throws {FileError} If the file cannot be read, or a line is no JSON.
   */
  read(what: string): unknown[] {
    const bytes = this.#try(() => {
      try {
        return readWhole(this.path);
      } catch (error) {
        if (isNotFound(error)) return new Uint8Array();
        throw error;
      }
    });
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) this.#try(() => cutFile(this.path, end));
    this.#begun = end > 0;
    const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n").slice(0, -1);
    return lines.map((line, at) => {
      try {
        return JSON.parse(line);
      } catch {
        throw new FileError(this.path, `its line ${at + 1} is no ${what}; restore a copy, or pass another path`);
      }
    });
  }

  /**
   * Adds lines, and the first line before them where the file has none.
   *
   * @throws {FileError} If the file cannot be written.
   */
  add(header: unknown, values: readonly unknown[]): void {
    const lines = this.#begun ? values : [header, ...values];
    const text = lines.map((value) => `${JSON.stringify(value)}\n`).join("");
    if (text !== "") this.#try(() => appendSynced(this.path, new TextEncoder().encode(text)));
    this.#begun = true;
  }

  #try<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw new FileError(this.path, error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}
