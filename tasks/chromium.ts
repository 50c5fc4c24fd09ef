/**
 * The place of Chromium.
 *
 * @module
 */

/** Names under which systems have Chromium. */
const NAMES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The way to what is missing. */
export const CHROMIUM_REMEDY = "There is no Chromium, which reports are looked at in: apt-get install chromium";

/** Returns the path of Chromium, or undefined. */
export async function findChromium(): Promise<string | undefined> {
  for (const path of NAMES) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return undefined;
}
