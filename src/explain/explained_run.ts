/**
 * A run as explanations read it: its bars, its rows, and what its records tell beside them. A result and a replay log
 * both give one.
 *
 * @module
 */

import type { JournalRows } from "../broker/result_rows.ts";
import type { AfterFill, JournalStory, OrderChange } from "../broker/journal_story.ts";
import type { FillRow, OrderRow, TradeRow } from "../broker/result_rows.ts";
import type { BarColumns } from "../feeds/feed_data.ts";
import { formatWallTime, HOUR_US, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { DAY_US } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import type { Margin } from "../broker/margin_terms.ts";
import { formatMoment } from "../records/moment_text.ts";

/** The bars of a feed with every price on the grid, and the terms of its instrument. */
export interface ExplainedFeed {
  /** Name of the feed. */
  readonly name: string;
  /** The bars. */
  readonly columns: BarColumns;
  /** True where a bar without volume fills nothing. */
  readonly needsVolume: boolean;
  /** True where orders together may take a share of a bar's volume alone. */
  readonly limitsVolume: boolean;
  /** Bars that pass before an order with new terms is in the market. */
  readonly latencyBars: number;
  /** Slippage as a fraction of the price. */
  readonly slippage: number;
  /** Value of one point of price for one unit. */
  readonly pointValue: number;
  /** Lowest price that is counted, where prices may be zero and below; absent elsewhere. */
  readonly pricesFrom?: number;
  /** Margin to open; absent without one. */
  readonly margin?: Margin;
  /** How a position is paid; absent if it is paid in full. */
  readonly settlement?: "futures";
}

/** Terms of an order as they were placed: on the grid, in display units; null for an absent one. */
export interface PlacedTerms {
  /** Size. */
  readonly size: number | null;
  /** Limit price. */
  readonly limit: number | null;
  /** Trigger price. */
  readonly stop: number | null;
}

/** The parts of a run that explanations are made of. */
export interface ExplainedRun {
  /** Feeds by their names. */
  readonly feeds: ReadonlyMap<string, ExplainedFeed>;
  /** Time of each step. */
  readonly timeUs: Float64Array;
  /** All rows. */
  readonly rows: JournalRows;
  /** The rows as the result has them, in the same order, where the bars of these are the strategy's. Default: the rows. */
  readonly given?: JournalRows;
  /** What the records tell beside the rows. */
  readonly story: JournalStory;
  /** Cash at the start. */
  readonly cashInitial: number;
  /** Units of money in one unit of the currency. */
  readonly moneyUnits: number;
  /** Rule for a limit that is touched exactly. */
  readonly limitFill: "touch" | "through";
  /** True if a path orders the prices inside a bar. */
  readonly hasPath: boolean;
  /** IANA name of the zone of dates and times in sentences. */
  readonly timeZone: string;
  /** Returns the terms of an order on the grid, as they were placed. */
  readonly placedTerms: (order: OrderRow) => PlacedTerms;
}

/** One bar of a feed. */
export interface ExplainedBar {
  /** Index among the bars of its feed. */
  readonly row: number;
  /** Time at which it is known. */
  readonly timeUs: number;
  /** Its beginning. */
  readonly beginUs: number;
  /** Prices and volume. */
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Bars of which two follow each other by less than this are not of days. */
const DAILY_FROM_US = 20 * HOUR_US;

/** Looks things up in a run. */
export class RunFacts {
  static readonly #known = new WeakMap<ExplainedRun, RunFacts>();
  readonly run: ExplainedRun;
  readonly #orders: ReadonlyMap<number, OrderRow>;
  /** Indices of fills, changes, protective orders and members of groups, each by the id of an order. */
  readonly #fills: ReadonlyMap<number, number[]>;
  readonly #changes: ReadonlyMap<number, OrderChange[]>;
  readonly #children: ReadonlyMap<number | null, OrderRow[]>;
  readonly #groups: ReadonlyMap<number, OrderRow[]>;
  readonly #zone: TimeZone;
  readonly #daily: boolean;

  private constructor(run: ExplainedRun) {
    const { orders, fills } = run.rows;
    this.run = run;
    this.#orders = new Map(orders.map((order) => [order.id, order]));
    this.#fills = Map.groupBy(fills.keys(), (at) => fills[at]!.orderId);
    this.#changes = Map.groupBy(run.story.changes, ({ orderId }) => orderId);
    this.#children = Map.groupBy(orders, ({ parent }) => parent);
    this.#groups = Map.groupBy(orders, leaderOf);
    this.#zone = new TimeZone(run.timeZone);
    this.#daily = isDaily(run.timeUs);
  }

  /** Returns what there is to know of a run; it is read once. */
  static of(run: ExplainedRun): RunFacts {
    const known = RunFacts.#known.get(run) ?? new RunFacts(run);
    RunFacts.#known.set(run, known);
    return known;
  }

  /** Returns the order with an id. */
  order(id: number): OrderRow | undefined {
    return this.#orders.get(id);
  }

  /** Returns a feed by its name. */
  feed(name: string): ExplainedFeed {
    return this.run.feeds.get(name)!;
  }

  /** Returns the indices of the fills of an order. */
  fillsOf(orderId: number): readonly number[] {
    return this.#fills.get(orderId) ?? [];
  }

  /** Returns a fill by its index. */
  fill(at: number): FillRow {
    return this.run.rows.fills[at]!;
  }

  /** Returns the account after a fill by its index. */
  after(at: number): AfterFill {
    return this.run.story.afterFills[at]!;
  }

  /** Returns the cash before a fill, or what it was at the end of a step before that fill. */
  cashBefore(at: number, bar: number = Infinity): number {
    const cash = at === 0 ? this.run.cashInitial : this.after(at - 1).cash;
    const moved = this.run.story.moves.filter((move) => move.fills === at && move.bar <= bar);
    return moved.length === 0 ? cash : this.money(moved.reduce((sum, { amount }) => sum + amount, cash));
  }

  /**
   * Returns the account after the last fill of a feed before a fill by its index, with what a split has made of the position
   * since; undefined before the first.
   */
  before(at: number, feed: string): AfterFill | undefined {
    for (let index = at - 1; index >= 0; index--) {
      if (this.fill(index).feed !== feed) continue;
      const split = this.run.story.splits.findLast((each) =>
        each.feed === feed && each.fills > index && each.fills <= at
      );
      if (split === undefined) return this.after(index);
      return { ...this.after(index), position: split.position, averagePrice: split.averagePrice };
    }
    return undefined;
  }

  /** Returns the number of fills that come before the requests of a step. */
  fillsUntil(bar: number): number {
    const { fills } = this.run.rows;
    let low = 0, high = fills.length;
    while (low < high) {
      const middle = (low + high) >>> 1, fill = fills[middle]!;
      if (fill.bar <= bar && fill.rule !== "closeAtEnd") low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns the changes of an order. */
  changesOf(orderId: number): readonly OrderChange[] {
    return this.#changes.get(orderId) ?? [];
  }

  /** Returns the trade that a fill belongs to. */
  tradeOf(at: number): TradeRow | undefined {
    const { trade } = this.after(at);
    return this.run.rows.trades.find(({ id }) => id === trade);
  }

  /** Returns the orders that protect an order. */
  childrenOf(orderId: number): readonly OrderRow[] {
    return this.#children.get(orderId) ?? [];
  }

  /** Returns the other members of an order's one-cancels-other group. */
  groupOf(order: OrderRow): OrderRow[] {
    return (this.#groups.get(leaderOf(order)) ?? []).filter((other) => other !== order);
  }

  /** Returns a bar of a feed by its index. */
  bar(feed: string, row: number): ExplainedBar {
    const { timeUs, beginUs, open, high, low, close, volume } = this.feed(feed).columns;
    return {
      row,
      timeUs: timeUs[row]!,
      beginUs: beginUs[row]!,
      ...{ open: open[row]!, high: high[row]!, low: low[row]!, close: close[row]!, volume: volume[row]! },
    };
  }

  /** Returns the last bar of a feed that is known at a time; undefined before its first. */
  lastBar(feed: string, timeUs: number): ExplainedBar | undefined {
    const row = firstAfter(this.feed(feed).columns.timeUs, timeUs) - 1;
    return row < 0 ? undefined : this.bar(feed, row);
  }

  /** Returns the bars of a feed that come after a time, up to another one. */
  *barsBetween(feed: string, afterUs: number, untilUs: number): Generator<ExplainedBar> {
    const { timeUs } = this.feed(feed).columns;
    for (let row = firstAfter(timeUs, afterUs); row < timeUs.length && timeUs[row]! <= untilUs; row++) {
      yield this.bar(feed, row);
    }
  }

  /** Returns the index of the step of a time; of the last one before it, if there is none of that time. */
  step(timeUs: number): number {
    return firstAfter(this.run.timeUs, timeUs) - 1;
  }

  /** Returns an amount on the grid of money, which a difference of two doubles may miss. */
  money(amount: number): number {
    return Math.round(amount * this.run.moneyUnits) / this.run.moneyUnits + 0;
  }

  /** Returns a time as text. Where steps are days, it is the date of the session of a bar of that time. */
  label(timeUs: number): string {
    if (!this.#daily) return formatMoment(timeUs, this.#zone, false);
    for (const { name, columns } of this.run.feeds.values()) {
      const bar = this.lastBar(name, timeUs);
      if (bar?.timeUs !== timeUs) continue;
      return formatWallTime((columns.sessionDay[bar.row]! - SESSION_DAY_OFFSET) * DAY_US);
    }
    return formatMoment(timeUs, this.#zone, true);
  }
}

function leaderOf({ id, oco }: OrderRow): number {
  return oco ?? id;
}

/** Returns whether steps are days: no two of them follow each other within a day. */
export function isDaily(timeUs: Float64Array): boolean {
  for (let at = 1; at < timeUs.length; at++) if (timeUs[at]! - timeUs[at - 1]! < DAILY_FROM_US) return false;
  return true;
}

/** Returns the index of the first time after a time, among ascending ones. */
function firstAfter(times: Float64Array, timeUs: number): number {
  let low = 0, high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
