/**
 * A browser for tests, measures and pictures of reports.
 *
 * @module
 */

import { chromium } from "npm:playwright-core@1.65.1";
import { CHROMIUM_REMEDY, findChromium } from "./chromium.ts";

/** A browser that runs. */
export type Browser = Awaited<ReturnType<typeof chromium.launch>>;

/** A page of a browser. */
export type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** Starts Chromium with a new profile. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error(CHROMIUM_REMEDY);
  // Without the sandbox it starts in a container, too; the pages are our own.
  return await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
