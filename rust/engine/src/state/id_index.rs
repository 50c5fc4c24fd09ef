//! A lookup from an id to a number: open addressing, linear probing.
//!
//! Nothing ever iterates over it, so its layout cannot reach an output.

use alloc::vec;
use alloc::vec::Vec;

const NONE: u32 = 0xffff_ffff;

/// Lookup of a u32 by a u32. The value 0xffffffff means "none".
pub struct IdIndex {
    count: usize,
    /// Number of low bits of a spread id that are not part of its home.
    shift: u32,
    /// Slots of two words: id, value.
    slots: Vec<[u32; 2]>,
}

impl Default for IdIndex {
    fn default() -> Self {
        Self { count: 0, shift: 26, slots: vec![[NONE; 2]; 64] }
    }
}

impl IdIndex {
    /// Returns the value of an id, or `None`.
    #[inline]
    pub fn get(&self, id: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut slot = home(id, self.shift);
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

    /// Adds an id that is not in the index.
    #[inline]
    pub fn add(&mut self, id: u32, value: u32) {
        if (self.count + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.insert([id, value]);
        self.count += 1;
    }

    /// Removes an id that is in the index, and closes the gap in its run.
    pub fn remove(&mut self, id: u32) {
        let mask = self.slots.len() - 1;
        let mut gap = home(id, self.shift);
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
            let own = home(entry[0], self.shift);
            // An id may move back to the gap only if its home does not lie between the gap and itself.
            if slot.wrapping_sub(own) & mask >= slot.wrapping_sub(gap) & mask {
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
        let mut slot = home(entry[0], self.shift);
        while self.slots[slot][1] != NONE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry;
    }

    #[cold]
    fn grow(&mut self) {
        let capacity = self.slots.len() * 2;
        self.shift -= 1;
        let old = core::mem::replace(&mut self.slots, vec![[NONE; 2]; capacity]);
        for entry in old {
            if entry[1] != NONE {
                self.insert(entry);
            }
        }
    }
}

/// Returns the slot where the search for an id begins. Eight neighbours keep their order in eight slots, which lie in one
/// line of the cache, as ids come one after the other. The eights are spread over all slots by the golden ratio (Knuth,
/// The Art of Computer Programming 6.4), so no long run of neighbours grows, however many were added and removed.
#[inline]
fn home(id: u32, shift: u32) -> usize {
    (((id & !7).wrapping_mul(0x9e37_79b1) >> shift) & !7 | id & 7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the index with the obvious model: a list that is searched from end to end.
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
            // Consecutive ids, and eights of ids that share their slots: after spreading they are 1 to 40.
            let neighbour = random(300) + 1;
            let together = (neighbour >> 3).wrapping_mul(0x0e8b_2f51) << 3 | neighbour & 7;
            let id = if random(3) == 0 { neighbour } else { together };
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
