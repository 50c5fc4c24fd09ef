//! Checks of a bar, for bars from events and for rows of the columns.

use crate::contract::*;
use crate::state::number::is_integer;

/// Checks a market price.
#[inline]
pub fn check_price(price: f64) -> Reason {
    if price < 0.0 {
        REASON_NEGATIVE
    } else if price == 0.0 {
        REASON_ZERO
    } else if price > EXACT_MAX {
        REASON_OUT_OF_RANGE
    } else if is_integer(price) {
        REASON_NONE
    } else {
        REASON_OFF_GRID
    }
}

/// Returns whether high and low enclose open and close.
#[inline]
pub fn bar_shaped(open: f64, high: f64, low: f64, close: f64) -> bool {
    low <= open && low <= close && high >= open && high >= close
}
