/**
 * Copies the crate of this package into a folder, from the disk or file by file from a registry.
 *
 * The module that holds the list of files came from the registry as this one did, and a lock file can hold it to what it
 * was. The crate's files are fetched beside it, so each is compared with the SHA-256 in that list before it is built.
 *
 * @module
 */

import { CRATE_FILES } from "./crate_files.gen.ts";
import { crateFolder } from "../engine/native/library_folders.ts";
import { sha256Hex } from "../engine/native/sha256.ts";

/** Most files that are fetched at once. */
const FETCHES_AT_ONCE = 8;

/**
 * Copies the crate into a folder.
 *
 * @param folder The target folder.
 * @param from The folder of the crate in the package.
 * @param tell Called with the number of files copied so far.
 * @param files The files of the crate with the SHA-256 of each; those of this package by default.
 * @throws {Error} If a file cannot be read or fetched, or a fetched one is not the one of this package; it names the
 * file.
 */
export async function copyCrate(
  folder: URL,
  from: URL = crateFolder(),
  tell: (done: number, all: number) => void = () => {},
  files: Readonly<Record<string, string>> = CRATE_FILES,
): Promise<void> {
  const waiting = Object.entries(files), all = waiting.length;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [file, sha256] = next;
      try {
        await copyFile(new URL(file, from), new URL(file, folder), sha256);
      } catch (error) {
        // The other fetches end after their current file, so that no file is written to the folder after this throws.
        waiting.length = 0;
        throw error;
      }
      tell(++done, all);
    }
  };
  const works = await Promise.allSettled(Array.from({ length: FETCHES_AT_ONCE }, work));
  const failed = works.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function copyFile(source: URL, target: URL, sha256: string): Promise<void> {
  const bytes = await readSource(source);
  // On the disk it is the user's own, who may have changed it.
  if (source.protocol !== "file:" && sha256Hex(bytes) !== sha256) {
    throw new Error(
      `Cannot build from ${source}: its SHA-256 is ${sha256Hex(bytes)}, and that of this package is ${sha256}`,
    );
  }
  await Deno.mkdir(new URL(".", target), { recursive: true });
  await Deno.writeFile(target, bytes);
}

async function readSource(source: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (source.protocol === "file:") return await Deno.readFile(source);
  let response: Response;
  try {
    response = await fetch(source);
  } catch (error) {
    throw new Error(`Cannot fetch ${source}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Cannot fetch ${source}: the answer is ${response.status} ${response.statusText}`.trimEnd());
  }
  return await response.bytes();
}
