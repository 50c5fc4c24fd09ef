//! What a check of an intent came to.

use crate::contract::REASON_NONE;
use crate::state::notices::NO_LANE;

/// A reason and the lane that it is about.
#[derive(Clone, Copy)]
pub struct Verdict {
    pub reason: u32,
    pub lane: usize,
    pub value: f64,
}

/// Says what is wrong, and with which lane.
#[inline]
pub fn refuse(reason: u32, lane: usize, value: f64) -> Verdict {
    Verdict { reason, lane, value }
}

/// Nothing is wrong.
pub const FINE: Verdict = Verdict { reason: REASON_NONE, lane: NO_LANE, value: 0.0 };
