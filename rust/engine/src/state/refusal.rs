//! A refusal: the reason why an intent is wrong, the offending lane and its value. A check returns the first refusal
//! that it finds as an error, so that `?` joins checks.

use crate::contract::*;

/// The refusal of an intent.
#[derive(Clone, Copy)]
pub struct Refusal {
    pub reason: Reason,
    pub lane: usize,
    /// The value in the lane.
    pub offending: f64,
}

/// Refuses if something is wrong.
#[inline(always)]
pub fn refuse_if(wrong: bool, reason: Reason, lane: usize, offending: f64) -> Result<(), Refusal> {
    if wrong {
        return Err(Refusal { reason, lane, offending });
    }
    Ok(())
}
