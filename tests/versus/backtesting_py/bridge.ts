/**
 * The bridge: the broker of the comparison, in which each rule can be the one or the other side's.
 *
 * With all rules of backtesting.py it has to give that side's trades and equity, with all rules of this package this
 * side's: then the rules that are switched between the two are the whole difference.
 *
 * @module
 */

import type { Ask, Decisions } from "./decisions.ts";
import {
  type ClosedPart,
  DoubleLedger,
  largestSize,
  type Ledger,
  type Lot,
  onGrid,
  RATES,
  UnitLedger,
} from "./ledger.ts";
import type { Prices } from "./prices.ts";
import type { Choices } from "./rules.ts";
import { type Fill, flatTrades, lotTrades, type Trade } from "./trades.ts";

/** Terms of an account, as both sides have them. */
export interface Terms {
  readonly cash: number;
  /** Commission, a fraction of the value of a fill. */
  readonly commission: number;
  /** Spread there and slippage here, a fraction of the price. */
  readonly spread: number;
  /** Margin of a position, a fraction of its value; 1 without leverage. */
  readonly margin: number;
  /** Whether what is open is closed at the end. */
  readonly closesAtEnd: boolean;
}

/** What a run did. */
export interface Outcome {
  readonly trades: readonly Trade[];
  /** Value of the account at the end of each bar. */
  readonly equity: readonly number[];
}

/** An order of the bridge. */
interface BridgeOrder {
  readonly id: number;
  readonly kind: "entry" | "stop" | "target" | "close";
  /** 1 for a buy, -1 for a sale. */
  readonly sign: number;
  readonly size: number;
  readonly isPart: boolean;
  readonly limit: number | undefined;
  readonly trigger: number | undefined;
  readonly stopLoss: number | undefined;
  readonly target: number | undefined;
  /** The lot that it closes; undefined for an entry. */
  readonly lot: HeldLot | undefined;
}

/** A lot with its protection. */
interface HeldLot extends Lot {
  readonly id: number;
  readonly entry: EntryFill;
  stop: BridgeOrder | undefined;
  target: BridgeOrder | undefined;
}

/** Units of a lot that an order closes. */
interface HeldPart extends ClosedPart {
  readonly lot: HeldLot;
}

/** The fill that opened a lot. */
interface EntryFill {
  readonly at: "open" | "inside";
  readonly by: "market" | "stop" | "limit";
  /** True if backtesting.py tries the protection in the same bar. */
  readonly isTriedAgain: boolean;
}

/** A price at which a bar fills an order, and the place of it. */
interface Quote {
  readonly price: number;
  readonly at: "open" | "inside";
}

/** A run of the bridge. */
export class Bridge {
  readonly #prices: Prices;
  readonly #terms: Terms;
  readonly #rules: Choices;
  readonly #ledger: Ledger;
  readonly #fills: Fill[] = [];
  #queue: BridgeOrder[] = [];
  #lots: HeldLot[] = [];
  #ids = 0;
  #bar = 0;

  constructor(prices: Prices, terms: Terms, rules: Choices) {
    this.#prices = prices;
    this.#terms = terms;
    this.#rules = rules;
    const Money = rules.numbers === "ours" ? UnitLedger : DoubleLedger;
    this.#ledger = new Money(terms.cash, terms.commission);
  }

  /** Runs a strategy. */
  run({ warm, decide }: Decisions): Outcome {
    const bars = this.#prices.close.length, equity: number[] = [];
    const first = this.#rules.firstCall === "ours" ? warm : warm + 1;
    for (let bar = 0; bar < bars; bar++) {
      this.#bar = bar;
      this.#match();
      equity.push(this.#equity());
      if (bar < first) continue;
      for (const ask of decide(this.#prices, bar, this.#held())) this.#take(ask);
    }
    if (this.#terms.closesAtEnd) {
      this.#closeAtEnd();
      equity[bars - 1] = this.#equity();
    }
    const trades = this.#rules.trades === "theirs" ? lotTrades(this.#fills) : flatTrades(this.#fills);
    return { trades, equity };
  }

  #held(): number {
    return this.#lots.reduce((sum, { size }) => sum + size, 0);
  }

  #equity(): number {
    return this.#ledger.equity(this.#lots, this.#prices.close[this.#bar]!);
  }

  #take(ask: Ask): void {
    if (ask.kind === "cancel") this.#queue = this.#queue.filter(({ kind }) => kind !== "entry");
    else if (ask.kind === "close") {
      for (const lot of this.#lots) this.#queue.unshift(this.#closing("close", lot, undefined, undefined));
    } else {
      const { size, limit, stop, stopLoss, target } = ask;
      const isPart = ask.part === true, sign = ask.kind === "buy" ? 1 : -1;
      this.#queue.push({
        id: this.#nextId(),
        kind: "entry",
        sign,
        size,
        isPart,
        limit: this.#orderPrice(limit),
        trigger: this.#orderPrice(stop),
        stopLoss: this.#orderPrice(stopLoss),
        target: this.#orderPrice(target),
        lot: undefined,
      });
      // Its protection takes the next two ids here, as it is placed with it.
      this.#ids += 2;
    }
  }

  #nextId(): number {
    return ++this.#ids;
  }

  #orderPrice(price: number | undefined): number | undefined {
    return price === undefined || this.#rules.grid === "theirs" ? price : onGrid(price);
  }

  #closing(
    kind: "stop" | "target" | "close",
    lot: HeldLot,
    limit: number | undefined,
    trigger: number | undefined,
    id: number = this.#nextId(),
  ): BridgeOrder {
    const sign = -Math.sign(lot.size), protection = { stopLoss: undefined, target: undefined };
    return { id, kind, sign, size: 0, isPart: false, limit, trigger, ...protection, lot };
  }

  /** Tries the orders that stand. */
  #match(): void {
    if (this.#rules.sequence === "theirs") {
      // Protection of an entry comes into the queue while it is walked, so that its bar is walked once more.
      while (this.#pass((order) => this.#quote(order)));
      return;
    }
    const held = this.#held();
    const atOpen = (order: BridgeOrder): Quote | undefined => {
      const quote = this.#rests(order) ? this.#quote(order) : undefined;
      return quote?.at === "open" ? quote : undefined;
    };
    this.#queue.sort(byId);
    this.#pass((order) => order.sign * held < 0 ? atOpen(order) : undefined);
    this.#pass(atOpen);
    this.#queue.sort(byId);
    this.#pass((order) => this.#quote(order), true);
  }

  /** Returns whether an order did not wake in this bar. */
  #rests({ lot, kind }: BridgeOrder): boolean {
    return kind === "entry" || kind === "close" || lot!.bar !== this.#bar;
  }

  /**
   * Tries each order that stands once, with `grows` also the protection of entries that fill meanwhile. Returns whether an
   * entry filled whose protection this bar may concern.
   */
  #pass(quoteOf: (order: BridgeOrder) => Quote | undefined, grows = false): boolean {
    let isTriedAgain = false;
    const queue = [...this.#queue];
    for (let at = 0; at < queue.length; at++) {
      const order = queue[at]!;
      if (!this.#queue.includes(order)) continue;
      const quote = quoteOf(order);
      if (quote === undefined) continue;
      this.#queue = this.#queue.filter((other) => other !== order);
      const opened = this.#fill(order, quote);
      if (opened === undefined) continue;
      isTriedAgain ||= this.#rules.entryBar === "ours" || opened.entry.isTriedAgain;
      if (!grows) continue;
      const rest = [...queue.slice(at + 1), ...this.#queue.filter(({ lot }) => lot === opened)];
      queue.splice(at + 1, queue.length, ...rest.sort(byId));
    }
    return isTriedAgain;
  }

  /** Returns the price at which the bar fills an order, or undefined. */
  #quote(order: BridgeOrder): Quote | undefined {
    const quote = this.#quoteAlone(order), { lot, kind } = order;
    if (quote === undefined || lot === undefined || kind === "close") return quote;
    const rival = kind === "stop" ? lot.target : lot.stop;
    const other = rival === undefined ? undefined : this.#quoteAlone(rival);
    if (other === undefined) return quote;
    const target = kind === "target" ? quote : other, stop = kind === "stop" ? quote : other;
    const targetFirst = this.#rules.oneBar === "ours" && target.at === "open" && stop.at !== "open";
    return (kind === "target") === targetFirst ? quote : undefined;
  }

  #quoteAlone(order: BridgeOrder): Quote | undefined {
    const { lot, sign, limit, trigger } = order, bar = this.#bar;
    const open = this.#prices.open[bar]!, above = this.#prices.high[bar]!, below = this.#prices.low[bar]!;
    const close = this.#prices.close[bar]!;
    if (limit === undefined && trigger === undefined) return { price: open, at: "open" };
    const beyond = (price: number): boolean =>
      limit === undefined ? sign * (price - trigger!) >= 0 : sign * (price - limit) <= 0;
    const price = limit ?? trigger!;
    // A buy trigger and a sale limit lie above the price.
    const best = (limit === undefined) === sign > 0 ? above : below;
    if (this.#rests(order)) {
      return beyond(open) ? { price: open, at: "open" } : beyond(best) ? { price, at: "inside" } : undefined;
    }
    const { entry } = lot!;
    if (this.#rules.entryBar === "theirs") {
      if (!entry.isTriedAgain) return undefined;
      return beyond(open) ? { price: open, at: "open" } : beyond(best) ? { price, at: "inside" } : undefined;
    }
    if (beyond(lot!.price)) return { price: lot!.price, at: "open" };
    // A target lies on the side that a limit entry came from; the close alone proves that the price was there after it.
    const provenBy = entry.at === "inside" && entry.by === "limit" && limit !== undefined ? close : best;
    return beyond(provenBy) ? { price, at: "inside" } : undefined;
  }

  /** Fills an order and returns the lot that it opened. */
  #fill(order: BridgeOrder, quote: Quote): HeldLot | undefined {
    const price = this.#slipped(order, quote.price);
    if (order.lot !== undefined) {
      this.#close([{ lot: order.lot, size: order.lot.size }], price);
      return undefined;
    }
    const opening = this.#rules.spread === "theirs" ? quote.price * (1 + order.sign * this.#terms.spread) : price;
    // A part of 1 is the largest double below it there, as 1 itself means a unit.
    const asked = order.isPart && order.size === 1 ? 1 - Number.EPSILON : order.size;
    const theirUnit = opening + asked * quote.price * this.#terms.commission / asked;
    const size = order.isPart ? this.#partSize(asked, order.size, opening, theirUnit) : order.size;
    const parts: HeldPart[] = [];
    let left = size;
    for (const lot of this.#lots) {
      const closed = lot.size * order.sign > 0 ? 0 : Math.min(left, Math.abs(lot.size));
      if (closed === 0) continue;
      parts.push({ lot, size: Math.sign(lot.size) * closed });
      left -= closed;
    }
    if (parts.length > 0) this.#close(parts, price);
    if (left === 0 || this.#isRefused(left, opening, theirUnit)) return undefined;
    return this.#open(order, quote, left, opening);
  }

  #open(order: BridgeOrder, quote: Quote, size: number, price: number): HeldLot {
    const { sign, trigger, limit, stopLoss, target } = order, bar = this.#bar;
    const by = limit !== undefined ? "limit" : trigger !== undefined ? "stop" : "market";
    const high = this.#prices.high[bar]!, low = this.#prices.low[bar]!;
    const reachesTarget = target !== undefined && (sign > 0 ? target <= high : target >= low);
    const sparesStop = stopLoss === undefined || (sign > 0 ? stopLoss < low : stopLoss > high);
    const isTriedAgain = by === "market" || (by === "stop" && reachesTarget && sparesStop);
    const lot: HeldLot = {
      id: order.id,
      size: sign * size,
      price,
      bar,
      entry: { at: quote.at, by, isTriedAgain },
      stop: undefined,
      target: undefined,
    };
    this.#ledger.open(lot.size, price);
    this.#fills.push({ lot: lot.id, bar, size: lot.size, price });
    this.#lots.push(lot);
    if (stopLoss !== undefined) lot.stop = this.#closing("stop", lot, undefined, stopLoss, order.id + 1);
    if (target !== undefined) lot.target = this.#closing("target", lot, target, undefined, order.id + 2);
    if (lot.target !== undefined) this.#queue.push(lot.target);
    if (lot.stop !== undefined) this.#queue.unshift(lot.stop);
    return lot;
  }

  #close(parts: readonly HeldPart[], price: number): void {
    this.#ledger.close(parts, price);
    for (const { lot, size } of parts) {
      this.#fills.push({ lot: lot.id, bar: this.#bar, size: -size, price });
      lot.size -= size;
    }
    this.#lots = this.#lots.filter((lot) => lot.size !== 0);
    this.#queue = this.#queue.filter(({ lot }) => lot === undefined || lot.size !== 0);
  }

  /** Returns the price of a fill here, which slips for market and stop orders; there it is what was quoted. */
  #slipped(order: BridgeOrder, price: number): number {
    if (this.#rules.spread === "theirs" || order.limit !== undefined || this.#terms.spread === 0) return price;
    const moved = onGrid(price * (1 + order.sign * this.#terms.spread));
    return order.sign > 0
      ? Math.min(moved, this.#prices.high[this.#bar]!)
      : Math.max(moved, this.#prices.low[this.#bar]!);
  }

  /** Returns the money that openings may use there: what trades bind is valued at the close of the fill's own bar. */
  #buyingPower(): number {
    const { margin } = this.#terms, close = this.#prices.close[this.#bar]!, leverage = 1 / margin;
    const bound = this.#lots.reduce((sum, { size }) => sum + Math.abs(size) * close / leverage, 0);
    return Math.max(0, this.#equity() - bound) * leverage;
  }

  /** Returns the units that a part of the account buys or sells; `unit` is the price with commission of a unit there. */
  #partSize(theirPart: number, part: number, price: number, unit: number): number {
    const theirs = this.#rules.buyingPower === "theirs";
    const nano = Math.round(part / this.#terms.margin * RATES);
    const money = theirs ? this.#buyingPower() * theirPart : this.#ledger.multiple(this.#ledger.free(this.#lots), nano);
    // The remainder tells how often the price goes into the money, which a rounded quotient may not.
    return this.#rules.wholeUnits === "ours"
      ? largestSize(this.#ledger, price, money)
      : Math.round((money - money % unit) / unit);
  }

  #isRefused(size: number, price: number, unit: number): boolean {
    if (this.#rules.buyingPower === "theirs") return size * unit > this.#buyingPower();
    const { margin } = this.#terms, free = this.#ledger.free(this.#lots);
    return margin < 1
      ? this.#ledger.marginIsMore(size, price, margin, free)
      : this.#ledger.costsMore(size, price, free);
  }

  #closeAtEnd(): void {
    if (this.#rules.lastBar === "ours") {
      const close = this.#prices.close[this.#bar]!;
      if (this.#lots.length > 0) this.#close(this.#lots.map((lot) => ({ lot, size: lot.size })), close);
      return;
    }
    for (const lot of this.#lots.toReversed()) {
      this.#queue.unshift(this.#closing("close", lot, undefined, undefined));
    }
    this.#match();
  }
}

function byId(one: BridgeOrder, other: BridgeOrder): number {
  return one.id - other.id;
}
