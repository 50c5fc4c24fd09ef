/**
 * Reads files whose content nobody vouches for: regular files only, up to a size.
 *
 * A pipe or a device in the place of a file would hold up the program for ever, as an engine is made synchronously.
 *
 * @module
 */

/** A file and its state at a moment, to see later whether it still is that file. */
export interface ReadFile {
  /** All bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Device, number, size and times of the file. */
  readonly state: string;
}

/**
 * Reads a regular file.
 *
 * @param file Path or `file:` URL.
 * @param bytesMax The largest size that is read.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {RangeError} If it is no regular file, or larger; the message is the end of a sentence that begins with its
 * name.
 */
export function readRegularFile(file: string | URL, bytesMax: number): ReadFile {
  // Asked before it is opened, since opening a pipe waits for its other end.
  if (!Deno.statSync(file).isFile) throw new RangeError("is not a regular file");
  using open = Deno.openSync(file);
  const info = open.statSync();
  if (!info.isFile) throw new RangeError("is not a regular file");
  if (info.size > bytesMax) {
    throw new RangeError(`has ${info.size} bytes, and more than ${bytesMax} are not read`);
  }
  const bytes = new Uint8Array(info.size);
  let length = 0;
  for (let count = 0; length < bytes.length; length += count) {
    const read = open.readSync(bytes.subarray(length));
    if (read === null) break;
    count = read;
  }
  return { bytes: bytes.subarray(0, length), state: stateOf(info) };
}

/** Returns the state of the file that lies at a place now; an empty text if there is none. */
export function fileState(file: string | URL): string {
  try {
    return stateOf(Deno.statSync(file));
  } catch {
    return "";
  }
}

function stateOf({ dev, ino, size, mtime, ctime }: Deno.FileInfo): string {
  return [dev, ino, size, mtime?.getTime(), ctime?.getTime()].join(" ");
}
