/**
 * Baskets in the auditor: the budgets of their legs, and the parts of the free cash that their openings may spend.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Account } from "./account.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { AuditedOrders } from "./audited_orders.ts";
import type { AuditedBar } from "./bar_path.ts";
import { MOST, type OrderAmounts } from "./order_amounts.ts";

/** The baskets of one run. */
export class AuditedBaskets {
  readonly #account: Account;
  readonly #orders: AuditedOrders;
  readonly #amounts: OrderAmounts;
  readonly #meets: (order: AuditedOrder) => AuditedBar | undefined;

  /** Takes what says which bar an order can fill at now. */
  constructor(
    account: Account,
    orders: AuditedOrders,
    amounts: OrderAmounts,
    meets: (order: AuditedOrder) => AuditedBar | undefined,
  ) {
    this.#account = account;
    this.#orders = orders;
    this.#amounts = amounts;
    this.#meets = meets;
  }

  /** Gives the legs of a basket their budgets, and before its first opening of a step their parts of the free cash. */
  ready(first: AuditedOrder, opens: boolean): void {
    const account = this.#account,
      legs = [...this.#orders.live].filter((order) => order.basket === first.basket && !order.ended);
    if (first.budgeted_us !== this.#orders.time_us) {
      const opening = new Map(legs.flatMap((order) => {
        const bar = this.#meets(order);
        return bar === undefined ? [] : [[order.instrument, order.closeFor(this.#orders.time_us) ?? bar.open] as const];
      }));
      const value = account.valueAt(opening), scale = BigInt(contract.RATE_SCALE);
      for (const order of legs) {
        order.budgeted_us = this.#orders.time_us;
        const budget = value > 0n ? value * order.fraction / scale : 0n;
        if (order.fraction > 0n) order.cash = budget <= MOST ? budget : MOST;
        order.fraction = 0n;
      }
    }
    if (!opens || first.shared_us === this.#orders.time_us) return;
    const costs = legs.map((order) => this.#costToOpen(order)), total = costs.reduce((sum, cost) => sum + cost, 0n);
    const all = legs.reduce((sum, order) => {
      const bar = this.#meets(order);
      if (bar === undefined) return sum;
      const price = order.closeFor(this.#orders.time_us) ?? bar.open;
      return sum + account.freeCashAt(order.instrument, price) - account.freeCash;
    }, account.freeCash);
    const free = all > 0n ? all : 0n;
    legs.forEach((order, at) => {
      order.shared_us = this.#orders.time_us;
      order.share = total <= free ? free : total <= MOST ? free * costs[at]! / total : 0n;
    });
  }

  /** Returns what the opening part of a leg costs, at the price at which it fills or would fill at the last close. */
  #costToOpen(order: AuditedOrder): bigint {
    const account = this.#account, terms = account.terms[order.instrument]!, bar = this.#meets(order);
    const last = account.lastPrice(order.instrument) ?? 0n;
    if (bar === undefined && last === 0n) return order.cash;
    const unsized = order.quantity === 0n;
    const placed = order.closeFor(this.#orders.time_us);
    let price = bar === undefined ? last : placed ?? bar.open, lots = order.quantity - order.filled;
    if (unsized) {
      const distance = this.#amounts.distance(order, price);
      if (distance === 0n) return 0n;
      order.sign = distance > 0n ? 1n : -1n;
    }
    const not_at_open = (terms.slippage_flags & contract.SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0;
    if (bar !== undefined && (placed !== undefined || !not_at_open)) {
      const slipped = terms.slipped(price, order.sign);
      const may_leave = (placed !== undefined || (terms.slippage_flags & contract.SLIPPAGE_FLAG_BEYOND_BAR) !== 0) &&
        slipped <= MOST;
      if (may_leave) price = slipped;
      else price = slipped > bar.high ? bar.high : slipped < bar.low ? bar.low : slipped;
    }
    if (unsized) {
      const held = account.size(order.instrument) * order.sign, closes = held < 0n ? -held : 0n;
      lots = this.#amounts.distance(order, price) * order.sign - closes;
    }
    if (lots <= 0n) return 0n;
    const cost = this.#amounts.needed(order, price, lots);
    return cost <= MOST ? cost : MOST;
  }
}
