//! Expiry: ends the orders whose validity is over, before the bars of the step are matched.

use crate::contract::*;
use crate::exact::due::lacks_day;
use crate::exact::reach::has_arrived;
use crate::exact::tied::end_order;
use crate::state::state::State;
use alloc::vec::Vec;

/// Expires GTD orders past their time, and DAY orders past the session date of the first bar that they met.
pub fn expire_orders(state: &mut State) {
    let mut over = Vec::new();
    let (orders, books) = (&mut state.orders, &mut state.books);
    while let Some(slot) = books.times.top(&orders.slots) {
        if books.times.key() >= state.time_us {
            break;
        }
        books.times.pop();
        over.push(slot);
    }
    for &id in &state.bars_of_step {
        let (days, instrument) = (&mut books.of[id as usize].days, &state.instruments[id as usize]);
        let mut later = Vec::new();
        while let Some(slot) = days.top(&orders.slots) {
            if days.key() >= f64::from(instrument.session_day) {
                break;
            }
            days.pop();
            if instrument.begin_us < orders.slots[slot].placed_us {
                later.push(slot);
            } else {
                over.push(slot);
            }
        }
        for slot in later {
            let day = orders.slots[slot].day;
            days.push(&mut orders.slots, slot, f64::from(day));
        }
    }
    set_days(state);
    // The walk goes by acceptance, so that the order of the notices depends on nothing else.
    over.sort_by_key(|&slot| state.order(slot).rank);
    for slot in over {
        if state.order(slot).ended == 0 {
            end_order(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
        }
    }
}

/// Sets the day of the DAY orders that meet their first bar.
fn set_days(state: &mut State) {
    for &slot in &state.orders.awake {
        let order = &mut state.orders.slots[slot];
        let id = order.instrument as usize;
        let instrument = &state.instruments[id];
        if order.ended != 0 || !lacks_day(order) || !instrument.has_bar || !has_arrived(order, instrument) {
            continue;
        }
        let day = instrument.session_day;
        order.day = day;
        if day != 0 {
            state.books.of[id].days.push(&mut state.orders.slots, slot, f64::from(day));
        }
    }
}
