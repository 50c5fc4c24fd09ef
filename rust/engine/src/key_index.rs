//! A lookup from a key of three words to a number: open addressing, linear probing, one state per set of calls.
//!
//! Nothing ever iterates over it, so its layout cannot reach an output.

use alloc::vec;
use alloc::vec::Vec;

const NONE: u32 = 0xffff_ffff;

/// Lookup of a u32 by three u32. The value 0xffffffff is kept for "none".
pub struct KeyIndex {
    count: usize,
    /// Slots of four words: first, second, third, value.
    slots: Vec<[u32; 4]>,
}

impl Default for KeyIndex {
    fn default() -> Self {
        Self { count: 0, slots: vec![[NONE; 4]; 64] }
    }
}

impl KeyIndex {
    /// Returns the value of a key.
    #[inline]
    pub fn get(&self, first: u32, second: u32, third: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(first, second, third) as usize & mask;
        while self.slots[slot][3] != NONE {
            let entry = self.slots[slot];
            if entry[0] == first && entry[1] == second && entry[2] == third {
                return Some(entry[3]);
            }
            slot = (slot + 1) & mask;
        }
        None
    }

    /// Adds a key that is not there yet.
    #[inline]
    pub fn add(&mut self, first: u32, second: u32, third: u32, value: u32) {
        if (self.count + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.insert([first, second, third, value]);
        self.count += 1;
    }

    /// Removes a key that is there, and closes the gap in its run.
    pub fn remove(&mut self, first: u32, second: u32, third: u32) {
        let mask = self.slots.len() - 1;
        let mut gap = hash(first, second, third) as usize & mask;
        while self.slots[gap][..3] != [first, second, third] {
            gap = (gap + 1) & mask;
        }
        let mut slot = gap;
        loop {
            slot = (slot + 1) & mask;
            let entry = self.slots[slot];
            if entry[3] == NONE {
                break;
            }
            let home = hash(entry[0], entry[1], entry[2]) as usize & mask;
            // A key may move back to the gap only if its home does not lie between the gap and itself.
            if slot.wrapping_sub(home) & mask >= slot.wrapping_sub(gap) & mask {
                self.slots[gap] = entry;
                gap = slot;
            }
        }
        self.slots[gap][3] = NONE;
        self.count -= 1;
    }

    #[inline]
    fn insert(&mut self, entry: [u32; 4]) {
        let mask = self.slots.len() - 1;
        let mut slot = hash(entry[0], entry[1], entry[2]) as usize & mask;
        while self.slots[slot][3] != NONE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry;
    }

    #[cold]
    fn grow(&mut self) {
        let capacity = self.slots.len() * 2;
        let old = core::mem::replace(&mut self.slots, vec![[NONE; 4]; capacity]);
        for entry in old {
            if entry[3] != NONE {
                self.insert(entry);
            }
        }
    }
}

#[inline]
fn hash(first: u32, second: u32, third: u32) -> u32 {
    let mut value =
        first.wrapping_mul(0x9e37_79b1) ^ second.wrapping_mul(0x85eb_ca77) ^ third.wrapping_mul(0xc2b2_ae3d);
    value = (value ^ (value >> 15)).wrapping_mul(0x2c1b_3c6d);
    value ^ (value >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious model: a list that is searched from end to end.
    #[test]
    fn an_index_answers_as_a_searched_list_does() {
        let mut index = KeyIndex::default();
        let mut model: Vec<[u32; 4]> = Vec::new();
        let mut seed = 7_u32;
        let mut random = move |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for round in 0..60_000 {
            let key = [random(40), random(3), random(4)];
            let place = model.iter().position(|entry| entry[..3] == key);
            let got = index.get(key[0], key[1], key[2]);
            assert_eq!(got, place.map(|place| model[place][3]));
            match place {
                None if random(3) > 0 => {
                    index.add(key[0], key[1], key[2], round);
                    model.push([key[0], key[1], key[2], round]);
                }
                Some(place) if random(2) == 0 => {
                    index.remove(key[0], key[1], key[2]);
                    model.swap_remove(place);
                }
                _ => {}
            }
            assert_eq!(index.count, model.len());
        }
    }
}
