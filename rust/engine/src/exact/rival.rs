//! Rivals: the members of a one-cancels-other group that one bar reaches.
//!
//! Only a fill ends a group, so a member gives way to another one for as long as that one may still fill. Of two prices
//! on one side, the nearer one certainly came first, and the price of an entry before all others of the bar. The order
//! of two prices on different sides is unknown: a stop fills and a limit gives way to it, because that hurts the
//! account. Of two members of a kind, the first by acceptance fills.

use crate::exact::reach::{lies_above, meets, passed_by_entry, reached_inside, reaches_limit, Reached};
use crate::state::fields::{Instrument, Order};
use crate::state::order::{is_stop, waits_for_trigger, works_as_limit};
use crate::state::state::State;

/// The effect of another member of the group on an order that the bar reaches.
#[derive(Clone, Copy, PartialEq)]
pub enum Rival {
    /// No other member of the group competes.
    None,
    /// A limit of the group was reached too, and the bar does not hold which came first.
    Limit,
    /// A stop of the group was reached too, and the bar does not hold which came first.
    Stop,
    /// Another member of the group was certainly reached before.
    First,
}

#[derive(Clone, Copy, PartialEq)]
enum ClaimKind {
    /// A fill at the order's limit.
    Limit,
    /// A fill at the order's trigger.
    Stop,
    /// A fill at the limit of a stop-limit, at some moment after its trigger; the bar may not prove it.
    AfterTrigger,
    /// A fill at the price of the entry, when the order woke.
    Entry,
}

/// A fill inside the bar that an order claims.
struct Claim {
    kind: ClaimKind,
    price: f64,
    limit: f64,
    above: bool,
    certain: bool,
}

/// Returns whether the limit of a stop-limit allows a fill at its trigger.
pub fn allows_trigger(order: &Order) -> bool {
    if order.is_buy() {
        order.limit >= order.stop
    } else {
        order.limit <= order.stop
    }
}

/// Returns the claim of an order, if the bar would fill it.
fn claim_of(state: &State, order: &Order, instrument: &Instrument) -> Option<Claim> {
    // A stop-limit that this bar has triggered already may have filled at its limit, which the bar did not prove.
    let spent = order.triggered_us == state.time_us;
    let waits = spent || waits_for_trigger(order);
    if (!waits && !works_as_limit(order)) || !meets(order, instrument) {
        return None;
    }
    if passed_by_entry(state, order) {
        return Some(Claim { kind: ClaimKind::Entry, price: 0.0, limit: 0.0, above: false, certain: true });
    }
    let price = if waits { order.stop } else { order.limit };
    let above = if waits { order.is_buy() } else { lies_above(order) };
    let reached = if spent { Reached::Certain } else { reached_inside(state, order, instrument, price) };
    if reached == Reached::Not {
        return None;
    }
    let kind = if !waits {
        ClaimKind::Limit
    } else if is_stop(order) || allows_trigger(order) {
        ClaimKind::Stop
    } else if reaches_limit(state, order, if order.is_buy() { instrument.low } else { instrument.high }) {
        ClaimKind::AfterTrigger
    } else {
        return None;
    };
    let certain = reached == Reached::Certain && kind != ClaimKind::AfterTrigger;
    Some(Claim { kind, price, limit: order.limit, above, certain })
}

/// Returns the claims of the other members of an order's group in its instrument.
fn claims<'a>(state: &'a State, slot: usize) -> impl Iterator<Item = Claim> + 'a {
    let order = state.order(slot);
    let instrument = &state.instruments[order.instrument as usize];
    state.orders.resting.iter().filter_map(move |&other_slot| {
        let other = &state.orders.slots[other_slot];
        if other_slot == slot || other.group() != order.group() || other.instrument != order.instrument {
            return None;
        }
        claim_of(state, other, instrument)
    })
}

/// Returns whether the way back from a trigger, which lies above or below, passes a price before a limit.
fn is_before(price: f64, limit: f64, trigger_above: bool) -> bool {
    if trigger_above {
        price > limit
    } else {
        price < limit
    }
}

/// Returns the effect of the other members of an order's group that the bar reaches too.
pub fn rival_of(state: &State, slot: usize) -> Rival {
    let order = state.order(slot);
    if order.group() == 0 {
        return Rival::None;
    }
    let (above, waits) = (lies_above(order), waits_for_trigger(order));
    let price = if waits { order.stop } else { order.limit };
    let after_trigger = waits && !is_stop(order) && !allows_trigger(order);
    // The nearest price on each side is certainly the first one of its side.
    let (mut nearest_above, mut nearest_below) = (f64::INFINITY, f64::NEG_INFINITY);
    for claim in claims(state, slot) {
        if !claim.certain {
            continue;
        }
        if claim.kind == ClaimKind::Entry {
            return Rival::First;
        }
        // On its way back from its trigger, a stop-limit passes the prices of the other side that lie before its limit.
        if after_trigger && claim.above != above && is_before(claim.price, order.limit, above) {
            return Rival::First;
        }
        if claim.above {
            nearest_above = if claim.price < nearest_above { claim.price } else { nearest_above };
        } else {
            nearest_below = if claim.price > nearest_below { claim.price } else { nearest_below };
        }
    }
    if if above { nearest_above < price } else { nearest_below > price } {
        return Rival::First;
    }
    let mut rival = Rival::None;
    for claim in claims(state, slot) {
        // A price behind the nearest one of its side competes with that one alone.
        if if claim.above { claim.price > nearest_above } else { claim.price < nearest_below } {
            continue;
        }
        let comes_back = claim.kind == ClaimKind::AfterTrigger && claim.above != above;
        if comes_back && is_before(price, claim.limit, claim.above) {
            continue;
        }
        let nearer = if claim.above { claim.price < price } else { claim.price > price };
        if claim.above == above && (claim.price != price || claim.kind == ClaimKind::AfterTrigger) {
            // On one side only a fill at some moment after a trigger can come before a price that is farther, or after
            // it.
            if !after_trigger && (claim.kind != ClaimKind::AfterTrigger || !nearer) {
                continue;
            }
        }
        if rival != Rival::Stop {
            rival = if claim.kind == ClaimKind::Stop { Rival::Stop } else { Rival::Limit };
        }
    }
    rival
}
