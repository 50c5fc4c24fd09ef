/**
 * CONFIGURE: reads the configuration and checks it lane by lane.
 *
 * The *meaning* (rules, grids, fees, limits, cash) seeds the state chain. The *conduct* (marks, checks, hashes) does
 * not, because it changes no decision of a run.
 *
 * @module
 */

import {
  BAR_WITHOUT_VOLUME_NO_FILL,
  COMMISSION_NONE,
  COMMISSION_PER_LOT,
  COMMISSION_RATE,
  COMMISSION_SCHEDULE,
  CONFIG_CASH_INITIAL,
  CONFIG_CHAIN,
  CONFIG_CHECKS,
  CONFIG_CURRENCIES_COUNT,
  CONFIG_INPUT_HASH,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_MARKS_TO_RECORDS,
  CONFIG_RULE_NUMBERS,
  CONFIG_VERSION,
  CONTRACT_VERSION,
  EXACT_MAX,
  EXECUTION_REPORTED,
  FILLER_POINT_PERCENT,
  FLOAT_SLIPPAGE_AMOUNT,
  FLOAT_SLIPPAGE_NONE,
  HOLDING_MARGIN,
  INSTRUMENT_BAR_WITHOUT_VOLUME,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_MAKER,
  INSTRUMENT_COMMISSION_MINIMUM,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_COMMISSION_UNIT_NUMERATOR,
  INSTRUMENT_CURRENCY,
  INSTRUMENT_DEFAULTS,
  INSTRUMENT_EXECUTION,
  INSTRUMENT_FLOAT_FILLER,
  INSTRUMENT_FLOAT_FILLER_PERCENT,
  INSTRUMENT_FLOAT_FILLER_SIZE,
  INSTRUMENT_FLOAT_FILLER_STEP,
  INSTRUMENT_FLOAT_HOLDING,
  INSTRUMENT_FLOAT_INTEREST_LONG,
  INSTRUMENT_FLOAT_LEVERAGE,
  INSTRUMENT_FLOAT_MARGIN,
  INSTRUMENT_FLOAT_MARGIN_RATE,
  INSTRUMENT_FLOAT_SLIPPAGE,
  INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
  INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES,
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
  INSTRUMENT_STRIDE,
  INSTRUMENT_TRADED,
  INSTRUMENT_VOLUME_LIMIT_DENOMINATOR,
  INSTRUMENT_VOLUME_LIMIT_NUMERATOR,
  INSTRUMENT_VOLUME_LOTS_DENOMINATOR,
  INSTRUMENTS_MAX,
  LATENCY_BARS_MAX,
  MARGIN_NONE,
  MARGIN_PER_LOT,
  MARGIN_RATE,
  RATE_LIMIT,
  RATE_SCALE,
  REASON_NOT_FINITE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_CURRENCY,
  REASON_ZERO,
  RULE_CHOICES,
  SCALE_FACTOR_LIMIT,
  SETTLEMENT_AT_CLOSE,
  SETTLEMENT_PAID,
  SLIPPAGE_FLAG_MASK,
  SLIPPAGE_SWITCH_MASK,
} from "../contract/contract.gen.ts";
import { modelOf } from "./models.ts";
import { COMMISSION_TIERS } from "./state/instrument_terms.ts";

/** A refusal of a configuration: the reason and the offending lane. */
export interface ConfigurationRefusal {
  /** Reason code. */
  readonly reason: number;
  /** Offending lane of the configuration. */
  readonly lane: number;
}

/** Checks a configuration and returns the first refusal, or `undefined`. */
export function checkConfiguration(lanes: Float64Array): ConfigurationRefusal | undefined {
  if (lanes.length < CONFIG_INSTRUMENTS) return { reason: REASON_OUT_OF_RANGE, lane: lanes.length };
  for (let lane = 0; lane < lanes.length; lane++) {
    if (!Number.isFinite(lanes[lane])) return { reason: REASON_NOT_FINITE, lane };
  }
  if (lanes[CONFIG_VERSION] !== CONTRACT_VERSION) return { reason: REASON_UNKNOWN_CODE, lane: CONFIG_VERSION };
  const count = lanes[CONFIG_INSTRUMENTS_COUNT]!;
  if (
    !wholeWithin(count, 1, INSTRUMENTS_MAX) || lanes.length !== CONFIG_INSTRUMENTS + count * INSTRUMENT_STRIDE
  ) return { reason: REASON_OUT_OF_RANGE, lane: CONFIG_INSTRUMENTS_COUNT };
  if (lanes[CONFIG_CURRENCIES_COUNT] !== 1) return { reason: REASON_UNKNOWN_CURRENCY, lane: CONFIG_CURRENCIES_COUNT };
  for (let rule = 0; rule < RULE_CHOICES.length; rule++) {
    const lane = CONFIG_RULE_NUMBERS + rule;
    if (!wholeWithin(lanes[lane]!, 0, RULE_CHOICES[rule]! - 1)) return { reason: REASON_UNKNOWN_CODE, lane };
  }
  const model = modelOf(lanes);
  for (let lane = CONFIG_RULE_NUMBERS; lane < CONFIG_RULE_NUMBERS + RULE_CHOICES.length; lane++) {
    if (!model.takes(lane, lanes[lane]!)) return { reason: REASON_NOT_SUPPORTED, lane };
  }
  for (const lane of [CONFIG_MARKS_TO_RECORDS, CONFIG_CHECKS, CONFIG_CHAIN, CONFIG_INPUT_HASH]) {
    if (!wholeWithin(lanes[lane]!, 0, 1)) return { reason: REASON_UNKNOWN_CODE, lane };
  }
  if (model.exact && !Number.isInteger(lanes[CONFIG_CASH_INITIAL])) {
    return { reason: REASON_OFF_GRID, lane: CONFIG_CASH_INITIAL };
  }
  if (!(lanes[CONFIG_CASH_INITIAL]! >= 0 && lanes[CONFIG_CASH_INITIAL]! <= EXACT_MAX)) {
    return { reason: REASON_OUT_OF_RANGE, lane: CONFIG_CASH_INITIAL };
  }
  for (let instrument = 0; instrument < count; instrument++) {
    const refusal = checkInstrument(lanes, CONFIG_INSTRUMENTS + instrument * INSTRUMENT_STRIDE, model.exact);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function checkInstrument(lanes: Float64Array, base: number, exact: boolean): ConfigurationRefusal | undefined {
  const at = (lane: number): number => lanes[base + lane]!;
  const refuse = (reason: number, lane: number): ConfigurationRefusal => ({ reason, lane: base + lane });
  if (at(INSTRUMENT_CURRENCY) !== 0) return refuse(REASON_UNKNOWN_CURRENCY, INSTRUMENT_CURRENCY);
  if (!wholeWithin(at(INSTRUMENT_EXECUTION), 0, EXECUTION_REPORTED)) {
    return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_EXECUTION);
  }
  if (!wholeWithin(at(INSTRUMENT_TRADED), 0, 1)) return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_TRADED);
  if (!wholeWithin(at(INSTRUMENT_COMMISSION_KIND), 0, COMMISSION_SCHEDULE)) {
    return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_COMMISSION_KIND);
  }
  if (!wholeWithin(at(INSTRUMENT_BAR_WITHOUT_VOLUME), 0, BAR_WITHOUT_VOLUME_NO_FILL)) {
    return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_BAR_WITHOUT_VOLUME);
  }
  if (!exact) return checkDoubles(lanes, base);
  for (let lane = INSTRUMENT_FLOAT_SLIPPAGE; lane <= INSTRUMENT_FLOAT_FILLER_STEP; lane++) {
    if (at(lane) !== INSTRUMENT_DEFAULTS[lane]) return refuse(REASON_NOT_SUPPORTED, lane);
  }
  for (let lane = 0; lane < INSTRUMENT_STRIDE; lane++) {
    if (!Number.isInteger(at(lane))) return refuse(REASON_OFF_GRID, lane);
    const least = MAKER_LANES.has(lane) ? -RATE_LIMIT : 0;
    if (at(lane) < least || at(lane) > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane);
  }
  for (
    const lane of [
      INSTRUMENT_SCALE_NUMERATOR,
      INSTRUMENT_SCALE_DENOMINATOR_FIRST,
      INSTRUMENT_SCALE_DENOMINATOR_SECOND,
    ]
  ) {
    if (at(lane) === 0) return refuse(REASON_ZERO, lane);
    if (at(lane) >= SCALE_FACTOR_LIMIT) return refuse(REASON_OUT_OF_RANGE, lane);
  }
  if (at(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * at(INSTRUMENT_SCALE_DENOMINATOR_SECOND) > EXACT_MAX) {
    return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_SCALE_DENOMINATOR_SECOND);
  }
  if (at(INSTRUMENT_COMMISSION_UNIT_DENOMINATOR) === 0) {
    return refuse(REASON_ZERO, INSTRUMENT_COMMISSION_UNIT_DENOMINATOR);
  }
  if (at(INSTRUMENT_COMMISSION_KIND) === COMMISSION_RATE && at(INSTRUMENT_COMMISSION_RATE) >= RATE_LIMIT) {
    return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_COMMISSION_RATE);
  }
  if (at(INSTRUMENT_COMMISSION_KIND) === COMMISSION_PER_LOT) {
    return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_COMMISSION_KIND);
  }
  for (const lane of [INSTRUMENT_COMMISSION_UNIT_NUMERATOR, INSTRUMENT_COMMISSION_MINIMUM]) {
    if (at(lane) > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane);
  }
  if (at(INSTRUMENT_SLIPPAGE_RATE) >= RATE_LIMIT) return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_SLIPPAGE_RATE);
  return checkSchedule(lanes, base) ?? checkFills(lanes, base) ?? checkMargin(lanes, base);
}

/** Lanes of rates that may be rebates. */
const MAKER_LANES: ReadonlySet<number> = new Set([
  INSTRUMENT_COMMISSION_MAKER,
  ...COMMISSION_TIERS.map(([, , maker]) => maker),
]);

/** Checks the rates of a commission schedule, and that its tiers rise. */
function checkSchedule(lanes: Float64Array, base: number): ConfigurationRefusal | undefined {
  const at = (lane: number): number => lanes[base + lane]!;
  const refuse = (lane: number): ConfigurationRefusal => ({ reason: REASON_OUT_OF_RANGE, lane: base + lane });
  const rates = COMMISSION_TIERS.flatMap(([, taker, maker]) => [taker, maker]);
  for (const lane of [INSTRUMENT_COMMISSION_MAKER, ...rates]) {
    if (Math.abs(at(lane)) >= RATE_LIMIT) return refuse(lane);
  }
  const schedule = at(INSTRUMENT_COMMISSION_KIND) === COMMISSION_SCHEDULE;
  if (schedule && at(INSTRUMENT_COMMISSION_RATE) >= RATE_LIMIT) return refuse(INSTRUMENT_COMMISSION_RATE);
  let before = 0, ended = false;
  for (const [from] of COMMISSION_TIERS) {
    if (at(from) !== 0 && (!schedule || ended || at(from) <= before)) return refuse(from);
    ended = at(from) === 0;
    before = at(from);
  }
  return undefined;
}

/** Checks the margin of an instrument with exact numbers: maintenance is no more than what it takes to open. */
function checkMargin(lanes: Float64Array, base: number): ConfigurationRefusal | undefined {
  const at = (lane: number): number => lanes[base + lane]!;
  const refuse = (reason: number, lane: number): ConfigurationRefusal => ({ reason, lane: base + lane });
  if (at(INSTRUMENT_MARGIN_KIND) > MARGIN_PER_LOT) return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_MARGIN_KIND);
  if (at(INSTRUMENT_SETTLEMENT) > SETTLEMENT_AT_CLOSE) return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_SETTLEMENT);
  const by_lot = at(INSTRUMENT_MARGIN_KIND) === MARGIN_PER_LOT;
  if (by_lot && at(INSTRUMENT_MARGIN_LOTS) === 0) return refuse(REASON_ZERO, INSTRUMENT_MARGIN_LOTS);
  if (at(INSTRUMENT_LIQUIDATION_RATE) >= RATE_LIMIT) return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_LIQUIDATION_RATE);
  if (at(INSTRUMENT_MARGIN_KIND) === MARGIN_NONE) {
    // What is not paid in full needs a margin.
    return at(INSTRUMENT_SETTLEMENT) === SETTLEMENT_PAID
      ? undefined
      : refuse(REASON_NOT_SUPPORTED, INSTRUMENT_SETTLEMENT);
  }
  if (at(INSTRUMENT_MARGIN_INITIAL) === 0) return refuse(REASON_ZERO, INSTRUMENT_MARGIN_INITIAL);
  if (at(INSTRUMENT_MARGIN_KIND) === MARGIN_RATE && at(INSTRUMENT_MARGIN_INITIAL) > RATE_SCALE) {
    return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_MARGIN_INITIAL);
  }
  return at(INSTRUMENT_MARGIN_MAINTENANCE) > at(INSTRUMENT_MARGIN_INITIAL)
    ? refuse(REASON_OUT_OF_RANGE, INSTRUMENT_MARGIN_MAINTENANCE)
    : undefined;
}

/** Checks slippage, latency and the limit by volume of an instrument with exact numbers. */
function checkFills(lanes: Float64Array, base: number): ConfigurationRefusal | undefined {
  const at = (lane: number): number => lanes[base + lane]!;
  const refuse = (reason: number, lane: number): ConfigurationRefusal => ({ reason, lane: base + lane });
  if (at(INSTRUMENT_SLIPPAGE_RATE) + at(INSTRUMENT_SLIPPAGE_IMPACT) >= RATE_LIMIT) {
    return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_SLIPPAGE_IMPACT);
  }
  if (at(INSTRUMENT_SLIPPAGE_FLAGS) > SLIPPAGE_FLAG_MASK) return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_SLIPPAGE_FLAGS);
  if (at(INSTRUMENT_SLIPPAGE_IMPACT) !== 0 && at(INSTRUMENT_VOLUME_LOTS_DENOMINATOR) === 0) {
    return refuse(REASON_ZERO, INSTRUMENT_VOLUME_LOTS_DENOMINATOR);
  }
  if (at(INSTRUMENT_LATENCY_BARS) > LATENCY_BARS_MAX) return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_LATENCY_BARS);
  if (at(INSTRUMENT_PRICE_ZERO) !== 0 && at(INSTRUMENT_EXECUTION) === EXECUTION_REPORTED) {
    return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_PRICE_ZERO);
  }
  return at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR) !== 0 && at(INSTRUMENT_VOLUME_LIMIT_DENOMINATOR) === 0
    ? refuse(REASON_ZERO, INSTRUMENT_VOLUME_LIMIT_DENOMINATOR)
    : undefined;
}

/** Lanes of terms that an instrument with doubles has not. */
const NOT_WITH_DOUBLES = [
  INSTRUMENT_BAR_WITHOUT_VOLUME,
  INSTRUMENT_MARGIN_KIND,
  INSTRUMENT_SETTLEMENT,
];

/**
 * Checks an instrument with doubles: only a simulated venue, a commission by notional or size, no slippage, and orders
 * that fill on bars without volume.
 */
function checkDoubles(lanes: Float64Array, base: number): ConfigurationRefusal | undefined {
  const at = (lane: number): number => lanes[base + lane]!;
  const refuse = (reason: number, lane: number): ConfigurationRefusal => ({ reason, lane: base + lane });
  if (at(INSTRUMENT_EXECUTION) === EXECUTION_REPORTED) return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_EXECUTION);
  if (![COMMISSION_NONE, COMMISSION_RATE, COMMISSION_PER_LOT].includes(at(INSTRUMENT_COMMISSION_KIND))) {
    return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_COMMISSION_KIND);
  }
  if (at(INSTRUMENT_SLIPPAGE_RATE) !== 0) return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_SLIPPAGE_RATE);
  for (const lane of NOT_WITH_DOUBLES) {
    if (at(lane) !== 0) return refuse(REASON_NOT_SUPPORTED, lane);
  }
  for (let lane = INSTRUMENT_SLIPPAGE_STEPS; lane <= INSTRUMENT_PRICE_ZERO; lane++) {
    if (at(lane) !== 0) return refuse(REASON_NOT_SUPPORTED, lane);
  }
  for (const lane of [INSTRUMENT_COMMISSION_RATE, INSTRUMENT_MULTIPLIER]) {
    if (at(lane) < 0) return refuse(REASON_OUT_OF_RANGE, lane);
  }
  for (const [lane, most] of FLOAT_CODES) {
    if (!wholeWithin(at(lane), 0, most)) return refuse(REASON_UNKNOWN_CODE, lane);
  }
  for (const lane of FLOAT_COUNTS) if (at(lane) < 0) return refuse(REASON_OUT_OF_RANGE, lane);
  // A choice that asks for a number has one.
  if (at(INSTRUMENT_FLOAT_SLIPPAGE) !== FLOAT_SLIPPAGE_NONE && at(INSTRUMENT_FLOAT_SLIPPAGE_SIZE) === 0) {
    return refuse(REASON_ZERO, INSTRUMENT_FLOAT_SLIPPAGE_SIZE);
  }
  const has_margin = at(INSTRUMENT_FLOAT_MARGIN) !== 0 || at(INSTRUMENT_FLOAT_MARGIN_RATE) !== 0;
  if (at(INSTRUMENT_FLOAT_HOLDING) === HOLDING_MARGIN && !has_margin) {
    return refuse(REASON_ZERO, INSTRUMENT_FLOAT_MARGIN);
  }
  return undefined;
}

/** Lanes with doubles that hold a code or bits, each with its highest value. */
const FLOAT_CODES: readonly (readonly [lane: number, most: number])[] = [
  [INSTRUMENT_FLOAT_SLIPPAGE, FLOAT_SLIPPAGE_AMOUNT],
  [INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES, SLIPPAGE_SWITCH_MASK],
  [INSTRUMENT_FLOAT_HOLDING, HOLDING_MARGIN],
  [INSTRUMENT_FLOAT_INTEREST_LONG, 1],
  [INSTRUMENT_FLOAT_FILLER, FILLER_POINT_PERCENT],
];
/** Lanes with doubles that hold a number which is not negative. */
const FLOAT_COUNTS: readonly number[] = [
  INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
  INSTRUMENT_FLOAT_LEVERAGE,
  INSTRUMENT_FLOAT_MARGIN,
  INSTRUMENT_FLOAT_MARGIN_RATE,
  INSTRUMENT_FLOAT_FILLER_SIZE,
  INSTRUMENT_FLOAT_FILLER_PERCENT,
  INSTRUMENT_FLOAT_FILLER_STEP,
];

/** Returns whether a value is a whole number within bounds, both included. */
export function wholeWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
