/**
 * Observes a strategy: its requests and notifications, each with the bar and the member, and the surroundings that it
 * reads. The observation does not change its actions.
 *
 * @module
 */

import { FeedLines } from "../../lines/feed_lines.ts";
import { isCallable, waitedKind } from "../../options.ts";
import type { Line } from "../../lines/line.ts";
import type {
  CloseOptions,
  GroupRequest,
  ReplaceOptions,
  SizedOrderOptions,
  TargetOptions,
} from "../../strategy/order_options.ts";
import type { BrokerView, OrderView, PositionView, TradeView } from "../../strategy/order_view.ts";
import { type Params, Strategy, type StrategyClass, type StrategyContext } from "../../strategy/strategy.ts";
import { overrides } from "../../run/strategy_guard.ts";
import type { Timer } from "../../strategy/timer.ts";

/**
 * Terms of a request as plain values: an order is its number, a date its milliseconds, and the parts of a term are named
 * behind it, as `stopLoss.trail.percent` and `takeProfit.0.price`.
 */
export type TraceTerms = Readonly<Record<string, number | string | boolean>>;

/** One request or notification of a strategy. */
export interface TraceEntry {
  /** Time of the bar, in microseconds since the epoch; -Infinity before the first. */
  readonly timeUs: number;
  /** The member of the strategy in which it happened. */
  readonly member: string;
  /** The request, or the notification of an order or a trade. */
  readonly action:
    | ("buy" | "sell" | "close" | "target" | "targetWeights" | "cancel" | "replace" | "deposit" | "withdraw")
    | ("notifyOrder" | "notifyTrade");
  /** Name of the feed. */
  readonly feed: string;
  /** Number of the order; zero if there is none. */
  readonly order: number;
  /** Terms of the request, or content of the notification. */
  readonly terms: TraceTerms;
}

/** The surroundings that a strategy reads. */
export interface StrategyUses {
  /** True if it uses the first feed: by `this.data`, by `this.position`, or by an order without a feed. */
  readonly firstFeed: boolean;
  /** True if it reads dates or times, or sets one as the end of an order. */
  readonly dates: boolean;
  /** True if it decides on the opens of coming bars. */
  readonly opens: boolean;
  /** Names of the feeds that it read from `this.feeds`. */
  readonly feeds: readonly string[];
}

/** Records the actions of a strategy. */
export class StrategyProbe {
  /** All requests and notifications, in order. */
  readonly trace: TraceEntry[] = [];
  /** The strategy; set once the run has made it. */
  strategy: object | undefined;
  readonly #uses: { firstFeed: boolean; dates: boolean; feeds: Set<string> } = {
    firstFeed: false,
    dates: false,
    feeds: new Set(),
  };
  /** The running members, the innermost last. */
  readonly #members: string[] = [];
  #clocks: readonly Line[] = [];

  /** The surroundings that it has read so far. */
  get uses(): StrategyUses {
    const { strategy } = this, opens = strategy instanceof Strategy && overrides(strategy, "nextOpen");
    return { ...this.#uses, feeds: [...this.#uses.feeds], opens };
  }

  /** Returns a subclass that acts like the strategy class and is observed. */
  watch<P extends Params>(strategyClass: StrategyClass<P>): StrategyClass<P> {
    const inside = <T>(member: string, act: () => T): T => this.#inside(member, act);
    const watched = (context: StrategyContext): StrategyContext => this.#watchContext(context);
    const made = (strategy: object): void => {
      this.strategy = strategy;
    };
    const Base = strategyClass as new (context: StrategyContext) => Strategy<Params>;
    class Watched extends Base {
      constructor(context: StrategyContext) {
        super(watched(context));
        made(this);
      }
      override start(): void {
        inside("start", () => super.start());
      }
      override prenext(): void {
        inside("prenext", () => super.prenext());
      }
      override next(): void {
        inside("next", () => super.next());
      }
    }
    const prototype = Watched.prototype, original = strategyClass.prototype as Strategy;
    // A run checks if a strategy overrides these, so only overridden ones are wrapped.
    for (const member of ["nextstart", "nextOpen", "notifyCash", "notifyTimer"] as const) {
      if (original[member] === Strategy.prototype[member]) continue;
      const act = original[member] as (...values: unknown[]) => void;
      Object.assign(prototype, {
        [member](this: Strategy, ...values: unknown[]): void {
          inside(member, () => act.apply(this, values));
        },
      });
    }
    this.#hear(prototype, original);
    Object.defineProperty(Watched, "name", { value: strategyClass.name });
    return Watched as unknown as StrategyClass<P>;
  }

  /** Records the notifications of the strategy, if it overrides their methods. */
  #hear(prototype: Strategy, original: Strategy): void {
    const { notifyOrder, notifyTrade } = original;
    const note = (action: "notifyOrder" | "notifyTrade", feed: string, order: number, told: object): void =>
      this.#note(action, feed, order, plainTerms(told));
    const inside = (member: string, act: () => void): void => this.#inside(member, act);
    if (notifyOrder !== Strategy.prototype.notifyOrder) {
      prototype.notifyOrder = function (order: OrderView): void {
        const { state, reason, size, filled, averagePrice, limit, stop, commission } = order;
        inside("notifyOrder", () => {
          const told = { state, reason, size, filled, averagePrice, limit, stop, commission };
          note("notifyOrder", order.feed, order.id, told);
          notifyOrder.call(this, order);
        });
      };
    }
    if (notifyTrade !== Strategy.prototype.notifyTrade) {
      prototype.notifyTrade = function (trade: TradeView): void {
        inside("notifyTrade", () => {
          note("notifyTrade", trade.feed, 0, trade);
          notifyTrade.call(this, trade);
        });
      };
    }
  }

  #inside<T>(member: string, act: () => T): T {
    this.#members.push(member);
    try {
      return act();
    } finally {
      this.#members.pop();
    }
  }

  #note(action: TraceEntry["action"], feed: string, order: number, terms: TraceTerms): void {
    const member = this.#members.at(-1) ?? "next";
    this.trace.push({ timeUs: this.#timeUs(), member, action, feed, order, terms });
  }

  #timeUs(): number {
    let timeUs = -Infinity;
    for (const time of this.#clocks) if (time.clock.index >= 0) timeUs = Math.max(timeUs, time.now);
    return timeUs;
  }

  #watchContext(context: StrategyContext): StrategyContext {
    const uses = this.#uses, names = Object.keys(context.feeds), first = names[0]!;
    this.#clocks = Object.values(context.feeds).map((feed) => feed.time);
    for (const feed of Object.values(context.feeds)) watchTime(feed, () => uses.dates = true);
    const feeds = new Proxy(context.feeds, {
      get(target, name): unknown {
        if (typeof name === "string" && name in target) uses.feeds.add(name);
        return Reflect.get(target, name);
      },
      // Listing the names reads all feeds, and their number.
      ownKeys(target): (string | symbol)[] {
        for (const name of names) uses.feeds.add(name);
        return Reflect.ownKeys(target);
      },
    });
    // The base class reads the feeds, then the first feed for `this.data`, then its position for `this.position`. The
    // last two become stand-ins, so that using them differs from reading the first feed by name.
    let given = 0, constructed = false;
    const useFirst = (): void => {
      if (constructed) uses.firstFeed = true;
    };
    const feedOf = (options: { readonly feed?: string }): string => {
      if (options.feed === undefined) uses.firstFeed = true;
      return options.feed ?? first;
    };
    return {
      params: context.params,
      broker: context.broker as BrokerView,
      timers: {
        declare: (options, call): Timer => {
          // Moments are told on the clock of a zone.
          uses.dates = true;
          if (call === undefined) return context.timers.declare(options, undefined);
          const inside = (act: () => unknown): unknown => this.#inside("timer", act);
          // A call that is none, or an async one, is refused under its own name.
          if (!isCallable(call) || waitedKind(call) !== undefined) return context.timers.declare(options, call);
          return context.timers.declare(options, function (this: unknown, timer: Timer): unknown {
            return inside(() => call.call(this as never, timer));
          });
        },
      },
      wakes: context.wakes,
      get feeds(): Readonly<Record<string, FeedLines>> {
        return given++ === 0 ? feeds : { [first]: standIn(context.feeds[first]!, useFirst) };
      },
      positionOf: (feed): PositionView => {
        const position = context.positionOf(feed);
        if (constructed) return position;
        constructed = true;
        return standIn(position, useFirst);
      },
      sized: (side, options) => context.sized(side, options),
      place: (side, options: SizedOrderOptions): OrderView => {
        if (options.valid instanceof Date) uses.dates = true;
        const order = context.place(side, options);
        this.#note(side, feedOf(options), order.id, plainTerms(options));
        return order;
      },
      group: (members): OrderView[] => {
        const orders = context.group(members);
        orders.forEach((order, at) => {
          const member = members[at]!;
          if (member === order) return;
          const { side, ...options } = member as GroupRequest;
          if (options.valid instanceof Date) uses.dates = true;
          this.#note(side, feedOf(options), order.id, plainTerms({ ...options, oco: orders[0]!.id }));
        });
        return orders;
      },
      close: (options: CloseOptions): OrderView | null => {
        const order = context.close(options);
        this.#note("close", feedOf(options), order?.id ?? 0, plainTerms(options));
        return order;
      },
      target: (options: TargetOptions): OrderView => {
        const order = context.target(options);
        this.#note("target", feedOf(options), order.id, plainTerms(options));
        return order;
      },
      targetWeights: (weights, options): Record<string, OrderView> => {
        const orders = context.targetWeights(weights, options);
        for (const [feed, order] of Object.entries(orders)) {
          this.#note("targetWeights", feed, order.id, { fraction: weights[feed] ?? 0 });
        }
        return orders;
      },
      cancel: (order): void => {
        context.cancel(order);
        this.#note("cancel", order.feed, order.id, {});
      },
      replace: (order, options: ReplaceOptions): void => {
        context.replace(order, options);
        this.#note("replace", order.feed, order.id, plainTerms(options));
      },
      transfer: (action, amount): void => {
        context.transfer(action, amount);
        this.#note(action, "", 0, { amount });
      },
    };
  }
}

/** Calls a function when a feed's times are read. */
function watchTime(feed: FeedLines, read: () => void): void {
  const time = feed.time, line = feed.line.bind(feed);
  Object.defineProperty(feed, "time", {
    configurable: true,
    enumerable: true,
    get(): Line {
      read();
      return time;
    },
  });
  Object.defineProperty(feed, "line", {
    configurable: true,
    value: (name: string): Line => {
      if (name === "time") read();
      return line(name);
    },
  });
  for (const name of ["beginsAt", "sessionDate"] as const) {
    Object.defineProperty(feed, name, {
      configurable: true,
      get: () => {
        read();
        return Reflect.get(FeedLines.prototype, name, feed);
      },
    });
  }
  // The days, weeks and months of larger bars are dates, too.
  const resample = feed.resample.bind(feed);
  Object.defineProperty(feed, "resample", {
    configurable: true,
    value: (...terms: Parameters<FeedLines["resample"]>): FeedLines => {
      read();
      return resample(...terms);
    },
  });
}

/**
 * Returns a stand-in for an object that calls a function when it is read. Private fields stay reachable, since methods
 * are called on the object itself.
 */
function standIn<T extends object>(object: T, read: () => void): T {
  return new Proxy(object, {
    get(target, name): unknown {
      read();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Returns options or a view as plain values. */
function plainTerms(options: object): TraceTerms {
  const terms: Record<string, number | string | boolean> = {};
  const add = (name: string, value: unknown, isOrder: boolean): void => {
    if (value === undefined || value === null) return;
    if (value instanceof Date) terms[name] = value.getTime();
    else if (typeof value === "object" && isOrder && !Array.isArray(value)) terms[name] = (value as OrderView).id;
    else if (typeof value === "object") {
      for (const [part, each] of Object.entries(value)) add(`${name}.${part}`, each, isOrder);
    } else if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
      terms[name] = value;
    }
  };
  for (const [name, value] of Object.entries(options)) {
    // The entry itself names feed and order. Ids that count over all feeds depend on registration, so they are dropped.
    if (name !== "feed" && name !== "id") add(name, value, name === "oco");
  }
  return terms;
}
