/**
 * Monte Carlo: the run again with its trades in another order, and with blocks of its returns drawn anew.
 *
 * @module
 */

import { quantileOf } from "../../analyzers/returns/moments.ts";
import { Random, shuffled } from "../../laws/random.ts";
import { blockLength } from "./block_length.ts";

/** Quantiles of the drawn runs. */
export interface Band {
  /** 5 % of the runs are lower. */
  readonly low: number;
  /** 25 % of the runs are lower. */
  readonly lowerQuarter: number;
  /** Half of the runs are lower. */
  readonly median: number;
  /** 75 % of the runs are lower. */
  readonly upperQuarter: number;
  /** 95 % of the runs are lower. */
  readonly high: number;
}

/** What came of trades in another order. */
export interface TradeOrder {
  /** Number of orders that were drawn. */
  readonly runs: number;
  /** Number of trades. */
  readonly trades: number;
  /** Largest drawdown over the closed trades in their own order, a fraction. */
  readonly drawdown: number;
  /** Band of the largest drawdown. */
  readonly drawdowns: Band;
  /** Part of the orders with a larger drawdown than their own. */
  readonly worse: number;
}

/** What came of returns drawn anew. */
export interface DrawnReturns {
  /** Number of series that were drawn. */
  readonly runs: number;
  /** Mean length of a block, in returns. */
  readonly blockLength: number;
  /** Band of the value of the account at the end, in its currency. */
  readonly finalEquity: Band;
  /** Band of the largest drawdown, a fraction. */
  readonly drawdowns: Band;
  /** Part of the series that end below their begin. */
  readonly losing: number;
}

/**
 * Draws the closed trades in random orders. The sum of their profits is the same in each, so only the way there differs.
 *
 * @param profits Profit of each closed trade in money, in the order in which they closed.
 * @param equity Value of the account before them.
 * @param runs Number of orders to draw.
 * @param seed Seed of the draws.
 */
export function tradeOrders(profits: Float64Array, equity: number, runs: number, seed: number): TradeOrder | null {
  if (profits.length < 2) return null;
  const random = new Random(seed), list = [...profits], own = drawdownOfSums(list, equity);
  const drawdowns = Float64Array.from({ length: runs }, () => drawdownOfSums(shuffled(list, random), equity));
  return {
    ...{ runs, trades: profits.length, drawdown: own, drawdowns: bandOf(drawdowns) },
    worse: drawdowns.filter((each) => each > own).length / runs,
  };
}

/**
 * Draws series of returns in blocks of random length, each followed by the block that comes next but for its end: the
 * stationary bootstrap. What goes together within a block stays together.
 *
 * Source: D. Politis and J. Romano, "The Stationary Bootstrap", Journal of the American Statistical Association 89 (1994).
 *
 * @param returns Returns of periods.
 * @param equity Value of the account before them.
 * @param runs Number of series to draw.
 * @param seed Seed of the draws.
 */
export function drawnReturns(returns: Float64Array, equity: number, runs: number, seed: number): DrawnReturns | null {
  const count = returns.length;
  if (count < 10) return null;
  const random = new Random(seed, 1), length = blockLength(returns);
  const ends = new Float64Array(runs), drawdowns = new Float64Array(runs);
  for (let run = 0; run < runs; run++) {
    let value = equity, peak = equity, deepest = 0;
    for (const place of drawnPlaces(count, length, random)) {
      value *= 1 + returns[place]!;
      if (value > peak) peak = value;
      else deepest = Math.max(deepest, (peak - value) / peak);
    }
    ends[run] = value;
    drawdowns[run] = deepest;
  }
  return {
    ...{ runs, blockLength: length, finalEquity: bandOf(ends), drawdowns: bandOf(drawdowns) },
    losing: ends.filter((each) => each < equity).length / runs,
  };
}

/**
 * Returns the places of a drawn series: blocks of a random length, geometric with the given mean, that go around the end.
 */
export function drawnPlaces(count: number, length: number, random: Random): Uint32Array {
  const places = new Uint32Array(count), ends = 2 ** 32 / length;
  for (let at = 0, place = 0; at < count; at++) {
    place = at === 0 || random.word() < ends ? random.below(count) : (place + 1) % count;
    places[at] = place;
  }
  return places;
}

function drawdownOfSums(profits: readonly number[], equity: number): number {
  let value = equity, peak = equity, deepest = 0;
  for (let at = 0; at < profits.length; at++) {
    value += profits[at]!;
    if (value > peak) peak = value;
    else deepest = Math.max(deepest, (peak - value) / peak);
  }
  return deepest;
}

/** Returns the band of values. */
export function bandOf(values: Float64Array): Band {
  const sorted = values.toSorted(), at = (part: number): number => quantileOf(sorted, part);
  return { low: at(0.05), lowerQuarter: at(0.25), median: at(0.5), upperQuarter: at(0.75), high: at(0.95) };
}
