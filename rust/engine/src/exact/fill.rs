//! Fills with exact numbers: affordability and booking of simulated and of reported ones.

use crate::contract::*;
use crate::exact::commission::{begin_charge, commission_of, count_traded, schedule_charge};
use crate::exact::ledger::{
    add_to_order, begin_execution, book, can_book, free_cash_at, mark_at_fill, mark_instrument, note_reported,
    size_before,
};
use crate::exact::margin::opening_need;
use crate::exact::size::{closable, free_for, lots_affordable, refuse_size, size_order, Part};
use crate::exact::tied::{
    end_entry, end_group, end_order, end_protection, end_sleeping_children, raise_children, shrink_group, trigger,
    wake_children,
};
use crate::state::amount::{amount, share};
use crate::state::notices::{debug, note_execution, note_order, note_refusal, warn, Execution, NO_LANE, VIEW_LATE};
use crate::state::order::{is_terminal, move_order, signed, waits_for_trigger};
use crate::state::state::State;

/// Fills a simulated order at a price: the closing part and, with `Part::All`, the opening part, each as its own fill.
/// If the opening part is refused, the order ends and the closing part stays filled.
pub fn fill_order(state: &mut State, slot: usize, price: f64, rule: FillRule, flags: u32, part: Part) {
    begin_order_charge(state, slot, rule);
    let id = state.orders.slots[slot].instrument as usize;
    let limited = state.instruments[id].terms.volume_limit_numerator != 0.0;
    if limited && !begin_limited(state, slot, part) {
        return;
    }
    if state.orders.slots[slot].is_unsized() && !size_order(state, slot, price, part) {
        return;
    }
    let order = &mut state.orders.slots[slot];
    assert!(order.ended == 0, "An order that has ended fills");
    let mut left = order.quantity - order.filled;
    let closing = closable(order, &state.instruments[id], left);
    // What closes and opens takes two executions, and what reduces may be cut.
    if order.validity == VALIDITY_FOK && closing > 0.0 && closing < left {
        end_order(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_WHOLE);
        return;
    }
    if order.reduces() {
        if closing == 0.0 {
            end_order(state, slot, ORDER_EVENT_CANCEL, REASON_NOTHING_TO_CLOSE);
            return;
        }
        order.quantity = order.filled + closing;
        left = closing;
    }
    // An order that fills whole or not takes no part of what the bar has.
    if limited && order.validity == VALIDITY_FOK && left > state.instruments[id].volume_left {
        if closing > 0.0 || part == Part::All {
            end_order(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_WHOLE);
        }
        return;
    }
    if closing > 0.0 {
        let room = state.instruments[id].volume_left;
        let lots = if limited && closing > room { room } else { closing };
        if !execute(state, slot, price, lots, 0.0, rule, flags) {
            return;
        }
        if lots < closing {
            wait_for_bar(state, slot);
            return;
        }
        left -= closing;
    }
    let order = state.order(slot);
    if part == Part::Closing || left == 0.0 || is_terminal(order.state) {
        return;
    }
    if order.by_money() && (order.filled > 0.0 || order.aim != 0.0) {
        // The closing part filled in full. Free cash cuts the opening part of an order that is sized by money.
        begin_order_charge(state, slot, rule);
        let order = &state.orders.slots[slot];
        let free = free_for(state, slot, price);
        let affordable = lots_affordable(&state.instruments[id], price, free, order.filled);
        if affordable < left {
            debug(state, REASON_CUT_TO_CASH, state.orders.slots[slot].id, id as u32);
            let order = &mut state.orders.slots[slot];
            order.quantity = order.filled + affordable;
            left = affordable;
            if left == 0.0 {
                if order.filled > 0.0 {
                    end_order(state, slot, ORDER_EVENT_FILL_ALL, REASON_CUT_TO_CASH);
                } else {
                    refuse_size(state, slot, price, free, REASON_INSUFFICIENT_CASH);
                }
                return;
            }
        }
    }
    let room = state.instruments[id].volume_left;
    if !limited || left <= room {
        execute(state, slot, price, 0.0, left, rule, flags);
        return;
    }
    if room == 0.0 || execute(state, slot, price, 0.0, room, rule, flags) {
        wait_for_bar(state, slot);
    }
}

/// Begins the fill of an order whose bar has a limit; returns whether the bar has lots for it. A stop that is reached
/// is a market order from then on, because its rest fills in later bars.
fn begin_limited(state: &mut State, slot: usize, part: Part) -> bool {
    if waits_for_trigger(state.order(slot)) {
        trigger(state, slot);
    }
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    if instrument.volume_left > 0.0 {
        return true;
    }
    // In the pass of the closing parts, an order without one is not asked to wait.
    if part == Part::All || closable(order, instrument, 1.0) > 0.0 {
        wait_for_bar(state, slot);
    }
    false
}

/// Lets an order wait for the next bar, as this one has no more for it.
fn wait_for_bar(state: &mut State, slot: usize) {
    state.orders.slots[slot].tried_us = state.time_us;
}

/// Checks and books one execution of a simulated order; returns whether it was booked.
fn execute(state: &mut State, slot: usize, price: f64, closing: f64, opening: f64, rule: FillRule, flags: u32) -> bool {
    begin_order_charge(state, slot, rule);
    let order = state.order(slot);
    let (order_id, id, filled) = (order.id, order.instrument, order.filled);
    let instrument = &state.instruments[id as usize];
    let lots = closing + opening;
    let notional = amount(price, lots, &instrument.terms.scale);
    let commission = commission_of(instrument, price, lots, filled);
    let mut reason = REASON_NONE;
    let moved = notional + commission.abs();
    let need = if opening > 0.0 && state.on_margin { opening_need(instrument, notional, lots) } else { notional };
    let needed = need + commission;
    let available = free_cash_at(state, instrument, price);
    if !can_book(state, instrument, moved, opening) {
        reason = REASON_AMOUNT_LIMIT;
    } else if opening > 0.0 && notional == 0.0 {
        reason = REASON_DUST;
    } else if opening > 0.0 && available < needed {
        reason = REASON_INSUFFICIENT_CASH;
    }
    if reason != REASON_NONE {
        let needed = if needed <= EXACT_MAX { needed } else { EXACT_MAX };
        note_refusal(state, reason, order_id, id, NO_LANE, price, needed, available);
        let order_event = if filled > 0.0 { ORDER_EVENT_CANCEL } else { ORDER_EVENT_REJECT };
        end_order(state, slot, order_event, reason);
        return false;
    }
    let mut execution = begin_execution(order, price, closing, opening, rule, flags);
    if closing > 0.0 {
        execution.closed_commission = commission;
    } else {
        execution.opened_commission = commission;
    }
    let cash_before = state.account.cash;
    if state.instruments[id as usize].terms.volume_limit_numerator != 0.0 {
        state.instruments[id as usize].volume_left -= lots;
    }
    let (closed_notional, opened_notional) = if closing > 0.0 { (notional, 0.0) } else { (0.0, notional) };
    charge_order(state, slot, price, lots, notional);
    book(state, &mut execution, closed_notional, opened_notional);
    add_to_order(state, slot, &execution, notional);
    // Until its close, a position is worth what it last filled at, for the sizes of orders in other instruments.
    if state.instruments[id as usize].ahead {
        mark_instrument(state, id);
    } else if state.bars_of_step.len() > 1 || state.on_margin {
        mark_at_fill(state, id, price);
    }
    settle(state, slot, &mut execution);
    // With margin, cash below zero is a loan.
    if state.account.cash < 0.0 && cash_before >= 0.0 && !state.on_margin {
        warn(state, REASON_NEGATIVE_CASH, order_id, id, state.account.cash, 0.0);
    }
    true
}

/// Sets what the commissions of an order by a schedule depend on.
#[inline]
pub fn begin_order_charge(state: &mut State, slot: usize, rule: FillRule) {
    let order = state.order(slot);
    let (id, charged) = (order.instrument, order.charged);
    begin_charge(state, id, charged, rule);
}

/// Adds a fill to what a schedule charges its order, and to what was traded.
#[inline]
fn charge_order(state: &mut State, slot: usize, price: f64, lots: f64, notional: f64) {
    let order = &mut state.orders.slots[slot];
    let id = order.instrument;
    let instrument = &state.instruments[id as usize];
    if instrument.terms.commission_kind == COMMISSION_SCHEDULE {
        order.charged += schedule_charge(instrument, price, lots, order.filled);
    }
    count_traded(state, id, price, lots, notional);
}

/// Books a reported fill even if cash becomes negative. Without a reported commission, the instrument's scheme applies.
/// A fee in kind is commission too: its lots, valued at the price of the fill, leave the opening part.
#[allow(clippy::too_many_arguments)]
pub fn execute_reported(
    state: &mut State,
    slot: usize,
    price: f64,
    lots: f64,
    commission: Option<f64>,
    fee_lots: f64,
    rule: FillRule,
    id_high: u32,
    id_low: u32,
) -> bool {
    begin_order_charge(state, slot, rule);
    let order = &state.orders.slots[slot];
    let (order_id, id) = (order.id, order.instrument);
    let instrument = &mut state.instruments[id as usize];
    let closing = closable(order, instrument, lots);
    let opening = lots - closing;
    let closed_notional = amount(price, closing, &instrument.terms.scale);
    let opened_notional = amount(price, opening, &instrument.terms.scale);
    let (mut closed_commission, mut opened_commission) = (0.0, 0.0);
    if let Some(commission) = commission {
        closed_commission = signed(if commission < 0.0 { -1.0 } else { 1.0 }, share(commission.abs(), closing, lots));
        opened_commission = commission - closed_commission;
    } else {
        if closing > 0.0 {
            closed_commission = commission_of(instrument, price, closing, order.filled);
        }
        if closing > 0.0 && instrument.terms.commission_kind == COMMISSION_SCHEDULE {
            instrument.charged += schedule_charge(instrument, price, closing, order.filled);
        }
        if opening > 0.0 {
            opened_commission = commission_of(instrument, price, opening, order.filled + closing);
        }
    }
    let instrument = &state.instruments[id as usize];
    let fee_value = amount(price, fee_lots, &instrument.terms.scale);
    let fees = closed_commission.abs() + opened_commission.abs() + fee_value;
    let moved = closed_notional + opened_notional + fees;
    // Rebates and fees of other orders offset each other in the account, so the order's own sums are checked too.
    let holds = order.commission.abs() + fees <= EXACT_MAX && order.notional + moved <= EXACT_MAX;
    if !holds || !can_book(state, instrument, moved, opening) {
        note_refusal(state, REASON_AMOUNT_LIMIT, order_id, id, NO_LANE, price, EXACT_MAX, 0.0);
        return false;
    }
    let late = is_terminal(order.state);
    let mut execution = begin_execution(order, price, closing, opening, rule, if late { FILL_FLAG_LATE } else { 0 });
    execution.closed_commission = closed_commission;
    execution.opened_commission = opened_commission + fee_value;
    execution.fee_lots = fee_lots;
    execution.fee_value = fee_value;
    execution.id_high = id_high;
    execution.id_low = id_low;
    let cash_before = state.account.cash;
    // Before the first bar, the venue's price is the only known price.
    let instrument = &mut state.instruments[id as usize];
    if instrument.bars == 0 {
        instrument.close = price;
    }
    charge_order(state, slot, price, lots, closed_notional + opened_notional);
    book(state, &mut execution, closed_notional, opened_notional);
    // A fill beyond the quantity tells of a replacement that is undecided, or that came after the fill.
    let order = &mut state.orders.slots[slot];
    if order.filled + lots > order.quantity {
        order.quantity = order.filled + lots;
    }
    add_to_order(state, slot, &execution, closed_notional + opened_notional);
    mark_instrument(state, id);
    settle(state, slot, &mut execution);
    if state.account.cash < 0.0 && cash_before >= 0.0 {
        warn(state, REASON_NEGATIVE_CASH, order_id, id, state.account.cash, 0.0);
    }
    true
}

/// Moves the order on after its booking, emits the notices, and applies the fill to its group and children.
fn settle(state: &mut State, slot: usize, execution: &mut Execution) {
    let order = &mut state.orders.slots[slot];
    let id = order.instrument;
    // Under a cancellation, an undecided replacement may still add lots.
    let undecided = order.state == STATE_CANCEL_PENDING && order.replacing();
    let all = order.filled == order.quantity && !undecided;
    let outcome = move_order(order, if all { ORDER_EVENT_FILL_ALL } else { ORDER_EVENT_FILL });
    let instrument = &state.instruments[id as usize];
    let reported = instrument.terms.execution == EXECUTION_REPORTED;
    let trip_closed =
        order.sign * size_before(instrument, execution) < 0.0 && order.sign * instrument.position_size >= 0.0;
    let (group, has_children, terminal) = (order.group(), order.has_children, is_terminal(order.state));
    let (protective, limited) = (order.protective(), !reported && instrument.terms.volume_limit_numerator != 0.0);
    execution.order_state = order.state;
    let (quantity, filled) = (signed(order.sign, order.quantity), signed(order.sign, order.filled));
    if reported {
        note_reported(state, execution);
        note_order(state, slot, REASON_FILLED, if outcome == OUTCOME_LATE { VIEW_LATE } else { 0 });
    } else {
        note_execution(state, execution, quantity, filled);
    }
    if terminal {
        state.orders.end(slot);
    }
    // A protective order that fills in part leaves the rest of the position to its group.
    let in_part = protective && !reported && !terminal;
    if group != 0 {
        if state.order(slot).entry_share > 0.0 {
            shrink_group(state, slot, execution.quantity.abs());
        } else if !in_part {
            end_group(state, slot);
        }
    }
    if trip_closed {
        end_protection(state, id);
    }
    if limited && protective && (trip_closed || !in_part) {
        end_entry(state, slot);
    }
    if has_children && execution.quantity != execution.closed {
        if reported {
            raise_children(state, slot, execution);
        } else {
            wake_children(state, slot, execution);
        }
    }
    if has_children && terminal {
        end_sleeping_children(state, slot);
    }
}
