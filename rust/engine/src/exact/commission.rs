//! Commission with exact numbers, and the largest size within a budget.

use crate::contract::*;
use crate::state::amount::{amount, rated, share, ROUND_HALF_EVEN};
use crate::state::fields::Instrument;
use crate::state::number::floor;

/// Returns the commission of a fill in money units, given the lots that the order filled before. A scheme that counts
/// per order charges the difference. The fills of an order then add up to the commission of the whole.
#[inline]
pub fn commission_of(instrument: &Instrument, price: f64, lots: f64, filled_before: f64) -> f64 {
    match instrument.terms.commission_kind {
        COMMISSION_NONE => 0.0,
        COMMISSION_RATE => {
            rated(price, lots, &instrument.terms.scale, instrument.terms.commission_rate, ROUND_HALF_EVEN)
        }
        COMMISSION_PER_ORDER if filled_before == 0.0 => instrument.terms.commission_rate,
        COMMISSION_PER_ORDER => 0.0,
        _ => per_unit(instrument, filled_before + lots) - per_unit(instrument, filled_before),
    }
}

fn per_unit(instrument: &Instrument, lots: f64) -> f64 {
    if lots == 0.0 {
        return 0.0;
    }
    let charged = share(instrument.terms.commission_unit_numerator, lots, instrument.terms.commission_unit_denominator);
    if charged < instrument.terms.commission_minimum {
        instrument.terms.commission_minimum
    } else {
        charged
    }
}

/// Returns the free cash that an opening of some lots takes: notional and commission; infinity past the limits.
pub fn opening_cost(instrument: &Instrument, price: f64, lots: f64, filled_before: f64) -> f64 {
    amount(price, lots, &instrument.terms.scale) + commission_of(instrument, price, lots, filled_before)
}

/// Returns the largest number of lots whose opening cost stays within a budget; zero if one lot costs more.
pub fn lots_within(instrument: &Instrument, price: f64, budget: f64, filled_before: f64) -> f64 {
    if budget <= 0.0 {
        return 0.0;
    }
    let scale = &instrument.terms.scale;
    let guess = floor(budget / (price * scale.numerator / scale.denominator));
    let affordable = |lots: f64| opening_cost(instrument, price, lots, filled_before) <= budget;
    // The cost rises with the lots, so the search ends at the same count for every guess.
    let mut least = 0.0;
    let mut most = guess.clamp(1.0, EXACT_MAX);
    let mut stride = 1.0;
    while most < EXACT_MAX && affordable(most) {
        least = most;
        most = if most + stride > EXACT_MAX { EXACT_MAX } else { most + stride };
        stride *= 2.0;
    }
    // The guess is too high by the commission alone, so the search first walks down in growing strides.
    stride = 1.0;
    while most - least > stride && !affordable(most - stride) {
        most -= stride;
        stride *= 2.0;
    }
    while most - least > 1.0 {
        let middle = least + floor((most - least) / 2.0);
        if affordable(middle) {
            least = middle;
        } else {
            most = middle;
        }
    }
    if least == 0.0 && affordable(most) {
        most
    } else {
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::amount::Scale;
    use crate::state::instrument_terms::InstrumentTerms;

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
                    assert!(opening_cost(&instrument, price, lots + 1.0, 0.0) > budget);
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
