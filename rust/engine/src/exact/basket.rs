//! Baskets: targets of several instruments that share the account.
//!
//! In the first step in which any order of a basket can fill, each of them gets a budget: its fraction of the account's
//! value. An order without a bar in that step keeps its budget. Closing parts fill first. Where the openings cost more
//! than the free cash, each gets a part of it in the ratio of its cost, those that are still to come too. So neither the
//! order of the legs nor that of the bars within a step changes anything.

use crate::contract::*;
use crate::exact::commission::{begin_charge, commission_of};
use crate::exact::ledger::{free_cash, signed_value};
use crate::exact::margin::{equity_gain, opening_need};
use crate::exact::reach::{market_price, meets};
use crate::exact::size::{distance_to_target, target_lots};
use crate::exact::slippage::market_fill_price;
use crate::state::amount::{amount, lost_by_sum, share_down};
use crate::state::fields::Order;
use crate::state::state::State;
use alloc::vec::Vec;

/// Readies the basket of an order that can fill now: its budgets, and with the openings the shares of the free cash.
pub fn ready_basket(state: &mut State, slot: usize, opens: bool) {
    let Order { basket, budgeted_us, shared_us, .. } = *state.order(slot);
    if budgeted_us != state.time_us {
        give_budgets(state, basket);
    }
    if opens && shared_us != state.time_us {
        share_cash(state, basket);
    }
}

/// Returns the live orders of a basket. Market targets are awake from their placement on.
fn legs_of(state: &State, basket: u32) -> Vec<usize> {
    let is_leg = |&slot: &usize| {
        let order = state.order(slot);
        order.basket == basket && order.ended == 0
    };
    state.orders.awake.iter().copied().filter(is_leg).collect()
}

/// Turns the fractions of a basket into money, unless that happened in an earlier step.
fn give_budgets(state: &mut State, basket: u32) {
    let legs = legs_of(state, basket);
    let value = value_at_fills(state, &legs);
    for slot in legs {
        let order = &mut state.orders.slots[slot];
        order.budgeted_us = state.time_us;
        if order.fraction == 0.0 {
            continue;
        }
        let budget = if value > 0.0 { share_down(value, order.fraction, RATE_SCALE) } else { 0.0 };
        order.cash = if budget <= EXACT_MAX { budget } else { EXACT_MAX };
        order.fraction = 0.0;
    }
}

/// Returns the account's value with the instruments that can fill at the prices of their orders; the others as they are
/// marked, and so is a position whose value at that price passes the range of amounts.
fn value_at_fills(state: &State, legs: &[usize]) -> f64 {
    let (cash, marks) = (state.account.cash, state.account.marks);
    let mut value = cash + marks;
    let mut lost = lost_by_sum(cash, marks, value);
    for &slot in legs {
        let order = state.order(slot);
        let instrument = state.instrument_of(order);
        if !meets(order, instrument) {
            continue;
        }
        let filled = signed_value(instrument, market_price(order, instrument));
        if filled.abs() > EXACT_MAX {
            continue;
        }
        let without = value - instrument.mark;
        let next = without + filled;
        lost += lost_by_sum(value, -instrument.mark, without) + lost_by_sum(without, filled, next);
        value = next;
    }
    value += lost;
    if value <= EXACT_MAX {
        value
    } else {
        EXACT_MAX
    }
}

/// Gives each opening of a basket the free cash, or its part of it where all of them need more.
fn share_cash(state: &mut State, basket: u32) {
    let legs = legs_of(state, basket);
    let mut total = 0.0;
    let mut all = free_cash(state);
    for &slot in &legs {
        let share = need_to_open(state, slot);
        let order = &mut state.orders.slots[slot];
        order.shared_us = state.time_us;
        order.share = share;
        total += share;
        let order = state.order(slot);
        let instrument = state.instrument_of(order);
        // With margin the values of positions count for what is free.
        if state.on_margin && meets(order, instrument) {
            all += equity_gain(instrument, market_price(order, instrument));
        }
    }
    let free = if all > 0.0 { all } else { 0.0 };
    for slot in legs {
        let order = &mut state.orders.slots[slot];
        if total <= free {
            order.share = free;
        } else {
            order.share = if total <= EXACT_MAX { share_down(free, order.share, total) } else { 0.0 };
        }
    }
}

/// Returns the free cash that the opening part of an order takes: at the price of its fill, or without a bar at the last
/// close; before the first one its budget.
fn need_to_open(state: &mut State, slot: usize) -> f64 {
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    let fills = meets(order, instrument);
    if !fills && instrument.close == 0.0 {
        return order.cash;
    }
    let mut price = if fills { market_price(order, instrument) } else { instrument.close };
    let mut lots = order.quantity - order.filled;
    if order.is_unsized() {
        let distance = distance_to_target(state, order, instrument, price);
        if distance == 0.0 {
            return 0.0;
        }
        state.orders.slots[slot].sign = if distance > 0.0 { 1.0 } else { -1.0 };
    }
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    if fills {
        price = market_fill_price(order, instrument);
    }
    if order.is_unsized() {
        // Where a position turns, the distance may pass the range of amounts, and the target does not.
        let target = target_lots(state, order, instrument, price) * order.sign;
        let held = order.sign * instrument.position_size;
        let opens = if held > 0.0 { target - held } else { target };
        lots = if opens > 0.0 { opens } else { 0.0 };
    }
    if lots == 0.0 {
        return 0.0;
    }
    let (id, charged) = (order.instrument, order.charged);
    begin_charge(state, id, charged, FILL_RULE_OPEN);
    let order = state.order(slot);
    let instrument = state.instrument_of(order);
    let need = opening_need(instrument, amount(price, lots, &instrument.terms.scale), lots)
        + commission_of(instrument, price, lots, order.filled);
    if need <= EXACT_MAX {
        need
    } else {
        EXACT_MAX
    }
}
