/**
 * A strategy under observation: what it asks for and hears, on which bar and in which of its members, and which parts of
 * its surroundings it reads. Observing changes nothing of what it does.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import type { CloseOptions, OrderOptions, ReplaceOptions } from "../../strategy/order_options.ts";
import type { BrokerView, OrderView, PositionView, TradeView } from "../../strategy/order_view.ts";
import { type Params, Strategy, type StrategyClass, type StrategyContext } from "../../strategy/strategy.ts";

/** Terms of a request: plain values; an order by its number, a date by its milliseconds. */
export type TraceTerms = Readonly<Record<string, number | string | boolean>>;

/** One thing that a strategy asked for, or was told. */
export interface TraceEntry {
  /** Time of the bar, in microseconds since the epoch; -Infinity before the first. */
  readonly timeUs: number;
  /** The member of the strategy in which it happened. */
  readonly member: string;
  /** What it asked for, or that it was told of an order or a round trip. */
  readonly action: "buy" | "sell" | "close" | "cancel" | "replace" | "notifyOrder" | "notifyTrade";
  /** Name of the feed. */
  readonly feed: string;
  /** Number of the order, or zero where there is none. */
  readonly order: number;
  /** Terms, or what was told. */
  readonly terms: TraceTerms;
}

/** What a strategy reads of its surroundings. */
export interface StrategyUses {
  /** Whether it means the first feed: by `this.data`, `this.position`, or an order that names no feed. */
  readonly firstFeed: boolean;
  /** Whether it reads dates or times, or sets one as an order's end. */
  readonly dates: boolean;
  /** Names of the feeds that it looked up in `this.feeds`. */
  readonly feeds: readonly string[];
}

/** Takes down what a strategy does. */
export class StrategyProbe {
  /** Everything that it asked for and was told, in order. */
  readonly trace: TraceEntry[] = [];
  /** The strategy, once the run has made it. */
  strategy: object | undefined;
  readonly #uses: { firstFeed: boolean; dates: boolean; feeds: Set<string> } = {
    firstFeed: false,
    dates: false,
    feeds: new Set(),
  };
  /** The members that are running, the innermost last. */
  readonly #members: string[] = [];
  #clocks: readonly Line[] = [];

  /** What it has read of its surroundings. */
  get uses(): StrategyUses {
    return { ...this.#uses, feeds: [...this.#uses.feeds] };
  }

  /** The strategy class that does the same under observation. */
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
    // A run asks which of these a strategy overrides, so that only those are.
    for (const member of ["nextstart", "notifyCash"] as const) {
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

  /** Takes down what the strategy is told, if it listens. */
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
      // Who goes through the feeds has looked all of them up, how many there are included.
      ownKeys(target): (string | symbol)[] {
        for (const name of names) uses.feeds.add(name);
        return Reflect.ownKeys(target);
      },
    });
    // The base class takes the feeds, then the first of them for `this.data`, then its position for `this.position`.
    // What it gets for the last two are stand-ins, so that using them can be told from looking the first feed up.
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
      get feeds(): Readonly<Record<string, FeedLines>> {
        return given++ === 0 ? feeds : { [first]: standIn(context.feeds[first]!, useFirst) };
      },
      positionOf: (feed): PositionView => {
        const position = context.positionOf(feed);
        if (constructed) return position;
        constructed = true;
        return standIn(position, useFirst);
      },
      place: (side, options: OrderOptions): OrderView => {
        if (options.valid instanceof Date) uses.dates = true;
        const order = context.place(side, options);
        this.#note(side, feedOf(options), order.id, plainTerms(options));
        return order;
      },
      close: (options: CloseOptions): OrderView | null => {
        const order = context.close(options);
        this.#note("close", feedOf(options), order?.id ?? 0, plainTerms(options));
        return order;
      },
      cancel: (order): void => {
        context.cancel(order);
        this.#note("cancel", order.feed, order.id, {});
      },
      replace: (order, options: ReplaceOptions): void => {
        context.replace(order, options);
        this.#note("replace", order.feed, order.id, plainTerms(options));
      },
    };
  }
}

/** Tells when a feed's times are read. */
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
}

/** An object that stands for another and tells when it is read. Private fields are reached as it calls on the other. */
function standIn<T extends object>(object: T, read: () => void): T {
  return new Proxy(object, {
    get(target, name): unknown {
      read();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Options or a view as plain values. */
function plainTerms(options: object): TraceTerms {
  const terms: Record<string, number | string | boolean> = {};
  for (const [name, value] of Object.entries(options)) {
    // Feeds and orders are named by the entry itself; numbers that count over all feeds say nothing of one.
    if (name === "feed" || name === "id" || value === undefined || value === null) continue;
    if (value instanceof Date) terms[name] = value.getTime();
    else if (typeof value === "object") terms[name] = (value as OrderView).id;
    else if (typeof value !== "function") terms[name] = value;
  }
  return terms;
}
