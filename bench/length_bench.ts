/**
 * Profile: the length of a run. Three runs of 10^6 bars and one of 3 x 10^6 have as many bars, so their ratio tells
 * whether the cost of a bar grows with the bars before it.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { SmaUnit } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const account = { cash: 1_000_000, commission: 0.001 };
const engines = enginesHere(), short = syntheticBars(1_000_000), long = syntheticBars(3_000_000);
/** Runs of a measure: each takes seconds. */
const runs = { n: 3, warmup: 1 };

checkEqual(`sma ${long.length}`, engines, (engineBackend) => {
  const result = ct.backtest(SmaUnit, long, { ...account, engineBackend });
  if (result.engine.backend !== engineBackend) throw new Error(`${engineBackend} is not what ran`);
  return result.chain;
});
for (const engineBackend of engines) {
  const group = `length ${engineBackend}`;
  Deno.bench(`${engineBackend}, 3 x ${short.length} bars`, { group, baseline: true, ...runs }, () => {
    for (let run = 0; run < 3; run++) ct.backtest(SmaUnit, short, { ...account, engineBackend });
  });
  Deno.bench(`${engineBackend}, ${long.length} bars`, { group, ...runs }, () => {
    ct.backtest(SmaUnit, long, { ...account, engineBackend });
  });
  Deno.bench(`bare loop, ${long.length} bars beside ${engineBackend}`, { group, ...runs }, () => {
    bareLoop(long, 10, 30, account.cash, account.commission);
  });
}
