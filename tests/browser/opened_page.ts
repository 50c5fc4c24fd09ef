/**
 * A page of a report or of a run, opened in Chromium.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import axe, { type AxeResults } from "npm:axe-core@4.14.1";
import { type Browser, launchBrowser, type Page } from "../../tasks/browser.ts";

/** The way in which a page is opened. */
export interface OpenOptions {
  /** Width of the window; 1280 by default. */
  readonly width?: number;
  /** Colours of the reader's system. */
  readonly colorScheme?: "light" | "dark";
  /** Parts of messages of the console that are no fault. */
  readonly expects?: readonly string[];
}

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(async () => await browser.close());

/**
 * Opens a page from a file, waits for its script, and lets a test act on it. The test fails on any message of the
 * console, which a broken rule of the page's policy is too, on any error, and on any request but that of the file.
 */
export async function withPage(
  html: string,
  act: (page: Page) => Promise<void>,
  options: OpenOptions = {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cracktrader-page-" }), path = `${folder}/report.html`;
  await Deno.writeTextFile(path, html);
  try {
    const { requests } = await withAddress(`file://${path}`, act, options);
    assertEquals(requests, [`file://${path}`.slice(0, 80)]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Opens a page at an address, waits for its script, and lets a test act on it. The test fails on any message of the
 * console but those that it expects, and on any error. Returns the addresses of all requests, cut at 80 characters.
 */
export async function withAddress(
  url: string,
  act: (page: Page) => Promise<void>,
  { width = 1280, colorScheme = "light", expects = [] }: OpenOptions = {},
): Promise<{ readonly requests: readonly string[] }> {
  const messages: string[] = [], requests: string[] = [];
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    ...(width < 600 ? { isMobile: true, hasTouch: true } : {}),
  });
  try {
    const page = await context.newPage();
    page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => messages.push(`error: ${error.stack ?? error.message}`));
    page.on("request", (request) => requests.push(request.url().slice(0, 80)));
    await page.goto(url);
    await page.waitForSelector("html[data-ready]", { timeout: 30_000 });
    await act(page);
    assertEquals(messages.filter((message) => !expects.some((part) => message.includes(part))), []);
    return { requests: requests.filter((request) => !request.startsWith("data:")) };
  } finally {
    await context.close();
  }
}

/** Returns what axe-core finds serious or critical, each with the first element. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(`axe.run({ resultTypes: ["violations"] })`) as AxeResults;
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

/** Returns the text of elements. */
export async function textsOf(page: Page, selector: string): Promise<string[]> {
  return await page.locator(selector).allInnerTexts();
}

/** Returns the visible bars of a chart. */
export async function barsOf(page: Page, chart: string): Promise<{ readonly from: number; readonly to: number }> {
  // A chart tells a move of the reader with its next picture.
  await page.waitForTimeout(80);
  const [from, to] = await page.locator(chart).evaluate((element) => {
    const { dataset } = element as unknown as { readonly dataset: Readonly<Record<string, string>> };
    return [Number(dataset["from"]), Number(dataset["to"])];
  });
  return { from: from!, to: to! };
}
