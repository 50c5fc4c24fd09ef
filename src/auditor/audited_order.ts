/**
 * An order as the auditor sees it.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Lanes } from "./records.ts";

/** How an entry came to its fill, for what its protective orders may have met in the same bar. */
export interface Entry {
  readonly time_us: number;
  readonly price: bigint;
  /** At the open, before all else of the bar; inside it; or at its close, after all else. */
  readonly moment: "open" | "inside" | "close";
  /** Where the price was going when it came to the entry inside the bar: 1 up, -1 down. */
  readonly direction: bigint;
}

/** An order. Lots are counted without their sign, which is the order's. */
export class AuditedOrder {
  readonly id: number;
  readonly instrument: number;
  readonly type: number;
  /** 1 buys, -1 sells. */
  readonly sign: bigint;
  readonly validity: number;
  readonly valid_us: number;
  readonly flags: number;
  readonly parent: number;
  readonly oco: number;
  readonly label: number;
  cash: bigint;
  fraction: bigint;
  quantity: bigint;
  limit: bigint;
  stop: bigint;
  state: number = contract.STATE_CREATED;
  triggered = false;
  late = false;
  filled = 0n;
  /** Lots of its fills that opened a position. */
  opened = 0n;
  value = 0n;
  commission = 0n;
  pnl = 0n;
  position_size = 0n;
  position_basis = 0n;
  executed_us = 0;
  /** The step from which on a bar has to begin to be met. */
  from_us: number;
  /** Session of the first bar that it met. */
  session_day: number | undefined = undefined;
  fills = 0;
  readonly fill_ids: Set<string> = new Set();
  /** How the order that this one protects was filled. */
  entry: Entry | undefined = undefined;
  /** What a venue was asked for and has not answered. */
  replacement: Lanes | undefined = undefined;

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
    this.cash = BigInt(lanes.cash!);
    this.fraction = BigInt(lanes.fraction!);
    this.quantity = BigInt(lanes.quantity!);
    this.limit = BigInt(lanes.limit!);
    this.stop = BigInt(lanes.stop!);
    this.from_us = lanes.time_us!;
  }

  get ended(): boolean {
    return this.state === contract.STATE_FILLED || this.state >= contract.STATE_CANCELLED;
  }

  get protective(): boolean {
    return (this.flags & contract.ORDER_FLAG_PROTECTIVE) !== 0;
  }

  /** Whether it never opens a position. */
  get reducing(): boolean {
    const reducing = contract.ORDER_FLAG_REDUCE_ONLY | contract.ORDER_FLAG_PROTECTIVE | contract.ORDER_FLAG_CLOSE;
    return (this.flags & reducing) !== 0;
  }

  /** Whether a price is at its limit or better. */
  within(price: bigint): boolean {
    return this.sign > 0n ? price <= this.limit : price >= this.limit;
  }

  /** Whether a price is at its trigger or beyond. */
  beyond(price: bigint): boolean {
    return this.sign > 0n ? price >= this.stop : price <= this.stop;
  }

  /** The flags that its updates carry. */
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
