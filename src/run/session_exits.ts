/**
 * The exits of the option `flatAt: "close"`: orders of the run that close what is open at the close of each session.
 *
 * At the end of the bar before the scheduled last one, after the requests of the strategy, the run places a
 * market-on-close order that only reduces: it closes whatever is open at that close, also what an order of the strategy
 * opens within the last bar or at its close. One of each side is placed where an order of the strategy could open a
 * position, and the one that finds nothing ends as cancelled. Where the last bar never comes, the order
 * fills at the close of the first later bar; where the bar before it does not come either, or something is opened outside
 * of the sessions, a market order follows. These fills are late.
 *
 * The exits are ordinary intents with the time of their step. Nothing is kept over a checkpoint: what is due follows from
 * the bars, and what is open from the account. Over bars that come block by block the schedule goes on with each block.
 *
 * @module
 */

import type { AccountView } from "../broker/account_view.ts";
import type { OrderDesk } from "../broker/order_desk.ts";
import type { OrderRecord } from "../broker/order_record.ts";
import type { OrderRecords } from "../broker/order_records.ts";
import type { OrderSide } from "../broker/result_rows.ts";
import { oppositeOf, sideOf } from "../broker/side.ts";
import { EXACT_MAX, TYPE_MARKET, TYPE_MARKET_ON_CLOSE } from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import type { Clock } from "../lines/clock.ts";
import type { StepHook } from "./driver.ts";
import { AFTER_BREAK, BROKEN_OFF, CLOSED, EVE, ExitSchedule, type ExpectedClose } from "./exit_schedule.ts";

/** The parts of a run that its exits work with. */
export interface SessionExitsParts {
  readonly feeds: readonly FeedData[];
  /** Instrument ids of the feeds whose positions are closed. */
  readonly flat: readonly number[];
  readonly clocks: readonly Clock[];
  readonly account: AccountView;
  readonly records: OrderRecords;
  readonly desk: Pick<OrderDesk, "exit">;
}

/** One feed whose position is closed. */
interface FlatFeed {
  readonly id: number;
  readonly clock: Clock;
  schedule: ExitSchedule;
  /** Schedule of the last bars before those at hand. */
  before: ExitSchedule | undefined;
  /** Lots at the last bar of a session that broke off. */
  carried: number;
}

/** Places the exits of a run. */
export class SessionExits implements StepHook {
  readonly #feeds: readonly FlatFeed[];
  readonly #account: AccountView;
  readonly #records: OrderRecords;
  readonly #desk: Pick<OrderDesk, "exit">;
  /** Times of the steps. */
  #times: Float64Array = new Float64Array(0);
  /** Steps in which something is due, ascending. */
  #steps: Uint32Array = new Uint32Array(0);
  #at = 0;
  /** Closes for which orders were placed in earlier blocks. */
  readonly #expected: Map<number, ExpectedClose | undefined> = new Map();
  /** Orders that live, and the highest id among those that were looked at. */
  #live: OrderRecord[] = [];
  #seen = 0;

  /**
   * Makes the exits of a run, before its first step.
   *
   * @param times Times of the steps; where bars come block by block, none before {@linkcode SessionExits.goOn}.
   */
  constructor({ feeds, flat, clocks, account, records, desk }: SessionExitsParts, times?: Float64Array) {
    this.#account = account;
    this.#records = records;
    this.#desk = desk;
    this.#feeds = flat.map((id) => {
      const schedule = new ExitSchedule(times === undefined ? { ...feeds[id]!, length: 0 } : feeds[id]!);
      return { id, clock: clocks[id]!, schedule, before: undefined, carried: 0 };
    });
    if (times !== undefined) this.#schedule(feeds, times);
  }

  /** Goes on to the bars of the next block, and to the steps that they make. */
  goOn(feeds: readonly FeedData[], times: Float64Array): void {
    this.#keepExpected();
    for (const feed of this.#feeds) {
      if (feed.schedule.due.length > 0) feed.before = feed.schedule;
      feed.schedule = new ExitSchedule(feeds[feed.id]!, feed.schedule);
      feed.schedule.leaveOpen();
    }
    this.#schedule(feeds, times);
    this.#at = 0;
  }

  #schedule(feeds: readonly FeedData[], times: Float64Array): void {
    this.#times = times;
    this.#steps = stepsOf(this.#feeds, feeds, times);
  }

  /** Keeps the closes of the orders that live, as the bars at which they were placed go. */
  #keepExpected(): void {
    const before = new Map(this.#expected);
    this.#expected.clear();
    for (const { id, schedule } of this.#feeds) {
      for (const order of this.#working(id)) {
        if (order.role !== "flatAt" || order.type !== "marketOnClose") continue;
        this.#expected.set(order.id, before.get(order.id) ?? schedule.expected(order.placedUs));
      }
    }
  }

  /** Goes to the step at which the run begins or goes on, when the account is what it was then. */
  begin(firstStep: number): void {
    this.#at = 0;
    while (this.#at < this.#steps.length && this.#steps[this.#at]! < firstStep) this.#at++;
    for (const feed of this.#feeds) feed.carried = this.#account.lots(feed.id);
  }

  get nextStep(): number {
    return this.#steps[this.#at] ?? Infinity;
  }

  act(step: number): void {
    while (this.#at < this.#steps.length && this.#steps[this.#at]! <= step) this.#at++;
    for (const feed of this.#feeds) {
      if (feed.clock.isNew) this.#close(feed, feed.schedule.dueAt(this.#times[step]!));
    }
  }

  /** Closes at the close of the bar whose open is known, if that is the last one of its session, what an order opens in it. */
  actOnOpens(timeUs: number): void {
    for (const { id, before, schedule } of this.#feeds) {
      // A bar of the block before is none of the schedule at hand.
      const isBefore = before?.endUs === timeUs, own = isBefore ? before! : schedule, last = this.#records.lastId;
      if ((own.dueAt(timeUs) & EVE) === 0) continue;
      this.#closeOpened(id);
      for (let exit = last + 1; isBefore && exit <= this.#records.lastId; exit++) {
        this.#expected.set(exit, own.expected(timeUs));
      }
    }
  }

  /** Returns whether a fill of an exit came late. */
  isLate(order: OrderRecord, filledUs: number): boolean {
    if (order.type !== "marketOnClose") return true;
    const { schedule } = this.#feeds.find(({ id }) => id === order.instrument)!;
    const expected = this.#expected.has(order.id) ? this.#expected.get(order.id) : schedule.expected(order.placedUs);
    return expected !== undefined && schedule.isLate(expected, filledUs);
  }

  #close(feed: FlatFeed, due: number): void {
    const { id } = feed, lots = this.#account.lots(id);
    const carried = Math.sign(feed.carried) === Math.sign(lots) ? Math.min(Math.abs(feed.carried), Math.abs(lots)) : 0;
    if ((due & AFTER_BREAK) !== 0 && carried !== 0) this.#closeLate(id, lots, carried);
    else if ((due & CLOSED) !== 0 && lots !== 0) this.#closeLate(id, lots, Math.abs(lots));
    if ((due & EVE) !== 0) this.#closeAtClose(id, lots);
    if ((due & BROKEN_OFF) !== 0) feed.carried = lots;
  }

  /** Closes at the next open, unless that is on its way. */
  #closeLate(id: number, held: number, lots: number): void {
    const side = oppositeOf(sideOf(held));
    const waits = this.#working(id).some((order) =>
      order.role === "flatAt" && order.side === side && order.type === "market"
    );
    if (!waits) this.#desk.exit(id, side, TYPE_MARKET, lots);
  }

  /** Closes at the close of the next bar what is open then. */
  #closeAtClose(id: number, held: number): void {
    const working = this.#working(id);
    for (const side of ["sell", "buy"] as const) {
      const holds = held !== 0 && sideOf(held) !== side,
        opens = working.some((order) => couldOpen(order, oppositeOf(side)));
      // What an order opens is not known before its fill, so the exit takes all there is.
      if (opens) this.#desk.exit(id, side, TYPE_MARKET_ON_CLOSE, EXACT_MAX);
      else if (holds) this.#desk.exit(id, side, TYPE_MARKET_ON_CLOSE, Math.abs(held));
    }
  }

  /** Closes at the close of the next bar what orders open, unless an exit of before takes all there is. */
  #closeOpened(id: number): void {
    const working = this.#working(id);
    for (const side of ["sell", "buy"] as const) {
      const opens = working.some((order) => couldOpen(order, oppositeOf(side)));
      if (!opens || working.some((order) => takesAll(order, side))) continue;
      this.#desk.exit(id, side, TYPE_MARKET_ON_CLOSE, EXACT_MAX);
    }
  }

  /** Returns the live orders of an instrument. Each order that has ended is met once. */
  #working(id: number): readonly OrderRecord[] {
    for (; this.#seen < this.#records.lastId; this.#seen++) {
      // Orders that have ended may have been let go.
      const order = this.#records.get(this.#seen + 1);
      if (order !== undefined) this.#live.push(order);
    }
    this.#live = this.#live.filter((order) => order.alive);
    return this.#live.filter((order) => order.instrument === id);
  }
}

/** Returns whether an order of the strategy could open a position on a side. The side of a target is final with its fill. */
function couldOpen({ role, side }: OrderRecord, on: OrderSide): boolean {
  return role === "target" || (role === "entry" && side === on);
}

/** Returns whether an order of the run closes on a side all there is at the close. */
function takesAll({ role, side, type, size }: OrderRecord, on: OrderSide): boolean {
  return role === "flatAt" && type === "marketOnClose" && side === on && size === null;
}

/** Returns the steps at which something is due for any feed. */
function stepsOf(flat: readonly FlatFeed[], feeds: readonly FeedData[], times: Float64Array): Uint32Array {
  const marked = new Uint8Array(times.length);
  for (const { id, schedule } of flat) {
    const { timeUs } = feeds[id]!.columns;
    let step = 0;
    schedule.due.forEach((due, row) => {
      if (due === 0) return;
      while (times[step]! < timeUs[row]!) step++;
      marked[step] = 1;
    });
  }
  return Uint32Array.from(marked.keys().filter((step) => marked[step] === 1));
}
