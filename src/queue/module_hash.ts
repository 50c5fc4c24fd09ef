/**
 * The hash of a strategy's files: of its module and of all files that it imports by their paths.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { inspected, reasonOf } from "../host.ts";

/**
 * Returns the hash of the files of a module, equal on machines that have the same files, wherever they lie. Modules that
 * are imported by another name than a path, of a registry or of an import map, count by that name.
 *
 * @param address Address of the module.
 * @throws {TypeError} If its file cannot be read.
 */
export async function moduleHash(address: string): Promise<string> {
  const hash = createHash("sha256"), places = new Map<string, number>([[address, 0]]);
  for (const file of places.keys()) {
    const text = await textOf(file, file === address);
    hash.update(`${text.length} ${text}`);
    for (const name of pathsIn(text)) {
      const next = new URL(name, file).href;
      if (!places.has(next)) places.set(next, places.size);
      // The place of the file in the walk, and not its address, which differs from one machine to another.
      hash.update(` ${name} ${places.get(next)}`);
    }
  }
  return hash.digest("hex");
}

/** Returns the text of a file; of one that is not there, only that: an import in a comment leads nowhere. */
async function textOf(file: string, isFirst: boolean): Promise<string> {
  // A module from elsewhere does not change behind its address.
  if (!file.startsWith("file:")) return file;
  try {
    return await Deno.readTextFile(new URL(file));
  } catch (error) {
    if (!isFirst && error instanceof Deno.errors.NotFound) return "no file";
    throw new TypeError(
      `Cannot read ${inspected(file)}, by which workers know the strategy: ${
        reasonOf(error)
      }; pass --allow-read of its folder`,
      { cause: error },
    );
  }
}

/** Returns the paths from which a text imports, also those of imports that wait for their use. */
function pathsIn(text: string): string[] {
  const pattern = /(?<![-\w"'`])(?:from|import)\s*\(?\s*(["'`])(\.{1,2}\/[^"'`\n]+)\1/g;
  return [...text.matchAll(pattern)].map(([, , name]) => name!);
}
