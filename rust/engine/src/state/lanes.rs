//! The lanes of a snapshot: a writer that appends lanes, and a reader that rejects values outside the range of a field.

use crate::contract::EXACT_MAX;
use crate::state::number::{bits_of, is_integer};
use alloc::vec::Vec;

/// Appends lanes.
#[derive(Default)]
pub struct LaneWriter {
    lanes: Vec<f64>,
}

impl LaneWriter {
    /// Appends a number.
    pub fn number(&mut self, value: f64) {
        self.lanes.push(f64::from_bits(bits_of(value)));
    }

    /// Appends a flag.
    pub fn flag(&mut self, value: bool) {
        self.number(if value { 1.0 } else { 0.0 });
    }

    /// Appends a list of words after its length.
    pub fn words(&mut self, values: &[u32]) {
        self.number(values.len() as f64);
        for &value in values {
            self.number(f64::from(value));
        }
    }

    /// Appends a list of numbers after its length.
    pub fn numbers(&mut self, values: &[f64]) {
        self.number(values.len() as f64);
        for &value in values {
            self.number(value);
        }
    }

    /// Returns the lanes.
    pub fn into_lanes(self) -> Vec<f64> {
        self.lanes
    }
}

/// Reads lanes. A bad lane makes the reader unfit for good, and the snapshot is rejected.
pub struct LaneReader<'a> {
    lanes: &'a [f64],
    exact: bool,
    at: usize,
    fits: bool,
}

impl<'a> LaneReader<'a> {
    /// Makes a reader that starts at a lane. With exact numbers, state is whole.
    pub fn new(lanes: &'a [f64], at: usize, exact: bool) -> Self {
        Self { lanes, exact, at, fits: true }
    }

    /// Returns whether all lanes that were read fit.
    pub fn fits(&self) -> bool {
        self.fits
    }

    /// Returns whether no lane is left.
    pub fn ended(&self) -> bool {
        self.at == self.lanes.len()
    }

    /// Makes the reader unfit.
    pub fn refuse(&mut self) {
        self.fits = false;
    }

    /// Reads a whole number within bounds, a multiple of `step` above the least one. Rejects -0.
    pub fn whole(&mut self, least: f64, most: f64, step: f64) -> f64 {
        let value = self.next();
        if value >= least
            && value <= most
            && is_integer(value)
            && !is_negative_zero(value)
            && (step == 1.0 || (value - least) % step == 0.0)
        {
            return value;
        }
        self.fits = false;
        least
    }

    /// Reads as [`LaneReader::whole`] with exact numbers; with doubles, any finite number: overflowed sums are no valid
    /// state.
    pub fn number(&mut self, least: f64, most: f64, step: f64) -> f64 {
        if self.exact {
            return self.whole(least, most, step);
        }
        let value = self.next();
        if value.is_finite() {
            return value;
        }
        self.fits = false;
        least
    }

    /// Reads a number within bounds. Rejects -0 and NaN.
    pub fn real(&mut self, least: f64, most: f64) -> f64 {
        let value = self.next();
        if value >= least && value <= most && !is_negative_zero(value) {
            return value;
        }
        self.fits = false;
        least
    }

    /// Reads a flag.
    pub fn flag(&mut self) -> bool {
        self.whole(0.0, 1.0, 1.0) == 1.0
    }

    /// Reads a count of entries that take at least one lane each.
    pub fn count(&mut self) -> usize {
        let count = self.whole(0.0, self.lanes.len() as f64, 1.0) as usize;
        if count <= self.lanes.len() - self.at {
            return count;
        }
        self.fits = false;
        0
    }

    /// Reads a list of words after its length.
    pub fn words(&mut self) -> Vec<u32> {
        let count = self.count();
        (0..count).map(|_| self.whole(0.0, f64::from(u32::MAX), 1.0) as u32).collect()
    }

    /// Reads a list of numbers after its length, in the range of an amount.
    pub fn numbers(&mut self) -> Vec<f64> {
        let count = self.count();
        (0..count).map(|_| self.number(-EXACT_MAX, EXACT_MAX, 1.0)).collect()
    }

    fn next(&mut self) -> f64 {
        match self.lanes.get(self.at) {
            Some(&lane) => {
                self.at += 1;
                lane
            }
            None => {
                self.fits = false;
                f64::NAN
            }
        }
    }
}

fn is_negative_zero(value: f64) -> bool {
    value == 0.0 && value.is_sign_negative()
}
