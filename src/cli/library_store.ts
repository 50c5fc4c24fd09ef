/**
 * Puts a library into the folder that the module searches.
 *
 * A process may have the library loaded while the next one is installed, so an existing file is never overwritten. Each
 * build gets a new name, made from its content. `current.json` points at the current build and is replaced atomically.
 *
 * @module
 */

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

/**
 * Writes a library to a folder, verifies it there, and makes it the current one.
 *
 * @param folder The folder, made if it does not exist.
 * @param bytes The library.
 * @param verify Throws if the library at a path is unusable.
 * @returns the new content of `current.json`
 * @throws the error of `verify`; the previous library then stays current
 */
export async function storeLibrary(
  folder: URL,
  bytes: Uint8Array<ArrayBuffer>,
  verify: (library: URL) => void | Promise<void>,
): Promise<CurrentLibrary> {
  const sha256 = await sha256Hex(bytes);
  const current: CurrentLibrary = { file: libraryFileName(sha256), sha256, target: Deno.build.target };
  await Deno.mkdir(folder, { recursive: true });
  const previous = await readCurrentFile(folder);
  const library = new URL(current.file, folder);
  if (!await holds(library, sha256)) await replaceFile(library, bytes);
  try {
    await verify(library);
  } catch (error) {
    if (current.file !== previous) await Deno.remove(library).catch(() => {});
    throw error;
  }
  const text = `${JSON.stringify(current, null, 2)}\n`;
  await replaceFile(new URL("current.json", folder), new TextEncoder().encode(text));
  await removeOldBuilds(folder, [current.file, previous]);
  return current;
}

function libraryFileName(sha256: string): string {
  const name = `cracktrader-${sha256.slice(0, 12)}`;
  if (Deno.build.os === "windows") return `${name}.dll`;
  return `lib${name}.${Deno.build.os === "darwin" ? "dylib" : "so"}`;
}

/** Returns the file that `current.json` names before it is replaced, if it exists and can be read. */
async function readCurrentFile(folder: URL): Promise<string | undefined> {
  try {
    const current: unknown = JSON.parse(await Deno.readTextFile(new URL("current.json", folder)));
    const file = (current as Partial<CurrentLibrary> | null)?.file;
    return typeof file === "string" ? file : undefined;
  } catch (error) {
    // A damaged file names no library to keep, and is about to be replaced.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Returns whether the file exists and is whole, since a damaged one must be installed again. */
async function holds(file: URL, sha256: string): Promise<boolean> {
  try {
    return await sha256Hex(await Deno.readFile(file)) === sha256;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Replaces a file atomically: readers get the old or the new file, and a process that has the old one loaded keeps it.
 */
async function replaceFile(file: URL, bytes: Uint8Array): Promise<void> {
  const temporary = new URL(`temporary-${crypto.randomUUID()}`, file);
  try {
    {
      using handle = await Deno.open(temporary, { write: true, createNew: true });
      for (let written = 0; written < bytes.length;) written += await handle.write(bytes.subarray(written));
      await handle.sync();
    }
    await Deno.rename(temporary, file);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/**
 * Removes old builds that no new process will open. The previous one stays, since a process may have read its name and
 * not yet opened it.
 */
async function removeOldBuilds(folder: URL, kept: readonly (string | undefined)[]): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    if (!BUILD_NAME.test(entry.name) || kept.includes(entry.name)) continue;
    // Windows refuses to remove a loaded library; a later build removes it.
    await Deno.remove(new URL(entry.name, folder)).catch(() => {});
  }
}

async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
