/**
 * Chromium, for tests and pictures of reports.
 *
 * @module
 */

import { chromium } from "npm:playwright-core@1.65.1";

type Browser = Awaited<ReturnType<typeof chromium.launch>>;

/** A page of a browser. */
export type Page = Awaited<ReturnType<Browser["newPage"]>>;

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

/** Starts Chromium with a new profile. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error(CHROMIUM_REMEDY);
  // Without the sandbox it starts in a container, too; the pages are our own.
  return await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
