//! Fills with exact numbers: sizing, affordability, booking, and the effect of a fill on other orders.

use crate::contract::*;
use crate::exact::commission::{
    begin_charge, commission_of, count_traded, lots_on_margin, lots_within, lots_worth, opening_cost, schedule_charge,
};
use crate::exact::due::enter;
use crate::exact::ledger::{
    add_to_order, begin_execution, book, can_book, free_cash, free_cash_at, mark_at_fill, mark_instrument,
    note_reported, signed_value, size_before,
};
use crate::exact::margin::opening_need;
use crate::exact::trail::{begin_at_entry, is_at_distance};
use crate::state::amount::{amount, lost_by_sum, share, share_down};
use crate::state::fields::{Instrument, Order};
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::notices::{debug, note_execution, note_order, note_refusal, warn, Execution, NO_LANE, VIEW_LATE};
use crate::state::number::floor;
use crate::state::order::{is_terminal, move_order, outcome_of, signed, waits_for_trigger, walk_tied};
use crate::state::state::State;

/// The part of an order that a fill takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The part that closes a position.
    Closing,
    /// All that is left, closing and opening.
    All,
}

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

/// Fixes the lots that orders of an instrument may take in the bar of the step.
pub fn limit_volume(instrument: &mut Instrument) {
    let InstrumentTerms { volume_limit_numerator, volume_limit_denominator, .. } = instrument.terms;
    let lots = floor(instrument.volume * volume_limit_numerator / volume_limit_denominator);
    instrument.volume_left = if lots < EXACT_MAX { lots } else { EXACT_MAX };
}

/// Returns whether orders have taken all that the bar has for them.
pub fn is_exhausted(instrument: &Instrument) -> bool {
    instrument.terms.volume_limit_numerator != 0.0 && instrument.volume_left == 0.0
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

/// Returns the lots that an order asks for at a price, as far as the limit of the bar lets it.
pub fn lots_ahead(state: &State, order: &Order, instrument: &Instrument, price: f64) -> f64 {
    let mut lots = order.quantity - order.filled;
    if order.is_unsized() {
        let held = instrument.position_size.abs();
        let opposite = order.sign * instrument.position_size < 0.0;
        if order.aim != 0.0 {
            lots = distance_to_target(state, order, instrument, price).abs();
        } else if order.whole() && opposite {
            lots = held;
        } else {
            lots = lots_within(instrument, price, budget_of(state, order, instrument, price), 0.0);
        }
    }
    if order.reduces() {
        lots = closable(order, instrument, lots);
    }
    if instrument.terms.volume_limit_numerator != 0.0 && lots > instrument.volume_left {
        instrument.volume_left
    } else {
        lots
    }
}

/// Returns the lots of an order that would close a position.
#[inline]
pub fn closable(order: &Order, instrument: &Instrument, left: f64) -> f64 {
    if order.sign * instrument.position_size >= 0.0 {
        return 0.0;
    }
    let size = instrument.position_size.abs();
    if left < size {
        left
    } else {
        size
    }
}

/// Computes the quantity of an order whose size the fill decides; returns whether the order may continue.
fn size_order(state: &mut State, slot: usize, price: f64, part: Part) -> bool {
    let order = state.order(slot);
    if order.aim != 0.0 {
        return take_aim(state, slot, price, part);
    }
    let (order_id, id) = (order.id, order.instrument);
    let instrument = &state.instruments[id as usize];
    let held = instrument.position_size.abs();
    let opposite = order.sign * instrument.position_size < 0.0;
    if order.whole() && order.reduces() && !opposite {
        end_order(state, slot, ORDER_EVENT_CANCEL, REASON_NOTHING_TO_CLOSE);
        return false;
    }
    if part == Part::Closing && !opposite {
        return false;
    }
    if order.whole() && opposite {
        state.orders.slots[slot].quantity = held;
        return true;
    }
    let mut budget = budget_of(state, order, instrument, price);
    let mut cut = false;
    let (free, on_margin) = (free_cash_at(state, instrument, price), instrument.terms.margin_kind != MARGIN_NONE);
    if !opposite && !on_margin && budget > free {
        budget = free;
        cut = true;
        debug(state, REASON_CUT_TO_CASH, order_id, id);
    }
    let mut lots = lots_within(&state.instruments[id as usize], price, budget, 0.0);
    if !opposite && on_margin && lots > 0.0 {
        // A budget is a notional with commission; what is free pays for its margin.
        let affordable = lots_on_margin(&state.instruments[id as usize], price, free, 0.0);
        if affordable < lots {
            lots = affordable;
            budget = free;
            cut = true;
            debug(state, REASON_CUT_TO_CASH, order_id, id);
        }
    }
    if lots == 0.0 {
        // A size that free cash has cut to nothing lacks cash; a request below one lot lacks size.
        refuse_size(state, slot, price, budget, if cut { REASON_INSUFFICIENT_CASH } else { REASON_BELOW_LOT });
        return false;
    }
    state.orders.slots[slot].quantity = lots;
    true
}

/// Returns the free cash that an order may use at a price: all of it, or the part of its basket.
fn free_for(state: &State, slot: usize, price: f64) -> f64 {
    let order = state.order(slot);
    let free = free_cash_at(state, state.instrument_of(order), price);
    if order.basket != 0 && order.share < free {
        order.share
    } else {
        free
    }
}

/// Returns the lots that free cash allows to open at a price.
fn lots_affordable(instrument: &Instrument, price: f64, free: f64, filled_before: f64) -> f64 {
    if instrument.terms.margin_kind == MARGIN_NONE {
        lots_within(instrument, price, free, filled_before)
    } else {
        lots_on_margin(instrument, price, free, filled_before)
    }
}

/// Rejects an order whose amount does not reach for one lot.
fn refuse_size(state: &mut State, slot: usize, price: f64, budget: f64, reason: Reason) {
    let order = state.order(slot);
    let (order_id, id) = (order.id, order.instrument);
    let instrument = &state.instruments[id as usize];
    let mut needed = opening_cost(instrument, price, 1.0, 0.0);
    if reason == REASON_INSUFFICIENT_CASH && instrument.terms.margin_kind != MARGIN_NONE {
        let notional = amount(price, 1.0, &instrument.terms.scale);
        needed = opening_need(instrument, notional, 1.0) + needed - notional;
    }
    let least = if needed <= EXACT_MAX { needed } else { EXACT_MAX };
    let available = if budget > 0.0 { budget } else { 0.0 };
    note_refusal(state, reason, order_id, id, NO_LANE, price, least, available);
    end_order(state, slot, ORDER_EVENT_REJECT, reason);
}

/// Returns the amount that an order may spend: its cash, or its share of the account's value at the fill.
fn budget_of(state: &State, order: &Order, instrument: &Instrument, price: f64) -> f64 {
    if order.cash > 0.0 {
        return order.cash;
    }
    let value = value_at_fill(state, instrument, price);
    let share = if order.whole() { RATE_SCALE } else { order.fraction };
    let budget = if value > 0.0 { share_down(value, share, RATE_SCALE) } else { 0.0 };
    if budget <= EXACT_MAX {
        budget
    } else {
        EXACT_MAX
    }
}

/// Returns the account's value with an instrument at a price; the others are at their last fill or close.
fn value_at_fill(state: &State, instrument: &Instrument, price: f64) -> f64 {
    let cash = state.account.cash;
    let others = state.account.marks - instrument.mark;
    let own = signed_value(instrument, price);
    if own.is_infinite() {
        return if own > 0.0 { EXACT_MAX } else { 0.0 };
    }
    let first = cash + others;
    let sum = first + own;
    // The cash with the marks may pass 2^53 where all three together do not.
    let value = sum + (lost_by_sum(cash, others, first) + lost_by_sum(first, own, sum));
    if value <= EXACT_MAX {
        value
    } else {
        EXACT_MAX
    }
}

/// Returns the lots, signed, of the position that an order aims at, at a price.
pub fn target_lots(state: &State, order: &Order, instrument: &Instrument, price: f64) -> f64 {
    let mut target = order.target;
    if order.by_money() {
        target = lots_worth(instrument, price, budget_of(state, order, instrument, price));
    }
    signed(order.aim, target)
}

/// Returns the lots, signed, that take the position to the target of an order at a price. Their sign is right beyond the
/// range of amounts too.
pub fn distance_to_target(state: &State, order: &Order, instrument: &Instrument, price: f64) -> f64 {
    target_lots(state, order, instrument, price) - instrument.position_size
}

/// Turns a target into a quantity; returns whether the order may continue.
fn take_aim(state: &mut State, slot: usize, price: f64, part: Part) -> bool {
    let order = state.order(slot);
    let instrument = &state.instruments[order.instrument as usize];
    let distance = distance_to_target(state, order, instrument, price);
    if part == Part::Closing && order.sign * instrument.position_size >= 0.0 {
        return false;
    }
    // Slippage can carry the price to where the position is on the target, or past it.
    if distance * order.sign <= 0.0 {
        end_order(state, slot, ORDER_EVENT_CANCEL, REASON_ON_TARGET);
        return false;
    }
    if distance.abs() > EXACT_MAX {
        let (order_id, id, available) = (order.id, order.instrument, free_cash(state));
        note_refusal(state, REASON_AMOUNT_LIMIT, order_id, id, NO_LANE, price, EXACT_MAX, available);
        end_order(state, slot, ORDER_EVENT_REJECT, REASON_AMOUNT_LIMIT);
        return false;
    }
    state.orders.slots[slot].quantity = distance.abs();
    true
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

/// Tells that the trigger of an order was reached: it is a limit order from now on.
pub fn trigger(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    order.triggered = true;
    move_order(order, ORDER_EVENT_TRIGGER);
    note_order(state, slot, REASON_TRIGGER, 0);
}

/// Ends an order by the table, emits its notice, and ends the children that wait for it.
pub fn end_order(state: &mut State, slot: usize, order_event: OrderEvent, reason: Reason) {
    let order = &mut state.orders.slots[slot];
    let has_children = order.has_children;
    move_order(order, order_event);
    order.executed_us = state.time_us;
    note_order(state, slot, reason, 0);
    state.orders.end(slot);
    if state.order(slot).entry_share > 0.0 {
        leave_share(state, slot);
    }
    if has_children {
        end_sleeping_children(state, slot);
    }
}

/// Leaves the share of a target that ends to no other one: of what its entry opens from now on, the next one takes its
/// own share behind it. Shares of several that ended are one, rounded once.
fn leave_share(state: &mut State, ended: usize) {
    let Order { parent, rank, entry_share, share_before, .. } = *state.order(ended);
    if state.orders.find(parent).is_none_or(|slot| state.order(slot).ended != 0) {
        return;
    }
    for at in 0..state.orders.tied.len() {
        let order = &mut state.orders.slots[state.orders.tied[at]];
        let follows = order.parent == parent && order.rank > rank;
        if !follows || order.ended != 0 || order.entry_share == 0.0 {
            continue;
        }
        for share_of in [share_before, entry_share] {
            order.share_before += share(RATE_SCALE - order.share_before, share_of, RATE_SCALE);
        }
        return;
    }
}

/// Cancels an order because of another one. At a venue it is told as to be cancelled, and a report decides.
fn drop_order(state: &mut State, slot: usize, reason: Reason) {
    let order = state.order(slot);
    let reported = state.instrument_of(order).terms.execution == EXECUTION_REPORTED;
    if !reported || order.state == STATE_CREATED {
        end_order(state, slot, ORDER_EVENT_CANCEL, reason);
    } else if outcome_of(order.state, ORDER_EVENT_REQUEST_CANCEL) == STATE_CANCEL_PENDING {
        move_order(&mut state.orders.slots[slot], ORDER_EVENT_REQUEST_CANCEL);
        note_order(state, slot, reason, 0);
    }
}

/// Drops the other members of an order's one-cancels-other group.
fn end_group(state: &mut State, slot: usize) {
    let (group, instrument) = (state.order(slot).group(), state.order(slot).instrument);
    walk_tied(state, instrument, |state, other| {
        let order = state.order(other);
        let member = other != slot && order.ended == 0 && order.group() == group;
        if member && is_terminal(outcome_of(order.state, ORDER_EVENT_CANCEL)) {
            drop_order(state, other, REASON_OCO);
        }
    });
}

/// Takes the lots of a target for a share from the order that protects all of its entry.
fn shrink_group(state: &mut State, slot: usize, lots: f64) {
    let (group, instrument) = (state.order(slot).group(), state.order(slot).instrument);
    walk_tied(state, instrument, |state, other| {
        let order = &mut state.orders.slots[other];
        if other == slot || order.ended != 0 || order.group() != group || order.entry_share > 0.0 {
            return;
        }
        if order.quantity - lots <= order.filled {
            drop_order(state, other, REASON_OCO);
        } else {
            order.quantity -= lots;
            note_order(state, other, REASON_SHARE_TAKEN, 0);
        }
    });
}

/// Drops the awake protective orders of an instrument whose position is closed or has changed sign.
pub fn end_protection(state: &mut State, instrument: u32) {
    walk_tied(state, instrument, |state, slot| {
        let order = state.order(slot);
        if order.ended == 0 && order.instrument == instrument && order.protective() && order.active {
            drop_order(state, slot, REASON_POSITION_CLOSED);
        }
    });
}

/// Ends what is left of an entry whose protection has closed what it opened.
fn end_entry(state: &mut State, slot: usize) {
    if let Some(entry) = state.orders.find(state.order(slot).parent) {
        if state.order(entry).ended == 0 {
            end_order(state, entry, ORDER_EVENT_CANCEL, REASON_PROTECTION_FILLED);
        }
    }
}

/// Tells that the edge has to place a protective order at its venue, or to replace it with its new quantity.
pub fn tell_placement(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    if order.state == STATE_CREATED {
        move_order(order, ORDER_EVENT_SUBMIT);
    }
    note_order(state, slot, REASON_TO_BE_PLACED, 0);
}

/// Gives the protective orders at a venue the lots that their entry has opened so far.
fn raise_children(state: &mut State, parent: usize, execution: &Execution) {
    let parent = &state.orders.slots[parent];
    let (parent_id, instrument, quantity) = (parent.id, parent.instrument, parent.opened);
    let mut told = 0;
    for at in 0..state.orders.at_venue.len() {
        let slot = state.orders.at_venue[at];
        let order = &mut state.orders.slots[slot];
        if order.ended != 0 || order.parent != parent_id || !order.protective() {
            continue;
        }
        if order.state == STATE_CANCEL_PENDING {
            continue;
        }
        if !order.active && is_at_distance(order) {
            begin_at_entry(order, state.instruments[instrument as usize].terms.tick, execution.price);
        }
        order.active = true;
        order.quantity = quantity;
        tell_placement(state, slot);
        told += 1;
    }
    let opened = execution.quantity.abs() - execution.closed.abs() - execution.fee_lots;
    if told == 0 {
        warn(state, REASON_UNPROTECTED, parent_id, instrument, opened, 0.0);
    }
}

/// Wakes the protective orders of an entry. Each takes the lots that the entry opened; those for a share take theirs of
/// all that it has opened so far and the ones before them left. One whose share is no lot yet sleeps on.
fn wake_children(state: &mut State, parent: usize, execution: &Execution) {
    let parent = &state.orders.slots[parent];
    let (parent_id, instrument, opened, trigger) = (parent.id, parent.instrument, parent.opened, parent.stop);
    let mut woken = 0;
    let came_back = execution.rule == FILL_RULE_LIMIT
        && parent.triggered_us == state.time_us
        && parent.kind().trigger != Trigger::Touch;
    let tick = state.instruments[parent.instrument as usize].terms.tick;
    let newly = execution.quantity.abs() - execution.closed.abs();
    let mut left = opened;
    assert!(opened > 0.0, "An entry that has opened nothing wakes its protection");
    for at in 0..state.orders.tied.len() {
        let slot = state.orders.tied[at];
        let order = &mut state.orders.slots[slot];
        if order.ended != 0 || order.parent != parent_id || !order.protective() {
            continue;
        }
        if order.entry_share > 0.0 {
            left -= share(left, order.share_before, RATE_SCALE);
            let lots = share(left, order.entry_share, RATE_SCALE);
            if lots > order.quantity {
                order.quantity = lots;
            }
            left = if order.quantity < left { left - order.quantity } else { 0.0 };
        } else {
            order.quantity += newly;
        }
        woken += 1;
        if order.quantity == 0.0 {
            continue;
        }
        if !order.active {
            order.active = true;
            if is_at_distance(order) {
                begin_at_entry(order, tick, execution.price);
            }
            enter(state, slot);
        }
        state.orders.wake(slot);
        let order = &mut state.orders.slots[slot];
        // An entry at the close of its placement was there before this bar, so its protection meets the whole of it.
        if execution.rule != FILL_RULE_PLACEMENT_CLOSE {
            order.woken_us = state.time_us;
        }
        order.woken_price = execution.price;
        order.woken_rule = execution.rule;
        order.woken_trigger = if came_back { trigger } else { 0.0 };
    }
    let lots = execution.quantity.abs();
    if woken == 0 && opened > lots {
        warn(state, REASON_UNPROTECTED, parent_id, instrument, lots, 0.0);
    }
}

/// Ends the protective orders of an entry that ended before they woke, unless fills of the entry are on their way. An
/// entry that filled has closed a position only, or has opened too little for their shares.
pub fn end_sleeping_children(state: &mut State, parent: usize) {
    let parent = &state.orders.slots[parent];
    let (parent_id, instrument) = (parent.id, parent.instrument);
    if parent.reported > parent.filled {
        return;
    }
    let reason = match parent {
        _ if parent.opened > 0.0 => REASON_BELOW_SHARE,
        _ if parent.filled > 0.0 => REASON_NOTHING_OPENED,
        _ => REASON_PARENT_ENDED,
    };
    walk_tied(state, instrument, |state, slot| {
        let order = state.order(slot);
        if order.ended == 0 && order.parent == parent_id && !order.active {
            end_order(state, slot, ORDER_EVENT_CANCEL, reason);
        }
    });
}
