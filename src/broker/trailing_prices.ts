/**
 * Trailing triggers between notices: the core moves them bar by bar and tells only what came of it, so a reader follows
 * them on the bars by the core's own rules, and only as far as it reads.
 *
 * @module
 */

import {
  FILL_RULE_ENTRY_PRICE,
  FILL_RULE_STOP_GAP,
  ORDER_FLAG_RELATIVE,
  ORDER_FLAG_TRAIL_RATE,
} from "../contract/contract.gen.ts";
import { atDistance, beginAtEntry, isTrailing, moveByClose, moveInside, setLimit } from "../core/exact/trail.ts";
import { Instrument } from "../core/state/fields.gen.ts";
import { termsOf } from "../core/state/instrument_terms.ts";
import { looseOrder, type Order } from "../core/state/order.ts";
import type { BarColumns } from "../feeds/feed_data.ts";
import { lastUntil } from "../feeds/time/ordered_times.ts";
import { fillPlaceOnBar } from "./fill_place.ts";
import type { InstrumentUnits } from "./instrument_units.ts";

/** The terms of an order whose price lies at a distance from another one, in the core's counts. */
export interface DistantOrder {
  readonly instrument: number;
  /** Code of its type. */
  readonly type: number;
  /** 1 for a buy, -1 for a sell. */
  readonly sign: number;
  /** Distance in steps, or with `byRate` in 10^-9 of a price. */
  readonly trail: number;
  readonly byRate: boolean;
  /** Distance of the limit of a trailing stop-limit from its trigger. */
  readonly offset: number;
  /** Trigger so far, zero while there is none. */
  readonly stop: number;
  /** True if the order waits for the fill of its entry. */
  readonly sleeps: boolean;
  /** True if it protects an entry, with which it reaches the market. */
  readonly protects: boolean;
  /** Time from which on a bar has to begin for the order to meet it. */
  readonly placedUs: number;
}

/** The prices of an order at a distance. */
export interface DistantPrices {
  readonly limit: number;
  readonly stop: number;
}

/** One order that is followed. */
interface Followed {
  readonly order: Order;
  sleeps: boolean;
  fromUs: number;
  /** Bars that pass before the order is in the market, by the latency of its instrument. */
  waits: number;
  readonly protects: boolean;
  /** End of the last bar that it has followed. */
  untilUs: number;
  /** Trigger that its entry's fill inside a bar gave it, and the end of that bar, whose close moved it. */
  wokenStop: number;
  wokenUs: number;
}

/** The orders of a run whose triggers follow the market. */
export class TrailingPrices {
  readonly #followed: Map<number, Followed> = new Map();
  readonly #instruments: readonly Instrument[];
  readonly #units: readonly InstrumentUnits[];
  readonly #bars: readonly BarColumns[];
  /** Time up to which bars are known, in microseconds since the epoch. */
  nowUs: () => number = () => -Infinity;
  /** Moment of the news that is kept, which shows an order without the bars behind it. */
  newsUs: number = Infinity;
  /** Orders that show the prices of their news while these are told. */
  readonly #held: Set<number> = new Set();

  constructor(units: readonly InstrumentUnits[], bars: readonly BarColumns[]) {
    this.#units = units;
    this.#bars = bars;
    this.#instruments = units.map(({ lanes }, id) => new Instrument(id, termsOf(lanes, 0)));
  }

  /** Follows an order from its placement on. Returns its prices. */
  add(id: number, terms: DistantOrder, nowUs: number): DistantPrices {
    const order = looseOrder(), relative = terms.sleeps ? ORDER_FLAG_RELATIVE : 0;
    order.instrument = terms.instrument;
    order.order_type = terms.type;
    order.sign = terms.sign;
    order.flags = relative | (terms.byRate ? ORDER_FLAG_TRAIL_RATE : 0);
    order.stop = terms.stop;
    order.limit_offset = terms.offset;
    distanceInto(order, terms.trail, terms.byRate);
    const followed = {
      order,
      sleeps: terms.sleeps,
      protects: terms.protects,
      fromUs: terms.placedUs,
      waits: 0,
      untilUs: nowUs,
      wokenStop: 0,
      wokenUs: NaN,
    };
    this.#followed.set(id, followed);
    this.#enter(followed, terms.placedUs);
    if (!terms.sleeps && isTrailing(order)) this.#begin(followed, terms.stop);
    return order;
  }

  /** Lets an order have its terms from a time on, which is not behind the bars that it has followed. */
  #enter(followed: Followed, timeUs: number): void {
    const { order: { instrument }, protects, untilUs } = followed;
    const latency = protects ? 0 : this.#instruments[instrument]!.terms.latency_bars;
    followed.fromUs = timeUs;
    const passed = latency === 0 ? 0 : this.#lastRow(instrument, untilUs) - this.#lastRow(instrument, timeUs);
    followed.waits = Math.max(0, latency - passed);
  }

  /** Begins a trail at a trigger, or without one at its distance from the last close. */
  #begin({ order, untilUs }: Followed, stop: number): void {
    const { close } = this.#bars[order.instrument]!, row = this.#lastRow(order.instrument, untilUs);
    const { tick } = this.#instruments[order.instrument]!.terms;
    const last = row < 0 ? 0 : this.#units[order.instrument]!.wholeSteps(close[row]!);
    order.stop = stop === 0 ? atDistance(order, tick, last, order.is_buy) : stop;
    setLimit(order);
  }

  /** Returns the prices that an order has now, or undefined if it is not followed, or shows those of its news. */
  now(id: number): DistantPrices | undefined {
    const followed = this.#followed.get(id);
    if (followed === undefined || this.#held.has(id)) return undefined;
    this.#follow(followed, Math.min(this.nowUs(), this.newsUs));
    return followed.order;
  }

  /** Lets an order show the prices of its news, and with the next call those of now. */
  turnToNews(id: number): void {
    if (!this.#held.delete(id)) this.#held.add(id);
  }

  /** Gives an order that waited the fill of its entry. Returns its prices, or undefined if it did not wait. */
  wake(id: number, price: number, rule: number, timeUs: number): DistantPrices | undefined {
    const followed = this.#followed.get(id);
    if (followed?.sleeps !== true) return undefined;
    const { order } = followed, instrument = this.#instruments[order.instrument]!;
    const row = this.#lastRow(order.instrument, timeUs);
    beginAtEntry(order, instrument.terms.tick, price);
    followed.sleeps = false;
    followed.untilUs = timeUs;
    if (!isTrailing(order)) this.#followed.delete(id);
    else if (this.#show(instrument, row)) {
      const isOfStep = this.#bars[order.instrument]!.timeUs[row] === timeUs;
      const place = fillPlaceOnBar(rule, isOfStep), passed = order.is_buy ? price >= order.stop : price <= order.stop;
      if (place !== "open") {
        followed.wokenStop = order.stop;
        followed.wokenUs = timeUs;
        moveByClose(order, instrument);
      } else if (!passed) moveInside(order, instrument);
    }
    return order;
  }

  /** Returns the prices of an order at a fill, which ends its following. */
  fill(id: number, rule: number, timeUs: number): DistantPrices | undefined {
    const followed = this.#followed.get(id);
    if (followed === undefined || followed.sleeps) return undefined;
    const { order } = followed, instrument = this.#instruments[order.instrument]!;
    this.#followed.delete(id);
    const row = this.#lastRow(order.instrument, timeUs), { timeUs: times } = this.#bars[order.instrument]!;
    this.#follow(followed, row > 0 ? times[row - 1]! : -Infinity);
    const isInside = rule !== FILL_RULE_STOP_GAP && rule !== FILL_RULE_ENTRY_PRICE;
    if (followed.wokenUs === timeUs) order.stop = followed.wokenStop;
    else if (isInside && followed.untilUs < timeUs && this.#show(instrument, row)) moveInside(order, instrument);
    return order;
  }

  /**
   * Takes the trigger of an order from a notice that is told amid a step, as a target takes its share. What fills at the open
   * is told before the trigger follows the bar: then the bar stays to be followed, which moves nothing twice.
   */
  tellAmid(id: number, stop: number, timeUs: number): void {
    const followed = this.#followed.get(id);
    if (followed === undefined || followed.sleeps || followed.wokenUs === timeUs) {
      return this.tell(id, stop, timeUs, false);
    }
    const { order } = followed, row = this.#lastRow(order.instrument, timeUs);
    this.#follow(followed, row > 0 ? this.#bars[order.instrument]!.timeUs[row - 1]! : -Infinity);
    if (order.stop !== stop) this.tell(id, stop, timeUs, false);
  }

  /** Takes the prices of an order from a notice, in which the core tells of it. */
  tell(id: number, stop: number, timeUs: number, ends: boolean): void {
    const followed = this.#followed.get(id);
    if (followed === undefined) return;
    if (ends) {
      this.#followed.delete(id);
      return;
    }
    // The bars up to the notice count for the latency, and what it tells stands above what they made.
    this.#follow(followed, timeUs);
    followed.order.stop = stop;
    if (followed.sleeps) return;
    followed.untilUs = timeUs;
    if (followed.wokenUs === timeUs) followed.wokenStop = stop;
    setLimit(followed.order);
  }

  /** Takes new terms of an order that replaced it: zero keeps a distance. */
  replace(id: number, trail: number, offset: number, timeUs: number): void {
    const followed = this.#followed.get(id);
    if (followed === undefined) return;
    const { order } = followed;
    this.#follow(followed, timeUs);
    if (trail !== 0) distanceInto(order, trail, (order.flags & ORDER_FLAG_TRAIL_RATE) !== 0);
    if (offset !== 0) order.limit_offset = offset;
    this.#enter(followed, timeUs);
    setLimit(order);
  }

  /** Lets an order that was replaced have its terms from then on, also where it is followed from later on. */
  enterAgain(id: number, timeUs: number): void {
    const followed = this.#followed.get(id);
    if (followed !== undefined) this.#enter(followed, timeUs);
  }

  /** Returns the day of the session that an instrument's last bar up to a time belongs to, zero before its first one. */
  sessionDay(instrument: number, timeUs: number): number {
    return this.#bars[instrument]!.sessionDay[this.#lastRow(instrument, timeUs)] ?? 0;
  }

  /** Follows all orders on the bars that are there, before these go. */
  settle(): void {
    for (const followed of this.#followed.values()) this.#follow(followed, Infinity);
  }

  /** Follows an order on the bars up to a time. */
  #follow(followed: Followed, untilUs: number): void {
    const { order } = followed, { timeUs, beginUs } = this.#bars[order.instrument]!;
    if (followed.sleeps || untilUs <= followed.untilUs) return;
    const instrument = this.#instruments[order.instrument]!;
    let row = lastUntil(timeUs, followed.untilUs, -1) + 1;
    for (; row < timeUs.length && timeUs[row]! <= untilUs; row++) {
      followed.untilUs = timeUs[row]!;
      // The latency counts every bar, also one that began before the order.
      if (followed.waits > 0) followed.waits--;
      else if (beginUs[row]! >= followed.fromUs && this.#show(instrument, row)) moveInside(order, instrument);
    }
  }

  #lastRow(instrument: number, timeUs: number): number {
    return lastUntil(this.#bars[instrument]!.timeUs, timeUs, -1);
  }

  /** Shows a bar on an instrument; returns false for one without volume that fills nothing. */
  #show(instrument: Instrument, row: number): boolean {
    const { open, high, low, close, volume } = this.#bars[instrument.id]!, units = this.#units[instrument.id]!;
    if (row < 0 || instrument.terms.needs_volume && volume[row] === 0) return false;
    instrument.open = units.wholeSteps(open[row]!);
    instrument.high = units.wholeSteps(high[row]!);
    instrument.low = units.wholeSteps(low[row]!);
    instrument.close = units.wholeSteps(close[row]!);
    return true;
  }
}

function distanceInto(order: Order, trail: number, byRate: boolean): void {
  order.trail_amount = byRate ? 0 : trail;
  order.trail_rate = byRate ? trail : 0;
}
