/**
 * Reading 10^6 rows of six columns: this project's reader beside d3-dsv, whose cells are put through `Number()`.
 *
 * Both read the same generated file from memory, and before anything is timed every double of the one is compared with
 * that of the other. d3-dsv starts from a string, so that decoding is not counted for it; our reader starts from bytes
 * and besides checks every row and builds the feed. d3-dsv is fetched from npm for this comparison alone.
 *
 * Without a network our reader is timed alone, and that is said.
 *
 * Run: `deno bench --no-lock bench/csv_bench.ts`
 *
 * @module
 */

import { parseCsv } from "../src/feeds/csv/csv.ts";
import type { Bars } from "../src/feeds/bars.ts";

interface D3Dsv {
  csvParseRows<Row>(text: string, row: (cells: string[], index: number) => Row): Row[];
}

const ROWS = 1_000_000;
const STAMP_OPTIONS = { timeframe: "1m", stamp: "close" } as const;

// The name is kept out of sight of the type checker, so that checking the project fetches nothing.
const D3_DSV = ["npm", "d3-dsv@3.0.1"].join(":");
const d3 = await importD3();

async function importD3(): Promise<D3Dsv | undefined> {
  try {
    return await import(D3_DSV) as D3Dsv;
  } catch (error) {
    console.log(`csv_bench: d3-dsv cannot be had and is not compared with: ${(error as Error).message}`);
    return undefined;
  }
}

/** One file of minute bars; the walk of its prices is a fixed linear congruential sequence. */
function generateCsv(rows: number, time: (index: number) => string): string {
  let seed = 1;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const lines = ["time,open,high,low,close,volume"];
  let price = 1_000_000;
  for (let index = 0; index < rows; index++) {
    const open = price;
    price += next(2001) - 1000;
    if (price < 100_000) price = 100_000;
    const high = Math.max(open, price) + next(500);
    const low = Math.min(open, price) - next(500);
    const cells = [open, high, low, price].map((cents) => (cents / 100).toFixed(2));
    lines.push(`${time(index)},${cells.join(",")},${next(1_000_000_000)}`);
  }
  return lines.join("\n") + "\n";
}

/** The reader that is compared with: all cells as strings, each put through `Number()`, into six columns. */
function readWithD3({ csvParseRows }: D3Dsv, text: string): Float64Array[] {
  const columns = Array.from({ length: 6 }, () => new Float64Array(ROWS));
  csvParseRows(text, (cells, index) => {
    if (index > 0) {
      for (let column = 0; column < 6; column++) columns[column]![index - 1] = Number(cells[column]);
    }
  });
  return columns;
}

function checkEqual(feed: Bars, columns: readonly Float64Array[]): void {
  const { timeUs, open, high, low, close, volume } = feed.columns;
  const ours = [timeUs.map((time) => time / 1000), open, high, low, close, volume];
  if (feed.length !== ROWS) throw new Error(`Cannot compare: ${feed.length} rows were read of ${ROWS}`);
  for (let column = 0; column < 6; column++) {
    for (let row = 0; row < ROWS; row++) {
      if (Object.is(ours[column]![row], columns[column]![row])) continue;
      throw new Error(`Cannot time readers that differ: row ${row}, column ${column}`);
    }
  }
}

const START_MS = Date.UTC(2020, 0, 1);
const text = generateCsv(ROWS, (index) => String(START_MS + index * 60_000));
const bytes = new TextEncoder().encode(text);
const isoBytes = new TextEncoder().encode(
  generateCsv(ROWS, (index) => new Date(START_MS + index * 60_000).toISOString().slice(0, 19)),
);
if (d3 !== undefined) {
  checkEqual(parseCsv(bytes, "bench.csv", STAMP_OPTIONS), readWithD3(d3, text));
  console.log(`csv_bench: ${ROWS} rows, ${bytes.length} bytes, ${ROWS * 6} doubles equal`);
  Deno.bench("d3-dsv rows through Number()", { group: "csv", baseline: true, n: 10, warmup: 2 }, () => {
    readWithD3(d3, text);
  });
}

Deno.bench("parseCsv, epoch milliseconds", { group: "csv", n: 10, warmup: 2 }, () => {
  parseCsv(bytes, "bench.csv", STAMP_OPTIONS);
});

Deno.bench("parseCsv, ISO times", { group: "csv", n: 10, warmup: 2 }, () => {
  parseCsv(isoBytes, "bench.csv", STAMP_OPTIONS);
});
