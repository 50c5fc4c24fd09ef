//! The state chain: two u32 lanes that hash all committed words, in order.
//!
//! The chain distinguishes runs; it does not resist an adversary. Each round mixes a pair of words into both lanes, and
//! both lanes into each other, so that swapped or repeated words change the hash.

/// A two-lane hash over pairs of words.
#[derive(Clone, Copy)]
pub struct Chain {
    /// First lane.
    pub low: u32,
    /// Second lane.
    pub high: u32,
}

impl Default for Chain {
    fn default() -> Self {
        Self { low: 0x243f_6a88, high: 0x85a3_08d3 }
    }
}

impl Chain {
    /// Mixes a pair of words in.
    #[inline(always)]
    pub fn mix(&mut self, first: u32, second: u32) {
        let low = (self.low ^ first).wrapping_mul(0x9e37_79b1);
        let high = (self.high ^ second).wrapping_mul(0x85eb_ca77);
        self.low = low.rotate_left(13).wrapping_add(high);
        self.high = high.rotate_left(17) ^ low;
    }

    /// Mixes many lanes in; their number is a multiple of four. Four chains run side by side over every fourth lane and
    /// are mixed in at the end: a single chain would wait for its own multiplications.
    #[inline]
    pub fn mix_lanes<T: Bits>(&mut self, lanes: &[T]) {
        let mut chains = [1, 2, 3, 4].map(|seed| Self { low: seed, high: seed });
        for four in lanes.chunks_exact(4) {
            for (chain, lane) in chains.iter_mut().zip(four) {
                chain.mix_lane(lane.bits());
            }
        }
        for chain in chains {
            self.mix(chain.low, chain.high);
        }
    }

    /// Mixes the two words of a lane in, the low one first.
    #[inline(always)]
    pub fn mix_lane(&mut self, lane: u64) {
        self.mix(lane as u32, (lane >> 32) as u32);
    }
}

/// A lane of 64 bits.
pub trait Bits: Copy {
    /// Returns its bits.
    fn bits(self) -> u64;
}

impl Bits for u64 {
    #[inline(always)]
    fn bits(self) -> u64 {
        self
    }
}

impl Bits for f64 {
    #[inline(always)]
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_and_repeated_words_show() {
        let hash = |pairs: &[(u32, u32)]| {
            let mut chain = Chain::default();
            for &(first, second) in pairs {
                chain.mix(first, second);
            }
            (chain.low, chain.high)
        };
        assert_ne!(hash(&[(1, 2), (3, 4)]), hash(&[(3, 4), (1, 2)]));
        assert_ne!(hash(&[(1, 2)]), hash(&[(2, 1)]));
        assert_ne!(hash(&[(1, 2)]), hash(&[(1, 2), (1, 2)]));
        assert_ne!(hash(&[]), hash(&[(0, 0)]));
    }

    #[test]
    fn a_lane_is_its_two_words() {
        let (mut whole, mut words) = (Chain::default(), Chain::default());
        whole.mix_lane(0x0123_4567_89ab_cdef);
        words.mix(0x89ab_cdef, 0x0123_4567);
        assert_eq!((whole.low, whole.high), (words.low, words.high));
    }
}
