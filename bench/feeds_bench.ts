/**
 * Profile (b): 1, 2, 10 and 100 feeds with 400,000 bars in all, for a strategy that does nothing and for one that
 * trades each feed on every twentieth bar. The time of a run is that of its bars, so runs of a group compare directly.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { Idle, Turns } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const BARS = 400_000;
const engines = enginesHere(), account = { cash: 100_000_000, commission: 0.001 };

const sets = [1, 2, 10, 100].map((count) => {
  const feeds = Array.from({ length: count }, (_, at) => [`f${at}`, syntheticBars(BARS / count, at + 1)] as const);
  return { count, feeds: Object.fromEntries(feeds) };
});
const whole = sets[0]!.feeds["f0"]!;

for (const strategy of [Idle, Turns]) {
  for (const { count, feeds } of sets) {
    checkEqual(`${strategy.name} on ${count} feeds`, engines, (engineBackend) => {
      const result = ct.backtest(strategy, feeds, { ...account, engineBackend });
      const orders = strategy === Idle ? 0 : count * Math.floor(BARS / count / 20);
      if (result.orders.length !== orders) throw new Error(`${result.orders.length} orders are not ${orders}`);
      return result.chain;
    });
  }
  for (const engineBackend of engines) {
    const group = `${strategy.name} on feeds, ${engineBackend}`;
    for (const { count, feeds } of sets) {
      Deno.bench(`${engineBackend}, ${strategy.name} on ${count} feeds`, { group, baseline: count === 1 }, () => {
        ct.backtest(strategy, feeds, { ...account, engineBackend });
      });
    }
    Deno.bench(`bare loop beside ${strategy.name}, ${engineBackend}`, { group }, () => {
      bareLoop(whole, 10, 30, account.cash, account.commission);
    });
  }
}
