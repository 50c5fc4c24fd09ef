/**
 * The run of a rule's example through the public API: data in, what came of it in the same form out.
 *
 * @module
 */

import * as ct from "../mod.ts";
import type { Act, ActOptions, ExampleBar, ExampleFeed, RuleExample } from "../src/contract/examples/rule_example.ts";
import { runScript, type Script, scripted, type ScriptedStrategy } from "./api/scripted.ts";

/** What an example compares, with the values that it leaves out by default. */
export interface ExampleOutcome {
  readonly fills: unknown;
  readonly ends: readonly string[];
  readonly refusals: unknown;
  readonly diagnostics: unknown;
  readonly commissions: readonly number[];
  readonly cash: number | undefined;
  readonly equity: readonly number[];
  readonly trades: unknown;
}

/** Returns the feeds of an example. */
export function feedsOf({ bars }: RuleExample): ct.Bars | Readonly<Record<string, ct.Bars>> {
  if (Array.isArray(bars)) return feedOf("AAA", { bars });
  return Object.fromEntries(
    Object.entries(bars as Readonly<Record<string, ExampleFeed>>).map(([name, feed]) => [name, feedOf(name, feed)]),
  );
}

function feedOf(name: string, { times, bars }: ExampleFeed): ct.Bars {
  const column = (at: number): number[] => bars.map((bar) => (bar as readonly number[])[at]!);
  const time = times ?? bars.map((_bar, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
  const prices = { time, open: column(0), high: column(1), low: column(2), close: column(3) };
  const columns = hasVolume(bars) ? { ...prices, volume: column(4) } : prices;
  return ct.bars(columns, {
    name,
    decimals: 2,
    ...(time[0]!.includes(" ") ? { stamp: "close" } : { timeframe: "1d" }),
  });
}

function hasVolume(bars: readonly ExampleBar[]): boolean {
  return bars.every((bar) => bar.length === 5);
}

/** Returns the acts of an example as the script of a strategy. */
function scriptOf({ acts }: RuleExample): Script {
  return Object.fromEntries(
    Object.entries(acts).map((
      [step, all],
    ) => [Number(step), (strategy) => all.forEach((act) => perform(strategy, act))]),
  );
}

/** Does one act and keeps its orders by their ids. */
function perform(strategy: ScriptedStrategy, act: Act): void {
  const { kept } = strategy;
  const keep = (order: ct.OrderView | null): void => {
    for (const each of [order, order?.stopLoss, ...order?.takeProfits ?? []]) if (each) kept[each.id] = each;
  };
  if (act[0] === "cancel") strategy.cancel(kept[act[1]]!);
  else if (act[0] === "replace") strategy.replace(kept[act[1]]!, act[2]);
  else if (act[0] === "close") keep(strategy.close(act[1]));
  else if (act[0] === "target") keep(strategy.target(act[1]));
  else keep(strategy[act[0]](orderOptions(act[1], kept)));
}

/** Returns the options of an order: ids and texts become the orders and times that they name. */
function orderOptions({ oco, valid, ...rest }: ActOptions, kept: ScriptedStrategy["kept"]): ct.OrderOptions {
  return {
    ...rest,
    ...(oco === undefined ? {} : { oco: kept[oco as number]! }),
    ...(valid === undefined
      ? {}
      : { valid: ["day", "ioc", "fok"].includes(valid as string) ? valid as "day" : new Date(valid as string) }),
  } as ct.OrderOptions;
}

/** Returns the strategy of an example. */
export function exampleStrategyOf(example: RuleExample): typeof ScriptedStrategy {
  return scripted(scriptOf(example));
}

/** Runs an example on every engine under test, which have to agree, and returns what came of it. */
export function runExample(example: RuleExample): ExampleOutcome {
  const outcome = runScript(feedsOf(example), scriptOf(example), example.options);
  const withMark = (line: readonly unknown[], ambiguous: boolean): unknown => ambiguous ? [...line, "ambiguous"] : line;
  return {
    fills: outcome.fills.map(({ orderId, bar, rule, side, size, price, ambiguous }) =>
      withMark([orderId, bar + 1, rule, side === "buy" ? size : -size, price], ambiguous)
    ),
    ends: outcome.orders.map(({ id, state, reason }) => `${id} ${state} ${reason}`),
    refusals: outcome.refusals.map(({ orderId, reason, needed, available, price, size }) =>
      Object.fromEntries(
        Object.entries({ order: orderId, reason, needed, available, price, size }).filter(([, value]) =>
          value !== null
        ),
      )
    ),
    diagnostics: outcome.diagnostics.map(({ reason, orderId, bar }) => [reason, orderId ?? 0, bar + 1]),
    commissions: outcome.fills.map(({ commission }) => commission),
    cash: outcome.cash.at(-1),
    equity: outcome.equity,
    trades: outcome.trades.map(({ closedUs, pnl, ambiguous }) =>
      withMark([closedUs === null ? "open" : "closed", pnl], ambiguous)
    ),
  };
}
