/**
 * An instrument of the queue model: prices, sizes and money are plain doubles, which no grid rounds.
 *
 * @module
 */

import {
  COMMISSION_NONE,
  COMMISSION_PER_LOT,
  COMMISSION_RATE,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_MULTIPLIER,
} from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { inspected } from "../host.ts";
import { type BacktraderTerms, encodeBacktraderTerms, holdingOf, type QueueHolding } from "./backtrader_terms.ts";
import type { Commission } from "./commission_terms.ts";
import { INSTRUMENT_OPTIONS, type InstrumentOptions, InstrumentSpec } from "./instrument_spec.ts";
import { untradeable } from "./any_prices.ts";
import { parseRational, ratio, type Rational } from "./rational.ts";

/** The unit of every count: with doubles a step is one, and so are a lot and a unit of money. */
const ONE: Rational = ratio(1n, 1n);

/** Terms that the queue model has. */
const QUEUE_TERMS: ReadonlySet<string> = new Set(["commission", "multiplier", "backtrader"]);

/** What to do instead of a term that the queue model has not. */
const REMEDIES: Readonly<Record<string, string>> = {
  slippage: "pass backtrader: { slippage: { perc: 0.01 } }",
  leverage: "pass backtrader: { leverage: 2 }",
  margin: "pass backtrader: { margin: 1000 }",
  settlement: "pass backtrader: { margin: 1000 }, which is one of futures",
  liquidationFee: "backtrader liquidates nothing",
  resolution: "its prices are doubles, which no grid rounds",
  tick: "its order prices are doubles, which no grid rounds",
  tickRounding: "its order prices are doubles, which no grid rounds",
  lot: "its sizes are doubles, which no grid rounds",
  barWithoutVolume: "it fills on every bar",
  flatAt: "place close({ onClose: true }) yourself",
};

/** Values that say nothing: the terms of a finished run have them. */
const SAID_AT_REST: Readonly<Record<string, unknown>> = {
  barWithoutVolume: "fill",
  slippage: 0,
  resolution: "1",
  lot: "1",
};

/** An instrument whose prices and sizes are doubles, in the units of the data. */
export class QueueSpec extends InstrumentSpec {
  override readonly isPlain: boolean = true;
  override readonly multiplier: Rational;
  override readonly commission: Commission;
  /** The terms of backtrader; undefined without any. */
  readonly backtrader: BacktraderTerms | undefined;
  /** How positions are worth and paid. */
  readonly holding: QueueHolding;

  /** @throws {RangeError} If a term is given that the queue model has not, or one is out of range. */
  constructor(feed: FeedData, options: InstrumentOptions) {
    checkTerms(feed.name, options);
    if (feed.trade && feed.anyPrices === true) throw untradeable(feed.name, 'with profile "backtrader" pass');
    super(feed, { resolution: 1, lot: 1, barWithoutVolume: "fill" }, 1, ONE);
    const { multiplier = 1, commission = 0 } = options, what = `commission of feed "${feed.name}"`;
    this.multiplier = parseRational(multiplier, `multiplier of feed "${feed.name}"`);
    this.commission = commission;
    const [kind, amount] = commissionOf(commission, what);
    this.lanes[INSTRUMENT_COMMISSION_KIND] = amount === 0 ? COMMISSION_NONE : kind;
    this.lanes[INSTRUMENT_COMMISSION_RATE] = amount;
    this.lanes[INSTRUMENT_MULTIPLIER] = this.pointValue;
    this.backtrader = options.backtrader;
    encodeBacktraderTerms(this.lanes, options.backtrader ?? {}, this.pointValue, `feed "${feed.name}"`);
    this.holding = holdingOf(this.lanes);
  }

  override price(steps: number): number {
    return steps;
  }

  override distance(steps: number): number {
    return steps;
  }

  override size(lots: number): number {
    return lots;
  }

  override steps(price: number): number {
    return price;
  }

  override wholeSteps(price: number): number {
    return price;
  }

  override distanceSteps(distance: number): number {
    return distance;
  }

  override lots(size: number): number {
    return size;
  }
}

function checkTerms(feed: string, options: InstrumentOptions): void {
  for (const name of INSTRUMENT_OPTIONS) {
    const value = options[name as keyof InstrumentOptions];
    if (value === undefined || value === null || QUEUE_TERMS.has(name)) continue;
    if (SAID_AT_REST[name] === value) continue;
    const why = REMEDIES[name] ?? "it has no such term";
    throw new RangeError(
      `Cannot use ${name} ${inspected(value)} of feed "${feed}" with the queue model of profile "backtrader": ${why}`,
    );
  }
}

/** Returns kind and amount of a commission, as doubles. */
function commissionOf(commission: Commission, what: string): readonly [kind: number, amount: number] {
  const perUnit = typeof commission === "object" && commission !== null && "perUnit" in commission;
  if (perUnit && Object.keys(commission).length > 1) {
    throw new RangeError(
      `Cannot use ${what} ${inspected(commission)}: with the queue model of profile "backtrader" a commission has no ` +
        "minimum; pass { perUnit } alone",
    );
  }
  const amount: unknown = perUnit ? commission.perUnit : commission;
  if (typeof amount !== "number") {
    throw new TypeError(
      `Cannot use ${what} ${
        inspected(commission)
      }: with the queue model of profile "backtrader" pass a fraction of the ` +
        "notional such as 0.001, or { perUnit }",
    );
  }
  if (!(amount >= 0 && amount < Infinity)) {
    throw new RangeError(`Cannot use ${what} ${amount}: pass a number from 0 on`);
  }
  return [perUnit ? COMMISSION_PER_LOT : COMMISSION_RATE, amount];
}
