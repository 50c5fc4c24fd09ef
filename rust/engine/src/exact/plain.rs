//! Plain orders: a market order of a size, or a close of all there is, while no other order lives.
//!
//! Most orders of most runs are plain, and fill whole at the next open. What a general way asks of each order and of each
//! step is answered for them by a few comparisons: at the placement, that nothing can refuse it; at the step, that nothing
//! can cut it, split it or refuse it. Whatever is not so goes the general way, from the same state. Where invariants are
//! checked every order goes the general way, so a run with checks is the proof of a run without.

use crate::contract::*;
use crate::exact::commission::commission_of;
use crate::exact::ledger::{add_to_order, begin_execution, book, can_book, free_cash, mark_instrument};
use crate::state::amount::amount;
use crate::state::columns::Columns;
use crate::state::event::Event;
use crate::state::notices::note_execution;
use crate::state::order::{move_order, sign_of, signed};
use crate::state::state::State;

/// Places the order of an event if it is plain; returns false, and changes nothing, for every other event.
pub fn place_plain(state: &mut State, event: Event) -> bool {
    if !says_plain(event) || !can_place(state, event) {
        return false;
    }
    let (id, flags) = (event.word(LANE_ORDER_ID), event.word(PLACE_FLAGS));
    state.event_kind = EVENT_PLACE;
    state.event_producer = 0;
    state.event_producer_sequence = 0;
    state.event_refused = false;
    state.sequence += 1;
    if state.chain_on {
        state.chain.mix(state.sequence, 0);
    }
    state.time_us = state.step_us;
    state.orders.id_highest = id;
    let slot = state.orders.take_unlisted(id);
    let (order, instrument) = (&mut state.orders.slots[slot], &mut state.instruments[0]);
    order.instrument = 0;
    order.order_type = TYPE_MARKET;
    order.sign = sign_of(event.word(PLACE_SIDE));
    order.validity = VALIDITY_GTC;
    order.flags = flags;
    order.placed_us = state.time_us;
    if flags == ORDER_FLAG_CLOSE {
        order.quantity = instrument.position_size.abs();
        instrument.closing_order = id;
    } else {
        order.quantity = event.float(PLACE_QUANTITY);
    }
    move_order(order, ORDER_EVENT_SUBMIT);
    move_order(order, ORDER_EVENT_ACCEPT);
    state.orders.live_count += 1;
    state.orders.rest(slot);
    state.orders.wake(slot);
    state.orders.plain = Some(slot);
    if state.chain_on {
        event.mix_meaning(&mut state.chain);
    }
    state.orders.retire_oldest();
    true
}

/// Returns whether an event asks for a market order of a size or for a close of all there is, and for nothing else.
#[inline]
fn says_plain(event: Event) -> bool {
    if event.word(LANE_KIND) != EVENT_PLACE || event.word(PLACE_ORDER_TYPE) != TYPE_MARKET.0 {
        return false;
    }
    let (side, flags, quantity) = (event.word(PLACE_SIDE), event.word(PLACE_FLAGS), event.float(PLACE_QUANTITY));
    if (side != SIDE_BUY && side != SIDE_SELL) || event.word(PLACE_VALIDITY) != VALIDITY_GTC {
        return false;
    }
    let ties = event.word(LANE_INSTRUMENT)
        | event.word(LANE_PRODUCER)
        | event.word(LANE_PRODUCER_SEQUENCE)
        | event.word(PLACE_PARENT)
        | event.word(PLACE_OCO)
        | event.word(PLACE_ROUND_TRIP)
        | event.word(PLACE_BASKET);
    if ties != 0 {
        return false;
    }
    let says_more = event.float(PLACE_LIMIT) != 0.0
        || event.float(PLACE_STOP) != 0.0
        || event.float(PLACE_VALID_US) != 0.0
        || event.float(PLACE_TRAIL) != 0.0
        || event.float(PLACE_CASH) != 0.0
        || event.float(PLACE_FRACTION) != 0.0
        || event.float(PLACE_SESSION_END_US) != 0.0;
    if says_more {
        return false;
    }
    if flags == ORDER_FLAG_CLOSE {
        return quantity == 0.0;
    }
    flags == 0 && quantity > 0.0 && quantity <= EXACT_MAX && quantity as u64 as f64 == quantity
}

/// Returns whether nothing refuses a plain order, and nothing else waits for the next step.
#[inline]
fn can_place(state: &State, event: Event) -> bool {
    let (orders, instrument) = (&state.orders, &state.instruments[0]);
    if state.shut_down || state.step_open || !state.step_seen || event.float(LANE_TIME_US) != state.step_us {
        return false;
    }
    if state.risk_flags != 0 || state.sequence == u32::MAX {
        return false;
    }
    // Money that waits moves ahead of the orders of a full step.
    if state.account.transfer != 0.0 {
        return false;
    }
    if orders.live_count != 0 || orders.resting.len() + orders.awake.len() + orders.tied.len() != 0 {
        return false;
    }
    if event.word(LANE_ORDER_ID) <= orders.id_highest {
        return false;
    }
    // A close of nothing is told, and one against a position is not refused where no other order lives.
    event.word(PLACE_FLAGS) == 0 || sign_of(event.word(PLACE_SIDE)) * instrument.position_size < 0.0
}

/// Pulls the bar of the next step and fills the plain order that was placed last, up to the marks of the positions;
/// returns false, and changes nothing, if anything else could happen.
pub fn step_plain(state: &mut State, loaded: &Columns, columns: &[f64], time_us: f64) -> bool {
    let Some(slot) = state.orders.plain else { return false };
    let (account, instrument, order) = (&state.account, &state.instruments[0], &state.orders.slots[slot]);
    let (count, from) = (loaded.counts[0] as usize, (instrument.bars - loaded.bases[0]) as usize);
    let read = |column: usize| columns[from + column * count];
    // The bar begins where the last one ended, or later; a halted instrument fills nothing.
    if instrument.bars == 0 || instrument.halted || order.placed_us > instrument.time_us {
        return false;
    }
    if instrument.terms.needs_volume && read(COLUMN_VOLUME) == 0.0 {
        return false;
    }
    if state.sequence > u32::MAX - 2 || account.accruals != 0 {
        return false;
    }
    let (price, lots, size) = (read(COLUMN_OPEN), order.quantity, instrument.position_size);
    let closes = order.sign * size < 0.0;
    // An order against the position that is larger than it is cut, or takes two executions.
    if if closes { lots > size.abs() } else { order.flags != 0 } {
        return false;
    }
    let notional = amount(price, lots, &instrument.terms.scale);
    let commission = commission_of(instrument, price, lots, 0.0);
    let (opening, cost) = (if closes { 0.0 } else { lots }, notional + commission);
    if !can_book(state, instrument, notional + commission.abs(), opening) {
        return false;
    }
    if !closes && (notional == 0.0 || free_cash(state) < cost) {
        return false;
    }
    // A purchase that closes a short may take more cash than there is, which is told.
    if if order.sign > 0.0 { account.cash < cost } else { account.cash + notional < commission } {
        return false;
    }
    let figure = if closes { instrument.trip_exit_value } else { instrument.trip_entry_value };
    if figure + notional > EXACT_MAX || instrument.trip_entry_quantity.abs() + opening > EXACT_MAX {
        return false;
    }
    take_bar(state, time_us, read(COLUMN_CLOSE));
    let order = &state.orders.slots[slot];
    let sign = order.sign;
    let mut execution = begin_execution(order, price, if closes { lots } else { 0.0 }, opening, FILL_RULE_OPEN, 0);
    let (closed_notional, opened_notional) = if closes { (notional, 0.0) } else { (0.0, notional) };
    if closes {
        execution.closed_commission = commission;
    } else {
        execution.opened_commission = commission;
    }
    book(state, &mut execution, closed_notional, opened_notional);
    add_to_order(state, slot, &execution, notional);
    let order = &mut state.orders.slots[slot];
    move_order(order, ORDER_EVENT_FILL_ALL);
    execution.order_state = order.state;
    let filled = signed(sign, lots);
    note_execution(state, &execution, filled, filled);
    state.orders.keep_plain(slot);
    let instrument = &state.instruments[0];
    if instrument.position_size != 0.0 || instrument.mark != 0.0 {
        mark_instrument(state, 0);
    }
    true
}

/// Takes the events of a bar and of its step in, and leaves of the bar what stays of one when its step has closed.
#[inline]
fn take_bar(state: &mut State, time_us: f64, close: f64) {
    for _event in 0..2 {
        state.sequence += 1;
        if state.chain_on {
            state.chain.mix(state.sequence, 0);
        }
    }
    state.event_kind = EVENT_STEP;
    state.event_producer = 0;
    state.event_producer_sequence = 0;
    state.time_us = time_us;
    state.step_us = time_us;
    let instrument = &mut state.instruments[0];
    instrument.time_us = time_us;
    instrument.close = close;
    instrument.bars += 1;
    instrument.position_at_step = instrument.position_size;
}
