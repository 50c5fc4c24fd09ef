//! Paths: the inside of a bar as a definite way of its price, under the rule PATH.
//!
//! A path has three legs, from the open over both extremes to the close. An order inside the bar fills when the path
//! reaches its price, so nothing is ambiguous. At one price orders come by acceptance. The paths of several instruments
//! advance leg by leg; within a leg the order that was accepted first comes first, as their prices have no common
//! measure. A trigger that trails follows the path from its open, or from where its order woke.

use crate::contract::*;
use crate::exact::reach::{lies_above, meets, passed_by_entry, reaches_limit, woke_inside};
use crate::exact::size::Part;
use crate::exact::slippage::{fill_at_entry, fill_limit, fill_slipped};
use crate::exact::tied::trigger;
use crate::exact::trail::{at_distance, is_trailing, trail_to};
use crate::state::fields::{Instrument, Order};
use crate::state::notices::note_order;
use crate::state::order::{is_stop, waits_for_trigger, walk_awake};
use crate::state::state::State;
use alloc::vec::Vec;

/// Legs of a path.
const LEGS: usize = 3;

/// The way of an instrument through the bar of the step, and how far it has come.
struct Path {
    instrument: u32,
    /// Open, both extremes in their order, and close.
    prices: [f64; LEGS + 1],
    leg: usize,
    price: f64,
}

/// A moment on a path.
#[derive(Clone, Copy)]
struct Moment {
    leg: usize,
    price: f64,
    /// True if the path goes past the price, as it has to for a limit under the rule `through`.
    past: bool,
    /// True if the price of the order's entry has passed its own, so that it fills at the price of its entry.
    at_entry: bool,
}

/// Matches the orders inside the bars of the step in the order in which the paths reach their prices.
pub fn match_along_paths(state: &mut State) {
    if state.orders.awake.is_empty() {
        return;
    }
    let mut paths: Vec<Path> =
        state.bars_of_step.iter().map(|&id| path_of(state, &state.instruments[id as usize])).collect();
    // A fill may wake protection, and may end orders that the path would reach later, so all are asked after each.
    while match_next(state, &mut paths) {}
    for path in &mut paths {
        let close = path.prices[LEGS];
        advance(state, path, LEGS - 1, close);
    }
    if !state.books.trails {
        return;
    }
    walk_awake(state, |state, slot| {
        let order = state.order(slot);
        if order.ended == 0 && is_trailing(order) && woke_inside(state, order) {
            tell_trigger(state, slot);
        }
    });
}

/// Tells the trigger of an order that follows the market, which the bar alone does not tell on a path.
fn tell_trigger(state: &mut State, slot: usize) {
    note_order(state, slot, REASON_TRAILED, 0);
}

/// Advances a path to a price of a leg, and the triggers that follow it.
fn advance(state: &mut State, path: &mut Path, leg: usize, price: f64) {
    if state.books.trails {
        for passed in path.leg..leg {
            trail_to(state, path.instrument, path.prices[passed + 1]);
        }
        trail_to(state, path.instrument, price);
    }
    path.leg = leg;
    path.price = price;
}

/// Returns the path of an instrument through its bar. The fills at the open decide the position.
fn path_of(state: &State, instrument: &Instrument) -> Path {
    let Instrument { open, high, low, close, position_size, .. } = *instrument;
    let prices = if rises_first(state.rule(CONFIG_RULE_PATH), open, high, low, position_size) {
        [open, high, low, close]
    } else {
        [open, low, high, close]
    };
    Path { instrument: instrument.id, prices, leg: 0, price: open }
}

/// Returns whether a path goes to the high first.
fn rises_first(rule: u32, open: f64, high: f64, low: f64, position_size: f64) -> bool {
    if rule == PATH_OPEN_HIGH_LOW_CLOSE {
        return true;
    }
    if rule == PATH_OPEN_LOW_HIGH_CLOSE {
        return false;
    }
    if rule == PATH_ADVERSE && position_size != 0.0 {
        return position_size < 0.0;
    }
    high - open < open - low
}

/// Advances one path to its next order and matches that. Returns false if no path reaches another one.
fn match_next(state: &mut State, paths: &mut [Path]) -> bool {
    // The trigger of an order that woke now begins where its path stands, as all begin at the open.
    if state.books.trails {
        for path in paths.iter() {
            trail_to(state, path.instrument, path.price);
        }
    }
    let mut next: Option<(usize, usize, Moment)> = None;
    for (index, path) in paths.iter().enumerate() {
        let mut first: Option<(usize, Moment)> = None;
        for &slot in &state.orders.awake {
            let order = state.order(slot);
            if order.instrument != path.instrument || !meets(order, state.instrument_of(order)) {
                continue;
            }
            if let Some(moment) = moment_of(state, order, path) {
                if first.is_none_or(|(_, first)| comes_before(path, moment, first)) {
                    first = Some((slot, moment));
                }
            }
        }
        let Some((slot, moment)) = first else {
            continue;
        };
        let ahead = next.is_none_or(|(_, next, Moment { leg, .. })| match moment.leg == leg {
            true => state.order(slot).rank < state.order(next).rank,
            false => moment.leg < leg,
        });
        if ahead {
            next = Some((index, slot, moment));
        }
    }
    let Some((index, slot, moment)) = next else {
        return false;
    };
    advance(state, &mut paths[index], moment.leg, moment.price);
    match_at(state, slot, moment);
    true
}

/// Returns the moment in which a path reaches the price that an order waits for, or none if it never does.
fn moment_of(state: &State, order: &Order, path: &Path) -> Option<Moment> {
    if is_trailing(order) {
        return moment_of_trail(state, order, path);
    }
    if passed_by_entry(state, order) {
        return Some(Moment { leg: path.leg, price: path.price, past: false, at_entry: true });
    }
    let waits = waits_for_trigger(order);
    // An order without a price fills at the open or at the close.
    if !waits && order.kind().then != Then::Limit {
        return None;
    }
    let level = if waits { order.stop } else { order.limit };
    let above = lies_above(order);
    let past = !waits && !reaches_limit(state, order, level);
    // Slippage can leave an entry short of a stop that the path is beyond: that one fills at its trigger.
    if is_beyond(path.price, level, above, past) {
        return Some(Moment { leg: path.leg, price: path.price, past: false, at_entry: false });
    }
    for leg in path.leg..LEGS {
        if is_beyond(path.prices[leg + 1], level, above, past) {
            return Some(Moment { leg, price: level, past, at_entry: false });
        }
    }
    None
}

/// Returns the moment in which a path comes back to the trigger that follows it, or none if it never does. A leg in the
/// good direction moves the trigger as far as its end.
fn moment_of_trail(state: &State, order: &Order, path: &Path) -> Option<Moment> {
    let is_buy = order.is_buy();
    let tick = state.instrument_of(order).terms.tick;
    let mut level = order.stop;
    if is_beyond(path.price, level, is_buy, false) {
        // The path is past a trigger only where the order woke; later it comes to it, wherever the entry was.
        let at_entry = path.price != level && passed_by_entry(state, order);
        return Some(Moment { leg: path.leg, price: path.price, past: false, at_entry });
    }
    for leg in path.leg..LEGS {
        let end = path.prices[leg + 1];
        if is_beyond(end, level, is_buy, false) {
            return Some(Moment { leg, price: level, past: false, at_entry: false });
        }
        let moved = at_distance(order, tick, end, is_buy);
        if if is_buy { moved < level } else { moved > level } {
            level = moved;
        }
    }
    None
}

/// Returns whether a price is at a level or beyond it, or with `past` beyond it only.
fn is_beyond(price: f64, level: f64, above: bool, past: bool) -> bool {
    if price == level {
        return !past;
    }
    if above {
        price > level
    } else {
        price < level
    }
}

/// Returns whether a path comes to one moment before another one. What the entry passed comes before all after it.
fn comes_before(path: &Path, one: Moment, other: Moment) -> bool {
    if one.at_entry != other.at_entry {
        return one.at_entry;
    }
    if one.leg != other.leg {
        return one.leg < other.leg;
    }
    if one.price == other.price {
        return !one.past && other.past;
    }
    if path.prices[one.leg + 1] > path.prices[one.leg] {
        one.price < other.price
    } else {
        one.price > other.price
    }
}

/// Matches an order at the moment in which the path reaches its price.
fn match_at(state: &mut State, slot: usize, moment: Moment) {
    let order = state.order(slot);
    let Moment { price, at_entry, .. } = moment;
    if is_stop(order) {
        let stop = order.stop;
        if is_trailing(order) {
            tell_trigger(state, slot);
        }
        if at_entry {
            fill_at_entry(state, slot, 0);
        } else {
            fill_slipped(state, slot, stop, FILL_RULE_STOP, 0, Part::All);
        }
    } else if at_entry {
        fill_at_entry(state, slot, 0);
    } else if waits_for_trigger(order) {
        let touches = order.kind().trigger == Trigger::Touch;
        if touches && order.kind().then == Then::Market {
            fill_slipped(state, slot, price, FILL_RULE_TOUCH, 0, Part::All);
            return;
        }
        trigger(state, slot);
        let rule = if touches { FILL_RULE_TOUCH_LIMIT } else { FILL_RULE_STOP_LIMIT };
        if reaches_limit(state, state.order(slot), price) {
            fill_limit(state, slot, price, rule, 0, Part::All);
        }
    } else {
        fill_limit(state, slot, price, FILL_RULE_LIMIT, 0, Part::All);
    }
}
