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
import type { AuditedOrder, Entry } from "./audited_order.ts";
import { comesFirst, type Reach } from "./group_order.ts";
import { BarWalk, cornersOf } from "./bar_walk.ts";
import type { Lanes } from "./records.ts";
import { halfEven, rational } from "./rational.ts";
import { atDistance, pulledBy, trailedInside } from "./trail_path.ts";
import { MOST, OrderAmounts, type ToldLots } from "./order_amounts.ts";
import {
  type AuditedBar,
  filledBy,
  touchedAfterEntry,
  touchedAtOpen,
  type TouchedFill,
  touchedInside,
} from "./bar_path.ts";

/** The engine's claims about an event whose numbers pass its limits. The auditor has no such limits. */
export interface Claims {
  /**
   * Returns whether the engine rejects the next fill of an order because of the limit. Without an order, it is the fill
   * that closes a position at the end of the run.
   */
  beyondLimit(order: AuditedOrder | undefined, instrument?: number): boolean;
  /** The lots of an order in its last notice. */
  readonly quantity: ToldLots;
}

/** Rules of fills inside a bar at a price that the order asked for. */
const AT_A_BETTER_PRICE: ReadonlySet<number> = new Set([
  contract.FILL_RULE_LIMIT,
  contract.FILL_RULE_TOUCH,
  contract.FILL_RULE_TOUCH_LIMIT,
]);

/** Types of orders that have a limit. */
const LIMITED: readonly number[] = [
  contract.TYPE_LIMIT,
  contract.TYPE_STOP_LIMIT,
  contract.TYPE_STOP_TRAIL_LIMIT,
  contract.TYPE_LIMIT_IF_TOUCHED,
];

function isTouch({ type }: AuditedOrder): boolean {
  return type === contract.TYPE_MARKET_IF_TOUCHED || type === contract.TYPE_LIMIT_IF_TOUCHED;
}

/** The broker of one run. */
export class AuditedBroker {
  readonly orders: Map<number, AuditedOrder> = new Map();
  readonly halted: Set<number> = new Set();
  readonly #account: Account;
  readonly #amounts: OrderAmounts;
  readonly #through: boolean;
  readonly #path: number;
  readonly #cheats: boolean;
  /** Number of the bars that each instrument has shown, and end and close of the last one. */
  readonly #seen: Map<number, { bars: number; readonly time_us: number; readonly close: bigint }> = new Map();
  #expected: Expected[] = [];
  #time_us = 0;
  /** Lots that orders may still take in the bars of the step, for instruments with a limit. */
  readonly #room: Map<number, bigint> = new Map();
  #bars: ReadonlyMap<number, AuditedBar> = new Map();
  /** Says which marks an engine cannot hold while orders fill ahead of the bars of a step; undefined otherwise. */
  #ahead: Unmarkable | undefined;
  #claims: Claims = { beyondLimit: () => false, quantity: () => 0n };
  readonly live: Set<AuditedOrder> = new Set();

  constructor(account: Account, config: Float64Array) {
    this.#account = account;
    this.#amounts = new OrderAmounts(account);
    this.#through = config[contract.CONFIG_RULE_LIMIT_FILL] === contract.LIMIT_FILL_THROUGH;
    this.#path = config[contract.CONFIG_RULE_PATH]!;
    this.#cheats = config[contract.CONFIG_RULE_CHEAT_ON_CLOSE] === contract.CHEAT_ON_CLOSE_ON;
  }

  /** Begins an event and collects its notices from here on. */
  begin(time_us: number, claims: Claims): Expected[] {
    this.#time_us = time_us;
    this.#claims = claims;
    return this.#expected = [];
  }

  /** Adds expected notices that come from outside the broker. */
  expect(notices: readonly Expected[]): void {
    this.#expected.push(...notices);
  }

  /** Applies the broker's part of a step. */
  step(bars: ReadonlyMap<number, AuditedBar>): void {
    this.#bars = bars;
    this.#room.clear();
    for (const [id, { volume, close }] of bars) {
      this.#seen.set(id, { bars: (this.#seen.get(id)?.bars ?? 0) + 1, time_us: this.#time_us, close });
      const room = this.#account.terms[id]!.room(volume);
      if (room !== undefined) this.#room.set(id, room);
    }
    for (const order of this.#resting()) this.#expire(order);
    for (const order of this.#resting()) this.#tellOfVolume(order);
    this.#matchOpen();
    if (this.#path === contract.PATH_WORST_CASE) {
      for (const order of this.#resting()) this.#follow(order);
      this.#matchAllInside();
    } else this.#walkBars();
    for (const order of this.#resting()) this.#matchClose(order);
    for (const order of this.#resting()) this.#matchAfterClose(order);
    for (const order of this.#resting()) this.#followClose(order);
    for (const order of this.#resting()) this.#endFirstBar(order);
  }

  /**
   * Fills the orders that fill at the close of their placement, ahead of the bars of a step. What the volume of a bar
   * decides waits for it.
   */
  matchAhead(unmarkable: Unmarkable, settle: () => void): void {
    this.#ahead = unmarkable;
    const placed = this.#cheats ? this.#resting().filter((order) => this.#met(order) !== undefined) : [];
    if (placed.length > 0) {
      settle();
      this.#matchMarkets(placed);
    }
    this.#ahead = undefined;
  }

  /** Returns the close of an order's placement as a bar, where it fills there ahead of the next one. */
  #metAhead(order: AuditedOrder): AuditedBar | undefined {
    const close = this.#placedClose(order), waits = this.#account.terms[order.instrument]!.asks_volume;
    if (close === undefined || waits || order.ended || this.halted.has(order.instrument)) return undefined;
    return { begin_us: NaN, session_day: 0, open: close, high: close, low: close, close, volume: NaN };
  }

  #matchAllInside(): void {
    // All are asked again for as long as an order that gave way gets on: an entry among them wakes its protection.
    let waiting = this.#resting().filter((order) => !this.#matchInside(order));
    for (let stuck = waiting.length === 0; !stuck;) {
      const left = this.#resting().filter((order) => !this.#matchInside(order));
      stuck = waiting.every((order) => left.includes(order));
      waiting = left;
    }
  }

  /** Lets a trailing trigger follow the bar, unless the price of the order's entry has fired it. */
  #follow(order: AuditedOrder): void {
    const bar = this.#met(order), { entry } = order;
    if (bar === undefined || !order.trails) return;
    if (entry?.time_us === this.#time_us && order.beyond(entry.price)) return;
    const trailed = trailedInside(order, bar, this.#account.terms[order.instrument]!.tick);
    order.pull(trailed.stop);
    order.followed = trailed;
    order.followed_us = this.#time_us;
  }

  /** Lets the trigger of an order whose entry filled inside the bar follow the close, the one price that came later. */
  #followClose(order: AuditedOrder): void {
    const bar = this.#met(order);
    if (bar === undefined || !order.trails || order.followed_us === this.#time_us) return;
    order.pull(pulledBy(order, order.stop, bar.close, this.#account.terms[order.instrument]!.tick));
  }

  /** Ends an order that its first bar did not fill, or lets a post-only order rest. */
  #endFirstBar(order: AuditedOrder): void {
    if (order.ended || order.tried_us !== this.#time_us && this.#met(order) === undefined) return;
    if (order.immediate) this.end(order, contract.STATE_CANCELLED, contract.REASON_NOT_AT_ONCE);
    else if ((order.flags & contract.ORDER_FLAG_POST_ONLY) !== 0) order.rests = true;
  }

  /** Walks all bars of the step along their paths. The first leg of all comes before the second of any. */
  #walkBars(): void {
    const walks = [...this.#bars].map(([id, bar]): [number, BarWalk] => {
      const corners = cornersOf(bar, this.#path, this.#account.size(id));
      return [id, new BarWalk(bar, corners, this.#through, this.#account.terms[id]!.tick)];
    });
    const awake = (id: number): AuditedOrder[] =>
      this.#resting().filter((order) => order.instrument === id && this.#met(order) !== undefined);
    while (true) {
      for (const [id, walk] of walks) walk.stand(awake(id));
      const resting = this.#resting().filter((order) => this.#met(order) !== undefined);
      const visits = walks.flatMap(([id, walk]) => {
        const visit = walk.next(awake(id));
        return visit === undefined ? [] : [{ id, walk, visit, rank: resting.indexOf(visit.order) }];
      });
      visits.sort((a, b) => a.visit.leg - b.visit.leg || a.rank - b.rank);
      const first = visits[0];
      if (first === undefined) break;
      const { id, walk, visit } = first;
      this.#visit(visit.order, walk, walk.goTo(visit, awake(id)));
    }
    for (const [id, walk] of walks) walk.end(awake(id));
    const woken = this.#resting().filter(({ trails, entry }) =>
      trails && entry?.time_us === this.#time_us && entry.moment === "inside"
    );
    for (const order of woken) this.update(order, order.state, contract.REASON_TRAILED);
  }

  /** Matches an order that a walk has come to. */
  #visit(order: AuditedOrder, { bar, price }: BarWalk, at_entry: boolean): void {
    const is_stop = order.type === contract.TYPE_STOP || order.type === contract.TYPE_STOP_TRAIL,
      plain = at_entry ? contract.FILL_RULE_ENTRY_PRICE : undefined;
    let rule = plain ?? (is_stop ? contract.FILL_RULE_STOP : contract.FILL_RULE_LIMIT);
    const limits = order.type === contract.TYPE_STOP_LIMIT || order.type === contract.TYPE_STOP_TRAIL_LIMIT;
    if (limits && !order.triggered) {
      this.#trigger(order);
      if (!filledBy(order, price, this.#through)) return;
      rule = contract.FILL_RULE_STOP_LIMIT;
    }
    const touches = order.type === contract.TYPE_MARKET_IF_TOUCHED;
    if (touches) rule = contract.FILL_RULE_TOUCH;
    if (order.type === contract.TYPE_LIMIT_IF_TOUCHED && !order.triggered) {
      this.#trigger(order);
      if (!filledBy(order, price, this.#through)) return;
      rule = contract.FILL_RULE_TOUCH_LIMIT;
    }
    const slips = is_stop || touches;
    if (is_stop && order.trails) this.update(order, order.state, contract.REASON_TRAILED);
    const fill: TouchedFill = { price, rule, slips, moment: "inside", direction: 0n, uncertain: false };
    this.#execute(order, fill, bar, false, false);
  }

  /** Lets an order with new terms go to its market: it comes late, or takes the close that shows. */
  enterMarket(order: AuditedOrder): void {
    const { latency_bars, reported } = this.#account.terms[order.instrument]!, seen = this.#seen.get(order.instrument);
    if (reported || order.protective) return;
    if (latency_bars > 0) order.first_bar = (seen?.bars ?? 0) + 1 + latency_bars;
    if (!this.#cheats || order.type !== contract.TYPE_MARKET) return;
    order.placed_close = seen?.time_us === this.#time_us && latency_bars === 0 ? seen.close : undefined;
  }

  #hasArrived(order: AuditedOrder, bar: AuditedBar): boolean {
    return bar.begin_us >= order.from_us && (this.#seen.get(order.instrument)?.bars ?? 0) >= order.first_bar;
  }

  /** Returns the close at which an order fills ahead of the bar; undefined for the open. */
  #placedClose(order: AuditedOrder): bigint | undefined {
    const begins = order.filled === 0n || order.executed_us === this.#time_us;
    return begins && !order.waited_for_volume ? order.placed_close : undefined;
  }

  /** Returns the open orders of simulated instruments, by acceptance. */
  #resting(): AuditedOrder[] {
    return [...this.live].filter((order) => !this.#account.terms[order.instrument]!.reported);
  }

  /** Returns the bar at which an order can fill now. */
  #met(order: AuditedOrder): AuditedBar | undefined {
    if (this.#ahead !== undefined) return this.#metAhead(order);
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
    this.expect([{ kind: "DIAGNOSTIC", detail: contract.LEVEL_INFO, reason: contract.REASON_NO_VOLUME, lanes }]);
  }

  /** Returns the bar that an order meets now, if it is awake and its instrument trades. */
  #shown(order: AuditedOrder): AuditedBar | undefined {
    const bar = this.#bars.get(order.instrument);
    if (bar === undefined || order.ended || !this.#hasArrived(order, bar)) return undefined;
    if (order.tried_us === this.#time_us) return undefined;
    if (this.halted.has(order.instrument)) return undefined;
    if (order.protective && order.entry === undefined) return undefined;
    return bar;
  }

  #expire(order: AuditedOrder): void {
    if (order.ended) return;
    if (order.protective && order.entry === undefined) return;
    if (order.validity === contract.VALIDITY_GTD && order.valid_us < this.#time_us) {
      this.end(order, contract.STATE_EXPIRED, contract.REASON_VALIDITY_OVER);
      return;
    }
    const bar = this.#bars.get(order.instrument);
    if (order.validity !== contract.VALIDITY_DAY || bar === undefined || bar.begin_us < order.from_us) return;
    if (order.session_day === undefined && !this.#hasArrived(order, bar)) return;
    order.session_day ??= bar.session_day;
    if (bar.session_day > order.session_day) {
      this.end(order, contract.STATE_EXPIRED, contract.REASON_VALIDITY_OVER);
    }
  }

  #matchOpen(): void {
    this.#matchMarkets(this.#resting().filter((order) => this.#placedClose(order) !== undefined));
    const resting = this.#resting();
    // An order whose trigger is passed at the open is triggered before any order fills.
    for (const order of resting) {
      const bar = this.#metAtOpen(order);
      if (bar !== undefined && touchedAtOpen(order, bar, this.#through).triggers) this.#trigger(order);
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
    if (order.basket !== 0) this.#readyBasket(order, part === "opening");
    if (order.quantity !== 0n) return true;
    const price = this.#placedClose(order) ?? bar.open;
    const distance = this.#amounts.distance(order, price, this.#claims.quantity);
    if (distance !== 0n) order.sign = distance > 0n ? 1n : -1n;
    else if (part === "opening") this.end(order, contract.STATE_CANCELLED, contract.REASON_ON_TARGET);
    return distance !== 0n;
  }

  /** Gives the legs of a basket their budgets, and before its first opening of a step their parts of the free cash. */
  #readyBasket(first: AuditedOrder, opens: boolean): void {
    const account = this.#account,
      legs = [...this.live].filter((order) => order.basket === first.basket && !order.ended);
    if (first.budgeted_us !== this.#time_us) {
      const opening = new Map(legs.flatMap((order) => {
        const bar = this.#met(order);
        return bar === undefined ? [] : [[order.instrument, this.#placedClose(order) ?? bar.open] as const];
      }));
      const value = account.valueAt(opening), scale = BigInt(contract.RATE_SCALE);
      for (const order of legs) {
        order.budgeted_us = this.#time_us;
        const budget = value > 0n ? value * order.fraction / scale : 0n;
        if (order.fraction > 0n) order.cash = budget <= MOST ? budget : MOST;
        order.fraction = 0n;
      }
    }
    if (!opens || first.shared_us === this.#time_us) return;
    const costs = legs.map((order) => this.#costToOpen(order)), total = costs.reduce((sum, cost) => sum + cost, 0n);
    const all = legs.reduce((sum, order) => {
      const bar = this.#met(order);
      if (bar === undefined) return sum;
      const price = this.#placedClose(order) ?? bar.open;
      return sum + account.freeCashAt(order.instrument, price) - account.freeCash;
    }, account.freeCash);
    const free = all > 0n ? all : 0n;
    legs.forEach((order, at) => {
      order.shared_us = this.#time_us;
      order.share = total <= free ? free : total <= MOST ? free * costs[at]! / total : 0n;
    });
  }

  /** Returns what the opening part of a leg costs, at the price at which it fills or would fill at the last close. */
  #costToOpen(order: AuditedOrder): bigint {
    const account = this.#account, terms = account.terms[order.instrument]!, bar = this.#met(order);
    const last = account.lastPrice(order.instrument) ?? 0n, told = this.#claims.quantity;
    if (bar === undefined && last === 0n) return order.cash;
    const unsized = order.quantity === 0n;
    const placed = this.#placedClose(order);
    let price = bar === undefined ? last : placed ?? bar.open, lots = order.quantity - order.filled;
    if (unsized) {
      const distance = this.#amounts.distance(order, price, told);
      if (distance === 0n) return 0n;
      order.sign = distance > 0n ? 1n : -1n;
    }
    const not_at_open = (terms.slippage_flags & contract.SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0;
    if (bar !== undefined && (placed !== undefined || !not_at_open)) {
      const slipped = terms.slipped(price, order.sign);
      const may_leave = (placed !== undefined || (terms.slippage_flags & contract.SLIPPAGE_FLAG_BEYOND_BAR) !== 0) &&
        slipped <= MOST;
      if (may_leave) price = slipped;
      else price = slipped > bar.high ? bar.high : slipped < bar.low ? bar.low : slipped;
    }
    if (unsized) {
      const held = account.size(order.instrument) * order.sign, closes = held < 0n ? -held : 0n;
      lots = this.#amounts.distance(order, price, told) * order.sign - closes;
    }
    if (lots <= 0n) return 0n;
    const cost = this.#amounts.needed(order, price, lots);
    return cost <= MOST ? cost : MOST;
  }

  /** Returns the bar whose open an order meets. A child whose entry filled in this step did not exist at the open. */
  #metAtOpen(order: AuditedOrder): AuditedBar | undefined {
    return order.entry?.time_us === this.#time_us ? undefined : this.#met(order);
  }

  /** Returns whether the order has a waiting opening part. */
  #meetOpen(order: AuditedOrder, part: "closing" | "opening"): boolean {
    const bar = this.#metAtOpen(order);
    if (bar === undefined) return false;
    const { fill: at_open } = touchedAtOpen(order, bar, this.#through), placed = this.#placedClose(order);
    const rule = contract.FILL_RULE_PLACEMENT_CLOSE;
    const fill = at_open === undefined || placed === undefined ? at_open : { ...at_open, price: placed, rule };
    if (fill === undefined) return false;
    if ((order.flags & contract.ORDER_FLAG_POST_ONLY) !== 0 && !order.rests) {
      const state = order.filled > 0n ? contract.STATE_CANCELLED : contract.STATE_REJECTED;
      this.end(order, state, contract.REASON_WOULD_TAKE);
      return false;
    }
    return this.#execute(order, fill, bar, part === "closing", false);
  }

  /** Returns false if the order gives way to another member of its group, which may fill. */
  #matchInside(order: AuditedOrder): boolean {
    const bar = this.#met(order);
    if (bar === undefined || order.spent_us === this.#time_us) return true;
    const touch = this.#touch(order, bar), { fill } = touch;
    if (fill === undefined && !touch.triggers) return true;
    const doubt = this.#doubtAbout(order, bar);
    if (doubt === "another came first") return false;
    // If the bar reaches both stop and limit of a group, the stop fills.
    if (fill !== undefined && AT_A_BETTER_PRICE.has(fill.rule) && doubt === "a stop may have come first") return false;
    if (touch.triggers) {
      order.spent_us = this.#time_us;
      this.#trigger(order);
    }
    const trailed = order.followed_us === this.#time_us && order.followed.doubt;
    if (fill !== undefined) this.#execute(order, fill, bar, false, fill.uncertain || trailed || doubt !== "none");
    return true;
  }

  #touch(order: AuditedOrder, bar: AuditedBar): ReturnType<typeof touchedInside> {
    return order.entry?.time_us === this.#time_us
      ? touchedAfterEntry(order, order.entry, bar, this.#through)
      : touchedInside(order, bar, this.#through);
  }

  /**
   * Returns the doubt that other members of the group leave, if the same bar may fill them too: whether the bar tells
   * which of them came first, and if not, whether the one that may have been first is a stop.
   */
  #doubtAbout(
    order: AuditedOrder,
    bar: AuditedBar,
  ): "none" | "another came first" | "a stop may have come first" | "another may have" {
    const own = this.#reach(order, bar), others: Reach[] = [];
    if (own === undefined) return "none";
    for (const each of this.#group(order)) {
      if (each === order || each.instrument !== order.instrument || this.#met(each) === undefined) continue;
      if (order.entry_share > 0n && each.entry_share > 0n) continue;
      const reach = this.#reach(each, bar);
      if (reach !== undefined) others.push(reach);
    }
    if (others.some((each) => comesFirst(each, own))) return "another came first";
    const rivals = others.filter((each) => !comesFirst(own, each) && !others.some((first) => comesFirst(first, each)));
    if (rivals.some(({ stops }) => stops)) return "a stop may have come first";
    return rivals.length > 0 ? "another may have" : "none";
  }

  /** Returns how the inside of a bar may fill an order, or undefined if it cannot. */
  #reach(order: AuditedOrder, bar: AuditedBar): Reach | undefined {
    const entry = order.entry?.time_us === this.#time_us ? order.entry : undefined;
    if (entry?.moment === "close") return undefined;
    // This bar brought it to its trigger and proved no fill, which may have been there all the same.
    const spent = order.spent_us === this.#time_us;
    const late = order.followed_us === this.#time_us && order.followed.late;
    if (isTouch(order) && !order.triggered) {
      const { fill } = touchedInside(order, bar, this.#through);
      if (fill === undefined) return undefined;
      const past = fill.rule === contract.FILL_RULE_LIMIT && this.#through;
      const fixed = {
        afterwards: false,
        limit: order.limit,
        stops: false,
        at_once: false,
        late: false,
        entry: undefined,
      };
      return { ...fixed, upwards: order.sign < 0n, level: fill.price, past };
    }
    if (isTouch(order) && spent) return undefined;
    const touch = spent ? { triggers: true, fill: undefined } : touchedInside(order, bar, this.#through);
    const at_once = !spent && this.#touch(order, bar).fill?.rule === contract.FILL_RULE_ENTRY_PRICE;
    const best = order.sign > 0n ? bar.low : bar.high;
    const afterwards = touch.triggers && touch.fill?.rule !== contract.FILL_RULE_STOP_LIMIT;
    const fills = afterwards ? filledBy(order, best, this.#through) : touch.fill !== undefined;
    if (!fills && !at_once) return undefined;
    const limit = !spent && (order.type === contract.TYPE_LIMIT || order.triggered);
    return {
      upwards: limit !== (order.sign > 0n),
      level: limit ? order.limit : order.stop,
      afterwards,
      limit: order.limit,
      past: limit && this.#through,
      stops: !limit && !afterwards && !at_once,
      at_once,
      late,
      entry: entry?.moment === "inside" ? entry : undefined,
    };
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
    this.#execute(order, fill, bar, false, false);
  }

  /**
   * Matches the children of an entry that filled at the close. Only the entry's own price is left of the bar for them.
   */
  #matchAfterClose(order: AuditedOrder): void {
    const bar = this.#met(order), { entry } = order;
    if (bar === undefined || entry?.time_us !== this.#time_us || entry.moment !== "close") return;
    const { fill } = touchedAfterEntry(order, entry, bar, this.#through);
    if (fill !== undefined) this.#execute(order, fill, bar, false, false);
  }

  /** Returns the orders of a group; a fill of one cancels the others. */
  #group(order: AuditedOrder): AuditedOrder[] {
    const root = (each: AuditedOrder): number => each.oco === 0 ? each.id : each.oco;
    const leader = root(order);
    return [...this.live].filter((each) => root(each) === leader);
  }

  /**
   * Fills an order as far as rules and cash allow. Returns whether an opening part waits, as it does with
   * `closing_only`.
   */
  #execute(
    order: AuditedOrder,
    touched: TouchedFill,
    bar: AuditedBar,
    closing_only: boolean,
    ambiguous: boolean,
  ): boolean {
    const account = this.#account, { instrument, sign } = order;
    order.makes = touched.rule === contract.FILL_RULE_LIMIT;
    let price = touched.price, flags = ambiguous ? contract.FILL_FLAG_AMBIGUOUS : 0;
    const size = account.size(instrument), against = size * sign < 0n ? -size * sign : 0n;
    const room = this.#room.get(instrument);
    if (room !== 0n && this.#slips(order, touched)) {
      const wanted = this.#slipped(order, price, bar, against), beyond = wanted > bar.high || wanted < bar.low;
      const may = account.terms[instrument]!.slippage_flags, leaves = beyond && wanted <= MOST;
      const ahead = touched.rule === contract.FILL_RULE_PLACEMENT_CLOSE;
      if (beyond && !ahead && (may & contract.SLIPPAGE_FLAG_OR_NO_FILL) !== 0) {
        order.tried_us = this.#time_us;
        return false;
      }
      const bounded = wanted > bar.high ? bar.high : wanted < bar.low ? bar.low : wanted;
      const held = leaves && (ahead || (may & contract.SLIPPAGE_FLAG_BEYOND_BAR) !== 0) ? wanted : bounded;
      if (held !== price) flags |= contract.FILL_FLAG_SLIPPED;
      if (held !== wanted) flags |= contract.FILL_FLAG_CLAMPED;
      price = held;
    }
    if (room !== undefined) {
      if (TO_MARKET.includes(order.type) && !order.triggered) this.#trigger(order);
      if (room === 0n) {
        if (!closing_only || against > 0n) order.tried_us = this.#time_us;
        return true;
      }
    }
    if (order.reducing && against === 0n) {
      this.end(order, contract.STATE_CANCELLED, contract.REASON_NOTHING_TO_CLOSE);
      return false;
    }
    if (closing_only && against === 0n) return true;
    if (order.quantity === 0n && order.aim !== 0n) {
      const distance = this.#amounts.distance(order, price, this.#claims.quantity) * order.sign;
      if (distance <= 0n) {
        this.end(order, contract.STATE_CANCELLED, contract.REASON_ON_TARGET);
        return false;
      }
      if (distance > MOST) {
        this.#refuse(order, contract.REASON_AMOUNT_LIMIT);
        return false;
      }
      order.quantity = distance;
    } else if (order.quantity === 0n && order.byMoney && !(order.whole && against > 0n)) {
      const sized = this.#size(order, price, against);
      if (sized === 0n) return false;
      order.quantity = sized;
    } else if (order.quantity === 0n) order.quantity = against;
    let left = order.quantity - order.filled;
    if (order.validity === contract.VALIDITY_FOK && against > 0n && against < left) {
      this.end(order, contract.STATE_CANCELLED, contract.REASON_NOT_WHOLE);
      return false;
    }
    if (order.reducing && left > against) {
      left = against;
      order.quantity = order.filled + left;
    }
    if (order.validity === contract.VALIDITY_FOK && room !== undefined && left > room) {
      this.end(order, contract.STATE_CANCELLED, contract.REASON_NOT_WHOLE);
      return false;
    }
    const closing = left < against ? left : against, opening = left - closing;
    const { moment, direction } = touched, came_back = moment === "inside" && direction === 0n;
    // An entry at the close of its placement is there for the whole bar.
    const entry: Entry = {
      time_us: touched.rule === contract.FILL_RULE_PLACEMENT_CLOSE ? NaN : this.#time_us,
      price,
      moment,
      direction,
      ...(came_back ? { trigger: order.stop } : {}),
    };
    if (closing > 0n) {
      if (this.#claims.beyondLimit(order)) {
        this.#refuse(order, contract.REASON_AMOUNT_LIMIT);
        return false;
      }
      const lots = room !== undefined && closing > room ? room : closing;
      this.#fill(order, price, lots, touched.rule, flags, entry);
      if (lots < closing) {
        order.tried_us = this.#time_us;
        return false;
      }
    }
    if (opening === 0n) return false;
    if (closing_only) return true;
    this.#open(order, price, opening, touched.rule, flags, entry);
    return false;
  }

  /** Returns whether a fill slips: one of a market order or a stop, or of a limit where its instrument says so. */
  #slips(order: AuditedOrder, { rule, slips, price }: TouchedFill): boolean {
    const terms = this.#account.terms[order.instrument]!, may = terms.slippage_flags;
    const at_open = rule === contract.FILL_RULE_OPEN || rule === contract.FILL_RULE_STOP_GAP ||
      rule === contract.FILL_RULE_LIMIT_OPEN || rule === contract.FILL_RULE_TOUCH_OPEN ||
      rule === contract.FILL_RULE_SESSION_OPEN;
    if (!terms.slips || at_open && (may & contract.SLIPPAGE_FLAG_NOT_AT_OPEN) !== 0) return false;
    return slips || (may & contract.SLIPPAGE_FLAG_LIMITS) !== 0 && price !== order.limit;
  }

  /** Returns the price that slippage wants for what is left of an order; a limit moves to its limit at most. */
  #slipped(order: AuditedOrder, price: bigint, bar: AuditedBar, against: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!, room = this.#room.get(order.instrument);
    const least = (one: bigint, other: bigint): bigint => one < other ? one : other;
    let lots = order.quantity - order.filled;
    if (order.quantity === 0n && order.aim !== 0n) {
      const distance = this.#amounts.distance(order, price, this.#claims.quantity);
      lots = distance < 0n ? -distance : distance;
    } else if (order.quantity === 0n) {
      const pays = (): bigint =>
        this.#amounts.affordable(order, price, this.#amounts.budget(order, price), this.#claims.quantity);
      lots = order.whole && against > 0n || !order.byMoney ? against : pays();
    }
    if (order.reducing) lots = least(lots, against);
    const moved = terms.slipped(price, order.sign, room === undefined ? lots : least(lots, room), bar.volume);
    return LIMITED.includes(order.type) && !order.within(moved) ? order.limit : moved;
  }

  /** Books the opening part of an order if there is enough cash, as far as the bar has lots for it. */
  #open(order: AuditedOrder, price: bigint, asked: bigint, rule: number, flags: number, entry: Entry): void {
    const room = this.#room.get(order.instrument);
    let lots = asked;
    const account = this.#account, terms = account.terms[order.instrument]!;
    const cost = (count: bigint): bigint => this.#amounts.needed(order, price, count);
    const all = account.freeCashAt(order.instrument, price),
      cuts = order.byMoney && (order.filled > 0n || order.aim !== 0n);
    // A leg that aims at nothing is sized by no money, so no share holds it.
    const free = cuts && order.basket !== 0 && order.share < all ? order.share : all;
    const available = free > 0n || !cuts ? free : 0n;
    // An order sized by money is cut to the lots that the cash pays for.
    const cut = !cuts
      ? lots
      : available === 0n
      ? 0n
      : this.#amounts.openable(order, price, available, this.#claims.quantity);
    if (cut < lots) {
      if (cut === 0n && order.filled > 0n) {
        order.quantity = order.filled;
        order.executed_us = this.#time_us;
        this.update(order, contract.STATE_FILLED, contract.REASON_CUT_TO_CASH);
        this.#endChildren(order);
        return;
      }
      if (cut === 0n) {
        order.quantity = 0n;
        this.#refuse(order, contract.REASON_INSUFFICIENT_CASH, { needed: cost(1n), available });
        return;
      }
      order.quantity -= lots - cut;
      this.#open(order, price, cut, rule, flags, entry);
      return;
    }
    if (room !== undefined && lots > room) {
      order.tried_us = this.#time_us;
      if (room === 0n) return;
      lots = room;
    }
    const value = terms.notional(price, lots);
    if (this.#claims.beyondLimit(order)) {
      this.#refuse(order, contract.REASON_AMOUNT_LIMIT);
      return;
    }
    if (value === 0n) {
      this.#refuse(order, contract.REASON_DUST);
      return;
    }
    if (cost(lots) > available) {
      this.#refuse(order, contract.REASON_INSUFFICIENT_CASH, { needed: cost(lots), available });
      return;
    }
    this.#fill(order, price, lots, rule, flags, entry);
  }

  /** Returns the lots that a budget buys at a price, commission included; zero if the order was rejected. */
  #size(order: AuditedOrder, price: bigint, against: bigint): bigint {
    const account = this.#account, terms = account.terms[order.instrument]!;
    const free = account.freeCashAt(order.instrument, price), asked = this.#amounts.budget(order, price);
    if (terms.on_margin && against === 0n) return this.#sizeOnMargin(order, price, asked, free);
    const cut = against === 0n && free < asked;
    const budget = cut ? (free > 0n ? free : 0n) : asked;
    const lots = budget > 0n ? this.#amounts.affordable(order, price, budget, this.#claims.quantity) : 0n;
    if (lots > 0n) return lots;
    const needed = terms.notional(price, 1n) + terms.commission(price, 1n, 0n, this.#account.chargedBy(order));
    const reason = cut ? contract.REASON_INSUFFICIENT_CASH : contract.REASON_BELOW_LOT;
    this.#refuse(order, reason, { needed, available: budget });
    return 0n;
  }

  /** Returns the lots of a budget that the margin allows; zero if the order was rejected. */
  #sizeOnMargin(order: AuditedOrder, price: bigint, asked: bigint, free: bigint): bigint {
    const terms = this.#account.terms[order.instrument]!, told = this.#claims.quantity;
    const wanted = asked > 0n ? this.#amounts.affordable(order, price, asked, told) : 0n;
    const allowed = free > 0n ? this.#amounts.openable(order, price, free, told) : 0n;
    const cut = allowed < wanted, lots = cut ? allowed : wanted;
    if (lots > 0n) return lots;
    const reason = cut ? contract.REASON_INSUFFICIENT_CASH : contract.REASON_BELOW_LOT;
    const needed = cut
      ? this.#amounts.needed(order, price, 1n)
      : terms.notional(price, 1n) + terms.commission(price, 1n, 0n, this.#account.chargedBy(order));
    const available = cut ? free : asked;
    this.#refuse(order, reason, { needed, available: available > 0n ? available : 0n });
    return 0n;
  }

  #fill(order: AuditedOrder, price: bigint, lots: bigint, rule: number, flags: number, entry: Entry): void {
    const account = this.#account, before = account.size(order.instrument);
    const state = order.filled + lots === order.quantity ? contract.STATE_FILLED : contract.STATE_PARTIALLY_FILLED;
    const fill = {
      time_us: this.#time_us,
      instrument: order.instrument,
      price,
      quantity: order.sign * lots,
      rule,
      flags,
      id_high: 0,
      id_low: order.fills + 1,
    };
    this.#expected.push(...account.fill(order, fill, state));
    const room = this.#room.get(order.instrument);
    if (room !== undefined) this.#room.set(order.instrument, room - lots);
    if (before * order.sign >= 0n) order.opened += lots;
    if (this.#ahead !== undefined) account.mark(order.instrument, this.#ahead);
    else if (this.#bars.size > 1 || account.onMargin) account.markAtFill(order.instrument, price);
    this.enter(order, state);
    this.#afterFill(order, before, lots, entry);
  }

  /**
   * Applies the effects of a fill on other orders: its group ends, its children wake, protection of a closed position
   * ends.
   */
  #afterFill(order: AuditedOrder, before: bigint, lots: bigint, entry: Entry): void {
    const account = this.#account;
    const in_part = order.protective && !order.ended;
    for (const other of in_part && order.entry_share === 0n ? [] : this.#group(order)) {
      if (other === order || other.ended || order.entry_share > 0n && other.entry_share > 0n) continue;
      // A target for a share leaves the rest to the order that protects it.
      if (order.entry_share > 0n && other.quantity - lots > other.filled) {
        other.quantity -= lots;
        this.update(other, other.state, contract.REASON_SHARE_TAKEN);
      } else this.end(other, contract.STATE_CANCELLED, contract.REASON_OCO);
    }
    const after = account.size(order.instrument);
    const closed = before !== 0n && (after === 0n || (after > 0n) !== (before > 0n));
    if (closed) this.#endProtection(order.instrument);
    const entry_of = this.orders.get(order.parent);
    if (this.#room.has(order.instrument) && order.protective && (closed || !in_part) && entry_of?.ended === false) {
      this.end(entry_of, contract.STATE_CANCELLED, contract.REASON_PROTECTION_FILLED);
    }
    if (before * order.sign >= 0n) this.#raiseChildren(order, lots, entry);
    if (order.ended) this.#endChildren(order);
  }

  /** Gives the children of an entry the lots that it has opened: to those for shares by their order, to others all. */
  #raiseChildren(order: AuditedOrder, lots: bigint, entry: Entry): void {
    let left = order.opened;
    for (const child of [...this.live]) {
      if (child.parent !== order.id || child.ended) continue;
      const shareOf = (rate: bigint): bigint => halfEven(rational(left * rate, BigInt(contract.RATE_SCALE)));
      if (child.entry_share > 0n) left -= shareOf(child.share_before);
      const part = shareOf(child.entry_share);
      if (child.entry_share === 0n) child.quantity += lots;
      else {
        child.quantity = part > child.quantity ? part : child.quantity;
        left = left > child.quantity ? left - child.quantity : 0n;
      }
      if (child.quantity === 0n) continue;
      if (child.entry === undefined) this.priceFrom(child, entry.price);
      child.entry = entry;
    }
  }

  /** Gives an order at a distance from its entry its price. */
  priceFrom(order: AuditedOrder, price: bigint): void {
    const { tick } = this.#account.terms[order.instrument]!, buys = order.sign > 0n;
    if (order.relative && order.type === contract.TYPE_LIMIT) order.limit = atDistance(order, price, tick, !buys);
    else if (order.relative) order.stop = atDistance(order, price, tick, buys);
    else if (order.trails && order.stop === 0n) order.stop = atDistance(order, price, tick, buys);
  }

  /** Gives an order new prices; a trailing order a new distance, which begins at the last price or where it says. */
  reprice(order: AuditedOrder, { limit, stop, trail }: Lanes): void {
    if (trail) {
      order.trail = BigInt(trail);
      const { tick } = this.#account.terms[order.instrument]!, last = this.#account.lastPrice(order.instrument);
      const awake = !order.protective || order.entry !== undefined;
      if (!stop && awake && last !== undefined) order.stop = atDistance(order, last, tick, order.sign > 0n);
    }
    const offsets = order.trails && order.type === contract.TYPE_STOP_TRAIL_LIMIT;
    if (limit && offsets) order.offset = BigInt(limit);
    else if (limit) order.limit = BigInt(limit);
    if (stop) order.stop = BigInt(stop);
    if (offsets) order.pull(order.stop);
  }

  /** Begins the trail of an order that waits for no entry: at its distance from the last price, or where it says. */
  beginTrail(order: AuditedOrder): void {
    if (!order.trails || order.protective) return;
    if (order.stop !== 0n) order.pull(order.stop);
    else {
      const price = this.#account.lastPrice(order.instrument)!;
      order.pull(atDistance(order, price, this.#account.terms[order.instrument]!.tick, order.sign > 0n));
    }
  }

  /**
   * Applies the effects of a reported fill on other orders at venues: its group and the protection of a closed position
   * are to be cancelled, and its children are to be placed with all that it opened.
   */
  afterReportedFill(order: AuditedOrder, before: bigint, opened: bigint, price: bigint): void {
    for (const other of this.#group(order)) if (other !== order) this.#drop(other, contract.REASON_OCO);
    const after = this.#account.size(order.instrument);
    if (before !== 0n && (after === 0n || (after > 0n) !== (before > 0n))) {
      for (const child of [...this.live]) {
        const protects = child.instrument === order.instrument && child.protective;
        if (protects && child.state !== contract.STATE_CREATED) this.#drop(child, contract.REASON_POSITION_CLOSED);
      }
    }
    for (const child of opened > 0n ? [...this.live] : []) {
      if (child.parent !== order.id || child.state === contract.STATE_CANCEL_PENDING) continue;
      if (child.state === contract.STATE_CREATED) this.priceFrom(child, price);
      child.quantity = order.opened;
      this.tellPlacement(child);
    }
    if (order.ended) this.#endChildren(order);
  }

  /** Tells that a protective order is to be placed at its venue. */
  tellPlacement(order: AuditedOrder): void {
    const sleeps = order.state === contract.STATE_CREATED;
    this.update(order, sleeps ? contract.STATE_SUBMITTED : order.state, contract.REASON_TO_BE_PLACED);
  }

  /** Cancels an order that sleeps; one at its venue is to be cancelled there. */
  #drop(order: AuditedOrder, reason: number): void {
    if (order.ended || order.state === contract.STATE_CANCEL_PENDING) return;
    if (order.state === contract.STATE_CREATED) this.end(order, contract.STATE_CANCELLED, reason);
    else this.update(order, contract.STATE_CANCEL_PENDING, reason);
  }

  /** Ends protective orders together with the position that they protect. */
  #endProtection(instrument: number): void {
    for (const child of [...this.live]) {
      if (child.instrument !== instrument || child.entry === undefined || child.ended) continue;
      this.end(child, contract.STATE_CANCELLED, contract.REASON_POSITION_CLOSED);
    }
  }

  #refuse(order: AuditedOrder, reason: number, told: { needed?: bigint; available?: bigint } = {}): void {
    const { instrument, id: order_id } = order;
    const lanes: Record<string, number | bigint> = { time_us: this.#time_us, order_id, instrument, lane: 255, ...told };
    if (told.needed !== undefined && told.needed > MOST) lanes.needed = MOST;
    // Free cash may pass 2^53 below zero, where an engine's one subtraction rounds.
    if (told.available !== undefined) lanes.available = BigInt(Number(told.available));
    this.#expected.push({ kind: "REFUSAL", detail: contract.EVENT_STEP, reason, lanes });
    this.end(order, order.filled === 0n ? contract.STATE_REJECTED : contract.STATE_CANCELLED, reason);
  }

  #trigger(order: AuditedOrder): void {
    order.triggered = true;
    this.update(order, contract.STATE_TRIGGERED, contract.REASON_TRIGGER);
  }

  /** Ends an order and the orders that wait for its fill. */
  end(order: AuditedOrder, state: number, reason: number): void {
    order.executed_us = this.#time_us;
    this.update(order, state, reason);
    this.#leaveShare(order);
    this.#endChildren(order);
  }

  /** Keeps the share of a target that ended from the others, for what its entry opens from now on. */
  #leaveShare(ended: AuditedOrder): void {
    const one = BigInt(contract.RATE_SCALE);
    if (ended.entry_share === 0n || this.orders.get(ended.parent)?.ended !== false) return;
    const next = [...this.live].find((order) =>
      order.parent === ended.parent && order.id > ended.id && order.entry_share > 0n
    );
    if (next === undefined) return;
    for (const rate of [ended.share_before, ended.entry_share]) {
      next.share_before += halfEven(rational((one - next.share_before) * rate, one));
    }
  }

  /** Ends an order whose lots are all filled, and the orders that wait for its fill. */
  complete(order: AuditedOrder, reason: number): void {
    this.update(order, contract.STATE_FILLED, reason);
    this.#endChildren(order);
  }

  /** Ends the children of an entry that opened nothing for them. */
  #endChildren(order: AuditedOrder): void {
    // A venue that counts more lots than its fills brought will bring them, and they may open a position.
    if (order.counted > order.filled) return;
    const opened = order.opened > 0n;
    const none = order.filled > 0n ? contract.REASON_NOTHING_OPENED : contract.REASON_PARENT_ENDED;
    for (const child of [...this.live]) {
      // Of an entry that opened a position, only shares below a lot still wait for it.
      const waits = child.parent === order.id && !child.ended && (!opened || child.quantity === 0n);
      if (waits) this.end(child, contract.STATE_CANCELLED, opened ? contract.REASON_BELOW_SHARE : none);
    }
  }

  /** Sets an order's state, which no notice tells. */
  enter(order: AuditedOrder, state: number): void {
    order.state = state;
    if (order.ended) this.live.delete(order);
    else this.live.add(order);
  }

  /** Sets an order's state and adds the expected notice. */
  update(order: AuditedOrder, state: number, reason: number): void {
    this.enter(order, state);
    this.#expected.push({
      kind: "ORDER",
      detail: state,
      reason,
      lanes: {
        time_us: this.#time_us,
        quantity: order.sign * order.quantity,
        filled: order.sign * order.filled,
        value: order.value,
        commission: order.commission,
        pnl: order.pnl,
        position_size: order.position_size,
        position_basis: order.position_basis,
        limit: order.limit,
        stop: order.stop,
        executed_us: order.executed_us,
        order_id: order.id,
        instrument: order.instrument,
        flags: order.view,
        parent: order.parent,
        oco: order.oco,
      },
    });
  }

  /** Ends the orders of a call that were taken, as another one of it was refused: those of its label, unless filled. */
  endCall(flags: number, label: number): void {
    if ((flags & contract.ORDER_FLAG_TOGETHER) === 0 || label === 0) return;
    for (const reported of [false, true]) {
      for (const order of [...this.live]) {
        const member = order.label === label && (order.flags & contract.ORDER_FLAG_TOGETHER) !== 0 && !order.protective;
        if (!member || order.ended || this.#account.terms[order.instrument]!.reported !== reported) continue;
        const movable = order.filled === 0n && (!reported || order.state === contract.STATE_SUBMITTED);
        if (!movable || order.from_us !== this.#time_us) continue;
        this.end(order, contract.STATE_REJECTED, contract.REASON_GROUP_REFUSED);
      }
    }
  }

  /** Closes every position at its last price. */
  closeAll(): void {
    for (let instrument = 0; instrument < this.#account.terms.length; instrument++) {
      if (this.#account.size(instrument) === 0n || this.#account.terms[instrument]!.reported) continue;
      this.#closePosition(instrument, contract.FILL_RULE_CLOSE_AT_END);
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
      if (!told) this.expect([{ ...note, lanes }]);
      if (!this.#closePosition(instrument, contract.FILL_RULE_LIQUIDATION)) return;
      this.#cancelOn(instrument, contract.REASON_LIQUIDATED);
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
    this.#cancelOn(instrument, contract.REASON_BEFORE_SPLIT);
    if (odd !== 0n && !this.#closePosition(instrument, contract.FILL_RULE_SPLIT, odd)) return;
    account.split(instrument, numerator, denominator);
    const note = { kind: "DIAGNOSTIC", detail: contract.LEVEL_INFO, reason: contract.REASON_SPLIT } as const;
    const lanes = { value: account.size(instrument), expected: whole, order_id: 0, instrument };
    this.expect([{ ...note, lanes }]);
  }

  /** Ends the trading of an instrument. */
  endTrading(instrument: number): void {
    const note = { kind: "DIAGNOSTIC", detail: contract.LEVEL_INFO, reason: contract.REASON_FEED_ENDED } as const;
    this.halted.add(instrument);
    this.expect([{ ...note, lanes: { value: 0n, expected: 0n, order_id: 0, instrument } }]);
    this.#cancelOn(instrument, contract.REASON_FEED_ENDED);
    if (this.#account.size(instrument) !== 0n) this.#closePosition(instrument, contract.FILL_RULE_FEED_ENDED);
  }

  #cancelOn(instrument: number, reason: number): void {
    for (const order of [...this.live]) {
      if (order.instrument === instrument && !order.ended) this.end(order, contract.STATE_CANCELLED, reason);
    }
  }

  /** Closes a position, or some of its lots, at its last price, unless the engine says that it cannot. */
  #closePosition(instrument: number, rule: number, part = this.#account.size(instrument)): boolean {
    if (this.#claims.beyondLimit(undefined, instrument)) return false;
    const price = this.#account.lastPrice(instrument)!, quantity = -part;
    const fill = { time_us: this.#time_us, instrument, price, quantity, rule, flags: 0, id_high: 0, id_low: 1 };
    this.#expected.push(...this.#account.fill(undefined, fill, 0));
    if (this.#account.size(instrument) === 0n) this.#endProtection(instrument);
    return true;
  }
}

/** Types of orders that their trigger makes market orders. */
const TO_MARKET: readonly number[] = [
  contract.TYPE_STOP,
  contract.TYPE_STOP_TRAIL,
  contract.TYPE_MARKET_IF_TOUCHED,
];

/** Returns the greatest number that divides both. */
function commonDivisor(first: bigint, second: bigint): bigint {
  return second === 0n ? first : commonDivisor(second, first % second);
}
