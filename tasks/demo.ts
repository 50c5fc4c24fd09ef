/**
 * `deno task demo`: two strategies on real prices, on every engine there is, with their hashes side by side.
 *
 * Builds the Rust core first when cargo is there. Ends non-zero when two engines differ.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { SmaUnit } from "../bench/strategies.ts";
import { syntheticBars } from "../bench/synthetic_bars.ts";
import { ENGINE_NAMES, type EngineName } from "../src/engine/backends.ts";
import { Breakout } from "./demo/breakout.ts";
import { SmaCross } from "./demo/sma_cross.ts";
import { findCargo } from "./cargo.ts";
import { installRust } from "./install_rust.ts";

const HELP = `deno task demo [--bars N]

Runs two strategies on real prices on every engine there is, then one over N synthetic bars (1,000,000 by default).
Builds the Rust engine first when cargo is there. Writes the report of the first run to demo/report.html, and a comparison
of three to demo/comparison.html. Exit code 1 when two engines differ.`;

/** Builds the Rust engine if that is possible and tells which engines there are. */
async function enginesHere(): Promise<EngineName[]> {
  const cargo = await findCargo();
  if (!cargo.found) {
    console.log(`The Rust engine is not built, so everything runs on TypeScript alone: ${cargo.reason}\n`);
    return ["typescript"];
  }
  console.log("Building the Rust engine ...");
  await installRust(cargo);
  return ENGINE_NAMES.toReversed();
}

/** Runs one set-up on every engine; prints a row for each and returns the last result, or null when they differ. */
function compare(
  engines: readonly EngineName[],
  title: string,
  run: (engineBackend: EngineName) => ct.Result,
): ct.Result | null {
  console.log(title);
  let first: ct.Result | undefined;
  for (const engine of engines) {
    const start = performance.now();
    const result = run(engine);
    if (result.engine.backend !== engine) {
      console.error(`  Asked for ${engine} and got ${result.engine.backend}: ${result.engine.reason}`);
      return null;
    }
    const elapsed = (performance.now() - start).toFixed(1).padStart(8);
    const trades = result.trades.length, equity = result.stats.finalEquity.toFixed(2);
    console.log(`  ${engine.padEnd(11)} chain ${result.chain}  ${elapsed} ms  ${trades} trades, equity ${equity}`);
    if (first !== undefined && first.chain !== result.chain) {
      console.error(`  The engines differ: ${first.chain} on ${engines[0]}, ${result.chain} on ${engine}`);
      return null;
    }
    first ??= result;
  }
  console.log(engines.length > 1 ? "  equal, event by event\n" : "");
  return first!;
}

/** Writes the report of a run, and the comparison with two others of its strategy, and says where they are. */
async function writeReports(cross: ct.Result, daily: ct.Bars): Promise<void> {
  await Deno.mkdir("demo", { recursive: true });
  await cross.writeHtml("demo/report.html");
  const others = [5, 15].map((fast) =>
    ct.backtest(SmaCross, daily, { cash: 10_000, commission: 0.001, params: { fast } })
  );
  await ct.compare([cross, ...others]).writeHtml("demo/comparison.html");
  console.log(
    `Report: ${Deno.cwd()}/demo/report.html\nComparison: ${Deno.cwd()}/demo/comparison.html\nA browser opens them.\n`,
  );
}

async function main(): Promise<number> {
  if (Deno.args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  const at = Deno.args.indexOf("--bars"), bars = at < 0 ? 1_000_000 : Number(Deno.args[at + 1]);
  if (!(Number.isInteger(bars) && bars > 0)) {
    console.error(`Cannot use --bars ${Deno.args[at + 1]}: it is a whole number above 0`);
    return 2;
  }
  const engines = await enginesHere();
  const daily = await ct.csv("fixtures/prices/aapl.csv");
  const fiveMinutes = await ct.csv("fixtures/prices/2006-min-005.csv", { stamp: "close" });
  const account = { cash: 10_000, commission: 0.001 };
  const cross = compare(
    engines,
    "SmaCross on aapl, daily, 1,260 bars (tasks/demo/sma_cross.ts)",
    (engineBackend) => ct.backtest(SmaCross, daily, { ...account, engineBackend }),
  );
  if (cross === null) return 1;
  console.log(cross.summary() + "\n");
  const breakout = compare(
    engines,
    "Breakout on an index, five minutes, 2,142 bars (tasks/demo/breakout.ts)",
    (engineBackend) => ct.backtest(Breakout, fiveMinutes, { ...account, commission: 0.0001, engineBackend }),
  );
  if (breakout === null) return 1;
  console.log(breakout.summary() + "\n");
  await writeReports(cross, daily);
  const long = syntheticBars(bars);
  const timed = compare(
    engines,
    `One unit on each cross over ${bars.toString()} synthetic bars, next() on each bar`,
    (engineBackend) => ct.backtest(SmaUnit, long, { cash: 1_000_000, commission: 0.001, engineBackend }),
  );
  return timed === null || cross.trades.length === 0 || breakout.trades.length === 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main());
