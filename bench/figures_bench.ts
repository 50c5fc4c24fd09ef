/**
 * Profile: all figures, and all tables, of a run of 10^6 bars with some 25,000 trades.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { runFigures } from "../src/analyzers/figures.ts";
import { resultTables } from "../src/analyzers/tables.ts";
import { figureInputOf, statsInputOf } from "./figure_profile.ts";
import { SmaUnit } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const feed = syntheticBars(1_000_000);
const result = ct.backtest(SmaUnit, feed, { cash: 1_000_000, commission: 0.001 });
const input = statsInputOf(result, feed), names = Object.keys(runFigures(figureInputOf(input), {}).values).length;
console.log(`${names} figures of ${feed.length} bars with ${result.trades.length} trades`);

Deno.bench("statistics and all figures", () => {
  runFigures(figureInputOf(input), {});
});
Deno.bench("all tables", () => {
  resultTables(figureInputOf(input));
});
