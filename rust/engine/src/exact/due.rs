//! Due orders: those of the resting orders that a step could fill, trigger or end.
//!
//! The awake orders are those that each bar of their instrument concerns: orders at the next open or at the close, orders
//! for a day that have not met their first bar, those that their first bar decides, and trailing ones. All others wait in
//! books by their price until a bar reaches it. So a step costs as much as its due orders, however many others rest.

use crate::contract::*;
use crate::exact::reach::{lacks_volume, sees};
use crate::exact::trail::is_trailing;
use crate::state::book::Book;
use crate::state::fields::{Instrument, Order};
use crate::state::order::{is_immediate, is_post_only, trigger_rises, waits_for_trigger, Orders};
use crate::state::order_heap::OrderHeap;
use crate::state::state::State;
use alloc::vec::Vec;

/// Returns whether an order needs no price.
#[inline]
pub fn is_at_once(order: &Order) -> bool {
    order.kind().then == Then::Market && !waits_for_trigger(order)
}

/// Returns whether an order for a day has not met the bar that sets its day.
#[inline]
pub fn lacks_day(order: &Order) -> bool {
    order.validity == VALIDITY_DAY && order.day == 0
}

/// Returns whether each bar concerns an order, though it has a price: its trigger trails, or its first bar decides.
#[inline]
pub fn asks_each_bar(order: &Order) -> bool {
    is_trailing(order) || is_immediate(order) || is_post_only(order)
}

/// Lets each bar concern an active order, if its trigger trails or its first bar decides; a new price may ask for that
/// anew.
pub fn wake_for_bars(state: &mut State, slot: usize) {
    let order = state.order(slot);
    if !order.active || !asks_each_bar(order) {
        return;
    }
    let (trails, first) = (is_trailing(order), is_immediate(order) || is_post_only(order));
    state.books.trails |= trails;
    state.books.firsts |= first;
    state.orders.wake(slot);
}

/// Enters an order that is active from now on where it waits for its price, its time, its day and a bar.
pub fn enter(state: &mut State, slot: usize) {
    let order = state.order(slot);
    if !order.active {
        return;
    }
    let (at_once, id, rank) = (is_at_once(order), order.instrument as usize, order.rank);
    let (validity, day, valid_us, met_no_volume) = (order.validity, order.day, order.valid_us, order.met_no_volume);
    let awake = at_once || lacks_day(order);
    wake_for_bars(state, slot);
    if awake {
        state.orders.wake(slot);
    }
    let (orders, books) = (&mut state.orders.slots, &mut state.books);
    if !books.of[id].used && (!at_once || validity == VALIDITY_DAY) {
        books.of[id].used = true;
        books.used.push(id);
    }
    if validity == VALIDITY_DAY && day != 0 {
        books.of[id].days.push(orders, slot, f64::from(day));
    }
    if validity == VALIDITY_GTD {
        books.times.push(orders, slot, valid_us);
    }
    if at_once {
        return;
    }
    if state.instruments[id].terms.needs_volume && !met_no_volume {
        books.of[id].unmet.push(orders, slot, f64::from(rank));
    }
    watch(state, slot);
}

/// Watches for the price of an order, which may be a new one.
pub fn watch(state: &mut State, slot: usize) {
    let order = state.order(slot);
    let key = key_of(state, order);
    if !order.active || order.watched == key {
        return;
    }
    let id = order.instrument as usize;
    state.orders.slots[slot].watched = key;
    if key == 0.0 {
        return;
    }
    let book = &mut state.books.of[id];
    let heap = if key > 0.0 { &mut book.rising } else { &mut book.falling };
    heap.push(&mut state.orders.slots, slot, key);
}

/// Returns the key of the price that an order waits for, or zero without one: the price if it is reached from below,
/// else the price with its sign turned. Under the rule `through`, it is the next price beyond a limit.
fn key_of(state: &State, order: &Order) -> f64 {
    if is_at_once(order) || is_trailing(order) {
        return 0.0;
    }
    if waits_for_trigger(order) {
        return if trigger_rises(order) { order.stop } else { -order.stop };
    }
    let past = if state.rule(CONFIG_RULE_LIMIT_FILL) == LIMIT_FILL_TOUCH { 0.0 } else { 1.0 };
    if order.is_buy() {
        past - order.limit
    } else {
        past + order.limit
    }
}

/// Wakes the orders that the bars of the step could concern. Of a halted instrument, no bar concerns any.
pub fn wake_due(state: &mut State) {
    let awake_before = state.orders.awake.len();
    for &id in &state.bars_of_step {
        let (instrument, book) = (&state.instruments[id as usize], &mut state.books.of[id as usize]);
        if instrument.halted {
            continue;
        }
        if lacks_volume(instrument) {
            wake_unmet(&mut state.orders, instrument, book);
        } else {
            wake_reached(&mut state.orders, &mut book.rising, instrument.high);
            wake_reached(&mut state.orders, &mut book.falling, -instrument.low);
        }
    }
    if state.orders.awake.len() != awake_before {
        state.orders.sort_awake();
    }
}

fn wake_reached(orders: &mut Orders, heap: &mut OrderHeap, most: f64) {
    while let Some(slot) = heap.top(&orders.slots) {
        if heap.key() > most {
            return;
        }
        heap.pop();
        orders.slots[slot].watched = 0.0;
        orders.wake_unsorted(slot);
    }
}

/// Wakes the orders that meet a bar without volume for the first time, which tell of it.
fn wake_unmet(orders: &mut Orders, instrument: &Instrument, book: &mut Book) {
    let mut later = Vec::new();
    while let Some(slot) = book.unmet.top(&orders.slots) {
        book.unmet.pop();
        if sees(&orders.slots[slot], instrument) {
            orders.wake_unsorted(slot);
        } else {
            later.push(slot);
        }
    }
    for slot in later {
        let rank = orders.slots[slot].rank;
        book.unmet.push(&mut orders.slots, slot, f64::from(rank));
    }
}

/// Lets the orders sleep again that the next bar does not concern, after the step.
pub fn sleep_again(state: &mut State) {
    let mut kept = 0;
    for at in 0..state.orders.awake.len() {
        let slot = state.orders.awake[at];
        if state.order(slot).ended == 0 {
            watch(state, slot);
            let order = state.order(slot);
            if is_at_once(order) || lacks_day(order) || asks_each_bar(order) {
                state.orders.awake[kept] = slot;
                kept += 1;
                continue;
            }
        }
        state.orders.slots[slot].awake = false;
    }
    state.orders.awake.truncate(kept);
}

/// Enters all resting orders anew, after a snapshot was read.
pub fn enter_all(state: &mut State) {
    state.orders.has_baskets = state.orders.resting.iter().any(|&slot| state.order(slot).basket != 0);
    for at in 0..state.orders.resting.len() {
        let slot = state.orders.resting[at];
        enter(state, slot);
    }
}
