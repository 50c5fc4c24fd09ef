/**
 * Puts a library into the folder that the module searches.
 *
 * A process may have the library loaded while the next one is installed, so an existing file is never overwritten. Each
 * build gets a new name, made from its content. `current.json` points at the current build and is replaced atomically.
 * Installations into one folder wait for each other, so that none removes a file that another one is about to name.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { writeWhole } from "../checkpoint/atomic_file.ts";
import { readRegularFile } from "../engine/native/regular_file.ts";
import { sha256Hex } from "../engine/native/sha256.ts";

/** The content of `current.json` in a folder of libraries. */
export interface CurrentLibrary {
  /** The name of the library's file in the folder. */
  readonly file: string;
  /** The SHA-256 of the file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** The platform that it was built for, such as `x86_64-unknown-linux-gnu`. */
  readonly target: string;
}

const BUILD_NAME = /^(?:lib)?cracktrader-[0-9a-f]{12}\.(?:so|dylib|dll)$/;
/** Names of files that an installation writes before they get their own; a killed one leaves them. */
const UNFINISHED_NAME = /^temporary-|\.part$/;
/** Size beyond which a file in the folder is none of ours. */
const INSTALLED_BYTES_MAX = 0x1000_0000;
/** Age from which on an unfinished file is that of a killed installation. */
const UNFINISHED_MS = 3_600_000;

/**
 * Writes a library to a folder, verifies it there, and makes it the current one. Waits for another installation into
 * the folder.
 *
 * @param folder The folder, made if it does not exist.
 * @param bytes The library.
 * @param verify Throws if the library at a path is unusable.
 * @param tell Called if another installation has to be waited for.
 * @returns the new content of `current.json`
 * @throws the error of `verify`; the previous library then stays current
 */
export async function storeLibrary(
  folder: URL,
  bytes: Uint8Array<ArrayBuffer>,
  verify: (library: URL) => void | Promise<void>,
  tell: () => void = () => {},
): Promise<CurrentLibrary> {
  const sha256 = sha256Hex(bytes);
  const current: CurrentLibrary = { file: libraryFileName(sha256), sha256, target: Deno.build.target };
  await Deno.mkdir(folder, { recursive: true });
  using _lock = await lockFolder(folder, tell);
  const previous = readCurrentFile(folder);
  const library = new URL(current.file, folder);
  if (!holds(library, sha256)) writeWhole(library, bytes);
  try {
    await verify(library);
  } catch (error) {
    if (current.file !== previous) await Deno.remove(library).catch(() => {});
    throw error;
  }
  writeWhole(new URL("current.json", folder), new TextEncoder().encode(`${JSON.stringify(current, null, 2)}\n`));
  await removeOldFiles(folder, [current.file, previous]);
  // Where the file system has no locks, or an older version installs without one, another installation can be faster.
  if (holds(library, sha256)) return current;
  throw new Error(
    "Cannot install the Rust library, as another installation has removed it meanwhile: install it again",
  );
}

/** Locks a folder against other installations; the lock goes with the process. */
async function lockFolder(folder: URL, tell: () => void): Promise<Disposable> {
  const file = await Deno.open(new URL("install.lock", folder), { write: true, create: true });
  try {
    if (!await file.tryLock(true)) {
      tell();
      await file.lock(true);
    }
  } catch {
    // A file system without locks; what is stored is looked at once more at the end.
  }
  return file;
}

function libraryFileName(sha256: string): string {
  const name = `cracktrader-${sha256.slice(0, 12)}`;
  if (Deno.build.os === "windows") return `${name}.dll`;
  return `lib${name}.${Deno.build.os === "darwin" ? "dylib" : "so"}`;
}

/** Returns the file that `current.json` names before it is replaced, if it exists and can be read. */
function readCurrentFile(folder: URL): string | undefined {
  const bytes = readInstalled(new URL("current.json", folder));
  if (bytes === undefined) return undefined;
  try {
    const current: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const file = (current as Partial<CurrentLibrary> | null)?.file;
    return typeof file === "string" ? file : undefined;
  } catch {
    // A damaged file names no library to keep, and is about to be replaced.
    return undefined;
  }
}

/** Returns whether the file exists and is whole, since a damaged one must be installed again. */
function holds(file: URL, sha256: string): boolean {
  const bytes = readInstalled(file);
  return bytes !== undefined && sha256Hex(bytes) === sha256;
}

/** Returns the bytes of a file in the folder, or undefined if there is none. */
function readInstalled(file: URL): Uint8Array | undefined {
  try {
    return readRegularFile(file, INSTALLED_BYTES_MAX).bytes;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (!(error instanceof RangeError)) throw error;
    throw new Error(`Cannot install the Rust library: ${fileURLToPath(file)} ${error.message}; remove it`);
  }
}

/**
 * Removes old builds that no new process will open, and what killed installations have left. The previous build stays,
 * since a process may have read its name and not yet opened it.
 */
async function removeOldFiles(folder: URL, kept: readonly (string | undefined)[]): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const file = new URL(name, folder);
    const isOld = BUILD_NAME.test(name)
      ? !kept.includes(name)
      : UNFINISHED_NAME.test(name) && await isOlder(file, UNFINISHED_MS);
    // Windows refuses to remove a loaded library; a later installation removes it.
    if (isOld) await Deno.remove(file).catch(() => {});
  }
}

/** Returns whether a file or folder was last changed before so much time. */
export async function isOlder(file: URL, ageMs: number): Promise<boolean> {
  try {
    const { mtime } = await Deno.stat(file);
    return mtime !== null && Date.now() - mtime.getTime() > ageMs;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
