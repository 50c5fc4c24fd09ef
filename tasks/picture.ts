/**
 * `deno task picture`: makes the pictures of pages that the documentation shows: docs/pictures/report.png, of a report, and
 * docs/pictures/session.png, of the page of a run in a session.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { fakeVenue } from "../src/fake_venue/mod.ts";
import { ManualClock } from "../src/venue/venue_clock.ts";
import { type Browser, launchBrowser } from "./browser.ts";
import { CHROMIUM_REMEDY, findChromium } from "./chromium.ts";
import { SmaCross } from "./demo/sma_cross.ts";

const FOLDER = "docs/pictures";
const PICTURES: Readonly<Record<string, (browser: Browser, path: string) => Promise<void>>> = {
  report: reportPicture,
  session: sessionPicture,
};

const HELP = `deno task picture [${Object.keys(PICTURES).join(" | ")}]

Opens the report of a demo strategy and the page of a run in a session in Chromium, and keeps pictures of their upper parts
as ${Object.keys(PICTURES).map((name) => `${FOLDER}/${name}.png`).join(" and ")}; or one of them. Exit code 2 without
Chromium.`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  const names = args.length === 0 ? Object.keys(PICTURES) : args, unknown = names.find((name) => !(name in PICTURES));
  if (unknown !== undefined) {
    console.error(`Cannot make the picture "${unknown}": there are ${Object.keys(PICTURES).join(", ")}\n\n${HELP}`);
    return 2;
  }
  if (await findChromium() === undefined) {
    console.error(CHROMIUM_REMEDY);
    return 2;
  }
  await Deno.mkdir(FOLDER, { recursive: true });
  await using browser = await launchBrowser();
  for (const name of names) {
    const path = `${FOLDER}/${name}.png`;
    await PICTURES[name]!(browser, path);
    console.log(`wrote ${path}`);
  }
  return 0;
}

async function reportPicture(browser: Browser, path: string): Promise<void> {
  const feed = await ct.csv("fixtures/prices/aapl.csv");
  const result = ct.backtest(SmaCross, feed, { cash: 10_000, commission: 0.001 });
  const folder = await Deno.makeTempDir({ prefix: "cracktrader-picture-" });
  try {
    await result.writeHtml(`${folder}/report.html`);
    const page = await browser.newPage({ viewport: { width: 1280, height: 1790 } });
    await page.goto(`file://${folder}/report.html`);
    await page.waitForSelector("html[data-ready]");
    // The pointer stands on a fill in the middle of the run.
    const box = (await page.locator("#c-price-0").boundingBox())!, fill = result.fills[26]!, bars = feed.length;
    const width = await page.locator("#c-price-0 canvas").first().evaluate((canvas) =>
      (canvas as unknown as { readonly clientWidth: number }).clientWidth
    );
    await page.mouse.move(box.x + width * (fill.bar + 0.5) / bars, box.y + 260);
    await page.waitForTimeout(500);
    await page.screenshot({ path });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The run is one over a fake venue in a time that stands, so that the picture is the same each time. */
async function sessionPicture(browser: Browser, path: string): Promise<void> {
  const clock = new ManualClock(Date.parse("2024-01-01T00:00:00Z") * 1000), venue = fakeVenue({ seed: 5, clock });
  const session = ct.exchange(venue.direct, { clock });
  const broker = session.broker({ cash: 20_000, commission: 0.0005, risk: { maxDailyLoss: 500, maxDrawdown: 0.1 } });
  const run = await session.run(SmaCross, session.feed({ symbol: "BTC/USDT", timeframe: "1m", warmUp: 60 }), {
    ...{ broker, params: { fast: 8, slow: 21 }, page: true },
  });
  for (let minute = 0; minute < 164; minute++) await clock.advance(clock.nowUs() + 60_000_000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 1250 } });
  await page.goto(run.page!.url);
  await page.waitForSelector("html[data-state=good]");
  await page.waitForTimeout(500);
  await page.screenshot({ path });
  await page.close();
  const closing = session.close();
  await clock.advance(clock.nowUs());
  await closing;
  await venue[Symbol.asyncDispose]();
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
