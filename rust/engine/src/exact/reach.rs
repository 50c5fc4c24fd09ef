//! Reach: whether a bar reaches the price of an order, and whether the order was active at that moment.

use crate::contract::*;
use crate::state::fields::{Instrument, Order};
use crate::state::order::{is_stop, trigger_rises, waits_for_trigger, works_as_limit};
use crate::state::state::State;

/// The relation of the bar's range to a price.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The price was not reached.
    Not,
    /// The price was reached while the order was active.
    Certain,
    /// The price was reached, but perhaps before the order was active.
    Uncertain,
}

/// Returns whether an order meets the bar that its instrument shows, and that bar may have more for it.
#[inline]
pub fn sees(order: &Order, instrument: &Instrument) -> bool {
    order.ended == 0
        && order.active
        && instrument.has_bar
        && !instrument.halted
        && has_arrived(order, instrument)
        && order.tried_us != instrument.time_us
}

/// Returns whether an order had reached the market when the bar began that its instrument shows.
#[inline]
pub fn has_arrived(order: &Order, instrument: &Instrument) -> bool {
    instrument.begin_us >= order.placed_us && f64::from(instrument.bars) >= order.first_bar
}

/// Returns whether a market order fills at the close at which it was placed: with the first bar that it meets, or ahead
/// of it. What opens of it follows what closes in the same step, by its first fill.
#[inline]
pub fn fills_at_placement(order: &Order, instrument: &Instrument) -> bool {
    order.created_close != 0.0
        && !order.met_no_volume
        && (order.fills == 0 || instrument.ahead || (order.fills == 1 && order.executed_us == instrument.time_us))
}

/// Returns whether an order fills at the close of its placement now, ahead of the bars of the step.
#[inline]
pub fn comes_ahead(order: &Order, instrument: &Instrument) -> bool {
    instrument.ahead && order.ended == 0 && order.active && !instrument.halted && fills_at_placement(order, instrument)
}

/// Returns the price of a market order before slippage: the open, or the close at which it was placed.
#[inline]
pub fn market_price(order: &Order, instrument: &Instrument) -> f64 {
    if fills_at_placement(order, instrument) {
        order.created_close
    } else {
        instrument.open
    }
}

/// Returns whether an order can match the bar that its instrument shows, or ahead of it the close of its placement.
#[inline]
pub fn meets(order: &Order, instrument: &Instrument) -> bool {
    if sees(order, instrument) {
        !lacks_volume(instrument)
    } else {
        comes_ahead(order, instrument)
    }
}

/// Returns whether the bar that an instrument shows has no volume and therefore fills nothing.
#[inline]
pub fn lacks_volume(instrument: &Instrument) -> bool {
    instrument.terms.needs_volume && instrument.volume == 0.0
}

/// Returns whether the entry of an order filled in this step.
#[inline]
pub fn woke_now(state: &State, order: &Order) -> bool {
    order.woken_us == state.time_us
}

/// Returns whether a price reaches the limit. Under the rule `through`, a price equal to the limit does not.
pub fn reaches_limit(state: &State, order: &Order, price: f64) -> bool {
    if price == order.limit {
        return state.rule(CONFIG_RULE_LIMIT_FILL) == LIMIT_FILL_TOUCH;
    }
    if order.is_buy() {
        price < order.limit
    } else {
        price > order.limit
    }
}

/// Returns whether the order woke in this step and the price of its entry is beyond its own.
pub fn passed_by_entry(state: &State, order: &Order) -> bool {
    if !woke_now(state, order) || order.trailed_us == state.time_us {
        return false;
    }
    match (is_stop(order), order.is_buy()) {
        (true, true) => order.woken_price >= order.stop,
        (true, false) => order.woken_price <= order.stop,
        (false, _) => reaches_limit(state, order, order.woken_price),
    }
}

/// Returns whether the bar's range reaches an order's price, and whether the order was certainly active at that moment.
pub fn reached_inside(state: &State, order: &Order, instrument: &Instrument, price: f64) -> Reached {
    let limits = works_as_limit(order);
    let above = lies_above(order);
    let through = price == order.limit && limits && state.rule(CONFIG_RULE_LIMIT_FILL) != LIMIT_FILL_TOUCH;
    let extreme = if above { instrument.high } else { instrument.low };
    let missed = match (through, above) {
        (true, true) => extreme <= price,
        (true, false) => extreme >= price,
        (false, true) => extreme < price,
        (false, false) => extreme > price,
    };
    if missed {
        return Reached::Not;
    }
    if !woke_now(state, order) {
        return Reached::Certain;
    }
    if order.woken_rule == FILL_RULE_CLOSE {
        return Reached::Not;
    }
    if !is_loose(state, order, above) {
        return Reached::Certain;
    }
    let close = instrument.close;
    let proven = if above { close > price } else { close < price };
    if proven || (close == price && !through) {
        Reached::Certain
    } else {
        Reached::Uncertain
    }
}

/// Returns whether the entry of an order filled inside the bar of this step.
pub fn woke_inside(state: &State, order: &Order) -> bool {
    let rule = order.woken_rule;
    woke_now(state, order)
        && (matches!(rule, FILL_RULE_LIMIT | FILL_RULE_STOP | FILL_RULE_STOP_LIMIT) || is_touch(rule))
}

/// Returns whether a rule is one of an order at its touched trigger.
fn is_touch(rule: FillRule) -> bool {
    rule == FILL_RULE_TOUCH || rule == FILL_RULE_TOUCH_LIMIT
}

/// Returns whether the price came from below to the entry of an order that woke inside the bar. The entry is on the
/// other side: the price reached a buy entry from above at its limit or a touched trigger, from below at a stop.
fn came_from_below(order: &Order) -> bool {
    (order.woken_rule == FILL_RULE_LIMIT || is_touch(order.woken_rule)) == order.is_buy()
}

/// Returns whether the bar was perhaps at a price above or below its open before the entry of an order filled inside
/// it. To a limit after a trigger the price of the entry came back, so it was on both sides before.
pub fn is_loose(state: &State, order: &Order, above: bool) -> bool {
    woke_inside(state, order) && (came_from_below(order) != above || order.woken_trigger != 0.0)
}

/// Returns whether the bar was at a price above or below its open before the entry of an order filled inside it, or at
/// that moment, or with `past` beyond that price.
pub fn before_entry(state: &State, order: &Order, price: f64, above: bool, past: bool) -> bool {
    if !woke_inside(state, order) {
        return false;
    }
    // It came to the entry from one side. To a limit after a trigger it came back, so it was on the other side before.
    let end = if above == came_from_below(order) { order.woken_price } else { order.woken_trigger };
    if end == 0.0 || price == end {
        return end != 0.0 && !past;
    }
    if above {
        price < end
    } else {
        price > end
    }
}

/// Returns whether a bar reaches an order's price from below: true for a buy stop and a sell limit.
pub fn lies_above(order: &Order) -> bool {
    if waits_for_trigger(order) {
        trigger_rises(order)
    } else {
        !order.is_buy()
    }
}
