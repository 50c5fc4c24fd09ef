/**
 * Profile (a): one instrument, a moving-average strategy with orders, `next()` on every bar, beside the bare loop.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { RestingLimit, SmaUnit, ViewReader } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const account = { cash: 1_000_000, commission: 0.001 };
const engines = enginesHere();

for (const count of [100_000, 1_000_000]) {
  const feed = syntheticBars(count), group = `sma ${count}`;
  const bare = bareLoop(feed, 10, 30, account.cash, account.commission);
  checkEqual(group, engines, (engineBackend) => {
    const result = ct.backtest(SmaUnit, feed, { ...account, engineBackend });
    if (result.engine.backend !== engineBackend) {
      throw new Error(`${engineBackend} is not what ran: ${result.engine.reason}`);
    }
    const closed = result.trades.filter((trip) => trip.closedUs !== null).length;
    const equity = result.equity[count - 1]!, gap = Math.abs(equity - bare.equity[count - 1]!);
    // The loop adds doubles without rounding money, so its equity is near, not equal; its trades are equal.
    if (closed !== bare.trades || gap > 0.01) {
      throw new Error(
        `The loop made ${bare.trades} trades and is ${gap} apart from ${closed} trades of ${engineBackend}`,
      );
    }
    return result.chain;
  });
  Deno.bench(`bare loop, ${count} bars`, { group, baseline: true }, () => {
    bareLoop(feed, 10, 30, account.cash, account.commission);
  });
  for (const engineBackend of engines) {
    Deno.bench(`${engineBackend}, ${count} bars`, { group }, () => {
      ct.backtest(SmaUnit, feed, { ...account, engineBackend });
    });
  }
}

for (const [name, strategy] of [["resting limit", RestingLimit], ["views on every bar", ViewReader]] as const) {
  const feed = syntheticBars(100_000), group = `${name} 100000`;
  checkEqual(group, engines, (engineBackend) => {
    const result = ct.backtest(strategy, feed, { ...account, engineBackend });
    if (result.engine.backend !== engineBackend) {
      throw new Error(`${engineBackend} is not what ran: ${result.engine.reason}`);
    }
    return result.chain;
  });
  Deno.bench(`bare loop, 100000 bars beside ${name}`, { group, baseline: true }, () => {
    bareLoop(feed, 10, 30, account.cash, account.commission);
  });
  for (const engineBackend of engines) {
    Deno.bench(`${engineBackend}, ${name}`, { group }, () => {
      ct.backtest(strategy, feed, { ...account, engineBackend });
    });
  }
}
