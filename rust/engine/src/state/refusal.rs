//! A refusal: what is wrong with an intent, in which lane, and the value that lane holds.
//!
//! A check returns the first refusal that it finds as an error, so that checks are joined by `?`.

use crate::contract::*;

/// Why an intent is refused.
#[derive(Clone, Copy)]
pub struct Refusal {
    pub reason: Reason,
    pub lane: usize,
    /// The value that the lane holds.
    pub offending: f64,
}

/// Makes a refusal.
#[inline]
pub fn refuse(reason: Reason, lane: usize, offending: f64) -> Result<(), Refusal> {
    Err(Refusal { reason, lane, offending })
}
