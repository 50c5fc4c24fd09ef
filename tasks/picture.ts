/**
 * `deno task picture`: makes docs/pictures/report.png, the picture of a report that the README shows.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { launchBrowser } from "./browser.ts";
import { CHROMIUM_REMEDY, findChromium } from "./chromium.ts";
import { Breakout } from "./demo/breakout.ts";

const HELP = `deno task picture

Opens the report of a demo strategy in Chromium, and keeps the picture of its upper part as docs/pictures/report.png. Exit
code 2 without Chromium.`;

const WIDTH = 1280, HEIGHT = 1290;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (await findChromium() === undefined) {
    console.error(CHROMIUM_REMEDY);
    return 2;
  }
  const feed = await ct.csv("fixtures/prices/2006-min-005.csv", { stamp: "close", name: "index" });
  const result = ct.backtest(Breakout, feed, { cash: 10_000, commission: 0.0001 });
  const folder = await Deno.makeTempDir({ prefix: "cracktrader-picture-" });
  try {
    await result.writeHtml(`${folder}/report.html`);
    await using browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    await page.goto(`file://${folder}/report.html`);
    await page.waitForSelector("html[data-ready]");
    const chart = page.locator("#c-price-0");
    await chart.focus();
    for (const key of ["+", "+", "+", "]"]) await page.keyboard.press(key);
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 150);
    await page.waitForTimeout(500);
    await Deno.mkdir("docs/pictures", { recursive: true });
    await page.screenshot({ path: "docs/pictures/report.png" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  console.log("wrote docs/pictures/report.png");
  return 0;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
