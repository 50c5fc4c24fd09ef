/**
 * The money terms of an instrument in the configuration: notionals, commissions, slippage, in exact fractions.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import { INSTRUMENT_LANES } from "../contract/records.ts";
import { ceiling, compare, floor, halfEven, minus, plus, type Rational, rational, times } from "./rational.ts";

/** What a commission by a schedule depends on beside the fill. */
export interface Charged {
  /** What the order was charged before, before its least and largest amount. */
  readonly charged: bigint;
  /** True if a limit that rested fills at its price. */
  readonly maker: boolean;
  /** Notional that was traded before. */
  readonly traded: bigint;
}

const NO_CHARGE: Charged = { charged: 0n, maker: false, traded: 0n };

/** The terms of one instrument. Money is in money units, prices in steps, sizes in lots. */
export class InstrumentTerms {
  /** True if a venue reports on the instrument. */
  readonly reported: boolean;
  readonly traded: boolean;
  /** True if orders fill only on bars with volume. */
  readonly needs_volume: boolean;
  /** Declared grid of order prices; zero without one. */
  readonly tick: bigint;
  /** True if positions are held on margin. */
  readonly on_margin: boolean;
  /** True if profit and loss alone are paid, when a position closes. */
  readonly settles_at_close: boolean;
  readonly #scale: Rational;
  readonly #scale_numerator: bigint;
  readonly #commission_kind: number;
  readonly #rate: bigint;
  readonly #per_lot: Rational;
  readonly #minimum: bigint;
  readonly #slippage_rate: bigint;
  readonly #slippage_steps: bigint;
  /** Steps by which fills slip beside those, as the last event said. */
  spread = 0n;
  readonly #impact: number;
  readonly #volume_lots: readonly [number, number];
  readonly #volume_limit: readonly [number, number];
  /** Where slippage applies. */
  readonly slippage_flags: number;
  readonly latency_bars: number;
  /** Steps that stand for a price of zero, from which a commission by a rate counts. */
  readonly #price_zero: bigint;
  readonly #margin_by_lot: boolean;
  readonly #margin_lots: bigint;
  readonly #initial: bigint;
  readonly #maintenance: bigint;
  readonly #liquidation_rate: bigint;
  readonly #maker: bigint;
  readonly #per_order: bigint;
  readonly #maximum: bigint;
  readonly #tiers: readonly { readonly from: bigint; readonly taker: bigint; readonly maker: bigint }[];

  constructor(config: Float64Array, id: number) {
    const base = contract.CONFIG_INSTRUMENTS + id * INSTRUMENT_LANES.length;
    const lane = (name: string): number => config[base + INSTRUMENT_LANES.findIndex(([known]) => known === name)]!;
    const whole = (name: string): bigint => BigInt(lane(name));
    this.reported = lane("execution") === contract.EXECUTION_REPORTED;
    this.traded = lane("traded") === 1;
    this.needs_volume = lane("bar_without_volume") === contract.BAR_WITHOUT_VOLUME_NO_FILL;
    this.tick = whole("tick");
    this.#scale_numerator = whole("scale_numerator");
    this.#scale = rational(
      whole("scale_numerator"),
      whole("scale_denominator_first") * whole("scale_denominator_second"),
    );
    this.#commission_kind = lane("commission_kind");
    this.#rate = whole("commission_rate");
    this.#per_lot = rational(whole("commission_unit_numerator"), whole("commission_unit_denominator"));
    this.#minimum = whole("commission_minimum");
    this.#slippage_rate = whole("slippage_rate");
    this.#slippage_steps = whole("slippage_steps");
    this.#impact = lane("slippage_impact");
    this.#volume_lots = [lane("volume_lots_numerator"), lane("volume_lots_denominator")];
    this.#volume_limit = [lane("volume_limit_numerator"), lane("volume_limit_denominator")];
    this.slippage_flags = lane("slippage_flags");
    this.latency_bars = lane("latency_bars");
    this.#price_zero = whole("price_zero");
    this.on_margin = lane("margin_kind") !== contract.MARGIN_NONE;
    this.#margin_by_lot = lane("margin_kind") === contract.MARGIN_PER_LOT;
    this.#margin_lots = whole("margin_lots");
    this.#initial = whole("margin_initial");
    this.#maintenance = whole("margin_maintenance");
    this.settles_at_close = lane("settlement") === contract.SETTLEMENT_AT_CLOSE;
    this.#liquidation_rate = whole("liquidation_rate");
    this.#maker = whole("commission_maker");
    this.#per_order = whole("commission_order");
    this.#maximum = whole("commission_maximum");
    this.#tiers = [1, 2, 3].map((tier) => ({
      from: whole(`commission_tier_${tier}_from`),
      taker: whole(`commission_tier_${tier}_taker`),
      maker: whole(`commission_tier_${tier}_maker`),
    })).filter(({ from }) => from > 0n);
  }

  /** Returns the value of some lots at a price, rounded once. */
  notional(price: bigint, lots: bigint): bigint {
    return halfEven(rational(price * lots * this.#scale.numerator, this.#scale.denominator));
  }

  /**
   * Returns the commission of a fill; `filled_before` counts the lots of the order's earlier fills. A commission by the
   * lot is the order's total after the fill less its total before, so that parts together cost as much as the whole.
   */
  commission(price: bigint, lots: bigint, filled_before: bigint, by: Charged = NO_CHARGE): bigint {
    switch (this.#commission_kind) {
      case contract.COMMISSION_SCHEDULE: {
        const before = filled_before === 0n ? 0n : this.owed(by.charged);
        return this.owed(by.charged + this.charge(price, lots, filled_before, by.maker, by.traded)) - before;
      }
      case contract.COMMISSION_RATE: {
        const product = this.#fromZero(price) * lots * this.#scale.numerator * this.#rate;
        return halfEven(rational(product, this.#scale.denominator * BigInt(contract.RATE_SCALE)));
      }
      case contract.COMMISSION_PER_UNIT: {
        const { numerator, denominator } = this.#per_lot;
        const owed = (filled: bigint): bigint => {
          const by_lot = halfEven(rational(filled * numerator, denominator));
          return filled === 0n ? 0n : by_lot > this.#minimum ? by_lot : this.#minimum;
        };
        return owed(filled_before + lots) - owed(filled_before);
      }
      case contract.COMMISSION_PER_ORDER:
        return filled_before === 0n ? this.#rate : 0n;
      default:
        return 0n;
    }
  }

  /** Returns the notional that tiers of a commission count: prices that may be zero and below count from their zero. */
  counted(price: bigint, lots: bigint): bigint {
    return this.notional(this.#fromZero(price), lots);
  }

  #fromZero(price: bigint): bigint {
    return price < this.#price_zero ? this.#price_zero - price : price - this.#price_zero;
  }

  /** Returns the share of a position's value at a price that a rate in 10^-9 stands for, not rounded. */
  share(price: bigint, lots: bigint, rate: bigint): Rational {
    return rational(price * lots * this.#scale.numerator * rate, this.#scale.denominator * BigInt(contract.RATE_SCALE));
  }

  /** True if tiers of the commission ask for the notional traded so far. */
  get counts_traded(): boolean {
    return this.#tiers.length > 0;
  }

  /**
   * Returns what a schedule charges an order for a fill, before its least and largest amount; nothing for another kind.
   *
   * @param maker True if a limit that rested filled at its price.
   * @param traded Notional that was traded before.
   */
  charge(price: bigint, lots: bigint, filled_before: bigint, maker: boolean, traded: bigint): bigint {
    if (this.#commission_kind !== contract.COMMISSION_SCHEDULE) return 0n;
    const tier = this.#tiers.findLast(({ from }) => from <= traded) ?? { taker: this.#rate, maker: this.#maker };
    const by_lots = (count: bigint): bigint =>
      halfEven(rational(count * this.#per_lot.numerator, this.#per_lot.denominator));
    const units = by_lots(filled_before + lots) - by_lots(filled_before);
    const by_notional = halfEven(this.share(this.#fromZero(price), lots, maker ? tier.maker : tier.taker));
    return by_notional + units + (filled_before === 0n ? this.#per_order : 0n);
  }

  /** Returns what an order owes by a schedule that has charged it an amount. */
  owed(charged: bigint): bigint {
    if (this.#minimum !== 0n && charged < this.#minimum) return this.#minimum;
    return this.#maximum !== 0n && charged > this.#maximum ? this.#maximum : charged;
  }

  /** Returns what a liquidation costs beside the commission. */
  liquidationFee(price: bigint, lots: bigint): bigint {
    const product = price * lots * this.#scale.numerator * this.#liquidation_rate;
    return halfEven(rational(product, this.#scale.denominator * BigInt(contract.RATE_SCALE)));
  }

  /** Returns the margin that it takes to open lots of a notional; all of the notional without a margin. */
  initialMargin(notional: bigint, lots: bigint): bigint {
    return this.on_margin ? this.#margin(this.#initial, notional, lots) : notional;
  }

  /** Returns the margin below which lots of a notional are liquidated; none without a margin. */
  maintenanceMargin(notional: bigint, lots: bigint): bigint {
    return this.on_margin ? this.#margin(this.#maintenance, notional, lots) : 0n;
  }

  #margin(margin: bigint, notional: bigint, lots: bigint): bigint {
    if (this.#margin_by_lot) return ceiling(rational(margin * lots, this.#margin_lots));
    return ceiling(rational(notional * margin, BigInt(contract.RATE_SCALE)));
  }

  /** Returns whether an engine counts the fractions of notional and commission per unit as one each: past the range. */
  countsFractionsWhole(price: bigint): boolean {
    const product = price * this.#scale_numerator;
    return this.#commission_kind === contract.COMMISSION_PER_UNIT && product > BigInt(contract.EXACT_MAX);
  }

  /** Returns whether notional and commission of an opening, both as they are before rounding, stay within a budget. */
  affordable(price: bigint, lots: bigint, filled_before: bigint, budget: bigint, by: Charged = NO_CHARGE): boolean {
    const notional = this.#exactNotional(price, lots), { numerator, denominator } = this.#per_lot;
    const owed = (filled: bigint): Rational => {
      const by_lot = rational(filled * numerator, denominator), least = rational(this.#minimum);
      return filled === 0n ? rational(0n) : compare(by_lot, least) > 0 ? by_lot : least;
    };
    switch (this.#commission_kind) {
      case contract.COMMISSION_RATE:
        return compare(
          times(notional, rational(BigInt(contract.RATE_SCALE) + this.#rate, BigInt(contract.RATE_SCALE))),
          rational(budget),
        ) <= 0;
      case contract.COMMISSION_PER_UNIT:
        return compare(plus(notional, minus(owed(filled_before + lots), owed(filled_before))), rational(budget)) <= 0;
      default:
        return compare(plus(notional, rational(this.commission(price, lots, filled_before, by))), rational(budget)) <=
          0;
    }
  }

  /** Returns whether the notional of some lots, before rounding, stays within a budget. */
  worth(price: bigint, lots: bigint, budget: bigint): boolean {
    return compare(this.#exactNotional(price, lots), rational(budget)) <= 0;
  }

  #exactNotional(price: bigint, lots: bigint): Rational {
    return rational(price * lots * this.#scale.numerator, this.#scale.denominator);
  }

  /** Returns whether price times lots is below 2^96, the limit of the engines' products. */
  fits(price: bigint, lots: bigint): boolean {
    return price * lots * this.#scale.numerator < 2n ** 96n;
  }

  /**
   * Returns the price after slippage for some lots in a bar of some volume, not yet limited to the bar. A declared tick rounds it against the trader, and
   * without one it goes to the nearest step, a tie to the even one.
   */
  slipped(price: bigint, sign: bigint, lots: bigint = 0n, volume: number = 1): bigint {
    const rate = this.#slippage_rate + this.#impactOf(lots, volume), steps = this.#slippage_steps + this.spread;
    if (rate === 0n && steps === 0n) return price;
    const one = BigInt(contract.RATE_SCALE), tick = this.tick === 0n ? 1n : this.tick;
    const product = price * (one + sign * rate);
    if (product <= 0n) return 0n;
    if (this.tick === 0n) {
      const moved = halfEven(rational(product, one)) + sign * steps;
      return moved > 0n ? moved : 0n;
    }
    const ticks = rational(product + sign * steps * one, one * tick);
    if (ticks.numerator <= 0n) return 0n;
    return tick * (sign > 0n ? ceiling(ticks) : floor(ticks));
  }

  /** Returns the rate that the share of some lots in a bar's volume adds: quadratic, and whole from the whole volume on. */
  #impactOf(lots: bigint, volume: number): bigint {
    if (this.#impact === 0) return 0n;
    const traded = volume * this.#volume_lots[0] / this.#volume_lots[1], share = Number(lots) / traded;
    return BigInt(Number(lots) >= traded ? this.#impact : Math.ceil(this.#impact * share * share));
  }

  /** Returns the lots that orders may take in a bar of some volume, or undefined without a limit. */
  room(volume: number): bigint | undefined {
    const [numerator, denominator] = this.#volume_limit;
    if (numerator === 0) return undefined;
    return BigInt(Math.min(Math.floor(volume * numerator / denominator), contract.EXACT_MAX));
  }

  /** True if a fill asks for the volume of its bar. */
  get asks_volume(): boolean {
    return this.#volume_limit[0] !== 0 || this.#impact > 0;
  }

  /** True if fills slip. */
  get slips(): boolean {
    const told = (this.slippage_flags & contract.SLIPPAGE_FLAG_SPREAD) !== 0;
    return this.#slippage_rate > 0n || this.#slippage_steps > 0n || this.#impact > 0 || told;
  }
}
