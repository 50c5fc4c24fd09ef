/**
 * An instrument for the core: its grids as exact fractions, its fees as integers, and the conversion between display
 * units and the core's integers.
 *
 * @module
 */

import { inspected } from "../host.ts";
import {
  BAR_WITHOUT_VOLUME_FILL,
  BAR_WITHOUT_VOLUME_NO_FILL,
  EXACT_MAX,
  INSTRUMENT_BAR_WITHOUT_VOLUME,
  INSTRUMENT_EXECUTION,
  INSTRUMENT_MULTIPLIER,
  INSTRUMENT_PRICE_ZERO,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_SLIPPAGE_RATE,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
  RATE_SCALE,
  SCALE_FACTOR_LIMIT,
} from "../contract/contract.gen.ts";
import { largestFraction } from "../core/exact/margin.ts";
import { termsOf } from "../core/state/instrument_terms.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import {
  ACCRUAL_OPTIONS,
  type AccrualOptions,
  type Dividend,
  type FundingRate,
  type Split,
  takenAccruals,
} from "./accrual_terms.ts";
import { checkAnyPrices, givenRoom } from "./any_prices.ts";
import { type BacktraderTerms, encodeBacktraderTerms } from "./backtrader_terms.ts";
import { type BarWithoutVolume, checkBarWithoutVolume, resolveBarWithoutVolume } from "./bar_without_volume.ts";
import { encodeFills, FILL_OPTIONS, type FillOptions, saidFills } from "./fill_terms.ts";
import { type FlatAt, resolveFlatAt } from "./flat_at.ts";
import { resolveGrids } from "./grids.ts";
import { encodeMargin, type Margin, type MarginOptions, type MarginTerms, type Settlement } from "./margin_terms.ts";
import { parseRational, type Rational, toNumber } from "./rational.ts";
import { rateOf } from "./told_rounding.ts";
import { chargedCommission, type Commission, encodeCommission } from "./commission_terms.ts";
import { wholeOr } from "./whole_count.ts";

/**
 * Terms of trade of an instrument. Absent terms are inferred from the data; the result lists all of them.
 *
 * @example A future: whole contracts, ticks of a quarter, 50 for a point, a fee for each contract
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({ size: 10 }) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: this.params.size });
 *   }
 * }
 *
 * const future: ct.InstrumentOptions = { lot: 1, tick: 0.25, multiplier: 50, commission: { perUnit: 2.5 } };
 * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 12] };
 * const feed = ct.bars({ time: ["2024-01-02", "2024-01-03"], ...prices });
 * const { stats } = ct.backtest(Hold, feed, { ...future, cash: 100_000 });
 * assertEquals(stats.finalEquity, 100_000 + 10 * 50 * (12 - 11) - 10 * 2.5);
 * ```
 */
export interface InstrumentOptions {
  /**
   * Commission of each fill: a fraction of its notional, an amount per unit, or an amount per order. See
   * {@linkcode Commission}. Default: none.
   */
  readonly commission?: Commission;
  /**
   * Slippage of market orders and triggered stop orders, against the trader, as a fraction of the price. The price is
   * rounded against the trader to a declared tick, and without one half to even to the resolution. It does not leave
   * the bar: a buy pays the high at most, a sale gets the low at least, and a fill that was cut there has `clamped` in
   * its row. Default: 0.
   */
  readonly slippage?: number;
  /**
   * Slippage as a price, beside `slippage`: a buy pays it more, a sale gets it less. It goes up to whole steps of the
   * resolution. Default: 0.
   */
  readonly slippageAmount?: number | string;
  /** Slippage in whole ticks, beside the others; it needs a `tick`. Default: 0. */
  readonly slippageTicks?: number;
  /**
   * Slippage by size, beside the others: the fraction of the price for an order of the bar's whole volume. It grows with
   * the square of the order's share in the volume, so a tenth of the volume costs a hundredth of it. Default: 0.
   */
  readonly slippageImpact?: number;
  /**
   * Name of a column of the feed with the distance from the bid to the ask at each bar: beside the other slippage a buy pays
   * half of it more, and a sale gets half of it less, up to whole steps of the resolution. A bar without a number has the
   * spread of the bar before it. `null` declares none for a feed where the terms of all feeds have one. Default: none.
   */
  readonly slippageSpread?: string | null;
  /** False to leave fills at the open without slippage. Default: true. */
  readonly slippageAtOpen?: boolean;
  /** True to let limits slip too, up to their limit. Default: false. */
  readonly slippageOfLimits?: boolean;
  /**
   * Fill whose slippage would leave the range of its bar. `"clamp"` fills at the end of the range, `"allow"` outside of
   * it; with `"wait"` the order does not fill in this bar. Default: `"clamp"`.
   */
  readonly slippageBeyondBar?: "clamp" | "allow" | "wait";
  /**
   * Share of a bar's volume that all orders of the instrument may take in it together, 0.1 for a tenth, in the order in
   * which they fill. What is left of an order goes on in the next bar; `"ioc"` ends with what its bar gave, and `"fok"`
   * without all of it. Default: no limit.
   */
  readonly volumeLimit?: number;
  /**
   * Bars of the instrument that pass before an order reaches the market: with 1 it meets the bar after the next one. A
   * replacement waits as long. Cancels work at once, and protection comes with its entry. Default: 0.
   */
  readonly latencyBars?: number;
  /**
   * Grid of the data's prices and unit of all prices, such as 0.01. Prices off the grid are rounded half to even; a
   * note tells it if one changes by more than 10^-9 of itself. Default: 10^-k, where k is the larger of the decimals
   * of the data and the least k with which a step is at most 10^-6 of the lowest price. It is at most 12, and 1024
   * times the highest price stays below 2^53 steps.
   */
  readonly resolution?: number | string;
  /**
   * Grid of order prices, such as 0.01 or `"1/32"`, a whole number of resolution steps. `null` declares none for a
   * feed where the terms of all feeds have one. Default: none: order prices go to the nearest resolution step, half to
   * even, and the summary says that prices are not snapped.
   */
  readonly tick?: number | string | null;
  /**
   * Least size and step of sizes, in units. Default: 1 with a `multiplier`, else the finest power of ten, 10^-8 at
   * most, with which 100 times the cash buys fewer than 2^53 lots at the lowest price.
   */
  readonly lot?: number | string;
  /**
   * Lowest price that is counted on a feed that was read with `prices: "any"`, a number below 0; orders and later bars have
   * higher prices. It goes down to a whole tick, or step of the resolution. `null` declares none for a feed where the terms
   * of all feeds have one. Default: the least number of one digit that is 8 times the largest price, without its sign.
   */
  readonly pricesFrom?: number | string | null;
  /** Value of one point of price for one unit, in the account's currency. If given, the `lot` is 1 by default. Default: 1. */
  readonly multiplier?: number | string;
  /**
   * Leverage, from 1 to 1000: a position takes its notional divided by it, and the maintenance margin is half of that. It is
   * short for a `margin`. `null` declares none for a feed where the terms of all feeds have one. Default: none; positions are
   * paid in full.
   */
  readonly leverage?: number | null;
  /**
   * Margin: what a position takes to open, and the least that it has to be worth, as fractions of its notional or as
   * amounts per unit. See {@linkcode Margin}. `null` declares none for a feed where the terms of all feeds have one.
   * Default: none; positions are paid in full, and a short sets aside twice its proceeds.
   */
  readonly margin?: Margin | null;
  /**
   * Payment of a position on margin. `"paid"`: its notional is paid and received as with stocks, so that cash below zero is
   * borrowed. `"futures"`: profit and loss alone are paid, when the position closes; until then they count for the value.
   * Default: `"paid"`.
   */
  readonly settlement?: Settlement;
  /**
   * Fee of a liquidation as a fraction of the notional, beside the commission. Default: 0.
   */
  readonly liquidationFee?: number;
  /**
   * Treatment of order prices off a declared tick. `"snap"` moves limit buys down, limit sells up and triggers to the
   * nearest tick; `"reject"` refuses the order. Default: `"snap"`.
   */
  readonly tickRounding?: "snap" | "reject";
  /**
   * Treatment of a bar whose volume is zero. `"no-fill"`: it fills and triggers nothing, and an order waits for the
   * next bar with volume. `"fill"`: it is a bar as any other. Default: `"no-fill"` if the data have volume and at most
   * 5 % of the bars, from the first with volume on, lack it; else `"fill"`.
   */
  readonly barWithoutVolume?: BarWithoutVolume;
  /**
   * `"close"` closes the position at the close of each session, so that none is held over night: the run places a
   * market-on-close order at the bar before the scheduled last one, which closes what is open at that close, also what an
   * order opens within the last bar. It needs a feed with a calendar, session hours, or bars of a day and longer. Where
   * the last bar never comes, the position is closed at the first later price; `lateExit` marks such fills, and the summary
   * counts them. `null` lets the position of a feed stay open where the terms of all feeds close it. Default: none;
   * positions stay open.
   */
  readonly flatAt?: FlatAt | null;
  /**
   * Funding of a perpetual future: rows of a time and a rate, `[{ time: "2024-01-02T08:00Z", rate: 0.0001 }]`, or the name
   * of a column of the feed with the rate of each bar. The first bar that ends at the time or later settles it at its close,
   * on the position after the bar's fills; a rate above 0 is paid by long positions. Default: none.
   */
  readonly funding?: readonly FundingRate[] | string;
  /**
   * Dividends: rows of an ex-date and an amount in points of the price, which each unit pays times its `multiplier`, `[{ date: "2024-02-09", amount: 0.24 }]`, or the name of a
   * column of the feed with the amounts, 0 on other bars, as Yahoo's `Dividends` is. They are paid ahead of the first bar of
   * the date, on what was held before it; a short pays them. Prices that are adjusted for dividends have them already.
   * Default: none.
   */
  readonly dividends?: readonly Dividend[] | string;
  /**
   * Splits: rows of a date and new units for one, `[{ date: "2024-06-10", ratio: 10 }]`, or the name of a column of the feed
   * with the ratios, 0 on other bars, as Yahoo's `Stock Splits` is. Ahead of the first bar of the date the position changes
   * at the same cost, lots that make no whole new ones are paid in cash at the last close, and the orders on the feed are
   * cancelled. Prices that are adjusted for splits, as most are, need none. Default: none.
   */
  readonly splits?: readonly Split[] | string;
  /**
   * Cost of borrowing what is sold short: the rate of a year on the value of a short position, 0.03 for 3 %. It is paid at
   * each change of the session date, for the days since the last one out of 365, at the last close. Default: 0.
   */
  readonly borrow?: number;
  /**
   * Position of a feed whose bars end before the run. `"close"` cancels its orders and closes the position at its last
   * close, with commission, ahead of the next step; `"keep"` leaves it at that close. Default: `"keep"`.
   */
  readonly onFeedEnd?: "keep" | "close";
  /**
   * Slippage, margin, leverage, interest and fillers of backtrader, with `profile: "backtrader"` alone. See
   * {@linkcode BacktraderTerms}. Default: none.
   */
  readonly backtrader?: BacktraderTerms;
}

/** Returns whether positions of an instrument may be held on margin. */
export function hasMargin({ margin }: InstrumentSpec): boolean {
  return margin.margin !== undefined;
}

/** Names of the {@linkcode InstrumentOptions}. */
export const INSTRUMENT_OPTIONS: readonly string[] = [
  "commission",
  "slippage",
  ...FILL_OPTIONS,
  "resolution",
  "tick",
  "lot",
  "multiplier",
  "pricesFrom",
  "leverage",
  "margin",
  "settlement",
  "liquidationFee",
  "tickRounding",
  "barWithoutVolume",
  "flatAt",
  ...ACCRUAL_OPTIONS,
  "backtrader",
];

/** Options that decide on margin. */
const MARGIN_OPTIONS: ReadonlySet<string> = new Set(["leverage", "margin", "settlement", "liquidationFee"]);

/** An instrument with resolved grids. */
export class InstrumentSpec {
  /** Name of the feed. */
  readonly name: string;
  /** Display price of one price step. */
  readonly resolution: Rational;
  /** Declared grid of order prices in price steps; zero without one. */
  readonly tick: number;
  /** Steps that the core counts for a price of zero, see {@linkcode zeroSteps}. */
  readonly zero: number;
  /** Display size of one lot. */
  readonly lot: Rational;
  /** Value of one point of price for one unit. */
  readonly multiplier: Rational;
  /** Value of one price step of one lot, in money units. */
  readonly scale: Rational;
  /** True if the core gets prices off the tick as they are, so that it refuses them. */
  readonly reject: boolean;
  /** Treatment of bars without volume. */
  readonly barWithoutVolume: BarWithoutVolume;
  /** Commission as the core has it, rates and amounts rounded; 0 for none. */
  readonly commission: Commission;
  /** Slippage as the core has it, a fraction of the price. */
  readonly slippage: number;
  /** Further terms of fills that change something, as they were given; undefined without any. */
  readonly fills: FillOptions | undefined;
  /** Margin as the core has it. */
  readonly margin: MarginTerms;
  /** Largest fraction of the account's value that an order may ask for. */
  readonly largestFraction: number;
  /** When the position is closed; undefined for never. */
  readonly flatAt: FlatAt | undefined;
  /** Lanes of the instrument in the configuration. */
  readonly lanes: Float64Array;
  /** Notes on options that were rounded. */
  readonly notes: readonly string[];
  /** True if prices, sizes and money are plain doubles without a grid. */
  readonly isPlain: boolean = false;
  readonly #priceNumerator: number;
  readonly #priceDenominator: number;
  readonly #lotNumerator: number;
  readonly #lotDenominator: number;

  constructor(feed: FeedData, options: InstrumentOptions, cash: number, moneyUnit: Rational) {
    const what = (option: string): string => `${option} of feed "${feed.name}"`;
    if (options.backtrader !== undefined) {
      throw new RangeError(
        `Cannot use ${
          what("backtrader")
        }: its terms are those of profile "backtrader"; pass leverage, margin or slippage`,
      );
    }
    this.name = feed.name;
    if (feed.trade && feed.anyPrices === true) checkAnyPrices(feed.name, options);
    const grids = resolveGrids(feed, options, cash, moneyUnit);
    this.resolution = grids.resolution;
    this.tick = grids.tick;
    this.zero = grids.zero;
    this.lot = grids.lot;
    this.multiplier = grids.multiplier;
    this.scale = grids.scale;
    this.reject = rejects(options.tickRounding, what("tickRounding"));
    this.barWithoutVolume = resolveBarWithoutVolume(feed, options.barWithoutVolume, what("barWithoutVolume"));
    this.flatAt = resolveFlatAt(options.flatAt, what("flatAt"));
    this.#priceNumerator = toNumber(this.resolution.numerator, what("resolution"));
    this.#priceDenominator = toNumber(this.resolution.denominator, what("resolution"));
    this.#lotNumerator = toNumber(this.lot.numerator, what("lot"));
    this.#lotDenominator = toNumber(this.lot.denominator, what("lot"));
    const notes: string[] = [];
    this.lanes = this.#encode(feed, options, moneyUnit, notes);
    this.margin = encodeMargin(this.lanes, options, this.lot, moneyUnit, what, notes);
    this.largestFraction = largestFraction(termsOf(this.lanes, 0)) / RATE_SCALE;
    this.notes = notes;
    this.commission = chargedCommission(this.lanes, options.commission, moneyUnit);
    this.slippage = this.lanes[INSTRUMENT_SLIPPAGE_RATE]! / RATE_SCALE;
    this.fills = saidFills(options);
  }

  /** Value of one point of price for one unit, as a plain number. */
  get pointValue(): number {
    return Number(this.multiplier.numerator) / Number(this.multiplier.denominator);
  }

  /** Converts price steps to display units. */
  price(steps: number): number {
    return this.distance(steps - this.zero);
  }

  /** Converts a distance between two prices in steps to display units. */
  distance(steps: number): number {
    return steps * this.#priceNumerator / this.#priceDenominator;
  }

  /** Converts lots to display units. */
  size(lots: number): number {
    return lots * this.#lotNumerator / this.#lotDenominator;
  }

  /**
   * Converts a display price to steps. The quotient may miss a whole number by a rounding error or by part of a step.
   */
  #quotient(price: number): number {
    return price * this.#priceDenominator / this.#priceNumerator;
  }

  /**
   * Converts a display price of an order to steps, without rounding. {@linkcode wholeOr} removes the error of the
   * arithmetic only: 101 * 1.05 is 106.05000000000001, but a sale at that price is one at 106.05 and not one step
   * above.
   */
  steps(price: number): number {
    return wholeOr(this.#quotient(price), (steps) => steps) + this.zero;
  }

  /**
   * Converts a display price of the data to whole steps: the count that displays as the price, or else the nearest one.
   * Ties go to the even count, so that rounding does not shift a long column up or down.
   */
  wholeSteps(price: number): number {
    return this.distanceSteps(price) + this.zero;
  }

  /** Converts a distance between two display prices to whole steps, by the same rule. */
  distanceSteps(distance: number): number {
    const quotient = this.#quotient(distance), nearest = Math.round(quotient);
    return this.distance(nearest) === distance ? nearest : roundHalfEven(quotient);
  }

  /** Converts a display size to lots, rounded down; 0.1 + 0.2 with a lot of 0.1 is three lots. */
  lots(size: number): number {
    return wholeOr(size * this.#lotDenominator / this.#lotNumerator, Math.floor);
  }

  #encode(feed: FeedData, options: InstrumentOptions, moneyUnit: Rational, notes: string[]): Float64Array {
    const lanes = new Float64Array(INSTRUMENT_STRIDE);
    lanes[INSTRUMENT_EXECUTION] = 0;
    lanes[INSTRUMENT_TRADED] = feed.trade ? 1 : 0;
    lanes[INSTRUMENT_TICK] = this.tick;
    lanes[INSTRUMENT_PRICE_ZERO] = this.zero;
    lanes[INSTRUMENT_MULTIPLIER] = 1;
    lanes[INSTRUMENT_BAR_WITHOUT_VOLUME] = this.barWithoutVolume === "fill"
      ? BAR_WITHOUT_VOLUME_FILL
      : BAR_WITHOUT_VOLUME_NO_FILL;
    const numerator = toNumber(this.scale.numerator, `grids of feed "${feed.name}"`);
    const [first, second] = splitDenominator(this.scale.denominator, feed.name);
    if (numerator >= SCALE_FACTOR_LIMIT) {
      throw new RangeError(
        `Cannot use the grids of feed "${feed.name}": one price step times one lot is ${numerator} money units; ` +
          `choose a finer lot or a coarser moneyUnit`,
      );
    }
    lanes[INSTRUMENT_SCALE_NUMERATOR] = numerator;
    lanes[INSTRUMENT_SCALE_DENOMINATOR_FIRST] = first;
    lanes[INSTRUMENT_SCALE_DENOMINATOR_SECOND] = second;
    encodeCommission(lanes, options.commission, this.lot, moneyUnit, `commission of feed "${feed.name}"`, notes);
    const { slippage = 0 } = options;
    lanes[INSTRUMENT_SLIPPAGE_RATE] = rateOf(slippage, `slippage of feed "${feed.name}"`, notes);
    encodeFills(lanes, options, this, (option) => `${option} of feed "${feed.name}"`, notes);
    notes.push(...notesOnMissingVolume(feed, options));
    return lanes;
  }
}

/** Tells of terms by volume where no bar has one. */
function notesOnMissingVolume(feed: FeedData, { volumeLimit, slippageImpact = 0 }: FillOptions): string[] {
  if ((volumeLimit === undefined && !(slippageImpact > 0)) || feed.columns.volume.some((each) => each > 0)) return [];
  return [
    ...(volumeLimit === undefined ? [] : [`No bar of ${feed.name} has a volume, so volumeLimit lets no order fill`]),
    ...(slippageImpact > 0
      ? [`No bar of ${feed.name} has a volume, so slippageImpact takes each order for all of it`]
      : []),
  ];
}

/** Splits a denominator into two factors within the core's limit. */
function splitDenominator(denominator: bigint, name: string): [number, number] {
  const limit = BigInt(SCALE_FACTOR_LIMIT);
  let first = 1n, rest = denominator;
  for (let prime = 2n; rest >= limit && prime < 10_000n; prime++) {
    while (rest % prime === 0n && first * prime < limit && rest >= limit) {
      first *= prime;
      rest /= prime;
    }
  }
  if (rest >= limit || first * rest > BigInt(EXACT_MAX)) {
    throw new RangeError(
      `Cannot use the grids of feed "${name}": one money unit holds ${denominator} price steps times lots; ` +
        `choose a coarser lot or resolution, or a finer moneyUnit`,
    );
  }
  return [Number(first), Number(rest)];
}

/**
 * Rejects a term of all feeds that no feed could have. A feed with a term of its own would hide it.
 *
 * @throws {TypeError} If the term is of the wrong type.
 * @throws {RangeError} If it is out of range.
 */
export function checkTerm(name: keyof InstrumentOptions, value: unknown): void {
  const one = { numerator: 1n, denominator: 1n };
  if (name === "backtrader") {
    encodeBacktraderTerms(new Float64Array(INSTRUMENT_STRIDE), value as BacktraderTerms, 1, name);
  } else if (name === "tickRounding") rejects(value, name);
  else if (name === "barWithoutVolume") checkBarWithoutVolume(value, name);
  else if (name === "flatAt") resolveFlatAt(value, name);
  else if (name === "slippage") rateOf(value as number, name, []);
  else if (name === "pricesFrom") givenRoom(value, true, name);
  else if (FILL_OPTIONS.includes(name as keyof FillOptions)) {
    const given: FillOptions = { [name]: value }, grids = { resolution: one, tick: 1, lot: one };
    encodeFills(new Float64Array(INSTRUMENT_STRIDE), given, grids, (option) => option, []);
  } else if (name === "commission") {
    encodeCommission(new Float64Array(INSTRUMENT_STRIDE), value as Commission, one, one, name, []);
  } else if (MARGIN_OPTIONS.has(name)) {
    // Settlement alone is no error, since a feed may have the margin.
    const margin = name === "settlement" ? { leverage: 1 } : {};
    const given: MarginOptions = { ...margin, [name]: value };
    encodeMargin(new Float64Array(INSTRUMENT_STRIDE), given, one, one, (option) => option, []);
  } else if (ACCRUAL_OPTIONS.includes(name as keyof AccrualOptions)) {
    takenAccruals({ [name]: value }, (option) => option);
  } else if (name !== "tick" || value !== null) parseRational(value as number, name);
}

function rejects(tickRounding: unknown, what: string): boolean {
  if (tickRounding === undefined || tickRounding === "snap" || tickRounding === "reject") {
    return tickRounding === "reject";
  }
  throw new RangeError(`Cannot use ${what} ${inspected(tickRounding, 0)}: pass "snap" or "reject"`);
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value), rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
