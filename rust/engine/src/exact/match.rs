//! Matching in two passes over the resting orders of all instruments.
//!
//! Pass one is the open: first the orders against the position at the start of the step, with their closing parts only,
//! then all orders by acceptance. Pass two is the inside of the bar, by acceptance. A bar does not hold the order of
//! its prices. A certain event happens; an uncertain one happens only where it hurts the account, and the trade is
//! marked ambiguous. Ties never depend on an instrument, its name or its registration.

use crate::contract::*;
use crate::exact::fill::{fill_order, Part};
use crate::state::amount::{rated, Scale, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP};
use crate::state::fields::{Instrument, Order};
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::notices::note_order;
use crate::state::order::{is_stop, move_order, waits_for_trigger, walk, works_as_limit};
use crate::state::state::State;

/// The relation of the bar's range to a price.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// The price was not reached.
    Not,
    /// The price was reached while the order was active.
    Certain,
    /// The price was reached, but perhaps before the order was active.
    Uncertain,
}

/// The effect of another order of the group on an order that the bar reaches.
#[derive(Clone, Copy, PartialEq)]
enum Rival {
    /// No other order of the group competes.
    None,
    /// A limit of the group was reached too, and the bar does not hold which came first.
    Limit,
    /// A stop of the group was reached too, and the bar does not hold which came first.
    Stop,
    /// Another order of the group was certainly reached before.
    First,
}

const UNIT: Scale = Scale { numerator: 1.0, denominator: 1.0 };

/// Matches the resting orders against the bars of the step.
pub fn match_step(state: &mut State) {
    if state.orders.resting.len() == state.orders.resting_ended || state.bars_of_step.is_empty() {
        return;
    }
    for &id in &state.bars_of_step {
        let instrument = &mut state.instruments[id as usize];
        instrument.position_at_step = instrument.position_size;
    }
    walk(state, trigger_at_open);
    walk(state, |state, slot| match_at_open(state, slot, Part::Closing));
    walk(state, |state, slot| match_at_open(state, slot, Part::All));
    walk(state, match_inside);
    walk(state, match_at_close);
    walk(state, match_woken_at_close);
}

/// Returns the order in a slot and its instrument.
#[inline]
fn order_of(state: &State, slot: usize) -> (&Order, &Instrument) {
    let order = state.order(slot);
    (order, &state.instruments[order.instrument as usize])
}

/// Returns whether an order can match the bar that its instrument shows.
#[inline]
pub fn meets(order: &Order, instrument: &Instrument) -> bool {
    order.ended == 0
        && order.active
        && instrument.has_bar
        && !instrument.halted
        && instrument.begin_us >= order.placed_us
}

#[inline]
fn woke_now(state: &State, order: &Order) -> bool {
    order.woken_us == state.time_us
}

fn trigger_at_open(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.kind().then != Then::Limit || !waits_for_trigger(order) || !meets(order, instrument) {
        return;
    }
    let open = instrument.open;
    if if order.is_buy() { open >= order.stop } else { open <= order.stop } {
        trigger(state, slot);
    }
}

fn trigger(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    order.triggered = true;
    move_order(order, ORDER_EVENT_TRIGGER);
    note_order(state, slot, REASON_TRIGGER, 0);
    state.orders.slots[slot].scan = None;
}

/// Fills an order at the open, if the open satisfies its terms.
fn match_at_open(state: &mut State, slot: usize, part: Part) {
    let (order, instrument) = order_of(state, slot);
    if !meets(order, instrument) || woke_now(state, order) {
        return;
    }
    if part == Part::Closing && order.sign * instrument.position_at_step >= 0.0 {
        return;
    }
    let (open, kind) = (instrument.open, order.kind());
    if kind.then == Then::Limit {
        if works_as_limit(order) && reaches_limit(state, order, open) {
            fill_order(state, slot, open, FILL_RULE_LIMIT_OPEN, 0, part);
        }
    } else if kind.trigger != Trigger::None {
        if if order.is_buy() { open >= order.stop } else { open <= order.stop } {
            fill_slipped(state, slot, open, FILL_RULE_STOP_GAP, 0, part);
        }
    } else if kind.at != At::Close {
        fill_slipped(state, slot, open, FILL_RULE_OPEN, 0, part);
    }
}

/// Fills an order inside the bar if the bar's range reaches its price.
fn match_inside(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if !meets(order, instrument) {
        return;
    }
    let kind = order.kind();
    if kind.then == Then::Limit && waits_for_trigger(order) {
        match_stop_limit_inside(state, slot);
    } else if is_stop(order) {
        if passed_by_entry(state, order) {
            fill_at_entry(state, slot);
        } else {
            let reached = reached_inside(state, order, instrument, order.stop);
            if reached == Reached::Not {
                return;
            }
            let rival = rival_of(state, slot);
            if rival == Rival::First {
                return;
            }
            let ambiguous = reached == Reached::Uncertain || rival != Rival::None;
            let flags = if ambiguous { FILL_FLAG_AMBIGUOUS } else { 0 };
            fill_slipped(state, slot, order.stop, FILL_RULE_STOP, flags, Part::All);
        }
    } else if kind.then == Then::Limit {
        if passed_by_entry(state, order) {
            fill_at_entry(state, slot);
        } else if reached_inside(state, order, instrument, order.limit) == Reached::Certain {
            let rival = rival_of(state, slot);
            if rival == Rival::First || rival == Rival::Stop {
                return;
            }
            let flags = if rival != Rival::None { FILL_FLAG_AMBIGUOUS } else { 0 };
            fill_order(state, slot, order.limit, FILL_RULE_LIMIT, flags, Part::All);
        }
    }
}

/// Matches a stop-limit that the inside of the bar triggers. It fills at the trigger if the limit allows it, or at the
/// limit if the close proves that price.
fn match_stop_limit_inside(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if reached_inside(state, order, instrument, order.stop) == Reached::Not {
        return;
    }
    let (limit, stop, close) = (order.limit, order.stop, instrument.close);
    let within = if order.is_buy() { limit >= stop } else { limit <= stop };
    trigger(state, slot);
    if within {
        fill_order(state, slot, stop, FILL_RULE_STOP_LIMIT, 0, Part::All);
    } else if reaches_limit(state, &state.orders.slots[slot], close) {
        fill_order(state, slot, limit, FILL_RULE_LIMIT, 0, Part::All);
    }
}

fn match_at_close(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.kind().at != At::Close || !meets(order, instrument) {
        return;
    }
    fill_order(state, slot, instrument.close, FILL_RULE_CLOSE, 0, Part::All);
}

/// Fills a protective order at the price of its entry, if the entry filled at the close beyond the price of the order.
fn match_woken_at_close(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.woken_rule != FILL_RULE_CLOSE || !meets(order, instrument) {
        return;
    }
    if passed_by_entry(state, order) {
        fill_at_entry(state, slot);
    }
}

/// Returns whether a price reaches the limit. Under the rule `through`, a price equal to the limit does not.
fn reaches_limit(state: &State, order: &Order, price: f64) -> bool {
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
fn passed_by_entry(state: &State, order: &Order) -> bool {
    if !woke_now(state, order) {
        return false;
    }
    match (is_stop(order), order.is_buy()) {
        (true, true) => order.woken_price >= order.stop,
        (true, false) => order.woken_price <= order.stop,
        (false, true) => order.woken_price <= order.limit,
        (false, false) => order.woken_price >= order.limit,
    }
}

fn fill_at_entry(state: &mut State, slot: usize) {
    let price = state.orders.slots[slot].woken_price;
    fill_order(state, slot, price, FILL_RULE_ENTRY_PRICE, 0, Part::All);
}

/// Returns whether the bar's range reaches an order's price, and whether the order was certainly active at that moment.
fn reached_inside(state: &State, order: &Order, instrument: &Instrument, price: f64) -> Reached {
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
    let inside = matches!(order.woken_rule, FILL_RULE_LIMIT | FILL_RULE_STOP | FILL_RULE_STOP_LIMIT);
    if !inside {
        return Reached::Certain;
    }
    // The entry is on the other side: the price reached a buy entry from above at its limit, from below at its trigger.
    let came_from_below = (order.woken_rule == FILL_RULE_LIMIT) == order.is_buy();
    if came_from_below == above {
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

/// Returns whether a bar reaches an order's price from below: true for a buy stop and a sell limit.
fn lies_above(order: &Order) -> bool {
    works_as_limit(order) != order.is_buy()
}

/// Returns the effect of another order of the group that the bar reaches too. Of two prices on one side, the nearer one
/// certainly came first. The order of two prices on different sides is unknown: a stop fills and a limit yields to it,
/// because that hurts the account. Of two orders of a kind, the first by acceptance fills.
fn rival_of(state: &State, slot: usize) -> Rival {
    let (order, instrument) = order_of(state, slot);
    if order.group() == 0 {
        return Rival::None;
    }
    let above = lies_above(order);
    let price = if is_stop(order) { order.stop } else { order.limit };
    let mut rival = Rival::None;
    for &other_slot in &state.orders.resting {
        let other = &state.orders.slots[other_slot];
        let other_stops = is_stop(other);
        if other_slot == slot || other.group() != order.group() || other.instrument != order.instrument {
            continue;
        }
        if (!other_stops && !works_as_limit(other)) || !meets(other, instrument) {
            continue;
        }
        let other_price = if other_stops { other.stop } else { other.limit };
        let reached = reached_inside(state, other, instrument, other_price);
        if reached == Reached::Not {
            continue;
        }
        if lies_above(other) == above && other_price != price {
            let nearer = if above { other_price < price } else { other_price > price };
            if reached == Reached::Certain && nearer {
                return Rival::First;
            }
        } else if rival != Rival::Stop {
            rival = if other_stops { Rival::Stop } else { Rival::Limit };
        }
    }
    rival
}

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

/// Fills at a price that slippage moves against the trader, within the range of the bar.
fn fill_slipped(state: &mut State, slot: usize, price: f64, rule: FillRule, flags: u32, part: Part) {
    let (order, instrument) = order_of(state, slot);
    let wanted = slipped_price(order, instrument, price);
    let used = match order.is_buy() {
        true if wanted > instrument.high => instrument.high,
        false if wanted < instrument.low => instrument.low,
        _ => wanted,
    };
    let mut all = flags;
    if used != price {
        all |= FILL_FLAG_SLIPPED;
    }
    if used != wanted {
        all |= FILL_FLAG_CLAMPED;
    }
    fill_order(state, slot, used, rule, all, part);
}
