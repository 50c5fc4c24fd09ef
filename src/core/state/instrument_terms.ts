/**
 * The terms of an instrument: its grid and fees from the configuration. They never change in a run.
 *
 * @module
 */

import {
  BAR_WITHOUT_VOLUME_NO_FILL,
  COMMISSION_NONE,
  COMMISSION_RATE,
  EXECUTION_SIMULATED,
  INSTRUMENT_BAR_WITHOUT_VOLUME,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_MAKER,
  INSTRUMENT_COMMISSION_MAXIMUM,
  INSTRUMENT_COMMISSION_MINIMUM,
  INSTRUMENT_COMMISSION_ORDER,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_COMMISSION_TIER_1_FROM,
  INSTRUMENT_COMMISSION_TIER_1_MAKER,
  INSTRUMENT_COMMISSION_TIER_1_TAKER,
  INSTRUMENT_COMMISSION_TIER_2_FROM,
  INSTRUMENT_COMMISSION_TIER_2_MAKER,
  INSTRUMENT_COMMISSION_TIER_2_TAKER,
  INSTRUMENT_COMMISSION_TIER_3_FROM,
  INSTRUMENT_COMMISSION_TIER_3_MAKER,
  INSTRUMENT_COMMISSION_TIER_3_TAKER,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_COMMISSION_UNIT_NUMERATOR,
  INSTRUMENT_EXECUTION,
  INSTRUMENT_LATENCY_BARS,
  INSTRUMENT_LIQUIDATION_RATE,
  INSTRUMENT_MARGIN_INITIAL,
  INSTRUMENT_MARGIN_KIND,
  INSTRUMENT_MARGIN_LOTS,
  INSTRUMENT_MARGIN_MAINTENANCE,
  INSTRUMENT_MULTIPLIER,
  INSTRUMENT_PRICE_ZERO,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_SETTLEMENT,
  INSTRUMENT_SLIPPAGE_FLAGS,
  INSTRUMENT_SLIPPAGE_IMPACT,
  INSTRUMENT_SLIPPAGE_RATE,
  INSTRUMENT_SLIPPAGE_STEPS,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
  INSTRUMENT_VOLUME_LIMIT_DENOMINATOR,
  INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
  INSTRUMENT_VOLUME_LOTS_DENOMINATOR,
  INSTRUMENT_VOLUME_LOTS_NUMERATOR,
  MARGIN_NONE,
  SETTLEMENT_PAID,
  SLIPPAGE_FLAG_SPREAD,
} from "../../contract/contract.gen.ts";
import type { Scale } from "./amount.ts";
import { type FloatTerms, floatTermsOf } from "./float_terms.ts";

/** Lanes of the tiers of a commission schedule, in rising order. */
export const COMMISSION_TIERS: readonly (readonly [from: number, taker: number, maker: number])[] = [
  [INSTRUMENT_COMMISSION_TIER_1_FROM, INSTRUMENT_COMMISSION_TIER_1_TAKER, INSTRUMENT_COMMISSION_TIER_1_MAKER],
  [INSTRUMENT_COMMISSION_TIER_2_FROM, INSTRUMENT_COMMISSION_TIER_2_TAKER, INSTRUMENT_COMMISSION_TIER_2_MAKER],
  [INSTRUMENT_COMMISSION_TIER_3_FROM, INSTRUMENT_COMMISSION_TIER_3_TAKER, INSTRUMENT_COMMISSION_TIER_3_MAKER],
];

/** Rates of a commission schedule from a traded notional on. */
export interface CommissionTier {
  /** The notional; zero for a tier that is not used. */
  readonly from: number;
  readonly taker: number;
  readonly maker: number;
}

/** Grid and fees of an instrument. */
export interface InstrumentTerms {
  readonly execution: number;
  readonly traded: boolean;
  readonly tick: number;
  readonly scale: Scale;
  readonly commission_kind: number;
  readonly commission_rate: number;
  readonly commission_unit_numerator: number;
  readonly commission_unit_denominator: number;
  readonly commission_minimum: number;
  readonly slippage_rate: number;
  readonly slippage_steps: number;
  readonly slippage_impact: number;
  readonly slippage_flags: number;
  /** Whether slippage moves a price. */
  readonly slips: boolean;
  /** Lots of one unit of volume, as numerator and denominator. */
  readonly volume_lots_numerator: number;
  readonly volume_lots_denominator: number;
  /** Lots that orders take in one bar for a unit of its volume; the numerator is zero without a limit. */
  readonly volume_limit_numerator: number;
  readonly volume_limit_denominator: number;
  /** Bars that pass before an order reaches the market. */
  readonly latency_bars: number;
  /** Steps that stand for a price of zero, where prices may be zero and below; zero otherwise. */
  readonly price_zero: number;
  /** Whether fills ask for the volume of their bar. */
  readonly reads_volume: boolean;
  /** Whether a market order fills at the open and costs its notional and a rate of it, whatever else there is. */
  readonly is_plain: boolean;
  readonly multiplier: number;
  /** Whether orders fill only on bars with volume. */
  readonly needs_volume: boolean;
  readonly margin_kind: number;
  readonly margin_initial: number;
  readonly margin_maintenance: number;
  readonly margin_lots: number;
  readonly settlement: number;
  readonly liquidation_rate: number;
  readonly float: FloatTerms;
  readonly commission_maker: number;
  readonly commission_order: number;
  readonly commission_maximum: number;
  readonly commission_tiers: readonly CommissionTier[];
}

/** Reads the terms of an instrument from its block in a checked configuration. */
export function termsOf(lanes: Float64Array, base: number): InstrumentTerms {
  // Adding zero keeps -0 out of the state.
  const at = (lane: number): number => lanes[base + lane]! + 0;
  const first = at(INSTRUMENT_SCALE_DENOMINATOR_FIRST), second = at(INSTRUMENT_SCALE_DENOMINATOR_SECOND);
  return {
    execution: at(INSTRUMENT_EXECUTION),
    traded: at(INSTRUMENT_TRADED) === 1,
    tick: at(INSTRUMENT_TICK),
    scale: { numerator: at(INSTRUMENT_SCALE_NUMERATOR), first, second, denominator: first * second },
    commission_kind: at(INSTRUMENT_COMMISSION_KIND),
    commission_rate: at(INSTRUMENT_COMMISSION_RATE),
    commission_unit_numerator: at(INSTRUMENT_COMMISSION_UNIT_NUMERATOR),
    commission_unit_denominator: at(INSTRUMENT_COMMISSION_UNIT_DENOMINATOR),
    commission_minimum: at(INSTRUMENT_COMMISSION_MINIMUM),
    slippage_rate: at(INSTRUMENT_SLIPPAGE_RATE),
    slippage_steps: at(INSTRUMENT_SLIPPAGE_STEPS),
    slippage_impact: at(INSTRUMENT_SLIPPAGE_IMPACT),
    slippage_flags: at(INSTRUMENT_SLIPPAGE_FLAGS),
    slips: doesSlip(at),
    volume_lots_numerator: at(INSTRUMENT_VOLUME_LOTS_NUMERATOR),
    volume_lots_denominator: at(INSTRUMENT_VOLUME_LOTS_DENOMINATOR),
    volume_limit_numerator: at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR),
    volume_limit_denominator: at(INSTRUMENT_VOLUME_LIMIT_DENOMINATOR),
    latency_bars: at(INSTRUMENT_LATENCY_BARS),
    price_zero: at(INSTRUMENT_PRICE_ZERO),
    reads_volume: at(INSTRUMENT_SLIPPAGE_IMPACT) + at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR) > 0,
    is_plain: isPlain(at),
    multiplier: at(INSTRUMENT_MULTIPLIER),
    needs_volume: at(INSTRUMENT_BAR_WITHOUT_VOLUME) === BAR_WITHOUT_VOLUME_NO_FILL,
    margin_kind: at(INSTRUMENT_MARGIN_KIND),
    margin_initial: at(INSTRUMENT_MARGIN_INITIAL),
    margin_maintenance: at(INSTRUMENT_MARGIN_MAINTENANCE),
    margin_lots: at(INSTRUMENT_MARGIN_LOTS),
    settlement: at(INSTRUMENT_SETTLEMENT),
    liquidation_rate: at(INSTRUMENT_LIQUIDATION_RATE),
    float: floatTermsOf(lanes, base),
    commission_maker: at(INSTRUMENT_COMMISSION_MAKER),
    commission_order: at(INSTRUMENT_COMMISSION_ORDER),
    commission_maximum: at(INSTRUMENT_COMMISSION_MAXIMUM),
    commission_tiers: COMMISSION_TIERS.map(([from, taker, maker]) => ({
      from: at(from),
      taker: at(taker),
      maker: at(maker),
    })),
  };
}

function doesSlip(at: (lane: number) => number): boolean {
  return at(INSTRUMENT_SLIPPAGE_RATE) + at(INSTRUMENT_SLIPPAGE_STEPS) + at(INSTRUMENT_SLIPPAGE_IMPACT) > 0 ||
    (at(INSTRUMENT_SLIPPAGE_FLAGS) & SLIPPAGE_FLAG_SPREAD) !== 0;
}

function isPlain(at: (lane: number) => number): boolean {
  const kind = at(INSTRUMENT_COMMISSION_KIND), is_rate = kind === COMMISSION_NONE || kind === COMMISSION_RATE;
  return at(INSTRUMENT_EXECUTION) === EXECUTION_SIMULATED && at(INSTRUMENT_TRADED) === 1 && is_rate && !doesSlip(at) &&
    at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR) === 0 && at(INSTRUMENT_MARGIN_KIND) === MARGIN_NONE &&
    at(INSTRUMENT_SETTLEMENT) === SETTLEMENT_PAID && at(INSTRUMENT_LATENCY_BARS) === 0 &&
    at(INSTRUMENT_PRICE_ZERO) === 0;
}
