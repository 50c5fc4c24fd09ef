//! The horizon: the first step that could make a notice if no intent comes.
//!
//! The horizon reads the packed columns ahead of the core. It changes derived fields only: each resting order keeps its
//! scanned row and its hit. The horizon may be early, never late. If a scan finds nothing, its end is the horizon, and
//! the next scan starts there and is twice as long. So each bar is scanned once per order, and an order costs at most
//! twice the bars of its life. An order that rests for a million bars is scanned about a dozen times.
//!
//! A bar without volume where an instrument needs volume is a hit only for an order that has not met one yet.

use crate::contract::*;
use crate::exact::ruin::first_ruin;
use crate::state::amount::amount;
use crate::state::columns::{next_time, Columns};
use crate::state::fields::Order;
use crate::state::order::waits_for_trigger;
use crate::state::state::State;

/// Bars in the first scan of an order. Most orders end within it; each further scan is twice as long.
const FIRST_WINDOW: usize = 256;

/// Returns the time of the first step that could make a notice, or infinity when no step of the columns could.
pub fn horizon_of(state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
    let (orders_us, ruin_us) = (horizon_of_orders(state, loaded, columns), first_ruin(state, loaded, columns));
    if ruin_us < orders_us {
        ruin_us
    } else {
        orders_us
    }
}

/// Returns the horizon for a caller that looks at the account's value at each step by itself.
pub fn horizon_of_orders(state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
    // Without columns there is no step to come.
    if loaded.length == 0 {
        return f64::INFINITY;
    }
    if could_pass_limit(state, loaded) {
        return next_time(state, loaded, columns);
    }
    let touch = state.rule(CONFIG_RULE_LIMIT_FILL) == LIMIT_FILL_TOUCH;
    let mut nearest = f64::INFINITY;
    for at in 0..state.orders.resting.len() {
        let slot = state.orders.resting[at];
        let order = state.order(slot);
        if order.ended != 0 || !order.active {
            continue;
        }
        prepare_scan(state, loaded, columns, slot);
        let found_us = found_so_far(state, loaded, columns, slot, touch);
        if found_us < nearest {
            nearest = found_us;
        }
        let expiry_us = state.orders.slots[slot].expiry_us;
        if expiry_us < nearest {
            nearest = expiry_us;
        }
    }
    nearest
}

/// Returns the time of the first bar that could make a notice for an order, or of the first unscanned bar, or infinity.
fn found_so_far(state: &mut State, loaded: &Columns, columns: &[f64], slot: usize, touch: bool) -> f64 {
    let order = &mut state.orders.slots[slot];
    let id = order.instrument as usize;
    let cursor = (state.instruments[id].bars - loaded.bases[id]) as usize;
    if order.hit_us == f64::INFINITY && order.scan == Some(cursor) {
        scan(loaded, columns, order, touch, state.instruments[id].terms.needs_volume);
        order.window = order.window.saturating_mul(2);
    }
    if order.hit_us != f64::INFINITY {
        return order.hit_us;
    }
    let scan = order.scan.expect("A scan was not started");
    assert!(scan >= cursor, "A scan stands behind the bars that were pulled");
    if scan >= loaded.counts[id] as usize {
        return f64::INFINITY;
    }
    columns[loaded.offsets[id] + scan]
}

/// Returns whether a mark at the highest prices could pass 2^53. Each such step would emit a diagnostic.
fn could_pass_limit(state: &State, loaded: &Columns) -> bool {
    let mut most = state.account.cash.abs();
    for (instrument, &highest) in state.instruments.iter().zip(&loaded.highest) {
        let size = instrument.position_size.abs();
        if size == 0.0 {
            continue;
        }
        let price = if highest > instrument.close { highest } else { instrument.close };
        most += amount(price, size, &instrument.terms.scale);
    }
    most > EXACT_MAX
}

/// Starts the scan of an order, or resumes it after a predicted bar that produced no notice.
fn prepare_scan(state: &mut State, loaded: &Columns, columns: &[f64], slot: usize) {
    let order = state.order(slot);
    let id = order.instrument as usize;
    let cursor = (state.instruments[id].bars - loaded.bases[id]) as usize;
    let Some(scan) = order.scan else {
        let expiry_us = if order.validity == VALIDITY_GTD {
            first_step_after(state, loaded, columns, order.valid_us)
        } else {
            f64::INFINITY
        };
        let order = &mut state.orders.slots[slot];
        order.scan = Some(cursor);
        order.scan_day = order.day;
        order.hit_us = f64::INFINITY;
        order.window = FIRST_WINDOW;
        order.expiry_us = expiry_us;
        return;
    };
    let order = &mut state.orders.slots[slot];
    if scan < cursor {
        order.scan = Some(cursor);
    }
    // A scan looks at the first bar that the order meets, which sets its day, before that bar is pulled.
    assert!(order.day == 0 || order.scan_day == order.day, "A scan missed the bar that set an order's day");
    if state.step_seen && order.hit_us <= state.step_us {
        order.hit_us = f64::INFINITY;
    }
}

/// Returns the time of the first coming step that is later than a time, or infinity.
fn first_step_after(state: &State, loaded: &Columns, columns: &[f64], after_us: f64) -> f64 {
    let mut least = f64::INFINITY;
    for (id, &count) in loaded.counts.iter().enumerate() {
        let count = count as usize;
        let times = &columns[loaded.offsets[id]..loaded.offsets[id] + count];
        let cursor = (state.instruments[id].bars - loaded.bases[id]) as usize;
        let (mut low, mut high) = (cursor, count);
        while low < high {
            let middle = (low + high) >> 1;
            if times[middle] > after_us {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if low < count && times[low] < least {
            least = times[low];
        }
    }
    least
}

/// Scans the next window of an order's bars, up to the first that could make a notice.
fn scan(loaded: &Columns, columns: &[f64], order: &mut Order, touch: bool, needs_volume: bool) {
    let id = order.instrument as usize;
    let (count, offset) = (loaded.counts[id] as usize, loaded.offsets[id]);
    let column = |which: usize| &columns[offset + which * count..offset + (which + 1) * count];
    let (times, begins, days) = (column(COLUMN_TIME_US), column(COLUMN_BEGIN_US), column(COLUMN_SESSION_DAY));
    let volumes = column(COLUMN_VOLUME);
    let on_trigger = waits_for_trigger(order);
    let at_once = !on_trigger && order.kind().then == Then::Market;
    let rising = on_trigger == order.is_buy();
    let extremes = column(if rising { COLUMN_HIGH } else { COLUMN_LOW });
    let price = if on_trigger { order.stop } else { order.limit };
    let through = !on_trigger && !touch;
    let mut row = order.scan.expect("A scan was not started");
    let end = row.saturating_add(order.window).min(count);
    while row < end {
        if begins[row] < order.placed_us {
            row += 1;
            continue;
        }
        let extreme = extremes[row];
        let beyond = if rising { extreme > price } else { extreme < price };
        let mut hit = if needs_volume && volumes[row] == 0.0 {
            !order.met_no_volume
        } else {
            at_once || beyond || (extreme == price && !through)
        };
        if order.validity == VALIDITY_DAY {
            let day = days[row] as u32;
            if order.scan_day == 0 {
                order.scan_day = day;
            } else if day > order.scan_day {
                hit = true;
            }
        }
        if hit {
            order.hit_us = times[row];
            break;
        }
        row += 1;
    }
    order.scan = Some(row);
}
