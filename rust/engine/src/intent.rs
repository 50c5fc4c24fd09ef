//! Intents: the requests of a strategy. Each is checked completely before anything changes.

use crate::contract::*;
use crate::state::amount::share;
use crate::state::event::Event;
use crate::state::fields::{Instrument, Order};
use crate::state::model::Model;
use crate::state::notices::{info, note_diagnostic, note_ended, note_order, note_refusal, warn, NO_LANE, WORD_LANE};
use crate::state::order::{move_order, outcome_of, sign_of};
use crate::state::refusal::{refuse_if, Refusal};
use crate::state::state::State;

/// The flags of orders that a limit of the session refuses.
const LIMIT_FLAGS: u32 = ORDER_FLAG_RISK_SIZE
    | ORDER_FLAG_RISK_NOTIONAL
    | ORDER_FLAG_RISK_POSITION
    | ORDER_FLAG_RISK_GROSS
    | ORDER_FLAG_RISK_OPEN_ORDERS
    | ORDER_FLAG_RISK_RATE
    | ORDER_FLAG_RISK_COLLAR
    | ORDER_FLAG_RISK_STALE;

/// Places an order, or refuses it.
pub fn place(state: &mut State, model: &dyn Model, event: Event, instrument: u32) {
    let id = event.word(LANE_ORDER_ID);
    let checked = check_place(state, model, event, &state.instruments[instrument as usize], id);
    if id > state.orders.id_highest {
        state.orders.id_highest = id;
    }
    match checked {
        // The position is closed or closing already, so the request is met: a diagnostic, no refusal.
        Err(Refusal { reason: reason @ (REASON_NOTHING_TO_CLOSE | REASON_ALREADY_CLOSING), offending, .. }) => {
            note_diagnostic(state, LEVEL_INFO, reason, id, instrument, offending, 0.0);
        }
        Err(refusal) => {
            let entry = entry_of(state, event, &refusal);
            let of_price = entry.is_some() && is_of_price(&refusal);
            let reason = if of_price { REASON_PROTECTIVE_PRICE } else { refusal.reason };
            note_refusal(state, reason, id, instrument, refusal.lane, refusal.offending, 0.0, 0.0);
            if let Some(entry) = entry {
                model.reject_taken(state, entry, if of_price { REASON_PROTECTIVE_PRICE } else { REASON_GROUP_REFUSED });
            }
            reject_call(state, model, call_of(state, event, entry));
        }
        Ok(()) => {
            let slot = state.orders.take(id);
            fill_in(state, event, instrument, slot);
            model.place(state, slot);
        }
    }
}

/// Returns the slot of the entry that a protective order takes along. An entry that has not filled does not go on without
/// the protection that it was to have: one with a bad price, or one that was given together with it.
fn entry_of(state: &State, event: Event, refusal: &Refusal) -> Option<usize> {
    let flags = event.word(PLACE_FLAGS);
    let bound = is_of_price(refusal) || flags & ORDER_FLAG_TOGETHER != 0;
    if !bound || flags & ORDER_FLAG_PROTECTIVE == 0 {
        return None;
    }
    state.orders.find(event.word(PLACE_PARENT)).filter(|&slot| {
        let entry = &state.orders.slots[slot];
        entry.instrument == event.word(LANE_INSTRUMENT) && can_fall(state, entry)
    })
}

/// Returns whether an order is refused for its price or its distance.
fn is_of_price(refusal: &Refusal) -> bool {
    matches!(refusal.lane, PLACE_LIMIT | PLACE_STOP | PLACE_TRAIL) && refusal.reason != REASON_PRICE_UNEXPECTED
}

/// Returns whether an order that was taken can still be rejected: it has not filled, and no venue may know of it.
fn can_fall(state: &State, order: &Order) -> bool {
    if order.ended != 0 || order.filled != 0.0 {
        return false;
    }
    // An order that its venue may know of is the venue's to end.
    let is_new = order.state == STATE_SUBMITTED && order.placed_us == state.time_us;
    let at_venue = state.instruments[order.instrument as usize].terms.execution == EXECUTION_REPORTED;
    !((at_venue && !is_new) || order.flags & ORDER_FLAG_EXTERNAL != 0)
}

/// Returns the call that a refused order, or the entry that it took along, was given in: its first order's id, or zero.
fn call_of(state: &State, event: Event, entry: Option<usize>) -> u32 {
    if let Some(entry) = entry {
        let Order { flags, round_trip, .. } = state.orders.slots[entry];
        return if flags & ORDER_FLAG_TOGETHER != 0 { round_trip } else { 0 };
    }
    let own = event.word(PLACE_FLAGS) & (ORDER_FLAG_TOGETHER | ORDER_FLAG_PROTECTIVE) == ORDER_FLAG_TOGETHER;
    if own {
        event.word(PLACE_ROUND_TRIP)
    } else {
        0
    }
}

/// Rejects the orders of a call that were taken, as a call is taken whole or refused whole.
fn reject_call(state: &mut State, model: &dyn Model, call: u32) {
    if call == 0 {
        return;
    }
    for at_venue in [false, true] {
        let count = if at_venue { state.orders.at_venue.len() } else { state.orders.resting.len() };
        for at in 0..count {
            let slot = if at_venue { state.orders.at_venue[at] } else { state.orders.resting[at] };
            let order = &state.orders.slots[slot];
            let is_member = order.round_trip == call && order.flags & ORDER_FLAG_TOGETHER != 0 && !order.protective();
            if !is_member || order.placed_us != state.time_us || !can_fall(state, order) {
                continue;
            }
            model.reject_taken(state, slot, REASON_GROUP_REFUSED);
        }
    }
}

/// Copies a checked intent into its order and links it to the other orders.
fn fill_in(state: &mut State, event: Event, instrument: u32, slot: usize) {
    let order = &mut state.orders.slots[slot];
    order.instrument = instrument;
    order.order_type = OrderType(event.word(PLACE_ORDER_TYPE));
    order.sign = sign_of(event.word(PLACE_SIDE));
    order.validity = event.word(PLACE_VALIDITY);
    order.flags = event.word(PLACE_FLAGS);
    order.parent = event.word(PLACE_PARENT);
    order.oco = event.word(PLACE_OCO);
    order.round_trip = event.word(PLACE_ROUND_TRIP);
    order.basket = event.word(PLACE_BASKET);
    if order.basket != 0 {
        state.orders.has_baskets = true;
    }
    // Adding zero keeps -0 out of the state.
    order.quantity = event.float(PLACE_QUANTITY) + 0.0;
    order.limit = event.float(PLACE_LIMIT) + 0.0;
    order.stop = event.float(PLACE_STOP) + 0.0;
    order.valid_us = event.float(PLACE_VALID_US) + 0.0;
    order.cash = event.float(PLACE_CASH) + 0.0;
    order.fraction = event.float(PLACE_FRACTION) + 0.0;
    let by_rate = order.flags & ORDER_FLAG_TRAIL_RATE != 0;
    let trail = event.float(PLACE_TRAIL) + 0.0;
    order.trail_amount = if by_rate { 0.0 } else { trail };
    order.trail_rate = if by_rate { trail } else { 0.0 };
    let (session_end_us, at_open) = (event.float(PLACE_SESSION_END_US) + 0.0, order.kind().at == At::Open);
    order.session_end_us = if at_open { 0.0 } else { session_end_us };
    order.placed_day = if at_open { session_end_us as u32 } else { 0 };
    order.placed_us = state.time_us;
    if order.flags & ORDER_FLAG_CLOSE != 0 {
        let instrument = &mut state.instruments[instrument as usize];
        if order.quantity == 0.0 {
            order.quantity = instrument.position_size.abs();
        }
        instrument.closing_order = order.id;
    }
    if order.flags & ORDER_FLAG_TARGET != 0 {
        order.aim = order.sign;
        order.target = order.quantity;
        order.quantity = 0.0;
    }
    // Placed against a position, an order without a size only closes, however the position changes until its fill.
    if order.whole() && order.sign * state.instruments[instrument as usize].position_size < 0.0 {
        order.flags |= ORDER_FLAG_REDUCE_ONLY;
    }
    let (parent, oco, protective) = (order.parent, order.oco, order.protective());
    if protective {
        let parent = state.orders.find(parent).expect("A parent that was found is gone");
        let parent = &mut state.orders.slots[parent];
        assert!(parent.instrument == instrument, "An order protects an entry in another instrument");
        parent.has_children = true;
        let opened = parent.opened;
        let order = &mut state.orders.slots[slot];
        order.entry_share = order.fraction;
        order.fraction = 0.0;
        order.quantity = if order.entry_share > 0.0 { share(opened, order.entry_share, RATE_SCALE) } else { opened };
        order.active = order.quantity > 0.0;
    }
    if let Some(leader) = state.orders.find(oco).filter(|_| oco != 0) {
        state.orders.slots[leader].is_leader = true;
    }
}

fn check_place(
    state: &State,
    model: &dyn Model,
    event: Event,
    instrument: &Instrument,
    id: u32,
) -> Result<(), Refusal> {
    refuse_if(id <= state.orders.id_highest, REASON_ORDER_ID, WORD_LANE + LANE_ORDER_ID, f64::from(id))?;
    refuse_if(!instrument.terms.traded, REASON_NOT_TRADED, NO_LANE, 0.0)?;
    refuse_if(f64::from(state.orders.live_count) >= LIVE_ORDERS_MAX, REASON_ORDERS_LIMIT, NO_LANE, LIVE_ORDERS_MAX)?;
    check_codes(event)?;
    model.built(event)?;
    check_limits(event.word(PLACE_FLAGS), PLACE_FLAGS)?;
    check_risk(state, event)?;
    model.check(state, event, instrument)
}

/// Refuses what a limit of the session refuses, by the first such flag.
fn check_limits(flags: u32, lane: usize) -> Result<(), Refusal> {
    let limits = flags & LIMIT_FLAGS;
    if limits == 0 {
        return Ok(());
    }
    let first = limits.trailing_zeros() - ORDER_FLAG_RISK_SIZE.trailing_zeros();
    refuse_if(true, Reason(REASON_RISK_SIZE.0 + first), WORD_LANE + lane, f64::from(limits))
}

/// Checks the risk flags. A venue's own order is there already, so no flag keeps it out.
fn check_risk(state: &State, event: Event) -> Result<(), Refusal> {
    if event.word(PLACE_FLAGS) & ORDER_FLAG_EXTERNAL != 0 {
        return Ok(());
    }
    let risk = state.risk_flags;
    refuse_if(
        risk & RISK_FLAG_HALT != 0 || (risk & RISK_FLAG_REDUCE_ONLY != 0 && could_open(state, event)),
        REASON_RISK_FLAGGED,
        NO_LANE,
        f64::from(risk),
    )
}

/// Returns whether an order could open a position or flip one.
fn could_open(state: &State, event: Event) -> bool {
    let flags = event.word(PLACE_FLAGS);
    if flags & (ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE) != 0 {
        return false;
    }
    let size = state.instruments[event.word(LANE_INSTRUMENT) as usize].position_size;
    if flags & ORDER_FLAG_WHOLE != 0 {
        return sign_of(event.word(PLACE_SIDE)) * size >= 0.0;
    }
    // A target of nothing closes.
    let aimed =
        event.float(PLACE_QUANTITY) != 0.0 || event.float(PLACE_CASH) != 0.0 || event.float(PLACE_FRACTION) != 0.0;
    aimed || flags & ORDER_FLAG_TARGET == 0
}

fn check_codes(event: Event) -> Result<(), Refusal> {
    let (order_type, side) = (event.word(PLACE_ORDER_TYPE), event.word(PLACE_SIDE));
    let (validity, flags) = (event.word(PLACE_VALIDITY), event.word(PLACE_FLAGS));
    refuse_if(
        order_type == 0 || order_type as usize >= ORDER_KINDS.len(),
        REASON_UNKNOWN_CODE,
        WORD_LANE + PLACE_ORDER_TYPE,
        f64::from(order_type),
    )?;
    refuse_if(!(SIDE_BUY..=SIDE_SELL).contains(&side), REASON_UNKNOWN_CODE, WORD_LANE + PLACE_SIDE, f64::from(side))?;
    refuse_if(
        !(VALIDITY_GTC..=VALIDITY_FOK).contains(&validity),
        REASON_UNKNOWN_CODE,
        WORD_LANE + PLACE_VALIDITY,
        f64::from(validity),
    )?;
    refuse_if(flags & !ORDER_FLAG_MASK != 0, REASON_UNKNOWN_CODE, WORD_LANE + PLACE_FLAGS, f64::from(flags))
}

/// Returns the slot of the order that an event names. Refuses the event if there is none.
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

/// Cancels an order. For an order that is at its venue it records the request only.
pub fn cancel(state: &mut State, model: &dyn Model, event: Event, instrument: u32) {
    let Some(slot) = find_order(state, event, instrument) else {
        return;
    };
    let reported = state.instruments[instrument as usize].terms.execution == EXECUTION_REPORTED;
    let order = &mut state.orders.slots[slot];
    match outcome_of(order.state, ORDER_EVENT_REQUEST_CANCEL) {
        _ if reported && order.state == STATE_CREATED => model.cancel(state, slot),
        OUTCOME_SAME => {
            let id = order.id;
            info(state, REASON_ALREADY_PENDING, id, instrument);
        }
        OUTCOME_ILLEGAL if order.ended == 0 => {
            let (id, value) = (order.id, f64::from(order.state.0));
            warn(state, REASON_ILLEGAL_TRANSITION, id, instrument, value, f64::from(ORDER_EVENT_REQUEST_CANCEL.0));
        }
        OUTCOME_ILLEGAL => {
            let filled = order.state == STATE_FILLED;
            note_ended(state, slot, if filled { REASON_LATE_CANCEL } else { REASON_ALREADY_ENDED });
        }
        _ if reported => {
            move_order(order, ORDER_EVENT_REQUEST_CANCEL);
            note_order(state, slot, REASON_REQUESTED, 0);
        }
        _ if state.rule(CONFIG_RULE_CANCEL) == CANCEL_IGNORED && is_new(state, slot) => {
            let id = state.orders.slots[slot].id;
            info(state, REASON_CANCEL_IGNORED, id, instrument);
        }
        _ => model.cancel(state, slot),
    }
}

/// Returns whether an order is so new that a rule lets its cancel do nothing.
fn is_new(state: &State, slot: usize) -> bool {
    let order = state.order(slot);
    // Before its acceptance an order is not in the queue, where a cancel looks for it.
    if state.exact {
        order.placed_us == state.time_us
    } else {
        order.rank == 0
    }
}

/// Replaces quantity and prices of an order.
pub fn replace(state: &mut State, model: &dyn Model, event: Event, instrument: u32) {
    let Some(slot) = find_order(state, event, instrument) else { return };
    let flags = event.word(REPLACE_FLAGS);
    let unknown = flags & !LIMIT_FLAGS != 0;
    let checked = refuse_if(unknown, REASON_UNKNOWN_CODE, WORD_LANE + REPLACE_FLAGS, f64::from(flags))
        .and_then(|()| check_limits(flags, REPLACE_FLAGS));
    match checked {
        Ok(()) => model.replace(state, event, slot),
        Err(refusal) => {
            let id = state.orders.slots[slot].id;
            note_refusal(state, refusal.reason, id, instrument, refusal.lane, refusal.offending, 0.0, 0.0);
        }
    }
}

/// Sets the risk flags.
pub fn set_risk(state: &mut State, event: Event) {
    let flags = event.word(RISK_FLAGS);
    if flags & !RISK_FLAG_MASK != 0 {
        note_refusal(state, REASON_UNKNOWN_CODE, 0, 0, WORD_LANE + RISK_FLAGS, f64::from(flags), 0.0, 0.0);
    } else {
        state.risk_flags = flags;
    }
}
