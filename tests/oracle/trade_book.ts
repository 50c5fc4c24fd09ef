/**
 * The trades of a backtrader strategy, by feed and trade id, updated by the parts of every fill.
 *
 * The core keeps one round trip per position. A strategy's trades split a position by the trade id of the orders, so
 * that a closing fill with a second id opens a separate trade. This view of the fills is made here and not in the core.
 *
 * @module
 */

import { type Scheme, valueOfSize } from "./commission_scheme.ts";

/** One execution in an order's notification. */
export interface ExecutionBit {
  readonly size: number;
  readonly price: number;
  readonly closed: number;
  readonly opened: number;
  readonly closedvalue: number;
  readonly openedvalue: number;
  readonly closedcomm: number;
  readonly openedcomm: number;
  readonly pnl: number;
}

/** A trade at the moment of its notification. */
export interface TradeView {
  readonly ref: number;
  readonly data: number;
  readonly tradeid: number;
  readonly status: "Created" | "Open" | "Closed";
  readonly size: number;
  readonly price: number;
  readonly value: number;
  readonly pnl: number;
  readonly pnlcomm: number;
  readonly commission: number;
  readonly justopened: boolean;
  readonly isopen: boolean;
  readonly isclosed: boolean;
  readonly baropen: number;
  readonly barclose: number;
  readonly barlen: number;
}

type Trade = { -readonly [field in keyof TradeView]: TradeView[field] };

/** All trades of a run. */
export class TradeBook {
  readonly #current: Map<string, Trade> = new Map();
  readonly #schemes: readonly Scheme[];
  #refs = 0;

  /** @param schemes commission scheme by feed */
  constructor(schemes: readonly Scheme[]) {
    this.#schemes = schemes;
  }

  /**
   * Updates the trade of a feed and trade id by an execution, and returns the trades to notify, in order.
   *
   * @param bars bars of the feed so far
   */
  execute(data: number, tradeid: number, bit: ExecutionBit, bars: number): TradeView[] {
    const key = `${data} ${tradeid}`, told: TradeView[] = [];
    let trade = this.#current.get(key) ?? this.#begin(key, data, tradeid);
    if (bit.closed !== 0) {
      this.#update(trade, bit.closed, bit.price, bit.closedcomm, bars);
      if (trade.isclosed) told.push({ ...trade });
    }
    if (bit.opened !== 0) {
      if (trade.isclosed) trade = this.#begin(key, data, tradeid);
      this.#update(trade, bit.opened, bit.price, bit.openedcomm, bars);
      if (trade.isclosed) told.push({ ...trade });
    }
    if (trade.justopened) told.push({ ...trade });
    return told;
  }

  #begin(key: string, data: number, tradeid: number): Trade {
    this.#refs++;
    const trade: Trade = {
      ref: this.#refs,
      data,
      tradeid,
      status: "Created",
      size: 0,
      price: 0,
      value: 0,
      pnl: 0,
      pnlcomm: 0,
      commission: 0,
      justopened: false,
      isopen: false,
      isclosed: false,
      baropen: 0,
      barclose: 0,
      barlen: 0,
    };
    this.#current.set(key, trade);
    return trade;
  }

  #update(trade: Trade, size: number, price: number, commission: number, bars: number): void {
    const scheme = this.#schemes[trade.data]!;
    trade.commission += commission;
    const before = trade.size;
    trade.size += size;
    trade.justopened = before === 0;
    if (trade.justopened) trade.baropen = bars;
    trade.isopen = trade.size !== 0;
    trade.barlen = bars - trade.baropen;
    trade.isclosed = before !== 0 && trade.size === 0;
    if (trade.isclosed) {
      trade.barclose = bars;
      trade.status = "Closed";
    } else if (trade.isopen) trade.status = "Open";
    if (Math.abs(trade.size) > Math.abs(before)) {
      trade.price = (before * trade.price + size * price) / trade.size;
    } else {
      trade.pnl += (0 - size) * (price - trade.price) * scheme.multiplier;
    }
    trade.pnlcomm = trade.pnl - trade.commission;
    trade.value = valueOfSize(scheme, trade.size, trade.price);
  }
}
