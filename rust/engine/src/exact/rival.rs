//! Rivals: the members of a one-cancels-other group that one bar reaches.
//!
//! Only a fill ends a group, so a member gives way to another one for as long as that one may still fill. Where the bar
//! tells of two members which came first, that one fills. Where it does not, a stop fills and a limit gives way to it,
//! because that hurts the account; of two members of a kind, the first by acceptance fills. Then the fill is ambiguous.

use crate::contract::*;
use crate::exact::reach::{
    before_entry, is_loose, lies_above, meets, passed_by_entry, reached_inside, reaches_limit, woke_inside, Reached,
};
use crate::exact::trail::is_by_extreme;
use crate::state::fields::{Instrument, Order};
use crate::state::order::{is_stop, trigger_rises, waits_for_trigger, works_as_limit};
use crate::state::state::State;
use alloc::vec::Vec;

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
struct Claim<'a> {
    order: &'a Order,
    kind: ClaimKind,
    /// Price that the bar has to reach: the limit, or the trigger of an order that waits for it.
    price: f64,
    /// True if the bar reaches the price from below.
    above: bool,
    /// True if the bar was perhaps at the price before the entry woke the order.
    loose: bool,
    /// True if the bar has to go past the price, as it has for a limit under the rule `through`.
    past: bool,
    /// True if the bar's extreme made the price, so that it was reached after that extreme.
    late: bool,
}

/// Returns whether the limit of a stop-limit allows a fill at its trigger.
pub fn allows_trigger(state: &State, order: &Order) -> bool {
    reaches_limit(state, order, order.stop)
}

/// Returns the claim of an order, if the bar may fill it.
fn claim_of<'a>(state: &'a State, order: &'a Order, instrument: &Instrument) -> Option<Claim<'a>> {
    // A stop-limit that this bar has triggered already may have filled at its limit, which the bar did not prove.
    let spent = order.triggered_us == state.time_us;
    let waits = spent || waits_for_trigger(order);
    if (!waits && !works_as_limit(order)) || !meets(order, instrument) {
        return None;
    }
    let price = if waits { order.stop } else { order.limit };
    let above = if waits { trigger_rises(order) } else { lies_above(order) };
    let (loose, late) = (is_loose(state, order, above), is_by_extreme(state, order));
    let past = !waits && !reaches_limit(state, order, price);
    if passed_by_entry(state, order) {
        return Some(Claim { order, kind: ClaimKind::Entry, price, above, loose, past, late });
    }
    if !spent && reached_inside(state, order, instrument, price) == Reached::Not {
        return None;
    }
    if !waits {
        return Some(Claim { order, kind: ClaimKind::Limit, price, above, loose, past, late });
    }
    let best = if order.is_buy() { instrument.low } else { instrument.high };
    if order.kind().trigger == Trigger::Touch {
        return if spent { None } else { touch_claim(state, order, best, loose) };
    }
    if is_stop(order) || allows_trigger(state, order) {
        return Some(Claim { order, kind: ClaimKind::Stop, price, above, loose, past, late });
    }
    if !reaches_limit(state, order, best) {
        return None;
    }
    Some(Claim { order, kind: ClaimKind::AfterTrigger, price, above, loose, past, late })
}

/// Returns the claim of an order whose touched trigger the bar reaches: a fill there, or on the way on at its limit.
fn touch_claim<'a>(state: &State, order: &'a Order, best: f64, loose: bool) -> Option<Claim<'a>> {
    let (above, kind, late) = (trigger_rises(order), ClaimKind::Limit, false);
    let at_trigger = order.kind().then == Then::Market || allows_trigger(state, order);
    if at_trigger {
        return Some(Claim { order, kind, price: order.stop, above, loose, past: false, late });
    }
    if !reaches_limit(state, order, best) {
        return None;
    }
    let past = !reaches_limit(state, order, order.limit);
    Some(Claim { order, kind, price: order.limit, above, loose, past, late })
}

/// Returns whether one price is nearer to the open than another one on the same side, or as near.
fn is_near(price: f64, other: f64, above: bool) -> bool {
    if above {
        price <= other
    } else {
        price >= other
    }
}

/// Returns whether one claim certainly came before another one: on every path that fills the other, if it were alone.
fn precedes(state: &State, one: &Claim, other: &Claim) -> bool {
    if one.late != other.late {
        return !one.late && precedes_late(state, one, other);
    }
    // On its way to an entry, the bar passes the prices of other members before those that the entry wakes.
    let waits = one.kind == ClaimKind::AfterTrigger;
    let rested = !waits && !woke_inside(state, one.order);
    if rested && before_entry(state, other.order, one.price, one.above, one.past) {
        return true;
    }
    if other.kind == ClaimKind::Entry {
        return false;
    }
    if one.kind == ClaimKind::Entry {
        let beyond = !before_entry(state, one.order, other.price, other.above, other.past);
        return woke_inside(state, other.order) || (beyond && !is_loose(state, one.order, other.above));
    }
    let other_waits = other.kind == ClaimKind::AfterTrigger;
    let above = other.above;
    if waits {
        // From an entry beyond its trigger, the way to the other side passes its limit.
        if one.above != above && before_entry(state, other.order, one.price, one.above, false) {
            return one.order.limit != other.price && is_near(one.order.limit, other.price, above);
        }
        // Of two that come back from one side, the first is the one with the nearer trigger, if its limit comes first
        // too.
        return other_waits
            && one.above == above
            && is_near(one.price, other.price, above)
            && one.order.limit != other.order.limit
            && is_near(one.order.limit, other.order.limit, !above);
    }
    if one.loose && !other.loose {
        // Only a trigger at the entry or beyond it tells that the entry came first.
        let beyond = !before_entry(state, one.order, other.price, above, true) && !is_loose(state, one.order, above);
        if !other_waits || !beyond {
            return false;
        }
    }
    if one.above == above {
        return if one.price == other.price {
            other_waits && !one.past
        } else {
            is_near(one.price, other.price, above)
        };
    }
    // On its way back from its trigger, a stop-limit passes the prices of the other side that lie before its limit.
    other_waits && one.price != other.order.limit && is_near(one.price, other.order.limit, one.above)
}

/// Returns whether a claim came before one whose price the bar's extreme made: all on the side of that extreme did, and on
/// the other side what lies nearer. At one price with it, which came first is unknown.
fn precedes_late(state: &State, one: &Claim, late: &Claim) -> bool {
    if one.kind == ClaimKind::Entry {
        return !woke_inside(state, one.order);
    }
    if one.loose || one.kind == ClaimKind::AfterTrigger {
        return false;
    }
    one.above != late.above || (one.price != late.price && is_near(one.price, late.price, late.above))
}

/// Returns the effect of the other members of an order's group that the bar reaches too.
pub fn rival_of(state: &State, slot: usize) -> Rival {
    let order = state.order(slot);
    if order.group() == 0 {
        return Rival::None;
    }
    let instrument = &state.instruments[order.instrument as usize];
    let Some(own) = claim_of(state, order, instrument) else {
        return Rival::None;
    };
    let mut others: Vec<Claim> = Vec::new();
    // A member that sleeps is not reached.
    for &other_slot in &state.orders.awake {
        let other = &state.orders.slots[other_slot];
        if other_slot == slot || other.group() != order.group() || other.instrument != order.instrument {
            continue;
        }
        // Targets for shares of one entry do not end each other.
        if order.entry_share > 0.0 && other.entry_share > 0.0 {
            continue;
        }
        others.extend(claim_of(state, other, instrument));
    }
    let mut rival = Rival::None;
    for claim in &others {
        if precedes(state, claim, &own) {
            return Rival::First;
        }
        if rival == Rival::Stop || precedes(state, &own, claim) {
            continue;
        }
        // A member that another one precedes does not compete itself.
        if others.iter().any(|first| precedes(state, first, claim)) {
            continue;
        }
        rival = if claim.kind == ClaimKind::Stop { Rival::Stop } else { Rival::Limit };
    }
    rival
}
