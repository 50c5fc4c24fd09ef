//! Commission with exact numbers, and the largest size within a budget.

use crate::contract::*;
use crate::exact::margin::{notional_guess, opening_need};
use crate::state::amount::{amount, product, rated, share, share_down, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP};
use crate::state::fields::Instrument;
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::number::floor;
use crate::state::state::State;

/// Returns the commission of a fill in money units, given the lots that the order filled before. A scheme that counts
/// per order charges the difference. The fills of an order then add up to the commission of the whole.
#[inline]
pub fn commission_of(instrument: &Instrument, price: f64, lots: f64, filled_before: f64) -> f64 {
    match instrument.terms.commission_kind {
        COMMISSION_NONE => 0.0,
        COMMISSION_RATE => by_notional(&instrument.terms, price, lots, instrument.terms.commission_rate),
        COMMISSION_PER_ORDER if filled_before == 0.0 => instrument.terms.commission_rate,
        COMMISSION_PER_ORDER => 0.0,
        COMMISSION_SCHEDULE => {
            let terms = &instrument.terms;
            let before = if filled_before == 0.0 { 0.0 } else { bounded(terms, instrument.charged) };
            let charged = instrument.charged + schedule_charge(instrument, price, lots, filled_before);
            // A charge past the limits is none that the largest amount of an order makes smaller.
            if charged.is_finite() {
                bounded(terms, charged) - before
            } else {
                f64::INFINITY
            }
        }
        _ => per_unit(instrument, filled_before + lots) - per_unit(instrument, filled_before),
    }
}

/// Returns a rate of the notional of a fill; prices that may be zero and below count from their zero.
fn by_notional(terms: &InstrumentTerms, price: f64, lots: f64, rate: f64) -> f64 {
    rated((price - terms.price_zero).abs(), lots, &terms.scale, rate, ROUND_HALF_EVEN)
}

fn per_unit(instrument: &Instrument, lots: f64) -> f64 {
    if lots == 0.0 {
        return 0.0;
    }
    let charged = units_charge(&instrument.terms, lots);
    if charged < instrument.terms.commission_minimum {
        instrument.terms.commission_minimum
    } else {
        charged
    }
}

fn units_charge(terms: &InstrumentTerms, lots: f64) -> f64 {
    share(terms.commission_unit_numerator, lots, terms.commission_unit_denominator)
}

/// Sets what the next commissions by a schedule depend on beside the fill: the rate of its tier, and what the order was
/// charged before. A limit that fills at its price inside a bar rested there and is a maker; every other fill is a taker.
pub fn begin_charge(state: &mut State, id: u32, charged: f64, rule: FillRule) {
    let instrument = &mut state.instruments[id as usize];
    let terms = &instrument.terms;
    let maker = rule == FILL_RULE_LIMIT;
    if terms.commission_kind != COMMISSION_SCHEDULE {
        return;
    }
    instrument.charged = charged;
    instrument.charge_rate = if maker { terms.commission_maker } else { terms.commission_rate };
    for tier in &terms.commission_tiers {
        if tier.from == 0.0 || state.account.traded < tier.from {
            return;
        }
        instrument.charge_rate = if maker { tier.maker } else { tier.taker };
    }
}

/// Returns what a schedule adds for a fill to what an order is charged, before its least and largest amount.
pub fn schedule_charge(instrument: &Instrument, price: f64, lots: f64, filled_before: f64) -> f64 {
    let (terms, charge_rate) = (&instrument.terms, instrument.charge_rate);
    let by_notional = by_notional(terms, price, lots, charge_rate.abs());
    let by_units = units_charge(terms, filled_before + lots) - units_charge(terms, filled_before);
    let by_order = if filled_before == 0.0 { terms.commission_order } else { 0.0 };
    (if charge_rate < 0.0 { -by_notional } else { by_notional }) + by_units + by_order
}

/// Returns a charge within the least and the largest amount of an order.
fn bounded(terms: &InstrumentTerms, charged: f64) -> f64 {
    if terms.commission_minimum != 0.0 && charged < terms.commission_minimum {
        return terms.commission_minimum;
    }
    if terms.commission_maximum != 0.0 && charged > terms.commission_maximum {
        terms.commission_maximum
    } else {
        charged
    }
}

/// Counts the notional of a fill, where tiers ask for it.
pub fn count_traded(state: &mut State, id: u32, price: f64, lots: f64, notional: f64) {
    if !state.counts_traded {
        return;
    }
    let terms = &state.instruments[id as usize].terms;
    let counted =
        if terms.price_zero == 0.0 { notional } else { amount((price - terms.price_zero).abs(), lots, &terms.scale) };
    let traded = state.account.traded + counted;
    state.account.traded = if traded <= EXACT_MAX { traded } else { EXACT_MAX };
}

/// Returns the free cash that an opening of some lots takes: notional and commission; infinity past the limits.
pub fn opening_cost(instrument: &Instrument, price: f64, lots: f64, filled_before: f64) -> f64 {
    amount(price, lots, &instrument.terms.scale) + commission_of(instrument, price, lots, filled_before)
}

/// Returns the largest number of lots whose opening cost stays within a budget, unrounded and as booked; zero if one lot
/// costs more.
pub fn lots_within(instrument: &Instrument, price: f64, budget: f64, filled_before: f64) -> f64 {
    most_lots(instrument, price, budget, |lots| {
        let cost = opening_cost(instrument, price, lots, filled_before);
        // Notional and commission are rounded apart, each by half a money unit at most.
        cost + 2.0 <= budget || (cost <= budget && cost_within(instrument, price, lots, filled_before, budget))
    })
}

/// Returns the largest number of lots whose margin and commission, both as booked, stay within free cash.
pub fn lots_on_margin(instrument: &Instrument, price: f64, free: f64, filled_before: f64) -> f64 {
    let scale = &instrument.terms.scale;
    most_lots(instrument, price, notional_guess(instrument, free), |lots| {
        let need = opening_need(instrument, amount(price, lots, scale), lots);
        need + commission_of(instrument, price, lots, filled_before) <= free
    })
}

/// Returns the largest number of lots whose notional stays within a budget.
pub fn lots_worth(instrument: &Instrument, price: f64, budget: f64) -> f64 {
    let scale = &instrument.terms.scale;
    most_lots(instrument, price, budget, |lots| rated(price, lots, scale, RATE_SCALE, ROUND_UP) <= budget)
}

/// Searches for the largest number of lots that a budget allows. The cost rises with the lots.
fn most_lots(instrument: &Instrument, price: f64, budget: f64, allowed: impl Fn(f64) -> bool) -> f64 {
    if budget <= 0.0 {
        return 0.0;
    }
    let scale = &instrument.terms.scale;
    let guess = floor(budget / (price * scale.numerator / scale.denominator));
    // The search ends at the same count for every guess.
    let mut least = 0.0;
    let mut most = guess.clamp(1.0, EXACT_MAX);
    let mut stride = 1.0;
    while most < EXACT_MAX && allowed(most) {
        least = most;
        most = if most + stride > EXACT_MAX { EXACT_MAX } else { most + stride };
        stride *= 2.0;
    }
    // The guess is too high by the commission alone, so the search first walks down in growing strides.
    stride = 1.0;
    while most - least > stride && !allowed(most - stride) {
        most -= stride;
        stride *= 2.0;
    }
    while most - least > 1.0 {
        let middle = least + floor((most - least) / 2.0);
        if allowed(middle) {
            least = middle;
        } else {
            most = middle;
        }
    }
    if least == 0.0 && allowed(most) {
        most
    } else {
        least
    }
}

/// Returns whether notional and commission of an opening, both unrounded, add up to no more than a budget.
fn cost_within(instrument: &Instrument, price: f64, lots: f64, filled_before: f64, budget: f64) -> bool {
    let (scale, commission_rate) = (&instrument.terms.scale, instrument.terms.commission_rate);
    match instrument.terms.commission_kind {
        COMMISSION_PER_UNIT => unit_cost_within(instrument, price, lots, filled_before, budget),
        COMMISSION_RATE => rated(price, lots, scale, RATE_SCALE + commission_rate, ROUND_UP) <= budget,
        _ => {
            let fixed = commission_of(instrument, price, lots, filled_before);
            rated(price, lots, scale, RATE_SCALE, ROUND_UP) + fixed <= budget
        }
    }
}

/// Returns the same for a commission per unit, whose unrounded amount is a fraction of its own.
fn unit_cost_within(instrument: &Instrument, price: f64, lots: f64, filled_before: f64, budget: f64) -> bool {
    let (scale, terms) = (&instrument.terms.scale, &instrument.terms);
    let (numerator, denominator) = (terms.commission_unit_numerator, terms.commission_unit_denominator);
    let (minimum, all) = (terms.commission_minimum, filled_before + lots);
    let reaches = |count: f64| product(count, numerator) > product(minimum, denominator);
    let before = if filled_before > 0.0 { minimum } else { 0.0 };
    if !reaches(all) {
        return rated(price, lots, scale, RATE_SCALE, ROUND_UP) + minimum - before <= budget;
    }
    // The commission is charged * numerator / denominator - less.
    let past = reaches(filled_before);
    let (charged, less) = if past { (lots, 0.0) } else { (all, before) };
    let units = share_down(numerator, charged, denominator);
    let left = budget + less - units;
    let whole = rated(price, lots, scale, RATE_SCALE, ROUND_DOWN);
    if whole < left - 1.0 {
        return true;
    }
    let units_rest = product(numerator, charged) - product(units, denominator);
    let is_whole = rated(price, lots, scale, RATE_SCALE, ROUND_UP) == whole;
    if whole > left - 1.0 {
        return whole == left && is_whole && units_rest == 0;
    }
    if is_whole || units_rest == 0 {
        return true;
    }
    // Two fractions are left, which may add up to one at most. Past 2^53 each of them counts as one.
    let step = price * scale.numerator;
    if step > EXACT_MAX {
        return false;
    }
    let rest = product(step, lots) - product(whole, scale.denominator);
    rest * denominator as u64 as u128 <= (denominator as u64 as u128 - units_rest) * scale.denominator as u64 as u128
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::amount::Scale;

    fn instrument(kind: u32) -> Instrument {
        let terms = InstrumentTerms {
            scale: Scale { numerator: 7.0, denominator: 13.0 },
            commission_kind: kind,
            commission_rate: 1_234_567.0,
            commission_unit_numerator: 3.0,
            commission_unit_denominator: 8.0,
            commission_minimum: 40.0,
            ..InstrumentTerms::default()
        };
        Instrument { terms, ..Instrument::default() }
    }

    #[test]
    fn one_lot_more_than_the_largest_count_costs_more_than_the_budget() {
        for kind in [COMMISSION_NONE, COMMISSION_RATE, COMMISSION_PER_UNIT, COMMISSION_PER_ORDER] {
            let instrument = instrument(kind);
            for budget in (1..400).chain((1..200).map(|at| at * at * at * 97)) {
                let budget = f64::from(budget);
                for price in [1.0, 3.0, 100.0, 12_345.0] {
                    let lots = lots_within(&instrument, price, budget, 0.0);
                    assert!(lots == 0.0 || opening_cost(&instrument, price, lots, 0.0) <= budget);
                    let more = lots + 1.0;
                    let booked = opening_cost(&instrument, price, more, 0.0);
                    assert!(booked > budget || !cost_within(&instrument, price, more, 0.0, budget));
                }
            }
        }
    }

    #[test]
    fn the_fills_of_an_order_cost_what_the_whole_would_have_cost() {
        for kind in [COMMISSION_PER_UNIT, COMMISSION_PER_ORDER] {
            let instrument = instrument(kind);
            let whole = commission_of(&instrument, 100.0, 997.0, 0.0);
            let mut sum = 0.0;
            let mut filled = 0.0;
            for lots in [1.0, 2.0, 94.0, 500.0, 400.0] {
                sum += commission_of(&instrument, 100.0, lots, filled);
                filled += lots;
            }
            assert_eq!((filled, sum), (997.0, whole));
        }
    }
}
