//! CONFIGURE: reads the configuration and checks it lane by lane.
//!
//! The *meaning* (rules, grids, fees, limits, cash) seeds the state chain. The *conduct* (marks, checks, hashes) does
//! not, because it changes no decision of a run.

use crate::contract::*;
use crate::models::model_of;
use crate::state::instrument_terms::COMMISSION_TIERS;
use crate::state::number::is_integer;

/// A refusal of a configuration: the reason and the offending lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConfigurationRefusal {
    /// Reason code.
    pub reason: Reason,
    /// Offending lane of the configuration.
    pub lane: u32,
}

#[inline(always)]
fn refuse_if(wrong: bool, reason: Reason, lane: usize) -> Result<(), ConfigurationRefusal> {
    if wrong {
        return Err(ConfigurationRefusal { reason, lane: lane as u32 });
    }
    Ok(())
}

/// Checks a configuration and returns the first refusal.
pub fn check_configuration(lanes: &[f64]) -> Result<(), ConfigurationRefusal> {
    refuse_if(lanes.len() < CONFIG_INSTRUMENTS, REASON_OUT_OF_RANGE, lanes.len())?;
    for (lane, value) in lanes.iter().enumerate() {
        refuse_if(!value.is_finite(), REASON_NOT_FINITE, lane)?;
    }
    refuse_if(lanes[CONFIG_VERSION] != CONTRACT_VERSION, REASON_UNKNOWN_CODE, CONFIG_VERSION)?;
    let count = lanes[CONFIG_INSTRUMENTS_COUNT];
    refuse_if(
        !whole_within(count, 1.0, INSTRUMENTS_MAX)
            || lanes.len() != CONFIG_INSTRUMENTS + count as usize * INSTRUMENT_STRIDE,
        REASON_OUT_OF_RANGE,
        CONFIG_INSTRUMENTS_COUNT,
    )?;
    refuse_if(lanes[CONFIG_CURRENCIES_COUNT] != 1.0, REASON_UNKNOWN_CURRENCY, CONFIG_CURRENCIES_COUNT)?;
    for (rule, &choices) in RULE_CHOICES.iter().enumerate() {
        let lane = CONFIG_RULE_NUMBERS + rule;
        refuse_if(!whole_within(lanes[lane], 0.0, f64::from(choices) - 1.0), REASON_UNKNOWN_CODE, lane)?;
    }
    let model = model_of(lanes);
    for (lane, &choice) in lanes.iter().enumerate().skip(CONFIG_RULE_NUMBERS).take(RULE_CHOICES.len()) {
        refuse_if(!model.takes(lane, choice as u32), REASON_NOT_SUPPORTED, lane)?;
    }
    for lane in [CONFIG_MARKS_TO_RECORDS, CONFIG_CHECKS, CONFIG_CHAIN, CONFIG_INPUT_HASH] {
        refuse_if(!whole_within(lanes[lane], 0.0, 1.0), REASON_UNKNOWN_CODE, lane)?;
    }
    refuse_if(model.exact() && !is_integer(lanes[CONFIG_CASH_INITIAL]), REASON_OFF_GRID, CONFIG_CASH_INITIAL)?;
    refuse_if(
        !(lanes[CONFIG_CASH_INITIAL] >= 0.0 && lanes[CONFIG_CASH_INITIAL] <= EXACT_MAX),
        REASON_OUT_OF_RANGE,
        CONFIG_CASH_INITIAL,
    )?;
    for instrument in 0..count as usize {
        check_instrument(lanes, CONFIG_INSTRUMENTS + instrument * INSTRUMENT_STRIDE, model.exact())?;
    }
    Ok(())
}

fn check_instrument(lanes: &[f64], base: usize, exact: bool) -> Result<(), ConfigurationRefusal> {
    let at = |lane: usize| lanes[base + lane];
    let refuse_if = |wrong: bool, reason: Reason, lane: usize| refuse_if(wrong, reason, base + lane);
    refuse_if(at(INSTRUMENT_CURRENCY) != 0.0, REASON_UNKNOWN_CURRENCY, INSTRUMENT_CURRENCY)?;
    refuse_if(
        !whole_within(at(INSTRUMENT_EXECUTION), 0.0, f64::from(EXECUTION_REPORTED)),
        REASON_UNKNOWN_CODE,
        INSTRUMENT_EXECUTION,
    )?;
    refuse_if(!whole_within(at(INSTRUMENT_TRADED), 0.0, 1.0), REASON_UNKNOWN_CODE, INSTRUMENT_TRADED)?;
    refuse_if(
        !whole_within(at(INSTRUMENT_COMMISSION_KIND), 0.0, f64::from(COMMISSION_SCHEDULE)),
        REASON_UNKNOWN_CODE,
        INSTRUMENT_COMMISSION_KIND,
    )?;
    refuse_if(
        !whole_within(at(INSTRUMENT_BAR_WITHOUT_VOLUME), 0.0, f64::from(BAR_WITHOUT_VOLUME_NO_FILL)),
        REASON_UNKNOWN_CODE,
        INSTRUMENT_BAR_WITHOUT_VOLUME,
    )?;
    if !exact {
        return check_doubles(lanes, base);
    }
    for (lane, &initial) in
        INSTRUMENT_DEFAULTS.iter().enumerate().take(INSTRUMENT_FLOAT_FILLER_STEP + 1).skip(INSTRUMENT_FLOAT_SLIPPAGE)
    {
        refuse_if(at(lane) != initial, REASON_NOT_SUPPORTED, lane)?;
    }
    for lane in 0..INSTRUMENT_STRIDE {
        refuse_if(!is_integer(at(lane)), REASON_OFF_GRID, lane)?;
        let is_maker = lane == INSTRUMENT_COMMISSION_MAKER || COMMISSION_TIERS.iter().any(|tier| tier[2] == lane);
        let least = if is_maker { -RATE_LIMIT } else { 0.0 };
        refuse_if(at(lane) < least || at(lane) > EXACT_MAX, REASON_OUT_OF_RANGE, lane)?;
    }
    for lane in [INSTRUMENT_SCALE_NUMERATOR, INSTRUMENT_SCALE_DENOMINATOR_FIRST, INSTRUMENT_SCALE_DENOMINATOR_SECOND] {
        refuse_if(at(lane) == 0.0, REASON_ZERO, lane)?;
        refuse_if(at(lane) >= SCALE_FACTOR_LIMIT, REASON_OUT_OF_RANGE, lane)?;
    }
    refuse_if(
        at(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * at(INSTRUMENT_SCALE_DENOMINATOR_SECOND) > EXACT_MAX,
        REASON_OUT_OF_RANGE,
        INSTRUMENT_SCALE_DENOMINATOR_SECOND,
    )?;
    refuse_if(at(INSTRUMENT_COMMISSION_UNIT_DENOMINATOR) == 0.0, REASON_ZERO, INSTRUMENT_COMMISSION_UNIT_DENOMINATOR)?;
    let kind = at(INSTRUMENT_COMMISSION_KIND) as u32;
    refuse_if(
        kind == COMMISSION_RATE && at(INSTRUMENT_COMMISSION_RATE) >= RATE_LIMIT,
        REASON_OUT_OF_RANGE,
        INSTRUMENT_COMMISSION_RATE,
    )?;
    refuse_if(kind == COMMISSION_PER_LOT, REASON_UNKNOWN_CODE, INSTRUMENT_COMMISSION_KIND)?;
    for lane in [INSTRUMENT_COMMISSION_UNIT_NUMERATOR, INSTRUMENT_COMMISSION_MINIMUM] {
        refuse_if(at(lane) > EXACT_MAX, REASON_OUT_OF_RANGE, lane)?;
    }
    refuse_if(at(INSTRUMENT_SLIPPAGE_RATE) >= RATE_LIMIT, REASON_OUT_OF_RANGE, INSTRUMENT_SLIPPAGE_RATE)?;
    check_schedule(lanes, base)?;
    check_fills(lanes, base)?;
    check_margin(lanes, base)
}

/// Checks the rates of a commission schedule, and that its tiers rise.
fn check_schedule(lanes: &[f64], base: usize) -> Result<(), ConfigurationRefusal> {
    let at = |lane: usize| lanes[base + lane];
    let refuse_if = |wrong: bool, lane: usize| refuse_if(wrong, REASON_OUT_OF_RANGE, base + lane);
    refuse_if(at(INSTRUMENT_COMMISSION_MAKER).abs() >= RATE_LIMIT, INSTRUMENT_COMMISSION_MAKER)?;
    for [_, taker, maker] in COMMISSION_TIERS {
        refuse_if(at(taker).abs() >= RATE_LIMIT, taker)?;
        refuse_if(at(maker).abs() >= RATE_LIMIT, maker)?;
    }
    let schedule = at(INSTRUMENT_COMMISSION_KIND) as u32 == COMMISSION_SCHEDULE;
    refuse_if(schedule && at(INSTRUMENT_COMMISSION_RATE) >= RATE_LIMIT, INSTRUMENT_COMMISSION_RATE)?;
    let (mut before, mut ended) = (0.0, false);
    for [from, ..] in COMMISSION_TIERS {
        refuse_if(at(from) != 0.0 && (!schedule || ended || at(from) <= before), from)?;
        ended = at(from) == 0.0;
        before = at(from);
    }
    Ok(())
}

/// Checks the margin of an instrument with exact numbers: maintenance is no more than what it takes to open.
fn check_margin(lanes: &[f64], base: usize) -> Result<(), ConfigurationRefusal> {
    let at = |lane: usize| lanes[base + lane];
    let refuse_if = |wrong: bool, reason: Reason, lane: usize| refuse_if(wrong, reason, base + lane);
    let kind = at(INSTRUMENT_MARGIN_KIND);
    refuse_if(kind > f64::from(MARGIN_PER_LOT), REASON_UNKNOWN_CODE, INSTRUMENT_MARGIN_KIND)?;
    let settlement = at(INSTRUMENT_SETTLEMENT);
    refuse_if(settlement > f64::from(SETTLEMENT_AT_CLOSE), REASON_UNKNOWN_CODE, INSTRUMENT_SETTLEMENT)?;
    let by_lot = kind == f64::from(MARGIN_PER_LOT);
    refuse_if(by_lot && at(INSTRUMENT_MARGIN_LOTS) == 0.0, REASON_ZERO, INSTRUMENT_MARGIN_LOTS)?;
    refuse_if(at(INSTRUMENT_LIQUIDATION_RATE) >= RATE_LIMIT, REASON_OUT_OF_RANGE, INSTRUMENT_LIQUIDATION_RATE)?;
    if kind == f64::from(MARGIN_NONE) {
        // What is not paid in full needs a margin.
        return refuse_if(settlement != f64::from(SETTLEMENT_PAID), REASON_NOT_SUPPORTED, INSTRUMENT_SETTLEMENT);
    }
    refuse_if(at(INSTRUMENT_MARGIN_INITIAL) == 0.0, REASON_ZERO, INSTRUMENT_MARGIN_INITIAL)?;
    refuse_if(
        kind == f64::from(MARGIN_RATE) && at(INSTRUMENT_MARGIN_INITIAL) > RATE_SCALE,
        REASON_OUT_OF_RANGE,
        INSTRUMENT_MARGIN_INITIAL,
    )?;
    refuse_if(
        at(INSTRUMENT_MARGIN_MAINTENANCE) > at(INSTRUMENT_MARGIN_INITIAL),
        REASON_OUT_OF_RANGE,
        INSTRUMENT_MARGIN_MAINTENANCE,
    )
}

/// Checks slippage, latency and the limit by volume of an instrument with exact numbers.
fn check_fills(lanes: &[f64], base: usize) -> Result<(), ConfigurationRefusal> {
    let at = |lane: usize| lanes[base + lane];
    let refuse_if = |wrong: bool, reason: Reason, lane: usize| refuse_if(wrong, reason, base + lane);
    refuse_if(
        at(INSTRUMENT_SLIPPAGE_RATE) + at(INSTRUMENT_SLIPPAGE_IMPACT) >= RATE_LIMIT,
        REASON_OUT_OF_RANGE,
        INSTRUMENT_SLIPPAGE_IMPACT,
    )?;
    refuse_if(
        at(INSTRUMENT_SLIPPAGE_FLAGS) > f64::from(SLIPPAGE_FLAG_MASK),
        REASON_UNKNOWN_CODE,
        INSTRUMENT_SLIPPAGE_FLAGS,
    )?;
    refuse_if(
        at(INSTRUMENT_SLIPPAGE_IMPACT) != 0.0 && at(INSTRUMENT_VOLUME_LOTS_DENOMINATOR) == 0.0,
        REASON_ZERO,
        INSTRUMENT_VOLUME_LOTS_DENOMINATOR,
    )?;
    refuse_if(at(INSTRUMENT_LATENCY_BARS) > LATENCY_BARS_MAX, REASON_OUT_OF_RANGE, INSTRUMENT_LATENCY_BARS)?;
    refuse_if(
        at(INSTRUMENT_PRICE_ZERO) != 0.0 && at(INSTRUMENT_EXECUTION) == f64::from(EXECUTION_REPORTED),
        REASON_NOT_SUPPORTED,
        INSTRUMENT_PRICE_ZERO,
    )?;
    refuse_if(
        at(INSTRUMENT_VOLUME_LIMIT_NUMERATOR) != 0.0 && at(INSTRUMENT_VOLUME_LIMIT_DENOMINATOR) == 0.0,
        REASON_ZERO,
        INSTRUMENT_VOLUME_LIMIT_DENOMINATOR,
    )
}

/// Lanes of terms that an instrument with doubles has not.
const NOT_WITH_DOUBLES: [usize; 3] = [INSTRUMENT_BAR_WITHOUT_VOLUME, INSTRUMENT_MARGIN_KIND, INSTRUMENT_SETTLEMENT];

/// Checks an instrument with doubles: only a simulated venue, a commission by notional or size, no slippage, and orders
/// that fill on bars without volume.
fn check_doubles(lanes: &[f64], base: usize) -> Result<(), ConfigurationRefusal> {
    let at = |lane: usize| lanes[base + lane];
    let refuse_if = |wrong: bool, reason: Reason, lane: usize| refuse_if(wrong, reason, base + lane);
    refuse_if(at(INSTRUMENT_EXECUTION) == f64::from(EXECUTION_REPORTED), REASON_NOT_SUPPORTED, INSTRUMENT_EXECUTION)?;
    refuse_if(
        ![COMMISSION_NONE, COMMISSION_RATE, COMMISSION_PER_LOT].contains(&(at(INSTRUMENT_COMMISSION_KIND) as u32)),
        REASON_NOT_SUPPORTED,
        INSTRUMENT_COMMISSION_KIND,
    )?;
    refuse_if(at(INSTRUMENT_SLIPPAGE_RATE) != 0.0, REASON_NOT_SUPPORTED, INSTRUMENT_SLIPPAGE_RATE)?;
    for lane in NOT_WITH_DOUBLES {
        refuse_if(at(lane) != 0.0, REASON_NOT_SUPPORTED, lane)?;
    }
    for lane in INSTRUMENT_SLIPPAGE_STEPS..=INSTRUMENT_PRICE_ZERO {
        refuse_if(at(lane) != 0.0, REASON_NOT_SUPPORTED, lane)?;
    }
    for lane in [INSTRUMENT_COMMISSION_RATE, INSTRUMENT_MULTIPLIER] {
        refuse_if(at(lane) < 0.0, REASON_OUT_OF_RANGE, lane)?;
    }
    for (lane, most) in FLOAT_CODES {
        refuse_if(!whole_within(at(lane), 0.0, f64::from(most)), REASON_UNKNOWN_CODE, lane)?;
    }
    for lane in FLOAT_COUNTS {
        refuse_if(at(lane) < 0.0, REASON_OUT_OF_RANGE, lane)?;
    }
    // A choice that asks for a number has one.
    let slips = at(INSTRUMENT_FLOAT_SLIPPAGE) != f64::from(FLOAT_SLIPPAGE_NONE);
    refuse_if(slips && at(INSTRUMENT_FLOAT_SLIPPAGE_SIZE) == 0.0, REASON_ZERO, INSTRUMENT_FLOAT_SLIPPAGE_SIZE)?;
    let has_margin = at(INSTRUMENT_FLOAT_MARGIN) != 0.0 || at(INSTRUMENT_FLOAT_MARGIN_RATE) != 0.0;
    refuse_if(
        at(INSTRUMENT_FLOAT_HOLDING) == f64::from(HOLDING_MARGIN) && !has_margin,
        REASON_ZERO,
        INSTRUMENT_FLOAT_MARGIN,
    )
}

/// Lanes with doubles that hold a code or bits, each with its highest value.
const FLOAT_CODES: [(usize, u32); 5] = [
    (INSTRUMENT_FLOAT_SLIPPAGE, FLOAT_SLIPPAGE_AMOUNT),
    (INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES, SLIPPAGE_SWITCH_MASK),
    (INSTRUMENT_FLOAT_HOLDING, HOLDING_MARGIN),
    (INSTRUMENT_FLOAT_INTEREST_LONG, 1),
    (INSTRUMENT_FLOAT_FILLER, FILLER_POINT_PERCENT),
];
/// Lanes with doubles that hold a number which is not negative.
const FLOAT_COUNTS: [usize; 7] = [
    INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
    INSTRUMENT_FLOAT_LEVERAGE,
    INSTRUMENT_FLOAT_MARGIN,
    INSTRUMENT_FLOAT_MARGIN_RATE,
    INSTRUMENT_FLOAT_FILLER_SIZE,
    INSTRUMENT_FLOAT_FILLER_PERCENT,
    INSTRUMENT_FLOAT_FILLER_STEP,
];

/// Returns whether a value is a whole number within bounds, both included.
pub fn whole_within(value: f64, least: f64, most: f64) -> bool {
    is_integer(value) && value >= least && value <= most
}
