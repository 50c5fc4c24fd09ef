/**
 * A plan on the real backtrader, and its twin on an engine here.
 *
 * @module
 */

import * as ct from "../../../mod.ts";
import type { EngineName } from "../../../src/engine/backends.ts";
import { type PythonEnvironment, runPython } from "../python_environment.ts";
import type { Outcome, OutcomeRow } from "./outcome.ts";
import { type Plan, TWINS } from "./plans.ts";

/** The package of the comparison. */
export const ENVIRONMENT: PythonEnvironment = {
  folder: new URL("../../../.versus/backtrader/", import.meta.url),
  requirements: ["backtrader==1.9.78.123"],
  command: "deno task versus:backtrader",
};

/** What the program in Python prints. */
export interface PythonRun extends Outcome {
  /** Versions by the name of the package. */
  readonly versions: Readonly<Record<string, string>>;
}

const PRICES = new URL("../../../fixtures/prices/", import.meta.url);

/** Runs a plan there. */
export async function playThere({ strategy, prices, cash, stake, commission }: Plan): Promise<PythonRun> {
  const asked = { strategy, prices: new URL(prices, PRICES).pathname, cash, stake, commission: commission.there };
  return JSON.parse(
    await runPython(ENVIRONMENT, new URL("run.py", import.meta.url), [JSON.stringify(asked)]),
  ) as PythonRun;
}

/** Backtrader's names of the states of an order. */
const STATUSES: Readonly<Record<string, string>> = {
  submitted: "Submitted",
  accepted: "Accepted",
  partiallyFilled: "Partial",
  filled: "Completed",
  cancelled: "Canceled",
  rejected: "Rejected",
  expired: "Expired",
};

/** Runs the twin of a plan here. */
export function playHere(
  { strategy, prices, cash, stake, commission, rules = {} }: Plan,
  engineBackend: EngineName,
): Outcome {
  const orders: OutcomeRow[] = [],
    trades: OutcomeRow[] = [],
    told: { cash: number[]; value: number[] } = { cash: [], value: [] };
  const twin = TWINS[strategy];

  class Recorded extends twin {
    override notifyOrder(order: ct.OrderView): void {
      const noCash = order.reason === "margin" || order.reason === "insufficientCash";
      const sign = order.side === "buy" ? 1 : -1, filled = order.filled === 0 ? 0 : sign * order.filled;
      const status = noCash ? "Margin" : STATUSES[order.state]!;
      orders.push([order.id, status, sign * order.size!, filled, order.averagePrice ?? 0, order.commission]);
      super.notifyOrder(order);
    }

    override notifyTrade(trade: ct.TradeView): void {
      trades.push([trade.id, trade.isOpen, trade.entryPrice, trade.pnl, trade.commission]);
      super.notifyTrade(trade);
    }

    override notifyCash(cash: number, value: number): void {
      told.cash.push(cash);
      told.value.push(value);
    }
  }

  const bytes = Deno.readFileSync(new URL(prices, PRICES)), feed = ct.parseCsv(bytes, prices);
  const result = ct.backtest(Recorded, feed, {
    profile: "backtrader",
    cash,
    commission: commission.here,
    rules,
    engineBackend,
    ...("stake" in twin.defaults ? { params: { stake } } : {}),
  });
  const executions = result.fills.map((
    { orderId, side, size, price, commission, pnl },
  ): OutcomeRow => [orderId, side === "buy" ? size : -size, price, commission, pnl]);
  return { orders, executions, trades, ...told };
}
