/**
 * Profile (a): one instrument, a moving-average strategy with orders, `next()` on every bar, beside the bare loop; and
 * others of one instrument.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { Holds, RestingLimit, SmaLimits, SmaUnit, ViewReader } from "./strategies.ts";
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

/** Profiles of the same form: name, strategy, bars. */
const PROFILES = [
  ["resting limit", RestingLimit, 100_000],
  ["views on every bar", ViewReader, 100_000],
  ["a held position", Holds, 1_000_000],
  ["limits with stops, and notifyOrder", SmaLimits, 1_000_000],
] as const;

for (const [name, strategy, count] of PROFILES) {
  const feed = syntheticBars(count), group = `${name} ${count}`;
  checkEqual(group, engines, (engineBackend) => {
    const result = ct.backtest(strategy as typeof Holds, feed, { ...account, engineBackend });
    if (result.engine.backend !== engineBackend) {
      throw new Error(`${engineBackend} is not what ran: ${result.engine.reason}`);
    }
    return result.chain;
  });
  Deno.bench(`bare loop, ${count} bars beside ${name}`, { group, baseline: true }, () => {
    bareLoop(feed, 10, 30, account.cash, account.commission);
  });
  for (const engineBackend of engines) {
    Deno.bench(`${engineBackend}, ${name}`, { group }, () => {
      ct.backtest(strategy as typeof Holds, feed, { ...account, engineBackend });
    });
  }
}
