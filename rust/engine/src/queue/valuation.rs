//! What a size costs, what a position is worth, and what it pays without a fill: settlement of margin positions and
//! interest. Everything is a fixed order of operations on doubles.

use crate::contract::*;
use crate::state::fields::Instrument;
use crate::state::number::{ceil, floor};
use crate::state::state::State;

/// Microseconds of a day.
const DAY_US: f64 = 86_400_000_000.0;

/// Returns the profit of a signed size that moves from one price to another.
pub fn float_profit(instrument: &Instrument, size: f64, from: f64, to: f64) -> f64 {
    size * (to - from) * instrument.terms.multiplier
}

/// Returns whether a margin is set aside for a position in place of its value.
pub fn is_margined(instrument: &Instrument) -> bool {
    instrument.terms.float.holding == HOLDING_MARGIN
}

/// Returns the money that a size of either sign sets aside at a price.
fn margin_of(instrument: &Instrument, size: f64, price: f64) -> f64 {
    let (margin, margin_rate) = (instrument.terms.float.margin, instrument.terms.float.margin_rate);
    size.abs() * if margin_rate == 0.0 { margin } else { price * margin_rate }
}

/// Returns what a signed size is worth at a price: negative for a short, unless it is margined, or its sale takes cash,
/// which `taken` tells.
pub fn float_value(instrument: &Instrument, size: f64, price: f64, taken: bool) -> f64 {
    if is_margined(instrument) {
        return margin_of(instrument, size, price);
    }
    if taken {
        size.abs() * price
    } else {
        size * price
    }
}

/// Returns whether a short sale takes cash, as a purchase does.
pub fn short_takes_cash(state: &State) -> bool {
    state.rule(CONFIG_RULE_SHORT_CASH) == SHORT_CASH_TAKEN
}

/// Returns the cash that a value takes or gives: leverage divides what is above zero.
pub fn leveraged(instrument: &Instrument, value: f64) -> f64 {
    if value > 0.0 {
        value / instrument.terms.float.leverage
    } else {
        value
    }
}

/// Returns what a move of the price pays at once on a signed size: a margin position alone is settled.
pub fn settlement(instrument: &Instrument, size: f64, from: f64, to: f64) -> f64 {
    if is_margined(instrument) {
        float_profit(instrument, size, from, to)
    } else {
        0.0
    }
}

/// Returns the number of the day of a time.
fn day_of(time_us: f64) -> f64 {
    let days = time_us / DAY_US;
    if days >= 0.0 {
        floor(days)
    } else {
        0.0 - ceil(0.0 - days)
    }
}

/// Charges the interest of the days since the last charge on each position that has it, from the cash at once. A
/// closing fill tells it.
pub fn charge_interest(state: &mut State) {
    let mut sum = 0.0;
    for &id in &state.positions_read {
        let instrument = &mut state.instruments[id as usize];
        let size = instrument.position_size;
        if size == 0.0 {
            continue;
        }
        let (interest_daily, interest_long) =
            (instrument.terms.float.interest_daily, instrument.terms.float.interest_long);
        let days = day_of(instrument.time_us) - day_of(instrument.interest_us);
        instrument.interest_us = instrument.time_us;
        if days <= 0.0 || (size > 0.0 && !interest_long) {
            continue;
        }
        let charged = days * interest_daily * size.abs() * instrument.position_price;
        instrument.interest += charged;
        sum += charged;
    }
    state.account.cash -= sum;
    state.account.other_profit -= sum;
}

/// Pays profit and loss of margin positions up to the closes that their instruments show.
pub fn settle_positions(state: &mut State) {
    for &id in &state.positions_read {
        let instrument = &mut state.instruments[id as usize];
        let size = instrument.position_size;
        if size == 0.0 || !is_margined(instrument) {
            continue;
        }
        state.account.cash += float_profit(instrument, size, instrument.settle_price, instrument.close);
        instrument.settle_price = instrument.close;
    }
}

/// Takes the transfers that wait into the cash, in their order.
pub fn take_transfers(state: &mut State) {
    for &paid in &state.transfers {
        state.account.cash += paid;
        state.account.external += paid;
    }
    state.transfers.clear();
}

/// Returns the value of all positions at the closes that their instruments show, summed by first access. A value above
/// zero adds its cost without leverage first, then its open profit.
pub fn value_of_positions(state: &mut State) -> f64 {
    let taken = short_takes_cash(state);
    let mut sum = 0.0;
    for &id in &state.positions_read {
        let instrument = &mut state.instruments[id as usize];
        let value = position_value(instrument, taken);
        if value > 0.0 {
            let (size, price) = (instrument.position_size, instrument.position_price);
            let profit = float_profit(instrument, size, price, instrument.close);
            sum += (value - profit) / instrument.terms.float.leverage;
            sum += profit;
        } else {
            sum += value;
        }
        instrument.mark = value;
    }
    sum
}

/// Returns the value of a position at the close that its instrument shows.
fn position_value(instrument: &Instrument, taken: bool) -> f64 {
    let (size, price, close) = (instrument.position_size, instrument.position_price, instrument.close);
    if !taken || size >= 0.0 || is_margined(instrument) {
        let value = float_value(instrument, size, close, taken);
        return if taken { value.abs() } else { value };
    }
    // The cash that a short took is worth more as the price falls.
    (price * size + (price - close) * size).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_before_and_after_the_epoch() {
        assert_eq!(day_of(0.0), 0.0);
        assert_eq!(day_of(DAY_US - 1.0), 0.0);
        assert_eq!(day_of(DAY_US), 1.0);
        assert_eq!(day_of(-1.0), -1.0);
        assert_eq!(day_of(-DAY_US), -1.0);
        assert_eq!(day_of(-DAY_US - 1.0), -2.0);
    }
}
