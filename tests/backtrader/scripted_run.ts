/**
 * Runs the actions of a recorded scenario through `backtest` and compares what a user sees with the recording, bit for
 * bit.
 *
 * @module
 */

import * as ct from "@cracktrader/cracktrader";
import type { Scenario, ScenarioEvent } from "../oracle/scenario.ts";
import { cheatsOnOpen } from "../oracle/scenario_configuration.ts";
import { saidOrder, sayScenario } from "./said_scenario.ts";

/** Events with the fields that the public API shows. */
type Told = Readonly<Record<string, unknown>>;

/** A run of a scenario: its events, its result, and the names of its orders by id. */
export interface ScriptedRun {
  readonly told: readonly Told[];
  readonly result: ct.Result;
  readonly names: ReadonlyMap<number, string>;
}

/** Runs a scenario that can be said. */
export function runScripted(scenario: Scenario, options: ct.BacktestOptions): ScriptedRun {
  const told: Told[] = [], names: Map<number, string> = new Map(), feedNames = scenario.datas.map(({ name }) => name);

  class Scripted extends ct.Strategy.with({}) {
    calls = 0;
    orders: Record<string, ct.OrderView> = {};

    override notifyOrder(order: ct.OrderView): void {
      told.push(orderEvent(order, names));
    }

    override notifyTrade(trade: ct.TradeView): void {
      const { id, feed, isOpen, entryPrice, pnl, commission } = trade;
      told.push({ ev: "trade", ref: id, feed, isopen: isOpen, price: entryPrice, pnlcomm: pnl, commission });
    }

    override notifyCash(cash: number, value: number): void {
      told.push({ ev: "cashvalue", cash, value });
    }

    override prenext(): void {
      this.next();
    }

    override next(): void {
      this.calls++;
      told.push({ ev: "next", call: this.calls });
      for (const feed of feedNames) {
        if (this.feeds[feed]!.length === 0) continue;
        const { size, averagePrice } = this.positionOf(feed);
        told.push({ ev: "pos", feed, size, price: averagePrice ?? 0 });
      }
      this.act("next", this.calls);
    }

    act(when: "next" | "next_open", call: number): void {
      for (const action of scenario.actions) {
        if (action.call !== call || (action.when ?? "next") !== when) continue;
        const said = saidOrder(action), id = action.id ?? "";
        if (typeof said === "string") {
          const order = this.orders[id];
          if (said === "cancel" && order !== undefined) this.cancel(order);
          continue;
        }
        const { data, ...plain } = said.options, oco = said.oco === undefined ? undefined : this.orders[said.oco];
        const given = { ...plain, feed: feedNames[data as number]!, ...(oco === undefined ? {} : { oco }) };
        const order = this[said.method](given as ct.OrderOptions & ct.TargetOptions);
        const none = order === null || order.reason === "onTarget";
        if (!action.op.endsWith("_bracket")) {
          told.push({ ev: "issued", id, none });
          if (none) continue;
          this.orders[id] = order;
          names.set(order.id, id);
          continue;
        }
        const members = { main: order, stop: order!.stopLoss, limit: order!.takeProfit };
        for (const [role, member] of Object.entries(members)) {
          if (member === null) continue;
          this.orders[`${id}.${role}`] = member;
          names.set(member.id, `${id}.${role}`);
        }
      }
    }
  }

  class ScriptedOnOpens extends Scripted {
    override nextOpen(): void {
      this.act("next_open", this.calls + 1);
    }
  }

  const { feeds, options: own } = sayScenario(scenario), onOpens = cheatsOnOpen(scenario);
  const result = ct.backtest(onOpens ? ScriptedOnOpens : Scripted, feeds, { ...own, ...options });
  return { told, result, names };
}

/** The recorded name of each state of an order. */
const STATUSES: Readonly<Record<string, string>> = {
  submitted: "Submitted",
  accepted: "Accepted",
  triggered: "Accepted",
  partiallyFilled: "Partial",
  filled: "Completed",
  cancelled: "Canceled",
  rejected: "Rejected",
  expired: "Expired",
};

function orderEvent(order: ct.OrderView, names: ReadonlyMap<number, string>): Told {
  const noCash = order.reason === "margin" || order.reason === "insufficientCash", sign = order.side === "buy" ? 1 : -1;
  return {
    ev: "order",
    id: names.get(order.id),
    status: noCash ? "Margin" : STATUSES[order.state],
    size: sign * order.size!,
    ex_size: order.filled === 0 ? 0 : sign * order.filled,
    ex_price: order.averagePrice ?? 0,
    ex_comm: order.commission,
  };
}

/** Returns the events of a recording with the fields that the public API shows. */
export function recordedEvents(scenario: Scenario): Told[] {
  const feedOf = (event: ScenarioEvent): string => scenario.datas[event.data as number]!.name;
  return scenario.events.flatMap((event): Told[] => {
    switch (event.ev) {
      case "order": {
        const { id, status, size, ex_size, ex_price, ex_comm } = event;
        return [{ ev: "order", id, status, size, ex_size, ex_price, ex_comm }];
      }
      case "trade": {
        const { ref, isopen, price, pnlcomm, commission } = event;
        return [{ ev: "trade", ref, feed: feedOf(event), isopen, price, pnlcomm, commission }];
      }
      case "cashvalue":
        return [{ ev: "cashvalue", cash: event.cash, value: event.value }];
      case "next":
        return [{ ev: "next", call: event.call }];
      case "pos":
        return [{ ev: "pos", feed: feedOf(event), size: event.size, price: event.price }];
      case "issued":
        return [{ ev: "issued", id: event.id, none: event.none }];
      default:
        // The executions of an order are compared with the fills of the result.
        return [];
    }
  });
}

/** Returns the executions of a recording, in order: those of orders that filled, with what the rows of fills show. */
export function recordedFills(scenario: Scenario): Told[] {
  return scenario.events.filter(({ ev }) => ev === "bit").map((bit) => ({
    id: bit.id,
    size: bit.size,
    price: bit.price,
    commission: (bit.closedcomm as number) + (bit.openedcomm as number),
    // A profit of nothing has the sign of integers or of doubles, as the prices of the recording were written.
    pnl: (bit.pnl as number) + 0,
    closing: bit.closed !== 0,
  }));
}

/** Returns the fills of a result in the same form, up to those that a strategy still hears of. */
export function toldFills({ result, names }: ScriptedRun): Told[] {
  return result.fills.map(({ orderId, side, size, price, commission, pnl, closing }) => ({
    ...{ id: names.get(orderId), size: side === "buy" ? size : -size, price, commission, pnl: pnl + 0, closing },
  }));
}
