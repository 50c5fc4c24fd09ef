/**
 * Copies the crate of this package into a folder, from the disk or file by file from a registry.
 *
 * @module
 */

import { CRATE_FILES } from "./crate_files.gen.ts";
import { CRATE_FOLDER } from "../engine/native/library_folders.ts";

/** Most files that are fetched at once. */
const FETCHES_AT_ONCE = 8;

/**
 * Copies the crate into a folder.
 *
 * @param folder The target folder.
 * @param from The folder of the crate in the package.
 * @param tell Called with the number of files copied so far.
 * @throws {Error} If a file cannot be read or fetched; it names the file.
 */
export async function copyCrate(
  folder: URL,
  from: URL = CRATE_FOLDER,
  tell: (done: number, all: number) => void = () => {},
): Promise<void> {
  const waiting = [...CRATE_FILES];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      try {
        await copyFile(new URL(file, from), new URL(file, folder));
      } catch (error) {
        // The other fetches end after their current file, so that no file is written to the folder after this throws.
        waiting.length = 0;
        throw error;
      }
      tell(++done, CRATE_FILES.length);
    }
  };
  const works = await Promise.allSettled(Array.from({ length: FETCHES_AT_ONCE }, work));
  const failed = works.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function copyFile(source: URL, target: URL): Promise<void> {
  const bytes = await readSource(source);
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
