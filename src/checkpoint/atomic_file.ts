/**
 * Replaces a file atomically: its content is always the old or the new one as a whole.
 *
 * @module
 */

import { renameFile, writeSynced } from "../host.ts";

/**
 * Writes bytes to a temporary file beside the target, syncs it to the disk and renames it. A crash leaves the old file,
 * and at worst the temporary one, which the next write replaces.
 */
export function writeWhole(path: string | URL, bytes: Uint8Array): void {
  const target = path instanceof URL ? new URL(path) : path;
  const temporary = target instanceof URL ? new URL(`${target.href}.part`) : `${target}.part`;
  writeSynced(temporary, bytes);
  renameFile(temporary, target);
}
