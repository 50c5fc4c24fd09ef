/**
 * `deno task picture`: makes docs/pictures/report.png, the picture of a report that the README shows.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { launchBrowser } from "./browser.ts";
import { CHROMIUM_REMEDY, findChromium } from "./chromium.ts";
import { SmaCross } from "./demo/sma_cross.ts";

const HELP = `deno task picture

Opens the report of a demo strategy in Chromium, and keeps the picture of its upper part as docs/pictures/report.png. Exit
code 2 without Chromium.`;

const WIDTH = 1280, HEIGHT = 1790;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (await findChromium() === undefined) {
    console.error(CHROMIUM_REMEDY);
    return 2;
  }
  const feed = await ct.csv("fixtures/prices/aapl.csv");
  const result = ct.backtest(SmaCross, feed, { cash: 10_000, commission: 0.001 });
  const folder = await Deno.makeTempDir({ prefix: "cracktrader-picture-" });
  try {
    await result.writeHtml(`${folder}/report.html`);
    await using browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    await page.goto(`file://${folder}/report.html`);
    await page.waitForSelector("html[data-ready]");
    // The pointer stands on a fill in the middle of the run.
    const box = (await page.locator("#c-price-0").boundingBox())!, fill = result.fills[26]!, bars = feed.length;
    const width = await page.locator("#c-price-0 canvas").first().evaluate((canvas) =>
      (canvas as unknown as { readonly clientWidth: number }).clientWidth
    );
    await page.mouse.move(box.x + width * (fill.bar + 0.5) / bars, box.y + 260);
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
