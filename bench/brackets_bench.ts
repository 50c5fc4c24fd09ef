/**
 * Profile (g): the broker under load. 100 instruments with a bracket resting on each: trailing stops and targets on one
 * half of them, stops, targets and partial fills by volume on the other, as orders that trail are refused under a limit
 * of volume. The time has to grow with the bars, from 10^4 to 10^6.
 *
 * @module
 */

import * as ct from "../mod.ts";
import { bareLoop } from "./bare_loop.ts";
import { BRACKET_ACCOUNT, bracketFeeds, bracketTerms } from "./bracket_feeds.ts";
import { checkEqual, enginesHere } from "./engines.ts";
import { Brackets } from "./strategies.ts";
import { syntheticBars } from "./synthetic_bars.ts";

const engines = enginesHere();

for (const bars of [10_000, 100_000, 1_000_000]) {
  const feeds = bracketFeeds(bars), group = `brackets, ${bars} bars`, one = syntheticBars(bars);
  checkEqual(group, engines, (engineBackend) => {
    const result = ct.backtest(Brackets, feeds, {
      ...BRACKET_ACCOUNT,
      instruments: bracketTerms(feeds),
      engineBackend,
    });
    if (result.engine.backend !== engineBackend) throw new Error(`${engineBackend} is not what ran`);
    const trailed = result.orders.filter(({ type, filled }) => type === "stopTrail" && filled > 0).length;
    const inParts = result.orders.filter(({ state }) => state === "filled").length < result.fills.length;
    if (trailed === 0 || !inParts) throw new Error(`${trailed} trailing stops filled, in parts: ${inParts}`);
    return result.chain;
  });
  Deno.bench(`bare loop, ${bars} bars`, { group, baseline: true }, () => {
    bareLoop(one, 10, 30, BRACKET_ACCOUNT.cash, BRACKET_ACCOUNT.commission);
  });
  for (const engineBackend of engines) {
    Deno.bench(`${engineBackend}, ${bars} bars in all`, { group }, () => {
      ct.backtest(Brackets, feeds, { ...BRACKET_ACCOUNT, instruments: bracketTerms(feeds), engineBackend });
    });
  }
}
