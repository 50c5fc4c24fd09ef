//! Sizes of orders, worked out with the price of a fill: the part that closes, amounts of money, targets, and the lots that
//! a bar has for them.

use crate::contract::*;
use crate::exact::commission::{lots_on_margin, lots_within, lots_worth, opening_cost};
use crate::exact::ledger::{free_cash, free_cash_at, signed_value};
use crate::exact::margin::opening_need;
use crate::exact::tied::end_order;
use crate::state::amount::{amount, lost_by_sum, share_down};
use crate::state::fields::{Instrument, Order};
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::notices::{debug, note_refusal, NO_LANE};
use crate::state::number::floor;
use crate::state::order::signed;
use crate::state::state::State;

/// The part of an order that a fill takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The part that closes a position.
    Closing,
    /// All that is left, closing and opening.
    All,
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
pub fn size_order(state: &mut State, slot: usize, price: f64, part: Part) -> bool {
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
pub fn free_for(state: &State, slot: usize, price: f64) -> f64 {
    let order = state.order(slot);
    let free = free_cash_at(state, state.instrument_of(order), price);
    if order.basket != 0 && order.share < free {
        order.share
    } else {
        free
    }
}

/// Returns the lots that free cash allows to open at a price.
pub fn lots_affordable(instrument: &Instrument, price: f64, free: f64, filled_before: f64) -> f64 {
    if instrument.terms.margin_kind == MARGIN_NONE {
        lots_within(instrument, price, free, filled_before)
    } else {
        lots_on_margin(instrument, price, free, filled_before)
    }
}

/// Rejects an order whose amount does not reach for one lot.
pub fn refuse_size(state: &mut State, slot: usize, price: f64, budget: f64, reason: Reason) {
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
