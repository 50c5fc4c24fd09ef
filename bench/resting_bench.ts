/**
 * Profile (f): orders that rest all the time. 100 and 10,000 limits far below the market over 100,000 bars, placed on
 * the first bar or over the whole run, and market orders among them.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { Bids } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const BARS = 100_000;
const engines = enginesHere(), feed = syntheticBars(BARS), account = { cash: 1_000_000, commission: 0.001 };

/** How bids are placed: on the first bar, over the run, or on the first bar with market orders among them. */
const WAYS = [["on the first bar", false, 0], ["over the run", true, 0], ["among market orders", false, 100]] as const;

for (const [way, spread, marketEvery] of WAYS) {
  for (const engineBackend of engines) {
    const group = `bids ${way}, ${engineBackend}`;
    for (const bids of [100, 10_000]) {
      const params = { bids, apart: spread ? Math.floor((BARS - 1) / bids) : 0, marketEvery };
      if (engineBackend === engines[0]) {
        checkEqual(`${bids} bids ${way}`, engines, (engine) => {
          const result = ct.backtest(Bids, feed, { ...account, params, engineBackend: engine });
          const resting = result.orders.filter(({ type, state }) => type === "limit" && state === "accepted").length;
          if (resting !== bids) throw new Error(`${resting} of ${bids} bids rest at the end on ${engine}`);
          return result.chain;
        });
      }
      Deno.bench(`${engineBackend}, ${bids} bids ${way}`, { group, baseline: bids === 100 }, () => {
        ct.backtest(Bids, feed, { ...account, params, engineBackend });
      });
    }
    Deno.bench(`bare loop beside bids ${way}, ${engineBackend}`, { group }, () => {
      bareLoop(feed, 10, 30, account.cash, account.commission);
    });
  }
}
