//! A lookup from an id to a number: open addressing, linear probing.
//!
//! Nothing ever iterates over it, so its layout cannot reach an output.

use alloc::vec;
use alloc::vec::Vec;

const NONE: u32 = 0xffff_ffff;

/// Lookup of a u32 by a u32. The value 0xffffffff is kept for "none".
pub struct IdIndex {
    count: usize,
    /// Slots of two words: id, value.
    slots: Vec<[u32; 2]>,
}

impl Default for IdIndex {
    fn default() -> Self {
        Self { count: 0, slots: vec![[NONE; 2]; 64] }
    }
}

impl IdIndex {
    /// Returns the value of an id.
    #[inline]
    pub fn get(&self, id: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(id) as usize & mask;
        loop {
            let [known, value] = self.slots[slot];
            if value == NONE {
                return None;
            }
            if known == id {
                return Some(value);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds an id that is not there yet.
    #[inline]
    pub fn add(&mut self, id: u32, value: u32) {
        if (self.count + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.insert([id, value]);
        self.count += 1;
    }

    /// Removes an id that is there, and closes the gap in its run.
    pub fn remove(&mut self, id: u32) {
        let mask = self.slots.len() - 1;
        let mut gap = hash(id) as usize & mask;
        while self.slots[gap][0] != id {
            gap = (gap + 1) & mask;
        }
        let mut slot = gap;
        loop {
            slot = (slot + 1) & mask;
            let entry = self.slots[slot];
            if entry[1] == NONE {
                break;
            }
            let home = hash(entry[0]) as usize & mask;
            // An id may move back to the gap only if its home does not lie between the gap and itself.
            if slot.wrapping_sub(home) & mask >= slot.wrapping_sub(gap) & mask {
                self.slots[gap] = entry;
                gap = slot;
            }
        }
        self.slots[gap][1] = NONE;
        self.count -= 1;
    }

    #[inline]
    fn insert(&mut self, entry: [u32; 2]) {
        let mask = self.slots.len() - 1;
        let mut slot = hash(entry[0]) as usize & mask;
        while self.slots[slot][1] != NONE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry;
    }

    #[cold]
    fn grow(&mut self) {
        let capacity = self.slots.len() * 2;
        let old = core::mem::replace(&mut self.slots, vec![[NONE; 2]; capacity]);
        for entry in old {
            if entry[1] != NONE {
                self.insert(entry);
            }
        }
    }
}

/// Ids come one after the other, so neighbours are spread by their low bits and keep close enough to be near.
#[inline]
fn hash(id: u32) -> u32 {
    id ^ (id >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious model: a list that is searched from end to end.
    #[test]
    fn an_index_answers_as_a_searched_list_does() {
        let mut index = IdIndex::default();
        let mut model: Vec<[u32; 2]> = Vec::new();
        let mut seed = 7_u32;
        let mut random = move |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for round in 0..60_000 {
            // Ids that lie close together, and ids that share their low bits.
            let id = random(300) + random(3) * 0x10000;
            let place = model.iter().position(|entry| entry[0] == id);
            assert_eq!(index.get(id), place.map(|place| model[place][1]));
            match place {
                None if random(3) > 0 => {
                    index.add(id, round);
                    model.push([id, round]);
                }
                Some(place) if random(2) == 0 => {
                    index.remove(id);
                    model.swap_remove(place);
                }
                _ => {}
            }
            assert_eq!(index.count, model.len());
        }
    }
}
