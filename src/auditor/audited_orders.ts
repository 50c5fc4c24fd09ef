/**
 * The orders of one run in the auditor: their states, and the effects of one order on others.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Account, Expected } from "./account.ts";
import type { AuditedOrder, Entry } from "./audited_order.ts";
import { MOST } from "./order_amounts.ts";
import { halfEven, rational } from "./rational.ts";
import type { Lanes } from "./records.ts";
import { atDistance } from "./trail_path.ts";

/** The orders of one run, and the notices that an event makes. */
export class AuditedOrders {
  /** All orders by their numbers. */
  readonly all: Map<number, AuditedOrder> = new Map();
  /** The open ones, by acceptance. */
  readonly live: Set<AuditedOrder> = new Set();
  /** Time of the event at hand. */
  time_us = 0;
  readonly #account: Account;
  #expected: Expected[] = [];

  constructor(account: Account) {
    this.#account = account;
  }

  /** Begins an event and collects its notices from here on. */
  begin(time_us: number): Expected[] {
    this.time_us = time_us;
    return this.#expected = [];
  }

  /** Adds expected notices. */
  expect(notices: readonly Expected[]): void {
    this.#expected.push(...notices);
  }

  /** Returns the open orders of simulated instruments, by acceptance. */
  resting(): AuditedOrder[] {
    return [...this.live].filter((order) => !this.#account.terms[order.instrument]!.reported);
  }

  /** Returns the orders of a group; a fill of one cancels the others. */
  group(order: AuditedOrder): AuditedOrder[] {
    const root = (each: AuditedOrder): number => each.oco === 0 ? each.id : each.oco;
    const leader = root(order);
    return [...this.live].filter((each) => root(each) === leader);
  }

  /** Gives an order at a distance from its entry its price. */
  priceFrom(order: AuditedOrder, price: bigint): void {
    const { tick } = this.#account.terms[order.instrument]!, buys = order.sign > 0n;
    if (order.relative && order.type === contract.TYPE_LIMIT) order.limit = atDistance(order, price, tick, !buys);
    else if (order.relative) order.stop = atDistance(order, price, tick, buys);
    else if (order.trails && order.stop === 0n) order.stop = atDistance(order, price, tick, buys);
  }

  /** Gives an order new prices; a trailing order a new distance, which begins at the last price or where it says. */
  reprice(order: AuditedOrder, { limit, stop, trail }: Lanes): void {
    if (trail) {
      order.trail = BigInt(trail);
      const { tick } = this.#account.terms[order.instrument]!, last = this.#account.lastPrice(order.instrument);
      const awake = !order.protective || order.entry !== undefined;
      if (!stop && awake && last !== undefined) order.stop = atDistance(order, last, tick, order.sign > 0n);
    }
    const offsets = order.trails && order.type === contract.TYPE_STOP_TRAIL_LIMIT;
    if (limit && offsets) order.offset = BigInt(limit);
    else if (limit) order.limit = BigInt(limit);
    if (stop) order.stop = BigInt(stop);
    if (offsets) order.pull(order.stop);
  }

  /** Begins the trail of an order that waits for no entry: at its distance from the last price, or where it says. */
  beginTrail(order: AuditedOrder): void {
    if (!order.trails || order.protective) return;
    if (order.stop !== 0n) order.pull(order.stop);
    else {
      const price = this.#account.lastPrice(order.instrument)!;
      order.pull(atDistance(order, price, this.#account.terms[order.instrument]!.tick, order.sign > 0n));
    }
  }

  /**
   * Applies the effects of a fill on other orders: its group ends, its children wake, protection of a closed position
   * ends.
   *
   * @param by_volume True if the volume of bars limits fills, so that an entry may go on behind its protection.
   */
  afterFill(order: AuditedOrder, before: bigint, lots: bigint, entry: Entry, by_volume: boolean): void {
    const account = this.#account;
    const in_part = order.protective && !order.ended;
    for (const other of in_part && order.entry_share === 0n ? [] : this.group(order)) {
      if (other === order || other.ended || order.entry_share > 0n && other.entry_share > 0n) continue;
      // A target for a share leaves the rest to the order that protects it.
      if (order.entry_share > 0n && other.quantity - lots > other.filled) {
        other.quantity -= lots;
        this.update(other, other.state, contract.REASON_SHARE_TAKEN);
      } else this.end(other, contract.STATE_CANCELLED, contract.REASON_OCO);
    }
    const after = account.size(order.instrument);
    const closed = before !== 0n && (after === 0n || (after > 0n) !== (before > 0n));
    if (closed) this.endProtection(order.instrument);
    const entry_of = this.all.get(order.parent);
    if (by_volume && order.protective && (closed || !in_part) && entry_of?.ended === false) {
      this.end(entry_of, contract.STATE_CANCELLED, contract.REASON_PROTECTION_FILLED);
    }
    if (before * order.sign >= 0n) this.#raiseChildren(order, lots, entry);
    if (order.ended) this.endChildren(order);
  }

  /** Gives the children of an entry the lots that it has opened: to those for shares by their order, to others all. */
  #raiseChildren(order: AuditedOrder, lots: bigint, entry: Entry): void {
    let left = order.opened;
    for (const child of [...this.live]) {
      if (child.parent !== order.id || child.ended) continue;
      const shareOf = (rate: bigint): bigint => halfEven(rational(left * rate, BigInt(contract.RATE_SCALE)));
      if (child.entry_share > 0n) left -= shareOf(child.share_before);
      const part = shareOf(child.entry_share);
      if (child.entry_share === 0n) child.quantity += lots;
      else {
        child.quantity = part > child.quantity ? part : child.quantity;
        left = left > child.quantity ? left - child.quantity : 0n;
      }
      if (child.quantity === 0n) continue;
      if (child.entry === undefined) this.priceFrom(child, entry.price);
      child.entry = entry;
    }
  }

  /**
   * Applies the effects of a reported fill on other orders at venues: its group and the protection of a closed position
   * are to be cancelled, and its children are to be placed with all that it opened.
   */
  afterReportedFill(order: AuditedOrder, before: bigint, opened: bigint, price: bigint): void {
    for (const other of this.group(order)) if (other !== order) this.#drop(other, contract.REASON_OCO);
    const after = this.#account.size(order.instrument);
    if (before !== 0n && (after === 0n || (after > 0n) !== (before > 0n))) {
      for (const child of [...this.live]) {
        const protects = child.instrument === order.instrument && child.protective;
        if (protects && child.state !== contract.STATE_CREATED) this.#drop(child, contract.REASON_POSITION_CLOSED);
      }
    }
    for (const child of opened > 0n ? [...this.live] : []) {
      if (child.parent !== order.id || child.state === contract.STATE_CANCEL_PENDING) continue;
      if (child.state === contract.STATE_CREATED) this.priceFrom(child, price);
      child.quantity = order.opened;
      this.tellPlacement(child);
    }
    if (order.ended) this.endChildren(order);
  }

  /** Tells that a protective order is to be placed at its venue. */
  tellPlacement(order: AuditedOrder): void {
    const sleeps = order.state === contract.STATE_CREATED;
    this.update(order, sleeps ? contract.STATE_SUBMITTED : order.state, contract.REASON_TO_BE_PLACED);
  }

  /** Cancels an order that sleeps; one at its venue is to be cancelled there. */
  #drop(order: AuditedOrder, reason: number): void {
    if (order.ended || order.state === contract.STATE_CANCEL_PENDING) return;
    if (order.state === contract.STATE_CREATED) this.end(order, contract.STATE_CANCELLED, reason);
    else this.update(order, contract.STATE_CANCEL_PENDING, reason);
  }

  /** Ends protective orders together with the position that they protect. */
  endProtection(instrument: number): void {
    for (const child of [...this.live]) {
      if (child.instrument !== instrument || child.entry === undefined || child.ended) continue;
      this.end(child, contract.STATE_CANCELLED, contract.REASON_POSITION_CLOSED);
    }
  }

  /** Cancels all open orders of an instrument. */
  cancelOn(instrument: number, reason: number): void {
    for (const order of [...this.live]) {
      if (order.instrument === instrument && !order.ended) this.end(order, contract.STATE_CANCELLED, reason);
    }
  }

  /** Ends an order that the account or its terms refuse, and tells why. */
  refuse(order: AuditedOrder, reason: number, told: { needed?: bigint; available?: bigint } = {}): void {
    const { instrument, id: order_id } = order;
    const lanes: Record<string, number | bigint> = { time_us: this.time_us, order_id, instrument, lane: 255, ...told };
    if (told.needed !== undefined && told.needed > MOST) lanes.needed = MOST;
    // Free cash may pass 2^53 below zero, where an engine's one subtraction rounds.
    if (told.available !== undefined) lanes.available = BigInt(Number(told.available));
    this.#expected.push({ kind: "REFUSAL", detail: contract.EVENT_STEP, reason, lanes });
    this.end(order, order.filled === 0n ? contract.STATE_REJECTED : contract.STATE_CANCELLED, reason);
  }

  /** Lets an order trigger. */
  trigger(order: AuditedOrder): void {
    order.triggered = true;
    this.update(order, contract.STATE_TRIGGERED, contract.REASON_TRIGGER);
  }

  /** Ends an order and the orders that wait for its fill. */
  end(order: AuditedOrder, state: number, reason: number): void {
    order.executed_us = this.time_us;
    this.update(order, state, reason);
    this.#leaveShare(order);
    this.endChildren(order);
  }

  /** Keeps the share of a target that ended from the others, for what its entry opens from now on. */
  #leaveShare(ended: AuditedOrder): void {
    const one = BigInt(contract.RATE_SCALE);
    if (ended.entry_share === 0n || this.all.get(ended.parent)?.ended !== false) return;
    const next = [...this.live].find((order) =>
      order.parent === ended.parent && order.id > ended.id && order.entry_share > 0n
    );
    if (next === undefined) return;
    for (const rate of [ended.share_before, ended.entry_share]) {
      next.share_before += halfEven(rational((one - next.share_before) * rate, one));
    }
  }

  /** Ends an order whose lots are all filled, and the orders that wait for its fill. */
  complete(order: AuditedOrder, reason: number): void {
    this.update(order, contract.STATE_FILLED, reason);
    this.endChildren(order);
  }

  /** Ends the children of an entry that opened nothing for them. */
  endChildren(order: AuditedOrder): void {
    // A venue that counts more lots than its fills brought will bring them, and they may open a position.
    if (order.counted > order.filled) return;
    const opened = order.opened > 0n;
    const none = order.filled > 0n ? contract.REASON_NOTHING_OPENED : contract.REASON_PARENT_ENDED;
    for (const child of [...this.live]) {
      // Of an entry that opened a position, only shares below a lot still wait for it.
      const waits = child.parent === order.id && !child.ended && (!opened || child.quantity === 0n);
      if (waits) this.end(child, contract.STATE_CANCELLED, opened ? contract.REASON_BELOW_SHARE : none);
    }
  }

  /** Sets an order's state, which no notice tells. */
  enter(order: AuditedOrder, state: number): void {
    order.state = state;
    if (order.ended) this.live.delete(order);
    else this.live.add(order);
  }

  /** Sets an order's state and adds the expected notice. */
  update(order: AuditedOrder, state: number, reason: number): void {
    this.enter(order, state);
    this.#expected.push({
      kind: "ORDER",
      detail: state,
      reason,
      lanes: {
        time_us: this.time_us,
        quantity: order.sign * order.quantity,
        filled: order.sign * order.filled,
        value: order.value,
        commission: order.commission,
        pnl: order.pnl,
        position_size: order.position_size,
        position_basis: order.position_basis,
        limit: order.limit,
        stop: order.stop,
        executed_us: order.executed_us,
        order_id: order.id,
        instrument: order.instrument,
        flags: order.view,
        parent: order.parent,
        oco: order.oco,
      },
    });
  }

  /** Ends the orders of a call that were taken, as another one of it was refused: those of its label, unless filled. */
  endCall(flags: number, label: number): void {
    if ((flags & contract.ORDER_FLAG_TOGETHER) === 0 || label === 0) return;
    for (const reported of [false, true]) {
      for (const order of [...this.live]) {
        const member = order.label === label && (order.flags & contract.ORDER_FLAG_TOGETHER) !== 0 && !order.protective;
        if (!member || order.ended || this.#account.terms[order.instrument]!.reported !== reported) continue;
        const movable = order.filled === 0n && (!reported || order.state === contract.STATE_SUBMITTED);
        if (!movable || order.from_us !== this.time_us) continue;
        this.end(order, contract.STATE_REJECTED, contract.REASON_GROUP_REFUSED);
      }
    }
  }
}
