/**
 * The input of the figures of a run, for benchmarks: a result works its figures out once and keeps them.
 *
 * @module
 */

import type * as ct from "../mod.ts";
import { FigureInput } from "../src/analyzers/figure_input.ts";
import { computeStats, type StatsInput } from "../src/analyzers/stats.ts";

/** Returns the curves and rows of a run over one feed, as the run hands them to its statistics. */
export function statsInputOf(result: ct.Result, feed: ct.Bars): StatsInput {
  const { timeUs, equity, trades, fills, orders, refusals } = result, { close, sessionDay } = feed.columns;
  const inMarket = new Uint8Array(timeUs.length);
  for (const { openedBar, closedBar } of trades) inMarket.fill(1, openedBar, closedBar ?? timeUs.length);
  return {
    ...{ timeUs, sessionDay, equity, inMarket, trades, fills, orders, refusals },
    cashInitial: result.configuration.cash,
    measureStep: 0,
    buyAndHold: [{ feed: feed.name, firstClose: close[0]!, lastClose: close.at(-1)! }],
    warmUpBars: result.stats.warmUpBars,
    benchmark: { name: "buy-and-hold", feeds: [{ timeUs: feed.columns.timeUs, values: close }], rebalanced: false },
    timeZone: feed.timeZone,
  };
}

/** Returns a new input of the figures, with nothing worked out yet but the statistics. */
export function figureInputOf(input: StatsInput): FigureInput {
  return FigureInput.of(input, computeStats(input));
}
