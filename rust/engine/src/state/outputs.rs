//! The queue of output records. Records wait in the core until they are read, for any room in the reader's buffer.

use crate::contract::*;
use crate::state::chain::Chain;
use crate::state::number::bits_of;
use alloc::vec::Vec;

/// A record in the making.
pub struct Record<'a> {
    lanes: &'a mut [u64; RECORD_LANES],
}

impl Record<'_> {
    /// Sets a float lane. Every NaN is written with the same bits.
    #[inline(always)]
    pub fn float(&mut self, lane: usize, value: f64) {
        self.lanes[lane] = bits_of(value);
    }

    /// Sets a word, once.
    #[inline(always)]
    pub fn word(&mut self, lane: usize, value: u32) {
        self.lanes[lane >> 1] |= u64::from(value) << (32 * (lane & 1));
    }

    /// Ends a notice. If the chain is on, it takes all words of the record.
    #[inline(always)]
    pub fn end(self, chain: &mut Chain, chain_on: bool) {
        if chain_on {
            chain.mix_lanes(self.lanes);
        }
    }
}

/// Output records in the order of their creation.
#[derive(Default)]
pub struct Outputs {
    /// Sequence of the last notice. Beyond 2^32 a record holds its low word.
    pub sequence: u64,
    /// Waiting records, after those that were read.
    lanes: Vec<u64>,
    /// Number of records that were read.
    read: usize,
}

impl Outputs {
    /// Returns the number of waiting records.
    pub fn pending(&self) -> usize {
        self.lanes.len() / RECORD_LANES - self.read
    }

    /// Begins a record: all lanes but the shared ones are zero.
    #[inline(always)]
    pub fn begin(&mut self, code: u32, sequence: u32, cause: u32, time_us: f64) -> Record<'_> {
        let at = self.lanes.len();
        if self.lanes.capacity() - at < RECORD_LANES {
            self.make_room();
        }
        self.lanes.extend_from_slice(&[0; RECORD_LANES]);
        let mut record = Record { lanes: self.lanes.last_chunk_mut().expect("A record was just added") };
        record.lanes[OUT_TIME_US] = time_us.to_bits();
        record.word(OUT_CODE, code);
        record.word(OUT_SEQUENCE, sequence);
        record.word(OUT_CAUSE, cause);
        record
    }

    /// Begins a notice, which takes the next sequence.
    #[inline(always)]
    pub fn begin_notice(&mut self, kind: u32, detail: u32, reason: u32, cause: u32, time_us: f64) -> Record<'_> {
        self.sequence += 1;
        self.begin(kind | detail << 8 | reason << 16, self.sequence as u32, cause, time_us)
    }

    /// Copies waiting records into a caller's buffer and returns their number.
    pub fn read(&mut self, out: &mut [u64]) -> usize {
        let count = (out.len() / RECORD_LANES).min(self.pending());
        let from = self.read * RECORD_LANES;
        out[..count * RECORD_LANES].copy_from_slice(&self.lanes[from..from + count * RECORD_LANES]);
        self.read += count;
        if self.pending() == 0 {
            self.lanes.clear();
            self.read = 0;
        }
        count
    }

    #[cold]
    fn make_room(&mut self) {
        if self.read > 0 {
            self.lanes.drain(..self.read * RECORD_LANES);
            self.read = 0;
        } else {
            self.lanes.reserve(64 * RECORD_LANES);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn records_are_read_in_order_whatever_the_room() {
        let mut outputs = Outputs::default();
        let (mut made, mut got) = (0_u32, 0_u32);
        for room in (0..40).chain((0..40).rev()) {
            for _ in 0..17 {
                made += 1;
                outputs.begin(1, made, made, f64::from(made));
            }
            let mut out = vec![0; room * RECORD_LANES];
            let count = outputs.read(&mut out);
            for record in out[..count * RECORD_LANES].chunks_exact(RECORD_LANES) {
                got += 1;
                assert_eq!(f64::from_bits(record[OUT_TIME_US]), f64::from(got));
            }
            assert_eq!(outputs.pending() as u32, made - got);
        }
    }

    #[test]
    fn every_nan_is_written_as_the_same_bits() {
        let mut outputs = Outputs::default();
        let mut record = outputs.begin(1, 1, 1, 0.0);
        record.float(1, f64::from_bits(0xfff8_0000_0000_0001));
        record.float(2, -0.0);
        let mut out = [0; RECORD_LANES];
        assert_eq!(outputs.read(&mut out), 1);
        assert_eq!(out[1], 0x7ff8_0000_0000_0000);
        assert_eq!(out[2], 1 << 63);
    }
}
