/**
 * Replaces a file atomically: its content is always the old or the new one as a whole.
 *
 * The new content is written to a file beside it, with `.part` behind its name, synced to the disk, and renamed. A crash
 * leaves the old file, and at worst the part, which the next write replaces.
 *
 * @module
 */

import {
  checkWritable,
  copyRights,
  isNotFound,
  kindOf,
  openOwned,
  type OwnedFile,
  pathOfUrl,
  realPath,
  removeFile,
  renameFile,
} from "../host.ts";

/** Thrown when a file cannot be written; the message has its name and the reason. What was there before is unchanged. */
export class FileError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "FileError";
  /** Path of the file. */
  readonly path: string;

  /** Makes the error of a file. */
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Cannot write ${path}: ${reason}`, options);
    this.path = path;
  }
}

/** Name of the file that is written in place of a file until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/** New content of a file. Until {@linkcode AtomicFile.commit} nothing is changed; without it the content is dropped. */
export class AtomicFile implements Disposable {
  /** Path of the file, as it was given. */
  readonly path: string;
  readonly #target: string;
  readonly #part: string;
  #file: OwnedFile | undefined;

  /**
   * Begins the content. A link is followed, so that it stays one.
   *
   * @param path Path or `file:` URL of the file.
   * @param waits True to wait for another program that is writing the file; else that is an error.
   * @throws {FileError} If it cannot be written, or what lies there is no file.
   */
  constructor(path: string | URL, waits: boolean = false) {
    this.path = path instanceof URL ? pathOfUrl(path) : path;
    this.#target = this.#try(() => this.#targetOf(this.path));
    this.#part = partOf(this.#target);
    this.#file = this.#try(() => {
      const kind = kindOf(this.#part);
      if (kind !== "nothing" && kind !== "file") {
        throw new FileError(this.path, `there is a ${kind} named ${this.#part}, where it is written first: remove it`);
      }
      // A rename would replace a write-protected file too.
      const isThere = kindOf(this.#target) === "file";
      if (isThere) checkWritable(this.#target);
      const file = openOwned(this.#part, waits);
      if (isThere && file !== undefined) copyRights(this.#target, this.#part);
      return file;
    });
    if (this.#file === undefined) {
      throw new FileError(this.path, `another program is writing it; give each program a file of its own`);
    }
  }

  /**
   * Writes bytes, and returns their number.
   *
   * @throws {FileError} If they cannot be written, as on a full disk; the content is dropped then.
   */
  writeSync(bytes: Uint8Array): number {
    this.#try(() => {
      for (let written = 0; written < bytes.length;) written += this.#open.writeSync(bytes.subarray(written));
    });
    return bytes.length;
  }

  /**
   * Puts the content in the place of the file.
   *
   * @throws {FileError} If that fails; the content is dropped then.
   */
  commit(): void {
    this.#try(() => {
      this.#open.syncSync();
      renameFile(this.#part, this.#target);
    });
    this.#close();
  }

  /** Leaves the content where it is, in the part, and returns the path of that. */
  keepPart(): string {
    this.#close();
    return this.#part;
  }

  /** Drops the content unless it was committed. */
  [Symbol.dispose](): void {
    if (this.#file === undefined) return;
    try {
      // Before it is closed: after that it may be another program's.
      removeFile(this.#part);
    } catch {
      // It was removed by others, or may not be removed; the next write replaces it.
    }
    this.#close();
  }

  get #open(): OwnedFile {
    if (this.#file === undefined) throw new FileError(this.path, "it was closed before");
    return this.#file;
  }

  #close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  /** Runs a step; if it fails, drops the content and says which file it is about. */
  #try<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      this[Symbol.dispose]();
      if (error instanceof FileError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const remedy = isNotFound(error) ? "; check that its folder is there" : "";
      throw new FileError(this.path, `${reason}${remedy}; what was there before is unchanged`, { cause: error });
    }
  }

  #targetOf(path: string): string {
    let target = path, kind = kindOf(path);
    if (kind === "link") {
      try {
        target = realPath(path);
      } catch (error) {
        throw new FileError(path, "it is a link to nothing; name the file itself", { cause: error });
      }
      kind = kindOf(target);
    }
    if (kind === "nothing" || kind === "file") return target;
    throw new FileError(path, `it is a ${kind}; name a file`);
  }
}

/**
 * Replaces the content of a file. If another program is writing it too, one waits for the other, and the later one's
 * content stays.
 *
 * @throws {FileError} If it cannot be written.
 */
export function writeWhole(path: string | URL, bytes: Uint8Array): void {
  using file = new AtomicFile(path, true);
  file.writeSync(bytes);
  file.commit();
}
