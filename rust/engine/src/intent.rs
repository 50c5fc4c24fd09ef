//! Intents: what a strategy asks for. Each is checked whole before anything changes.

use crate::contract::*;
use crate::exact::fill::end_order;
use crate::queue::broker::{end_queued, enqueue};
use crate::queue::intent::check_queued;
use crate::state::event::Event;
use crate::state::instrument::Instrument;
use crate::state::notices::{info, note_diagnostic, note_order, note_refusal, warn, NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::order::{is_terminal, move_order, outcome_of, sign_of, Order};
use crate::state::state::State;
use crate::state::verdict::{refuse, Verdict, FINE};

/// Places an order, or refuses it.
pub fn place(state: &mut State, event: Event, instrument: u32) {
    let id = event.word(LANE_ORDER_ID);
    let verdict = check_place(state, event, &state.instruments[instrument as usize], id);
    if id > state.orders.id_highest {
        state.orders.id_highest = id;
    }
    if verdict.reason == REASON_NOTHING_TO_CLOSE || verdict.reason == REASON_ALREADY_CLOSING {
        // Closing what is closed, or closing already, is what was wanted: worth knowing, and no refusal.
        note_diagnostic(state, LEVEL_INFO, verdict.reason, id, instrument, verdict.value, 0.0);
        return;
    }
    if verdict.reason != REASON_NONE {
        note_refusal(state, verdict.reason, id, instrument, verdict.lane, verdict.value, 0.0, 0.0);
        return;
    }
    let slot = state.orders.take(id);
    fill_in(state, event, instrument, slot);
    if state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE {
        enqueue(state, slot);
        return;
    }
    state.orders.live_count += 1;
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_SUBMIT);
    note_order(state, slot, REASON_PLACED, 0);
    if state.instruments[instrument as usize].execution == EXECUTION_REPORTED {
        return;
    }
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_ACCEPT);
    note_order(state, slot, REASON_PLACED, 0);
    state.orders.rest(slot);
}

/// Copies an intent that was found good into its order and ties it to the others.
fn fill_in(state: &mut State, event: Event, instrument: u32, slot: usize) {
    let order = &mut state.orders.slots[slot];
    order.instrument = instrument;
    order.order_type = event.word(PLACE_ORDER_TYPE);
    order.sign = sign_of(event.word(PLACE_SIDE));
    order.validity = event.word(PLACE_VALIDITY);
    order.flags = event.word(PLACE_FLAGS);
    order.parent = event.word(PLACE_PARENT);
    order.oco = event.word(PLACE_OCO);
    order.round_trip = event.word(PLACE_ROUND_TRIP);
    // Adding zero keeps -0 out of the state.
    order.quantity = event.float(PLACE_QUANTITY) + 0.0;
    order.limit = event.float(PLACE_LIMIT) + 0.0;
    order.stop = event.float(PLACE_STOP) + 0.0;
    order.valid_us = event.float(PLACE_VALID_US) + 0.0;
    order.cash = event.float(PLACE_CASH) + 0.0;
    order.fraction = event.float(PLACE_FRACTION) + 0.0;
    order.trail_amount = event.float(PLACE_TRAIL_AMOUNT) + 0.0;
    order.trail_rate = event.float(PLACE_TRAIL_RATE) + 0.0;
    order.session_end_us = event.float(PLACE_SESSION_END_US) + 0.0;
    order.placed_us = state.time_us;
    if order.flags & ORDER_FLAG_CLOSE != 0 {
        let instrument = &mut state.instruments[instrument as usize];
        if order.quantity == 0.0 {
            order.quantity = instrument.position_size.abs();
        }
        instrument.closing_order = order.id;
    }
    let (parent, oco, protective) = (order.parent, order.oco, order.protective());
    if protective {
        let parent = state.orders.find(parent).expect("A parent that was found is gone");
        let parent = &mut state.orders.slots[parent];
        parent.has_children = true;
        let filled = parent.filled;
        let order = &mut state.orders.slots[slot];
        order.active = filled > 0.0;
        order.quantity = filled;
    }
    if oco != 0 {
        let leader = state.orders.find(oco).expect("A leader that was found is gone");
        state.orders.slots[leader].is_leader = true;
    }
}

fn check_place(state: &State, event: Event, instrument: &Instrument, id: u32) -> Verdict {
    if id <= state.orders.id_highest {
        return refuse(REASON_ORDER_ID, WORD_LANE + LANE_ORDER_ID, f64::from(id));
    }
    if !instrument.traded {
        return refuse(REASON_NOT_TRADED, NO_LANE, 0.0);
    }
    if f64::from(state.orders.live_count) >= LIVE_ORDERS_MAX {
        return refuse(REASON_ORDERS_LIMIT, NO_LANE, LIVE_ORDERS_MAX);
    }
    let codes = check_codes(event);
    if codes.reason != REASON_NONE {
        return codes;
    }
    let queue = state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE;
    let built = if queue { FINE } else { check_built(event) };
    if built.reason != REASON_NONE {
        return built;
    }
    let flags = event.word(PLACE_FLAGS);
    let risk = state.risk_flags;
    if risk & RISK_FLAG_HALT != 0 || (risk & RISK_FLAG_REDUCE_ONLY != 0 && flags == 0) {
        return refuse(REASON_RISK_FLAGGED, NO_LANE, f64::from(risk));
    }
    if queue {
        return check_queued(state, event, instrument);
    }
    let prices = check_prices(event, instrument);
    if prices.reason != REASON_NONE {
        return prices;
    }
    let (validity, valid_us) = (event.word(PLACE_VALIDITY), event.float(PLACE_VALID_US));
    if (validity == VALIDITY_GTD) == (valid_us == 0.0) {
        return refuse(REASON_VALIDITY_MISSING, PLACE_VALID_US, valid_us);
    }
    if !is_integer(valid_us) {
        return refuse(REASON_OFF_GRID, PLACE_VALID_US, valid_us);
    }
    if valid_us.abs() > EXACT_MAX {
        return refuse(REASON_OUT_OF_RANGE, PLACE_VALID_US, valid_us);
    }
    let size = check_size(event, instrument);
    if size.reason != REASON_NONE {
        return size;
    }
    check_ties(state, event, instrument)
}

fn check_codes(event: Event) -> Verdict {
    let (order_type, side) = (event.word(PLACE_ORDER_TYPE), event.word(PLACE_SIDE));
    let (validity, flags) = (event.word(PLACE_VALIDITY), event.word(PLACE_FLAGS));
    if !(TYPE_MARKET..=TYPE_STOP_TRAIL_LIMIT).contains(&order_type) {
        return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_ORDER_TYPE, f64::from(order_type));
    }
    if !(SIDE_BUY..=SIDE_SELL).contains(&side) {
        return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_SIDE, f64::from(side));
    }
    if !(VALIDITY_GTC..=VALIDITY_DAY).contains(&validity) {
        return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_VALIDITY, f64::from(validity));
    }
    if flags > 15 {
        return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_FLAGS, f64::from(flags));
    }
    FINE
}

/// Refuses what only queue matching does: trailing stops, orders that are held, a session's end.
fn check_built(event: Event) -> Verdict {
    let (order_type, flags) = (event.word(PLACE_ORDER_TYPE), event.word(PLACE_FLAGS));
    if order_type > TYPE_MARKET_ON_CLOSE {
        return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_ORDER_TYPE, f64::from(order_type));
    }
    if flags & ORDER_FLAG_HOLD != 0 {
        return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, f64::from(flags));
    }
    let session_end_us = event.float(PLACE_SESSION_END_US);
    if session_end_us != 0.0 {
        return refuse(REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us);
    }
    for lane in [PLACE_TRAIL_AMOUNT, PLACE_TRAIL_RATE] {
        if event.float(lane) != 0.0 {
            return refuse(REASON_NOT_SUPPORTED, lane, event.float(lane));
        }
    }
    FINE
}

fn check_prices(event: Event, instrument: &Instrument) -> Verdict {
    let order_type = event.word(PLACE_ORDER_TYPE);
    let wanted = order_type == TYPE_LIMIT || order_type == TYPE_STOP_LIMIT;
    let limit = check_price(event, PLACE_LIMIT, wanted, instrument);
    if limit.reason != REASON_NONE {
        return limit;
    }
    let wanted = order_type == TYPE_STOP || order_type == TYPE_STOP_LIMIT;
    check_price(event, PLACE_STOP, wanted, instrument)
}

fn check_price(event: Event, lane: usize, wanted: bool, instrument: &Instrument) -> Verdict {
    let price = event.float(lane);
    if price == 0.0 {
        return if wanted { refuse(REASON_PRICE_MISSING, lane, 0.0) } else { FINE };
    }
    if !wanted {
        return refuse(REASON_PRICE_UNEXPECTED, lane, price);
    }
    check_grid(price, lane, instrument)
}

fn check_grid(price: f64, lane: usize, instrument: &Instrument) -> Verdict {
    if price < 0.0 {
        return refuse(REASON_NEGATIVE, lane, price);
    }
    if price > EXACT_MAX {
        return refuse(REASON_OUT_OF_RANGE, lane, price);
    }
    if !is_integer(price) {
        return refuse(REASON_OFF_GRID, lane, price);
    }
    // Both are integers below 2^53, so whole numbers tell what the remainder of doubles would, and sooner.
    if price as u64 % instrument.tick as u64 != 0 {
        return refuse(REASON_OFF_TICK, lane, price);
    }
    FINE
}

/// Exactly one of quantity, cash and fraction says the size; a closing or protective order may leave it out.
fn check_size(event: Event, instrument: &Instrument) -> Verdict {
    let flags = event.word(PLACE_FLAGS);
    let mut said = 0;
    for lane in [PLACE_QUANTITY, PLACE_CASH, PLACE_FRACTION] {
        let value = event.float(lane);
        if value < 0.0 {
            return refuse(REASON_NEGATIVE, lane, value);
        }
        if value > EXACT_MAX || (lane == PLACE_FRACTION && value > RATE_SCALE) {
            return refuse(REASON_OUT_OF_RANGE, lane, value);
        }
        if !is_integer(value) {
            return refuse(REASON_OFF_GRID, lane, value);
        }
        if value > 0.0 {
            said += 1;
        }
    }
    let quantity = event.float(PLACE_QUANTITY);
    if flags & ORDER_FLAG_PROTECTIVE != 0 {
        return if said > 0 { refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, quantity) } else { FINE };
    }
    if said > 1 {
        return refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, quantity);
    }
    if said == 0 && flags & ORDER_FLAG_CLOSE == 0 {
        return refuse(REASON_BELOW_LOT, PLACE_QUANTITY, 0.0);
    }
    let is_unsized = said == 1 && quantity == 0.0;
    if is_unsized && flags != 0 {
        return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, f64::from(flags));
    }
    if is_unsized && instrument.execution == EXECUTION_REPORTED {
        return refuse(REASON_UNSIZED_REPORTED, PLACE_QUANTITY, 0.0);
    }
    FINE
}

/// What ties an order to the position and to other orders.
fn check_ties(state: &State, event: Event, instrument: &Instrument) -> Verdict {
    let (flags, parent_id, oco) = (event.word(PLACE_FLAGS), event.word(PLACE_PARENT), event.word(PLACE_OCO));
    let (sign, order_type) = (sign_of(event.word(PLACE_SIDE)), event.word(PLACE_ORDER_TYPE));
    let reported = instrument.execution == EXECUTION_REPORTED;
    if flags & ORDER_FLAG_CLOSE != 0 {
        if sign * instrument.position_size >= 0.0 {
            return refuse(REASON_NOTHING_TO_CLOSE, NO_LANE, 0.0);
        }
        let closing = state.orders.find(instrument.closing_order);
        if closing.is_some_and(|slot| !is_terminal(state.orders.slots[slot].state)) {
            return refuse(REASON_ALREADY_CLOSING, NO_LANE, f64::from(instrument.closing_order));
        }
    }
    let protective = flags & ORDER_FLAG_PROTECTIVE != 0;
    if protective != (parent_id != 0) {
        return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, f64::from(parent_id));
    }
    if protective {
        if reported || (order_type != TYPE_LIMIT && order_type != TYPE_STOP) || flags & ORDER_FLAG_CLOSE != 0 {
            return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, f64::from(flags));
        }
        let parent = state.orders.find(parent_id).map(|slot| &state.orders.slots[slot]);
        let good = parent.is_some_and(|parent| {
            parent.ended == 0 && parent.instrument == instrument.id && parent.sign != sign && !parent.reduces()
        });
        if !good {
            return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, f64::from(parent_id));
        }
    }
    if oco != 0 {
        if reported {
            return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_OCO, f64::from(oco));
        }
        let leader = state.orders.find(oco).map(|slot| &state.orders.slots[slot]);
        if !leader.is_some_and(|leader| leader.ended == 0 && leader.rank != 0 && leader.oco == 0) {
            return refuse(REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, f64::from(oco));
        }
    }
    FINE
}

/// Finds the order that an event names; says why not otherwise.
#[inline]
pub fn find_order(state: &mut State, event: Event, instrument: u32) -> Option<usize> {
    let id = event.word(LANE_ORDER_ID);
    let slot = state.orders.find(id);
    if let Some(slot) = slot {
        if state.orders.slots[slot].instrument == instrument {
            return Some(slot);
        }
    }
    let retired = slot.is_none() && id != 0 && id <= state.orders.retired_id_highest;
    let reason = if retired { REASON_ORDER_RETIRED } else { REASON_UNKNOWN_ORDER };
    note_refusal(state, reason, id, instrument, WORD_LANE + LANE_ORDER_ID, f64::from(id), 0.0, 0.0);
    None
}

/// Cancels an order, or asks its venue to.
pub fn cancel(state: &mut State, event: Event, instrument: u32) {
    let Some(slot) = find_order(state, event, instrument) else {
        return;
    };
    let order = &mut state.orders.slots[slot];
    match outcome_of(order.state, ORDER_EVENT_REQUEST_CANCEL) {
        OUTCOME_SAME => {
            let id = order.id;
            info(state, REASON_ALREADY_PENDING, id, instrument);
        }
        OUTCOME_ILLEGAL if order.ended == 0 => {
            let (id, value) = (order.id, f64::from(order.state));
            warn(state, REASON_ILLEGAL_TRANSITION, id, instrument, value, f64::from(ORDER_EVENT_REQUEST_CANCEL));
        }
        OUTCOME_ILLEGAL => {
            let filled = order.state == STATE_FILLED;
            note_ended(state, slot, if filled { REASON_LATE_CANCEL } else { REASON_ALREADY_ENDED });
        }
        _ if state.instruments[instrument as usize].execution == EXECUTION_REPORTED => {
            move_order(order, ORDER_EVENT_REQUEST_CANCEL);
            note_order(state, slot, REASON_REQUESTED, 0);
        }
        _ if state.rule(CONFIG_RULE_CANCEL) == CANCEL_IGNORED
            && state.orders.slots[slot].placed_us == state.time_us =>
        {
            let id = state.orders.slots[slot].id;
            info(state, REASON_CANCEL_IGNORED, id, instrument);
        }
        _ if state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE => {
            end_queued(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST);
        }
        _ => end_order(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST),
    }
}

fn note_ended(state: &mut State, slot: usize, reason: u32) {
    let order = &state.orders.slots[slot];
    let (id, instrument, order_state) = (order.id, order.instrument, order.state);
    note_diagnostic(state, LEVEL_INFO, reason, id, instrument, f64::from(order_state), 0.0);
}

/// Replaces quantity and prices of an order, or asks its venue to.
pub fn replace(state: &mut State, event: Event, instrument: u32) {
    let Some(slot) = find_order(state, event, instrument) else {
        return;
    };
    let queue = state.rule(CONFIG_RULE_MATCHING) == MATCHING_QUEUE;
    let order = &mut state.orders.slots[slot];
    let id = order.id;
    if queue {
        note_refusal(state, REASON_NOT_SUPPORTED, id, instrument, NO_LANE, 0.0, 0.0, 0.0);
        return;
    }
    let outcome = outcome_of(order.state, ORDER_EVENT_REQUEST_REPLACE);
    if outcome == OUTCOME_SAME {
        info(state, REASON_ALREADY_PENDING, id, instrument);
        return;
    }
    if outcome == OUTCOME_ILLEGAL {
        if order.ended != 0 {
            note_ended(state, slot, REASON_ALREADY_ENDED);
        } else {
            let (value, expected) = (f64::from(order.state), f64::from(ORDER_EVENT_REQUEST_REPLACE));
            warn(state, REASON_ILLEGAL_TRANSITION, id, instrument, value, expected);
        }
        return;
    }
    let verdict = check_replace(event, order, &state.instruments[instrument as usize]);
    if verdict.reason != REASON_NONE {
        note_refusal(state, verdict.reason, id, instrument, verdict.lane, verdict.value, 0.0, 0.0);
        return;
    }
    order.replace_quantity = event.float(REPLACE_QUANTITY) + 0.0;
    order.replace_limit = event.float(REPLACE_LIMIT) + 0.0;
    order.replace_stop = event.float(REPLACE_STOP) + 0.0;
    move_order(order, ORDER_EVENT_REQUEST_REPLACE);
    if state.instruments[instrument as usize].execution == EXECUTION_REPORTED {
        note_order(state, slot, REASON_REQUESTED, 0);
        return;
    }
    apply_replacement(state, slot);
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_REPLACE);
    note_order(state, slot, REASON_BY_REQUEST, 0);
}

fn check_replace(event: Event, order: &Order, instrument: &Instrument) -> Verdict {
    let (quantity, limit) = (event.float(REPLACE_QUANTITY), event.float(REPLACE_LIMIT));
    let stop = event.float(REPLACE_STOP);
    if quantity == 0.0 && limit == 0.0 && stop == 0.0 {
        return refuse(REASON_REPLACE_EMPTY, NO_LANE, 0.0);
    }
    if quantity != 0.0 {
        if quantity < 0.0 {
            return refuse(REASON_NEGATIVE, REPLACE_QUANTITY, quantity);
        }
        if quantity > EXACT_MAX {
            return refuse(REASON_OUT_OF_RANGE, REPLACE_QUANTITY, quantity);
        }
        if !is_integer(quantity) {
            return refuse(REASON_OFF_GRID, REPLACE_QUANTITY, quantity);
        }
        if order.protective() {
            return refuse(REASON_NOT_SUPPORTED, REPLACE_QUANTITY, quantity);
        }
        if quantity <= order.filled {
            return refuse(REASON_REPLACE_BELOW_FILLED, REPLACE_QUANTITY, quantity);
        }
    }
    if limit != 0.0 {
        if order.limit == 0.0 {
            return refuse(REASON_PRICE_UNEXPECTED, REPLACE_LIMIT, limit);
        }
        let verdict = check_grid(limit, REPLACE_LIMIT, instrument);
        if verdict.reason != REASON_NONE {
            return verdict;
        }
    }
    if stop != 0.0 {
        if order.stop == 0.0 || order.triggered {
            return refuse(REASON_PRICE_UNEXPECTED, REPLACE_STOP, stop);
        }
        return check_grid(stop, REPLACE_STOP, instrument);
    }
    FINE
}

/// Takes a replacement over. Fills that came in between keep their lots: the quantity never falls below them.
pub fn apply_replacement(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    if order.replace_quantity != 0.0 {
        order.quantity = if order.replace_quantity > order.filled { order.replace_quantity } else { order.filled };
        order.cash = 0.0;
        order.fraction = 0.0;
    }
    if order.replace_limit != 0.0 {
        order.limit = order.replace_limit;
    }
    if order.replace_stop != 0.0 {
        order.stop = order.replace_stop;
    }
    order.replace_quantity = 0.0;
    order.replace_limit = 0.0;
    order.replace_stop = 0.0;
    // The new terms were decided now, so they meet bars that begin from now on.
    order.placed_us = state.time_us;
    order.scan = None;
}

/// Sets the risk flags.
pub fn set_risk(state: &mut State, event: Event) {
    let flags = event.word(RISK_FLAGS);
    if flags > 3 {
        note_refusal(state, REASON_UNKNOWN_CODE, 0, 0, WORD_LANE + RISK_FLAGS, f64::from(flags), 0.0, 0.0);
    } else {
        state.risk_flags = flags;
    }
}
