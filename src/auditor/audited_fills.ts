/**
 * The fills of orders in the auditor: a touched price becomes lots and a price that slippage, volume and cash allow.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Account, Unmarkable } from "./account.ts";
import type { AuditedOrder, Entry } from "./audited_order.ts";
import type { AuditedOrders } from "./audited_orders.ts";
import type { AuditedBar, TouchedFill } from "./bar_path.ts";
import type { Claims } from "./claims.ts";
import { MOST, type OrderAmounts } from "./order_amounts.ts";

/** Types of orders that have a limit. */
const LIMITED: readonly number[] = [
  contract.TYPE_LIMIT,
  contract.TYPE_STOP_LIMIT,
  contract.TYPE_STOP_TRAIL_LIMIT,
  contract.TYPE_LIMIT_IF_TOUCHED,
];

/** Types of orders that their trigger makes market orders. */
const TO_MARKET: readonly number[] = [
  contract.TYPE_STOP,
  contract.TYPE_STOP_TRAIL,
  contract.TYPE_MARKET_IF_TOUCHED,
];

/** The fills of one run. */
export class AuditedFills {
  /** Says which marks an engine cannot hold while orders fill ahead of the bars of a step; undefined otherwise. */
  ahead: Unmarkable | undefined;
  /** The claims about the event at hand. */
  claims: Claims = { beyondLimit: () => false, quantity: () => 0n };
  readonly #account: Account;
  readonly #orders: AuditedOrders;
  readonly #amounts: OrderAmounts;
  /** Lots that orders may still take in the bars of the step, for instruments with a limit. */
  readonly #room: Map<number, bigint> = new Map();
  /** True if several instruments show a bar in the step. */
  #several = false;

  constructor(account: Account, orders: AuditedOrders, amounts: OrderAmounts) {
    this.#account = account;
    this.#orders = orders;
    this.#amounts = amounts;
  }

  /** Begins the fills of a step, whose bars have the lots that orders may take. */
  show(bars: ReadonlyMap<number, AuditedBar>): void {
    this.#several = bars.size > 1;
    this.#room.clear();
    for (const [id, { volume }] of bars) {
      const room = this.#account.terms[id]!.room(volume);
      if (room !== undefined) this.#room.set(id, room);
    }
  }

  /**
   * Fills an order as far as rules and cash allow. Returns whether an opening part waits, as it does with
   * `closing_only`.
   */
  execute(
    order: AuditedOrder,
    touched: TouchedFill,
    bar: AuditedBar,
    closing_only: boolean,
    ambiguous: boolean,
  ): boolean {
    const account = this.#account, { instrument, sign } = order;
    order.makes = touched.rule === contract.FILL_RULE_LIMIT;
    let price = touched.price, flags = ambiguous ? contract.FILL_FLAG_AMBIGUOUS : 0;
    const size = account.size(instrument), against = size * sign < 0n ? -size * sign : 0n;
    const room = this.#room.get(instrument);
    if (room !== 0n && this.#slips(order, touched)) {
      const wanted = this.#slipped(order, price, bar, against), beyond = wanted > bar.high || wanted < bar.low;
      const may = account.terms[instrument]!.slippage_flags, leaves = beyond && wanted <= MOST;
      const ahead = touched.rule === contract.FILL_RULE_PLACEMENT_CLOSE;
      if (beyond && !ahead && (may & contract.SLIPPAGE_FLAG_OR_NO_FILL) !== 0) {
        order.tried_us = this.#orders.time_us;
        return false;
      }
      const bounded = wanted > bar.high ? bar.high : wanted < bar.low ? bar.low : wanted;
      const held = leaves && (ahead || (may & contract.SLIPPAGE_FLAG_BEYOND_BAR) !== 0) ? wanted : bounded;
      if (held !== price) flags |= contract.FILL_FLAG_SLIPPED;
      if (held !== wanted) flags |= contract.FILL_FLAG_CLAMPED;
      price = held;
    }
    if (room !== undefined) {
      if (TO_MARKET.includes(order.type) && !order.triggered) this.#orders.trigger(order);
      if (room === 0n) {
        if (!closing_only || against > 0n) order.tried_us = this.#orders.time_us;
        return true;
      }
    }
    if (order.reducing && against === 0n) {
      this.#orders.end(order, contract.STATE_CANCELLED, contract.REASON_NOTHING_TO_CLOSE);
      return false;
    }
    if (closing_only && against === 0n) return true;
    if (order.quantity === 0n && order.aim !== 0n) {
      const distance = this.#amounts.distance(order, price) * order.sign;
      if (distance <= 0n) {
        this.#orders.end(order, contract.STATE_CANCELLED, contract.REASON_ON_TARGET);
        return false;
      }
      if (distance > MOST) {
        this.#orders.refuse(order, contract.REASON_AMOUNT_LIMIT);
        return false;
      }
      order.quantity = distance;
    } else if (order.quantity === 0n && order.byMoney && !(order.whole && against > 0n)) {
      const sized = this.#size(order, price, against);
      if (sized === 0n) return false;
      order.quantity = sized;
    } else if (order.quantity === 0n) order.quantity = against;
    let left = order.quantity - order.filled;
    if (order.validity === contract.VALIDITY_FOK && against > 0n && against < left) {
      this.#orders.end(order, contract.STATE_CANCELLED, contract.REASON_NOT_WHOLE);
      return false;
    }
    if (order.reducing && left > against) {
      left = against;
      order.quantity = order.filled + left;
    }
    if (order.validity === contract.VALIDITY_FOK && room !== undefined && left > room) {
      this.#orders.end(order, contract.STATE_CANCELLED, contract.REASON_NOT_WHOLE);
      return false;
    }
    const closing = left < against ? left : against, opening = left - closing;
    const { moment, direction } = touched, came_back = moment === "inside" && direction === 0n;
    // An entry at the close of its placement is there for the whole bar.
    const entry: Entry = {
      time_us: touched.rule === contract.FILL_RULE_PLACEMENT_CLOSE ? NaN : this.#orders.time_us,
      price,
      moment,
      direction,
      ...(came_back ? { trigger: order.stop } : {}),
    };
    if (closing > 0n) {
      if (this.claims.beyondLimit(order)) {
        this.#orders.refuse(order, contract.REASON_AMOUNT_LIMIT);
        return false;
      }
      const lots = room !== undefined && closing > room ? room : closing;
      this.#fill(order, price, lots, touched.rule, flags, entry);
      if (lots < closing) {
        order.tried_us = this.#orders.time_us;
        return false;
      }
    }
    if (opening === 0n) return false;
    if (closing_only) return true;
    this.#open(order, price, opening, touched.rule, flags, entry);
    return false;
  }

  /** Returns whether a fill slips: one of a market order or a stop, or of a limit where its instrument says so. */
  #slips(order: AuditedOrder, { rule, slips, price }: TouchedFill): boolean {
    const terms = this.#account.terms[order.instrument]!, may = terms.slippage_flags;
    const at_open = rule === contract.FILL_RULE_OPEN || rule === contract.FILL_RULE_STOP_GAP ||
      rule === contract.FILL_RULE_LIMIT_OPEN || rule === contract.FILL_RULE_TOUCH_OPEN ||
      rule === contract.FILL_RULE_SESSION_OPEN;
    if (!terms.slips || at_open && (may & contract.SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0) return false;
    return slips || (may & contract.SLIPPAGE_FLAG_LIMITS) !== 0 && price !== order.limit;
  }

  /** Returns the price that slippage wants for what is left of an order; a limit moves to its limit at most. */
  #slipped(order: AuditedOrder, price: bigint, bar: AuditedBar, against: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!, room = this.#room.get(order.instrument);
    const least = (one: bigint, other: bigint): bigint => one < other ? one : other;
    let lots = order.quantity - order.filled;
    if (order.quantity === 0n && order.aim !== 0n) {
      const distance = this.#amounts.distance(order, price);
      lots = distance < 0n ? -distance : distance;
    } else if (order.quantity === 0n) {
      const pays = (): bigint => this.#amounts.affordable(order, price, this.#amounts.budget(order, price));
      lots = order.whole && against > 0n || !order.byMoney ? against : pays();
    }
    if (order.reducing) lots = least(lots, against);
    // A fill of this bar before this one was a part of the same size.
    const follows = order.filled > 0n && order.executed_us === this.#orders.time_us;
    if (!follows) order.asked = room === undefined ? lots : least(lots, room);
    const moved = terms.slipped(price, order.sign, order.asked, bar.volume);
    return LIMITED.includes(order.type) && !order.within(moved) ? order.limit : moved;
  }

  /** Books the opening part of an order if there is enough cash, as far as the bar has lots for it. */
  #open(order: AuditedOrder, price: bigint, asked: bigint, rule: number, flags: number, entry: Entry): void {
    const room = this.#room.get(order.instrument);
    let lots = asked;
    const account = this.#account, terms = account.terms[order.instrument]!;
    const cost = (count: bigint): bigint => this.#amounts.needed(order, price, count);
    const all = account.freeCashAt(order.instrument, price),
      cuts = order.byMoney && (order.filled > 0n || order.aim !== 0n);
    // A leg that aims at nothing is sized by no money, so no share holds it.
    const free = cuts && order.basket !== 0 && order.share < all ? order.share : all;
    const available = free > 0n || !cuts ? free : 0n;
    // An order sized by money is cut to the lots that the cash pays for.
    const cut = !cuts ? lots : available === 0n ? 0n : this.#amounts.openable(order, price, available);
    if (cut < lots) {
      if (cut === 0n && order.filled > 0n) {
        order.quantity = order.filled;
        order.executed_us = this.#orders.time_us;
        this.#orders.update(order, contract.STATE_FILLED, contract.REASON_CUT_TO_CASH);
        this.#orders.endChildren(order);
        return;
      }
      if (cut === 0n) {
        order.quantity = 0n;
        this.#orders.refuse(order, contract.REASON_INSUFFICIENT_CASH, { needed: cost(1n), available });
        return;
      }
      order.quantity -= lots - cut;
      this.#open(order, price, cut, rule, flags, entry);
      return;
    }
    if (room !== undefined && lots > room) {
      order.tried_us = this.#orders.time_us;
      if (room === 0n) return;
      lots = room;
    }
    const value = terms.notional(price, lots);
    if (this.claims.beyondLimit(order)) {
      this.#orders.refuse(order, contract.REASON_AMOUNT_LIMIT);
      return;
    }
    if (value === 0n) {
      this.#orders.refuse(order, contract.REASON_DUST);
      return;
    }
    if (cost(lots) > available) {
      this.#orders.refuse(order, contract.REASON_INSUFFICIENT_CASH, { needed: cost(lots), available });
      return;
    }
    this.#fill(order, price, lots, rule, flags, entry);
  }

  /** Returns the lots that a budget buys at a price, commission included; zero if the order was rejected. */
  #size(order: AuditedOrder, price: bigint, against: bigint): bigint {
    const account = this.#account, terms = account.terms[order.instrument]!;
    const free = account.freeCashAt(order.instrument, price), asked = this.#amounts.budget(order, price);
    if (terms.on_margin && against === 0n) return this.#sizeOnMargin(order, price, asked, free);
    const cut = against === 0n && free < asked;
    const budget = cut ? (free > 0n ? free : 0n) : asked;
    const lots = budget > 0n ? this.#amounts.affordable(order, price, budget) : 0n;
    if (lots > 0n) return lots;
    const needed = terms.notional(price, 1n) + terms.commission(price, 1n, 0n, this.#account.chargedBy(order));
    const reason = cut ? contract.REASON_INSUFFICIENT_CASH : contract.REASON_BELOW_LOT;
    this.#orders.refuse(order, reason, { needed, available: budget });
    return 0n;
  }

  /** Returns the lots of a budget that the margin allows; zero if the order was rejected. */
  #sizeOnMargin(order: AuditedOrder, price: bigint, asked: bigint, free: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!;
    const wanted = asked > 0n ? this.#amounts.affordable(order, price, asked) : 0n;
    const allowed = free > 0n ? this.#amounts.openable(order, price, free) : 0n;
    const cut = allowed < wanted, lots = cut ? allowed : wanted;
    if (lots > 0n) return lots;
    const reason = cut ? contract.REASON_INSUFFICIENT_CASH : contract.REASON_BELOW_LOT;
    const needed = cut
      ? this.#amounts.needed(order, price, 1n)
      : terms.notional(price, 1n) + terms.commission(price, 1n, 0n, this.#account.chargedBy(order));
    const available = cut ? free : asked;
    this.#orders.refuse(order, reason, { needed, available: available > 0n ? available : 0n });
    return 0n;
  }

  #fill(order: AuditedOrder, price: bigint, lots: bigint, rule: number, flags: number, entry: Entry): void {
    const account = this.#account, before = account.size(order.instrument);
    const state = order.filled + lots === order.quantity ? contract.STATE_FILLED : contract.STATE_PARTIALLY_FILLED;
    const fill = {
      time_us: this.#orders.time_us,
      instrument: order.instrument,
      price,
      quantity: order.sign * lots,
      rule,
      flags,
      id_high: 0,
      id_low: order.fills + 1,
    };
    this.#orders.expect(account.fill(order, fill, state));
    const room = this.#room.get(order.instrument);
    if (room !== undefined) this.#room.set(order.instrument, room - lots);
    if (before * order.sign >= 0n) order.opened += lots;
    if (this.ahead !== undefined) account.mark(order.instrument, this.ahead);
    else if (this.#several || account.onMargin) account.markAtFill(order.instrument, price);
    this.#orders.enter(order, state);
    this.#orders.afterFill(order, before, lots, entry, room !== undefined);
  }

  /** Closes a position, or some of its lots, at its last price, unless the engine says that it cannot. */
  closePosition(instrument: number, rule: number, part = this.#account.size(instrument)): boolean {
    if (this.claims.beyondLimit(undefined, instrument)) return false;
    const price = this.#account.lastPrice(instrument)!, quantity = -part;
    const fill = { time_us: this.#orders.time_us, instrument, price, quantity, rule, flags: 0, id_high: 0, id_low: 1 };
    this.#orders.expect(this.#account.fill(undefined, fill, 0));
    if (this.#account.size(instrument) === 0n) this.#orders.endProtection(instrument);
    return true;
  }
}
