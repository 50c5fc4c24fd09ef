/**
 * The base class of strategies, with the order calls and the notifications.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import type { Line } from "../lines/line.ts";
import { isOptions } from "../options.ts";
import {
  type CloseOptions,
  type GroupRequest,
  type OrderOptions,
  type ReplaceOptions,
  type SizedOrderOptions,
  takenOrderOptions,
  type TargetOptions,
  type TargetWeightsOptions,
} from "./order_options.ts";
import type { BrokerView, OrderView, PositionView, TradeView } from "./order_view.ts";
import type { Sizer } from "./sizers.ts";
import type { Timer, TimerDeclarations, TimerOptions } from "./timer.ts";
import type { WakeDeclarations } from "./wake.ts";

// The class below assigns it, as only the class can read its private fields.
let privateReplacedField: (strategy: Strategy) => string | undefined;

/** Parameters of a strategy, by name. */
export type Params = Readonly<Record<string, unknown>>;

/** The parts of a run that its strategy works with. The run makes the context; a strategy only passes it to `super`. */
export interface StrategyContext {
  /** Parameters of the strategy in this run. */
  readonly params: Params;
  /** Feeds by name, in the order of the call of `backtest`. */
  readonly feeds: Readonly<Record<string, FeedLines>>;
  /** The account. */
  readonly broker: BrokerView;
  /** Takes the timers of the strategy. */
  readonly timers: TimerDeclarations;
  /** Takes the lines that wake the strategy. */
  readonly wakes: WakeDeclarations;
  /** Returns the position on a feed, by name. */
  positionOf(feed: string): PositionView;
  /** Lets the sizer of an order say its size, if it has one. */
  sized(side: "buy" | "sell", options: OrderOptions): SizedOrderOptions;
  /** Places an order. */
  place(side: "buy" | "sell", options: SizedOrderOptions): OrderView;
  /** Makes a one-cancels-other group of orders and of requests for new ones. */
  group(members: readonly (OrderView | GroupRequest)[]): OrderView[];
  /** Closes a position. */
  close(options: CloseOptions): OrderView | null;
  /** Places an order that takes a position to a target. */
  target(options: TargetOptions): OrderView;
  /** Places orders that take positions to parts of the account. */
  targetWeights(weights: Readonly<Record<string, number>>, options: TargetWeightsOptions): Record<string, OrderView>;
  /** Cancels an order. */
  cancel(order: OrderView): void;
  /** Replaces terms of an order. */
  replace(order: OrderView, options: ReplaceOptions): void;
  /** Moves money from outside into the account, or below zero out of it. */
  transfer(action: "deposit" | "withdraw", amount: number): void;
}

/**
 * A strategy class, as {@linkcode Strategy.with} makes it and user classes extend it, with the types of its parameters
 * and the names of its feeds.
 */
export interface StrategyClass<P extends Params, F extends string = string> {
  /** Default parameters. */
  readonly defaults: P;
  /** Says the size of orders without one, unless the run has the option `sizer`. */
  readonly sizer?: Sizer | undefined;
  /** Name of the class. */
  readonly name: string;
  /** Makes a strategy for a run. */
  new (context: StrategyContext): Strategy<P, F>;
}

/** The strategies that a class makes, or one of several classes. */
export type StrategyOf<Class> = Class extends (new (context: StrategyContext) => infer S)
  ? S extends Strategy ? S : Strategy
  : Strategy;

/** The class that {@linkcode Strategy.with} returns, ready to be extended. */
export interface StrategyBase<P extends Params, F extends string> {
  /** Default parameters. */
  readonly defaults: P;
  /** Makes a base class with further parameters; see {@linkcode Strategy.with}. */
  readonly with: typeof Strategy.with;
  /** Makes a strategy for a run. */
  new (context: StrategyContext): Strategy<P, F>;
}

/** The class that `with` of a strategy class returns: the class itself with further parameters and names of feeds. */
export type ExtendedBase<Base extends StrategyBase<Params, string>, P extends Params, F extends string> =
  // The base class itself has parameters and feeds of any name, which would allow misspelt ones.
  string extends keyof Base["defaults"] ? StrategyBase<P, F> : {
    /** Default parameters. */
    readonly defaults: Base["defaults"] & P;
    /** Makes a base class with further parameters; see {@linkcode Strategy.with}. */
    readonly with: typeof Strategy.with;
    /** Makes a strategy for a run. */
    new (context: StrategyContext): InstanceType<Base> & Strategy<Base["defaults"] & P, F>;
  };

/** Names of the feeds of a strategy class. */
export type FeedNames<Base extends StrategyBase<Params, string>> = keyof InstanceType<Base>["feeds"] & string;

/**
 * The base class of strategies. Declare lines as fields, place orders in {@linkcode Strategy.next}.
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

  /** The run's parameters: the defaults, with the changes that the option `params` made. */
  readonly params: P;
  /** Feeds by name. An unknown name throws a `RangeError`. */
  readonly feeds: Readonly<Record<F, FeedLines>>;
  /** The first feed. */
  readonly data: FeedLines;
  /** Position on the first feed. */
  readonly position: PositionView;
  /** The account. */
  readonly broker: BrokerView;
  readonly #context: StrategyContext;
  readonly #given: readonly (readonly [name: string, value: unknown])[];

  static {
    privateReplacedField = (strategy) => {
      if (!(#given in strategy)) return undefined;
      return strategy.#given.find(([name, value]) => Reflect.get(strategy, name) !== value)?.[0];
    };
  }

  /**
   * Keeps the parts of a run. Only a run calls it, and a class of yours needs no constructor: its lines are fields.
   *
   * @param context The parts of the run.
   * @throws {TypeError} If there is no context, as in `new MyStrategy()`.
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
    // Before the fields of the class that extends this one, which may have the same names.
    this.#given = [...GIVEN_FIELDS].map((name) => [name, Reflect.get(this, name)]);
  }

  /**
   * Makes a base class with parameters. A class that extends one can be extended by `with` again: the new class has its
   * members, its parameters, and the further ones.
   *
   * A parameter is a plain value: a number, a text, a plain object or an array of such, a Date, a Map, a Set or an array
   * of numbers. Each run has a copy of its own, whose plain objects and arrays are frozen, so that no run leaves anything
   * to the next. A default may also be a function, a class, a symbol or a regular expression; these cannot be given to a
   * run. An object of another class is refused: make it as a member of the class.
   *
   * @param defaults Parameters with their default values, which also give the types of `this.params` and of the option
   * `params`.
   * @param _feeds Names of the feeds, for the types of `this.feeds`, of the option `feed` and of the feeds that `backtest`
   * takes. Without it any name is allowed.
   * @returns The class to extend.
   *
   * @example Two classes of parameters, and feeds by name
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Trend extends ct.Strategy.with({ period: 20 }, ["stock", "index"]) {
   *   average = ct.sma(this.feeds.index.close, this.params.period);
   * }
   *
   * class StoppedTrend extends Trend.with({ stopFraction: 0.05 }) {
   *   override next(): void {
   *     const { stock, index } = this.feeds, stopLoss = stock.close.now * (1 - this.params.stopFraction);
   *     if (index.close.now > this.average.now) this.buy({ feed: "stock", stopLoss });
   *   }
   * }
   *
   * assertEquals(StoppedTrend.defaults, { period: 20, stopFraction: 0.05 });
   * ```
   */
  static with<
    Base extends StrategyBase<Params, string>,
    P extends Params,
    const F extends string = FeedNames<Base>,
  >(this: Base, defaults: P, _feeds?: readonly F[]): ExtendedBase<Base, Widened<P>, F> {
    if (!isOptions(defaults)) {
      throw new TypeError(
        `Cannot make a strategy with ${
          inspected(defaults, 0)
        }: pass its parameters as an object, such as { period: 10 }`,
      );
    }
    const base = this as unknown as typeof Strategy;
    return class extends base {
      static override readonly defaults: Params = { ...base.defaults, ...defaults };
    } as unknown as ExtendedBase<Base, Widened<P>, F>;
  }

  /**
   * Returns the position on a feed.
   *
   * @param feed The feed, or its name.
   * @returns A view that follows the run.
   * @throws {RangeError} If there is no such feed.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Holds extends ct.Strategy.with({}, ["stock", "index"]) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ feed: "stock", size: 10 });
   *   }
   *
   *   override stop(): void {
   *     assertEquals([this.positionOf("stock").size, this.positionOf("index").size], [10, 0]);
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * ct.backtest(Holds, { stock: feed, index: feed });
   * ```
   */
  positionOf(feed: F | FeedLines): PositionView {
    if (typeof feed !== "string" && !(feed instanceof FeedLines)) {
      throw new TypeError(
        `Cannot tell the position of ${inspected(feed, 0)}: pass the name of a feed, or a feed of this.feeds`,
      );
    }
    return this.#context.positionOf(typeof feed === "string" ? feed : feed.name);
  }

  /**
   * Places a buy order.
   *
   * The order meets the bars that begin after this step. A market order, which has neither `limit` nor `stop`, fills at
   * the open of the next bar. A buy closes a short position first. Without `size`, `cash` and `fraction` it closes one
   * and opens nothing, or opens with the whole account where there is none.
   *
   * Only mistakes in the call throw, and `backtest` then throws a {@linkcode StrategyError}. An order that the account
   * or the market cannot take is refused: its `state` becomes `"rejected"` and its `reason` names the cause, such as
   * `"insufficientCash"`.
   *
   * @param options Size, prices, lifetime and protection; see {@linkcode OrderOptions}.
   * @returns The order, which the run keeps up to date. Its state is `"created"` until the engine has read it.
   * @throws {TypeError} If an option is unknown or of the wrong type, or if the call is not on a bar: the constructor,
   * `start` and `stop` cannot place orders.
   * @throws {RangeError} If a number is out of range, options contradict each other, or there is no such feed.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class BuyOnce extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ size: 10, stopLoss: 9 });
   *   }
   * }
   *
   * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 12] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
   * const result = ct.backtest(BuyOnce, feed, { cash: 1000 });
   * assertEquals(result.fills.map(({ size, price }) => [size, price]), [[10, 11]]);
   * assertEquals(result.stats.finalEquity, 1000 + 10 * (12 - 11));
   * ```
   */
  buy(options: OrderOptions<F> = {}): OrderView {
    return this.#context.place("buy", this.#context.sized("buy", takenOrderOptions("buy", options)));
  }

  /**
   * Places a sell order. It closes a long position first; a larger order then opens a short one.
   *
   * Timing, default size and refusals are those of {@linkcode Strategy.buy}. Use {@linkcode Strategy.close} to sell
   * exactly the position.
   *
   * @param options Size, prices, lifetime and protection; see {@linkcode OrderOptions}.
   * @returns The order, which the run keeps up to date.
   * @throws {TypeError} If an option is unknown or of the wrong type, or if the call is not on a bar.
   * @throws {RangeError} If a number is out of range, options contradict each other, or there is no such feed.
   *
   * @example A short sale, 10 units at 11, which gains when the price falls
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class SellShort extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.sell({ size: 10 });
   *   }
   * }
   *
   * const prices = { open: [10, 11], high: [11, 12], low: [9, 8], close: [10, 8] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
   * const result = ct.backtest(SellShort, feed, { cash: 1000 });
   * assertEquals(result.stats.finalEquity, 1000 + 10 * (11 - 8));
   * ```
   */
  sell(options: OrderOptions<F> = {}): OrderView {
    return this.#context.place("sell", this.#context.sized("sell", takenOrderOptions("sell", options)));
  }

  /**
   * Makes a one-cancels-other group: when one of its orders fills, the engine cancels the others.
   *
   * Members are orders that `buy` and `sell` returned, and requests for new ones, in any number. The group is taken whole
   * or refused whole: if the engine refuses one of the orders that it has not read yet, the others of them are rejected
   * with the reason `groupRefused`. Orders of earlier bars are no part of that; all of them have to be of one group.
   *
   * @param members Orders of this run, or requests; see {@linkcode GroupRequest}.
   * @returns The orders of the group, in the order of the list.
   * @throws {TypeError} If the members are no list, an option is unknown or of the wrong type, or if the call is not on
   * a bar.
   * @throws {RangeError} If there are fewer than two members, one is named twice, they are of several groups, a number is
   * out of range, or options contradict each other. No order is placed then.
   *
   * @example The first of two exits cancels the other
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class TwoExits extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ size: 10 });
   *     else if (this.data.length === 2) {
   *       this.oco([{ side: "sell", size: 10, limit: 13 }, { side: "sell", size: 10, stop: 9 }]);
   *     }
   *   }
   * }
   *
   * const prices = { open: [10, 10, 12], high: [10, 11, 14], low: [10, 10, 12], close: [10, 11, 14] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const { fills, orders } = ct.backtest(TwoExits, feed, { cash: 1000 });
   * assertEquals(fills.map(({ side, price }) => [side, price]), [["buy", 10], ["sell", 13]]);
   * assertEquals(orders.map(({ reason }) => reason), ["filled", "filled", "oco"]);
   * ```
   */
  oco(members: readonly (OrderView | GroupRequest<F>)[]): OrderView[] {
    return this.#context.group(members);
  }

  /**
   * Closes the position of a feed with a market order, which never changes the position's sign.
   *
   * Protective orders of the position end with it. The engine ignores the request, with a diagnostic in
   * `result.diagnostics`, if there is no position or another `close` waits already.
   *
   * @param options Part, time and feed; see {@linkcode CloseOptions}.
   * @returns The order, or null if there is no position.
   * @throws {TypeError} If an option is unknown or of the wrong type, or if the call is not on a bar.
   * @throws {RangeError} If `size` is out of range, or there is no such feed.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class OneBar extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ size: 10 });
   *     else this.close();
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(OneBar, feed, { cash: 1000 });
   * assertEquals(result.trades.map(({ exitPrice, pnl }) => [exitPrice, pnl]), [[12, 10]]);
   * ```
   */
  close(options: CloseOptions<F> = {}): OrderView | null {
    return this.#context.close(takenOrderOptions("close", options));
  }

  /**
   * Takes the position of a feed to a target with a market order at the open of the next bar.
   *
   * The engine works out side and size at the fill, and closes before it opens. Free cash cuts a `value` or `fraction`;
   * a `size` that it does not pay for is refused. If the position is on the target at the fill, the order ends as
   * cancelled with the reason `onTarget`.
   *
   * @param options The position to hold, and the feed; see {@linkcode TargetOptions}.
   * @returns The order, which the run keeps up to date. Its side is final with its fill.
   * @throws {TypeError} If an option is unknown or of the wrong type, or if the call is not on a bar.
   * @throws {RangeError} If a number is not finite, the fraction is beyond 1, the target is not said in exactly one way,
   * or there is no such feed.
   *
   * @example A flip from 10 long to 5 short in one order
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Flip extends ct.Strategy.with({}) {
   *   override next(): void {
   *     this.target({ size: this.data.length === 1 ? 10 : -5 });
   *   }
   * }
   *
   * const prices = { open: [10, 10, 11], high: [11, 12, 12], low: [9, 10, 10], close: [10, 11, 11] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(Flip, feed, { cash: 1000 });
   * assertEquals(result.fills.map(({ side, size }) => [side, size]), [["buy", 10], ["sell", 10], ["sell", 5]]);
   * ```
   */
  target(options: TargetOptions<F>): OrderView {
    return this.#context.target(takenOrderOptions("target", options));
  }

  /**
   * Takes the positions of several feeds to parts of the account with market orders at the open of the next bar.
   *
   * In the first step in which any of them can fill, each feed gets a budget: its weight times the account's value, with
   * the feeds that fill at their opens. Positions are made smaller first. Where the rest costs more than the free cash,
   * commission included, all openings are cut by one factor. A feed without a bar in that step keeps its budget, and its
   * part of the cash. The order of the keys changes nothing, and what no whole lot takes stays cash.
   *
   * Targets that still wait on these feeds are cancelled, as the new ones take their place.
   *
   * @param weights Parts of the account by feed, from -1 to 1; below 0 for a short position, 0 for none. Without their
   * signs they come to 1 at most.
   * @param options What becomes of the other feeds; see {@linkcode TargetWeightsOptions}.
   * @returns The orders by feed, those that close the others included.
   * @throws {TypeError} If the weights or the options are of another type, or if the call is not on a bar.
   * @throws {RangeError} If a weight is not finite, the weights come to more than 1, or there is no such feed.
   *
   * @example Half in each of two feeds, and then all in one of them
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Rotates extends ct.Strategy.with({}, ["one", "two"]) {
   *   override next(): void {
   *     if (this.data.length === 1) this.targetWeights({ one: 0.5, two: 0.5 });
   *     else if (this.data.length === 2) this.targetWeights({ one: 1 }, { others: "close" });
   *   }
   * }
   *
   * const time = ["2024-01-02", "2024-01-03", "2024-01-04"], at = (open: number[]): ct.Bars =>
   *   ct.bars({ time, open, high: open, low: open, close: open });
   * const { fills } = ct.backtest(Rotates, { one: at([10, 10, 10]), two: at([5, 5, 8]) }, { cash: 1000 });
   * assertEquals(fills.map(({ feed, side, size }) => `${side} ${size} ${feed}`), [
   *   "buy 50 one",
   *   "buy 100 two",
   *   "sell 100 two",
   *   "buy 80 one",
   * ]);
   * ```
   */
  targetWeights(
    weights: Partial<Readonly<Record<F, number>>>,
    options: TargetWeightsOptions = {},
  ): Partial<Readonly<Record<F, OrderView>>> {
    const taken = takenOrderOptions("targetWeights", options);
    return this.#context.targetWeights(weights as Readonly<Record<string, number>>, taken) as Partial<
      Readonly<Record<F, OrderView>>
    >;
  }

  /**
   * Cancels an order before the next bar. The engine ignores the request for an order that has ended, with a
   * diagnostic. One that was refused at its placement is unknown to it: a request in the same step is refused as
   * `unknownOrder`, and a later one does nothing.
   *
   * @param order An order that `buy`, `sell`, `target` or `close` returned in this run, or one of its protective orders.
   * @throws {TypeError} If `order` is no order of this run, or if the call is not on a bar.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Hesitant extends ct.Strategy.with({}) {
   *   order: ct.OrderView | undefined;
   *
   *   override next(): void {
   *     if (this.order === undefined) this.order = this.buy({ limit: 5 });
   *     else if (this.order.alive) this.cancel(this.order);
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 4], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(Hesitant, feed, { cash: 1000 });
   * assertEquals(result.orders.map(({ state, reason }) => [state, reason]), [["cancelled", "byRequest"]]);
   * ```
   */
  cancel(order: OrderView): void {
    this.#context.cancel(order);
  }

  /**
   * Changes size and prices of a live order before the next bar.
   *
   * The engine checks each new term by itself: it changes those that may change, and `result.refusals` has each other
   * one. The size of a protective order or of a target cannot change, nor a trigger that was reached.
   *
   * @param order An order that `buy`, `sell` or `close` returned in this run, or one of its protective orders.
   * @param options New terms; see {@linkcode ReplaceOptions}.
   * @throws {TypeError} If `order` is no order of this run, an option is unknown or of the wrong type, or if the call
   * is not on a bar.
   * @throws {RangeError} If a number is out of range.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Chaser extends ct.Strategy.with({}) {
   *   order: ct.OrderView | undefined;
   *
   *   override next(): void {
   *     if (this.order === undefined) this.order = this.buy({ size: 10, limit: 5 });
   *     else if (this.order.alive) this.replace(this.order, { limit: 11 });
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(Chaser, feed, { cash: 1000 });
   * assertEquals(result.fills.map(({ size, price }) => [size, price]), [[10, 11]]);
   * ```
   */
  replace(order: OrderView, options: ReplaceOptions): void {
    this.#context.replace(order, takenOrderOptions("replace", options));
  }

  /**
   * Brings money into the account from outside. The next step has it ahead of its orders.
   *
   * Statistics of returns leave such money out of account, and `result.cashFlows` has it. On the last bar no step
   * is left for it. What is moved on one bar comes as one amount. Where a venue tells the cash, it is refused as `"transferReported"`.
   *
   * @param amount Amount in the account's currency, above 0. It goes to the nearest money unit.
   * @throws {TypeError} If the amount is no number, or if the call is not on a bar.
   * @throws {RangeError} If the amount is not above 0, or not finite.
   *
   * @example A saving of 100 on each bar
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Saves extends ct.Strategy.with({}) {
   *   override next(): void {
   *     this.deposit(100);
   *   }
   * }
   *
   * const prices = { open: [10, 10, 10], high: [10, 10, 10], low: [10, 10, 10], close: [10, 10, 10] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(Saves, feed, { cash: 1000 });
   * assertEquals([...result.equity], [1000, 1100, 1200]);
   * assertEquals(result.stats.returnFraction, 0);
   * ```
   */
  deposit(amount: number): void {
    this.#context.transfer("deposit", amount);
  }

  /**
   * Takes money out of the account. The next step is without it ahead of its orders.
   *
   * Money beyond the free cash is not paid out: the whole withdrawal is refused as `"insufficientCash"`, and a row of
   * `result.refusals` tells both amounts. {@linkcode Strategy.deposit} has what holds of both.
   *
   * @param amount Amount in the account's currency, above 0. It goes to the nearest money unit.
   * @throws {TypeError} If the amount is no number, or if the call is not on a bar.
   * @throws {RangeError} If the amount is not above 0, or not finite.
   *
   * @example More than there is, and then a part of it
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class TakesOut extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.withdraw(1500);
   *     else if (this.data.length === 2) this.withdraw(400);
   *   }
   * }
   *
   * const prices = { open: [10, 10, 10], high: [10, 10, 10], low: [10, 10, 10], close: [10, 10, 10] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const result = ct.backtest(TakesOut, feed, { cash: 1000 });
   * assertEquals(result.refusals.map(({ reason, needed, available }) => [reason, needed, available]), [
   *   ["insufficientCash", 1500, 1000],
   * ]);
   * assertEquals([...result.equity], [1000, 1000, 600]);
   * ```
   */
  withdraw(amount: number): void {
    this.#context.transfer("withdraw", amount);
  }

  /**
   * Declares a timer, as a field or in {@linkcode Strategy.start}. It fires on the first bar at or after its moment,
   * before {@linkcode Strategy.next} and also while lines warm up, but not before the option `from`, and calls the function,
   * or {@linkcode Strategy.notifyTimer} without one. Orders can be placed there.
   *
   * Where several moments of a timer have passed since the bar before, it fires once, for the last of them; `moments` of
   * the timer is their number. Timers of one bar fire in the order of their moments, and then of their declaration. A
   * timer belongs to no event of the log, and a run that is resumed from a checkpoint fires the same ones: for that,
   * declare it as a field, as `start` is not called again.
   *
   * @param options The moments; see {@linkcode TimerOptions}.
   * @param call Called with the timer, with the strategy as `this`.
   * @returns The timer, which tells its last moment.
   * @throws {TypeError} If an option is unknown or of the wrong type, the function is async, no time is given, or the call
   * comes after `start`.
   * @throws {RangeError} If an option has a value that is not allowed, there is no such feed, or nothing tells the hours
   * of its sessions.
   *
   * @example Out of the market a quarter of an hour before the close, whatever the day
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const ends: string[] = [];
   * class Leaves extends ct.Strategy.with({}) {
   *   leave = this.timer({ at: "session-close", offset: "-15m" }, (timer) => {
   *     ends.push(timer.at.toISOString().slice(5, 16));
   *     this.close();
   *   });
   * }
   *
   * const time = ["2024-07-02 15:45", "2024-07-02 16:00", "2024-07-03 12:45", "2024-07-03 13:00"]; // half a day at last
   * const column = [10, 10, 10, 10], prices = { open: column, high: column, low: column, close: column };
   * const feed = ct.bars({ time, ...prices }, { timeframe: "15m", calendar: await ct.calendar("XNYS") });
   * ct.backtest(Leaves, feed);
   * assertEquals(ends, ["07-02T19:45", "07-03T16:45"]);
   * ```
   */
  timer(options: TimerOptions<F>, call?: (timer: Timer) => void): Timer {
    return this.#context.timers.declare(options, call);
  }

  /**
   * Names the lines that wake the strategy, as a field or in the constructor: {@linkcode Strategy.next} then runs only on
   * bars on which one of them is not 0, and on bars with news. A value of NaN counts as 0. A strategy that does nothing
   * where its lines are 0 is called less often by it and comes to the same result; without it `next` runs on each bar.
   *
   * News are what the run says of orders and trades after the strategy asked for something: an order filled, was
   * refused, expired or was cancelled, a stop was triggered, the account is ruined. `next` runs on the first bar on
   * which that can be seen, and on a bar on which a timer fired. An order that is accepted is no news. `prenext`, an
   * overridden `nextstart`, `notifyCash` and the other notifications run as they do without it.
   *
   * The line of another feed, or of larger bars, keeps its last value, so that `next` runs on each bar while it is not 0.
   * Several calls add their lines.
   *
   * @param line A line of this strategy.
   * @param others Further lines.
   * @returns The first line, for a field.
   * @throws {TypeError} If one is no line, or the call comes after the constructor.
   * @throws {RangeError} If a line is of another run.
   *
   * @example Two calls of next over four bars
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const called: number[] = [];
   * class Crosses extends ct.Strategy.with({ level: 10.5 }) {
   *   cross = this.wake(ct.crossover(this.data.close, this.params.level));
   *
   *   override next(): void {
   *     called.push(this.data.length);
   *     if (this.cross.now > 0) this.buy({ size: 10 });
   *   }
   * }
   *
   * const prices = { open: [10, 10, 11, 12], high: [10, 11, 12, 13], low: [9, 10, 11, 12], close: [10, 11, 12, 13] };
   * const time = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
   * const result = ct.backtest(Crosses, ct.bars({ time, ...prices }), { cash: 1000 });
   * assertEquals(result.fills.map(({ bar }) => bar), [2]);
   * assertEquals(called, [2, 3]); // the crossing, and the bar of the fill
   * ```
   */
  wake<L extends Line>(line: L, ...others: Line[]): L {
    // A call without an argument, which TypeScript refuses, has to be refused for callers in JavaScript, too.
    this.#context.wakes.declare(arguments.length === 0 ? [] : [line, ...others]);
    return line;
  }

  /**
   * Returns the state of the strategy for a checkpoint.
   *
   * By default these are its own public fields, without lines, feeds and views, which the constructor makes again.
   * Numbers, texts, dates, arrays, maps, sets, typed arrays, plain objects, orders of this run and `undefined` can be
   * saved, shared references included. Override it together with {@linkcode Strategy.loadState} if state lies in
   * private fields or in objects of other classes.
   *
   * @returns The state.
   *
   * @example State in a private field, which a checkpoint cannot see by itself
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class Counts extends ct.Strategy.with({}) {
   *   #bars = 0;
   *
   *   override next(): void {
   *     if (++this.#bars === 2) this.buy({ size: 10 });
   *   }
   *
   *   override saveState(): unknown {
   *     return { bars: this.#bars };
   *   }
   *
   *   override loadState(state: unknown): void {
   *     this.#bars = (state as { bars: number }).bars;
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * const saved: Uint8Array[] = [];
   * const whole = ct.backtest(Counts, feed, { checkpoint: { every: 1, save: (bytes) => saved.push(bytes) } });
   * assertEquals(ct.backtest(Counts, feed, { resume: saved[0]! }).chain, whole.chain);
   * ```
   */
  saveState(): unknown {
    const state: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this)) if (!GIVEN_FIELDS.has(name)) state[name] = value;
    return state;
  }

  /**
   * Restores the state that {@linkcode Strategy.saveState} returned. It runs after the constructor, in place of
   * `start`. {@linkcode Strategy.saveState} has an example.
   *
   * @param state The state.
   */
  loadState(state: unknown): void {
    Object.assign(this, state);
  }

  /**
   * Runs once before the first bar. Lines cannot be read yet and orders cannot be placed.
   *
   * @example The life of a strategy: five calls, each of which can be overridden
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const calls: string[] = [];
   *
   * class Tells extends ct.Strategy.with({}) {
   *   average = ct.sma(this.data.close, 2);
   *
   *   override start(): void {
   *     calls.push("start");
   *   }
   *
   *   override prenext(): void {
   *     calls.push(`prenext ${this.data.length}`);
   *   }
   *
   *   override nextstart(): void {
   *     calls.push(`nextstart ${this.data.length}`);
   *     super.nextstart();
   *   }
   *
   *   override next(): void {
   *     calls.push(`next ${this.data.length}`);
   *   }
   *
   *   override stop(): void {
   *     calls.push("stop");
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices });
   * ct.backtest(Tells, feed);
   * assertEquals(calls, ["start", "prenext 1", "nextstart 2", "next 2", "next 3", "stop"]);
   * ```
   */
  start(): void {}

  /**
   * Runs on each bar until every line of the strategy has its first value, in place of `next`. {@linkcode Strategy.start}
   * has an example.
   */
  prenext(): void {}

  /**
   * Runs once, on the first bar on which every line has a value; calls {@linkcode Strategy.next}, unless the lines of
   * {@linkcode Strategy.wake} are 0 there.
   */
  nextstart(): void {
    if (this.#context.wakes.isDue) this.next();
  }

  /**
   * Runs on each later bar, at its end. Place orders here; they meet the bars that begin after it. {@linkcode
   * Strategy.buy} has an example.
   */
  next(): void {}

  /**
   * Runs ahead of each bar that begins after one on which every line has a value: at that moment its open is known, as
   * {@linkcode FeedLines.nextOpen}, and nothing else of it. All lines and the account stand at the bar before. Override it
   * to decide on gaps; a strategy without it pays nothing.
   *
   * A market order from here fills at that open, with `latencyBars` at a later one, and other orders meet the whole bar, as do those of `next` on the bar
   * before: its requests follow theirs, and have the time of that bar. It runs once between two steps. Where their bars
   * begin at different moments, it runs for those that begin first. The open of every other feed is NaN then, and a request
   * for such a feed is an error, since a bar of it may have begun before. On the bar of a split the open has the new scale
   * and the lines the old one, and the orders are cancelled, as all that were decided before it. A session does not call
   * it, since it sees a bar at its end.
   *
   * With profile `"backtrader"` and `rules: { CHEAT_ON_OPEN: "ON" }` it is the `next_open` of a Cerebro with
   * `cheat_on_open=True`: its requests belong to the bar that begins, behind those of the bar before, and have its time and
   * row. It sees the open of that bar alone there too. A request that backtrader works out from the close of the same bar, such as a
   * target for a value, is an error.
   *
   * Prices of protection are compared with the close of the bar before, as those of any market order, and an order on the
   * wrong side of it is refused with `protectivePrice`. Say them by their distance from the fill: `{ amount: 2 }`.
   *
   * @example Buy when the open is at least 2 % below the close before it
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * class BuysGaps extends ct.Strategy.with({ gap: -0.02 }) {
   *   override nextOpen(): void {
   *     const { nextOpen, close } = this.data;
   *     if (nextOpen / close.now - 1 <= this.params.gap) this.buy({ size: 10 });
   *   }
   * }
   *
   * const prices = { open: [100, 101, 97, 98], high: [102, 102, 99, 99], low: [99, 99, 96, 97], close: [100, 100, 98, 98] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], ...prices });
   * const { fills } = ct.backtest(BuysGaps, feed);
   * assertEquals(fills.map(({ bar, price }) => [bar, price]), [[2, 97]]);
   * ```
   */
  nextOpen(): void {}

  /** Runs once after the last bar. Orders cannot be placed. */
  stop(): void {}

  /**
   * Runs before `next`, once for each change of an order, in the order of the changes. Override it to follow orders.
   *
   * During the call the order reads as it was after that change. Orders can be placed here.
   *
   * @param _order The order; `state` and `reason` name the change.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const states: string[] = [];
   *
   * class Follower extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ size: 10 });
   *   }
   *
   *   override notifyOrder(order: ct.OrderView): void {
   *     states.push(order.state);
   *   }
   * }
   *
   * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 12] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
   * ct.backtest(Follower, feed, { cash: 1000 });
   * assertEquals(states, ["submitted", "accepted", "filled"]);
   * ```
   */
  notifyOrder(_order: OrderView): void {}

  /**
   * Runs before `next` and after {@linkcode Strategy.notifyOrder}, when a trade opens and when it closes.
   *
   * @param _trade The trade at that moment; `isOpen` is true at the opening. Amounts are in the account's
   * currency.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const profits: number[] = [];
   *
   * class OneBar extends ct.Strategy.with({}) {
   *   override next(): void {
   *     if (this.data.length === 1) this.buy({ size: 10 });
   *     else this.close();
   *   }
   *
   *   override notifyTrade(trade: ct.TradeView): void {
   *     if (!trade.isOpen) profits.push(trade.pnl);
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * ct.backtest(OneBar, ct.bars({ time: ["2024-01-02", "2024-01-03", "2024-01-04"], ...prices }), { cash: 1000 });
   * assertEquals(profits, [10 * (12 - 11)]);
   * ```
   */
  notifyTrade(_trade: TradeView): void {}

  /**
   * Runs on each bar before `next` and after the other notifications. A strategy that overrides it is slower, as the
   * run then stops at each bar.
   *
   * @param _cash Cash, in the account's currency.
   * @param _value Cash and positions at the closes of the current bars, in the account's currency.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const values: number[] = [];
   *
   * class Watcher extends ct.Strategy.with({}) {
   *   override notifyCash(_cash: number, value: number): void {
   *     values.push(value);
   *   }
   * }
   *
   * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 12] };
   * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
   * ct.backtest(Watcher, feed, { cash: 1000 });
   * assertEquals(values, [1000, 1000]);
   * ```
   */
  notifyCash(_cash: number, _value: number): void {}

  /**
   * Runs when a timer without a function of its own fires, before `next` and after the other notifications.
   * {@linkcode Strategy.timer} says when.
   *
   * @param _timer The timer; `at` is its scheduled moment.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import * as ct from "@cracktrader/cracktrader";
   *
   * const fired: string[] = [];
   *
   * class Watcher extends ct.Strategy.with({}) {
   *   mondays = this.timer({ at: "09:00", weekdays: [1], carry: true });
   *
   *   override notifyTimer(timer: ct.Timer): void {
   *     fired.push(timer.at.toISOString().slice(0, 10));
   *   }
   * }
   *
   * const prices = { open: [10, 11, 12], high: [11, 12, 13], low: [9, 10, 11], close: [10, 11, 13] };
   * ct.backtest(Watcher, ct.bars({ time: ["2024-01-08", "2024-01-12", "2024-01-16"], ...prices }));
   * assertEquals(fired, ["2024-01-08", "2024-01-16"]); // Monday the 15th has no bar
   * ```
   */
  notifyTimer(_timer: Timer): void {}
}

/** Fields that the constructor fills in: a checkpoint leaves them out, and a class may not have another one instead. */
export const GIVEN_FIELDS: ReadonlySet<string> = new Set(["params", "feeds", "data", "position", "broker"]);

/**
 * Returns the name of a given field that no longer holds what the constructor filled in, for code of this package;
 * `mod.ts` does not export it.
 */
export function replacedField(strategy: Strategy): string | undefined {
  return privateReplacedField(strategy);
}

/** Parameters with literal types widened, so that a default of 10 takes any number. */
export type Widened<P> = {
  readonly [K in keyof P]: P[K] extends number ? number
    : P[K] extends string ? string
    : P[K] extends boolean ? boolean
    : P[K];
};
