/**
 * A run as a difference reads it: orders with their fills, positions by bar, and the bars of its feeds.
 *
 * @module
 */

import type { FillRow, OrderRow } from "../broker/result_rows.ts";
import type { Bars } from "../feeds/bars.ts";
import type { Result } from "../results/result.ts";

/** The prices of a bar. */
export interface DiffedBar {
  readonly timeUs: number;
  readonly beginUs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** An order with its fills. */
export interface DiffedOrder {
  readonly row: OrderRow;
  readonly fills: readonly FillRow[];
  /** Index of the step of its end; null for one that is still open. */
  readonly endedBar: number | null;
}

/** Microseconds by which the times of the profile `backtrader` may lie before those of the bars: less than a millisecond. */
const TIME_SLACK_US = 1000;

/** What a difference reads of a result. */
export type ReadResult = Pick<Result, "orders" | "fills" | "timeUs" | "configuration">;

/** A run with what is asked about it. */
export class DiffedRun {
  readonly result: ReadResult;
  readonly orders: readonly DiffedOrder[];
  readonly #feeds: Readonly<Record<string, Bars>>;

  constructor(result: ReadResult, feeds: Readonly<Record<string, Bars>>) {
    this.result = result;
    this.#feeds = feeds;
    const fills = new Map<number, FillRow[]>();
    for (const fill of result.fills) {
      const others = fills.get(fill.orderId), last = others?.at(-1);
      if (others === undefined) fills.set(fill.orderId, [fill]);
      // A fill that turns a position round is two of one model, its closing and its opening part.
      else if (last!.bar === fill.bar && last!.price === fill.price) others[others.length - 1] = joined(last!, fill);
      else others.push(fill);
    }
    const { timeUs } = result;
    this.orders = result.orders.map((row) => ({
      row,
      fills: fills.get(row.id) ?? [],
      endedBar: row.endedUs === null ? null : lastAt(timeUs, row.endedUs),
    }));
  }

  /** Returns the bar that a feed shows at a step. */
  barOf(feed: string, step: number): DiffedBar {
    const { columns } = this.#feeds[feed]!, row = lastAt(columns.timeUs, this.result.timeUs[step]! + TIME_SLACK_US);
    const { timeUs, beginUs, open, high, low, close, volume } = columns;
    return {
      timeUs: timeUs[row]!,
      beginUs: beginUs[row]!,
      open: open[row]!,
      high: high[row]!,
      low: low[row]!,
      close: close[row]!,
      volume: volume?.[row] ?? NaN,
    };
  }

  /** Returns the position of a feed before the fills of a step, in units. */
  positionBefore(feed: string, step: number): number {
    let held = 0;
    for (const fill of this.result.fills) {
      if (fill.feed === feed && fill.bar < step) held += fill.side === "buy" ? fill.size : -fill.size;
    }
    // Sums of sizes in lots, of which no part is below a lot.
    return Math.abs(held) < this.lotOf(feed) / 2 ? 0 : held;
  }

  /** Returns the least size of a feed, in units. */
  lotOf(feed: string): number {
    return fractionOf(this.#terms(feed).lot);
  }

  /** Returns the grid of prices of a feed. */
  resolutionOf(feed: string): number {
    return fractionOf(this.#terms(feed).resolution);
  }

  /** Returns the least amount of money. */
  get moneyUnit(): number {
    return fractionOf(this.result.configuration.moneyUnit);
  }

  #terms(feed: string): Result["configuration"]["instruments"][number] {
    return this.result.configuration.instruments.find(({ name }) => name === feed)!;
  }
}

function joined(one: FillRow, other: FillRow): FillRow {
  return { ...one, size: one.size + other.size, commission: one.commission + other.commission };
}

/** Returns the index of the last time that is not after a moment, or -1. */
function lastAt(timeUs: Float64Array, moment: number): number {
  let first = 0, end = timeUs.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    if (timeUs[middle]! <= moment) first = middle + 1;
    else end = middle;
  }
  return first - 1;
}

/** Returns the number of a fraction such as `1/1000000`. */
function fractionOf(text: string): number {
  const [numerator, denominator = "1"] = text.split("/");
  return Number(numerator) / Number(denominator);
}
