/**
 * Whether something lies at a path.
 *
 * @module
 */

/** Returns whether something lies at a path, links followed; false too where it may not be looked at. */
export function pathExists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
