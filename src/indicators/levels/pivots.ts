/**
 * Pivot points: levels of support and resistance from one bar.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

/** Prices that a pivot is the mean of: high, low and close; the close counted twice; or the open added. */
export type PivotPrice = "hlc3" | "hlcc4" | "ohlc4";

const PRICES: readonly PivotPrice[] = ["hlc3", "hlcc4", "ohlc4"];
const KINDS = ["classic", "woodie", "fibonacci", "camarilla", "demark"] as const;

/** Names of the kinds of pivot points. */
export type PivotKind = "classic" | "woodie" | "fibonacci" | "camarilla" | "demark";

const INPUTS = ["open", "high", "low", "close"] as const;
const SEVEN = ["pivot", "s1", "r1", "s2", "r2", "s3", "r3"] as const;

/** The pivot of a bar. The order of the additions is backtrader's. */
function pivotOf(price: string, open: number, high: number, low: number, close: number): number {
  if (price === "hlcc4") return (high + low + 2 * close) / 4;
  return price === "ohlc4" ? (high + low + close + open) / 4 : (high + low + close) / 3;
}

const CLASSIC = defineIndicator({
  name: "pivots",
  inputs: INPUTS,
  outputs: SEVEN,
  params: { price: "hlc3" },
  memory: "window",
  update: ({ price }) => (open, high, low, close) => {
    const pivot = pivotOf(price, open, high, low, close), range = high - low;
    const s1 = 2 * pivot - high, r1 = 2 * pivot - low;
    return [pivot, s1, r1, pivot - range, pivot + range, low - 2 * (high - pivot), high + 2 * (pivot - low)];
  },
  formula: "s1 = 2 pivot - high; s2 = pivot - (high - low); s3 = low - 2 (high - pivot); r1, r2, r3 mirrored",
  plot: "price",
});

const FIBONACCI = defineIndicator({
  name: "pivots",
  inputs: INPUTS,
  outputs: SEVEN,
  params: { price: "hlc3", level1: 0.382, level2: 0.618, level3: 1 },
  factors: ["level1", "level2", "level3"],
  memory: "window",
  update: ({ price, level1, level2, level3 }) => (open, high, low, close) => {
    const pivot = pivotOf(price, open, high, low, close), range = high - low;
    const one = level1 * range, two = level2 * range, three = level3 * range;
    return [pivot, pivot - one, pivot + one, pivot - two, pivot + two, pivot - three, pivot + three];
  },
  formula: "s1, s2, s3 = pivot - level * (high - low); r1, r2, r3 = pivot + level * (high - low)",
  plot: "price",
});

const CAMARILLA = defineIndicator({
  name: "pivots",
  inputs: INPUTS,
  outputs: [...SEVEN, "s4", "r4"],
  params: { price: "hlc3" },
  memory: "window",
  update: ({ price }) => (open, high, low, close) => {
    const width = 1.1 * (high - low), pivot = pivotOf(price, open, high, low, close);
    const [one, two, three, four] = [width / 12, width / 6, width / 4, width / 2] as const;
    return [
      ...[pivot, close - one, close + one, close - two, close + two] as const,
      ...[close - three, close + three, close - four, close + four] as const,
    ];
  },
  formula: "s1, s2, s3, s4 = close - 1.1 (high - low) / 12, / 6, / 4, / 2; r1, r2, r3, r4 mirrored",
  plot: "price",
});

const DEMARK = defineIndicator({
  name: "pivots",
  inputs: INPUTS,
  outputs: ["pivot", "s1", "r1"],
  memory: "window",
  update: () => (open, high, low, close) => {
    const x = close < open ? high + 2 * low + close : close > open ? 2 * high + low + close : high + low + 2 * close;
    return [x / 4, x / 2 - high, x / 2 - low];
  },
  formula: "x = high + low + close, with the low, the high or the close twice; pivot = x / 4; s1 = x / 2 - high",
  plot: "price",
});

/** The levels of {@linkcode pivots}: the kind `"demark"` has these alone. */
export interface DemarkLines {
  /** The pivot. */
  readonly pivot: Line;
  /** First support. */
  readonly s1: Line;
  /** First resistance. */
  readonly r1: Line;
}

/** The levels of {@linkcode pivots}. */
export interface PivotLines extends DemarkLines {
  /** Second support. */
  readonly s2: Line;
  /** Second resistance. */
  readonly r2: Line;
  /** Third support. */
  readonly s3: Line;
  /** Third resistance. */
  readonly r3: Line;
}

/** The levels of {@linkcode pivots} of the kind `"camarilla"`. */
export interface CamarillaLines extends PivotLines {
  /** Fourth support. */
  readonly s4: Line;
  /** Fourth resistance. */
  readonly r4: Line;
}

/** Options of {@linkcode pivots}. */
export interface PivotOptions {
  /** The kind; `"classic"` by default. */
  readonly kind?: PivotKind;
  /** The prices that the pivot is the mean of; `"hlc3"` by default. `"woodie"` and `"demark"` have their own. */
  readonly price?: PivotPrice;
  /** Parts of the range, of the kind `"fibonacci"` alone; 0.382, 0.618 and 1 by default. */
  readonly levels?: readonly [number, number, number];
}

/**
 * Makes pivot points of the kind of DeMark: levels of support and resistance from the last complete bar of a feed.
 *
 * @param feed The feed, mostly one of larger bars.
 * @param options The kind.
 * @returns A pivot with one support and one resistance.
 * @throws {TypeError} If `feed` is not a feed.
 * @throws {RangeError} If an option does not fit the kind.
 */
export function pivots(feed: PriceLines, options: PivotOptions & { readonly kind: "demark" }): DemarkLines;
/**
 * Makes pivot points of the kind Camarilla: levels of support and resistance from the last complete bar of a feed.
 *
 * @param feed The feed, mostly one of larger bars.
 * @param options The kind, and the price of the pivot.
 * @returns A pivot with four supports and four resistances.
 * @throws {TypeError} If `feed` is not a feed.
 * @throws {RangeError} If an option does not fit the kind.
 */
export function pivots(feed: PriceLines, options: PivotOptions & { readonly kind: "camarilla" }): CamarillaLines;
/**
 * Makes pivot points: levels of support and resistance from the last complete bar of a feed, for the time after it. At a
 * bar they are those of that bar, which is complete when it is known; those that were made from the bar before it are
 * `ago(1)`. A feed of larger bars shows its last complete one.
 *
 * Formula, with `range` = high - low: the pivot is (high + low + close) / 3, or as `price` says.
 *
 * - `"classic"`: s1 = 2 pivot - high, r1 = 2 pivot - low, s2 = pivot - range, r2 = pivot + range,
 *   s3 = low - 2 (high - pivot), r3 = high + 2 (pivot - low); backtrader's PivotPoint, which has no third levels.
 * - `"woodie"`: the same with the pivot (high + low + 2 close) / 4.
 * - `"fibonacci"`: pivot - level range and pivot + level range for the levels 0.382, 0.618 and 1; backtrader's.
 * - `"camarilla"`: close - 1.1 range / 12, / 6, / 4, / 2 for s1 to s4, and close + the same for r1 to r4.
 * - `"demark"`: x = high + 2 low + close after a fall, 2 high + low + close after a rise, high + low + 2 close where the
 *   close equals the open; the pivot is x / 4, s1 = x / 2 - high, r1 = x / 2 - low. backtrader's DemarkPivotPoint takes
 *   the last two the other way round, against its own documentation.
 *
 * Minimum period: 1. Where high, low and close are one price, all levels are that price. Source: John Person, "Candlestick
 * and Pivot Point Trading Triggers" (2007); Nick Scott for Camarilla (1989); Tom DeMark, "The New Science of Technical
 * Analysis" (1994).
 *
 * @param feed The feed, mostly one of larger bars.
 * @param options The kind, the price of the pivot, and the levels of Fibonacci.
 * @returns A frozen object of levels, in units of the price.
 * @throws {TypeError} If `feed` is not a feed.
 * @throws {RangeError} If there is no such kind or price, or an option does not fit the kind.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({}) {
 *   levels = ct.pivots(this.data);
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ stop: this.levels.r1.now, stopLoss: this.levels.pivot.now });
 *   }
 * }
 * ```
 */
export function pivots(feed: PriceLines, options?: PivotOptions): PivotLines;
export function pivots(feed: PriceLines, options: PivotOptions = {}): PivotLines | CamarillaLines | DemarkLines {
  checkPrices("pivots", feed);
  const taken = optionsOf("pivots", arguments, ["feed"], options, ["kind", "price", "levels"]);
  const { kind = "classic", price, levels } = taken, { open, high, low, close } = feed;
  if (!KINDS.includes(kind)) throw wrongChoice("kind", kind, KINDS);
  if (price !== undefined && !PRICES.includes(price)) throw wrongChoice("price", price, PRICES);
  if (price !== undefined && (kind === "woodie" || kind === "demark")) throw misfit("price", price, kind);
  if (levels !== undefined && kind !== "fibonacci") throw misfit("levels", levels, kind);
  const priced = price === undefined ? {} : { price };
  switch (kind) {
    case "classic":
      return CLASSIC(open, high, low, close, priced);
    case "woodie":
      return CLASSIC(open, high, low, close, { price: "hlcc4" });
    case "fibonacci":
      return FIBONACCI(open, high, low, close, { ...priced, ...levelsOf(levels) });
    case "camarilla":
      return CAMARILLA(open, high, low, close, priced);
    case "demark":
      return DEMARK(open, high, low, close);
  }
}

function levelsOf(levels: PivotOptions["levels"]): { level1?: number; level2?: number; level3?: number } {
  if (levels === undefined) return {};
  if (Array.isArray(levels) && levels.length === 3 && levels.every((level) => Number.isFinite(level) && level > 0)) {
    const [level1, level2, level3] = levels;
    return { level1: level1!, level2: level2!, level3: level3! };
  }
  throw new RangeError(
    `Cannot compute pivots with levels ${inspected(levels)}: pass three numbers above 0, such as [0.382, 0.618, 1]`,
  );
}

function wrongChoice(option: string, value: unknown, choices: readonly string[]): RangeError {
  const names = choices.map((choice) => JSON.stringify(choice)).join(", ");
  return new RangeError(`Cannot compute pivots with ${option} ${inspected(value, 0)}: there are ${names}`);
}

function misfit(option: string, value: unknown, kind: PivotKind): RangeError {
  const remedy = option === "levels" ? "only the kind fibonacci has levels" : "this kind has its own price";
  return new RangeError(`Cannot compute pivots of kind "${kind}" with ${option} ${inspected(value)}: ${remedy}`);
}
