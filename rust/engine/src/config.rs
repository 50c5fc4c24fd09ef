//! CONFIGURE: reads the configuration and checks it lane by lane.
//!
//! The *meaning* (rules, grids, fees, limits, cash) seeds the state chain. The *conduct* (marks, checks, hashes) does
//! not, because it changes no decision of a run.

use crate::contract::*;
use crate::models::model_of;
use crate::state::model::Model;
use crate::state::number::is_integer;

/// A refusal of a configuration: the reason and the offending lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConfigurationRefusal {
    /// Reason code; zero if nothing was refused.
    pub reason: Reason,
    /// Offending lane of the configuration.
    pub lane: u32,
}

fn refusal(reason: Reason, lane: usize) -> ConfigurationRefusal {
    ConfigurationRefusal { reason, lane: lane as u32 }
}

/// Checks a configuration and returns the first refusal. Its reason is zero if there is none.
pub fn check_configuration(lanes: &[f64]) -> ConfigurationRefusal {
    if lanes.len() < CONFIG_INSTRUMENTS {
        return refusal(REASON_OUT_OF_RANGE, lanes.len());
    }
    if let Some(lane) = lanes.iter().position(|value| !value.is_finite()) {
        return refusal(REASON_NOT_FINITE, lane);
    }
    if lanes[CONFIG_VERSION] != CONTRACT_VERSION {
        return refusal(REASON_UNKNOWN_CODE, CONFIG_VERSION);
    }
    let count = lanes[CONFIG_INSTRUMENTS_COUNT];
    if !whole_within(count, 1.0, INSTRUMENTS_MAX)
        || lanes.len() != CONFIG_INSTRUMENTS + count as usize * INSTRUMENT_STRIDE
    {
        return refusal(REASON_OUT_OF_RANGE, CONFIG_INSTRUMENTS_COUNT);
    }
    if lanes[CONFIG_CURRENCIES_COUNT] != 1.0 {
        return refusal(REASON_UNKNOWN_CURRENCY, CONFIG_CURRENCIES_COUNT);
    }
    for (rule, &choices) in RULE_CHOICES.iter().enumerate() {
        let lane = CONFIG_RULE_NUMBERS + rule;
        if !whole_within(lanes[lane], 0.0, f64::from(choices) - 1.0) {
            return refusal(REASON_UNKNOWN_CODE, lane);
        }
    }
    let model = model_of(lanes);
    if let Some(lane) = rule_alone(lanes, model) {
        return refusal(REASON_NOT_SUPPORTED, lane);
    }
    for lane in [CONFIG_MARKS_TO_RECORDS, CONFIG_CHECKS, CONFIG_CHAIN, CONFIG_INPUT_HASH] {
        if !whole_within(lanes[lane], 0.0, 1.0) {
            return refusal(REASON_UNKNOWN_CODE, lane);
        }
    }
    if model.exact() && !is_integer(lanes[CONFIG_CASH_INITIAL]) {
        return refusal(REASON_OFF_GRID, CONFIG_CASH_INITIAL);
    }
    if !(lanes[CONFIG_CASH_INITIAL] >= 0.0 && lanes[CONFIG_CASH_INITIAL] <= EXACT_MAX) {
        return refusal(REASON_OUT_OF_RANGE, CONFIG_CASH_INITIAL);
    }
    for instrument in 0..count as usize {
        let refusal = check_instrument(lanes, CONFIG_INSTRUMENTS + instrument * INSTRUMENT_STRIDE, model.exact());
        if refusal.reason != REASON_NONE {
            return refusal;
        }
    }
    refusal(REASON_NONE, 0)
}

/// Returns the lane of the first rule whose choice cannot be combined with the model, or `None`.
fn rule_alone(lanes: &[f64], model: &dyn Model) -> Option<usize> {
    (CONFIG_RULE_NUMBERS..CONFIG_RULE_NUMBERS + RULE_CHOICES.len()).find(|&lane| !model.takes(lane, lanes[lane] as u32))
}

fn check_instrument(lanes: &[f64], base: usize, exact: bool) -> ConfigurationRefusal {
    let at = |lane: usize| lanes[base + lane];
    let refuse = |reason: Reason, lane: usize| refusal(reason, base + lane);
    if at(INSTRUMENT_CURRENCY) != 0.0 {
        return refuse(REASON_UNKNOWN_CURRENCY, INSTRUMENT_CURRENCY);
    }
    if !whole_within(at(INSTRUMENT_EXECUTION), 0.0, f64::from(EXECUTION_REPORTED)) {
        return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_EXECUTION);
    }
    if !whole_within(at(INSTRUMENT_TRADED), 0.0, 1.0) {
        return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_TRADED);
    }
    if !whole_within(at(INSTRUMENT_COMMISSION_KIND), 0.0, f64::from(COMMISSION_PER_LOT)) {
        return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_COMMISSION_KIND);
    }
    if !exact {
        return check_doubles(lanes, base);
    }
    for lane in 0..INSTRUMENT_STRIDE {
        if !is_integer(at(lane)) {
            return refuse(REASON_OFF_GRID, lane);
        }
        if at(lane) < 0.0 || at(lane) > EXACT_MAX {
            return refuse(REASON_OUT_OF_RANGE, lane);
        }
    }
    for lane in [INSTRUMENT_SCALE_NUMERATOR, INSTRUMENT_SCALE_DENOMINATOR_FIRST, INSTRUMENT_SCALE_DENOMINATOR_SECOND] {
        if at(lane) == 0.0 {
            return refuse(REASON_ZERO, lane);
        }
        if at(lane) >= SCALE_FACTOR_LIMIT {
            return refuse(REASON_OUT_OF_RANGE, lane);
        }
    }
    if at(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * at(INSTRUMENT_SCALE_DENOMINATOR_SECOND) > EXACT_MAX {
        return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_SCALE_DENOMINATOR_SECOND);
    }
    for lane in [INSTRUMENT_TICK, INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] {
        if at(lane) == 0.0 {
            return refuse(REASON_ZERO, lane);
        }
    }
    let kind = at(INSTRUMENT_COMMISSION_KIND) as u32;
    if kind == COMMISSION_RATE && at(INSTRUMENT_COMMISSION_RATE) >= RATE_LIMIT {
        return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_COMMISSION_RATE);
    }
    if kind == COMMISSION_PER_LOT {
        return refuse(REASON_UNKNOWN_CODE, INSTRUMENT_COMMISSION_KIND);
    }
    for lane in [INSTRUMENT_COMMISSION_UNIT_NUMERATOR, INSTRUMENT_COMMISSION_MINIMUM] {
        if at(lane) > EXACT_MAX {
            return refuse(REASON_OUT_OF_RANGE, lane);
        }
    }
    if at(INSTRUMENT_SLIPPAGE_RATE) >= RATE_LIMIT {
        return refuse(REASON_OUT_OF_RANGE, INSTRUMENT_SLIPPAGE_RATE);
    }
    refusal(REASON_NONE, 0)
}

/// Checks an instrument with doubles: only a simulated venue, a commission by notional or size, no slippage.
fn check_doubles(lanes: &[f64], base: usize) -> ConfigurationRefusal {
    let at = |lane: usize| lanes[base + lane];
    let refuse = |reason: Reason, lane: usize| refusal(reason, base + lane);
    if at(INSTRUMENT_EXECUTION) == f64::from(EXECUTION_REPORTED) {
        return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_EXECUTION);
    }
    if ![COMMISSION_NONE, COMMISSION_RATE, COMMISSION_PER_LOT].contains(&(at(INSTRUMENT_COMMISSION_KIND) as u32)) {
        return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_COMMISSION_KIND);
    }
    if at(INSTRUMENT_SLIPPAGE_RATE) != 0.0 {
        return refuse(REASON_NOT_SUPPORTED, INSTRUMENT_SLIPPAGE_RATE);
    }
    for lane in [INSTRUMENT_COMMISSION_RATE, INSTRUMENT_MULTIPLIER] {
        if at(lane) < 0.0 {
            return refuse(REASON_OUT_OF_RANGE, lane);
        }
    }
    refusal(REASON_NONE, 0)
}

/// Returns whether a value is a whole number within bounds, both included.
pub fn whole_within(value: f64, least: f64, most: f64) -> bool {
    is_integer(value) && value >= least && value <= most
}
