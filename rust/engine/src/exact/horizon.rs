//! The horizon: the first step that could make a notice if no intent comes.
//!
//! The horizon reads the packed columns ahead of the core and changes derived fields only. Of the orders that wait in a
//! book, only the nearest one of each kind is looked for, with a search that skips blocks of bars. What was found is
//! kept until another order is the nearest, so a step costs the same however many orders rest. The horizon may be
//! early, never late: a bar that the nearest order may not meet counts too.
//!
//! A bar without volume where an instrument needs volume is a hit only for an order that has not met one yet.

use crate::contract::*;
use crate::exact::due::{asks_each_bar, is_at_once};
use crate::exact::liquidation::first_liquidation;
use crate::exact::margin::unpaid_cost;
use crate::exact::ruin::first_ruin;
use crate::state::amount::amount;
use crate::state::book::{Book, Found};
use crate::state::columns::{next_time, Columns};
use crate::state::extremes::Extremes;
use crate::state::state::State;

/// Bars that a look for the first bar of an awake order takes in.
const WINDOW: usize = 256;

/// A sum with the rounding of doubles that is below this one is below 2^53 without it.
const ROUGH_MAX: f64 = (1_u64 << 52) as f64;

/// A product with the rounding of doubles that is below this one is below 2^96 without it.
const ROUGH_PRODUCT_MAX: f64 = (1_u128 << 95) as f64;

/// Returns the time of the first step that could make a notice, or infinity when no step of the columns could.
pub fn horizon_of(state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
    let (orders_us, ruin_us) = (horizon_of_orders(state, loaded, columns), first_ruin(state, loaded, columns));
    if ruin_us < orders_us {
        ruin_us
    } else {
        orders_us
    }
}

/// Returns the horizon of orders and of liquidations, for a caller that looks at the account's value at each step by
/// itself.
pub fn horizon_of_orders(state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
    // Without columns there is no step to come.
    if loaded.length == 0 {
        return f64::INFINITY;
    }
    if state.account.transfer != 0.0 || could_pass_limit(state, loaded) {
        return next_time(state, loaded, columns);
    }
    let called_us = if state.on_margin { first_liquidation(state, loaded, columns) } else { f64::INFINITY };
    if state.orders.resting.len() == state.orders.resting_ended {
        return called_us;
    }
    let mut nearest = next_expiry(state, loaded, columns);
    if called_us < nearest {
        nearest = called_us;
    }
    for at in 0..state.orders.awake.len() {
        let slot = state.orders.awake[at];
        if state.order(slot).ended != 0 {
            continue;
        }
        let next_us = next_of_awake(state, loaded, columns, slot);
        if next_us < nearest {
            nearest = next_us;
        }
    }
    for at in 0..state.books.used.len() {
        let id = state.books.used[at];
        let row = next_of_book(state, loaded, columns, id);
        if row >= loaded.counts[id] as usize {
            continue;
        }
        let next_us = columns[loaded.offsets[id] + row];
        if next_us < nearest {
            nearest = next_us;
        }
    }
    nearest
}

/// Returns the first step after the last time of an order, or infinity.
fn next_expiry(state: &mut State, loaded: &Columns, columns: &[f64]) -> f64 {
    if state.books.times.top(&state.orders.slots).is_none() {
        return f64::INFINITY;
    }
    let valid_us = state.books.times.key();
    if state.books.expiry_of_us != valid_us {
        state.books.expiry_of_us = valid_us;
        state.books.expiry_us = first_step_after(state, loaded, columns, valid_us);
    }
    state.books.expiry_us
}

/// Returns the time of the first bar that an awake order meets, or for a day the first bar after it, or infinity.
fn next_of_awake(state: &mut State, loaded: &Columns, columns: &[f64], slot: usize) -> f64 {
    let order = state.order(slot);
    let id = order.instrument as usize;
    let (count, offset) = (loaded.counts[id] as usize, loaded.offsets[id]);
    let (begins, volumes) = (offset + COLUMN_BEGIN_US * count, offset + COLUMN_VOLUME * count);
    let instrument = &state.instruments[id];
    let needs_volume = instrument.terms.needs_volume;
    let mut row = (instrument.bars - loaded.bases[id]) as usize;
    // No bar begins before the last one ended, so an order of then meets the next one, whose begin need not be read.
    let meets_next = instrument.bars > 0 && order.placed_us <= instrument.time_us && !order.met_no_volume;
    if meets_next && is_at_once(order) {
        return if row < count { columns[offset + row] } else { f64::INFINITY };
    }
    let end = (row + WINDOW).min(count);
    while row < end {
        let empty = needs_volume && columns[volumes + row] == 0.0;
        if columns[begins + row] >= order.placed_us && !(empty && order.met_no_volume) {
            break;
        }
        row += 1;
    }
    if row < end && !is_at_once(order) && !asks_each_bar(order) {
        let day = columns[offset + COLUMN_SESSION_DAY * count + row];
        if day != 0.0 {
            row = first_after_day(&mut state.books.of[id], loaded, columns, id, row, day);
        }
    }
    if row < count {
        columns[offset + row]
    } else {
        f64::INFINITY
    }
}

/// Returns the first row that concerns the nearest orders of a book, or the number of rows.
fn next_of_book(state: &mut State, loaded: &Columns, columns: &[f64], id: usize) -> usize {
    let (slots, book) = (&state.orders.slots, &mut state.books.of[id]);
    let cursor = (state.instruments[id].bars - loaded.bases[id]) as usize;
    let count = loaded.counts[id] as usize;
    let volumes = &columns[loaded.offsets[id] + COLUMN_VOLUME * count..][..count];
    let volumes = if state.instruments[id].terms.needs_volume { volumes } else { &[] };
    let mut nearest = count;
    if book.rising.top(slots).is_some() {
        let (key, found) = (book.rising.key(), &mut book.found_rising);
        nearest = nearest.min(first_reach(columns, volumes, &loaded.highs[id], key, found, cursor));
    }
    if book.falling.top(slots).is_some() {
        let (key, found) = (book.falling.key(), &mut book.found_falling);
        nearest = nearest.min(first_reach(columns, volumes, &loaded.lows[id], key, found, cursor));
    }
    if book.days.top(slots).is_some() {
        let day = book.days.key();
        nearest = nearest.min(first_after_day(book, loaded, columns, id, cursor, day));
    }
    if book.unmet.top(slots).is_some() {
        nearest = nearest.min(first_empty(book, loaded, columns, id, cursor));
    }
    nearest
}

/// Returns whether a mark at the highest prices could pass 2^53. Each such step would emit a diagnostic.
fn could_pass_limit(state: &State, loaded: &Columns) -> bool {
    let mut rough = state.account.cash.abs();
    for (instrument, &highest) in state.instruments.iter().zip(&loaded.highest) {
        let size = instrument.position_size.abs();
        if size == 0.0 {
            continue;
        }
        let scale = &instrument.terms.scale;
        let price = if highest > instrument.close { highest } else { instrument.close };
        // A product past its limit has no amount, however small the quotient is.
        let product = price * size * scale.numerator;
        let worth = if product < ROUGH_PRODUCT_MAX { product / scale.denominator } else { f64::INFINITY };
        rough += unpaid_cost(instrument).abs() + worth;
    }
    // Far below the limit the rounding of doubles decides nothing.
    if rough < ROUGH_MAX {
        return false;
    }
    let mut most = state.account.cash.abs();
    for (instrument, &highest) in state.instruments.iter().zip(&loaded.highest) {
        let size = instrument.position_size.abs();
        if size == 0.0 {
            continue;
        }
        let price = if highest > instrument.close { highest } else { instrument.close };
        most += unpaid_cost(instrument).abs();
        most += amount(price, size, &instrument.terms.scale);
    }
    most > EXACT_MAX
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

/// Returns the first row that reaches a key of a price. A row without volume fills nothing where there are volumes.
fn first_reach(
    columns: &[f64],
    volumes: &[f64],
    extremes: &Extremes,
    key: f64,
    found: &mut Found,
    cursor: usize,
) -> usize {
    let known = found.row.filter(|&row| row >= cursor);
    if let Some(row) = known.filter(|_| found.key == key) {
        return row;
    }
    // No bar before the one that was found reaches a price that is farther.
    let from = known.filter(|_| found.key < key).unwrap_or(cursor);
    let mut row = extremes.first_at_least(columns, from, key);
    while volumes.get(row) == Some(&0.0) {
        row = extremes.first_at_least(columns, row + 1, key);
    }
    found.key = key;
    found.row = Some(row);
    row
}

/// Returns the first row from a row on whose session day is after a day.
fn first_after_day(book: &mut Book, loaded: &Columns, columns: &[f64], id: usize, from: usize, day: f64) -> usize {
    let count = loaded.counts[id] as usize;
    let (days, found) = (loaded.offsets[id] + COLUMN_SESSION_DAY * count, &mut book.found_day);
    if let Some(row) = found.row.filter(|&row| row >= from && found.from <= from && found.key == day) {
        return row;
    }
    let mut row = from;
    while row < count && columns[days + row] <= day {
        row += 1;
    }
    *found = Found { key: day, from, row: Some(row) };
    row
}

/// Returns the first row from a row on without volume.
fn first_empty(book: &mut Book, loaded: &Columns, columns: &[f64], id: usize, from: usize) -> usize {
    let count = loaded.counts[id] as usize;
    let (volumes, found) = (loaded.offsets[id] + COLUMN_VOLUME * count, &mut book.found_empty);
    if let Some(row) = found.row.filter(|&row| row >= from) {
        return row;
    }
    let mut row = from;
    while row < count && columns[volumes + row] != 0.0 {
        row += 1;
    }
    found.row = Some(row);
    row
}
