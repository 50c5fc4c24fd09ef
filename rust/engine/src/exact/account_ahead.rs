//! The account ahead: the first step of the columns at which a sum over its positions could cross a bound.
//!
//! The answer may be early, never late. All bars ahead are asked first, by their extremes; only where these could cross
//! it, the bars of a window are.

use crate::contract::*;
use crate::state::columns::{next_time, Columns};
use crate::state::fields::Instrument;
use crate::state::state::State;

/// Bars of each instrument in one look ahead. Only an account that its columns could bring there looks ahead.
const WINDOW: usize = 256;

/// Returns the time of the first step at which cash and the parts of all instruments could add up to a sum that crosses,
/// or infinity. A part is the extreme one of a position while its price stays within bounds.
pub fn first_crossing(
    state: &State,
    loaded: &Columns,
    columns: &[f64],
    part: impl Fn(&Instrument, f64, f64) -> f64,
    crosses: impl Fn(f64) -> bool,
) -> f64 {
    // Without columns there is no step to come.
    if loaded.length == 0 {
        return f64::INFINITY;
    }
    let (mut far, mut near, mut end_us) = (state.account.cash, state.account.cash, f64::INFINITY);
    for (id, instrument) in state.instruments.iter().enumerate() {
        far += part(instrument, loaded.lowest[id], loaded.highest[id]);
    }
    if !crosses(far) {
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
        near += part(instrument, lowest, highest);
        if instrument.position_size != 0.0 && end < count && columns[offset + end] < end_us {
            end_us = columns[offset + end];
        }
    }
    if crosses(near) {
        next_time(state, loaded, columns)
    } else {
        end_us
    }
}
