/**
 * The order desk: it turns a strategy's requests into events for the core.
 *
 * @module
 */

import { inspected } from "../host.ts";
import {
  EXACT_MAX,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_POST_ONLY,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_FLAG_TARGET,
  ORDER_FLAG_TRAIL_RATE,
  ORDER_FLAG_WHOLE,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_MARKET_ON_OPEN,
  TYPE_STOP_TRAIL_LIMIT,
} from "../contract/contract.gen.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import {
  type CloseOptions,
  type GroupRequest,
  type OrderOptions,
  type PriceDistance,
  type ReplaceOptions,
  type SizedOrderOptions,
  takenOrderOptions,
  type TargetOptions,
  type TargetWeightsOptions,
} from "../strategy/order_options.ts";
import type { BrokerView, OrderView, PositionView } from "../strategy/order_view.ts";
import type { Params, StrategyContext } from "../strategy/strategy.ts";
import type { TimerDeclarations } from "../strategy/timer.ts";
import type { WakeDeclarations } from "../strategy/wake.ts";
import type { AccountView } from "./account_view.ts";
import { fractionOfOrder } from "./any_prices.ts";
import type { EventWriter } from "../records/event_writer.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { AskedTerms, OrderPlacement } from "./order_placement.ts";
import { codesOf, OrderRecord } from "./order_record.ts";
import { ROLES } from "./order_lanes.ts";
import type { OrderRecords } from "./order_records.ts";
import {
  checkFlag,
  EventTerms,
  lotsOf,
  newLotsOf,
  offsetOf,
  plainTerms,
  saysNoSize,
  type SnappedTerms,
  snapPrice,
  snapTarget,
  snapTerms,
  transferUnits,
} from "./order_terms.ts";
import { checkedOthers, legsOf, weightTerms } from "./target_weights.ts";
import type { Rational } from "./rational.ts";
import { distanceOf } from "./distance_terms.ts";
import { checkedMembers, checkedSide, joiningOf } from "./order_group.ts";
import { type ProtectionTerms, protectionTerms } from "./protection_terms.ts";
import { sizerOf, withSize } from "./sized_options.ts";
import type { Sizer } from "../strategy/sizers.ts";
import { quoted } from "../records/text.ts";
import type { OrderSide } from "./result_rows.ts";
import type { RunClock } from "./run_clock.ts";
import { oppositeOf, sideCode, sideOf } from "./side.ts";

/** The parts that an order desk works with. */
export interface OrderDeskParts {
  readonly params: Params;
  readonly feeds: Readonly<Record<string, FeedLines>>;
  readonly clock: RunClock;
  readonly specs: readonly InstrumentSpec[];
  readonly moneyUnit: Rational;
  readonly account: AccountView;
  readonly records: OrderRecords;
  readonly writer: EventWriter;
  /** Says the size of orders without one. */
  readonly sizer: Sizer | undefined;
  readonly timers: TimerDeclarations;
  readonly wakes: WakeDeclarations;
  /** Returns whether orders of an instrument are matched on finer bars than those of the strategy; absent where none are. */
  readonly isFinelyFilled?: ((instrument: number) => boolean) | undefined;
}

/** Checks the requests of a strategy and writes their events. */
export class OrderDesk implements StrategyContext {
  readonly params: Params;
  readonly feeds: Readonly<Record<string, FeedLines>>;
  readonly broker: BrokerView;
  readonly timers: TimerDeclarations;
  readonly wakes: WakeDeclarations;
  readonly #clock: RunClock;
  readonly #names: readonly string[];
  readonly #specs: readonly InstrumentSpec[];
  readonly #moneyUnit: Rational;
  readonly #account: AccountView;
  readonly #records: OrderRecords;
  readonly #writer: EventWriter;
  readonly #sizer: Sizer | undefined;
  readonly #isFinelyFilled: ((instrument: number) => boolean) | undefined;
  readonly #event: EventTerms = new EventTerms();
  /** Targets that may still wait, from the first call of `targetWeights` on. */
  #targets: OrderRecord[] | undefined;

  constructor(parts: OrderDeskParts) {
    this.params = parts.params;
    this.feeds = parts.feeds;
    this.broker = parts.account;
    this.timers = parts.timers;
    this.wakes = parts.wakes;
    this.#clock = parts.clock;
    this.#names = parts.specs.map((spec) => spec.name);
    this.#specs = parts.specs;
    this.#moneyUnit = parts.moneyUnit;
    this.#account = parts.account;
    this.#records = parts.records;
    this.#writer = parts.writer;
    this.#sizer = parts.sizer;
    this.#isFinelyFilled = parts.isFinelyFilled;
  }

  positionOf(feed: string): PositionView {
    return this.#account.positions[this.#feedId(feed)]!;
  }

  sized(side: OrderSide, options: OrderOptions): SizedOrderOptions {
    const sizer = sizerOf(options, this.#sizer);
    if (sizer === undefined) return options as SizedOrderOptions;
    this.#checkPhase(side);
    const id = options.feed === undefined ? 0 : this.#feedId(options.feed), name = this.#names[id]!;
    const { pointValue, zero } = this.#specs[id]!, position = this.#account.positions[id]!;
    const said = withSize(side, options, sizer, { feed: this.feeds[name]!, position, broker: this.broker, pointValue });
    const way = said.cash !== undefined ? "cash" : said.fraction !== undefined ? "fraction" : undefined;
    if (way === undefined || zero === 0) return said;
    throw fractionOfOrder(`${way} ${said[way]} of a sizer`, name, "let it return units, as ct.sizers.fixed(1) does");
  }

  place(side: OrderSide, options: SizedOrderOptions): OrderView {
    this.#checkPhase(side);
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed), spec = this.#specs[instrument]!;
    this.#checkBegins(side, instrument);
    if (saysSizeAlone(options)) {
      const { size } = options, lots = lotsOf(size, spec), tag = this.#records.tags.number(options.tag);
      return this.#sendPlain(side, instrument, ENTRY, 0, size, lots, tag);
    }
    const ready = this.#ready(side, instrument, options);
    return this.#placeReady(ready, options.oco === undefined ? 0 : this.#groupOf(options.oco), undefined);
  }

  group(members: readonly (OrderView | GroupRequest)[]): OrderView[] {
    this.#checkPhase("oco");
    // Each member is checked before one of them is placed.
    const all = checkedMembers(members).map((member, at) => {
      if (member instanceof OrderRecord) return this.#joined(member);
      const { side: said, ...options } = takenOrderOptions("oco", member), side = checkedSide(said, at);
      const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed);
      this.#checkBegins(side, instrument);
      return this.#ready(side, instrument, this.sized(side, options));
    });
    const orders = all.filter((member) => member instanceof OrderRecord), writer = this.#writer;
    const { leader: first, before, joins } = joiningOf(orders, ({ id }) => ({
      waits: writer.callOf(id) !== undefined,
      leads: this.#records.leads(id),
    }));
    if (before !== 0) this.#leadBy(first, before);
    const bound = orders.filter(({ id, role }) => role === "entry" && writer.callOf(id) !== undefined);
    let leader = first,
      call = bound.map(({ id }) => writer.callOf(id)!).find((each) => each !== 0) ??
        Math.min(...bound.map(({ id }) => id));
    for (const order of bound) {
      const isNew = joins.includes(order) && order.id !== leader;
      writer.join(order.id, call, isNew ? leader : 0);
      for (const child of order.protections) writer.join(child.id, 0, 0);
      if (isNew) this.#records.join(order, leader);
    }
    return all.map((member) => {
      if (member instanceof OrderRecord) return member;
      const order = this.#placeReady(member, leader, call === Infinity ? 0 : call);
      leader ||= order.id;
      if (call === Infinity) call = order.id;
      return order;
    });
  }

  /** Gives a group whose orders all wait for the core another leader, which was placed ahead of them. */
  #leadBy(leader: number, before: number): void {
    const members = this.#records.membersOf(before), child = members.find(({ role }) => role !== "entry");
    if (child !== undefined) {
      throw new RangeError(
        `Cannot join order ${leader} to the group of order ${before}, which is a ${child.role} of order ${child.parent}: ` +
          `place what joins it behind order ${child.parent}`,
      );
    }
    for (const order of members) {
      this.#writer.lead(order.id, leader);
      this.#records.join(order, leader);
    }
  }

  /** Rejects an order at the close that would fill at the close of a finer bar. */
  #checkOnClose(what: string, instrument: number, onClose: boolean | undefined): void {
    checkFlag(onClose, "onClose");
    if (onClose !== true || this.#isFinelyFilled?.(instrument) !== true) return;
    throw new RangeError(
      `Cannot ${what} at the close on feed "${this
        .#names[instrument]!}" with fillOn: the order would fill at the close ` +
        `of the first finer bar; ${what} without onClose, at the next open`,
    );
  }

  /** Returns an order that only has to be placed. */
  #ready(side: OrderSide, instrument: number, options: SizedOrderOptions): ReadyOrder {
    const spec = this.#specs[instrument]!;
    this.#checkOnClose(side, instrument, options.onClose);
    const terms = snapTerms(side, options, spec, this.#moneyUnit, this.#clock.timeUs);
    const protection = protectionTerms(oppositeOf(side), options, spec);
    return { side, instrument, options, terms, protection, tag: this.#records.tags.number(options.tag) };
  }

  /**
   * Places an order with its protection.
   *
   * @param oco Id of the order that names its group, or zero.
   * @param call Id of the first order of its call, zero for that order itself, undefined for one that stands alone.
   */
  #placeReady(ready: ReadyOrder, oco: number, call: number | undefined): OrderRecord {
    const { side, instrument, options, terms, protection, tag } = ready, opposite = oppositeOf(side);
    const { trail, limitOffset } = options, postOnly = options.postOnly === true;
    const distance = trail === undefined ? undefined : { trail: terms.trail, byRate: trail.percent !== undefined };
    const flags = (options.reduceOnly === true ? ORDER_FLAG_REDUCE_ONLY : saysNoSize(options) ? ORDER_FLAG_WHOLE : 0) |
      (distance?.byRate === true ? ORDER_FLAG_TRAIL_RATE : 0) | (postOnly ? ORDER_FLAG_POST_ONLY : 0);
    const { number: step, timeUs: placedUs } = this.#clock;
    const { type } = terms, reduceOnly = options.reduceOnly === true;
    const asked = trail === undefined && options.touch === undefined ? options : askedOf(options);
    const order = this.#send(
      {
        side,
        type,
        instrument,
        role: "entry",
        asked,
        lifetime: terms,
        reduceOnly,
        postOnly,
        distance,
        offset: limitOffset === undefined ? 0 : terms.limit,
        step,
        placedUs,
        parent: 0,
        oco,
        tag,
      },
      flags,
      terms,
    );
    if (call !== undefined) this.#writer.together(call === 0 ? order.id : call);
    // All protective orders name the entry as parent. The stop-loss leads a group, which the targets join.
    let leader = 0;
    for (const each of protection) {
      const { role, type, price, share } = each, stops = role === "stopLoss";
      const own = { asked: each.asked, step, placedUs, parent: order.id, tag, share };
      const child = this.#send(
        {
          ...own,
          ...{ side: opposite, type, instrument, role, oco: leader, distance: each.distance },
        },
        ORDER_FLAG_PROTECTIVE | each.flags,
        {
          ...plainTerms(type, 0, stops ? 0 : price, stops ? price : 0),
          fraction: share,
          trail: each.distance?.trail ?? 0,
        },
      );
      order.protect(child);
      if (call !== undefined) this.#writer.together(0);
      // A stop that the core refuses for its price leads no group.
      if (stops && each.isPriced) leader = child.id;
    }
    return order;
  }

  /** Returns the order that names the group of an order, or of several, which have to be of one. */
  #groupOf(orders: OrderView | readonly OrderView[]): number {
    if (!Array.isArray(orders)) return this.#joined(orders as OrderView).group;
    if (orders.length === 0) throw new RangeError("Cannot use an empty list as oco: pass an order, or leave it out");
    const groups = (orders as readonly OrderView[]).map((order) => this.#joined(order).group);
    if (groups.every((group) => group === groups[0])) return groups[0]!;
    throw new RangeError(
      `Cannot use ${groups.length} orders of ${
        new Set(groups).size
      } groups as oco: an order is of one group; place each ` +
        "with the one before it as oco",
    );
  }

  /** Returns an order of this run that another one joins. */
  #joined(order: OrderView): OrderRecord {
    const own = this.#own(order);
    this.#checkBegins("oco", own.instrument);
    return own;
  }

  close(options: CloseOptions): OrderView | null {
    this.#checkPhase("close");
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed);
    this.#checkBegins("close", instrument);
    this.#checkOnClose("close", instrument, options.onClose);
    const tag = this.#records.tags.number(options.tag);
    const held = this.#account.lots(instrument), side = oppositeOf(sideOf(held));
    if (options.size === undefined && options.onClose !== true) {
      // Without a size, the core takes the lots that are held at the placement.
      const order = this.#sendPlain(side, instrument, CLOSE, ORDER_FLAG_CLOSE, NaN, 0, tag, Math.abs(held));
      return held === 0 ? null : order;
    }
    const type = options.onClose === true ? TYPE_MARKET_ON_CLOSE : TYPE_MARKET;
    const quantity = options.size === undefined ? 0 : lotsOf(options.size, this.#specs[instrument]!);
    // A close of no lots is one of the whole position, so a size below one lot has to be refused as a size.
    const flags = options.size !== undefined && quantity === 0 ? ORDER_FLAG_REDUCE_ONLY : ORDER_FLAG_CLOSE;
    const { number: step, timeUs: placedUs } = this.#clock;
    // Without a size, the core takes the lots that are held at the placement.
    const order = this.#send(
      { side, type, instrument, role: "close", asked: options, step, placedUs, parent: 0, oco: 0, tag },
      flags,
      plainTerms(type, quantity, 0, 0),
      quantity === 0 ? Math.abs(held) : quantity,
    );
    return held === 0 ? null : order;
  }

  target(options: TargetOptions): OrderView {
    this.#checkPhase("target");
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed), spec = this.#specs[instrument]!;
    this.#checkBegins("target", instrument);
    const { terms, side } = snapTarget(options, spec, this.#moneyUnit);
    const { number: step, timeUs: placedUs } = this.#clock;
    const tag = this.#records.tags.number(options.tag);
    const order = this.#send(
      { side, type: terms.type, instrument, role: "target", asked: options, step, placedUs, parent: 0, oco: 0, tag },
      ORDER_FLAG_TARGET,
      terms,
    );
    if (this.#targets === undefined) return order;
    if (this.#targets.length >= TARGETS_KEPT) this.#targets = this.#targets.filter(isWaitingTarget);
    this.#targets.push(order);
    return order;
  }

  targetWeights(weights: Readonly<Record<string, number>>, options: TargetWeightsOptions): Record<string, OrderView> {
    this.#checkPhase("targetWeights");
    const legs = legsOf(weights, (feed) => this.#feedId(feed), (id) => this.#specs[id]!.largestFraction),
      tag = this.#records.tags.number(options.tag);
    legs.forEach((fraction, id) => {
      if (fraction === 0 || this.#specs[id]!.zero === 0) return;
      throw fractionOfOrder(`a weight of ${fraction}`, this.#names[id]!, "use target({ size })");
    });
    if (checkedOthers(options.others) === "close") {
      for (let id = 0; id < this.#names.length; id++) if (this.#account.lots(id) !== 0) legs[id] ??= 0;
    }
    legs.forEach((_fraction, id) => this.#checkBegins("targetWeights", id));
    // New targets take the place of those that wait on the same feeds.
    const waiting = (this.#targets ?? this.#records.working()).filter(isWaitingTarget);
    for (const order of waiting) if (legs[order.instrument] !== undefined) this.cancel(order);
    const { number: step, timeUs: placedUs } = this.#clock, orders: Record<string, OrderView> = {};
    let basket = 0;
    // By instrument, so that the order of the keys changes nothing.
    legs.forEach((fraction, instrument) => {
      const terms = weightTerms(fraction), side = fraction < 0 ? "sell" : "buy", { type } = terms;
      const order = this.#send(
        { side, type, instrument, role: "target", asked: { fraction }, step, placedUs, parent: 0, oco: 0, tag },
        ORDER_FLAG_TARGET,
        terms,
      );
      basket ||= order.id;
      this.#writer.basket(basket);
      orders[this.#names[instrument]!] = order;
      waiting.push(order);
    });
    this.#targets = waiting;
    return orders;
  }

  /**
   * Places an order of the run that closes a position and opens none.
   *
   * @param instrument Instrument id.
   * @param side Side of the order.
   * @param type Code of its type.
   * @param lots Most lots that it closes; 2^53 - 1 for all there are, so that the size is known with the fill.
   */
  exit(instrument: number, side: OrderSide, type: number, lots: number): void {
    const { number: step, timeUs: placedUs } = this.#clock;
    this.#send(
      { side, type, instrument, role: "flatAt", asked: {}, step, placedUs, parent: 0, oco: 0, tag: 0 },
      ORDER_FLAG_REDUCE_ONLY,
      plainTerms(type, lots, 0, 0),
      lots === EXACT_MAX ? 0 : lots,
    );
  }

  cancel(order: OrderView): void {
    this.#checkPhase("cancel");
    const record = this.#own(order);
    this.#checkBegins("cancel", record.instrument);
    // The core refused the order at its placement, so there is nothing to cancel and the state is known.
    if (!record.placed) return;
    this.#writer.cancel(this.#clock.requestUs, record.instrument, record.id);
  }

  replace(order: OrderView, options: ReplaceOptions): void {
    this.#checkPhase("replace");
    const record = this.#own(order), { instrument, side } = record, spec = this.#specs[instrument]!;
    this.#checkBegins("replace", instrument);
    if (options.limit !== undefined && record.type === "stopTrailLimit") {
      throw new RangeError(
        `Cannot replace the limit of order ${record.id}: it follows the trigger; pass limitOffset, or trail`,
      );
    }
    // Terms that are wrong are errors for an order that was refused, too.
    const terms = {
      quantity: options.size === undefined ? 0 : newLotsOf(options.size, spec),
      limit: options.limit === undefined ? 0 : said(snapPrice(side, "limit", options.limit, "limit", spec)),
      stop: options.stop === undefined ? 0 : said(snapPrice(side, "stop", options.stop, "stop", spec)),
      trail: options.trail === undefined ? 0 : this.#newDistance(record, options.trail, spec),
    };
    if (options.limitOffset !== undefined) {
      if (options.limit !== undefined || record.type !== "stopTrailLimit") {
        throw new RangeError(
          `Cannot replace the limitOffset of order ${record.id}: only a trailing stop-limit has one`,
        );
      }
      terms.limit = said(offsetOf(options.limitOffset, spec));
    }
    if (!record.placed) return;
    record.askDistance(terms.trail, Math.max(0, terms.limit), this.#clock.timeUs);
    this.#writer.replace(this.#clock.timeUs, instrument, record.id, terms);
  }

  /** Returns a new distance, which has to be in the way of the old one. */
  #newDistance(record: OrderRecord, trail: PriceDistance, spec: InstrumentSpec): number {
    const distance = distanceOf(trail, "trail", spec), has = record.distanceWay;
    if (has !== undefined && has !== (distance.byRate ? "percent" : "amount")) {
      throw new RangeError(`Cannot replace the ${has} of order ${record.id} with another way: pass trail: { ${has} }`);
    }
    return distance.trail === 0 ? -1 : distance.trail;
  }

  transfer(action: "deposit" | "withdraw", amount: number): void {
    this.#checkPhase(action);
    for (let id = 0; id < this.#names.length; id++) this.#checkBegins(action, id);
    const units = transferUnits(action, amount, this.#moneyUnit);
    this.#writer.transfer(this.#clock.timeUs, action === "deposit" ? units : -units);
  }

  /** Adds an order under the next id and writes its event. */
  #send(
    placement: OrderPlacement,
    flags: number,
    terms: SnappedTerms,
    quantity = quantityOf(flags, terms),
  ): OrderRecord {
    const limit = terms.type === TYPE_STOP_TRAIL_LIMIT ? 0 : terms.limit;
    const record = this.#records.add(placement, { quantity, limit, stop: terms.stop });
    const { placedUs, instrument } = placement;
    // An order at an open waits for a session after the one at hand.
    const day = terms.type === TYPE_MARKET_ON_OPEN ? this.#records.trailing!.sessionDay(instrument, placedUs) : 0;
    this.#writer.place(placedUs, this.#event.of(record.id, placement, flags, terms, day));
    return record;
  }

  /** As {@linkcode OrderDesk.#send}, for a market order with a size, which most orders are. */
  #sendPlain(
    side: OrderSide,
    instrument: number,
    role: number,
    flags: number,
    askedSize: number,
    lots: number,
    tag: number,
    quantity: number = lots,
  ): OrderRecord {
    const { number: step, timeUs } = this.#clock, codes = codesOf(TYPE_MARKET, role, side === "buy");
    const record = this.#records.addPlain(codes, instrument, tag, askedSize, quantity, step, timeUs);
    this.#writer.placePlain(timeUs, instrument, record.id, TYPE_MARKET, sideCode(side), flags, lots, tag);
    return record;
  }

  /** Adds an order of a desk that extends this one, and writes its event. */
  protected send(placement: OrderPlacement, flags: number, terms: SnappedTerms): OrderRecord {
    return this.#send(placement, flags, terms, terms.quantity);
  }

  /** Returns the record of an order of this run. */
  protected own(order: OrderView): OrderRecord {
    return this.#own(order);
  }

  /** Returns the id of a feed that an option names, the first one without. */
  protected feedId(feed: string | undefined): number {
    return feed === undefined ? 0 : this.#feedId(feed);
  }

  /** Rejects a request out of time. */
  protected checkPhase(action: string): void {
    this.#checkPhase(action);
  }

  #own(order: OrderView): OrderRecord {
    if (!(order instanceof OrderRecord) || !this.#records.owns(order)) {
      throw new TypeError(
        `Cannot use ${inspected(order, 0)} as an order: pass what buy, sell, close or target returned in this run`,
      );
    }
    return order;
  }

  #feedId(feed: string): number {
    const id = this.#names.indexOf(feed);
    if (id >= 0) return id;
    // Lines that a strategy resamples are named after their feed: "aapl 1w".
    const source = typeof feed === "string" ? this.#names.find((name) => feed.startsWith(`${name} `)) : undefined;
    const lines = source === undefined
      ? ""
      : `; resampled lines cannot trade: place the order on the feed that they are made of, "${source}"`;
    throw new RangeError(`Cannot find feed ${inspected(feed, 0)}: there are ${quoted(this.#names)}${lines}`);
  }

  /** Rejects a request on an open that is not the one of a feed. */
  protected checkBegins(action: string, instrument: number): void {
    this.#checkBegins(action, instrument);
  }

  /** Rejects a request on an open for a feed whose bar does not begin there: it may have begun before and meet it then. */
  #checkBegins(action: string, instrument: number): void {
    const { begins } = this.#clock;
    if (begins === undefined || begins.has(instrument)) return;
    throw new TypeError(
      `Cannot ${action} in nextOpen where no bar of feed "${this
        .#names[instrument]!}" begins: it may have begun before the ` +
        "opens that are known, so its nextOpen is NaN; decide on it in next",
    );
  }

  #checkPhase(action: string): void {
    if (this.#clock.phase === "bars") return;
    if (this.#clock.phase === "ended") {
      throw new TypeError(`Cannot ${action} after the run: orders are placed on bars, in next() and notifications`);
    }
    throw new TypeError(
      `Cannot ${action} in ${this.#clock.phase}: orders are placed on bars, in next() and notifications`,
    );
  }
}

/** An order whose options are checked. */
interface ReadyOrder {
  readonly side: OrderSide;
  readonly instrument: number;
  readonly options: SizedOrderOptions;
  readonly terms: SnappedTerms;
  readonly protection: readonly ProtectionTerms[];
  /** Number of its tag, or zero. */
  readonly tag: number;
}

/** Numbers of roles. */
const ENTRY = ROLES.indexOf("entry"), CLOSE = ROLES.indexOf("close");

/** Returns whether options ask for a market order of a size and nothing else; a size of another type is not judged. */
function saysSizeAlone(options: SizedOrderOptions): options is SizedOrderOptions & { readonly size: number } {
  if (typeof options.size !== "number") return false;
  for (const name in options) if (name !== "size" && name !== "feed" && name !== "tag") return false;
  return true;
}

/** Returns what an order was asked for with, by the names that rows have. */
function askedOf({ size, cash, fraction, limit, stop, trail, limitOffset, touch }: SizedOrderOptions): AskedTerms {
  const asked = { size, cash, fraction, limit, stop: stop ?? touch, ...trail, limitOffset };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** Targets that are kept before those that ended are let go. */
const TARGETS_KEPT = 1024;

/** Returns whether an order is a target that has not been reached. */
function isWaitingTarget(order: OrderRecord): boolean {
  return order.alive && order.role === "target";
}

/** Returns the lots of an order at its placement; zero where the fill decides them. */
function quantityOf(flags: number, { quantity }: SnappedTerms): number {
  return (flags & ORDER_FLAG_TARGET) !== 0 ? 0 : quantity;
}

/** Returns a price of a replacement. Zero would leave the price as it was, so the core gets a price that it refuses. */
function said(steps: number): number {
  return steps === 0 ? -1 : steps;
}
