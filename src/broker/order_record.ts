/**
 * The edge's record of an order: the strategy's request, and the state after the core's notices.
 *
 * Its numbers lie in a page that it shares with others (order_row.ts); order_records.ts has all orders.
 *
 * @module
 */

import {
  EXACT_MAX,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_ORDERED,
  OUT_ORDER_AVERAGE_PRICE,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_EXECUTED_US,
  OUT_ORDER_FILLED,
  OUT_ORDER_LIMIT,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_TIME_US,
  RATE_SCALE,
  REASON_BY_REQUEST,
  REASON_FILLED,
  REASON_PLACED,
  REASON_SHARE_TAKEN,
  REASON_TRIGGER,
  REPLACE_LIMIT,
  REPLACE_TRAIL,
  STATE_CANCEL_PENDING,
  STATE_CREATED,
  STATE_FILLED,
  STATE_REJECTED,
  STATE_REPLACE_PENDING,
  STATE_TRIGGERED,
  TYPE_STOP_TRAIL,
  TYPE_STOP_TRAIL_LIMIT,
  VALIDITY_DAY,
  VALIDITY_FOK,
  VALIDITY_GTC,
  VALIDITY_GTD,
  VALIDITY_IOC,
} from "../contract/contract.gen.ts";
import { showBy, textOnly } from "../shown.ts";
import type { OrderState, OrderType, OrderView } from "../strategy/order_view.ts";
import { reasonName, stateName, typeName } from "../records/code_names.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { isoTime } from "../records/iso_time.ts";
import type { OutputReader } from "../records/output_reader.ts";
import { averageWith } from "./average_price.ts";
import { share } from "../core/state/amount.ts";
import { ASKED_NAMES, CAPTURED_LANES, ROLES, VALID_DAY, VALID_FOK, VALID_IOC } from "./order_lanes.ts";
import type { DistantPrices, TrailingPrices } from "./trailing_prices.ts";
import * as saved from "./order_lanes.ts";
import {
  ASKED_REST,
  ASKED_SIZE,
  AVERAGE,
  AVERAGE_LOTS,
  baseOf,
  CODES,
  COMMISSION,
  ENDED_US,
  FILLED,
  INSTRUMENT,
  IS_BUY,
  IS_HIDDEN,
  IS_PLACED,
  IS_POST_ONLY,
  IS_REDUCE_ONLY,
  LIMIT,
  OCO,
  OFFSET,
  OPENED,
  type OrderPage,
  type OrderPages,
  PARENT,
  PLACED_US,
  QUANTITY,
  REASON_MASK,
  ROLE_MASK,
  ROLE_SHIFT,
  SHARE,
  STATE,
  STEP,
  STOP,
  STOP_LOSS,
  TAG,
  TAKE_PROFIT,
  TARGETS,
  TRAIL,
  TYPE_MASK,
  TYPE_SHIFT,
  VALID,
  WIDE,
} from "./order_row.ts";
import type { AcceptedTerms, OrderPlacement } from "./order_placement.ts";
import type { AskedOrder, OrderRole, OrderRow, OrderSide } from "./result_rows.ts";
import { signOf } from "./side.ts";
import type { TagTexts } from "./tag_texts.ts";

/** Distances that a replacement asks for; zero keeps one. */
interface AskedDistance {
  readonly timeUs: number;
  trail: number;
  offset: number;
}

/** All orders of a run, for one of them. */
export interface OrderOwner {
  /** Money units of one unit of the currency. */
  readonly moneyUnits: number;
  /** The pages with the orders' numbers. */
  readonly pages: OrderPages;
  /** Texts of the orders' tags. */
  readonly tags: TagTexts;
  /** Follows the prices of orders at a distance; undefined where no bars are known. */
  readonly trailing: TrailingPrices | undefined;
  /** Distances of replacements on their way, by the ids of their orders. */
  readonly askedDistances: Map<number, AskedDistance[]>;
  /** Returns the order with an id, or undefined. */
  get(id: number): OrderRecord | undefined;
  /** Keeps an order that is not plain any more, so that it is one object for all. */
  keep(order: OrderRecord): void;
  /** Returns the units of an instrument. */
  unitsOf(instrument: number): InstrumentUnits;
}

/** The targets of an order without any. */
const NO_ORDERS: readonly OrderRecord[] = [];

/** Names of lifetimes that are no time, by their lanes. */
const VALID_NAMES: ReadonlyMap<number, string> = new Map([[VALID_DAY, "day"], [VALID_IOC, "ioc"], [VALID_FOK, "fok"]]);

/** Lanes of an order while it takes others. */
const NOW = new Float64Array(CAPTURED_LANES);

/**
 * An order for the strategy and for the result. Counts are in the core's units.
 *
 * It is a view of the numbers in its page. Plain orders may have several, which agree; all others have one.
 */
export class OrderRecord implements OrderView {
  // Private, as a strategy holds the order and could write to public fields. A run has many orders, so an order is its
  // place in a page, and what all orders of a run share is asked of their owner.
  #id: number;
  #page: OrderPage;
  #base: number;
  readonly #owner: OrderOwner;
  /** The orders that protected it, once their owner has let go of them all; undefined before. */
  #left: readonly OrderRecord[] | undefined;

  /** Makes a view of an order; a new one has zeros until it begins. */
  constructor(id: number, owner: OrderOwner) {
    this.#id = id;
    this.#page = owner.pages.of(id);
    this.#base = baseOf(id);
    this.#owner = owner;
  }

  /** Moves a view that nobody else holds to another order. */
  moveTo(id: number): this {
    this.#id = id;
    this.#page = this.#owner.pages.of(id);
    this.#base = baseOf(id);
    return this;
  }

  /** Returns whether these are the orders that it is one of. */
  isOf(owner: OrderOwner): boolean {
    return this.#owner === owner;
  }

  /** True for an order with numbers that plain ones have none of. */
  get isWide(): boolean {
    return this.#word(WIDE) !== 0;
  }

  /** Begins an order that is a market order, and nothing else, and good till cancelled. */
  beginPlain(
    codes: number,
    instrument: number,
    tag: number,
    askedSize: number,
    lots: number,
    step: number,
    placedUs: number,
  ): void {
    const { floats, words } = this.#page, base = this.#base, word = 2 * base;
    floats[base + PLACED_US] = placedUs;
    floats[base + QUANTITY] = lots;
    floats[base + ENDED_US] = NaN;
    floats[base + ASKED_SIZE] = askedSize;
    words[word + STEP] = step;
    words[word + INSTRUMENT] = instrument;
    words[word + TAG] = tag;
    words[word + STATE] = STATE_CREATED;
    words[word + CODES] = codes | IS_PLACED;
  }

  /** Begins an order as it was placed. */
  begin(placement: OrderPlacement, terms: AcceptedTerms): void {
    const { asked, lifetime, parent, oco, instrument, tag, step, placedUs } = placement, { limit, stop } = terms;
    const validity = lifetime === undefined ? VALIDITY_GTC : lifetime.validity;
    const isWide = parent !== 0 || oco !== 0 || limit !== 0 || stop !== 0 || validity !== VALIDITY_GTC ||
      asked.cash !== undefined || asked.fraction !== undefined || asked.limit !== undefined ||
      asked.stop !== undefined || asked.value !== undefined || placement.distance !== undefined;
    const codes = codesOf(placement.type, ROLES.indexOf(placement.role), placement.side === "buy") |
      (placement.reduceOnly === true ? IS_REDUCE_ONLY : 0) | (placement.postOnly === true ? IS_POST_ONLY : 0);
    const size = asked.size === undefined ? NaN : asked.size;
    this.beginPlain(codes, instrument, tag, size, terms.quantity, step, placedUs);
    if (!isWide) return;
    this.#beWide();
    this.#setRare(LIMIT, limit);
    this.#setRare(STOP, stop);
    this.#setRare(PARENT, parent);
    this.#setRare(OCO, oco);
    if (validity === VALIDITY_DAY) this.#setRare(VALID, VALID_DAY);
    else if (validity === VALIDITY_GTD) this.#setRare(VALID, lifetime!.validUs);
    else if (validity === VALIDITY_IOC) this.#setRare(VALID, VALID_IOC);
    else if (validity === VALIDITY_FOK) this.#setRare(VALID, VALID_FOK);
    for (let at = 1; at < ASKED_NAMES.length; at++) {
      const value = asked[ASKED_NAMES[at]!];
      if (value !== undefined) this.#setRare(ASKED_REST + at - 1, value);
    }
    const { distance, share = 0, offset = 0 } = placement;
    this.#setRare(SHARE, share);
    this.#setRare(OFFSET, offset);
    if (distance === undefined) return;
    this.#setRare(TRAIL, distance.byRate ? -distance.trail : distance.trail);
    this.followFrom(placedUs);
  }

  /** Follows the price of an order at a distance from a time on. */
  followFrom(nowUs: number): void {
    const { trailing } = this.#owner, trail = this.#rare(TRAIL);
    if (trail === 0 || !this.alive || trailing === undefined) return;
    // A trigger that was reached follows the market no more, also while the order still fills.
    if (this.#word(STATE) === STATE_TRIGGERED || this.#float(FILLED) > 0) return;
    const sleeps = this.parent !== 0 && (this.#owner.get(this.parent)?.opened ?? 0) === 0;
    if (!sleeps && !this.#trails) return;
    this.#take(trailing.add(this.#id, {
      ...{ instrument: this.instrument, type: this.#codes >>> TYPE_SHIFT & TYPE_MASK, sign: signOf(this.side) },
      ...{ trail: Math.abs(trail), byRate: trail < 0, offset: this.#rare(OFFSET), stop: this.#rare(STOP), sleeps },
      ...{ protects: this.parent !== 0, placedUs: this.placedUs },
    }, nowUs));
  }

  /** True for a type whose trigger follows the market. */
  get #trails(): boolean {
    const type = this.#codes >>> TYPE_SHIFT & TYPE_MASK;
    return type === TYPE_STOP_TRAIL || type === TYPE_STOP_TRAIL_LIMIT;
  }

  /** Takes prices that were followed, if there are any. */
  #take(prices: DistantPrices | undefined): void {
    if (prices === undefined) return;
    this.#setRare(LIMIT, prices.limit);
    this.#setRare(STOP, prices.stop);
  }

  /** Takes the prices of now. */
  #follow(): void {
    if (this.isWide && this.#rare(TRAIL) !== 0) this.#take(this.#owner.trailing?.now(this.#id));
  }

  /** The way in which it has its distance; undefined without one. */
  get distanceWay(): "amount" | "percent" | undefined {
    const trail = this.#rare(TRAIL);
    return trail === 0 ? undefined : trail < 0 ? "percent" : "amount";
  }

  /** Asks for another distance, or another one of a trailing limit; zero keeps it. */
  askDistance(trail: number, offset: number, timeUs: number): void {
    if (this.#rare(TRAIL) === 0) return;
    const isOffset = (this.#codes >>> TYPE_SHIFT & TYPE_MASK) === TYPE_STOP_TRAIL_LIMIT;
    const asked = this.#owner.askedDistances.get(this.#id) ?? [];
    asked.push({ timeUs, trail, offset: isOffset ? offset : 0 });
    this.#owner.askedDistances.set(this.#id, asked);
  }

  /** Keeps the distance that a lane of a replacement was refused. */
  keepDistance(lane: number): void {
    const asked = this.#owner.askedDistances.get(this.#id)?.[0];
    if (asked === undefined) return;
    if (lane === REPLACE_TRAIL) asked.trail = 0;
    else if (lane === REPLACE_LIMIT) asked.offset = 0;
  }

  /** Takes the distances that a replacement gave it. */
  #replaceDistance(timeUs: number): void {
    const all = this.#owner.askedDistances.get(this.#id);
    while (all !== undefined && all.length > 0 && all[0]!.timeUs < timeUs) all.shift();
    if (all?.[0]?.timeUs !== timeUs) return;
    const asked = all.shift()!;
    if (asked.trail !== 0) this.#setRare(TRAIL, this.#rare(TRAIL) < 0 ? -asked.trail : asked.trail);
    if (asked.offset !== 0) this.#setRare(OFFSET, asked.offset);
    this.#owner.trailing?.replace(this.#id, asked.trail, asked.offset, timeUs);
  }

  /** The orders that protect this one: the stop-loss, then the targets. */
  get protections(): readonly OrderRecord[] {
    const { stopLoss } = this, targets = this.takeProfits;
    return stopLoss === null ? targets : [stopLoss, ...targets];
  }

  /** Gives the order a place for the numbers that plain ones have none of, and says that there are none. */
  #beWide(): void {
    const place = this.#page.take();
    this.#page.words[2 * this.#base + WIDE] = place;
    for (let lane = VALID; lane < ASKED_REST + ASKED_NAMES.length - 1; lane++) this.#page.setRare(place, lane, NaN);
    this.#owner.keep(this);
  }

  /** Returns a number that plain orders have none of: zero for them, or NaN. */
  #rare(lane: number): number {
    const place = this.#word(WIDE);
    if (place !== 0) return this.#page.rare(place, lane);
    return lane < VALID ? 0 : NaN;
  }

  /** Sets such a number. */
  #setRare(lane: number, value: number): void {
    if (value === this.#rare(lane) || Number.isNaN(value) && Number.isNaN(this.#rare(lane))) return;
    if (!this.isWide) this.#beWide();
    this.#page.setRare(this.#word(WIDE), lane, value);
  }

  /** Copies the order to lanes. */
  save(target: Float64Array, from: number): void {
    this.#follow();
    target[from + saved.SHARE] = this.#rare(SHARE);
    target[from + saved.TRAIL] = this.#rare(TRAIL);
    target[from + saved.OFFSET] = this.#rare(OFFSET);
    target[from + saved.POST_ONLY] = (this.#codes & IS_POST_ONLY) === 0 ? 0 : 1;
    target[from + saved.SIDE] = signOf(this.side);
    target[from + saved.TYPE] = this.#codes >>> TYPE_SHIFT & TYPE_MASK;
    target[from + saved.INSTRUMENT] = this.instrument;
    target[from + saved.ROLE] = this.#codes >>> ROLE_SHIFT & ROLE_MASK;
    target[from + saved.STEP] = this.bar;
    target[from + saved.PLACED_US] = this.placedUs;
    target[from + saved.PARENT] = this.parent;
    target[from + saved.OCO] = this.#rare(OCO);
    this.capture(target, from + saved.STATE);
    target[from + saved.ASKED] = this.#float(ASKED_SIZE);
    for (let at = 1; at < ASKED_NAMES.length; at++) target[from + saved.ASKED + at] = this.#rare(ASKED_REST + at - 1);
    target[from + saved.VALID] = this.#rare(VALID);
    target[from + saved.REDUCE_ONLY] = (this.#codes & IS_REDUCE_ONLY) === 0 ? 0 : 1;
    target[from + saved.TAG] = this.#word(TAG);
    target[from + saved.PLACED] = this.placed ? 1 : 0;
    target[from + saved.HIDDEN] = this.hidden ? 1 : 0;
  }

  /** Restores a saved order from lanes. */
  load(source: Float64Array, from: number): void {
    const { floats, words } = this.#page, base = this.#base, word = 2 * base;
    const flag = (lane: number, bit: number): number => source[from + lane] === 1 ? bit : 0;
    floats[base + PLACED_US] = source[from + saved.PLACED_US]!;
    floats[base + ASKED_SIZE] = source[from + saved.ASKED]!;
    words[word + STEP] = source[from + saved.STEP]!;
    words[word + INSTRUMENT] = source[from + saved.INSTRUMENT]!;
    words[word + TAG] = source[from + saved.TAG]!;
    words[word + CODES] = source[from + saved.TYPE]! << TYPE_SHIFT | source[from + saved.ROLE]! << ROLE_SHIFT |
      flag(saved.SIDE, IS_BUY) | flag(saved.REDUCE_ONLY, IS_REDUCE_ONLY) | flag(saved.PLACED, IS_PLACED) |
      flag(saved.HIDDEN, IS_HIDDEN) | flag(saved.POST_ONLY, IS_POST_ONLY);
    this.#restore(source, from + saved.STATE);
    this.#setRare(PARENT, source[from + saved.PARENT]!);
    this.#setRare(OCO, source[from + saved.OCO]!);
    for (let at = 1; at < ASKED_NAMES.length; at++) {
      this.#setRare(ASKED_REST + at - 1, source[from + saved.ASKED + at]!);
    }
    this.#setRare(VALID, source[from + saved.VALID]!);
    this.#setRare(SHARE, source[from + saved.SHARE]!);
    this.#setRare(TRAIL, source[from + saved.TRAIL]!);
    this.#setRare(OFFSET, source[from + saved.OFFSET]!);
  }

  get id(): number {
    return this.#id;
  }

  /** False once the core refused the order at its placement. */
  get placed(): boolean {
    return (this.#codes & IS_PLACED) !== 0;
  }

  /** True while the order waits for the answer of the core; its terms are those that it asked for. */
  get isSent(): boolean {
    return this.#word(STATE) === STATE_CREATED;
  }

  /** True for an order that never came to be: rows leave it out. A strategy that holds it can still read it. */
  get hidden(): boolean {
    return (this.#codes & IS_HIDDEN) !== 0;
  }

  get stopLoss(): OrderRecord | null {
    if (this.#left !== undefined) return this.#left.find(({ role }) => role === "stopLoss") ?? null;
    return this.#owner.get(this.#rare(STOP_LOSS)) ?? null;
  }

  get takeProfit(): OrderRecord | null {
    if (this.#left !== undefined) return this.takeProfits[0] ?? null;
    return this.#owner.get(this.#rare(TAKE_PROFIT)) ?? null;
  }

  get takeProfits(): readonly OrderRecord[] {
    if (this.#left !== undefined) return this.#left.filter(({ role }) => role === "takeProfit");
    const count = this.#rare(TARGETS), first = this.#rare(TAKE_PROFIT);
    if (count === 0) return NO_ORDERS;
    return Array.from({ length: count }, (_none, at) => this.#owner.get(first + at)!);
  }

  /** Keeps the orders that protect it for whoever holds it, as its owner lets go of them all. */
  leave(): void {
    if (this.isWide) this.#left = this.protections;
  }

  /** Leaves the order out of the rows. */
  hide(): void {
    this.#page.words[2 * this.#base + CODES] = this.#codes | IS_HIDDEN;
  }

  /** Keeps an order that protects this one, by its role. */
  protect(by: OrderRecord): void {
    if (by.role === "stopLoss") this.#setRare(STOP_LOSS, by.id);
    else if (by.role === "takeProfit") {
      // The targets of an entry have ids one after another.
      if (this.#rare(TARGETS) === 0) this.#setRare(TAKE_PROFIT, by.id);
      this.#setRare(TARGETS, this.#rare(TARGETS) + 1);
    }
  }

  /** Purpose of the order. */
  get role(): OrderRole {
    return ROLES[this.#codes >>> ROLE_SHIFT & ROLE_MASK]!;
  }

  get #spec(): InstrumentUnits {
    return this.#owner.unitsOf(this.#word(INSTRUMENT));
  }

  #float(lane: number): number {
    return this.#page.floats[this.#base + lane]!;
  }

  #word(word: number): number {
    return this.#page.words[2 * this.#base + word]!;
  }

  get #codes(): number {
    return this.#page.words[2 * this.#base + CODES]!;
  }

  /** Instrument id. */
  get instrument(): number {
    return this.#word(INSTRUMENT);
  }

  get feed(): string {
    return this.#spec.name;
  }

  get side(): OrderSide {
    return (this.#codes & IS_BUY) !== 0 ? "buy" : "sell";
  }

  get type(): OrderType {
    return typeName(this.#codes >>> TYPE_SHIFT & TYPE_MASK);
  }

  get state(): OrderState {
    return stateName(this.#word(STATE));
  }

  get reason(): string {
    return reasonName(this.#codes & REASON_MASK);
  }

  get size(): number | null {
    const quantity = this.#float(QUANTITY);
    return quantity === 0 || this.isSent ? null : this.#spec.size(quantity);
  }

  get filled(): number {
    return this.#spec.size(this.#float(FILLED));
  }

  get averagePrice(): number | null {
    return this.#float(AVERAGE_LOTS) === 0 ? null : this.#spec.price(this.#float(AVERAGE));
  }

  get limit(): number | null {
    this.#follow();
    return this.#price(LIMIT, ASKED_REST + 2);
  }

  get stop(): number | null {
    this.#follow();
    return this.#price(STOP, ASKED_REST + 3);
  }

  get tag(): string | null {
    return this.#owner.tags.text(this.#word(TAG));
  }

  /** Trigger price in use, in steps; zero without one. */
  get stopSteps(): number {
    this.#follow();
    return this.isSent ? 0 : this.#rare(STOP);
  }

  /** Returns a price in use in display units; until the core has reported one, the requested price. */
  #price(used: number, asked: number): number | null {
    const steps = this.#rare(used), wanted = this.#rare(asked);
    if (steps !== 0 && !this.isSent) return this.#spec.price(steps);
    return Number.isNaN(wanted) ? null : wanted;
  }

  get commission(): number {
    return this.#float(COMMISSION) / this.#owner.moneyUnits;
  }

  get alive(): boolean {
    const state = this.#word(STATE);
    return state < STATE_FILLED || state === STATE_CANCEL_PENDING || state === STATE_REPLACE_PENDING;
  }

  /** When it was placed, in microseconds since the epoch. */
  get placedUs(): number {
    return this.#float(PLACED_US);
  }

  /** Index of the step of its placement. */
  get bar(): number {
    return this.#word(STEP);
  }

  /** When it ended, in microseconds since the epoch; null while it is open. */
  get endedUs(): number | null {
    const endedUs = this.#float(ENDED_US);
    return Number.isNaN(endedUs) ? null : endedUs;
  }

  /** Size of the filled part that opened a position. */
  get opened(): number {
    return this.#spec.size(this.#float(OPENED));
  }

  /** Order id of the entry that this order protects, or zero. */
  get parent(): number {
    return this.#rare(PARENT);
  }

  /** Takes the group of another order. */
  joinGroup(leader: number): void {
    this.#setRare(OCO, leader);
  }

  /** Order id that a further member of the group names: the leader's id, or its own. */
  get group(): number {
    return this.#rare(OCO) || this.id;
  }

  /** Lots of all fills so far. */
  get filledLots(): number {
    return this.#float(AVERAGE_LOTS);
  }

  /** Size that the strategy asked for, in units; null if it said none. */
  get askedSize(): number | null {
    const size = this.#float(ASKED_SIZE);
    return Number.isNaN(size) ? null : size;
  }

  /**
   * Applies a fill: price in steps, unsigned lots, and those among them that opened a position; then the rule of the fill
   * and its time, which tell the orders that it wakes what of their bar comes after it.
   */
  fill(price: number, lots: number, opened: number, rule: number = 0, timeUs: number = NaN): void {
    // The average lies in the page, as an AveragePrice would be one more object for each order.
    const { floats } = this.#page, base = this.#base, before = floats[base + AVERAGE_LOTS]!;
    floats[base + AVERAGE] = averageWith(floats[base + AVERAGE]!, before, price, lots);
    floats[base + AVERAGE_LOTS] = before + lots;
    floats[base + OPENED] = floats[base + OPENED]! + opened;
    if (!this.isWide || this.#spec.isPlain === true) return;
    // A protective order closes the part that its entry opened; one that has ended keeps its size.
    if (opened === 0 || this.#rare(STOP_LOSS) === 0 && this.#rare(TAKE_PROFIT) === 0) return;
    let left = opened;
    for (const protection of this.protections) {
      if (!protection.alive) continue;
      const part = protection.#rare(SHARE), quantity = protection.#base + QUANTITY;
      if (part === 0) protection.#page.floats[quantity] = this.#float(OPENED) - this.#takenByShares();
      else {
        const taken = share(left, part, RATE_SCALE);
        left -= taken;
        protection.#page.floats[quantity] = protection.#float(QUANTITY) + taken;
      }
      protection.#take(this.#owner.trailing?.wake(protection.id, price, rule, timeUs));
    }
  }

  /** Returns the lots that targets for shares have closed. */
  #takenByShares(): number {
    let taken = 0;
    for (const target of this.takeProfits) if (target.#rare(SHARE) !== 0) taken += target.#float(FILLED);
    return taken;
  }

  /** Applies an order notice. */
  update(notice: OutputReader): void {
    const { floats } = this.#page, base = this.#base, ordered = notice.float(OUT_ORDER_QUANTITY);
    this.#turn(notice.detail, notice.reason);
    const quantity = Math.abs(ordered);
    // An order of the run for all there is has no size before its fill.
    const size = quantity === EXACT_MAX && this.role === "flatAt" ? 0 : quantity;
    floats[base + QUANTITY] = size;
    floats[base + FILLED] = Math.abs(notice.float(OUT_ORDER_FILLED));
    floats[base + COMMISSION] = notice.float(OUT_ORDER_COMMISSION);
    // With doubles the order of operations counts, so the average is that of the core.
    if (this.#spec.isPlain === true) floats[base + AVERAGE] = notice.float(OUT_ORDER_AVERAGE_PRICE);
    // The fill decides the side of a target.
    if (size !== 0) this.#face(ordered);
    if (!this.alive) floats[base + ENDED_US] = notice.float(OUT_ORDER_EXECUTED_US);
    this.#setRare(LIMIT, notice.float(OUT_ORDER_LIMIT));
    this.#setRare(STOP, notice.float(OUT_ORDER_STOP));
    if (this.#rare(TRAIL) === 0) return;
    const timeUs = notice.float(OUT_TIME_US);
    if (notice.reason === REASON_BY_REQUEST && this.alive) this.#replaceDistance(timeUs);
    const ends = !this.alive || notice.reason === REASON_TRIGGER;
    const stop = notice.float(OUT_ORDER_STOP);
    if (notice.reason === REASON_SHARE_TAKEN) this.#owner.trailing?.tellAmid(this.#id, stop, timeUs);
    else this.#owner.trailing?.tell(this.#id, stop, timeUs, ends);
  }

  /** Applies an execution of simulated trading, which is the only notice of it. */
  execute(notice: OutputReader): void {
    const { floats } = this.#page, base = this.#base, quantity = notice.float(OUT_EXECUTION_ORDERED);
    this.#turn(notice.detail, REASON_FILLED);
    floats[base + QUANTITY] = Math.abs(quantity);
    floats[base + FILLED] = Math.abs(notice.float(OUT_EXECUTION_FILLED));
    floats[base + COMMISSION] = floats[base + COMMISSION]! + notice.float(OUT_EXECUTION_COMMISSION);
    // The fill decides the side of a target.
    this.#face(quantity);
    if (!this.alive) floats[base + ENDED_US] = notice.float(OUT_TIME_US);
    if (this.#rare(TRAIL) === 0) return;
    this.#take(this.#owner.trailing?.fill(this.#id, notice.rule, notice.float(OUT_TIME_US)));
  }

  /** Applies an execution of simulated trading that fills all of a plain order at once; returns false for any other. */
  executeWhole(notice: OutputReader, price: number, opened: number, lots: number): boolean {
    const { floats, words } = this.#page, base = this.#base, word = 2 * base;
    const isWhole = words[word + WIDE] === 0 && floats[base + AVERAGE_LOTS] === 0 && notice.detail === STATE_FILLED;
    if (!isWhole || Math.abs(notice.float(OUT_EXECUTION_FILLED)) !== lots) return false;
    const quantity = notice.float(OUT_EXECUTION_ORDERED);
    words[word + STATE] = STATE_FILLED;
    words[word + CODES] = words[word + CODES]! & ~(REASON_MASK | IS_BUY) | REASON_FILLED | (quantity > 0 ? IS_BUY : 0);
    floats[base + AVERAGE] = price;
    floats[base + AVERAGE_LOTS] = lots;
    floats[base + OPENED] = opened;
    floats[base + QUANTITY] = Math.abs(quantity);
    floats[base + FILLED] = lots;
    floats[base + COMMISSION] = notice.float(OUT_EXECUTION_COMMISSION);
    floats[base + ENDED_US] = notice.float(OUT_TIME_US);
    return true;
  }

  /** Sets state and reason. */
  #turn(state: number, reason: number): void {
    const { words } = this.#page, word = 2 * this.#base;
    words[word + STATE] = state;
    words[word + CODES] = words[word + CODES]! & ~REASON_MASK | reason;
  }

  /** Sets the side by a signed quantity. */
  #face(quantity: number): void {
    const { words } = this.#page, word = 2 * this.#base;
    words[word + CODES] = words[word + CODES]! & ~IS_BUY | (quantity > 0 ? IS_BUY : 0);
  }

  /** Sets the state of an order that a simulated venue takes, which no notice tells. */
  accept(state: number): void {
    this.#turn(state, REASON_PLACED);
  }

  /** Copies the numbers that notices change to lanes, so that a later notification can show the order at this moment. */
  capture(lanes: Float64Array, from: number): void {
    this.#follow();
    lanes[from] = this.#word(STATE);
    lanes[from + 1] = this.#codes & REASON_MASK;
    lanes[from + 2] = this.#float(QUANTITY);
    lanes[from + 3] = this.#float(FILLED);
    lanes[from + 4] = this.#rare(LIMIT);
    lanes[from + 5] = this.#rare(STOP);
    lanes[from + 6] = this.#float(COMMISSION);
    lanes[from + 7] = this.#float(ENDED_US);
    lanes[from + 8] = this.#float(AVERAGE);
    lanes[from + 9] = this.#float(AVERAGE_LOTS);
    lanes[from + 10] = this.#float(OPENED);
  }

  /** Gives the order captured values, and leaves those that it had in their place. */
  exchange(lanes: Float64Array, from: number): void {
    this.capture(NOW, 0);
    this.#restore(lanes, from);
    for (let at = 0; at < CAPTURED_LANES; at++) lanes[from + at] = NOW[at]!;
    if (this.#rare(TRAIL) !== 0) this.#owner.trailing?.turnToNews(this.#id);
  }

  /** Sets the numbers that {@linkcode OrderRecord.capture} copies. */
  #restore(lanes: Float64Array, from: number): void {
    const { floats } = this.#page, base = this.#base;
    this.#turn(lanes[from]!, lanes[from + 1]!);
    floats[base + QUANTITY] = lanes[from + 2]!;
    floats[base + FILLED] = lanes[from + 3]!;
    floats[base + COMMISSION] = lanes[from + 6]!;
    floats[base + ENDED_US] = lanes[from + 7]!;
    floats[base + AVERAGE] = lanes[from + 8]!;
    floats[base + AVERAGE_LOTS] = lanes[from + 9]!;
    floats[base + OPENED] = lanes[from + 10]!;
    this.#setRare(LIMIT, lanes[from + 4]!);
    this.#setRare(STOP, lanes[from + 5]!);
  }

  /** Marks the order as refused at its placement. Returns false if the refusal concerns a later request. */
  refuse(reason: number, timeUs: number): boolean {
    if (!this.isSent) return false;
    const { floats, words } = this.#page, base = this.#base;
    words[2 * base + CODES] = this.#codes & ~IS_PLACED;
    this.#turn(STATE_REJECTED, reason);
    floats[base + ENDED_US] = timeUs;
    this.#owner.trailing?.tell(this.#id, 0, timeUs, true);
    // An order that was never taken has no terms but those that it asked for.
    floats[base + QUANTITY] = 0;
    this.#setRare(LIMIT, 0);
    this.#setRare(STOP, 0);
    return true;
  }

  /** Request of the strategy. */
  get asked(): AskedOrder {
    const asked: Record<string, number | string | true> = {}, size = this.#float(ASKED_SIZE);
    if (!Number.isNaN(size)) asked["size"] = size;
    if (this.isWide) this.#askedRest(asked);
    if ((this.#codes & IS_POST_ONLY) !== 0) asked["postOnly"] = true;
    if ((this.#codes & IS_REDUCE_ONLY) !== 0) asked["reduceOnly"] = true;
    return asked;
  }

  /** Adds what few orders ask for. */
  #askedRest(asked: Record<string, number | string | true>): void {
    const valid = this.#rare(VALID);
    for (let at = 1; at < ASKED_NAMES.length; at++) {
      const value = this.#rare(ASKED_REST + at - 1);
      if (!Number.isNaN(value)) asked[ASKED_NAMES[at]!] = value;
    }
    if (!Number.isNaN(valid)) asked["valid"] = VALID_NAMES.get(valid) ?? isoTime(valid);
  }

  /** Returns the row of the result. */
  row(): OrderRow {
    const { state, endedUs } = this;
    return {
      id: this.id,
      feed: this.feed,
      side: this.side,
      type: this.type,
      asked: this.asked,
      size: this.size,
      limit: this.limit,
      stop: this.stop,
      placedUs: this.placedUs,
      placedAt: isoTime(this.placedUs),
      bar: this.bar,
      endedUs,
      endedAt: endedUs === null ? null : isoTime(endedUs),
      state: state === "created" ? "submitted" : state,
      reason: this.reason,
      filled: this.filled,
      opened: this.opened,
      averagePrice: this.averagePrice,
      commission: this.commission,
      parent: this.parent || null,
      oco: this.#rare(OCO) || null,
      role: this.role,
      tag: this.tag,
    };
  }

  /** Returns the order as a strategy reads it, as plain data. */
  toJSON(): OrderView {
    const { id, feed, side, type, state, reason, size, filled, averagePrice, limit, stop, commission, alive } = this;
    const { stopLoss, takeProfit, takeProfits, tag } = this;
    return {
      ...{ id, feed, side, type, state, reason, size, filled, averagePrice, limit, stop, commission, alive },
      ...{ stopLoss, takeProfit, takeProfits, tag },
    };
  }

  /** @throws {TypeError} If the order itself is compared or computed with. */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(hint, `order ${this.id}`, `order ${this.id}`, "read what is meant, such as order.filled");
  }

  static {
    showBy(OrderRecord.prototype, (order) => ({ title: "Order", facts: { ...order.toJSON() } }));
  }
}

/** Returns the codes of an order: its type, the number of its role, and its side. */
export function codesOf(type: number, role: number, isBuy: boolean): number {
  return type << TYPE_SHIFT | role << ROLE_SHIFT | (isBuy ? IS_BUY : 0);
}
