/**
 * The host: all services that this package takes from its runtime, Deno.
 *
 * Another runtime, such as a browser, needs another file in place of this one. Reading data files, opening the Rust
 * library, the processes of a proof and the command line have hosts of their own (`src/feeds`, `src/engine/native`,
 * `src/laws/process`, `src/cli`), since each can be left out.
 *
 * @module
 */

/** Returns a value as text for an error message; `depth` limits the depth of objects. */
export function inspected(value: unknown, depth?: number): string {
  return Deno.inspect(value, depth === undefined ? {} : { depth });
}

/** Returns an environment variable, or undefined if it is unset, empty, or not permitted yet. Never prompts. */
export function permittedVariable(name: string): string | undefined {
  const permission = Deno.permissions.querySync({ name: "env", variable: name });
  return permission.state === "granted" ? Deno.env.get(name) || undefined : undefined;
}

/** Returns all bytes of a file. */
export function readWhole(path: string | URL): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(path);
}

/** A file that is open for reading. */
export interface OpenFile {
  /** Reads the next bytes into a buffer and returns how many came, or null at the end. */
  readSync(into: Uint8Array): number | null;
  /** Closes the file. */
  close(): void;
}

/** Opens a file for reading. */
export function openFile(path: string | URL): OpenFile {
  return Deno.openSync(path);
}

/** Replaces the bytes of a file, and returns once the disk holds them. */
export function writeSynced(path: string | URL, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}

/** Renames a file and replaces a file of the new name. */
export function renameFile(from: string | URL, to: string | URL): void {
  Deno.renameSync(from, to);
}

/** Returns whether a path is a file that this process may see. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Returns the URL of a path; a relative path starts at the working folder. */
export function urlOfPath(path: string): URL {
  const base = new URL(`file://${Deno.build.os === "windows" ? "/" : ""}${Deno.cwd().replaceAll("\\", "/")}/`);
  return new URL(path.replaceAll("\\", "/").replaceAll("#", "%23").replaceAll("?", "%3F"), base);
}

/** Returns the path of a `file:` URL. */
export function pathOfUrl(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return Deno.build.os === "windows" ? path.slice(1) : path;
}
