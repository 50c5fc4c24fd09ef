//! The mark hash: a hash over cash and value at the end of each step.
//!
//! Marks follow from state and bars, so the state chain leaves them out; the mark hash tells runs apart whose marks
//! differ. Four chains take the marks in turn, each the cash and then the value, since a single chain would wait for its
//! own multiplications. The hash after any number of marks follows from those marks alone.

use crate::state::chain::Chain;

/// Chains that take the marks in turn.
const CHAINS: u64 = 4;

/// A hash over marks, in order.
#[derive(Clone, Copy, Default)]
pub struct MarkHash {
    pub first: Chain,
    pub second: Chain,
    pub third: Chain,
    pub fourth: Chain,
    /// Marks so far.
    pub count: u64,
}

impl MarkHash {
    /// Adds the mark of a step.
    #[inline]
    pub fn add(&mut self, cash: f64, value: f64) {
        let chain = match self.count % CHAINS {
            0 => &mut self.first,
            1 => &mut self.second,
            2 => &mut self.third,
            _ => &mut self.fourth,
        };
        chain.mix_lane(cash.to_bits());
        chain.mix_lane(value.to_bits());
        self.count += 1;
    }

    /// Adds the marks of some steps from two columns of the same length.
    pub fn add_columns(&mut self, cash: &[f64], value: &[f64]) {
        let marks = cash.iter().zip(value);
        let head = ((CHAINS - self.count % CHAINS) % CHAINS).min(cash.len() as u64) as usize;
        for (cash, value) in marks.take(head) {
            self.add(*cash, *value);
        }
        let mut cashes = cash[head..].chunks_exact(CHAINS as usize);
        let mut values = value[head..].chunks_exact(CHAINS as usize);
        let mut chains = [self.first, self.second, self.third, self.fourth];
        for (cash, value) in (&mut cashes).zip(&mut values) {
            for ((chain, cash), value) in chains.iter_mut().zip(cash).zip(value) {
                chain.mix_lane(cash.to_bits());
                chain.mix_lane(value.to_bits());
            }
            self.count += CHAINS;
        }
        [self.first, self.second, self.third, self.fourth] = chains;
        for (cash, value) in cashes.remainder().iter().zip(values.remainder()) {
            self.add(*cash, *value);
        }
    }

    /// Returns the hash of all marks so far as a chain with two lanes.
    pub fn sum(&self) -> Chain {
        let mut sum = Chain::default();
        for chain in [self.first, self.second, self.third, self.fourth] {
            sum.mix(chain.low, chain.high);
        }
        sum.mix_lane(self.count);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn marks_from_columns_in_parts_of_any_length_hash_as_one_mark_after_the_other() {
        for steps in 0..40_usize {
            let cash: Vec<f64> = (0..steps).map(|step| (step * step) as f64 - 300.0).collect();
            let value: Vec<f64> = (0..steps).map(|step| (step * 7919) as f64).collect();
            let mut single = MarkHash::default();
            for (cash, value) in cash.iter().zip(&value) {
                single.add(*cash, *value);
            }
            for part in 1..=steps + 1 {
                let mut parts = MarkHash::default();
                for (cash, value) in cash.chunks(part).zip(value.chunks(part)) {
                    parts.add_columns(cash, value);
                }
                let (one, other) = (parts.sum(), single.sum());
                assert_eq!((parts.count, one.low, one.high), (single.count, other.low, other.high));
            }
        }
    }
}
