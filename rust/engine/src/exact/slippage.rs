//! Slippage: the price of a market order or of a triggered stop, moved against the trader.
//!
//! A rate, an amount, the spread that events tell and the impact of the order's own size add up. The range of the bar bounds the price, unless the
//! instrument lets it leave the bar, or lets the order wait for the next one. Limits slip only where the instrument says
//! so, and never past their limit.

use crate::contract::*;
use crate::exact::fill::{begin_order_charge, fill_order};
use crate::exact::reach::{fills_at_placement, market_price};
use crate::exact::size::{is_exhausted, lots_ahead, Part};
use crate::state::amount::{rated, Scale, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP};
use crate::state::fields::{Instrument, Order};
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::number::floor;
use crate::state::order::is_stop;
use crate::state::state::State;

const UNIT: Scale = Scale { numerator: 1.0, denominator: 1.0 };

/// Returns a price that slippage moves: against the trader to a tick, or without a tick to the nearest step.
fn slipped_price(order: &Order, instrument: &Instrument, price: f64, impact: f64) -> f64 {
    let InstrumentTerms { slippage_rate, slippage_steps, tick, .. } = instrument.terms;
    let slippage = slippage_rate + impact;
    let steps = slippage_steps + instrument.spread;
    if slippage == 0.0 && steps == 0.0 {
        return price;
    }
    let rate = if order.is_buy() { RATE_SCALE + slippage } else { RATE_SCALE - slippage };
    if rate <= 0.0 {
        return 0.0;
    }
    let rounding = match order.is_buy() {
        _ if tick == 0.0 => ROUND_HALF_EVEN,
        true => ROUND_UP,
        false => ROUND_DOWN,
    };
    let mut moved = rated(price, 1.0, &UNIT, rate, rounding);
    if moved == f64::INFINITY {
        return moved;
    }
    if steps != 0.0 {
        moved = if order.is_buy() { moved + steps } else { moved - steps };
    }
    if moved <= 0.0 {
        return 0.0;
    }
    if tick == 0.0 {
        return moved;
    }
    // Both are integers below 2^54, so the remainder of integers equals that of doubles, and it is faster.
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

/// Returns the rate of the impact of an order's size: that of the bar's whole volume, times the square of the share.
fn impact_of(state: &mut State, slot: usize, price: f64, rule: FillRule) -> f64 {
    let InstrumentTerms { slippage_impact, volume_lots_numerator, volume_lots_denominator, .. } =
        state.instrument_of(state.order(slot)).terms;
    if slippage_impact == 0.0 {
        return 0.0;
    }
    begin_order_charge(state, slot, rule);
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    let traded = instrument.volume * volume_lots_numerator / volume_lots_denominator;
    // What opens at the price of the open follows what closed there, and both are one size in the market.
    if order.filled == 0.0 || order.executed_us != state.time_us {
        let lots = lots_ahead(state, order, instrument, price);
        state.orders.slots[slot].impact_lots = lots;
    }
    let lots = state.order(slot).impact_lots;
    if lots >= traded {
        return slippage_impact;
    }
    let share = lots / traded;
    let rate = slippage_impact * share * share;
    let below = floor(rate);
    if below < rate {
        below + 1.0
    } else {
        below
    }
}

/// Returns the price at which a market order fills with the next bar, without the impact of its size.
pub fn market_fill_price(order: &Order, instrument: &Instrument) -> f64 {
    let InstrumentTerms { slips, slippage_flags, .. } = instrument.terms;
    let price = market_price(order, instrument);
    let placed = fills_at_placement(order, instrument);
    let rule = if placed { FILL_RULE_PLACEMENT_CLOSE } else { FILL_RULE_OPEN };
    if !slips || (!placed && slippage_flags & SLIPPAGE_FLAG_NOT_AT_OPEN != 0) {
        return price;
    }
    bounded(order, instrument, slipped_price(order, instrument, price, 0.0), rule)
}

/// Returns a price that slippage wants, as far as the range of the bar bounds it. No bar is there at a placement.
fn bounded(order: &Order, instrument: &Instrument, wanted: f64, rule: FillRule) -> f64 {
    let leaves = rule == FILL_RULE_PLACEMENT_CLOSE || instrument.terms.slippage_flags & SLIPPAGE_FLAG_BEYOND_BAR != 0;
    if leaves && wanted <= EXACT_MAX {
        return wanted;
    }
    if instrument.ahead {
        return order.created_close;
    }
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
    let InstrumentTerms { slips, slippage_flags, .. } = instrument.terms;
    if !slips || (slippage_flags & SLIPPAGE_FLAG_NOT_AT_OPEN != 0 && is_at_open(rule)) || is_exhausted(instrument) {
        fill_order(state, slot, price, rule, flags, part);
        return;
    }
    let impact = impact_of(state, slot, price, rule);
    let order = state.order(slot);
    let wanted = slipped_price(order, state.instrument_of(order), price, impact);
    fill_bounded(state, slot, price, wanted, rule, flags, part);
}

/// Fills a limit, which slips only where its instrument says so, and to its limit at most.
pub fn fill_limit(state: &mut State, slot: usize, price: f64, rule: FillRule, flags: u32, part: Part) {
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    let InstrumentTerms { slips, slippage_flags, .. } = instrument.terms;
    let stays = !slips || slippage_flags & SLIPPAGE_FLAG_LIMITS == 0 || price == order.limit;
    if stays || (slippage_flags & SLIPPAGE_FLAG_NOT_AT_OPEN != 0 && is_at_open(rule)) || is_exhausted(instrument) {
        fill_order(state, slot, price, rule, flags, part);
        return;
    }
    let impact = impact_of(state, slot, price, rule);
    let order = state.order(slot);
    let moved = slipped_price(order, state.instrument_of(order), price, impact);
    let passes = if order.is_buy() { moved > order.limit } else { moved < order.limit };
    let wanted = if passes { order.limit } else { moved };
    fill_bounded(state, slot, price, wanted, rule, flags, part);
}

/// Fills a protective order at the price of its entry: a stop as a market order, which slips.
pub fn fill_at_entry(state: &mut State, slot: usize, flags: u32) {
    let order = state.order(slot);
    let price = order.woken_price;
    if is_stop(order) {
        fill_slipped(state, slot, price, FILL_RULE_ENTRY_PRICE, flags, Part::All);
    } else {
        fill_limit(state, slot, price, FILL_RULE_ENTRY_PRICE, flags, Part::All);
    }
}

/// Returns whether a rule fills at the open.
fn is_at_open(rule: FillRule) -> bool {
    matches!(
        rule,
        FILL_RULE_OPEN | FILL_RULE_STOP_GAP | FILL_RULE_LIMIT_OPEN | FILL_RULE_TOUCH_OPEN | FILL_RULE_SESSION_OPEN
    )
}

/// Fills at a price that slippage wants, as far as the range of the bar bounds it.
fn fill_bounded(state: &mut State, slot: usize, price: f64, wanted: f64, rule: FillRule, flags: u32, part: Part) {
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    let slippage_flags = instrument.terms.slippage_flags;
    let outside = if order.is_buy() { wanted > instrument.high } else { wanted < instrument.low };
    if outside && slippage_flags & SLIPPAGE_FLAG_OR_NO_FILL != 0 && rule != FILL_RULE_PLACEMENT_CLOSE {
        state.orders.slots[slot].tried_us = state.time_us;
        return;
    }
    let used = bounded(order, instrument, wanted, rule);
    let mut all = flags;
    if used != price {
        all |= FILL_FLAG_SLIPPED;
    }
    if used != wanted {
        all |= FILL_FLAG_CLAMPED;
    }
    fill_order(state, slot, used, rule, all, part);
}
