/**
 * Plays a plan through the public API and keeps what the result says.
 *
 * @module
 */

import * as ct from "../../../mod.ts";
import type { EngineName } from "../../../src/engine/backends.ts";
import type { Plan, PlannedFeed } from "./plan.ts";
import { plannedStrategy } from "./planned_strategy.ts";

/** What a run of a plan came to, as plain data. */
export interface Outcome {
  readonly grids: ct.ResolvedConfiguration["instruments"];
  readonly moneyUnit: string;
  readonly orders: readonly ct.OrderRow[];
  readonly fills: readonly ct.FillRow[];
  readonly trades: readonly ct.TradeRow[];
  readonly refusals: readonly ct.RefusalRow[];
  readonly payments: readonly ct.PaymentRow[];
  readonly equity: readonly number[];
  readonly cash: readonly number[];
}

/** Plays a plan on an engine. */
export function play(plan: Plan, engineBackend: EngineName): Outcome {
  const result = ct.backtest(
    plannedStrategy(plan),
    Object.fromEntries(plan.feeds.map((feed) => [feed.name, feedOf(feed)])),
    {
      cash: plan.cash,
      ...(plan.moneyUnit === undefined ? {} : { moneyUnit: plan.moneyUnit }),
      ...(plan.interest === undefined ? {} : { interest: plan.interest }),
      limitFill: plan.limitFill,
      closeAtEnd: plan.closeAtEnd,
      onRuin: plan.onRuin,
      stepByStep: plan.stepByStep,
      instruments: Object.fromEntries(plan.feeds.map(({ name, terms }) => [name, terms])),
      engineBackend,
      checks: engineBackend === "typescript",
    },
  );
  return {
    grids: result.configuration.instruments,
    moneyUnit: result.configuration.moneyUnit,
    orders: result.orders,
    fills: result.fills,
    trades: result.trades,
    refusals: result.refusals,
    payments: result.payments,
    equity: [...result.equity],
    cash: [...result.cash],
  };
}

function feedOf({ name, timeframe, bars }: PlannedFeed): ct.Bars {
  return ct.bars({
    time: bars.map(([time]) => time),
    open: bars.map((bar) => bar[1]),
    high: bars.map((bar) => bar[2]),
    low: bars.map((bar) => bar[3]),
    close: bars.map((bar) => bar[4]),
    volume: bars.map((bar) => bar[5]),
  }, { name, timeframe, ...(timeframe === "1d" ? {} : { stamp: "close" }) });
}
