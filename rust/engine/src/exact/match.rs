//! Matching in two passes over the resting orders of all instruments.
//!
//! Pass one is the open: first the orders against the position at the start of the step, with their closing parts only,
//! then all orders by acceptance. Pass two is the inside of the bar, by acceptance. A bar does not hold the order of
//! its prices. A certain event happens; an uncertain one happens only where it hurts the account, and the trade is
//! marked ambiguous. Under another choice of the rule PATH, orders fill inside the bar along the path that it names.
//! Ties never depend on an instrument, its name or its registration.
//!
//! A bar without volume fills and triggers nothing where its instrument needs volume: nothing was traded at its prices.

use crate::contract::*;
use crate::exact::basket::ready_basket;
use crate::exact::due::wake_due;
use crate::exact::path::match_along_paths;
use crate::exact::reach::{
    fills_at_placement, lacks_volume, market_price, meets, passed_by_entry, reached_inside, reaches_limit, sees,
    woke_now, Reached,
};
use crate::exact::rival::{allows_trigger, rival_of, Rival};
use crate::exact::size::{distance_to_target, limit_volume, Part};
use crate::exact::slippage::{fill_at_entry, fill_limit, fill_slipped};
use crate::exact::tied::{end_order, trigger};
use crate::exact::trail::{is_trail_in_doubt, trail_after_entries, trail_inside};
use crate::state::fields::{Instrument, Order};
use crate::state::notices::info;
use crate::state::order::{
    is_immediate, is_post_only, is_stop, is_triggered_by, waits_for_trigger, walk_awake, works_as_limit,
};
use crate::state::state::State;
use alloc::vec::Vec;

/// Matches the resting orders against the bars of the step: those that a bar could concern, by acceptance.
pub fn match_step(state: &mut State) {
    if state.bars_of_step.is_empty() {
        return;
    }
    for &id in &state.bars_of_step {
        let instrument = &mut state.instruments[id as usize];
        instrument.position_at_step = instrument.position_size;
        if instrument.terms.volume_limit_numerator != 0.0 {
            limit_volume(instrument);
        }
    }
    wake_due(state);
    note_without_volume(state);
    if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) == CHEAT_ON_CLOSE_ON {
        match_at_placement(state);
    }
    // A fill wakes the protection of its entry, which was accepted after the entry, so the walk still comes to it.
    walk_awake(state, trigger_at_open);
    walk_awake(state, |state, slot| match_at_open(state, slot, Part::Closing));
    walk_awake(state, |state, slot| match_at_open(state, slot, Part::All));
    if state.rule(CONFIG_RULE_PATH) == PATH_WORST_CASE {
        if state.books.trails {
            trail_inside(state);
        }
        let waiting = match_all_inside(state);
        match_again(state, waiting);
    } else {
        match_along_paths(state);
    }
    walk_awake(state, match_at_close);
    walk_awake(state, match_woken_at_close);
    // An entry that filled in this step may have woken the first order that trails.
    if state.books.trails {
        trail_after_entries(state);
    }
    if state.books.firsts {
        walk_awake(state, end_first_bar);
    }
}

/// Ends an order that had to fill in the first bar that it meets, and lets a post-only order rest from then on.
fn end_first_bar(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.ended != 0 || (!is_immediate(order) && !is_post_only(order)) {
        return;
    }
    // A bar that had no more for the order was met, too.
    if order.tried_us != state.time_us && !meets(order, instrument) {
        return;
    }
    if is_immediate(order) {
        end_order(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_AT_ONCE);
    } else {
        state.orders.slots[slot].met_bar = true;
    }
}

/// Ends a post-only order that the open would fill: after a fill and a new price, what is left of it is cancelled.
fn end_taker(state: &mut State, slot: usize) {
    let filled = state.order(slot).filled > 0.0;
    end_order(state, slot, if filled { ORDER_EVENT_CANCEL } else { ORDER_EVENT_REJECT }, REASON_WOULD_TAKE);
}

/// Matches all orders inside the bar by acceptance, and returns the slots of those that gave way.
fn match_all_inside(state: &mut State) -> Vec<usize> {
    let mut waiting = Vec::new();
    let mut at = 0;
    while at < state.orders.awake.len() {
        let slot = state.orders.awake[at];
        at += 1;
        if !match_inside(state, slot) {
            waiting.push(slot);
        }
    }
    waiting
}

/// Matches again while an order that gave way gets on, since only a fill ends a group: the order ahead may have ended
/// without one. All orders are asked, because the protection of an entry that fills now woke after its turn.
fn match_again(state: &mut State, waiting: Vec<usize>) {
    let mut again = waiting;
    while !again.is_empty() {
        let left = match_all_inside(state);
        if again.iter().all(|slot| left.contains(slot)) {
            return;
        }
        again = left;
    }
}

/// Returns the order in a slot and its instrument.
#[inline]
fn order_of(state: &State, slot: usize) -> (&Order, &Instrument) {
    let order = state.order(slot);
    (order, &state.instruments[order.instrument as usize])
}

/// Tells of each order that meets a bar without volume for the first time.
fn note_without_volume(state: &mut State) {
    if !state.bars_of_step.iter().any(|&id| lacks_volume(&state.instruments[id as usize])) {
        return;
    }
    walk_awake(state, |state, slot| {
        let (order, instrument) = order_of(state, slot);
        if order.met_no_volume || !sees(order, instrument) || !lacks_volume(instrument) {
            return;
        }
        let (id, instrument) = (order.id, instrument.id);
        state.orders.slots[slot].met_no_volume = true;
        info(state, REASON_NO_VOLUME, id, instrument);
    });
}

/// Fills the market orders that fill at the close of their placement, before the open meets any order.
fn match_at_placement(state: &mut State) {
    for part in [Part::Closing, Part::All] {
        walk_awake(state, |state, slot| {
            let (order, instrument) = order_of(state, slot);
            if fills_at_placement(order, instrument) {
                match_at_open(state, slot, part);
            }
        });
    }
    for &id in &state.bars_of_step {
        let instrument = &mut state.instruments[id as usize];
        instrument.position_at_step = instrument.position_size;
    }
}

fn trigger_at_open(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.kind().then != Then::Limit || !waits_for_trigger(order) || !meets(order, instrument) {
        return;
    }
    if is_triggered_by(order, instrument.open) {
        trigger(state, slot);
    }
}

/// Fills an order at the open, if the open satisfies its terms.
pub fn match_at_open(state: &mut State, slot: usize, part: Part) {
    let (order, instrument) = order_of(state, slot);
    if !meets(order, instrument) || woke_now(state, order) {
        return;
    }
    if order.aim != 0.0 {
        if order.basket != 0 {
            ready_basket(state, slot, part == Part::All);
        }
        if state.order(slot).is_unsized() && !turn_to_target(state, slot, part) {
            return;
        }
    }
    let (order, instrument) = order_of(state, slot);
    if part == Part::Closing && order.sign * instrument.position_at_step >= 0.0 {
        return;
    }
    let (open, kind) = (instrument.open, order.kind());
    if kind.then == Then::Limit {
        if works_as_limit(order) && reaches_limit(state, order, open) {
            if is_post_only(order) {
                end_taker(state, slot);
            } else {
                fill_limit(state, slot, open, FILL_RULE_LIMIT_OPEN, 0, part);
            }
        }
    } else if waits_for_trigger(order) {
        if is_triggered_by(order, open) {
            let rule = if kind.trigger == Trigger::Touch { FILL_RULE_TOUCH_OPEN } else { FILL_RULE_STOP_GAP };
            fill_slipped(state, slot, open, rule, 0, part);
        }
    } else if kind.at == At::Open {
        // A session opens with the first bar of a later day than that of the placement.
        if instrument.session_day > order.placed_day {
            fill_slipped(state, slot, open, FILL_RULE_SESSION_OPEN, 0, part);
        }
    } else if kind.at != At::Close {
        let rule = if fills_at_placement(order, instrument) { FILL_RULE_PLACEMENT_CLOSE } else { FILL_RULE_OPEN };
        let price = market_price(order, instrument);
        fill_slipped(state, slot, price, rule, 0, part);
    }
}

/// Turns an order to the side that takes the position to its target at the price of its fill, because the side decides the
/// slippage. Returns false for an order that is there.
fn turn_to_target(state: &mut State, slot: usize, part: Part) -> bool {
    let (order, instrument) = order_of(state, slot);
    let distance = distance_to_target(state, order, instrument, market_price(order, instrument));
    if distance == 0.0 {
        if part == Part::All {
            end_order(state, slot, ORDER_EVENT_CANCEL, REASON_ON_TARGET);
        }
        return false;
    }
    state.orders.slots[slot].sign = if distance > 0.0 { 1.0 } else { -1.0 };
    true
}

/// Fills an order inside the bar if the bar's range reaches its price. Returns false if the order gives way to another
/// member of its group, which comes first.
fn match_inside(state: &mut State, slot: usize) -> bool {
    let (order, instrument) = order_of(state, slot);
    if !meets(order, instrument) {
        return true;
    }
    if passed_by_entry(state, order) {
        let rival = rival_of(state, slot);
        if rival == Rival::First {
            return false;
        }
        fill_at_entry(state, slot, if rival != Rival::None { FILL_FLAG_AMBIGUOUS } else { 0 });
        return true;
    }
    if is_stop(order) {
        return !waits_for_trigger(order) || match_stop_inside(state, slot);
    }
    if order.kind().trigger == Trigger::Touch && waits_for_trigger(order) {
        return match_touch_inside(state, slot);
    }
    if order.kind().then != Then::Limit {
        return true;
    }
    if waits_for_trigger(order) {
        return match_stop_limit_inside(state, slot);
    }
    // The bar that triggered a stop-limit matched it at once, and has nothing left for it.
    if order.triggered_us == state.time_us {
        return true;
    }
    if reached_inside(state, order, instrument, order.limit) != Reached::Certain {
        return true;
    }
    let rival = rival_of(state, slot);
    if rival == Rival::First || rival == Rival::Stop {
        return false;
    }
    let flags = if rival != Rival::None { FILL_FLAG_AMBIGUOUS } else { 0 };
    fill_limit(state, slot, order.limit, FILL_RULE_LIMIT, flags, Part::All);
    true
}

fn match_stop_inside(state: &mut State, slot: usize) -> bool {
    let (order, instrument) = order_of(state, slot);
    let reached = reached_inside(state, order, instrument, order.stop);
    if reached == Reached::Not {
        return true;
    }
    let rival = rival_of(state, slot);
    if rival == Rival::First {
        return false;
    }
    let doubt = reached == Reached::Uncertain || rival != Rival::None || is_trail_in_doubt(state, order, instrument);
    let flags = if doubt { FILL_FLAG_AMBIGUOUS } else { 0 };
    fill_slipped(state, slot, order.stop, FILL_RULE_STOP, flags, Part::All);
    true
}

/// Matches an order whose trigger the bar touches from its better side. As a market order it fills there. As a limit
/// order it fills there if its limit allows it, else at its limit, if the bar goes on to it.
fn match_touch_inside(state: &mut State, slot: usize) -> bool {
    let (order, instrument) = order_of(state, slot);
    if reached_inside(state, order, instrument, order.stop) == Reached::Not {
        return true;
    }
    let is_market = order.kind().then == Then::Market;
    let at_trigger = is_market || allows_trigger(state, order);
    let best = if order.is_buy() { instrument.low } else { instrument.high };
    let fills = at_trigger || reaches_limit(state, order, best);
    let rival = if fills { rival_of(state, slot) } else { Rival::None };
    if rival == Rival::First || rival == Rival::Stop {
        return false;
    }
    let flags = if rival != Rival::None { FILL_FLAG_AMBIGUOUS } else { 0 };
    let (stop, limit) = (order.stop, order.limit);
    if is_market {
        fill_slipped(state, slot, stop, FILL_RULE_TOUCH, flags, Part::All);
        return true;
    }
    state.orders.slots[slot].triggered_us = state.time_us;
    trigger(state, slot);
    if fills {
        let (price, rule) = if at_trigger { (stop, FILL_RULE_TOUCH_LIMIT) } else { (limit, FILL_RULE_LIMIT) };
        fill_limit(state, slot, price, rule, flags, Part::All);
    }
    true
}

/// Matches a stop-limit that the inside of the bar triggers. It fills at the trigger if the limit allows it, or at the
/// limit if the close proves that price.
fn match_stop_limit_inside(state: &mut State, slot: usize) -> bool {
    let (order, instrument) = order_of(state, slot);
    if reached_inside(state, order, instrument, order.stop) == Reached::Not {
        return true;
    }
    let at_trigger = allows_trigger(state, order);
    let fills = at_trigger || reaches_limit(state, order, instrument.close);
    let rival = rival_of(state, slot);
    if rival == Rival::First || (rival == Rival::Stop && fills && !at_trigger) {
        return false;
    }
    let (price, rule) = if at_trigger { (order.stop, FILL_RULE_STOP_LIMIT) } else { (order.limit, FILL_RULE_LIMIT) };
    let doubt = rival != Rival::None || is_trail_in_doubt(state, order, instrument);
    state.orders.slots[slot].triggered_us = state.time_us;
    trigger(state, slot);
    if fills {
        let flags = if doubt { FILL_FLAG_AMBIGUOUS } else { 0 };
        fill_limit(state, slot, price, rule, flags, Part::All);
    }
    true
}

fn match_at_close(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.kind().at != At::Close || !meets(order, instrument) {
        return;
    }
    fill_slipped(state, slot, instrument.close, FILL_RULE_CLOSE, 0, Part::All);
}

/// Fills a protective order at the price of its entry, if the entry filled at the close beyond the price of the order.
fn match_woken_at_close(state: &mut State, slot: usize) {
    let (order, instrument) = order_of(state, slot);
    if order.woken_rule != FILL_RULE_CLOSE || !meets(order, instrument) {
        return;
    }
    if passed_by_entry(state, order) {
        fill_at_entry(state, slot, 0);
    }
}
