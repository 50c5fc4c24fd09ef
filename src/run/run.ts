/**
 * One run of one strategy: the driver between the strategy and an engine.
 *
 * Driving is lazy. The engine says at which step something could next be said (its horizon); up to there `next` runs on
 * columns alone, and the engine is crossed to only when that step is reached or the strategy asks for something. That
 * this equals stepping bar by bar is a law with a test.
 *
 * @module
 */

import {
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  SIDE_BUY,
  SIDE_SELL,
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_COUNT,
  STATUS_SEQUENCE,
  STATUS_VALUE,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  VALIDITY_GTC,
} from "../contract/contract.gen.ts";
import { Engine } from "../engine.ts";
import type { Feed } from "../feeds/feed.ts";
import { Clock } from "../lines/clock.ts";
import { FeedLines } from "../lines/feed_lines.ts";
import type { CloseOptions, OrderOptions, ReplaceOptions } from "../strategy/order_options.ts";
import type { BrokerView, OrderView, PositionView } from "../strategy/order_view.ts";
import { type Params, Strategy, type StrategyClass, type StrategyContext } from "../strategy/strategy.ts";
import { StrategyError } from "../strategy/strategy_error.ts";
import { AccountView } from "./account_view.ts";
import type { BacktestOptions } from "./backtest.ts";
import { encodeConfiguration, PLAIN_CONDUCT, resolveRules } from "./configuration.ts";
import { EventWriter } from "./event_writer.ts";
import { InstrumentSpec, moneyOf } from "./instrument_spec.ts";
import { Journal } from "./journal.ts";
import { OrderRecord } from "./order_record.ts";
import { lotsOf, snapPrice, snapTerms } from "./order_terms.ts";
import { packBars, type PackedBars } from "./pack.ts";
import { parseRational, type Rational, toNumber } from "./rational.ts";
import { Result } from "./result.ts";
import type { AskedOrder, OrderRole } from "./result_rows.ts";
import { computeStats } from "./stats.ts";
import { mergeTimes, type Timeline } from "./timeline.ts";

/** Where the strategy is, which decides whether it may place orders. */
type Phase = "construction" | "start" | "bars" | "stop";

/** A run, from its feeds to its result. */
export class Run<P extends Params> implements StrategyContext {
  readonly params: P;
  readonly feeds: Readonly<Record<string, FeedLines>>;
  readonly broker: BrokerView;
  readonly #strategy: Strategy<P>;
  readonly #strategyName: string;
  readonly #options: BacktestOptions<P>;
  readonly #names: readonly string[];
  readonly #specs: readonly InstrumentSpec[];
  readonly #moneyUnit: Rational;
  readonly #moneyUnits: number;
  readonly #rules: Readonly<Record<string, string>>;
  readonly #config: Float64Array;
  readonly #packed: PackedBars;
  readonly #clocks: readonly Clock[];
  readonly #timeline: Timeline;
  readonly #engine: Engine;
  readonly #account: AccountView;
  readonly #journal: Journal;
  readonly #writer: EventWriter = new EventWriter();
  /** Cash and value of each step, one column after the other. */
  readonly #marks: Float64Array;
  readonly #inMarket: Uint8Array;
  #phase: Phase = "construction";
  /** Index of the current step. */
  #step = -1;
  /** Steps that the engine has committed. */
  #committed = 0;
  /** Time of the first step at which the engine could say something. */
  #horizonUs = Infinity;
  #orderId = 0;
  #warmUpBars = 0;
  /** From which step on `inMarket` holds what is in the account now. */
  #heldFrom = 0;

  constructor(
    strategyClass: StrategyClass<P>,
    feeds: Feed | Readonly<Record<string, Feed>>,
    options: BacktestOptions<P>,
  ) {
    const named = isFeed(feeds) ? { [feeds.name]: feeds } : feeds;
    this.#names = Object.keys(named);
    const sources = this.#names.map((name): Feed => ({ ...named[name]!, name }));
    checkFeeds(sources, options);
    this.#options = options;
    this.#strategyName = strategyClass.name;
    this.params = resolveParams(strategyClass, options.params ?? {});
    this.#moneyUnit = options.moneyUnit === undefined
      ? { numerator: 1n, denominator: 1_000_000n }
      : parseRational(options.moneyUnit, "moneyUnit");
    this.#moneyUnits = toNumber(this.#moneyUnit.denominator, "moneyUnit") /
      toNumber(this.#moneyUnit.numerator, "moneyUnit");
    const cash = options.cash ?? 10_000;
    if (!(cash > 0)) throw new RangeError(`Cannot start with cash ${cash}: it is a positive number`);
    const cashUnits = moneyOf(cash, this.#moneyUnit, "cash");
    this.#specs = sources.map((feed) =>
      new InstrumentSpec(feed, { ...options, ...options.instruments?.[feed.name] }, cash, this.#moneyUnit)
    );
    const limitFill = options.limitFill === undefined ? {} : { LIMIT_FILL: options.limitFill.toUpperCase() };
    this.#rules = resolveRules(options.profile ?? "exact", { ...limitFill, ...options.rules });
    this.#config = encodeConfiguration(this.#rules, cashUnits, this.#specs, {
      ...PLAIN_CONDUCT,
      checks: options.checks ?? false,
      chain: options.chain ?? true,
    });
    this.#packed = packBars(sources, this.#specs);
    this.#clocks = this.#packed.feeds.map((feed) => new Clock(feed.name, feed.length));
    this.feeds = lookup(this.#names, this.#packed.feeds.map((feed, id) => new FeedLines(feed, this.#clocks[id]!)));
    this.#timeline = mergeTimes(this.#packed.feeds);
    const steps = this.#timeline.timeUs.length;
    this.#marks = new Float64Array(2 * steps);
    this.#inMarket = new Uint8Array(steps);
    this.#account = new AccountView(
      this.#config,
      cashUnits,
      this.#moneyUnits,
      this.#packed,
      this.#specs,
      this.#clocks,
    );
    this.broker = this.#account;
    this.#journal = new Journal(this.#specs, this.#account, this.#moneyUnits);
    this.#engine = new Engine(this.#config, {
      ...(options.engineBackend === undefined ? {} : { engineBackend: options.engineBackend }),
      ...(options.libraryPath === undefined ? {} : { libraryPath: options.libraryPath }),
    });
    try {
      this.#engine.loadColumns(this.#packed.columns, this.#packed.counts, this.#packed.bases);
      this.#strategy = this.#guarded("constructor", () => new strategyClass(this));
    } catch (error) {
      this.#engine[Symbol.dispose]();
      throw error;
    }
  }

  /** Frees the engine. */
  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }

  /** Runs to the end and returns the result. */
  execute(): Result {
    this.#phase = "start";
    this.#journal.listening = {
      orders: overrides(this.#strategy, "notifyOrder"),
      trades: overrides(this.#strategy, "notifyTrade"),
    };
    this.#guarded("start", () => this.#strategy.start());
    this.#phase = "bars";
    if (this.#clocks.length === 1) this.#runOneFeed();
    else this.#runFeeds();
    this.#phase = "stop";
    if (this.#timeline.timeUs.length > 0) this.#commit(this.#timeline.timeUs.length - 1);
    this.#guarded("stop", () => this.#strategy.stop());
    return this.#finish();
  }

  /** The loop over one feed, which has no cursors to merge. */
  #runOneFeed(): void {
    const clock = this.#clocks[0]!, times = this.#timeline.timeUs, warm = clock.minPeriod - 1;
    const strategy = this.#strategy, tellsCash = overrides(strategy, "notifyCash");
    clock.isNew = true;
    let member = "next";
    let step = 0;
    this.#warmUpBars = Math.min(warm, times.length);
    try {
      for (; step < times.length; step++) {
        clock.index = step;
        this.#step = step;
        if (times[step]! >= this.#horizonUs || this.#options.stepByStep === true) this.#commit(step);
        if (this.#journal.pending.length > 0) this.#notify();
        if (tellsCash) {
          member = "notifyCash";
          strategy.notifyCash(this.#account.cash, this.#account.value);
          member = "next";
        }
        if (step > warm) strategy.next();
        else if (step === warm) {
          member = "nextstart";
          strategy.nextstart();
          member = "next";
        } else {
          member = "prenext";
          strategy.prenext();
          member = "next";
        }
        if (this.#writer.count > 0) this.#submit();
      }
    } catch (error) {
      throw this.#strategyError(member, error);
    }
  }

  /** The loop over several feeds. */
  #runFeeds(): void {
    const times = this.#timeline.timeUs, strategy = this.#strategy;
    const columns = this.#packed.feeds.map((feed) => feed.columns.timeUs);
    const warm = this.#clocks.map((clock) => clock.minPeriod);
    const any = this.#options.start === "any", tellsCash = overrides(strategy, "notifyCash");
    let member = "next", started = false;
    try {
      for (let step = 0; step < times.length; step++) {
        const time = times[step]!;
        let ready = 0;
        for (let id = 0; id < this.#clocks.length; id++) {
          const clock = this.#clocks[id]!;
          clock.isNew = columns[id]![clock.index + 1] === time;
          if (clock.isNew) clock.index++;
          if (clock.index + 1 >= warm[id]!) ready++;
        }
        this.#step = step;
        if (time >= this.#horizonUs || this.#options.stepByStep === true) this.#commit(step);
        if (this.#journal.pending.length > 0) this.#notify();
        if (tellsCash) {
          member = "notifyCash";
          strategy.notifyCash(this.#account.cash, this.#account.value);
        }
        if (any ? ready === 0 : ready < this.#clocks.length) {
          this.#warmUpBars++;
          member = "prenext";
          strategy.prenext();
        } else if (!started) {
          started = true;
          member = "nextstart";
          strategy.nextstart();
        } else {
          member = "next";
          strategy.next();
        }
        if (this.#writer.count > 0) this.#submit();
      }
    } catch (error) {
      throw this.#strategyError(member, error);
    }
  }

  /** Brings the engine to a step, takes in what it says, and learns the next horizon. */
  #commit(step: number): void {
    if (step >= this.#committed) this.#advance(step, true);
  }

  #advance(step: number, withHorizon: boolean): void {
    const { steps, horizonUs } = this.#engine.advance(this.#packed.columns, {
      marks: this.#marks,
      row: this.#committed,
      untilUs: this.#timeline.timeUs[step]!,
      withHorizon,
    });
    this.#committed += steps;
    this.#horizonUs = horizonUs;
    if (this.#engine.pending > 0) this.#take(this.#engine.read(this.#journal.reader.buffer), step);
  }

  /** Sends what the strategy asked for in this step. */
  #submit(): void {
    if (this.#step >= this.#committed) this.#advance(this.#step, false);
    this.#take(this.#apply(), this.#step);
    this.#horizonUs = this.#engine.horizon(this.#packed.columns);
  }

  /** Applies what was written; returns how many outputs lie in the reader's buffer. */
  #apply(): number {
    const count = this.#engine.apply(this.#writer.floats, this.#writer.count, this.#journal.reader.buffer);
    this.#writer.clear();
    return count;
  }

  /** Takes notices in, more of them while the buffer comes full, and keeps the column of steps with a position. */
  #take(first: number, step: number): void {
    const journal = this.#journal, fills = journal.fillsCount, held = this.#account.inMarket;
    let count = first;
    journal.take(count, step);
    while (journal.reader.isFull(count)) {
      count = this.#engine.read(journal.reader.buffer);
      journal.take(count, step);
    }
    if (journal.fillsCount === fills) return;
    if (held) this.#inMarket.fill(1, this.#heldFrom, step);
    this.#heldFrom = step;
  }

  /** Tells the strategy what happened. */
  #notify(): void {
    const pending = this.#journal.pending;
    this.#journal.pending = [];
    for (const news of pending) {
      if (news instanceof OrderRecord) this.#strategy.notifyOrder(news);
      else this.#strategy.notifyTrade(news);
    }
  }

  #finish(): Result {
    const steps = this.#timeline.timeUs.length, status = new Float64Array(STATUS_COUNT);
    if (steps > 0) {
      this.#writer.shutDown(this.#timeline.timeUs[steps - 1]!, this.#options.closeAtEnd ?? false);
      this.#take(this.#apply(), steps - 1);
    }
    if (this.#account.inMarket) this.#inMarket.fill(1, this.#heldFrom, steps);
    this.#engine.status(status);
    if (steps > 0) {
      this.#marks[steps - 1] = status[STATUS_CASH]!;
      this.#marks[2 * steps - 1] = status[STATUS_VALUE]!;
    }
    for (let at = 0; at < this.#marks.length; at++) this.#marks[at] = this.#marks[at]! / this.#moneyUnits;
    return this.#result(status);
  }

  #result(status: Float64Array): Result {
    const { timeUs, sessionDay } = this.#timeline, steps = timeUs.length;
    const cash = this.#marks.subarray(0, steps), equity = this.#marks.subarray(steps);
    const cashInitial = this.#options.cash ?? 10_000;
    const first = this.#packed.feeds[0]!, closes = first.columns.close;
    const engine = { backend: this.#engine.backend.name, reason: this.#engine.backend.reason };
    return new Result({
      strategy: this.#strategyName,
      timeUs,
      equity,
      cash,
      cashInitial,
      rows: () => this.#journal.rows(),
      engine,
      crossings: this.#engine.crossings,
      chain: hex(status[STATUS_CHAIN_LOW]!) + hex(status[STATUS_CHAIN_HIGH]!),
      events: status[STATUS_SEQUENCE]!,
      configuration: this.#resolved(),
      stats: (rows) =>
        computeStats({
          timeUs,
          sessionDay,
          equity,
          inMarket: this.#inMarket,
          cashInitial,
          buyAndHold: first.length === 0 ? null : { firstClose: closes[0]!, lastClose: closes[first.length - 1]! },
          ...rows,
          warmUpBars: this.#warmUpBars,
          periodsPerYear: this.#options.periodsPerYear,
          timeZone: first.timeZone,
        }),
      summaryContext: {
        strategy: this.#strategyName,
        feeds: this.#names,
        engine,
        notes: [...this.#packed.feeds.flatMap((feed) => feed.notes), ...this.#packed.notes],
        barsNeeded: Math.max(...this.#clocks.map((clock) => clock.minPeriod)),
        barsGiven: Math.max(...this.#clocks.map((clock) => clock.length)),
      },
    });
  }

  #resolved(): Result["configuration"] {
    const text = (value: Rational): string =>
      value.denominator === 1n ? `${value.numerator}` : `${value.numerator}/${value.denominator}`;
    return {
      profile: this.#options.profile ?? "exact",
      rules: this.#rules,
      cash: this.#options.cash ?? 10_000,
      moneyUnit: text(this.#moneyUnit),
      params: this.params,
      instruments: this.#specs.map((spec) => ({
        name: spec.name,
        resolution: text(spec.resolution),
        tick: text({
          numerator: spec.resolution.numerator * BigInt(spec.tick),
          denominator: spec.resolution.denominator,
        }),
        lot: text(spec.lot),
        multiplier: text(spec.multiplier),
      })),
      lanes: Array.from(this.#config),
    };
  }

  // What the strategy asks for.

  positionOf(feed: string): PositionView {
    return this.#account.positions[this.#feedId(feed)]!;
  }

  place(side: "buy" | "sell", options: OrderOptions): OrderView {
    this.#checkPhase(side);
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed), spec = this.#specs[instrument]!;
    const terms = snapTerms(side, options, spec, this.#moneyUnit);
    const opposite = side === "buy" ? "sell" : "buy";
    const stopLoss = options.stopLoss === undefined
      ? 0
      : snapPrice(opposite, "stop", options.stopLoss, "stopLoss", spec);
    const takeProfit = options.takeProfit === undefined
      ? 0
      : snapPrice(opposite, "limit", options.takeProfit, "takeProfit", spec);
    const oco = options.oco === undefined ? 0 : this.#groupOf(options.oco);
    const order = this.#record(side, terms.type, instrument, "entry", askedOf(options), null, oco);
    terms.orderId = order.id;
    terms.instrument = instrument;
    terms.flags = options.reduceOnly === true ? ORDER_FLAG_REDUCE_ONLY : 0;
    terms.oco = oco;
    this.#writer.place(this.#time(), terms);
    if (stopLoss > 0) {
      order.stopLoss = this.#protect(order, opposite, "stopLoss", options.stopLoss!, stopLoss, 0);
    }
    if (takeProfit > 0) {
      const leader = order.stopLoss?.id ?? 0;
      order.takeProfit = this.#protect(order, opposite, "takeProfit", options.takeProfit!, takeProfit, leader);
    }
    return order;
  }

  /** Places an order that protects what an entry opens. */
  #protect(
    entry: OrderRecord,
    side: "buy" | "sell",
    role: "stopLoss" | "takeProfit",
    asked: number,
    price: number,
    oco: number,
  ): OrderRecord {
    const stop = role === "stopLoss", type = stop ? TYPE_STOP : TYPE_LIMIT, instrument = entry.instrument;
    const order = this.#record(side, type, instrument, role, stop ? { stop: asked } : { limit: asked }, entry.id, oco);
    this.#writer.place(this.#time(), {
      orderId: order.id,
      instrument,
      type,
      side: side === "buy" ? SIDE_BUY : SIDE_SELL,
      validity: VALIDITY_GTC,
      validUs: 0,
      flags: ORDER_FLAG_PROTECTIVE,
      quantity: 0,
      cash: 0,
      fraction: 0,
      limit: stop ? 0 : price,
      stop: stop ? price : 0,
      parent: entry.id,
      oco,
    });
    return order;
  }

  close(options: CloseOptions): OrderView | null {
    this.#checkPhase("close");
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed);
    const held = this.#account.lots(instrument), side = held > 0 ? "sell" : "buy";
    const type = options.onClose === true ? TYPE_MARKET_ON_CLOSE : TYPE_MARKET;
    const quantity = options.size === undefined ? 0 : lotsOf(options.size, this.#specs[instrument]!);
    const order = this.#record(side, type, instrument, "close", askedOf(options), null, 0);
    this.#writer.place(this.#time(), {
      orderId: order.id,
      instrument,
      type,
      side: side === "buy" ? SIDE_BUY : SIDE_SELL,
      validity: VALIDITY_GTC,
      validUs: 0,
      flags: ORDER_FLAG_CLOSE,
      quantity,
      cash: 0,
      fraction: 0,
      limit: 0,
      stop: 0,
      parent: 0,
      oco: 0,
    });
    return held === 0 ? null : order;
  }

  cancel(order: OrderView): void {
    this.#checkPhase("cancel");
    const record = this.#own(order);
    this.#writer.cancel(this.#time(), record.instrument, record.id);
  }

  replace(order: OrderView, options: ReplaceOptions): void {
    this.#checkPhase("replace");
    const record = this.#own(order), { instrument, side } = record, spec = this.#specs[instrument]!;
    this.#writer.replace(this.#time(), instrument, record.id, {
      quantity: options.size === undefined ? 0 : lotsOf(options.size, spec),
      limit: options.limit === undefined ? 0 : snapPrice(side, "limit", options.limit, "limit", spec),
      stop: options.stop === undefined ? 0 : snapPrice(side, "stop", options.stop, "stop", spec),
    });
  }

  /** Notes an order that is about to be placed. */
  #record(
    side: "buy" | "sell",
    type: number,
    instrument: number,
    role: OrderRole,
    asked: AskedOrder,
    parent: number | null,
    oco: number,
  ): OrderRecord {
    this.#orderId++;
    const order = new OrderRecord(
      this.#orderId,
      side,
      type,
      instrument,
      role,
      asked,
      this.#step,
      this.#time(),
      parent,
      oco === 0 ? null : oco,
      this.#specs[instrument]!,
      this.#moneyUnits,
    );
    this.#journal.orders.set(order.id, order);
    return order;
  }

  #groupOf(order: OrderView): number {
    const record = this.#own(order);
    return record.oco ?? record.id;
  }

  #own(order: OrderView): OrderRecord {
    const record = this.#journal.orders.get(order?.id);
    if (record === undefined || record !== order) {
      throw new TypeError(`Cannot use ${String(order)} as an order: pass what buy, sell or close returned in this run`);
    }
    return record;
  }

  #feedId(feed: string): number {
    const id = this.#names.indexOf(feed);
    if (id < 0) throw new RangeError(`Cannot find feed "${feed}": there are ${quoted(this.#names)}`);
    return id;
  }

  #time(): number {
    return this.#timeline.timeUs[this.#step]!;
  }

  #checkPhase(action: string): void {
    if (this.#phase === "bars") return;
    throw new TypeError(`Cannot ${action} in ${this.#phase}: orders are placed on bars, in next() and notifications`);
  }

  #guarded<T>(member: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw this.#strategyError(member, error);
    }
  }

  #strategyError(member: string, cause: unknown): unknown {
    if (cause instanceof StrategyError) return cause;
    const time = this.#step < 0 ? "" : new Date(Math.floor(this.#time() / 1000)).toISOString();
    return new StrategyError(this.#strategyName, member, this.#step, time, cause);
  }
}

function isFeed(feeds: Feed | Readonly<Record<string, Feed>>): feeds is Feed {
  return "columns" in feeds && "timeframeUs" in feeds;
}

function checkFeeds(
  feeds: readonly Feed[],
  options: { readonly instruments?: Readonly<Record<string, unknown>> },
): void {
  if (feeds.length === 0) throw new RangeError("Cannot run without a feed: pass one, or several by name");
  for (const name of Object.keys(options.instruments ?? {})) {
    if (!feeds.some((feed) => feed.name === name)) {
      throw new RangeError(
        `Cannot find feed "${name}" of the option instruments: there are ${quoted(feeds.map((feed) => feed.name))}`,
      );
    }
  }
  const timeframes = new Set(feeds.map((feed) => feed.timeframeUs));
  const unknown = feeds.find((feed) => feed.stamp === "unknown");
  if (timeframes.size > 1 && unknown !== undefined) {
    throw new RangeError(
      `Cannot run feeds of different timeframes while it is unknown whether the times of "${unknown.name}" are those ` +
        `at which its bars open or close: pass stamp: "open" or "close" when reading it`,
    );
  }
}

function resolveParams<P extends Params>(strategyClass: StrategyClass<P>, changes: Partial<P>): P {
  for (const name of Object.keys(changes)) {
    if (!(name in strategyClass.defaults)) {
      throw new RangeError(
        `Cannot find parameter "${name}" of ${strategyClass.name}: there are ${
          quoted(Object.keys(strategyClass.defaults))
        }`,
      );
    }
  }
  return Object.freeze({ ...strategyClass.defaults, ...changes });
}

/** Feeds by name; an unknown name throws instead of being undefined. */
function lookup(names: readonly string[], lines: readonly FeedLines[]): Readonly<Record<string, FeedLines>> {
  const feeds: Record<string, FeedLines> = {};
  names.forEach((name, id) => feeds[name] = lines[id]!);
  return new Proxy(feeds, {
    get(target, name): unknown {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
      throw new RangeError(`Cannot find feed "${name}": there are ${quoted(names)}`);
    },
  });
}

function askedOf(options: OrderOptions | CloseOptions): AskedOrder {
  const asked: Record<string, number> = {};
  for (const name of ["size", "cash", "fraction", "limit", "stop"] as const) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (typeof value === "number") asked[name] = value;
  }
  return asked;
}

function overrides(strategy: Strategy, member: "notifyCash" | "notifyOrder" | "notifyTrade"): boolean {
  return strategy[member] !== Strategy.prototype[member];
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
