/**
 * The replay log that a path means: its file, or that of a journal by its folder.
 *
 * @module
 */

import { segmentsOf } from "../replay/file_segments.ts";
import { pathExists } from "./path_exists.ts";

/** Returns the path of a log; for the folder of a journal that of the log in it. */
export function logAt(path: string): string {
  const log = `${path.replace(/\/+$/, "")}/run.log`;
  return pathExists(log) || hasSegments(log) ? log : path;
}

function hasSegments(log: string): boolean {
  try {
    return segmentsOf(log).last > 0;
  } catch {
    // No folder, or one that may not be read.
    return false;
  }
}
