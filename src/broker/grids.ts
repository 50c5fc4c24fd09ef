/**
 * Grids: the units in which the core counts prices, sizes and money. Those that are not declared follow from the data
 * and the cash, by one rule:
 *
 * - Money unit: 10^-6, or the least power of ten for which 100 times the cash stays below 2^53 units.
 * - Lot: 1 with a multiplier; otherwise the finest power of ten, 10^-8 at most, for which 100 times the cash buys fewer
 *   than 2^53 lots at the lowest price.
 * - Resolution: a power of ten with the decimals of the data and of a declared tick, and fine enough that a step is at
 *   most 10^-6 of the lowest price. It has 12 decimals at most, and 1024 times the highest price stays below 2^53 steps.
 * - The amounts of money then divide by price steps times lots. Where that divisor reaches 2^50, the resolution is made
 *   coarser, down to the decimals of the data, and then the lot.
 *
 * @module
 */

import { EXACT_MAX, SCALE_FACTOR_LIMIT } from "../contract/contract.gen.ts";
import { givenRoom, isCounted, roomBelowZero, zeroSteps } from "./any_prices.ts";
import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { DECIMALS_LIMIT } from "../feeds/number_text.ts";
import { over, parseRational, powerOfTenth, ratio, type Rational, times, toNumber, toText } from "./rational.ts";

/** Grids as a user declares them. */
export interface DeclaredGrids {
  readonly resolution?: number | string;
  readonly tick?: number | string | null;
  readonly lot?: number | string;
  readonly multiplier?: number | string;
  readonly pricesFrom?: number | string | null;
}

/** Grids of an instrument. */
export interface Grids {
  /** Display price of one price step. */
  readonly resolution: Rational;
  /** Declared grid of order prices in price steps; zero without one. */
  readonly tick: number;
  /** Steps that the core counts for a price of zero. */
  readonly zero: number;
  /** Display size of one lot. */
  readonly lot: Rational;
  /** Value of one point of price for one unit. */
  readonly multiplier: Rational;
  /** Value of one price step of one lot, in money units. */
  readonly scale: Rational;
}

/** From this divisor on, an amount is no longer one split product. */
const DENOMINATOR_LIMIT = 2n ** 50n;
/** Share of the lowest price that a step is at most, as a power of ten. */
const STEP_SHARE = -6;
/** A price may rise by this factor and still be exact. */
const PRICE_ROOM = 1024;
/** The cash may grow by this factor and still be exact. */
const CASH_ROOM = 100;
const MONEY_DECIMALS = 6;
const LOT_DECIMALS = 8;
/** Coarsest grid that is tried, as negative decimals; a double ends at 10^308. */
const COARSEST = -400;

/** Returns the default unit of money for some cash, in the account's currency. */
export function inferMoneyUnit(cash: number): Rational {
  return powerOfTenth(finest(MONEY_DECIMALS, (decimals) => fits(CASH_ROOM * cash, EXACT_MAX + 1, decimals)));
}

/**
 * Returns the grids of an instrument: declared ones as they are, the others inferred.
 *
 * @throws {RangeError} If a declared grid is not a positive number, the tick not a whole number of steps, or a price
 * too high for any grid.
 */
export function resolveGrids(feed: FeedData, declared: DeclaredGrids, cash: number, moneyUnit: Rational): Grids {
  const what = (option: string): string => `${option} of feed "${feed.name}"`;
  const read = (option: "resolution" | "lot" | "multiplier"): Rational | undefined =>
    declared[option] === undefined ? undefined : parseRational(declared[option], what(option));
  const given = { resolution: read("resolution"), lot: read("lot"), multiplier: read("multiplier") };
  const tick = declared.tick === undefined || declared.tick === null
    ? undefined
    : parseRational(declared.tick, what("tick"));
  const multiplier = given.multiplier ?? ratio(1n, 1n), counts = isCounted(feed);
  const asked = givenRoom(declared.pricesFrom, feed.anyPrices === true, what("pricesFrom"));
  const room = feed.anyPrices === true && counts ? asked ?? roomBelowZero(rangeOf(feed.columns).highest) : undefined;
  const range = !counts ? NO_RANGE : countedRange(rangeOf(feed.columns), room);
  const scaleOf = (resolution: Rational, lot: Rational): Rational =>
    over(times(times(resolution, lot), multiplier), moneyUnit);
  const isTooFine = (resolution: Rational, lot: Rational): boolean =>
    scaleOf(resolution, lot).denominator >= DENOMINATOR_LIMIT;

  const needed = Math.max(counts ? feed.decimals : 0, tick === undefined ? 0 : decimalsOf(tick));
  let lotDecimals = finest(LOT_DECIMALS, (decimals) => fits(CASH_ROOM * cash / range.lowest, EXACT_MAX + 1, decimals));
  let lot = given.lot ?? (given.multiplier === undefined ? powerOfTenth(lotDecimals) : ratio(1n, 1n));
  let resolution = given.resolution;
  if (resolution === undefined) {
    const most = finest(DECIMALS_LIMIT, (decimals) => fits(PRICE_ROOM * range.highest, EXACT_MAX + 1, decimals));
    if (room !== undefined && most < needed) throw roomPast(feed.name, declared.pricesFrom, needed);
    const least = Math.min(needed, most);
    let decimals = Math.min(most, Math.max(least, stepDecimals(range.lowest)));
    while (decimals > least && isTooFine(powerOfTenth(decimals), lot)) decimals--;
    resolution = powerOfTenth(decimals);
  }
  if (given.lot === undefined && given.multiplier === undefined) {
    while (lotDecimals > 0 && isTooFine(resolution, lot)) lot = powerOfTenth(--lotDecimals);
  }
  const scale = scaleOf(resolution, lot);
  if (given.resolution === undefined && resolution.numerator > 1n && scale.numerator >= BigInt(SCALE_FACTOR_LIMIT)) {
    if (room !== undefined) throw roomPast(feed.name, declared.pricesFrom, needed);
    const row = feed.columns.high.indexOf(range.highest);
    throw new RangeError(
      `Cannot use feed "${feed.name}": the price ${range.highest} of its bar ${row} is past what the account can ` +
        `count; divide the prices by a power of ten, or pass a coarser moneyUnit`,
    );
  }
  const steps = tick === undefined ? 0 : tickSteps(tick, resolution, declared.tick!, what("tick"));
  return {
    resolution,
    tick: steps,
    zero: room === undefined ? 0 : zeroSteps(room, resolution, steps),
    lot,
    multiplier,
    scale,
  };
}

/** Returns the error of prices that are counted from so far below zero that their decimals do not fit. */
function roomPast(name: string, pricesFrom: DeclaredGrids["pricesFrom"], decimals: number): RangeError {
  const remedy = pricesFrom === undefined || pricesFrom === null
    ? "divide the prices by a power of ten, or pass a coarser resolution"
    : `pass a higher pricesFrom than ${pricesFrom}, or a coarser resolution`;
  return new RangeError(
    `Cannot count the prices of feed "${name}" with ${decimals} decimals: they are past 2^53 steps from the lowest one ` +
      `that is counted; ${remedy}`,
  );
}

/** Returns the tick in steps of the resolution. */
function tickSteps(tick: Rational, resolution: Rational, asked: number | string, what: string): number {
  const steps = over(tick, resolution);
  if (steps.denominator !== 1n) {
    throw new RangeError(
      `Cannot use ${what} ${asked}: it is not a whole number of resolution steps of ${
        toText(resolution)
      }; pass a resolution that divides it`,
    );
  }
  return toNumber(steps.numerator, what);
}

/** Returns the most decimals, from a count down, that pass a test. */
function finest(most: number, passes: (decimals: number) => boolean): number {
  let decimals = most;
  while (decimals > COARSEST && !passes(decimals)) decimals--;
  return decimals;
}

/** Returns whether a display value is below a count of units of 10^-decimals. */
function fits(value: number, count: number, decimals: number): boolean {
  return decimals >= 0 ? value < count / 10 ** decimals : value / 10 ** -decimals < count;
}

/** Returns the least decimals with which a step is at most the {@linkcode STEP_SHARE} of a price. */
function stepDecimals(price: number): number {
  let decimals = DECIMALS_LIMIT;
  while (decimals > COARSEST && price >= Number(`1e${-STEP_SHARE - decimals + 1}`)) decimals--;
  return decimals;
}

/** Returns the decimals of a fraction, as far as a price may have them; 0 if it has no end in decimals. */
function decimalsOf(value: Rational): number {
  for (let decimals = 0; decimals <= DECIMALS_LIMIT; decimals++) {
    if (10n ** BigInt(decimals) % value.denominator === 0n) return decimals;
  }
  return 0;
}

/** The lowest and the highest price of a feed, without their signs. */
interface PriceRange {
  readonly lowest: number;
  readonly highest: number;
}

/** Returns the range in which the core counts prices: that of the prices themselves, or with room below zero. */
function countedRange(range: PriceRange, room: Rational | undefined): PriceRange {
  if (room === undefined) return range;
  const zero = Number(room.numerator) / Number(room.denominator);
  return { lowest: Math.max(zero / 2, zero - range.highest), highest: zero + range.highest };
}

/** The range of a feed whose prices the core does not count. */
const NO_RANGE: PriceRange = { lowest: 1, highest: 1 };

const ranges: WeakMap<BarColumns, PriceRange> = new WeakMap();

/** Returns the range of a feed; from Infinity to zero without bars. Feeds do not change, so the search runs once. */
function rangeOf(columns: BarColumns): PriceRange {
  let range = ranges.get(columns);
  if (range !== undefined) return range;
  let lowest = Infinity, highest = 0;
  for (const column of [columns.low, columns.high]) {
    for (let row = 0; row < column.length; row++) {
      const price = Math.abs(column[row]!);
      if (price < lowest && price > 0) lowest = price;
      if (price > highest) highest = price;
    }
  }
  range = { lowest, highest };
  ranges.set(columns, range);
  return range;
}
