/**
 * An order in the auditor's model.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Lanes } from "./records.ts";

/** The way of an entry to its fill, which decides what its protective orders can meet in the same bar. */
export interface Entry {
  readonly time_us: number;
  readonly price: bigint;
  /** `"open"`: before the rest of the bar. `"inside"`: within it. `"close"`: after the rest of the bar. */
  readonly moment: "open" | "inside" | "close";
  /** Direction of the price at a fill inside the bar: 1 up, -1 down, 0 if it was on both sides before. */
  readonly direction: bigint;
  /** Trigger that the price reached before it came back to the entry's limit. */
  readonly trigger?: bigint;
}

/** An order. Lots have no sign; the sign is that of the order. */
export class AuditedOrder {
  readonly id: number;
  readonly instrument: number;
  readonly type: number;
  /** 1 for a buy, -1 for a sell. The fill decides it for a target. */
  sign: bigint;
  /** Side of the position that a target aims at; 0 for other orders. */
  readonly aim: bigint;
  /** Lots of that position, if they were said. */
  readonly target: bigint;
  readonly validity: number;
  /** Distance of a trailing trigger, or of the price from the entry's: in steps, or in 10^-9 of a price. */
  trail: bigint;
  readonly by_rate: boolean;
  /** Distance of a trailing stop-limit's limit from its trigger. */
  offset: bigint;
  /** Share in 10^-9 of what the entry opened and orders before this one left. */
  readonly entry_share: bigint;
  /** Share of the lots of its entry that targets before it would have had, which ended. */
  share_before = 0n;
  /** Session day after which a market-on-open order fills. */
  readonly after_day: number;
  /** True once a post-only order met a bar. */
  rests = false;
  /** The step whose bar its trigger has followed. */
  followed_us = NaN;
  /** What is in doubt of that, and whether the trigger was made by the bar's best price. */
  followed: { readonly doubt: boolean; readonly late: boolean } = { doubt: false, late: false };
  readonly valid_us: number;
  flags: number;
  readonly parent: number;
  readonly oco: number;
  readonly label: number;
  /** Number of its basket; 0 without one. */
  readonly basket: number;
  /** The step in which its basket last had its budgets, and the one in which it last shared the cash. */
  budgeted_us = NaN;
  shared_us = NaN;
  /** Part of the free cash that its opening may spend. */
  share = 0n;
  cash: bigint;
  fraction: bigint;
  quantity: bigint;
  limit: bigint;
  stop: bigint;
  state: number = contract.STATE_CREATED;
  triggered = false;
  /** The step inside whose bar it was triggered, and with that used up the bar. */
  spent_us = NaN;
  late = false;
  /** The step whose bar has no more for it. */
  tried_us = NaN;
  filled = 0n;
  /** Lots of its fills that opened a position, less fees in kind. */
  opened = 0n;
  value = 0n;
  commission = 0n;
  pnl = 0n;
  position_size = 0n;
  position_basis = 0n;
  executed_us = 0;
  /** Lots for which it first asked the bar of the step, which impact goes by. */
  asked = 0n;
  /** What a commission schedule has charged it, before its least and largest amount. */
  charged = 0n;
  /** True while a limit that rested fills at its price, which makes it a maker. */
  makes = false;
  /** The earliest time at which a bar may begin for the order to meet it. */
  from_us: number;
  /** Number of the first bar of its instrument that it may meet. */
  first_bar = 0;
  /** The close at which it was placed, where it fills there. */
  placed_close: bigint | undefined = undefined;
  /** Session of the first bar that the order met. */
  session_day: number | undefined = undefined;
  /** True once it met a bar without volume that fills nothing. */
  waited_for_volume = false;
  fills = 0;
  readonly fill_ids: Set<string> = new Set();
  /** The fill of the entry that this order protects. */
  entry: Entry | undefined = undefined;
  /** The replacement that a venue was asked for and has not answered. */
  replacement: Lanes | undefined = undefined;
  /** Largest quantity before a replacement. A venue may have filled of it. */
  quantity_most = 0n;
  /** Most lots that a venue has counted as filled. */
  counted = 0n;

  constructor(lanes: Lanes) {
    this.id = lanes.order_id!;
    this.instrument = lanes.instrument!;
    this.type = lanes.order_type!;
    this.sign = lanes.side === contract.SIDE_BUY ? 1n : -1n;
    this.validity = lanes.validity!;
    this.valid_us = lanes.valid_us!;
    this.flags = lanes.flags!;
    this.parent = lanes.parent!;
    this.oco = lanes.oco!;
    this.label = lanes.round_trip!;
    this.basket = lanes.basket!;
    this.cash = BigInt(lanes.cash!);
    const protects = (this.flags & contract.ORDER_FLAG_PROTECTIVE) !== 0;
    this.fraction = protects ? 0n : BigInt(lanes.fraction!);
    this.entry_share = protects ? BigInt(lanes.fraction!) : 0n;
    this.trail = BigInt(lanes.trail!);
    this.by_rate = (this.flags & contract.ORDER_FLAG_TRAIL_RATE) !== 0;
    this.offset = this.type === contract.TYPE_STOP_TRAIL_LIMIT ? BigInt(lanes.limit!) : 0n;
    this.after_day = this.type === contract.TYPE_MARKET_ON_OPEN ? lanes.session_end_us! : 0;
    const targets = (this.flags & contract.ORDER_FLAG_TARGET) !== 0;
    this.aim = targets ? this.sign : 0n;
    this.target = targets ? BigInt(lanes.quantity!) : 0n;
    this.quantity = targets ? 0n : BigInt(lanes.quantity!);
    this.limit = BigInt(lanes.limit!);
    this.stop = BigInt(lanes.stop!);
    this.from_us = lanes.time_us!;
  }

  get ended(): boolean {
    return this.state === contract.STATE_FILLED || this.state >= contract.STATE_CANCELLED;
  }

  /** True while its trigger follows the market. */
  get trails(): boolean {
    const trails = this.type === contract.TYPE_STOP_TRAIL || this.type === contract.TYPE_STOP_TRAIL_LIMIT;
    return trails && !this.triggered;
  }

  /** True if its price lies at a distance from the price of its entry. */
  get relative(): boolean {
    return (this.flags & contract.ORDER_FLAG_RELATIVE) !== 0;
  }

  /** True if only its first bar may fill it. */
  get immediate(): boolean {
    return this.validity === contract.VALIDITY_IOC || this.validity === contract.VALIDITY_FOK;
  }

  get protective(): boolean {
    return (this.flags & contract.ORDER_FLAG_PROTECTIVE) !== 0;
  }

  /** True if the order says no size. */
  get whole(): boolean {
    return (this.flags & contract.ORDER_FLAG_WHOLE) !== 0;
  }

  /** True if money decides the size. */
  get byMoney(): boolean {
    return this.cash > 0n || this.fraction > 0n || this.whole;
  }

  /** Most lots that a venue may fill, a replacement that it has not decided included. */
  get capacity(): bigint {
    return [this.quantity_most, BigInt(this.replacement?.quantity ?? 0)]
      .reduce((most, each) => each > most ? each : most, this.quantity);
  }

  /** True if nothing is left to fill. */
  get full(): boolean {
    return this.filled > 0n && this.filled === this.quantity;
  }

  /** True if the order never opens a position. */
  get reducing(): boolean {
    const reducing = contract.ORDER_FLAG_REDUCE_ONLY | contract.ORDER_FLAG_PROTECTIVE | contract.ORDER_FLAG_CLOSE;
    return (this.flags & reducing) !== 0;
  }

  /** Returns the close at which it fills ahead of the bar of a step; undefined if it waits for that bar. */
  closeFor(time_us: number): bigint | undefined {
    // What opens follows what its first fill closed in the same step; later bars are met as they are.
    const begins = this.filled === 0n || this.fills === 1 && this.executed_us === time_us;
    return begins && !this.waited_for_volume ? this.placed_close : undefined;
  }

  /** Returns whether a price is at the order's limit or better. */
  within(price: bigint): boolean {
    return this.sign > 0n ? price <= this.limit : price >= this.limit;
  }

  /** Returns whether a price is at the order's trigger or beyond. */
  beyond(price: bigint): boolean {
    return this.sign > 0n ? price >= this.stop : price <= this.stop;
  }

  /** Returns whether a price is as good as the trigger of an order that is to be touched, or better. */
  touchedBy(price: bigint): boolean {
    return this.sign > 0n ? price <= this.stop : price >= this.stop;
  }

  /** Sets the trigger of a trailing order, and the limit beyond it. */
  pull(stop: bigint): void {
    this.stop = stop;
    if (this.type !== contract.TYPE_STOP_TRAIL_LIMIT) return;
    const limit = stop + this.sign * this.offset, most = BigInt(contract.EXACT_MAX);
    this.limit = limit > most ? most : limit < 1n ? 1n : limit;
  }

  /** The flags in the order's updates. */
  get view(): number {
    let view = this.type;
    if (this.sign < 0n) view |= contract.ORDER_VIEW_SELL;
    if (this.triggered) view |= contract.ORDER_VIEW_TRIGGERED;
    if (this.late) view |= contract.ORDER_VIEW_LATE;
    if (this.quantity === 0n) view |= contract.ORDER_VIEW_UNSIZED;
    if (this.reducing) view |= contract.ORDER_VIEW_REDUCE_ONLY;
    if (this.protective) view |= contract.ORDER_VIEW_PROTECTIVE;
    return view;
  }
}
