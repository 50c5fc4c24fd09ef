/**
 * The base of every strategy.
 *
 * @module
 */

import type { FeedLines } from "../lines/feed_lines.ts";
import { checkOptionNames, type CloseOptions, type OrderOptions, type ReplaceOptions } from "./order_options.ts";
import type { BrokerView, OrderView, PositionView, TradeView } from "./order_view.ts";

/** Parameters of a strategy by name. */
export type Params = Readonly<Record<string, unknown>>;

/** What a run gives to the strategy that it drives. The run makes it; strategies pass it on to `super` at most. */
export interface StrategyContext {
  /** The parameters that the run was started with. */
  readonly params: Params;
  /** The feeds by name, in the order of their registration. */
  readonly feeds: Readonly<Record<string, FeedLines>>;
  /** The account. */
  readonly broker: BrokerView;
  /** Position on a feed, by name. */
  positionOf(feed: string): PositionView;
  /** Places an order. */
  place(side: "buy" | "sell", options: OrderOptions): OrderView;
  /** Closes a position. */
  close(options: CloseOptions): OrderView | null;
  /** Cancels an order. */
  cancel(order: OrderView): void;
  /** Replaces terms of an order. */
  replace(order: OrderView, options: ReplaceOptions): void;
}

/** A strategy class: what {@linkcode Strategy.with} makes and a user's class extends. */
export interface StrategyClass<P extends Params> {
  /** Default parameters. */
  readonly defaults: P;
  /** Name of the class. */
  readonly name: string;
  /** Makes a strategy for a run. */
  new (context: StrategyContext): Strategy<P>;
}

/** The class that {@linkcode Strategy.with} returns. */
export interface StrategyBase<P extends Params, F extends string> {
  /** Default parameters. */
  readonly defaults: P;
  /** Makes a strategy for a run. */
  new (context: StrategyContext): Strategy<P, F>;
}

/**
 * The base of every strategy. Declare lines as fields, act in {@linkcode Strategy.next}.
 *
 * @example A crossover of two averages with a stop
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *
 *   override next(): void {
 *     if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export class Strategy<P extends Params = Params, F extends string = string> {
  /** Default parameters. */
  static readonly defaults: Params = {};

  /** The run's parameters: the defaults with what the run's `params` changed. */
  readonly params: P;
  /** The feeds by name. */
  readonly feeds: Readonly<Record<F, FeedLines>>;
  /** The first feed. */
  readonly data: FeedLines;
  /** Position on the first feed. */
  readonly position: PositionView;
  /** The account. */
  readonly broker: BrokerView;
  readonly #context: StrategyContext;

  /**
   * Called by the run.
   *
   * @throws {TypeError} If it is called without a run's context.
   */
  constructor(context: StrategyContext) {
    if (context === undefined) {
      throw new TypeError(`Cannot make a ${new.target.name} by hand: pass the class to ct.backtest`);
    }
    this.#context = context;
    this.params = context.params as P;
    this.feeds = context.feeds as Readonly<Record<F, FeedLines>>;
    this.data = Object.values(context.feeds)[0]!;
    this.position = context.positionOf(this.data.name);
    this.broker = context.broker;
  }

  /**
   * Makes a base class with parameters: their defaults here, their types in `this.params` and in the run's `params`.
   *
   * @param defaults Parameters with their default values.
   * @param _feeds Names of the feeds, which types `this.feeds`; any name without it.
   */
  static with<P extends Params, const F extends string = string>(
    defaults: P,
    _feeds?: readonly F[],
  ): StrategyBase<Widened<P>, F> {
    return class extends Strategy<Widened<P>, F> {
      static override readonly defaults: Widened<P> = defaults as Widened<P>;
    };
  }

  /**
   * Position on a feed.
   *
   * @throws {RangeError} If there is no such feed.
   */
  positionOf(feed: F | FeedLines): PositionView {
    return this.#context.positionOf(typeof feed === "string" ? feed : feed.name);
  }

  /**
   * Places a buy order, which meets the bars that begin from now on. A market order without `limit` and `stop`; the
   * whole account without `size`, `cash` and `fraction`.
   *
   * @throws {TypeError} If an option is unknown or of the wrong kind, or it is not the time to place orders.
   * @throws {RangeError} If an option is not a usable number. What the account or the market refuses is no exception:
   * the order's state and reason say so.
   */
  buy(options: OrderOptions = {}): OrderView {
    checkOptionNames("buy", options);
    return this.#context.place("buy", options);
  }

  /** Places a sell order; otherwise as {@linkcode Strategy.buy}. */
  sell(options: OrderOptions = {}): OrderView {
    checkOptionNames("sell", options);
    return this.#context.place("sell", options);
  }

  /** Closes the position with a market order that never flips it; null, and a diagnostic, when there is none. */
  close(options: CloseOptions = {}): OrderView | null {
    checkOptionNames("close", options);
    return this.#context.close(options);
  }

  /** Cancels an order. */
  cancel(order: OrderView): void {
    this.#context.cancel(order);
  }

  /** Changes size and prices of an order. */
  replace(order: OrderView, options: ReplaceOptions): void {
    checkOptionNames("replace", options);
    this.#context.replace(order, options);
  }

  /**
   * What a checkpoint keeps of the strategy: by default its own public fields, but for lines, feeds and views, which the
   * constructor makes again. Numbers, texts, dates, arrays, maps, sets, typed arrays, plain objects, orders of this run
   * and `undefined` can be kept, shared references included. Override it together with {@linkcode Strategy.loadState}
   * where state lies in private fields or in objects of other classes.
   */
  saveState(): unknown {
    const state: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this)) if (!GIVEN_FIELDS.has(name)) state[name] = value;
    return state;
  }

  /** Takes back what {@linkcode Strategy.saveState} returned, after the constructor ran. `start` is not called again. */
  loadState(state: unknown): void {
    Object.assign(this, state);
  }

  /** Called once before the first bar. Lines are not readable yet and no orders can be placed. */
  start(): void {}

  /** Called on each bar until every line of the strategy has its first value. */
  prenext(): void {}

  /** Called once, on the first bar on which every line has a value; calls {@linkcode Strategy.next}. */
  nextstart(): void {
    this.next();
  }

  /** Called on each bar from then on. */
  next(): void {}

  /** Called once after the last bar. No orders can be placed. */
  stop(): void {}

  /** Called before `next` for each change of an order. */
  notifyOrder(_order: OrderView): void {}

  /** Called before `next` when a round trip opens or closes. */
  notifyTrade(_trade: TradeView): void {}

  /** Called before `next` on each bar with cash and value of the account. */
  notifyCash(_cash: number, _value: number): void {}
}

/** Fields that every run gives to its strategy anew. */
const GIVEN_FIELDS: ReadonlySet<string> = new Set(["params", "feeds", "data", "position", "broker"]);

/** Parameters with literal types widened, so that a default of 10 takes any number. */
export type Widened<P> = {
  readonly [K in keyof P]: P[K] extends number ? number
    : P[K] extends string ? string
    : P[K] extends boolean ? boolean
    : P[K];
};
