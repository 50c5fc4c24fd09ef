//! One event record in a caller's buffer.

use crate::contract::*;
use crate::state::chain::Chain;

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

    /// Adds the meaning of an intent to a hash: all of its record but the time, which is its step's, its number, and its
    /// tag, whose word no other kind of intent has.
    pub fn mix_meaning(&self, hash: &mut Chain) {
        let mut meaning = *self.lanes;
        meaning[LANE_TIME_US] = 0;
        for word in [LANE_PRODUCER, LANE_PRODUCER_SEQUENCE, PLACE_TAG] {
            meaning[word >> 1] &= !(0xffff_ffff << (32 * (word & 1)));
        }
        hash.mix_lanes(&meaning);
    }
}
