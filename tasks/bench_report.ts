/**
 * `deno task bench:report`: measures reports: size and time of a page, its first paint in a new profile, and frames in a
 * second while it is moved and zoomed.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { syntheticBars } from "../bench/synthetic_bars.ts";
import { SmaCross } from "./demo/sma_cross.ts";
import { launchBrowser, type Page } from "./browser.ts";
import { CHROMIUM_REMEDY, findChromium } from "./chromium.ts";

const HELP = `deno task bench:report [--bars N]

Measures the report of 1,260 daily bars, and of N synthetic bars (1,000,000 by default) with equity and one line: size,
time to make it, first paint (median of 5 new profiles, from a file), and frames in a second while it is moved and zoomed.
The bars: 1 MB; 12 MB, 5 s, 3 s, 20 frames in a second. Exit code 1 when one is missed, 2 without Chromium.`;

/** Buys one unit now and then. */
class OneLine extends ct.Strategy.with({ every: 20_000 }) {
  average: ct.Line = ct.sma(this.data.close, 50);

  override next(): void {
    if (this.data.length % (2 * this.params.every) === 0) this.buy({ size: 1 });
    else if (this.data.length % this.params.every === 0) this.close();
  }
}

const PROFILES = 5;
let missed = 0;

function tell(what: string, value: number, unit: string, least: number | undefined, most: number | undefined): void {
  const isMet = (least === undefined || value >= least) && (most === undefined || value <= most);
  if (!isMet) missed++;
  const bar = least === undefined ? `at most ${most}` : `at least ${least}`;
  console.log(`${isMet ? "ok    " : "MISSED"} ${what.padEnd(52)} ${value.toFixed(2).padStart(9)} ${unit} (${bar})`);
}

async function madePage(result: ct.Result, path: string): Promise<{ readonly bytes: number; readonly ms: number }> {
  // The rows and the statistics are the run's and are there before.
  void result.stats;
  const began = performance.now(), text = await result.html(), ms = performance.now() - began;
  const bytes = new TextEncoder().encode(text);
  await Deno.writeFile(path, bytes);
  return { bytes: bytes.length, ms };
}

async function firstPaintMs(path: string): Promise<number> {
  const times: number[] = [];
  for (let profile = 0; profile < PROFILES; profile++) {
    await using browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`file://${path}`);
    times.push(await page.evaluate(FIRST_PAINT) as number);
  }
  return times.toSorted((a, b) => a - b)[(PROFILES - 1) / 2]!;
}

const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  const paint = list.getEntriesByName("first-contentful-paint")[0];
  if (paint) resolve(paint.startTime);
}).observe({ type: "paint", buffered: true }))`;

const COUNT_FRAMES = `(() => { globalThis.frames_ = 0;
  const count = () => { globalThis.frames_++; requestAnimationFrame(count); };
  requestAnimationFrame(count); })()`;

async function framesWhile(page: Page, act: (step: number) => Promise<void>): Promise<number> {
  const before = await page.evaluate("globalThis.frames_") as number, began = performance.now();
  for (let step = 0; performance.now() - began < 3_000; step++) await act(step);
  const seconds = (performance.now() - began) / 1000;
  return (await page.evaluate("globalThis.frames_") as number - before) / seconds;
}

async function framesOf(path: string): Promise<void> {
  await using browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`file://${path}`);
  await page.waitForSelector("html[data-ready]");
  await page.evaluate(COUNT_FRAMES);
  const chart = page.locator("#c-price-0");
  await chart.scrollIntoViewIfNeeded();
  const box = (await chart.boundingBox())!, x = box.x + box.width / 2, y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.keyboard.down("Control");
  const zooming = await framesWhile(page, (step) => page.mouse.wheel(0, step % 60 < 30 ? -60 : 60));
  for (let step = 0; step < 20; step++) await page.mouse.wheel(0, -60);
  await page.keyboard.up("Control");
  await page.mouse.down();
  const moving = await framesWhile(page, (step) => page.mouse.move(x + 300 * Math.sin(step / 20), y));
  await page.mouse.up();
  tell("frames in a second while zooming", zooming, "1/s", 20, undefined);
  tell("frames in a second while moving", moving, "1/s", 20, undefined);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  const at = args.indexOf("--bars"), bars = at < 0 ? 1_000_000 : Number(args[at + 1]);
  if (!(Number.isInteger(bars) && bars > 0)) {
    console.error(`Cannot use --bars ${args[at + 1]}: it is a whole number above 0`);
    return 2;
  }
  if (await findChromium() === undefined) {
    console.error(CHROMIUM_REMEDY);
    return 2;
  }
  const folder = await Deno.makeTempDir({ prefix: "cracktrader-report-" });
  try {
    const daily = await ct.csv("fixtures/prices/aapl.csv");
    const small = await madePage(
      ct.backtest(SmaCross, daily, { cash: 10_000, commission: 0.001 }),
      `${folder}/small.html`,
    );
    tell("1,260 bars: size", small.bytes / 1e6, "MB", undefined, 1);
    const long = syntheticBars(bars), result = ct.backtest(OneLine, long, { cash: 100_000, commission: 0.001 });
    const large = await madePage(result, `${folder}/large.html`);
    const count = bars.toLocaleString("en-US");
    tell(`${count} bars: size`, large.bytes / 1e6, "MB", undefined, 12);
    tell(`${count} bars: time to make it`, large.ms / 1000, "s", undefined, 5);
    tell(
      `${count} bars: first paint, median of ${PROFILES}`,
      await firstPaintMs(`${folder}/large.html`) / 1000,
      "s",
      undefined,
      3,
    );
    await framesOf(`${folder}/large.html`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return missed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
