/**
 * Writes a file so that there is always a whole one: the old or the new.
 *
 * @module
 */

import { renameFile, writeSynced } from "../host.ts";

/**
 * Writes bytes to a temporary name beside the file, syncs them to the disk and renames. A crash leaves the file that was
 * there, and at worst the temporary one beside it, which the next write replaces.
 */
export function writeWhole(path: string | URL, bytes: Uint8Array): void {
  const target = path instanceof URL ? new URL(path) : path;
  const temporary = target instanceof URL ? new URL(`${target.href}.part`) : `${target}.part`;
  writeSynced(temporary, bytes);
  renameFile(temporary, target);
}
