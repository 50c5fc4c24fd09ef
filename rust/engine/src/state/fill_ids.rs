//! The fill ids of one order: a sorted list of pairs of words. Venues number their fills upwards, so a new id is nearly
//! always the highest and goes to the end.

use alloc::vec::Vec;

/// The fill ids seen so far.
#[derive(Default)]
pub struct FillIds {
    /// High and low words, ascending.
    pub words: Vec<[u32; 2]>,
}

impl FillIds {
    /// Adds a fill id; returns whether it is new.
    #[inline]
    pub fn add(&mut self, high: u32, low: u32) -> bool {
        if self.words.last().is_none_or(|&last| last < [high, low]) {
            self.words.push([high, low]);
            return true;
        }
        match self.words.binary_search(&[high, low]) {
            Ok(_) => false,
            Err(at) => {
                self.words.insert(at, [high, low]);
                true
            }
        }
    }

    /// Returns whether a fill id was seen.
    #[inline]
    pub fn has(&self, high: u32, low: u32) -> bool {
        let above = self.words.last().is_none_or(|&last| last < [high, low]);
        !above && self.words.binary_search(&[high, low]).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_and_the_list_ascends() {
        let mut ids = FillIds::default();
        let mut seen = [false; 64];
        let mut seed = 3_u32;
        for _ in 0..2_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let id = (seed >> 8) % 64;
            let (high, low) = (id / 8, id % 8);
            assert_eq!(ids.has(high, low), seen[id as usize]);
            assert_eq!(ids.add(high, low), !seen[id as usize]);
            seen[id as usize] = true;
            assert!(ids.words.is_sorted());
        }
        assert_eq!(ids.words.len(), 64);
    }
}
