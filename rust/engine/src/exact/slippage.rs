//! Slippage: the price of a market order or of a triggered stop, moved against the trader.

use crate::contract::*;
use crate::exact::fill::{fill_order, Part};
use crate::state::amount::{rated, Scale, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP};
use crate::state::fields::{Instrument, Order};
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::state::State;

const UNIT: Scale = Scale { numerator: 1.0, denominator: 1.0 };

/// Returns a price that slippage moves: against the trader to a tick, or without a tick to the nearest step.
fn slipped_price(order: &Order, instrument: &Instrument, price: f64) -> f64 {
    let InstrumentTerms { slippage_rate, tick, .. } = instrument.terms;
    if slippage_rate == 0.0 {
        return price;
    }
    let rate = if order.is_buy() { RATE_SCALE + slippage_rate } else { RATE_SCALE - slippage_rate };
    if rate <= 0.0 {
        return 0.0;
    }
    let rounding = match order.is_buy() {
        _ if tick == 0.0 => ROUND_HALF_EVEN,
        true => ROUND_UP,
        false => ROUND_DOWN,
    };
    let moved = rated(price, 1.0, &UNIT, rate, rounding);
    if tick == 0.0 || moved == f64::INFINITY {
        return moved;
    }
    // Both are integers below 2^53, so the remainder of integers equals that of doubles, and it is faster.
    let beyond = (moved as u64 % tick as u64) as f64;
    if beyond == 0.0 {
        return moved;
    }
    if order.is_buy() {
        moved - beyond + tick
    } else {
        moved - beyond
    }
}

/// Returns the price at which a market order fills at the open.
pub fn price_at_open(order: &Order, instrument: &Instrument) -> f64 {
    within_bar(order, instrument, slipped_price(order, instrument, instrument.open))
}

/// Returns a price that slippage moved, within the range of the bar.
fn within_bar(order: &Order, instrument: &Instrument, wanted: f64) -> f64 {
    match order.is_buy() {
        true if wanted > instrument.high => instrument.high,
        false if wanted < instrument.low => instrument.low,
        _ => wanted,
    }
}

/// Fills at a price that slippage moves against the trader, within the range of the bar.
pub fn fill_slipped(state: &mut State, slot: usize, price: f64, rule: FillRule, flags: u32, part: Part) {
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    let wanted = slipped_price(order, instrument, price);
    let used = within_bar(order, instrument, wanted);
    let mut all = flags;
    if used != price {
        all |= FILL_FLAG_SLIPPED;
    }
    if used != wanted {
        all |= FILL_FLAG_CLAMPED;
    }
    fill_order(state, slot, used, rule, all, part);
}
