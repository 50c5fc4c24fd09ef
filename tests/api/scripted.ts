/**
 * Strategies written as what they do on which bar.
 *
 * @module
 */

import * as ct from "../../mod.ts";
import { onEveryEngine, type Outcome, outcomeOf } from "./every_engine.ts";

/** A strategy that keeps orders by name between bars. */
export class ScriptedStrategy extends ct.Strategy.with({}) {
  readonly kept: Record<string, ct.OrderView> = {};
}

/** Acts of a strategy by the bar on which it does them, counted from 1. */
export type Script = Readonly<Record<number, (strategy: ScriptedStrategy) => void>>;

/** Runs a script on every engine under test and returns what came of it. */
export function runScript(
  feeds: ct.Bars | Readonly<Record<string, ct.Bars>>,
  script: Script,
  options: ct.BacktestOptions = {},
): Outcome {
  return onEveryEngine((conduct) => outcomeOf(ct.backtest(scripted(script), feeds, { ...options, ...conduct })));
}

/** The strategy of a script. */
export function scripted(script: Script): typeof ScriptedStrategy {
  return class Scripted extends ScriptedStrategy {
    #bar = 0;

    override next(): void {
      script[++this.#bar]?.(this);
    }
  };
}

/** A fill as tests write it: order, bar counted from 1, rule, size with a sign, price. */
export type FillLine = readonly [order: number, bar: number, rule: string, size: number, price: number];

/** Fills as short lines. */
export function fillLines(outcome: Outcome): FillLine[] {
  return outcome.fills.map(({ orderId, bar, rule, side, size, price }) =>
    [orderId, bar + 1, rule, side === "buy" ? size : -size, price] as const
  );
}

/** State and reason of each order. */
export function ends(outcome: Outcome): string[] {
  return outcome.orders.map(({ id, state, reason }) => `${id} ${state} ${reason}`);
}

/** Reason, order and bar, counted from 1, of each diagnostic. */
export function diagnosticLines(outcome: Outcome): string[] {
  return outcome.diagnostics.map(({ reason, orderId, bar }) => `${reason} of ${orderId} at bar ${bar + 1}`);
}
