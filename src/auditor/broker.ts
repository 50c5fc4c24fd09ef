/**
 * The auditor's broker: the effects of a step on the resting orders.
 *
 * The order of a step: expire orders, tell of bars without volume, match the open, match inside the bar, match the
 * close, then match the children of entries that filled at the close. At the open, closing parts come before all other
 * parts. Within each phase orders come by acceptance. ARCHITECTURE.md, section "A step", has the rules of the engines.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { Account, Expected, Unmarkable } from "./account.ts";
import { AuditedBaskets } from "./audited_baskets.ts";
import { AuditedFills } from "./audited_fills.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { AuditedOrders } from "./audited_orders.ts";
import { type AuditedBar, filledBy, touchedAfterEntry, touchedAtOpen, type TouchedFill } from "./bar_path.ts";
import { reachOf, touchOf } from "./bar_reach.ts";
import { BarWalk, cornersOf, type Visit } from "./bar_walk.ts";
import type { Claims } from "./claims.ts";
import { comesFirst, type Reach } from "./group_order.ts";
import { OrderAmounts } from "./order_amounts.ts";
import { pulledBy, trailedInside } from "./trail_path.ts";

/** Rules of fills inside a bar at a price that the order asked for. */
const AT_A_BETTER_PRICE: ReadonlySet<number> = new Set([
  contract.FILL_RULE_LIMIT,
  contract.FILL_RULE_TOUCH,
  contract.FILL_RULE_TOUCH_LIMIT,
]);

/** The broker of one run. */
export class AuditedBroker {
  readonly halted: Set<number> = new Set();
  readonly #account: Account;
  readonly #orders: AuditedOrders;
  readonly #amounts: OrderAmounts;
  readonly #fills: AuditedFills;
  readonly #baskets: AuditedBaskets;
  readonly #through: boolean;
  readonly #path: number;
  readonly #cheats: boolean;
  /** Number of the bars that each instrument has shown, and end and close of the last one. */
  readonly #seen: Map<number, { bars: number; readonly time_us: number; readonly close: bigint }> = new Map();
  #bars: ReadonlyMap<number, AuditedBar> = new Map();

  constructor(account: Account, orders: AuditedOrders, config: Float64Array) {
    this.#account = account;
    this.#orders = orders;
    this.#amounts = new OrderAmounts(account);
    this.#fills = new AuditedFills(account, orders, this.#amounts);
    this.#baskets = new AuditedBaskets(account, orders, this.#amounts, (order) => this.#met(order));
    this.#through = config[contract.CONFIG_RULE_LIMIT_FILL] === contract.LIMIT_FILL_THROUGH;
    this.#path = config[contract.CONFIG_RULE_PATH]!;
    this.#cheats = config[contract.CONFIG_RULE_CHEAT_ON_CLOSE] === contract.CHEAT_ON_CLOSE_ON;
  }

  /** Begins an event and collects its notices from here on. */
  begin(time_us: number, claims: Claims): Expected[] {
    this.#fills.claims = claims;
    this.#amounts.told = claims.quantity;
    return this.#orders.begin(time_us);
  }

  /** Applies the broker's part of a step. */
  step(bars: ReadonlyMap<number, AuditedBar>): void {
    this.#bars = bars;
    for (const [id, { close }] of bars) {
      this.#seen.set(id, { bars: (this.#seen.get(id)?.bars ?? 0) + 1, time_us: this.#orders.time_us, close });
    }
    this.#fills.show(bars);
    for (const order of this.#orders.resting()) this.#expire(order);
    for (const order of this.#orders.resting()) this.#tellOfVolume(order);
    this.#matchOpen();
    if (this.#path === contract.PATH_WORST_CASE) {
      for (const order of this.#orders.resting()) this.#follow(order);
      this.#matchAllInside();
    } else this.#walkBars();
    for (const order of this.#orders.resting()) this.#matchClose(order);
    for (const order of this.#orders.resting()) this.#matchAfterClose(order);
    for (const order of this.#orders.resting()) this.#followClose(order);
    for (const order of this.#orders.resting()) this.#endFirstBar(order);
  }

  /**
   * Fills the orders that fill at the close of their placement, ahead of the bars of a step. What the volume of a bar
   * decides waits for it.
   */
  matchAhead(unmarkable: Unmarkable, settle: () => void): void {
    this.#fills.ahead = unmarkable;
    const placed = this.#cheats ? this.#orders.resting().filter((order) => this.#met(order) !== undefined) : [];
    if (placed.length > 0) {
      settle();
      this.#matchMarkets(placed);
    }
    this.#fills.ahead = undefined;
  }

  /** Returns the close of an order's placement as a bar, where it fills there ahead of the next one. */
  #metAhead(order: AuditedOrder): AuditedBar | undefined {
    const close = order.closeFor(this.#orders.time_us), waits = this.#account.terms[order.instrument]!.asks_volume;
    if (close === undefined || waits || order.ended || this.halted.has(order.instrument)) return undefined;
    return { begin_us: NaN, session_day: 0, open: close, high: close, low: close, close, volume: NaN };
  }

  #matchAllInside(): void {
    // All are asked again for as long as an order that gave way gets on: an entry among them wakes its protection.
    let waiting = this.#orders.resting().filter((order) => !this.#matchInside(order));
    for (let stuck = waiting.length === 0; !stuck;) {
      const left = this.#orders.resting().filter((order) => !this.#matchInside(order));
      stuck = waiting.every((order) => left.includes(order));
      waiting = left;
    }
  }

  /** Lets a trailing trigger follow the bar, unless the price of the order's entry has fired it. */
  #follow(order: AuditedOrder): void {
    const bar = this.#met(order), { entry } = order;
    if (bar === undefined || !order.trails) return;
    if (entry?.time_us === this.#orders.time_us && order.beyond(entry.price)) return;
    const trailed = trailedInside(order, bar, this.#account.terms[order.instrument]!.tick);
    order.pull(trailed.stop);
    order.followed = trailed;
    order.followed_us = this.#orders.time_us;
  }

  /** Lets the trigger of an order whose entry filled inside the bar follow the close, the one price that came later. */
  #followClose(order: AuditedOrder): void {
    const bar = this.#met(order);
    if (bar === undefined || !order.trails || order.followed_us === this.#orders.time_us) return;
    order.pull(pulledBy(order, order.stop, bar.close, this.#account.terms[order.instrument]!.tick));
  }

  /** Ends an order that its first bar did not fill, or lets a post-only order rest. */
  #endFirstBar(order: AuditedOrder): void {
    if (order.ended || order.tried_us !== this.#orders.time_us && this.#met(order) === undefined) return;
    if (order.immediate) this.#orders.end(order, contract.STATE_CANCELLED, contract.REASON_NOT_AT_ONCE);
    else if ((order.flags & contract.ORDER_FLAG_POST_ONLY) !== 0) order.rests = true;
  }

  /** Walks all bars of the step along their paths. The first leg of all comes before the second of any. */
  #walkBars(): void {
    const walks = [...this.#bars].map(([id, bar]): [number, BarWalk] => {
      const corners = cornersOf(bar, this.#path, this.#account.size(id));
      return [id, new BarWalk(bar, corners, this.#through, this.#account.terms[id]!.tick)];
    });
    const awake = (id: number): AuditedOrder[] =>
      this.#orders.resting().filter((order) => order.instrument === id && this.#met(order) !== undefined);
    while (true) {
      for (const [id, walk] of walks) walk.stand(awake(id));
      const resting = this.#orders.resting().filter((order) => this.#met(order) !== undefined);
      const visits = walks.flatMap(([id, walk]) => {
        const met = awake(id), visit = walk.next(met, met.filter((order) => this.#wokeNow(order)));
        return visit === undefined ? [] : [{ id, walk, visit, rank: resting.indexOf(visit.order) }];
      });
      visits.sort((a, b) => a.visit.leg - b.visit.leg || a.rank - b.rank);
      const first = visits[0];
      if (first === undefined) break;
      const { id, walk, visit } = first;
      walk.goTo(visit, awake(id));
      this.#visit(visit, walk);
    }
    for (const [id, walk] of walks) walk.end(awake(id));
    const woken = this.#orders.resting().filter((order) =>
      order.trails && this.#wokeNow(order) && order.entry?.moment === "inside"
    );
    for (const order of woken) this.#orders.update(order, order.state, contract.REASON_TRAILED);
  }

  /** Returns whether the entry of an order filled in this step. */
  #wokeNow({ entry }: AuditedOrder): boolean {
    return entry?.time_us === this.#orders.time_us;
  }

  /** Matches an order that a walk has come to. */
  #visit({ order, at_entry }: Visit, { bar, price: stands }: BarWalk): void {
    const is_stop = order.type === contract.TYPE_STOP || order.type === contract.TYPE_STOP_TRAIL,
      plain = at_entry ? contract.FILL_RULE_ENTRY_PRICE : undefined;
    const price = at_entry ? order.entry!.price : is_stop ? order.stop : stands;
    let rule = plain ?? (is_stop ? contract.FILL_RULE_STOP : contract.FILL_RULE_LIMIT);
    const limits = order.type === contract.TYPE_STOP_LIMIT || order.type === contract.TYPE_STOP_TRAIL_LIMIT;
    if (limits && !order.triggered) {
      this.#orders.trigger(order);
      if (!filledBy(order, price, this.#through)) return;
      rule = contract.FILL_RULE_STOP_LIMIT;
    }
    const touches = order.type === contract.TYPE_MARKET_IF_TOUCHED;
    if (touches) rule = contract.FILL_RULE_TOUCH;
    if (order.type === contract.TYPE_LIMIT_IF_TOUCHED && !order.triggered) {
      this.#orders.trigger(order);
      if (!filledBy(order, price, this.#through)) return;
      rule = contract.FILL_RULE_TOUCH_LIMIT;
    }
    const slips = is_stop || touches;
    if (is_stop && order.trails) this.#orders.update(order, order.state, contract.REASON_TRAILED);
    const fill: TouchedFill = { price, rule, slips, moment: "inside", direction: 0n, uncertain: false };
    this.#fills.execute(order, fill, bar, false, false);
  }

  /** Lets an order with new terms go to its market: it comes late, or takes the close that shows. */
  enterMarket(order: AuditedOrder): void {
    const { latency_bars, reported } = this.#account.terms[order.instrument]!, seen = this.#seen.get(order.instrument);
    if (reported || order.protective) return;
    if (latency_bars > 0) order.first_bar = (seen?.bars ?? 0) + 1 + latency_bars;
    if (!this.#cheats || order.type !== contract.TYPE_MARKET) return;
    order.placed_close = seen?.time_us === this.#orders.time_us && latency_bars === 0 ? seen.close : undefined;
  }

  #hasArrived(order: AuditedOrder, bar: AuditedBar): boolean {
    return bar.begin_us >= order.from_us && (this.#seen.get(order.instrument)?.bars ?? 0) >= order.first_bar;
  }

  /** Returns the bar at which an order can fill now. */
  #met(order: AuditedOrder): AuditedBar | undefined {
    if (this.#fills.ahead !== undefined) return this.#metAhead(order);
    const bar = this.#shown(order);
    return bar === undefined || this.#isIdle(order, bar) ? undefined : bar;
  }

  /** Returns whether nothing was traded in a bar, so that it can fill nothing. */
  #isIdle(order: AuditedOrder, bar: AuditedBar): boolean {
    return this.#account.terms[order.instrument]!.needs_volume && bar.volume === 0;
  }

  /** Tells of the first bar without volume that an order met. */
  #tellOfVolume(order: AuditedOrder): void {
    const bar = this.#shown(order);
    if (bar === undefined || order.waited_for_volume || !this.#isIdle(order, bar)) return;
    order.waited_for_volume = true;
    const lanes = { value: 0, expected: 0, order_id: order.id, instrument: order.instrument };
    this.#orders.expect([{
      kind: "DIAGNOSTIC",
      detail: contract.LEVEL_INFO,
      reason: contract.REASON_NO_VOLUME,
      lanes,
    }]);
  }

  /** Returns the bar that an order meets now, if it is awake and its instrument trades. */
  #shown(order: AuditedOrder): AuditedBar | undefined {
    const bar = this.#bars.get(order.instrument);
    if (bar === undefined || order.ended || !this.#hasArrived(order, bar)) return undefined;
    if (order.tried_us === this.#orders.time_us) return undefined;
    if (this.halted.has(order.instrument)) return undefined;
    if (order.protective && order.entry === undefined) return undefined;
    return bar;
  }

  #expire(order: AuditedOrder): void {
    if (order.ended) return;
    if (order.protective && order.entry === undefined) return;
    if (order.validity === contract.VALIDITY_GTD && order.valid_us < this.#orders.time_us) {
      this.#orders.end(order, contract.STATE_EXPIRED, contract.REASON_VALIDITY_OVER);
      return;
    }
    const bar = this.#bars.get(order.instrument);
    if (order.validity !== contract.VALIDITY_DAY || bar === undefined || bar.begin_us < order.from_us) return;
    if (order.session_day === undefined && !this.#hasArrived(order, bar)) return;
    order.session_day ??= bar.session_day;
    if (bar.session_day > order.session_day) {
      this.#orders.end(order, contract.STATE_EXPIRED, contract.REASON_VALIDITY_OVER);
    }
  }

  #matchOpen(): void {
    this.#matchMarkets(this.#orders.resting().filter((order) => order.closeFor(this.#orders.time_us) !== undefined));
    const resting = this.#orders.resting();
    // An order whose trigger is passed at the open is triggered before any order fills.
    for (const order of resting) {
      const bar = this.#metAtOpen(order);
      if (bar !== undefined && touchedAtOpen(order, bar, this.#through).triggers) this.#orders.trigger(order);
    }
    this.#matchMarkets(resting);
  }

  /** Fills orders at the open, or at the close of their placement: closing parts first. */
  #matchMarkets(resting: readonly AuditedOrder[]): void {
    const starts = this.#account.terms.map((_terms, id) => this.#account.size(id));
    const done = new Set<AuditedOrder>();
    for (const order of resting) {
      if (!this.#turn(order, "closing") || starts[order.instrument]! * order.sign >= 0n) continue;
      if (!this.#meetOpen(order, "closing")) done.add(order);
    }
    for (const order of resting) {
      if (!done.has(order) && this.#turn(order, "opening")) this.#meetOpen(order, "opening");
    }
  }

  /** Turns a target to the side that leads to it from the open. Returns false if the position is there. */
  #turn(order: AuditedOrder, part: "closing" | "opening"): boolean {
    const bar = this.#metAtOpen(order);
    if (bar === undefined || order.aim === 0n) return true;
    if (order.basket !== 0) this.#baskets.ready(order, part === "opening");
    if (order.quantity !== 0n) return true;
    const price = order.closeFor(this.#orders.time_us) ?? bar.open;
    const distance = this.#amounts.distance(order, price);
    if (distance !== 0n) order.sign = distance > 0n ? 1n : -1n;
    else if (part === "opening") this.#orders.end(order, contract.STATE_CANCELLED, contract.REASON_ON_TARGET);
    return distance !== 0n;
  }

  /** Returns the bar whose open an order meets. A child whose entry filled in this step did not exist at the open. */
  #metAtOpen(order: AuditedOrder): AuditedBar | undefined {
    return order.entry?.time_us === this.#orders.time_us ? undefined : this.#met(order);
  }

  /** Returns whether the order has a waiting opening part. */
  #meetOpen(order: AuditedOrder, part: "closing" | "opening"): boolean {
    const bar = this.#metAtOpen(order);
    if (bar === undefined) return false;
    const { fill: at_open } = touchedAtOpen(order, bar, this.#through), placed = order.closeFor(this.#orders.time_us);
    const rule = contract.FILL_RULE_PLACEMENT_CLOSE;
    const fill = at_open === undefined || placed === undefined ? at_open : { ...at_open, price: placed, rule };
    if (fill === undefined) return false;
    if ((order.flags & contract.ORDER_FLAG_POST_ONLY) !== 0 && !order.rests) {
      const state = order.filled > 0n ? contract.STATE_CANCELLED : contract.STATE_REJECTED;
      this.#orders.end(order, state, contract.REASON_WOULD_TAKE);
      return false;
    }
    return this.#fills.execute(order, fill, bar, part === "closing", false);
  }

  /** Returns false if the order gives way to another member of its group, which may fill. */
  #matchInside(order: AuditedOrder): boolean {
    const bar = this.#met(order);
    if (bar === undefined || order.spent_us === this.#orders.time_us) return true;
    const touch = touchOf(order, bar, this.#orders.time_us, this.#through), { fill } = touch;
    if (fill === undefined && !touch.triggers) return true;
    const doubt = this.#doubtAbout(order, bar);
    if (doubt === "another came first") return false;
    // If the bar reaches both stop and limit of a group, the stop fills.
    if (fill !== undefined && AT_A_BETTER_PRICE.has(fill.rule) && doubt === "a stop may have come first") return false;
    if (touch.triggers) {
      order.spent_us = this.#orders.time_us;
      this.#orders.trigger(order);
    }
    const trailed = order.followed_us === this.#orders.time_us && order.followed.doubt;
    if (fill !== undefined) this.#fills.execute(order, fill, bar, false, fill.uncertain || trailed || doubt !== "none");
    return true;
  }

  /**
   * Returns the doubt that other members of the group leave, if the same bar may fill them too: whether the bar tells
   * which of them came first, and if not, whether the one that may have been first is a stop.
   */
  #doubtAbout(
    order: AuditedOrder,
    bar: AuditedBar,
  ): "none" | "another came first" | "a stop may have come first" | "another may have" {
    const own = reachOf(order, bar, this.#orders.time_us, this.#through), others: Reach[] = [];
    if (own === undefined) return "none";
    for (const each of this.#orders.group(order)) {
      if (each === order || each.instrument !== order.instrument || this.#met(each) === undefined) continue;
      if (order.entry_share > 0n && each.entry_share > 0n) continue;
      const reach = reachOf(each, bar, this.#orders.time_us, this.#through);
      if (reach !== undefined) others.push(reach);
    }
    if (others.some((each) => comesFirst(each, own))) return "another came first";
    const rivals = others.filter((each) => !comesFirst(own, each) && !others.some((first) => comesFirst(first, each)));
    if (rivals.some(({ stops }) => stops)) return "a stop may have come first";
    return rivals.length > 0 ? "another may have" : "none";
  }

  #matchClose(order: AuditedOrder): void {
    const bar = this.#met(order);
    if (bar === undefined || order.type !== contract.TYPE_MARKET_ON_CLOSE) return;
    const fill: TouchedFill = {
      price: bar.close,
      rule: contract.FILL_RULE_CLOSE,
      slips: true,
      moment: "close",
      direction: 0n,
      uncertain: false,
    };
    this.#fills.execute(order, fill, bar, false, false);
  }

  /**
   * Matches the children of an entry that filled at the close. Only the entry's own price is left of the bar for them.
   */
  #matchAfterClose(order: AuditedOrder): void {
    const bar = this.#met(order), { entry } = order;
    if (bar === undefined || entry?.time_us !== this.#orders.time_us || entry.moment !== "close") return;
    const { fill } = touchedAfterEntry(order, entry, bar, this.#through);
    if (fill !== undefined) this.#fills.execute(order, fill, bar, false, false);
  }

  /** Closes every position at its last price. */
  closeAll(): void {
    for (let instrument = 0; instrument < this.#account.terms.length; instrument++) {
      if (this.#account.size(instrument) === 0n || this.#account.terms[instrument]!.reported) continue;
      this.#fills.closePosition(instrument, contract.FILL_RULE_CLOSE_AT_END);
    }
  }

  /**
   * Closes positions at the closes of their bars while the account, marked at its closes, is worth less than the
   * maintenance margins: the largest margin first, of equals the older round trip.
   */
  liquidate(bars: ReadonlyMap<number, AuditedBar>, revalue: () => void): void {
    const account = this.#account;
    for (let told = false; account.marked < account.maintenance; told = true) {
      const candidates = [...bars].filter(([id, bar]) => {
        const { reported, needs_volume } = account.terms[id]!, idle = needs_volume && bar.volume === 0;
        return account.maintenanceOf(id) > 0n && !reported && !idle && !this.halted.has(id);
      }).map(([id]) => id);
      candidates.sort((a, b) => {
        const more = account.maintenanceOf(b) - account.maintenanceOf(a);
        return more !== 0n ? (more > 0n ? 1 : -1) : account.tripOf(a) - account.tripOf(b);
      });
      const instrument = candidates[0];
      if (instrument === undefined) return;
      const lanes = { value: account.marked, expected: account.maintenance, order_id: 0, instrument };
      const note = { kind: "DIAGNOSTIC", detail: contract.LEVEL_WARNING, reason: contract.REASON_LIQUIDATION } as const;
      if (!told) this.#orders.expect([{ ...note, lanes }]);
      if (!this.#fills.closePosition(instrument, contract.FILL_RULE_LIQUIDATION)) return;
      this.#orders.cancelOn(instrument, contract.REASON_LIQUIDATED);
      revalue();
    }
  }

  /** Splits an instrument: its orders end, the lots that do not come to whole new ones are sold, the others multiply. */
  split(instrument: number, given: bigint, held: bigint): void {
    const account = this.#account, size = account.size(instrument), most = BigInt(contract.EXACT_MAX);
    const divisor = commonDivisor(given, held), numerator = given / divisor, denominator = held / divisor;
    const odd = size % denominator, whole = size - odd;
    const { price, lots } = account.splitOf(instrument, whole < 0n ? -whole : whole, numerator, denominator);
    if (price > most || lots > most) return;
    this.#orders.cancelOn(instrument, contract.REASON_BEFORE_SPLIT);
    if (odd !== 0n && !this.#fills.closePosition(instrument, contract.FILL_RULE_SPLIT, odd)) return;
    account.split(instrument, numerator, denominator);
    const note = { kind: "DIAGNOSTIC", detail: contract.LEVEL_INFO, reason: contract.REASON_SPLIT } as const;
    const lanes = { value: account.size(instrument), expected: whole, order_id: 0, instrument };
    this.#orders.expect([{ ...note, lanes }]);
  }

  /** Ends the trading of an instrument. */
  endTrading(instrument: number): void {
    const note = { kind: "DIAGNOSTIC", detail: contract.LEVEL_INFO, reason: contract.REASON_FEED_ENDED } as const;
    this.halted.add(instrument);
    this.#orders.expect([{ ...note, lanes: { value: 0n, expected: 0n, order_id: 0, instrument } }]);
    this.#orders.cancelOn(instrument, contract.REASON_FEED_ENDED);
    if (this.#account.size(instrument) !== 0n) this.#fills.closePosition(instrument, contract.FILL_RULE_FEED_ENDED);
  }
}

/** Returns the greatest number that divides both. */
function commonDivisor(first: bigint, second: bigint): bigint {
  return second === 0n ? first : commonDivisor(second, first % second);
}
