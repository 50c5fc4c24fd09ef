//! The ruin of an account ahead: the first step of the columns at which its value could fall to zero or below.
//!
//! The answer may be early, never late. An account whose value is at or below zero has to rise above zero first, so
//! there the question is when it could rise.

use crate::contract::*;
use crate::exact::margin::unpaid_cost;
use crate::state::amount::amount;
use crate::state::columns::{next_time, Columns};
use crate::state::fields::Instrument;
use crate::state::state::State;

/// Bars of each instrument in one look ahead. Only an account that its columns could ruin looks ahead.
const WINDOW: usize = 256;

/// Returns the time of the first step at which the value could cross zero, or infinity.
pub fn first_ruin(state: &State, loaded: &Columns, columns: &[f64]) -> f64 {
    // Without columns there is no step to come.
    if loaded.length == 0 {
        return f64::INFINITY;
    }
    let falling = state.account.value > 0.0;
    let (mut far, mut near, mut end_us) = (state.account.cash, state.account.cash, f64::INFINITY);
    for (id, instrument) in state.instruments.iter().enumerate() {
        far += extreme_mark(instrument, falling, loaded.lowest[id], loaded.highest[id]);
    }
    if !crosses(far, falling) {
        return f64::INFINITY;
    }
    for (id, instrument) in state.instruments.iter().enumerate() {
        let (offset, count) = (loaded.offsets[id], loaded.counts[id] as usize);
        let column = |which: usize| &columns[offset + which * count..offset + (which + 1) * count];
        let cursor = (instrument.bars - loaded.bases[id]) as usize;
        let end = (cursor + WINDOW).min(count);
        let (mut lowest, mut highest) = (f64::INFINITY, 0.0);
        if instrument.position_size != 0.0 {
            for (&low, &high) in column(COLUMN_LOW)[cursor..end].iter().zip(&column(COLUMN_HIGH)[cursor..end]) {
                if low < lowest {
                    lowest = low;
                }
                if high > highest {
                    highest = high;
                }
            }
        }
        near += extreme_mark(instrument, falling, lowest, highest);
        if instrument.position_size != 0.0 && end < count && columns[offset + end] < end_us {
            end_us = columns[offset + end];
        }
    }
    if crosses(near, falling) {
        next_time(state, loaded, columns)
    } else {
        end_us
    }
}

/// Returns whether a value crosses zero.
fn crosses(value: f64, falling: bool) -> bool {
    if falling {
        value <= 0.0
    } else {
        value > 0.0
    }
}

/// Returns the worst mark of a position while its price stays within bounds, or the best one. The mark at hand counts
/// too, because it stays until a bar comes.
fn extreme_mark(instrument: &Instrument, worst: bool, lowest: f64, highest: f64) -> f64 {
    let (size, mark) = (instrument.position_size, instrument.mark);
    let mut ahead = 0.0;
    if size != 0.0 {
        // Without a bar to come, the mark stays.
        if lowest > highest {
            return mark;
        }
        let price = if (size > 0.0) == worst { lowest } else { highest };
        ahead = amount(price, size.abs(), &instrument.terms.scale);
        if size < 0.0 {
            ahead = 0.0 - ahead;
        }
        ahead -= unpaid_cost(instrument);
    }
    if (ahead < mark) == worst {
        ahead
    } else {
        mark
    }
}
