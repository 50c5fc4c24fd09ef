//! One event record in a caller's buffer.

use crate::contract::*;

/// One event: its float lanes and its words. The buffer is never written.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    pub lanes: &'a [u64; RECORD_LANES],
}

impl Event<'_> {
    /// Reads a float lane.
    #[inline(always)]
    pub fn float(&self, lane: usize) -> f64 {
        f64::from_bits(self.lanes[lane])
    }

    /// Reads a word, counted from the head of the record.
    #[inline(always)]
    pub fn word(&self, lane: usize) -> u32 {
        (self.lanes[lane >> 1] >> (32 * (lane & 1))) as u32
    }
}
