//! Identity: the numbers of a producer that were seen, and those that are missing.
//!
//! A number above the highest one seen leaves a hole behind it, unless it is the next. A number within a hole is late
//! and new; any other number was seen before. Holes are ranges; beyond the limit the oldest hole is dropped.

use crate::contract::*;
use crate::state::fields::Producer;

/// The class of a producer's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// A number that follows the highest one seen.
    Next,
    /// A number beyond the next one.
    Gap,
    /// A number beyond the next one; the oldest hole was dropped for the new one.
    GapFull,
    /// A number that was missing.
    Late,
    /// A number that was seen.
    Seen,
}

impl Producer {
    pub fn new(id: u32) -> Self {
        Self { id, ..Self::default() }
    }

    /// Returns the class of a number, without recording it.
    pub fn look(&self, sequence: u32) -> Look {
        if sequence > self.highest {
            return match (sequence - self.highest, self.is_full()) {
                (1, _) => Look::Next,
                (_, true) => Look::GapFull,
                (_, false) => Look::Gap,
            };
        }
        match self.hole(sequence) {
            Some(_) => Look::Late,
            None => Look::Seen,
        }
    }

    /// Records a number that was not seen before.
    pub fn take(&mut self, sequence: u32) {
        if sequence > self.highest {
            if sequence - self.highest > 1 {
                if self.is_full() {
                    self.holes.drain(..2);
                }
                self.holes.extend([self.highest + 1, sequence - 1]);
            }
            self.highest = sequence;
            return;
        }
        let at = self.hole(sequence).expect("A number that was seen before was taken in");
        let (first, last) = (self.holes[at], self.holes[at + 1]);
        if first == last {
            self.holes.drain(at..at + 2);
        } else if sequence == first {
            self.holes[at] = sequence + 1;
        } else if sequence == last {
            self.holes[at + 1] = sequence - 1;
        } else if self.is_full() {
            self.holes[at] = sequence + 1;
        } else {
            self.holes.splice(at..at + 2, [first, sequence - 1, sequence + 1, last]);
        }
    }

    fn is_full(&self) -> bool {
        self.holes.len() == 2 * PRODUCER_HOLES_MAX as usize
    }

    fn hole(&self, sequence: u32) -> Option<usize> {
        let place = self.holes.chunks_exact(2).position(|hole| sequence >= hole[0] && sequence <= hole[1]);
        place.map(|place| place * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_new_once_in_whatever_order_the_numbers_come() {
        let mut producer = Producer::new(1);
        let mut seen = [false; 400];
        let mut seed = 11_u32;
        for _ in 0..4_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let number = (seed >> 8) % 399 + 1;
            let highest = seen.iter().rposition(|&it| it).unwrap_or(0);
            let wanted = match number as usize {
                number if seen[number] => Look::Seen,
                number if number == highest + 1 => Look::Next,
                number if number > highest => Look::Gap,
                _ => Look::Late,
            };
            assert_eq!(producer.look(number), wanted);
            if wanted != Look::Seen {
                producer.take(number);
                seen[number as usize] = true;
            }
        }
        assert_eq!(producer.holes.len() / 2, holes(&seen[..=producer.highest as usize]));
    }

    fn holes(seen: &[bool]) -> usize {
        (1..seen.len()).filter(|&at| !seen[at] && (at == 1 || seen[at - 1])).count()
    }

    #[test]
    fn the_oldest_hole_is_given_up_beyond_the_limit() {
        let mut producer = Producer::new(1);
        let limit = PRODUCER_HOLES_MAX as u32;
        for hole in 1..=limit {
            assert_eq!(producer.look(hole * 2), Look::Gap);
            producer.take(hole * 2);
        }
        assert_eq!(producer.look(1), Look::Late);
        assert_eq!(producer.look(limit * 2 + 2), Look::GapFull);
        producer.take(limit * 2 + 2);
        assert_eq!(producer.look(1), Look::Seen);
        assert_eq!(producer.look(3), Look::Late);
    }

    #[test]
    fn the_last_number_of_all_is_a_number_like_others() {
        let mut producer = Producer::new(1);
        assert_eq!(producer.look(u32::MAX), Look::Gap);
        producer.take(u32::MAX);
        assert_eq!(producer.look(u32::MAX), Look::Seen);
        assert_eq!(producer.look(5), Look::Late);
    }
}
